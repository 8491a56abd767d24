"""A number as it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Bound = Literal["", "least", "most", "about"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start..end`` of a text; ``value`` in ``unit`` itself: 3.2万人次 is 32,000 人次, 450万元 is 元."""

    start: int
    end: int
    value: float
    unit: str
    bound: Bound
    rank: bool = False
    to: float | None = None
    """The upper end of a range (3至5家), in ``unit`` as ``value``."""


def rounded(value: float) -> float:
    """A value to six decimals, whole where it is.

    >>> rounded(3.0), rounded(200 / 3)
    (3, 66.666667)
    """
    value = round(value, 6)
    return int(value) if value == int(value) else value
