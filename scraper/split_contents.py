"""Parts of a compilation that its table of contents names and no marker heads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from scraper.model import Cut
from scraper.shapes import is_numbered, is_text, is_title
from scraper.split_markers import Marker
from scraper.view import Line, View

RULE = "models.contents"
"""The rule that cuts the entries of a table of contents."""

_PART = 100
"""Characters of text a part must hold."""

_SHORTEST = 6
"""Characters of an entry that can be told from a heading (前言, 结语)."""

_NEAR = 20
"""Entries of one beginning that are looked at; keeps long lists linear."""

_PAGE = re.compile(r"[\W_]*\d*[\W_]*$")
_NOT_WORD = re.compile(r"[\W_]+")


def find_contents(view: View, units: Sequence[Line], cuts: Sequence[Cut]) -> list[Marker]:
    """Empty markers before the units that bear the titles of a contents list.

    The entries must be titles of papers, not numbered headings, and at least
    two, and half of them, must head a text behind the list.
    """
    listed = [c for c in cuts if c.rule == RULE]
    entries = [e for c in listed if len(e := _key(view.text[c.start : c.end])) >= _SHORTEST
               and not is_numbered(view.text[c.start : c.end].strip())]
    if len(entries) < 2:
        return []
    heads: dict[str, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        heads[entry[:_SHORTEST]].append(n)
    out: list[Marker] = []
    k = 0
    for i, unit in enumerate(units):
        if unit.start < listed[-1].end or len(unit.text) > 90 or not is_title(unit.text):
            continue
        key = _NOT_WORD.sub("", unit.text)
        near = heads.get(key[:_SHORTEST], [])
        near = near[bisect_left(near, k) :][:_NEAR]
        if (at := next((n for n in near if key.startswith(entries[n])), None)) is not None:
            out.append(Marker(unit.start, unit.start, unit.start, at + 1, "contents", i))
            k = at + 1
    ends = [*(m.unit for m in out[1:]), len(units)]
    full = all(sum(len(u.text) for u in units[m.unit : end] if is_text(u.text)) >= _PART
               for m, end in zip(out, ends, strict=False))
    return out if len(out) >= 2 and len(out) * 2 >= len(entries) and full else []


def _key(entry: str) -> str:
    """The words of an entry without its leaders and page."""
    return _NOT_WORD.sub("", _PAGE.sub("", entry))
