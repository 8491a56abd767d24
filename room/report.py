"""Two records compared, with where the new wordings stand in the archive: what ``gonghui compare --json`` prints."""

from __future__ import annotations

from typing import Any

from archive import body
from archive.errors import QueryError
from archive.model import Document
from room.compare import as_json, compare
from search.index import Index

_OTHERS = 3
"""Documents that are named for a wording."""


def report(a: Document, b: Document, index: Index | None = None) -> dict[str, Any]:
    """An earlier and a later record.

    ``{"a": {"id", "title", "date", "organization", "url"}, "b": ..., "counts", "sections": [{"a", "b", "moved",
    "rows": [{"state", "moved", "a": [{"text", "anchor"}], "b": [...], "from", "parts"}]}], "wordings": [{"text",
    "count", "quoted", "since", "total", "documents": [{"id", "title", "date", "url"}]}]}``; ``since`` is the date of
    the first dated document that has the wording, ``total`` how many have it. Without an index they are left out.
    """
    blocks = {"a": body.parse(a.body), "b": body.parse(b.body)}
    anchors = {"a": body.anchors(blocks["a"], a.anchors), "b": body.anchors(blocks["b"], b.anchors)}
    one, two = ([(block.level, block.text) for block in blocks[side]] for side in "ab")
    out = as_json(compare(one, two))
    for section in out["sections"]:
        for row in section["rows"]:
            for side in "ab":
                row[side] = [{"text": text, "anchor": anchors[side][block]} for block, text in row[side]]
    if index:
        out["wordings"] = [told | where(index, told["text"], b.id) for told in out["wordings"]]
    return {"a": _facts(a), "b": _facts(b), **out}


def _facts(document: Document) -> dict[str, Any]:
    return {"id": document.id, "title": document.title, "date": document.date,
            "organization": document.organization, "url": f"/d/{document.id}/"}


def where(index: Index, text: str, but: str) -> dict[str, Any]:
    """Since when the archive has a wording, how many documents have it, and the oldest of them beside ``but``."""
    try:
        found = index.search(f'"{text}"', limit=_OTHERS + 1, sort="oldest", passages=1)
    except QueryError:  # a wording that is no query, as of signs alone
        return {"since": None, "total": 0, "documents": []}
    others = [{"id": hit["id"], "title": hit["title"], "date": hit["date"],
               "url": hit["url"] + (f"#{hit['snippets'][0]['anchor']}" if hit["snippets"] else "")}
              for hit in found["hits"] if hit["id"] != but]
    since = next((hit["date"] for hit in found["hits"] if hit["date"]), None)
    return {"since": since, "total": found["total"], "documents": others[:_OTHERS]}
