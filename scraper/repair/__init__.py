"""Damage models: each finds located edits with a proof that it applies.

``MODELS`` is the order: a model works on the text that the ones before it
left. A model is a file with ``find(text) -> Repairs`` in offsets of that text,
and with ``SIGN``, a pattern of single characters one of which every text of
its kind bears: it is asked of the characters of a page, not of the page.
"""

from __future__ import annotations

from scraper.model import Page, Repairs
from scraper.repair import (
    control,
    doubles,
    forms,
    links,
    lossy,
    lost,
    misread,
    mojibake,
    narrow,
    notes,
    shift,
    slips,
    strays,
)
from scraper.repair.draft import Draft

MODELS = (mojibake, narrow, control, lossy, misread, slips, notes, shift, forms, links, strays, doubles, lost)


def repair(page: Page) -> Repairs:
    """All edits and doubts of a page text (page offsets, sorted, edits apart)."""
    draft = Draft(page.text)
    characters = "".join(set(page.text))
    for model in MODELS:
        if model.SIGN.search(characters) and (found := model.find(draft.text)) != Repairs():
            draft = draft.mend(found)
            characters = "".join(set(draft.text))
    return Repairs(draft.edits, draft.doubts)
