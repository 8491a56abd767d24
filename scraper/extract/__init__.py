"""What is document and what is frame."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.extract.html import extract_html
from scraper.extract.lines import extract_lines
from scraper.model import Cut, Page
from scraper.view import View


def extract(view: View, page: Page) -> tuple[Cut, ...]:
    """The stretches of the view that belong to no document, sorted, apart (view offsets).

    An HTML page is judged by its blocks first; what stays goes through the
    rules for lines too, for much frame stands inside the body.
    """
    if page.form == "text":
        return extract_lines(view, page)
    cuts = extract_html(view, page)
    kept = _between(cuts, len(view.text))
    return tuple(sorted([*cuts, *extract_lines(view, page, kept)], key=lambda c: c.start))


def _between(cuts: Sequence[Cut], length: int) -> list[tuple[int, int]]:
    """What the cuts leave."""
    out = []
    at = 0
    for cut in cuts:
        if cut.start > at:
            out.append((at, cut.start))
        at = max(at, cut.end)
    if at < length:
        out.append((at, length))
    return out
