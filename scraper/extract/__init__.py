"""What is document and what is frame."""

from __future__ import annotations

from scraper.model import Cut, Page
from scraper.view import View


def extract(view: View, page: Page) -> tuple[Cut, ...]:
    """The stretches of the view that belong to no document, sorted, apart (view offsets)."""
    return ()
