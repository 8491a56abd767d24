"""Whole words and pieces of words: in which surroundings a word is only part of another one.

``工会`` within ``总工会``, ``工人`` within ``职工人数``: whoever looks for the
word finds these too, since every piece is found, but below documents that
have the word itself. The table holds for every archive, so the command line
and the published page count the same.
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
    return {fold(row.id): tuple(map(fold, row.inside)) for row in rows()}
