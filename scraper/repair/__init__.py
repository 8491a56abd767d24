"""Damage models: each finds located edits with a proof that it applies.

``MODELS`` is the order: a model works on the text that the ones before it
left. A model is a file with ``find(text) -> Repairs`` in offsets of that text.
"""

from __future__ import annotations

from scraper.model import Page, Repairs
from scraper.repair import control, doubles, forms, links, lossy, lost, misread, mojibake, notes, shift, slips, strays
from scraper.repair.draft import Draft

MODELS = (mojibake.find, control.find, lossy.find, misread.find, slips.find, notes.find, shift.find, forms.find,
          links.find, strays.find, doubles.find, lost.find)


def repair(page: Page) -> Repairs:
    """All edits and doubts of a page text (page offsets, sorted, edits apart)."""
    draft = Draft(page.text)
    for find in MODELS:
        draft = draft.mend(find(draft.text))
    return Repairs(draft.edits, draft.doubts)
