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
class Row:
    """A row: a pattern with its own examples."""

    id: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@cache
def no_figures() -> tuple[Row, ...]:
    """The rows that tell what before a number makes it no figure; ``hits`` and ``misses`` hold one number each."""
    return _rows("no_figure")


@cache
def aims() -> tuple[Row, ...]:
    """The rows that tell that what follows is aimed at."""
    return _rows("aim")


@cache
def done() -> tuple[Row, ...]:
    """The rows that tell that what follows was done or is."""
    return _rows("done")


def _rows(name: str) -> tuple[Row, ...]:
    return tuple(Row(r["id"], r["why"], re.compile(r["pattern"]), tuple(r["hits"]), tuple(r["misses"]))
                 for r in table()[name])
