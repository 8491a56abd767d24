"""How much is tried to read a torn stretch, and when a reading is worth another try."""

from __future__ import annotations

from typing import NamedTuple

from scraper.repair.path import Reading

_CLOSE = 1.0
"""A lead so small makes a reading poor too."""
_ROUGH, _WINDOW = 10.0, 2
"""An average cost of so many characters from which on a reading is poor."""


class Effort(NamedTuple):
    """How much is tried."""

    beam: int
    """So many paths go on from a place ..."""
    far: float
    """... if they lag no farther behind the best."""
    odd: float
    """A character that costs less is not taken for the trace of a fallen pair."""
    unlikely: float
    """A character that costs more is not tried before a fallen pair."""
    fallen: int
    """So many of the best paths are tried with a fallen pair."""
    twice: int = 0
    """So many with two in a row ..."""
    between: int = 0
    """... and so many characters between the two."""


QUICK = Effort(8, 10.0, 6.0, 8.0, 5, 1, 4)
PATIENT = QUICK._replace(unlikely=9.5, twice=2, between=6)


def rough(found: Reading) -> bool:
    """Whether a reading is worth another try."""
    costs = found.costs
    dear = (sum(costs[i : i + _WINDOW]) > _ROUGH * _WINDOW for i in range(len(costs) - _WINDOW + 1))
    return any(r.lead < _CLOSE and r.low for r in found.rivals) or any(dear)
