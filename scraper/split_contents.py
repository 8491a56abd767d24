"""Parts of a compilation that no marker heads: its table of contents names them, or rows of stars part them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from scraper.model import Cut
from scraper.shapes import ends_sentence, is_numbered, is_text, is_title
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
_COUNT = re.compile(r"\d{1,3}\s?[.．、]\s?(?!\d)")
"""Entries may be counted 1. 2. 3.; the titles in the text then bear no number, as headings would."""
_NOT_WORD = re.compile(r"[\W_]+")


def find_contents(view: View, units: Sequence[Line], cuts: Sequence[Cut]) -> list[Marker]:
    """Empty markers before the units that bear the titles of a contents list.

    The entries must be titles of papers, not numbered headings, and at least
    two, and half of them, must head a text behind the list.
    """
    listed = [c for c in cuts if c.rule == RULE]
    texts = [view.text[c.start : c.end].strip() for c in listed]
    texts = [_COUNT.sub("", t) for t in texts] if sum(map(bool, map(_COUNT.match, texts))) > 1 else texts
    entries = [e for t in texts if len(e := _key(t)) >= _SHORTEST and not is_numbered(t)]
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


_STARS = re.compile(r"^[ \t\u3000]*(?:[★☆*＊◆◇●○■□※✦❖][ \t\u3000]*){3,}$", re.M)


def find_stars(view: View, units: Sequence[Line]) -> list[Marker]:
    """Empty markers before the titles that stand below rows of stars; two rows at least, each over a title and text."""
    rows = [m.end() for m in _STARS.finditer(view.text)]
    if len(rows) < 2:
        return []
    starts = [u.start for u in units]
    firsts = sorted({bisect_left(starts, row) for row in rows})
    flowing = next((i for i, u in enumerate(units) if is_text(u.text)), 0)
    heads = [max(flowing - 1, 0), *(i for i in firsts if flowing < i < len(units))]
    ends = [*heads[1:], len(units)]
    if len(heads) < 3 or not all(
            is_title(units[i].text) and not ends_sentence(units[i].text)
            and sum(len(u.text) for u in units[i:end] if is_text(u.text)) >= _PART
            for i, end in zip(heads, ends, strict=True)):
        return []
    return [Marker(units[i].start, units[i].start, units[i].start, n + 1, "stars", i) for n, i in enumerate(heads)]


def _key(entry: str) -> str:
    """The words of an entry without its leaders and page."""
    return _NOT_WORD.sub("", _PAGE.sub("", entry))
