"""A reading in the making: the characters so far, linked backwards, and the rivals that came close.

Paths that stand at the same place in the same state are one from there on:
the likelier one goes on and remembers where the other differed, and how far
it lay behind. So the reading that wins knows its doubtful places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

NEAR = 6.0
"""A rival farther behind (natural logarithm) is forgotten."""


class Link(NamedTuple):
    """One character of a path, linked to the one before it."""

    before: Link | None
    char: str
    cost: float
    depth: int
    """So many characters stand before it."""
    at: int
    """Where it was begun to be read: an offset of the observed text."""


class Rival(NamedTuple):
    """Another reading of the characters ``low`` to ``high`` of a path, ``lead`` less likely."""

    lead: float
    low: int
    high: int
    text: str


class Near(NamedTuple):
    """Two paths that became one, ``lead`` apart; where they differ is only asked of the path that wins."""

    lead: float
    best: Link | None
    other: Link | None
    before: Near | None


@dataclass(slots=True)
class Path:
    """A reading so far."""

    cost: float
    half: int
    """The first byte of the character to come, or -1 when in step."""
    raw: str
    """The last character as written; ``before`` and ``last`` are the last two in simplified script."""
    before: str
    last: str
    out: Link | None
    calm: int
    """So many characters were read in step."""
    opened: int
    """The brackets that are open, as bits."""
    rivals: Near | None = None
    since: int = -1
    """Where the byte ``half`` was read."""

    def moved(self, half: int, calm: int, since: int, cost: float = 0.0) -> Path:
        """This path with the next character begun and none added."""
        return Path(self.cost + cost, half, self.raw, self.before, self.last, self.out, calm, self.opened, self.rivals,
                    since)


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` stands for the observed stretch up to ``end``; ``starts`` tells where each character was read."""

    text: str
    end: int
    starts: tuple[int, ...]
    costs: tuple[float, ...]
    rivals: tuple[Rival, ...]

    @property
    def average(self) -> float:
        """Cost of a character."""
        return sum(self.costs) / max(1, len(self.costs))

    @property
    def gap(self) -> float:
        """The lead over the nearest rival."""
        return min((r.lead for r in self.rivals), default=99.0)


def better(one: Path, other: Path) -> Path:
    """The likelier of two paths in the same state; it remembers the other."""
    best, rival = (one, other) if one.cost < other.cost else (other, one)
    lead = rival.cost - best.cost
    if lead < NEAR:
        best.rivals = Near(lead, best.out, rival.out, best.rivals)
    return best


def reading(path: Path, end: int, others: Iterable[Path]) -> Reading:
    """The finished reading; ``others`` are paths that could have been it."""
    near = path.rivals
    for other in others:
        lead = other.cost - path.cost
        if lead < NEAR:
            near = Near(lead, path.out, other.out, near)
    links, rivals = [], []
    link = path.out
    while link is not None:
        links.append(link)
        link = link.before
    while near is not None:
        if where := _differ(near.best, near.other):
            rivals.append(Rival(near.lead, *where))
        near = near.before
    links.reverse()
    return Reading("".join(k.char for k in links), end, tuple(k.at for k in links), tuple(k.cost for k in links),
                   tuple(rivals))


def _differ(best: Link | None, rival: Link | None) -> tuple[int, int, str] | None:
    """Where two paths differ, in characters of the first, and what the second one has there; none if nowhere."""
    mine: list[str] = []
    its: list[str] = []
    while best is not rival:
        depth, other = best.depth if best else -1, rival.depth if rival else -1
        if best and depth >= other:
            mine.append(best.char)
            best = best.before
        if rival and other >= depth:
            its.append(rival.char)
            rival = rival.before
    low = best.depth + 1 if best else 0
    same = 0
    while same < min(len(mine), len(its)) and mine[same] == its[same]:
        same += 1
    high = low + len(mine)
    if len(mine) == len(its) == same:
        return None
    a, b = mine[::-1], its[::-1]
    ahead = 0
    while ahead < min(len(a), len(b)) - same and a[ahead] == b[ahead]:
        ahead += 1
    return low + ahead, high - same, "".join(b[ahead : len(b) - same])
