"""A piece taken apart, ready for its fields to be read; and the fields found so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.describe.dates import dates
from scraper.describe.roles import Head
from scraper.describe.tail import Signature
from scraper.describe.units import Unit
from scraper.model import Fact
from scraper.view import View
from scraper.width import fold_width

_LABELS = (
    "报告人 讲话人 发言人 主讲人 主讲 讲者 发言者 报告者 述职者 致词者 "
    "演讲人 致辞人 致词人 述职人 汇报人 宣读人 宣讲人 授课人 竞聘人 姓名"
)
MAX_EVIDENCE = 60
"""Characters of the copy quoted for a field, at most."""
SPEAKER_LABELS = frozenset(_LABELS.split())


@dataclass
class Paper:
    """What the readers of fields look at; ``facts`` fills as they go, the first word on a field stands."""

    view: View
    flat: str
    parts: Sequence[Unit]
    head: Head
    signed: Signature
    opening: Unit
    """The first 500 characters of the body."""
    title: list[Unit] = field(default_factory=list)
    subtitle: Unit | None = None
    marker: str = ""
    """The marker line of a compilation part, or the last one before it."""
    kind: str = "other"
    facts: dict[str, Fact] = field(default_factory=dict)

    def put(self, name: str, value: object, start: int, end: int) -> None:
        """Note a field with its evidence (view offsets), unless it is known."""
        if value and name not in self.facts:
            self.facts[name] = Fact(value, start, min(end, start + MAX_EVIDENCE))

    def told(self, unit: Unit, start: int = 0, end: int | None = None) -> str:
        """The words of the view in a part of a unit, width folded."""
        stop = unit.end if end is None else unit.start + end
        return fold_width(re.sub(r"\s+", " ", self.view.text[unit.start + start : stop]).strip())

    @property
    def lines(self) -> list[Unit]:
        """Subtitle and title lines."""
        return [*([self.subtitle] if self.subtitle else []), *self.title]


def opening_of(body: Sequence[Unit]) -> Unit:
    """The first 500 characters of a body as one unit; what was cut between them stands as blanks."""
    if not body:
        return Unit(0, 0, "")
    text, end = "", body[0].start
    for unit in body:
        if len(text) > 500:
            break
        text += " " * (unit.start - body[0].start - len(text)) + unit.text
        end = unit.end
    return Unit(body[0].start, end, text)


def undated(text: str) -> str:
    """A folded text with its dates blanked, offsets kept."""
    for d in reversed(list(dates(text))):
        text = text[: d.start] + " " * (d.end - d.start) + text[d.end :]
    return re.sub(r"[(\[]\s*[)\]]", lambda m: " " * len(m[0]), text)
