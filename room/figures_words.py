"""The words that the reading of figures asks, from ``figures.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The table as it stands."""
    return tomllib.loads((files("room") / "figures.toml").read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """A list of the table, longest first."""
    return tuple(sorted(table()[name], key=lambda w: (-len(w), w)))


def one_of(list_: Iterable[str]) -> str:
    """A pattern of alternatives."""
    return "(?:" + "|".join(map(re.escape, list_)) + ")"


@dataclass(frozen=True, slots=True)
class NoFigure:
    """A row: what stands before a number that is no figure; ``hits`` and ``misses`` hold one number each."""

    id: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@cache
def no_figures() -> tuple[NoFigure, ...]:
    """The rows that tell what is no figure."""
    return tuple(NoFigure(r["id"], r["why"], re.compile(r["pattern"]), tuple(r["hits"]), tuple(r["misses"]))
                 for r in table()["no_figure"])
