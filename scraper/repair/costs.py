"""What a character costs behind two others, in step or in a torn stretch, and which brackets are open."""

from __future__ import annotations

from functools import cache

from scraper.repair.doubtful import STOPS, WIDE
from scraper.repair.language import Behind
from scraper.script import hans_only, turn_char

OPENS = {c: 1 << i for i, c in enumerate("“《（")}
CLOSES = {c: 1 << i for i, c in enumerate("”》）")}
_MARKED, BONUS = 1.5, 0.7
"""What a mark costs more and another character less in a torn stretch. Word counts know nothing of the words
between two marks, so marks, and readings with fewer characters, look likelier than they are: with a lead below 3
four of five such were wrong."""
_UNSIMPLE = 6.0
"""Cost of a simplified character in a traditional text."""


class Costs(dict[str, tuple[str, float]]):
    """Characters in simplified script and what they cost behind two others."""

    __slots__ = ("_behind", "_traits")

    def __init__(self, behind: Behind, calm: bool, hant: bool) -> None:
        self._behind, self._traits = behind, _traits(calm, hant)

    def __missing__(self, char: str) -> tuple[str, float]:
        simple, dearer = self._traits[char]
        found = self[char] = simple, dearer - self._behind[simple]
        return found


class _Traits(dict[str, tuple[str, float]]):
    """Characters in simplified script and what they cost more wherever they stand."""

    __slots__ = ("_calm", "_hant")

    def __init__(self, calm: bool, hant: bool) -> None:
        self._calm, self._hant = calm, hant

    def __missing__(self, char: str) -> tuple[str, float]:
        simple, cost = simplest(char), 0.0
        if self._hant and hans_only(char):
            cost += _UNSIMPLE
        if not self._calm:
            cost += _MARKED if simple in STOPS else -BONUS
        found = self[char] = simple, cost
        return found


@cache
def _traits(calm: bool, hant: bool) -> _Traits:
    return _Traits(calm, hant)


def brackets(text: str) -> int:
    """The brackets that ``text`` leaves open, as bits."""
    bits = 0
    for c in text.translate(WIDE):
        bits = (bits | OPENS.get(c, 0)) & ~CLOSES.get(c, 0)
    return bits


@cache
def simplest(char: str) -> str:
    """A character in simplified script, a mark full-width."""
    return turn_char(char.translate(WIDE))
