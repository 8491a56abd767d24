"""The gram shards: where each short piece of text stands, so that any piece is found without its text.

The archive is one long row of codes (a code a character, 0 between blocks).
Every place in it is filed under exactly one *key*: the characters that begin
there, three of them or more. A gram that stands in too many places to load is
*heavy*; places where a heavy gram begins, or begins one character further on,
get a key long enough to tell heavy grams apart in both directions:

    length of key at p = max(3, 1 + heavy(p), 1 + heavy(p + 1))

with heavy(p) the length of the longest heavy gram (of three or more) at p.
So a gram of three or more characters that is not heavy, and of which the part
without its last or without its first character is heavy (or which has three
characters), is the beginning of all keys of its places: they lie side by side
in the sorted keys. Every piece that is not heavy itself is covered by such
grams, each in one shard. For a heavy piece, and for heavy grams of one or two
characters, the list of documents is kept ready, with counts and zones.

One place costs one entry, however heavy its surroundings: on invented texts
20 bits, where positions of trigrams with 4-grams and 5-grams of the heavy
ones added took 25.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints, golomb, order, pack

Codes = NDArray[np.uint16]
Gram = tuple[int, ...]
LONGEST = 16
"""No gram longer than this is called heavy."""
PAD = LONGEST + 4
DELTA = 3
"""Order of the codes for the step from one character to the next beside it."""


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
    zones: NDArray[np.uint8]
    """For each place 1 in the title, 2 in fields and headings, 4 in the opening, else 0."""
    width: int
    """Bits of a code."""


@dataclass(slots=True)
class Directory:
    """What the page needs to choose shards."""

    firsts: list[Gram] = field(default_factory=list)
    """The first key of each gram shard."""
    sizes: list[int] = field(default_factory=list)
    heavy: list[Gram] = field(default_factory=list)
    """All heavy grams, sorted."""
    lists: list[int] = field(default_factory=list)
    """For each shard of document lists, the number of its first heavy gram."""


@dataclass(slots=True)
class _Heavy:
    grams: list[Gram] = field(default_factory=list)
    postings: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    """Documents, counts, zones of each gram."""


def build(stream: Stream, limits: Limits, emit: Callable[[str, int, bytes], None],
          step: Callable[[], None] = lambda: None) -> Directory:
    """Write the gram shards (``emit("g", number, data)``) and document lists (``emit("l", ...)``).

    ``step`` is called as work goes on.
    """
    builder = _Builder(stream, limits, emit)
    for part in builder.partitions():
        builder.find_heavy(part)
        step()
    builder.write_lists()
    builder.set_lengths()
    for part in builder.partitions():
        builder.write_keys(part)
        step()
    return builder.directory


def most(limit: int, total: int) -> int:
    """How many places among ``total`` fit into ``limit`` bytes."""
    low, high = 1, max(2, total)
    while low < high:
        middle = (low + high + 1) // 2
        size = middle * (math.log2(max(total / middle, 1)) + 1.7) * 1.04 / 7
        low, high = (middle, high) if size <= limit else (low, middle - 1)
    return low


class _Builder:
    """Arrays that the steps share; each step goes through the archive by first characters."""

    PART = 1 << 18

    def __init__(self, stream: Stream, limits: Limits, emit: Callable[[str, int, bytes], None]) -> None:
        self.stream, self.emit, self.limits = stream, emit, limits
        self.codes, self.width = stream.codes, stream.width
        self.total = len(self.codes) - PAD
        self.short, self.long = most(limits.short, self.total), most(limits.long, self.total)
        self.longest = np.zeros(len(self.codes), np.uint8)
        self.lengths = self.longest
        self.found = _Heavy()
        self.directory = Directory()

    def partitions(self) -> Iterator[tuple[int, int]]:
        """Ranges of first codes that hold about ``PART`` places each, or one code."""
        sums = np.zeros(1 << self.width, np.int64)
        for start in range(0, len(self.codes), self.PART):  # bincount copies what it counts
            sums += np.bincount(self.codes[start : start + self.PART], minlength=len(sums))
        counts = sums.tolist()
        low, held = 1, 0
        for code in range(1, len(counts)):
            if held and held + counts[code] > self.PART:
                yield low, code
                low, held = code, 0
            held += counts[code]
        if held:
            yield low, len(counts)

    def sorted_places(self, part: tuple[int, int]) -> tuple[Ints, Ints]:
        """The places that begin with a code of the part, sorted by three characters, and these as a number."""
        codes = self.codes
        places = np.flatnonzero((codes >= part[0]) & (codes < part[1]))
        second = codes[places + 1].astype(np.int64)
        third = np.where(second == 0, 0, codes[places + 2])
        keys = ((codes[places].astype(np.int64) - part[0]) << self.width | second) << self.width | third
        turn, keys = _sorted(keys, len(places))
        return places[turn], keys

    # -- first pass: which grams are heavy --------------------------------------------------------------------------

    def find_heavy(self, part: tuple[int, int]) -> None:
        """Find the heavy grams that begin with these codes; mark their places and keep their documents."""
        places, keys = self.sorted_places(part)
        ones = keys >> 2 * self.width
        twos = np.where(keys >> self.width & self.mask, keys >> self.width, -1 - ones)
        self._keep(places, ones, 1, self.short)
        self._keep(places, twos, 2, self.short)
        threes = np.where(keys & self.mask, keys, -1 - keys)
        length = 3
        while len(places := places[mine := self._keep(places, threes, length, self.long)]) and length < LONGEST:
            self.longest[places] = length
            ranks = np.cumsum(_changes(threes[mine])) - 1
            after = self.codes[places + length].astype(np.int64)
            turn, threes = _sorted(ranks << self.width | after, len(places))
            places, length = places[turn], length + 1
            threes = np.where(threes & self.mask, threes, -1 - threes)

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1

    def _keep(self, places: Ints, groups: Ints, length: int, limit: int) -> NDArray[np.bool_]:
        """Keep the documents of the groups of more than ``limit`` places; which places are theirs.

        Groups below 0 end with a block and are never heavy.
        """
        first = np.flatnonzero(_changes(groups))
        counts = np.diff(np.append(first, len(groups)))
        heavy = (counts > limit) & (groups[first] >= 0)
        mine = np.repeat(heavy, counts)
        ranks = np.repeat(np.arange(int(heavy.sum())), counts[heavy])
        held = places[mine]
        if length < 3:
            held = np.sort(ranks << 32 | held) & 0xFFFFFFFF
        documents = np.searchsorted(self.stream.starts, held, side="right") - 1
        new = np.flatnonzero(_changes(ranks) | _changes(documents))
        if len(new):
            times = np.diff(np.append(new, len(held)))
            zones = np.bitwise_or.reduceat(self.stream.zones[held], new).astype(np.int64)
            cuts = np.flatnonzero(_changes(ranks[new]))[1:]
            rows = (np.split(a, cuts) for a in (documents[new], np.minimum(times, 15), zones))
            self.found.postings += zip(*rows, strict=True)
            self.found.grams += [tuple(self.codes[p : p + length].tolist()) for p in places[first[heavy]].tolist()]
        return mine

    def write_lists(self) -> None:
        """The document lists of the heavy grams, in their order."""
        turn = sorted(range(len(self.found.grams)), key=self.found.grams.__getitem__)
        self.directory.heavy = [self.found.grams[i] for i in turn]
        held: list[tuple[Ints, Ints]] = []
        size = 0
        for number, i in enumerate(turn):
            tokens = _list_tokens(*self.found.postings[i], len(self.stream.starts) - 1)
            bits = int(tokens[1].sum())
            if not held or size + bits > self.limits.shard * 7:
                self._emit_list(held)
                self.directory.lists.append(number)
                held, size = [], 0
            held.append(tokens)
            size += bits
        self._emit_list(held)
        self.found = _Heavy()

    def _emit_list(self, held: list[tuple[Ints, Ints]]) -> None:
        if held:
            codes, lengths = (np.concatenate(a) for a in zip(*held, strict=True))
            self.emit("l", len(self.directory.lists) - 1, pack(codes, lengths, np.array([0]))[0])

    # -- second pass: keys ------------------------------------------------------------------------------------------

    def set_lengths(self) -> None:
        """The length of the key at each place."""
        longest = self.longest
        self.lengths = np.maximum(longest, np.append(longest[1:], np.uint8(0)))
        self.lengths += 1
        np.maximum(self.lengths, 3, out=self.lengths)

    def write_keys(self, part: tuple[int, int]) -> None:
        """Sort the places that begin with these codes by their keys, and write them in shards."""
        places, keys = self.sorted_places(part)
        new = _changes(keys)
        twos, ones = keys >> self.width, keys >> 2 * self.width
        light = np.where(self._light(ones, self.short), 1, np.where(self._light(twos, self.short), 2, 3))
        del keys, twos, ones
        self._sort_long(places, new)
        first = np.flatnonzero(new)
        counts = np.diff(np.append(first, len(places)))
        matrix, lengths = self._matrix(places[first])
        same = np.zeros(len(first), np.int64)
        alive = np.ones(len(first) - 1, np.bool_)
        for column in matrix.T:
            alive &= (column[1:] == column[:-1]) & (column[1:] != 0)
            same[1:] += alive
        unit = np.where(light[first] < 3, light[first], np.maximum(3, self.longest[places[first]] + 1))
        starts = (same < unit) | (unit > lengths)
        self._write(places, first, counts, matrix, lengths, same, starts)

    def _light(self, groups: Ints, limit: int) -> NDArray[np.bool_]:
        """For each place, whether its group has at most ``limit`` places."""
        first = np.flatnonzero(_changes(groups))
        counts = np.diff(np.append(first, len(groups)))
        return np.repeat(counts <= limit, counts)

    def _sort_long(self, places: Ints, new: NDArray[np.bool_]) -> None:
        """Sort the places of equal three characters by the rest of their keys, in place; mark where keys change."""
        lengths = self.lengths[places]
        ended = self.codes[places + 1] == 0
        ended |= self.codes[places + 2] == 0
        lengths[ended] = 0
        for length in range(3, LONGEST + 1):
            ranks = np.cumsum(new) - 1
            groups = np.zeros(int(ranks[-1]) + 1, np.bool_)
            groups[ranks[lengths > length]] = True
            mine = np.flatnonzero(groups[ranks])
            if not len(mine):
                return
            after = np.where(lengths[mine] > length, self.codes[places[mine] + length], 0).astype(np.int64)
            turn, keys = _sorted(ranks[mine] << self.width | after, len(mine))
            places[mine], lengths[mine] = places[mine][turn], lengths[mine][turn]
            new[mine] |= _changes(keys)
            lengths[mine[keys & self.mask == 0]] = 0

    def _matrix(self, places: Ints) -> tuple[Codes, Ints]:
        """The keys that begin at places, a row each, filled up with 0; and their lengths."""
        lengths = self.lengths[places]
        width = int(lengths.max())
        matrix = np.zeros((len(places), width), np.uint16)
        alive = np.ones(len(places), np.bool_)
        for column in range(width):
            codes = self.codes[places + column]
            alive &= (codes != 0) & (lengths > column)
            matrix[alive, column] = codes[alive]
        return matrix, (matrix != 0).sum(axis=1)

    def _write(self, places: Ints, first: Ints, counts: Ints, matrix: Codes, lengths: Ints, same: Ints,
               starts: NDArray[np.bool_]) -> None:
        gaps = _gaps(places, first)
        gap_codes, gap_bits = golomb(gaps, np.repeat(order(self.total, counts), counts))
        sizes = np.add.reduceat(gap_bits, first) + self.width + 4
        ends = np.cumsum(sizes)
        cuts = _cuts(ends, np.flatnonzero(starts), self.limits.shard * 7)
        same[cuts] = 0
        tokens, bits, bases = key_tokens(matrix, lengths, same, counts, self.width, cuts)
        slots = np.repeat(bases - first, counts) + np.arange(len(places))
        tokens[slots], bits[slots] = gap_codes, gap_bits
        heads = np.append(0, bases + counts)[:-1]
        for cut, data in zip(cuts.tolist(), pack(tokens, bits, heads[cuts]), strict=True):
            self.emit("g", len(self.directory.firsts), data)
            self.directory.firsts.append(tuple(matrix[cut, : lengths[cut]].tolist()))
            self.directory.sizes.append(len(data))


def key_tokens(matrix: Codes, lengths: Ints, same: Ints, counts: Ints, width: int,
               cuts: Ints) -> tuple[Ints, Ints, Ints]:
    """Codes for the keys with room for ``counts`` codes after each; where that room begins.

    A key is told by its difference to the one before (to none at ``cuts``): how many characters fall away (coded
    so that a neighbour costs one bit), how many come, the first of them as a step, the others as they are, the count.
    """
    before = np.append(0, lengths[:-1])
    before[cuts] = 0
    away = before - same
    fresh = lengths - same
    sizes = 3 + fresh + counts
    bases = np.cumsum(sizes) - sizes
    tokens, bits = np.zeros(int(sizes.sum()), np.int64), np.zeros(int(sizes.sum()), np.int64)

    def put(at: Ints, pair: tuple[Ints, Ints | int]) -> None:
        tokens[at], bits[at] = pair

    put(bases, golomb(np.where(away < 2, 1 - away, away), 0))
    put(bases + 1, golomb(fresh - 1, 0))
    rows = np.arange(len(lengths))
    mine = matrix[rows, same].astype(np.int64)
    theirs = np.where(away > 0, matrix[rows - 1, np.minimum(same, matrix.shape[1] - 1)], 0).astype(np.int64)
    put(bases + 2, golomb(mine - theirs - 1, DELTA))
    for extra in range(1, int(fresh.max(initial=0))):
        more = np.flatnonzero(fresh > extra)
        put(bases[more] + 2 + extra, (matrix[more, same[more] + extra].astype(np.int64), width))
    put(bases + 2 + fresh, golomb(counts - 1, 0))
    return tokens, bits, bases + 3 + fresh


def _list_tokens(documents: Ints, times: Ints, zones: Ints, total: int) -> tuple[Ints, Ints]:
    """A document list: how many, then for each the gap, the count, and its zones if it has any."""
    count = np.array([len(documents)])
    k = int(order(total, count)[0])
    gaps = _gaps(documents, np.array([0]))
    high = int(order(int(times.sum()), count)[0])
    table = [golomb(gaps, k), golomb(times - 1, high), (np.where(zones > 0, zones | 8, 0), np.where(zones > 0, 4, 1))]
    codes, lengths = (np.stack([np.asarray(row[i], np.int64) for row in table], axis=1).ravel() for i in (0, 1))
    head = [golomb(count - 1, 8), golomb(np.array([high]), 0)]
    return (np.concatenate([*(np.asarray(h[0]) for h in head), codes]),
            np.concatenate([*(np.asarray(h[1]) for h in head), lengths]))


def _gaps(values: Ints, first: Ints) -> Ints:
    """Differences less one within groups that begin at ``first``; the first value of each stays."""
    gaps: Ints = np.diff(values, prepend=0) - 1
    gaps[first] = values[first]
    return gaps


def _changes(values: Ints) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first does."""
    return np.append(True, values[1:] != values[:-1]) if len(values) else np.zeros(0, np.bool_)


def _sorted(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """The stable order of keys, and the keys in it: sorting keys with their places in the low bits is quickest."""
    room = int(count).bit_length()
    if len(keys) and int(keys.max()).bit_length() + room > 62:
        turn = np.argsort(keys, kind="stable")
        return turn, keys[turn]
    packed = np.sort(keys << room | np.arange(len(keys)))
    return packed & ((1 << room) - 1), packed >> room


def _cuts(ends: Ints, starts: Ints, size: int) -> Ints:
    """Of the places where a shard may begin, those where one does: each is filled up to ``size`` if it can be."""
    begins = np.append(0, ends)[starts]
    cuts = [0]
    while ends[-1] - begins[cuts[-1]] > size and cuts[-1] + 1 < len(starts):
        at = int(np.searchsorted(begins, begins[cuts[-1]] + size, side="right")) - 1
        cuts.append(max(at, cuts[-1] + 1))
    out: Ints = starts[np.array(cuts)]
    return out
