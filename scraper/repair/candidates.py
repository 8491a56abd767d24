"""What can have stood where a pair of bytes fell away: the characters that are worth a try."""

from __future__ import annotations

from functools import cache, lru_cache

from scraper.repair.codes import table
from scraper.repair.costs import simplest
from scraper.repair.language import model

_RARE = 200
"""A character with so small a count (three in a thousand are) is not looked for behind a fallen pair."""
_COMMON = 160
"""So many characters are tried between two fallen pairs, marks first."""
_MARKS = frozenset("，。、：；！？“”《》（）")


@cache
def known_heads(second: int) -> dict[int, str]:
    """The characters that end in a byte by their first one, without rare ones."""
    return {first: c for first, c in table().before.get(second, ()) if _usual(c)}


@cache
def _usual(char: str) -> bool:
    number = model().number.get(simplest(char))
    return not "\u3400" <= char <= "\u9fff" if number is None else model().single[number] > _RARE


@lru_cache(2_000)
def word_on(last: str, heads: frozenset[int]) -> tuple[str, ...]:
    """The characters that go on in a word behind ``last`` and begin with one of some bytes."""
    words = _written()
    return tuple(c for simple in model().goes_on(last) for first, c in words.get(simple, ()) if first in heads)


@cache
def _written() -> dict[str, list[tuple[int, str]]]:
    """The characters of the code page, with their first bytes, by their simplified form."""
    out: dict[str, list[tuple[int, str]]] = {}
    for (first, _), c in table().char.items():
        out.setdefault(simplest(c), []).append((first, c))
    return out


@cache
def between_pairs(tail: int) -> list[tuple[str, str, int]]:
    """Marks and the commonest characters that can stand between a pair ``tail ?`` and another, both fallen."""
    codes, share = table(), model().share
    found = [(c, simplest(c), end) for begin in codes.missing[tail] for end, c in codes.after.get(begin, ())
             if end in codes.missing]
    return sorted(found, key=lambda f: (f[1] not in _MARKS, -share("\n", "\n", f[1])))[:_COMMON]
