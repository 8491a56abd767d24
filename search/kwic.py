"""The concordance: every occurrence in its context, in columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from search.grams import Array
from search.passages import section

if TYPE_CHECKING:
    from search.evaluate import Form
    from search.index import Index
    from search.segment import Segment

SORTS = ("position", "left", "right")
MOST = 100_000
"""Occurrences that are sorted; the rest are counted only."""
FOUND, ROW = 48, 64
"""Bytes that are held for an occurrence of a word, and for one in a document that matches (measured)."""
DEEP = 8
"""Characters of context that decide the order."""
COLUMNS = ("left", "match", "right", "date", "title", "id", "section", "url")


def concordance(index: Index, match: Array, words: Sequence[Sequence[Form]], sort: str, width: int, limit: int,
                offset: int) -> dict[str, Any]:
    """Rows for the occurrences of ``words`` in the documents of ``match``.

    ``position``: by date (none last), id and place; ``left`` and ``right``:
    by the characters beside the match, nearest first, then as ``position``.
    """
    parts, held = [], 0
    for segment in index.segments:
        parts.append(_occurrences(index, segment, match, words, held))
        held += ROW * len(parts[-1][0])
        index.evaluator.check(held)
    slots = np.concatenate([part[0] for part in parts]) if parts else np.zeros(0, np.int64)
    starts = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0, np.int64)
    ends = np.concatenate([part[2] for part in parts]) if parts else np.zeros(0, np.int64)
    order = np.lexsort((starts, index.by_id[slots], index.by_date[slots]))[:MOST]
    if sort in ("left", "right"):
        columns = [_beside(index, slots[order], starts[order], ends[order], sort, step) for step in range(DEEP)]
        order = order[np.lexsort(columns[::-1])]
    shown = order[offset : offset + max(limit, 0)]
    return {"total": len(slots), "documents": len(np.unique(slots)), "sort": sort, "offset": offset,
            "rows": [_row(index, int(slots[i]), int(starts[i]), int(ends[i]), width) for i in shown]}


def _occurrences(index: Index, segment: Segment, match: Array,
                 words: Sequence[Sequence[Form]], held: int) -> tuple[Array, Array, Array]:
    """Slots, starts and ends (in the stream of the segment); overlapping forms once, the longest."""
    starts, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for form in {form for forms in words for form in forms}:
        places = index.evaluator.places(segment, form, held).astype(np.int64)
        held += FOUND * len(places)
        index.evaluator.check(held)
        starts.append(places)
        ends.append(places + len(form.folded))
    start, end = np.concatenate(starts), np.concatenate(ends)
    del starts, ends
    order = np.lexsort((-end, start))
    start, end = start[order], end[order]
    first = np.ones(len(start), bool)
    first[1:] = start[1:] != start[:-1]
    start, end = start[first], end[first]
    slots = segment.documents(start) + segment.base
    kept = match[slots] if len(slots) else np.zeros(0, bool)
    return slots[kept], start[kept], end[kept]


def _beside(index: Index, slots: Array, starts: Array, ends: Array, side: str, step: int) -> Array:
    """The folded code ``step`` characters to the side of each occurrence."""
    out = np.zeros(len(slots), np.int64)
    for segment in index.segments:
        mine = (slots >= segment.base) & (slots < segment.base + segment.count)
        places = ends[mine] + step if side == "right" else starts[mine] - 1 - step
        stream = segment.grams.stream
        out[mine] = segment.folding.folded[stream[np.clip(places, 0, len(stream) - 1)]]
    return out


def _row(index: Index, slot: int, start: int, end: int, width: int) -> dict[str, Any]:
    segment, number = index.locate(slot)
    facts = index.facts[slot]
    blocks, places = segment.blocks(number)
    block = int(np.searchsorted(blocks, start, "right")) - 1
    text, offsets = segment.block_text(number, block)
    begin, stop = int(offsets[start - blocks[block]]), int(offsets[end - 1 - blocks[block]]) + 1
    anchors, levels = segment.grams.body(number)
    place = int(places[block])
    return {
        "left": text[max(0, begin - width) : begin], "match": text[begin:stop], "right": text[stop : stop + width],
        "id": facts["id"], "title": facts.get("title"), "date": facts.get("date"),
        "section": section(segment, number, place, places.tolist(), levels) if place >= 0 else "",
        "anchor": anchors[place] if place >= 0 else None,
        "url": f"/d/{facts['id']}/" + (f"#{anchors[place]}" if place >= 0 else ""),
    }


def to_csv(result: dict[str, Any]) -> str:
    """The rows as CSV; a cell that a spreadsheet would take for a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in result["rows"]:
        cells = [str(row.get(name) or "") for name in COLUMNS]
        writer.writerow("'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells)
    return out.getvalue()
