"""Damage models: each finds located edits with a proof that it applies."""

from __future__ import annotations

from scraper.model import Page, Repairs


def repair(page: Page) -> Repairs:
    """All edits and doubts of a page text (page offsets)."""
    return Repairs()
