"""Grams of many documents as arrays: who holds which two adjacent characters, and where.

A segment is one stream of 16-bit codes: the reading text of its documents,
block by block, each block closed by ``SEP``, without the characters that
folding ignores (these are kept apart as *gaps*, so that the reading text can
be given back to the character). Every two adjacent folded characters make a
key of 32 bits; the places of a key stand together, in order. All places of a
single character are the keys that begin with it.

Places are 24 bits in two planes; a segment therefore holds less than 2**24
characters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.fold import Codes, is_run, table
from search.layout import FIELDS, OPENING, Layout

SEP = 10
BLANK = 0
Array = NDArray[Any]

START, SPEAKER, ORGANIZATION, MEETING, NUMBER, HEADINGS, OPENS, REST, END = range(9)
"""Columns of ``bounds``: where in the stream the zones and fields of a document begin."""

_NAMES = ("stream", "gap_place", "gap_code", "keys", "offsets", "low", "high", "bounds", "blocks",
          "block_place", "levels", "first_level", "anchors", "first_anchor")


@dataclass(frozen=True, slots=True)
class Grams:
    """The arrays of one segment.

    ``bounds[d]`` are the nine bounds of document d; ``blocks`` are the starts
    of all blocks in the stream, ``block_place`` their places in the body.
    ``levels`` and ``anchors`` (bytes, a line each) are those of the blocks of
    the bodies, from ``first_level[d]`` and ``first_anchor[d]`` on.
    """

    stream: Array
    gap_place: Array
    gap_code: Array
    keys: Array
    offsets: Array
    low: Array
    high: Array
    bounds: Array
    blocks: Array
    block_place: Array
    levels: Array
    first_level: Array
    anchors: Array
    first_anchor: Array

    def save(self, stem: str) -> None:
        """Write one ``.npy`` an array; ``stem`` is the path up to the extension."""
        for name in _NAMES:
            np.save(f"{stem}.{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, stem: str | Path) -> Grams:
        """Map the arrays into memory."""
        return cls(*(np.asarray(np.load(f"{stem}.{name}.npy", mmap_mode="r")) for name in _NAMES))

    def places(self, first: int, last: int) -> Array:
        """The places of keys ``first..last`` (both included), in order for a single key."""
        start = np.searchsorted(self.keys, np.uint32(first))
        end = np.searchsorted(self.keys, np.uint32(last), "right")
        begin, stop = int(self.offsets[start]), int(self.offsets[end])
        return np.asarray(self.low[begin:stop], np.uint32) | (np.asarray(self.high[begin:stop], np.uint32) << 16)

    def count(self, first: int, last: int | None = None) -> int:
        """How often a key occurs, or the keys ``first..last``."""
        start = int(np.searchsorted(self.keys, np.uint32(first)))
        if last is None:
            end = start + int(start < len(self.keys) and int(self.keys[start]) == first)
        else:
            end = int(np.searchsorted(self.keys, np.uint32(last), "right"))
        return int(self.offsets[end]) - int(self.offsets[start])

    def body(self, document: int) -> tuple[list[str], list[int]]:
        """The addresses and the levels of the blocks of a document's body."""
        first, last = self.first_anchor[document : document + 2].tolist()
        start, end = self.first_level[document : document + 2].tolist()
        return self.anchors[first:last].tobytes().decode().split("\n"), self.levels[start:end].tolist()


class Folding:
    """The folded code of each code, and which codes belong to runs."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.folded = codes.folding()
        self.folded[SEP] = SEP
        self.run = np.zeros(0x10000, bool)
        self.run[[i for i in range(0x500) if is_run(chr(i))]] = True

    def of(self, folded: str) -> list[int]:
        """The codes of a folded piece."""
        return [BLANK if c == " " else code for c, code in zip(folded, self.codes.of_folded(folded), strict=True)]


def make(layouts: list[Layout], encoded: list[Array], codes: Codes) -> Grams:
    """The arrays of some documents; ``encoded[d]`` are the codes of its texts, each closed by ``SEP``."""
    folding = Folding(codes)
    raw = np.concatenate([np.array([SEP], np.uint16), *encoded])
    folded = folding.folded[raw]
    kept = folded != 0
    _keep_blanks(kept, folding.run[folded])
    stream, folded = raw[kept], folded[kept]
    gaps = np.flatnonzero(~kept)
    gap_place = (np.cumsum(kept, dtype=np.uint32)[gaps]).astype(np.uint32)
    keys, offsets, places = _sorted_keys(folded)
    blocks = (np.flatnonzero(stream == SEP) + 1).astype(np.uint32)
    anchors = ["\n".join(layout.anchors) for layout in layouts]
    return Grams(
        stream=stream, gap_place=gap_place, gap_code=raw[gaps], keys=keys, offsets=offsets,
        low=places.astype(np.uint16), high=(places >> np.uint64(16)).astype(np.uint8),
        bounds=_bounds(layouts, blocks.astype(np.int64)),
        blocks=blocks, block_place=np.array([p for layout in layouts for p in layout.places], np.int32),
        levels=np.array([level for layout in layouts for level in layout.levels], np.uint8),
        first_level=_starts([len(layout.levels) for layout in layouts]),
        anchors=np.frombuffer("".join(anchors).encode(), np.uint8),
        first_anchor=_starts([len(text.encode()) for text in anchors]),
    )


def _starts(lengths: list[int]) -> Array:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)


def _keep_blanks(kept: Array, run: Array) -> None:
    """Of ignored characters between two runs, the first is kept: it is the blank."""
    places = np.flatnonzero(kept)
    if len(places) < 2:
        return
    before, after = places[:-1], places[1:]
    between = before[(after - before > 1) & run[before] & run[after]]
    kept[between + 1] = True


def _sorted_keys(folded: Array) -> tuple[Array, Array, Array]:
    packed = folded[:-1].astype(np.uint64)
    for bits, values in ((16, folded[1:]), (24, np.arange(len(packed), dtype=np.uint32))):
        packed <<= np.uint64(bits)
        packed |= values
    packed = packed[folded[:-1] != SEP]
    packed.sort()
    key = np.empty(len(packed), np.uint32)
    np.right_shift(packed, np.uint64(24), out=key, casting="unsafe")
    packed &= np.uint64(0xFFFFFF)
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    return key[first], np.concatenate([first, [len(key)]]).astype(np.uint32), packed


def _bounds(layouts: list[Layout], blocks: Array) -> Array:
    out = np.zeros((len(layouts), 9), np.uint32)
    first = 0
    for number, layout in enumerate(layouts):
        starts = blocks[first : first + len(layout.texts) + 1]
        opening = FIELDS + layout.headings
        rest, total = opening, 0
        while rest < len(layout.texts) and total < OPENING:
            total += int(starts[rest + 1] - starts[rest]) - 1
            rest += 1
        out[number] = [starts[i] for i in (0, 3, 4, 5, 6, FIELDS, opening, rest, len(layout.texts))]
        first += len(layout.texts)
    return out


def fingerprint() -> str:
    """Changes when the folding does."""
    return hashlib.sha256(repr(sorted(table().items())).encode()).hexdigest()[:12]
