"""Reading texts as bits: a prefix code (Huffman) by how common a character is in the archive.

Each text is read by itself, in any order. On invented union texts this is
0.38 of UTF-8, on real ones about 0.5.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search.shards_bits import Ints, pack
from search.shards_stream import points

CHUNK = 64


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters by length of code, then by code point; how many have codes of 1, 2, 3 ... bits."""

    characters: str
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, counts: Ints) -> Letters:
        """The code of texts in which the code points stand so often.

        >>> Letters.of(np.bincount(points(["aaab", "ac"])))
        Letters(characters='abc', lengths=(1, 2))
        """
        used = np.flatnonzero(counts).tolist()
        bits = _lengths([int(counts[code]) for code in used])
        pairs = sorted(zip(bits, map(chr, used), strict=True))
        return cls("".join(c for _, c in pairs), tuple(bits.count(i) for i in range(1, max(bits, default=0) + 1)))

    def encode(self, texts: Sequence[str]) -> Iterator[bytes]:
        """Each text as seven-bit values; a code is read from its first bit on."""
        table, sizes = np.zeros(0x110000, np.int64), np.zeros(0x110000, np.int64)
        code, at = 0, 0
        for bits, count in enumerate(self.lengths, 1):
            code <<= 1
            mine = [ord(c) for c in self.characters[at : at + count]]
            table[mine], sizes[mine] = np.arange(code, code + count), bits
            code, at = code + count, at + count
        for low in range(0, len(texts), CHUNK):
            chunk = texts[low : low + CHUNK]
            codes = points(chunk)
            starts: Ints = np.append(0, np.cumsum([len(text) for text in chunk]))[:-1]
            yield from pack(table[codes], sizes[codes], starts)


def _lengths(counts: list[int]) -> list[int]:
    """The length of each code: the two rarest are joined until one is left. Equal counts keep their order."""
    heap = [(count, i) for i, count in enumerate(counts)]
    heapq.heapify(heap)
    parents: dict[int, int] = {}
    new = len(counts)
    while len(heap) > 1:
        one, two = heapq.heappop(heap), heapq.heappop(heap)
        parents[one[1]] = parents[two[1]] = new
        heapq.heappush(heap, (one[0] + two[0], new))
        new += 1
    depths = {new - 1: 0}
    for node in range(new - 2, -1, -1):
        depths[node] = depths[parents[node]] + 1
    return [max(1, depths[i]) for i in range(len(counts))]
