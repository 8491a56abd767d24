"""Aliases: forms of one name, from a table whose rows carry their own examples."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.fold import fold


@dataclass(frozen=True, slots=True)
class Alias:
    """A row: ``forms`` mean the same; ``years`` is the time in which they did, where a name changed.

    ``examples`` hold each form at least once.
    """

    id: str
    forms: tuple[str, ...]
    why: str
    examples: tuple[str, ...]
    years: str | None = None


@cache
def rows() -> tuple[Alias, ...]:
    """The table."""
    data = tomllib.loads((files("search") / "aliases.toml").read_text(encoding="utf-8"))
    return tuple(Alias(row["id"], tuple(row["forms"]), row["why"], tuple(row["examples"]),
                       row.get("years")) for row in data["alias"])


@cache
def _by_form() -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, dict[str, str]] = {}
    for row in rows():
        forms = {fold(form): form for form in row.forms}
        for folded in forms:
            out.setdefault(folded, {}).update({f: form for f, form in forms.items() if f != folded})
    return {folded: tuple(others.items()) for folded, others in out.items()}


@cache
def _years() -> dict[str, str]:
    return {fold(form): row.years for row in rows() if row.years for form in row.forms}


def years(folded: str) -> str | None:
    """The time in which a folded form had its meaning, such as ``1998..2008``, where a name changed.

    >>> years("人社部"), years("全总")
    ('2008..', None)
    """
    return _years().get(folded)


def others(folded: str) -> tuple[tuple[str, str], ...]:
    """The other forms of a folded word: folded, and as written.

    >>> others("全总")
    (('中华全国总工会', '中华全国总工会'),)
    """
    return _by_form().get(folded, ())
