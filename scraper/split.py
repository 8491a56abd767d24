"""A page's main text to its documents."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.model import Cut, Page, Piece
from scraper.view import View


def split(view: View, cuts: Sequence[Cut], page: Page) -> tuple[Piece, ...]:
    """The documents of the page in order; nothing of ``cuts`` lies in a piece."""
    spans, at = [], 0
    for start, end in [*((c.start, c.end) for c in cuts), (len(view.text), 0)]:
        if view.text[at:start].strip():
            spans.append((at, start))
        at = max(at, end)
    return (Piece(tuple(spans)),) if spans else ()
