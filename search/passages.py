"""Passages of a hit: where the words stand, with the section, the address and the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from search.grams import Array
from search.segment import Piece, Segment

WIDTH = 120
LEAD = 30


def occurrences(folded: Array, piece: Piece, run: Array) -> Array:
    """Where a piece begins in the folded codes of one document."""
    codes = piece.codes
    if len(folded) < len(codes):
        return np.zeros(0, np.int64)
    room = len(folded) - len(codes) + 1
    found = np.flatnonzero(folded[:room] == codes[0])
    for i, code in enumerate(codes[1:], 1):
        found = found[folded[found + i] == code]
    if piece.head:
        found = found[(found == 0) | ~run[folded[found - 1]]]
    if piece.tail:
        found = found[~run[folded[np.minimum(found + len(codes), len(folded) - 1)]]]
    return found


def passages(segment: Segment, document: int, words: Sequence[Sequence[tuple[Piece, tuple[int, int] | None]]],
             anchors: Sequence[str], levels: Sequence[int], most: int) -> list[dict[str, Any]]:
    """The best ``most`` passages: ``{"text", "section", "anchor", "marks"}``.

    ``words`` holds, for each word of the query, its forms: a piece and the
    columns of the bounds it is restricted to. ``marks`` are half-open offsets
    in ``text``. Without a match in the body, the first paragraph is given.
    """
    starts, block_places = segment.blocks(document)
    places: list[int] = block_places.tolist()
    base = int(starts[0])
    spans = _spans(segment, document, words)
    blocks = np.searchsorted(starts - base, [start for start, _, _ in spans], "right") - 1
    of_block: dict[int, list[tuple[int, int, int]]] = {}
    for block, span in zip(blocks.tolist(), spans, strict=True):
        if places[block] >= 0:
            of_block.setdefault(block, []).append(span)
    order = sorted(of_block, key=lambda b: (-len({word for _, _, word in of_block[b]}), levels[places[b]] > 0,
                                            -min(len(of_block[b]), 3), places[b]))
    chosen = order[:most] or [b for b in range(len(places)) if places[b] >= 0 and not levels[places[b]]][:1]
    out = []
    for block in chosen:
        begin = int(starts[block])
        text, offsets = segment.block_text(document, block)
        marks = [(int(offsets[s + base - begin]), int(offsets[e - 1 + base - begin]) + 1)
                 for s, e, _ in of_block.get(block, ())]
        place = places[block]
        out.append(_cut(text, _merged(marks))
                   | {"section": section(segment, document, place, places, levels), "anchor": anchors[place]})
    return out


def _spans(segment: Segment, document: int,
           words: Sequence[Sequence[tuple[Piece, tuple[int, int] | None]]]) -> list[tuple[int, int, int]]:
    """Matches as (start, end, number of the word), offsets from the beginning of the document."""
    folded = segment.folded(document)
    bounds = segment.bounds[document].astype(np.int64)
    bounds = bounds - bounds[0]
    out: list[tuple[int, int, int]] = []
    for number, forms in enumerate(words):
        for piece, columns in forms:
            found = occurrences(folded, piece, segment.folding.run)
            if columns:
                found = found[(found >= bounds[columns[0]]) & (found < bounds[columns[1]])]
            out.extend((start, start + len(piece.codes), number) for start in found.tolist())
    return sorted(out)


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _cut(text: str, marks: list[tuple[int, int]]) -> dict[str, Any]:
    """A stretch of the text that holds the most marks, with … where it was cut."""
    if len(text) <= WIDTH:
        begin, end = 0, len(text)
    else:
        first = max(range(len(marks)), key=lambda i: _within(marks, i), default=None)
        begin = 0 if first is None else max(0, min(marks[first][0] - LEAD, len(text) - WIDTH))
        end = min(begin + WIDTH, len(text)) if first is None else min(max(begin + WIDTH, marks[first][1]), len(text))
    lead = "…" if begin else ""
    shift = len(lead) - begin
    inside = [[max(s, begin) + shift, min(e, end) + shift] for s, e in marks if s < end and e > begin]
    return {"text": lead + text[begin:end] + ("…" if end < len(text) else ""), "marks": inside}


def _within(marks: list[tuple[int, int]], first: int) -> int:
    return sum(1 for _, end in marks[first:] if end <= marks[first][0] + WIDTH - LEAD)


def section(segment: Segment, document: int, place: int, places: list[int], levels: Sequence[int]) -> str:
    """The headings above a block, outermost first, joined by " › "."""
    path: list[str] = []
    level = levels[place] or 7
    for before in range(place - 1, -1, -1):
        if 1 < levels[before] < level:
            level = levels[before]
            path.insert(0, segment.block_text(document, places.index(before))[0])
    return " › ".join(path)
