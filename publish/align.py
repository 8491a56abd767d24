"""Where a stretch of the page text stands in the reading text, and the other way.

The second law of the ledger: kept and replaced text, in order, is the body up
to white space and two foldings that keep the length. So the n-th letter of the
one is the n-th letter of the other, once what a person corrected is taken back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.body import Block
from archive.model import Correction, Ledger, Segment

_SHARE = 4
"""A letter in so many at least is the same in both scripts; running text has more than every other."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Letter by letter: where it stands in the page, what it was there, and in which block it is read.

    Lists of equal length. ``pages`` rises; the letters of a replacement all
    stand at its start and have the replacement's own characters in
    ``letters``. A letter that a person's correction took away has none: it is
    ``""`` and stands at the first letter of the correction.
    """

    pages: Sequence[int]
    letters: Sequence[str]
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
        """The letters of the copy by block, for ``count`` blocks: (offset, letter); without those corrected away."""
        out: dict[int, list[tuple[int, str]]] = {}
        for block, at, letter in zip(self.blocks, self.offsets, self.letters, strict=True):
            if block < count and letter:
                out.setdefault(block, []).append((at, letter))
        return out


def align(
    id: str, ledger: Ledger, page: str, blocks: Sequence[Block], corrections: Sequence[Correction] = ()
) -> Alignment | None:
    """Align a document's blocks with the page they came from; ``None`` if they do not agree.

    A page may hold a document twice, and parts that bear one marker as their
    title find it on the page once: so each stretch of the page that is the
    document's is tried, and the text without its title.
    """
    for segments in _stretches(id, ledger):
        pages, letters = _copied(segments, page)
        for titled in (True, False):
            found = _laid(pages, list(letters), blocks, corrections, titled)
            if found and _agrees(found, blocks):
                return found
    return None


def _stretches(id: str, ledger: Ledger) -> Iterator[list[Segment]]:
    """The document's own segments: all of them, then those between segments of others."""
    kept = [s for s in ledger.segments if s.action != "drop" and s.id]
    runs = [list(run) for owner, run in groupby(kept, key=lambda s: s.id) if owner == id]
    yield [s for run in runs for s in run]
    if len(runs) > 1:
        yield from runs


def _agrees(found: Alignment, blocks: Sequence[Block]) -> bool:
    """Whether letters that are aligned are the same often enough, whatever the script of the copy."""
    same = sum(blocks[b].text[at] == letter for b, at, letter in zip(
        found.blocks, found.offsets, found.letters, strict=True))
    return same * _SHARE >= len(found.letters)


def _laid(
    pages: list[int], letters: list[str], blocks: Sequence[Block], corrections: Sequence[Correction], titled: bool
) -> Alignment | None:
    owners: list[int] = []
    offsets: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind == "title" and not titled:
            continue
        own = [c for c in corrections if c.block == number]
        for c, at, kept in _taken_back(block.text, own) if own else _plain(block.text):
            if not c.isspace():
                if not kept and len(owners) < len(letters):
                    letters[len(owners)] = ""
                owners.append(number)
                offsets.append(at)
    return Alignment(pages, letters, owners, offsets) if len(owners) == len(pages) else None


def _copied(segments: Sequence[Segment], page: str) -> tuple[list[int], list[str]]:
    """The letters of segments on the page: where each stands, and what it is there."""
    pages: list[int] = []
    letters: list[str] = []
    for s in segments:
        if s.text is not None:
            kept = [c for c in s.text if not c.isspace()]
            pages += [s.start] * len(kept)
        else:
            places = [i for i in range(s.start, min(s.end, len(page))) if not page[i].isspace()]
            kept = [page[i] for i in places]
            pages += places
        letters += kept
    return pages, letters


def _plain(text: str) -> Iterator[tuple[str, int, bool]]:
    return ((c, at, True) for at, c in enumerate(text))


def _taken_back(text: str, corrections: Sequence[Correction]) -> list[tuple[str, int, bool]]:
    """The letters of a block before its corrections: letter, offset in the text, whether it still stands there.

    >>> [c + str(at) for c, at, _ in _taken_back("会员1200人", [Correction("会员", "□", "1200", "人", "")])]
    ['会0', '员1', '□2', '人6']
    """
    out = list(_plain(text))
    for c in reversed(corrections):
        found = "".join(letter for letter, _, _ in out).find(c.before + c.new + c.after)
        if found >= 0:
            first = found + len(c.before)
            at = out[first][1] if first < len(out) else max(len(text) - 1, 0)
            out[first : first + len(c.new)] = [(letter, at, False) for letter in c.old]
    return out
