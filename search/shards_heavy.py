"""The first pass over the row: which grams are heavy, and their document lists.

The row itself is in memory, two bytes a character, with half a byte a
character for the longest heavy gram that begins there; places by first
characters and the lists of documents go through files.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints, pack
from search.shards_keys import changes, in_order, list_tokens
from search.shards_spool import Nibbles, Spool

Codes = NDArray[np.uint16]
Gram = tuple[int, ...]
Emit = Callable[[str, int, bytes], None]
LONGEST = 16
"""No gram longer than this is called heavy."""
PAD = LONGEST + 4
PART = 1 << 18
"""Places that are sorted at once; a pair of characters with more of them is one part nevertheless."""
CHUNK = 1 << 20
_POSTING = np.dtype([("document", "<u4"), ("times", "u1"), ("zones", "u1")])


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes of a shard: what a gram may take before it is heavy, and what shards are filled up to."""

    short: int = 32_000
    """Places of a gram of one or two characters."""
    long: int = 80_000
    """Places of a longer one: a piece of eight characters needs three of them at most."""
    shard: int = 40_000


@dataclass(frozen=True, slots=True)
class Stream:
    """The codes of all blocks, each followed by 0, and at least ``PAD`` zeros at the end."""

    codes: Codes
    starts: Ints
    """Where each document begins, and where the last one ends."""
    width: int
    """Bits of a code."""
    zones: Ints | None = None
    """For each document the ends of title, of fields and headings, of the opening, of it all, from its beginning."""

    def zones_of(self, places: Ints, documents: Ints) -> NDArray[np.uint8]:
        """For each place 1 in the title, 2 in fields and headings, 4 in the opening, else 0."""
        if self.zones is None:
            return np.zeros(len(places), np.uint8)
        ends, away = self.zones, places - self.starts[documents]
        return np.select([away < ends[documents, 0], away < ends[documents, 1], away < ends[documents, 2]],
                         [np.uint8(1), np.uint8(2), np.uint8(4)], np.uint8(0))


def most(limit: int, total: int) -> int:
    """How many places among ``total`` fit into ``limit`` bytes."""
    low, high = 1, max(2, total)
    while low < high:
        middle = (low + high + 1) // 2
        size = middle * (math.log2(max(total / middle, 1)) + 1.7) * 1.04 / 7
        low, high = (middle, high) if size <= limit else (low, middle - 1)
    return low


class Parts:
    """The places of the row by their first characters: ranges of about ``PART`` places, in a file.

    A part is a range of first characters, or, of one that has more places,
    a range of second characters.
    """

    def __init__(self, stream: Stream, scratch: Path) -> None:
        self.codes, self.width = stream.codes, stream.width
        size = 1 << self.width
        self.counts = np.zeros(size, np.int64)
        for chunk, _ in self._chunks():
            self.counts += np.bincount(chunk, minlength=size)
        self.counts[0] = 0
        large = np.flatnonzero(self.counts > PART)
        row = np.full(size, -1, np.int64)
        row[large] = np.arange(len(large))
        seconds = np.zeros((len(large), size), np.int64)
        for chunk, after in self._chunks():
            mine = np.flatnonzero(row[chunk] >= 0)
            seconds += np.bincount(row[chunk[mine]] << self.width | after[mine],
                                   minlength=seconds.size).reshape(seconds.shape)
        self.firsts: list[int] = []
        """The least first character of each part."""
        part_of, part_of_pair = np.zeros(size, np.int64), np.zeros((len(large), size), np.int64)
        self._number(part_of, part_of_pair, row, seconds)
        self.spool = Spool(scratch / "places", np.uint32)
        for number, (chunk, after) in enumerate(self._chunks()):
            parts = part_of[chunk]
            mine = np.flatnonzero(row[chunk] >= 0)
            parts[mine] = part_of_pair[row[chunk[mine]], after[mine]]
            parts[chunk == 0] = len(self.firsts)
            turn, held = in_order(parts, len(parts))
            self.spool.add(turn + number * CHUNK, np.searchsorted(held, np.arange(len(self.firsts) + 1)))

    def _chunks(self) -> Iterator[tuple[Codes, Codes]]:
        """Stretches of the row, and the same one character further on."""
        for start in range(0, len(self.codes) - PAD, CHUNK):
            stop = min(start + CHUNK, len(self.codes) - PAD)
            yield self.codes[start:stop], self.codes[start + 1 : stop + 1]

    def _number(self, part_of: Ints, part_of_pair: Ints, row: Ints, seconds: Ints) -> None:
        held = PART + 1
        for code in np.flatnonzero(self.counts).tolist():
            if row[code] >= 0:
                held = PART + 1
                for second in np.flatnonzero(seconds[row[code]]).tolist():
                    held = self._next(held, int(seconds[row[code], second]), code)
                    part_of_pair[row[code], second] = len(self.firsts) - 1
                held = PART + 1
            else:
                held = self._next(held, int(self.counts[code]), code)
                part_of[code] = len(self.firsts) - 1

    def _next(self, held: int, count: int, code: int) -> int:
        """Places in the part that takes ``count`` more: a new one where the last is full."""
        if held + count > PART:
            self.firsts.append(code)
            return count
        return held + count

    def __len__(self) -> int:
        return len(self.firsts)

    def is_split(self, part: int) -> bool:
        """Whether a part holds some of the places of one character."""
        return bool(self.counts[self.firsts[part]] > PART)

    def sorted(self, part: int) -> tuple[Ints, Ints]:
        """The places of a part sorted by three characters, and these as a number."""
        codes, width = self.codes, self.width
        places = self.spool.read(part).astype(np.int64)
        second = codes[places + 1].astype(np.int64)
        third = np.where(second == 0, 0, codes[places + 2])
        keys = ((codes[places].astype(np.int64) - self.firsts[part]) << width | second) << width | third
        turn, keys = in_order(keys, len(places))
        return places[turn], keys


