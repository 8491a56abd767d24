"""Where a stretch of the page text stands in the reading text, and the other way.

The second law of the ledger: kept and replaced text, in order, is the body up
to white space and two foldings that keep the length. So the n-th letter of the
one is the n-th letter of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from archive.body import Block
from archive.model import Ledger


@dataclass(frozen=True, slots=True)
class Alignment:
    """Letter by letter: where it stands in the page, what it was there, and in which block it is read.

    Lists of equal length. ``pages`` rises; the letters of a replacement all
    stand at its start and have the replacement's own characters in
    ``letters``.
    """

    pages: Sequence[int]
    letters: str
    blocks: Sequence[int]
    offsets: Sequence[int]

    def find(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The places (block, start, end) in the reading text of a stretch of the page."""
        out: list[tuple[int, int, int]] = []
        first, last = bisect_left(self.pages, start), bisect_left(self.pages, max(end, start + 1))
        for i in range(first, last):
            block, at = self.blocks[i], self.offsets[i]
            if out and out[-1][0] == block:
                out[-1] = (block, out[-1][1], at + 1)
            else:
                out.append((block, at, at + 1))
        return out

    def original(self, count: int) -> dict[int, list[tuple[int, str]]]:
        """The letters of the copy by block, for ``count`` blocks: (offset, letter)."""
        out: dict[int, list[tuple[int, str]]] = {}
        for block, at, letter in zip(self.blocks, self.offsets, self.letters, strict=True):
            if block < count:
                out.setdefault(block, []).append((at, letter))
        return out


def align(id: str, ledger: Ledger, page: str, blocks: Sequence[Block]) -> Alignment | None:
    """Align a document's blocks with the page they came from; ``None`` if they do not agree in length."""
    pages: list[int] = []
    letters: list[str] = []
    for s in ledger.segments:
        if s.action == "drop" or s.id != id:
            continue
        if s.text is not None:
            kept = [c for c in s.text if not c.isspace()]
            pages += [s.start] * len(kept)
        else:
            places = [i for i in range(s.start, min(s.end, len(page))) if not page[i].isspace()]
            kept = [page[i] for i in places]
            pages += places
        letters += kept
    owners: list[int] = []
    offsets: list[int] = []
    for number, block in enumerate(blocks):
        for at, c in enumerate(block.text):
            if not c.isspace():
                owners.append(number)
                offsets.append(at)
    if len(owners) != len(pages):
        return None
    return Alignment(pages, "".join(letters), owners, offsets)
