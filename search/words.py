"""Whole words and pieces of words: in which surroundings a word is only part of another one.

``工会`` within ``总工会``, ``工人`` within ``职工人数``: whoever looks for the
word finds these too, since every piece is found, but below documents that
have the word itself. The table holds for every archive, so the command line
and the published page count the same. Beside its rows stand the borders: a
thousand common nouns with the characters that mostly make them pieces, as the
counts of a list of words let expect (``scripts/build_borders.py``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.fold import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A row: ``inside`` are the surroundings; each of ``hits`` holds one, none of ``misses`` does."""

    id: str
    inside: tuple[str, ...]
    why: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@cache
def rows() -> tuple[Word, ...]:
    """The table."""
    data = tomllib.loads((files("search") / "words.toml").read_text(encoding="utf-8"))
    return tuple(Word(row["id"], tuple(row["inside"]), row["why"], tuple(row["hits"]), tuple(row["misses"]))
                 for row in data["word"])


@cache
def surroundings() -> dict[str, tuple[str, ...]]:
    """For each folded word the surroundings, folded.

    >>> surroundings()["工会"]
    ('总工会',)
    """
    by_border = {word: (*(one + word for one in before), *(word + one for one in after))
                 for word, before, after in borders()}
    return by_border | {fold(row.id): tuple(map(fold, row.inside)) for row in rows()}


@cache
def borders() -> tuple[tuple[str, str, str], ...]:
    """Words of two characters, folded, with the characters before and after that make them pieces.

    >>> next(row for row in borders() if row[0] == "理事")
    ('理事', '管', '情业')
    """
    lines = fold((files("search") / "borders.txt").read_text(encoding="utf-8").replace("\n", ";")).split(";")
    return tuple((line[:2], *line[2:].split("|")) for line in lines if line)  # type: ignore[misc]
