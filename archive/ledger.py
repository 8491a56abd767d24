"""The ledger's laws and its JSON.

1. The segments tile the page text exactly.
2. Kept and replaced text, in order, is the body, up to white space, Markdown
   marks and the two foldings of script and width.
3. Undoing the edits gives the page text back.

Laws 1 and 3 live here; law 2 needs the foldings and is checked by the caller,
which passes them in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from archive.errors import BrokenRecord
from archive.model import Doubt, Ledger, Segment


def tiles(segments: Iterable[Segment], length: int) -> bool:
    """Whether the segments cover ``0..length`` without gap or overlap."""
    at = 0
    for s in segments:
        if s.start != at or s.end < s.start or (s.action == "replace") != (s.text is not None):
            return False
        at = s.end
    return at == length


def replay(segments: Iterable[Segment], page: str, id: str | None = None) -> str:
    """Kept and replaced text in order; of one document if ``id`` is given."""
    return "".join(
        s.text if s.text is not None else page[s.start : s.end]
        for s in segments
        if s.action != "drop" and (id is None or s.id == id)
    )


def to_json(ledger: Ledger) -> str:
    """One JSON object, keys in the order of the contract, absent values left out, one segment a line."""
    lines = [f'{{"sha256": {json.dumps(ledger.sha256)}, "encoding": {json.dumps(ledger.encoding)}, '
             f'"length": {ledger.length},',
             *([f'"captures": {json.dumps([dict(c) for c in ledger.captures], ensure_ascii=False)},']
               if ledger.captures else []), '"segments": [']
    lines.append(",\n".join(json.dumps(values(s), ensure_ascii=False) for s in ledger.segments))
    lines.append('],\n"doubts": [')
    lines.append(",\n".join(json.dumps(values(d), ensure_ascii=False) for d in ledger.doubts))
    return "\n".join(lines) + "\n]}\n"


def values(item: Segment | Doubt) -> dict[str, Any]:
    """A segment or doubt as plain values, absent ones left out."""
    names = type(item).__dataclass_fields__
    return {k: v for k in names if (v := getattr(item, k)) is not None}


def from_json(text: str, where: str = "ledger") -> Ledger:
    """Parse a ledger. Raises :class:`BrokenRecord` that names ``where``."""
    try:
        v = json.loads(text)
        return Ledger(v["sha256"], v["encoding"], v["length"], tuple(Segment(**s) for s in v["segments"]),
                      tuple(Doubt(**d) for d in v["doubts"]), tuple(dict(c) for c in v.get("captures", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenRecord(where=where, what=f"not a ledger ({error})") from error
