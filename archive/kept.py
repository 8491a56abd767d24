"""What stands in a record alone and no cleaning tells: former ids, addresses of paragraphs, whether it is published.

``kept/<id>.json`` holds it a second time. A record without any of it has no
such file.
"""

from __future__ import annotations

import json
from dataclasses import replace

from archive import record
from archive.errors import BrokenRecord
from archive.model import Document

_SIGNS = (b"\naliases:", b"\nanchors:", b"\npublish:")


def told(data: bytes) -> bytes | None:
    """The file for a record, given its bytes; ``None`` where the record holds nothing of the kind."""
    head = data[: data.find(b"\n---\n", 3) + 1]
    if not any(sign in head for sign in _SIGNS):
        return None
    document = record.read(data.decode())
    values: dict[str, object] = {}
    if document.aliases:
        values["aliases"] = list(document.aliases)
    if document.anchors:
        values["anchors"] = dict(document.anchors)
    if not document.publish:
        values["publish"] = False
    return (json.dumps(values, ensure_ascii=False, indent=0) + "\n").encode() if values else None


def read(text: str, id: str, where: str) -> Document:
    """An empty document ``id`` with what its file tells. Raises :class:`BrokenRecord` that names ``where``."""
    try:
        values = json.loads(text)
        return Document(
            id=id, kind="other", body="", aliases=tuple(map(str, values.get("aliases", ()))),
            anchors={str(k): str(v) for k, v in values.get("anchors", {}).items()},
            publish=values.get("publish", True) is not False)
    except (ValueError, AttributeError, TypeError) as error:
        raise BrokenRecord(where=where, what=f"not what was kept of a document ({error})") from error


def over(document: Document, old: Document) -> Document:
    """``document`` with what was kept of ``old``."""
    if not (old.aliases or old.anchors) and old.publish:
        return document
    return replace(document, aliases=old.aliases, anchors=old.anchors, publish=old.publish)
