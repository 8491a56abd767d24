"""The view: the page text after repair and simplification, with the way back to the page.

Later stages match on the view and never see damage; the ledger is written in
page offsets through it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