@dataclass(slots=True)
class Heavy:
    """What the first pass finds."""

    grams: list[Gram] = field(default_factory=list)
    """All heavy grams, sorted."""
    lists: list[int] = field(default_factory=list)
    """For each shard of document lists, the number of its first heavy gram."""


class Finder:
    """Marks in ``longest`` the longest heavy gram at each place, and writes the document lists."""

    def __init__(self, stream: Stream, limits: Limits, parts: Parts, scratch: Path) -> None:
        self.stream, self.codes, self.width, self.parts = stream, stream.codes, stream.width, parts
        total = len(self.codes) - PAD
        self.short, self.long = most(limits.short, total), most(limits.long, total)
        self.longest = Nibbles(len(self.codes))
        self._limits = limits
        self._grams: list[Gram] = []
        self._places: list[int] = []
        self._postings = Spool(scratch / "postings", _POSTING)
        self._alone: tuple[int, Ints, Ints] | None = None
        """Of the character that is split over parts: itself, and for each document its times and zones so far."""

    def run(self, emit: Emit) -> Heavy:
        """The heavy grams; their lists go to ``emit("l", ...)``."""
        for part in range(len(self.parts)):
            self._find(part)
        self._keep_alone()
        turn = sorted(range(len(self._grams)), key=self._grams.__getitem__)
        lists = self._write_lists(turn, emit)
        self._postings.close()
        return Heavy([self._grams[i] for i in turn], lists)

    def _find(self, part: int) -> None:
        places, keys = self.parts.sorted(part)
        mask = (1 << self.width) - 1
        ones = keys >> 2 * self.width
        if self.parts.is_split(part):
            self._count_alone(self.parts.firsts[part], places)
        else:
            self._keep(places, ones, 1, self.short)
        self._keep(places, np.where(keys >> self.width & mask, keys >> self.width, -1 - ones), 2, self.short)
        threes = np.where(keys & mask, keys, -1 - keys)
        del keys, ones
        length = 3
        while len(places := places[mine := self._keep(places, threes, length, self.long)]) and length < LONGEST:
            self.longest[places] = length
            ranks = np.cumsum(changes(threes[mine])) - 1
            after = self.codes[places + length].astype(np.int64)
            turn, threes = in_order(ranks << self.width | after, len(places))
            places, length = places[turn], length + 1
            threes = np.where(threes & mask, threes, -1 - threes)

    def _keep(self, places: Ints, groups: Ints, length: int, limit: int) -> NDArray[np.bool_]:
        """Keep the documents of the groups of more than ``limit`` places; which places are theirs.

        Groups below 0 end with a block and are never heavy.
        """
        first = np.flatnonzero(changes(groups))
        counts = np.diff(np.append(first, len(groups)))
        heavy = (counts > limit) & (groups[first] >= 0)
        mine: NDArray[np.bool_] = np.repeat(heavy, counts)
        for begin, count in zip(first[heavy].tolist(), counts[heavy].tolist(), strict=True):
            place = int(places[begin])
            held = np.sort(places[begin : begin + count])
            documents = np.searchsorted(self.stream.starts, held, side="right") - 1
            new = np.flatnonzero(changes(documents))
            times = np.diff(np.append(new, count))
            zones = np.bitwise_or.reduceat(self.stream.zones_of(held, documents), new)
            self._add(tuple(self.codes[place : place + length].tolist()), documents[new], times, zones)
        return mine

    def _add(self, gram: Gram, documents: Ints, times: Ints, zones: NDArray[np.uint8]) -> None:
        self._places.append(int(times.sum()))
        rows = np.empty(len(documents), _POSTING)
        rows["document"], rows["times"], rows["zones"] = documents, np.minimum(times, 15), zones
        bounds = np.array([0, len(rows)])
        self._postings.add(rows, bounds)
        self._grams.append(gram)

    def _count_alone(self, code: int, places: Ints) -> None:
        if self._alone and self._alone[0] != code:
            self._keep_alone()
        count = len(self.stream.starts) - 1
        if not self._alone:
            self._alone = code, np.zeros(count, np.int64), np.zeros(count, np.int64)
        _, times, zones = self._alone
        documents = np.searchsorted(self.stream.starts, places, side="right") - 1
        times += np.bincount(documents, minlength=count)
        flags = self.stream.zones_of(places, documents)
        for zone in (1, 2, 4):
            zones[documents[flags == zone]] |= zone

    def _keep_alone(self) -> None:
        if self._alone:
            code, times, zones = self._alone
            documents = np.flatnonzero(times)
            self._add((code,), documents, times[documents], zones[documents].astype(np.uint8))
            self._alone = None

    def _write_lists(self, turn: list[int], emit: Emit) -> list[int]:
        lists: list[int] = []
        held: list[tuple[Ints, Ints]] = []
        size = 0

        def write() -> None:
            if held:
                codes, lengths = (np.concatenate(a) for a in zip(*held, strict=True))
                emit("l", len(lists) - 1, pack(codes, lengths, np.array([0]))[0])

        for number, i in enumerate(turn):
            rows = self._postings.chunk(i)
            tokens = list_tokens(rows["document"].astype(np.int64), rows["times"].astype(np.int64),
                                 rows["zones"].astype(np.int64), len(self.stream.starts) - 1, self._places[i])
            bits = int(tokens[1].sum())
            if not held or size + bits > self._limits.shard * 7:
                write()
                lists.append(number)
                held, size = [], 0
            held.append(tokens)
            size += bits
        write()
        return lists

