"""The page text as mended so far: each model works on the text the earlier ones left, offsets stay the page's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scraper.model import Edit, PageDoubt, Repairs


@dataclass(frozen=True, slots=True)
class _Step:
    """A replaced stretch in both coordinates: ``low:high`` of the mended text stands for ``edit`` of the page."""

    low: int
    high: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class Draft:
    """``text`` is the page text with ``edits`` (page offsets, sorted, apart) applied."""

    text: str
    edits: tuple[Edit, ...] = ()
    doubts: tuple[PageDoubt, ...] = ()

    def mend(self, found: Repairs) -> Draft:
        """This draft with repairs that count in its own ``text``."""
        if not found.edits and not found.doubts:
            return self
        steps = _steps(self.edits)
        doubts = [PageDoubt(*_span(steps, d.start, d.end), d.rule, d.note) for d in found.doubts]
        return Draft(apply(self.text, found.edits), _compose(self.text, steps, found.edits),
                     tuple(sorted({*self.doubts, *doubts}, key=lambda d: (d.start, d.end, d.rule))))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with ``edits`` (sorted, apart) made."""
    out, at = [], 0
    for e in edits:
        out += [text[at : e.start], e.text]
        at = e.end
    return "".join([*out, text[at:]])


def _steps(edits: Sequence[Edit]) -> list[_Step]:
    steps, moved = [], 0
    for e in edits:
        low = e.start + moved
        steps.append(_Step(low, low + len(e.text), e))
        moved += len(e.text) - (e.end - e.start)
    return steps


def _span(steps: Sequence[_Step], start: int, end: int) -> tuple[int, int]:
    """The page stretch of a stretch of the mended text; a replaced stretch is taken whole."""
    first = bisect_right(steps, start, key=_high)
    last = bisect_left(steps, end, key=_high)
    page_start, page_end = start + _moved(steps, first), end + _moved(steps, last)
    if first < len(steps) and steps[first].low <= start:
        page_start = steps[first].edit.start
    if last < len(steps) and steps[last].low < end:
        page_end = steps[last].edit.end
    return page_start, page_end


def _high(step: _Step) -> int:
    return step.high


def _moved(steps: Sequence[_Step], at: int) -> int:
    """How far the page is ahead of the mended text between the steps before ``at`` and that one."""
    return steps[at - 1].edit.end - steps[at - 1].high if at else 0


def _compose(text: str, steps: Sequence[_Step], later: Sequence[Edit]) -> tuple[Edit, ...]:
    """One list of page edits that does both: first ``steps`` (which made ``text``), then ``later``."""
    out: list[Edit] = []
    at = moved = 0
    edits = list(later)
    i = 0
    while i < len(edits) or at < len(steps):
        if i == len(edits) or (at < len(steps) and _before(steps[at], edits[i])):
            ahead = len(steps) if i == len(edits) else max(at + 1, bisect_left(steps, edits[i].start, at, key=_high))
            out += [step.edit for step in steps[at:ahead]]
            moved = steps[ahead - 1].edit.end - steps[ahead - 1].high
            at = ahead
            continue
        # A cluster: edits and steps that touch each other become one edit.
        low, high, page_start, parts = edits[i].start, edits[i].end, edits[i].start + moved, [edits[i]]
        page_end = high + moved
        i += 1
        while True:
            if at < len(steps) and _touches(steps[at], low, high):
                step = steps[at]
                if step.low <= low and step.low < step.high:
                    low, page_start = step.low, step.edit.start
                moved = step.edit.end - step.high
                high = max(high, step.high)
                page_end = high + moved
                at += 1
            elif i < len(edits) and edits[i].start < high:
                parts.append(edits[i])
                high = max(high, edits[i].end)
                page_end = high + moved
                i += 1
            else:
                break
        new, here = [], low
        for e in parts:
            new += [text[here : e.start], e.text]
            here = e.end
        new.append(text[here:high])
        out.append(Edit(page_start, page_end, "".join(new), parts[0].rule, min(e.confidence for e in parts)))
    return tuple(out)


def _before(step: _Step, edit: Edit) -> bool:
    """Whether a step lies before an edit and shares nothing with it."""
    return step.high <= edit.start and (step.low < step.high or step.low <= edit.start)


def _touches(step: _Step, low: int, high: int) -> bool:
    if step.low == step.high:
        return low < step.low < high
    return step.low < high and step.high > low
