"""The three laws of the ledger, as checks that name what is broken.

The same checks serve the property tests, ``gonghui check`` and ``explain``.
"""

from __future__ import annotations

import re

from archive.ledger import replay, tiles
from archive.model import Document, Ledger
from scraper.override import uncorrected
from scraper.script import alike
from scraper.width import fold_width


def broken_page(page_text: str, ledger: Ledger) -> list[str]:
    """What of laws 1 and 3 does not hold: tiling, and undoing the edits gives the page text back."""
    problems = []
    if ledger.length != len(page_text):
        problems.append(f"the ledger counts {ledger.length} code points, the page text has {len(page_text)}")
    if not tiles(ledger.segments, len(page_text)):
        problems.append("the segments do not tile the page text")
    elif "".join(page_text[s.start : s.end] for s in ledger.segments) != page_text:
        problems.append("undoing the edits does not give the page text back")
    return problems


def broken_body(page_text: str, ledger: Ledger, document: Document) -> list[str]:
    """Whether law 2 holds for one document: kept and replaced text, in order, is its body.

    What a person corrected is undone first; a title that a person set stands
    in the place of the page's own.
    """
    kept = _bare(replay(ledger.segments, page_text, document.id))
    blocks = uncorrected(document)
    whole = _bare("".join(re.sub(r"\t", "", b.text) for b in blocks))
    untitled = _bare("".join(b.text for b in blocks if b.kind != "title"))
    if kept in (whole, untitled) or ("title" in document.overridden and kept.endswith(untitled)):
        return []
    return [f"{document.id}: kept text is not the body"]


def _bare(text: str) -> str:
    """Letters alone, foldings applied; the script as :func:`alike` does, for what was dropped changes the context."""
    return fold_width(re.sub(r"\s+", "", text).translate(alike())).translate(_WIDE)


_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
