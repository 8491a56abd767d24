"""Title, date, speaker and the other facts of a document, each with the words that say so."""

from __future__ import annotations

from scraper.model import Capture, Description, Fact, Page, Piece
from scraper.view import View


def describe(view: View, piece: Piece, page: Page, capture: Capture) -> Description:
    """What the piece tells of itself; a field that is not told is absent."""
    first = next(line for a, b in piece.spans for line in view.lines(a, b))
    return Description({"title": Fact(first.text, first.start, first.end)}, ((first.start, first.end),))
