"""A view without what the markup hides inside its lines, so that a torn salutation or name is read whole."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scraper.model import Cut, Description, Fact, Page, Piece
from scraper.view import View


@dataclass(frozen=True, slots=True)
class Seen:
    """``view`` without its hidden stretches; ``kept`` is the offset of each of its characters in the whole view."""

    view: View
    kept: array[int]

    def piece(self, piece: Piece) -> Piece:
        """A piece of the whole view in offsets of this one; spans that only a hidden stretch parted are one."""
        spans: list[tuple[int, int]] = []
        for start, end in (self._here(*span) for span in piece.spans):
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            elif end > start:
                spans.append((start, end))
        return replace(piece, spans=tuple(spans), marker=self._here(*piece.marker) if piece.marker else None)

    def whole(self, told: Description) -> Description:
        """What was told of a piece in offsets of the whole view."""
        facts = {name: Fact(f.value, *self._around(f.start, f.end)) for name, f in told.facts.items()}
        cuts = tuple(Cut(a, b, c.rule, c.confidence) for c in told.cuts for a, b in self._runs(c.start, c.end))
        return replace(told, facts=facts, cuts=cuts, title=tuple(r for t in told.title for r in self._runs(*t)))

    def _here(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self.kept, start), bisect_left(self.kept, end)

    def _around(self, start: int, end: int) -> tuple[int, int]:
        first = self.kept[start] if start < len(self.kept) else self.view.length
        return first, self.kept[end - 1] + 1 if end > start else first

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of the whole view that a stretch of this one is made of."""
        at = start
        for i in range(start + 1, end + 1):
            if i == end or self.kept[i] != self.kept[i - 1] + 1:
                yield self.kept[at], self.kept[i - 1] + 1
                at = i


def seen(view: View, page: Page) -> Seen | None:
    """The view without the hidden stretches of its page; ``None`` where there are none."""
    holes = sorted((view.at(a), view.end_at(b)) for a, b in page.unseen)
    if not holes:
        return None
    kept: array[int] = array("q")
    at = 0
    for start, end in [*holes, (len(view.text), len(view.text))]:
        kept.extend(range(at, max(at, start)))
        at = max(at, end)
    starts = view.starts or range(len(view.text))
    ends = view.ends or range(1, len(view.text) + 1)
    text = "".join(view.text[i] for i in kept)
    return Seen(View(text, view.length, *(array("q", (offsets[i] for i in kept)) for offsets in (starts, ends))), kept)
