"""The body of a document as headings and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.model import Page, Paragraph
from scraper.view import View


def outline(view: View, spans: Sequence[tuple[int, int]], page: Page) -> tuple[Paragraph, ...]:
    """Headings and paragraphs of the body ``spans`` (view offsets, title and by-lines already out)."""
    return tuple(Paragraph(((line.start, line.end),)) for a, b in spans for line in view.lines(a, b))
