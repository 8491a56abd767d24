"""GBK as a table of byte pairs: what a byte that lost its partner can have been.

The undefined pairs are the ones a decoder lets fall away: the user-defined
areas (AAA1-AFFE, F8A1-FEFE, A140-A7A0) and the gaps of the rows with signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_FIRST = range(0x81, 0xFF)
_SECOND = tuple(b for b in range(0x40, 0xFF) if b != 0x7F)


@dataclass(frozen=True, slots=True)
class Table:
    """Characters by their two bytes, and the pairs that are none."""

    char: dict[tuple[int, int], str]
    after: dict[int, list[tuple[int, str]]]
    """By first byte: the second bytes and their characters."""
    before: dict[int, list[tuple[int, str]]]
    """By second byte: the first bytes and their characters."""
    missing: dict[int, list[int]]
    """By first byte: the second bytes that make no character."""
    gaps: dict[int, list[tuple[int, str]]]
    """``after`` with those second bytes alone that a pair without a character can begin with."""


@cache
def table() -> Table:
    """The table of code page 936."""
    char: dict[tuple[int, int], str] = {}
    after: dict[int, list[tuple[int, str]]] = {}
    before: dict[int, list[tuple[int, str]]] = {}
    missing: dict[int, list[int]] = {}
    for first in _FIRST:
        row = b"".join(bytes((first, second, 0x0A)) for second in _SECOND).decode("gbk", "replace")
        for second, c in zip(_SECOND, row.split("\n"), strict=False):
            if "\ufffd" in c:
                missing.setdefault(first, []).append(second)
                continue
            char[first, second] = c
            after.setdefault(first, []).append((second, c))
            before.setdefault(second, []).append((first, c))
    gaps = {first: [(s, char[first, s]) for s in missing if (first, s) in char] for first in after}
    return Table(char, after, before, missing, gaps)


def pair(char: str) -> tuple[int, int] | None:
    """The two bytes of a character; private-use characters stand for the user-defined areas.

    >>> pair("變"), pair("a")
    ((215, 131), None)
    """
    try:
        data = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None
