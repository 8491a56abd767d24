"""The view: the page text after repair and simplification, with the way back to the page.

Later stages match on the view and never see damage; the ledger is written in
page offsets through it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scraper.model import Edit


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the view without its line end and outer white space (view offsets)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """``text`` with, for every character, the page stretch it stands for.

    ``starts`` and ``ends`` are absent when nothing was edited: view offsets
    are page offsets then.
    """

    text: str
    length: int
    """Of the page text."""
    starts: array[int] | None = None
    ends: array[int] | None = None

    def page_span(self, start: int, end: int) -> tuple[int, int]:
        """The page stretch of a view stretch; a replacement is taken whole."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return at, at
        return self.starts[start], self.ends[end - 1]

    def at(self, page_offset: int) -> int:
        """The first view offset whose character stands at or behind ``page_offset``."""
        return page_offset if self.starts is None else bisect_left(self.starts, page_offset)

    def end_at(self, page_offset: int) -> int:
        """The view offset behind the last character that ends at or before ``page_offset``."""
        return page_offset if self.ends is None else bisect_right(self.ends, page_offset)

    def lines(self, start: int = 0, end: int | None = None) -> list[Line]:
        """The lines of a stretch that hold more than white space."""
        return [Line(m.start(), m.end(), m[0]) for m in _LINE.finditer(self.text, start, self.end_of(end))]

    def end_of(self, end: int | None) -> int:
        return len(self.text) if end is None else end


_LINE = re.compile(r"[^\s](?:[^\n\r]*[^\s])?")


def look(page_text: str, edits: Sequence[Edit], fold: Callable[[str], str]) -> View:
    """The view of a page: ``edits`` (sorted, apart, page offsets) applied, then ``fold`` (keeps the length)."""
    if not edits:
        return View(fold(page_text), len(page_text))
    parts: list[str] = []
    starts: array[int] = array("q")
    ends: array[int] = array("q")
    at = 0
    for edit in [*edits, None]:
        stop = edit.start if edit else len(page_text)
        parts.append(page_text[at:stop])
        starts.extend(range(at, stop))
        ends.extend(range(at + 1, stop + 1))
        if edit:
            parts.append(edit.text)
            starts.extend([edit.start] * len(edit.text))
            ends.extend([edit.end] * len(edit.text))
            at = edit.end
    return View(fold("".join(parts)), len(page_text), starts, ends)


def cut_edits(edits: Sequence[Edit], view: View, marks: Iterable[int]) -> tuple[Edit, ...]:
    """The ``edits`` of a ``view``, those cut in two that have one of the ``marks`` (view offsets) inside their text.

    Which characters of the page gave which of the new text is not known within
    an edit: the page is cut in proportion, and never between nothing and something.
    """
    if view.starts is None or view.ends is None:
        return tuple(edits)
    inside: dict[int, list[int]] = {}
    for mark in sorted(marks):
        if 0 < mark < len(view.starts) and view.starts[mark - 1] == view.starts[mark] \
                and view.ends[mark - 1] == view.ends[mark]:
            inside.setdefault(view.starts[mark], []).append(mark - bisect_left(view.starts, view.starts[mark]))
    if not inside:
        return tuple(edits)
    out: list[Edit] = []
    for edit in edits:
        start, done = edit.start, 0
        for at in inside.get(edit.start, ()) if edit.text else ():
            middle = edit.start + round((edit.end - edit.start) * at / len(edit.text))
            middle = max(start + 1, min(middle, edit.end - 1))
            if middle <= start or middle >= edit.end:
                continue
            out.append(replace(edit, start=start, end=middle, text=edit.text[done:at]))
            start, done = middle, at
        out.append(replace(edit, start=start, text=edit.text[done:]))
    return tuple(out)
