"""One segment of the index as it is read: places of a piece, tallies by document and zone, reading text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from search.fold import Codes
from search.grams import HEADINGS, MEETING, NUMBER, OPENS, ORGANIZATION, REST, SPEAKER, START, Array, Folding, Grams

FIELD_BOUNDS = {
    None: (START, 8), "title": (START, SPEAKER), "speaker": (SPEAKER, ORGANIZATION),
    "organization": (ORGANIZATION, MEETING), "meeting": (MEETING, NUMBER), "number": (NUMBER, HEADINGS),
    "heading": (HEADINGS, OPENS),
}
"""Where a text field lies: columns of the bounds."""

IN_TITLE, IN_HEADING, IN_OPENING = 1, 2, 4
MOST = 15
"""Occurrences that count for the order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Folded characters to find, as codes; ``head`` and ``tail``: no run may go on before or after."""

    codes: tuple[int, ...]
    head: bool
    tail: bool


class Segment:
    """``base`` is the slot of its first document in the whole index; deleted documents keep their slots."""

    def __init__(self, stem: Path | str, codes: Codes, folding: Folding, base: int, gone: Sequence[int]) -> None:
        self.grams = Grams.load(stem)
        self.codes, self.folding, self.base = codes, folding, base
        self.facts: list[dict[str, Any]] = json.loads(Path(f"{stem}.facts.json").read_text(encoding="utf-8"))
        self.count = len(self.facts)
        self.bounds = np.asarray(self.grams.bounds)
        self.gone = np.array(sorted(gone), np.int64)
        blocks = np.searchsorted(self.grams.blocks, self.bounds[:, (START, 8)])
        self.first_block = blocks[:, 0]
        self.lengths = (self.bounds[:, 8] - self.bounds[:, START]).astype(np.int64) - (blocks[:, 1] - blocks[:, 0])

    def piece(self, folded: str, prefix: bool) -> Piece:
        codes = tuple(self.folding.of(folded))
        run = self.folding.run
        return Piece(codes, bool(run[codes[0]]), bool(run[codes[-1]]) and not prefix)

    def most(self, piece: Piece) -> int:
        """How many places :meth:`find` looks at."""
        codes = piece.codes
        if len(codes) == 1:
            return self.grams.count(codes[0] << 16, codes[0] << 16 | 0xFFFF)
        return min(self.grams.count(a << 16 | b) for a, b in pairwise(codes))

    def find(self, piece: Piece) -> Array:
        """The places in the stream where a piece begins, in order."""
        codes, grams = piece.codes, self.grams
        if len(codes) == 1:
            places = np.sort(grams.places(codes[0] << 16, codes[0] << 16 | 0xFFFF))
        else:
            keys = [a << 16 | b for a, b in pairwise(codes)]
            counts = [grams.count(key) for key in keys]
            rarest = min(range(len(keys)), key=counts.__getitem__)
            if not counts[rarest]:
                return np.zeros(0, np.uint32)
            places = grams.places(keys[rarest], keys[rarest])
            if rarest:
                places = places[places >= rarest] - np.uint32(rarest)
            others = sorted((i for i in range(len(codes)) if i not in (rarest, rarest + 1)),
                            key=lambda i: min(counts[max(i - 1, 0) : i + 1]))
            for i in others:
                places = places[self._folded(places + np.uint32(i)) == codes[i]]
        if piece.head:
            places = places[~self.folding.run[self._folded(places - np.uint32(1))]]
        if piece.tail:
            places = places[~self.folding.run[self._folded(places + np.uint32(len(codes)))]]
        return places

    def _folded(self, places: Array) -> Array:
        stream = self.grams.stream
        return self.folding.folded[stream[np.minimum(places, len(stream) - 1)]]

    def within(self, places: Array, field: str | None) -> Array:
        """The places that lie in a field."""
        if field is None or not len(places):
            return places
        first, last = FIELD_BOUNDS[field]
        bounds = self.bounds[self.documents(places)]
        return places[(places >= bounds[:, first]) & (places < bounds[:, last])]

    def documents(self, places: Array) -> Array:
        """The number of the document that each place is in."""
        return np.searchsorted(self.bounds[:, START], places, "right") - 1

    def tally(self, places: Array) -> tuple[Array, Array]:
        """For each document the number of places (up to ``MOST``) and the flags of their zones."""
        if len(places) < self.count:
            documents = self.documents(places)
            counts = np.bincount(documents, minlength=self.count)
            bounds = self.bounds[documents]
            flags = np.zeros(self.count, np.uint8)
            np.bitwise_or.at(flags, documents, np.select(
                [places < bounds[:, SPEAKER], places < bounds[:, OPENS], places < bounds[:, REST]],
                [np.uint8(IN_TITLE), np.uint8(IN_HEADING), np.uint8(IN_OPENING)], np.uint8(0)))
        else:
            at = {c: np.searchsorted(places, self.bounds[:, c]) for c in (START, SPEAKER, OPENS, REST, 8)}
            counts = at[8] - at[START]
            flags = ((at[SPEAKER] > at[START]) * IN_TITLE + (at[OPENS] > at[SPEAKER]) * IN_HEADING
                     + (at[REST] > at[OPENS]) * IN_OPENING).astype(np.uint8)
        return np.minimum(counts, MOST).astype(np.uint8), flags

    def folded(self, document: int) -> Array:
        """The folded codes of a document."""
        start, end = int(self.bounds[document, START]), int(self.bounds[document, 8])
        return self.folding.folded[self.grams.stream[start:end]]

    def blocks(self, document: int) -> tuple[Array, Array]:
        """The starts of the blocks of a document in the stream (and its end), and their places in the body."""
        first = int(self.first_block[document])
        last = int(np.searchsorted(self.grams.blocks, self.bounds[document, 8]))
        return self.grams.blocks[first : last + 1], self.grams.block_place[first:last]

    def reading(self, start: int, end: int) -> tuple[str, Array]:
        """The reading text of the stream from ``start`` to ``end``, and the offset in it of each stream character."""
        place, code = self.grams.gap_place, self.grams.gap_code
        first, last = np.searchsorted(place, np.uint32(start)), np.searchsorted(place, np.uint32(end), "right")
        gaps = np.asarray(place[first:last], np.int64) - start
        stream = np.asarray(self.grams.stream[start:end])
        offsets = np.arange(end - start) + np.searchsorted(gaps, np.arange(end - start), "right")
        out = np.zeros(len(stream) + len(gaps), np.uint16)
        inside = np.ones(len(out), bool)
        inside[offsets] = False
        out[offsets] = stream
        out[inside] = code[first:last]
        return self.codes.decode(out), offsets

    def block_text(self, document: int, block: int) -> tuple[str, Array]:
        """The reading text of a block and its map (see :meth:`reading`)."""
        starts, _ = self.blocks(document)
        return self.reading(int(starts[block]), int(starts[block + 1]) - 1)


def neighbours(blocks: Array, first: tuple[Array, Array], second: tuple[Array, Array], distance: int) -> Array:
    """Which spans of ``first`` have one of ``second`` at most ``distance`` characters away in the same block.

    Spans are ``(starts, ends)``, the starts in order; ``blocks`` are the
    starts of all blocks. Overlapping spans are not neighbours.
    """
    if not len(first[0]) or not len(second[0]):
        return np.zeros(len(first[0]), bool)
    ends = np.sort(second[1])
    after = np.searchsorted(second[0], first[1])
    before = np.searchsorted(ends, first[0], "right") - 1
    following = second[0][np.minimum(after, len(ends) - 1)]
    preceding = ends[np.maximum(before, 0)]
    block = np.searchsorted(blocks, first[0], "right")
    near_after = (after < len(ends)) & (following - first[1] <= distance)
    near_after &= np.searchsorted(blocks, following, "right") == block
    near_before = (before >= 0) & (first[0] - preceding <= distance)
    near_before &= np.searchsorted(blocks, np.maximum(preceding - 1, 0), "right") == block
    near: Array = near_after | near_before
    return near
