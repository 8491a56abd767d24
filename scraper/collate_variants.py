"""What another copy of a work has where the best one masks or lost: offered with its source, never merged."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_MASK = re.compile(
    r"(?:20|19)?[xXｘＸ×＊*﹡_○]{2,}(?=年)|[xXｘＸ×＊*﹡_○]{2,}|[xX×](?=[省市县区局厂乡镇村院校届次年月日])|□+|“”|党的(?=胜利召开)"
)
_SIDE = 6
_REACH = 24


@dataclass(frozen=True, slots=True)
class Variant:
    """A masked or lost place of ``text`` (offsets in it) and what another copy has there."""

    start: int
    end: int
    text: str
    source: str


def variants(best: str, other: str, source: str) -> list[Variant]:
    """The masked places of ``best`` that ``other`` tells; ``source`` names the other copy.

    A place counts only where the words on both sides stand once in the other
    copy and what lies between them is no mask itself.

    >>> variants("会议总结了20xx年全县工会的各项工作", "会议总结了2012年全县工会的各项工作", "b")
    [Variant(start=5, end=9, text='2012', source='b')]
    >>> variants("会议总结了20xx年全县工会的各项工作", "会议总结了20xx年全县工会的各项工作", "b")
    []
    """
    if not _MASK.search(best):
        return []
    flat, back = _bare(best)
    theirs, their_back = _bare(other)
    out = []
    at = 0
    while m := _MASK.search(best, at):
        at = m.end()
        first, last = _nearest(back, m.start()), _nearest(back, m.end())
        left = _MASK.split(flat[max(0, first - _SIDE) : first])[-1]
        right = _MASK.split(flat[last : last + _SIDE])[0]
        if len(left) < 3 or len(right) < 3:
            continue
        found = _between(theirs, left, right)
        if found is None:
            continue
        a, b = found
        told = other[their_back[a] : their_back[b - 1] + 1] if b > a else ""
        if told and told != m[0] and not _MASK.search(told):
            out.append(Variant(m.start(), m.end(), told, source))
    return out


def _between(text: str, left: str, right: str) -> tuple[int, int] | None:
    """The stretch between the one place where ``left`` is followed by ``right`` within reach."""
    found = []
    at = text.find(left)
    while at >= 0:
        start = at + len(left)
        stop = text.find(right, start, start + _REACH + len(right))
        if stop >= 0:
            found.append((start, stop))
        at = text.find(left, at + 1)
    return found[0] if len(found) == 1 else None


@lru_cache(8)
def _bare(text: str) -> tuple[str, list[int]]:
    """The text without white space and quotation marks, and the offset of each of its characters.

    Remembered: all paragraphs of a record are held against the same copies.
    """
    back = [i for i, c in enumerate(text) if not c.isspace() and c not in "\"'“”‘’"]
    return "".join([text[i] for i in back]), back


def _nearest(back: list[int], offset: int) -> int:
    return bisect_left(back, offset)
