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

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints, golomb, order, pack
from search.shards_heavy import LONGEST, PAD, Codes, Emit, Finder, Gram, Limits, Parts, Stream
from search.shards_keys import changes, cuts_of, gaps_of, in_order, key_tokens


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


def build(stream: Stream, limits: Limits, emit: Emit, scratch: Path) -> Directory:
    """Write the gram shards (``emit("g", number, data)``) and document lists (``emit("l", ...)``).

    ``scratch`` is a folder for files that are gone afterwards: six bytes a character at most.
    """
    parts = Parts(stream, scratch)
    finder = Finder(stream, limits, parts, scratch)
    heavy = finder.run(emit)
    keys = _Keys(stream, limits, parts, finder, emit)
    keys.directory.heavy, keys.directory.lists = heavy.grams, heavy.lists
    for part in range(len(parts)):
        keys.write_keys(part)
    parts.spool.close()
    return keys.directory


class _Keys:
    """The second pass: every place under its key."""

    def __init__(self, stream: Stream, limits: Limits, parts: Parts, finder: Finder, emit: Emit) -> None:
        self.codes, self.width, self.parts, self.emit = stream.codes, stream.width, parts, emit
        self.limits, self.short, self.longest = limits, finder.short, finder.longest
        self.total = len(self.codes) - PAD
        self.directory = Directory()

    def lengths(self, places: Ints) -> Ints:
        """The length of the key at each place."""
        longest = np.maximum(self.longest[places], self.longest[places + 1]).astype(np.int64)
        return np.maximum(longest + 1, 3)

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1

    def write_keys(self, part: int) -> None:
        """Sort the places that begin with these codes by their keys, and write them in shards."""
        places, keys = self.parts.sorted(part)
        new = changes(keys)
        alone = self.parts.counts[self.codes[places]] <= self.short
        light = np.where(alone, 1, np.where(_light(keys >> self.width, self.short), 2, 3))
        del keys, alone
        self._sort_long(places, new)
        first = np.flatnonzero(new)
        counts = np.diff(np.append(first, len(places)))
        matrix, lengths = self._matrix(places[first])
        same = np.zeros(len(first), np.int64)
        alive = np.ones(len(first) - 1, np.bool_)
        for column in matrix.T:
            alive &= (column[1:] == column[:-1]) & (column[1:] != 0)
            same[1:] += alive
        unit = np.where(light[first] < 3, light[first], np.maximum(3, self.longest[places[first]].astype(np.int64) + 1))
        starts = (same < unit) | (unit > lengths)
        self._write(places, first, counts, matrix, lengths, same, starts)

    def _sort_long(self, places: Ints, new: NDArray[np.bool_]) -> None:
        """Sort the places of equal three characters by the rest of their keys, in place; mark where keys change."""
        lengths = self.lengths(places)
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
            turn, keys = in_order(ranks[mine] << self.width | after, len(mine))
            places[mine], lengths[mine] = places[mine][turn], lengths[mine][turn]
            new[mine] |= changes(keys)
            lengths[mine[keys & self.mask == 0]] = 0

    def _matrix(self, places: Ints) -> tuple[Codes, Ints]:
        """The keys that begin at places, a row each, filled up with 0; and their lengths."""
        lengths = self.lengths(places)
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
        gaps = gaps_of(places, first)
        gap_codes, gap_bits = golomb(gaps, np.repeat(order(self.total, counts), counts))
        sizes = np.add.reduceat(gap_bits, first) + self.width + 4
        ends = np.cumsum(sizes)
        cuts = cuts_of(ends, np.flatnonzero(starts), self.limits.shard * 7)
        same[cuts] = 0
        tokens, bits, bases = key_tokens(matrix, lengths, same, counts, self.width, cuts)
        slots = np.repeat(bases - first, counts) + np.arange(len(places))
        tokens[slots], bits[slots] = gap_codes, gap_bits
        heads = np.append(0, bases + counts)[:-1]
        for cut, data in zip(cuts.tolist(), pack(tokens, bits, heads[cuts]), strict=True):
            self.emit("g", len(self.directory.firsts), data)
            self.directory.firsts.append(tuple(matrix[cut, : lengths[cut]].tolist()))
            self.directory.sizes.append(len(data))


def _light(groups: Ints, limit: int) -> NDArray[np.bool_]:
    """For each place, whether its group has at most ``limit`` places."""
    first = np.flatnonzero(changes(groups))
    counts = np.diff(np.append(first, len(groups)))
    return np.repeat(counts <= limit, counts)
