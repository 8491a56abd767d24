"""Masks: places where somebody took out a number, a name or a word and left a mark. They are kept and counted.

The forms are those of mirrors and model-text sites: 20xx年, ××县, X市, x厂,
党的xx届, __公司, ****员, ＊＊, and quotes whose words were filtered out (“”).
Nothing is drawn from them: no date, no region.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["year", "name", "quote", "blank"]


class Mask(NamedTuple):
    """A masked stretch, half open, in offsets of the text that was given."""

    start: int
    end: int
    kind: Kind


_CROSS = "xX×ⅹ＊﹡*_＿ｘＸ"
_LETTER = "(?<=[xXｘＸ])(?:光|线(?!路)|射线|轴|型|片|股|染色体)|(?<=[长宽高深厚边]×)[长宽高深厚边]"
"""Words that are written with an X or a cross: X光, X轴, 长×宽."""
_MASK = re.compile(
    rf"(?P<year>(?<![0-9A-Za-z])(?:(?:19|20)[{_CROSS}]{{2}}|(?:19|20)\d[{_CROSS}]|[{_CROSS}]{{2,4}})(?=\s?(?:年|[—–-]\s?20)))"
    r"|(?P<quote>“[.…·_ ]?”|‘’|《》)"
    rf"|(?P<name>(?<![0-9A-Za-z<\[/*_])[{_CROSS}]{{2,}}(?![0-9A-Za-z>\]/]))"
    rf"|(?P<single>(?<![0-9A-Za-z×*_])(?:[xX×ｘＸ](?=[\u4e00-\u9fff])(?!{_LETTER})))"
    r"|(?P<blank>○{2,}|〇{3,})"
)
_ANY = re.compile(rf"[{_CROSS}]|“[.…·_ ]?”|‘’|《》|○○|〇〇〇")
"""A text without such has no mask: the cheap question, asked of every block."""
_KINDS: dict[str, Kind] = {"year": "year", "quote": "quote", "blank": "blank", "name": "name", "single": "name"}
_WORD = re.compile(r"[\u4e00-\u9fff]")
_TIMES = re.compile(r"\d\s?\Z")


def masks(text: str) -> list[Mask]:
    """The masks of a text in order.

    A cross between numbers or measures is a product, a lone letter before a
    Latin word or in X光 no mask, □ is a lost character and a row of signs without an ideograph beside
    it an ornament.

    >>> [(text[m.start:m.end], m.kind) for text in ["20xx年,××县的“”规划"] for m in masks(text)]
    [('20xx', 'year'), ('××', 'name'), ('“”', 'quote')]
    """
    out: list[Mask] = []
    if not _ANY.search(text):
        return out
    for m in _MASK.finditer(text):
        kind = m.lastgroup
        if kind in ("name", "single", "blank"):
            beside = _WORD.match(text, m.end()) or (m.start() and _WORD.match(text, m.start() - 1))
            if not beside or _TIMES.search(text, max(0, m.start() - 2), m.start()):
                continue
        out.append(Mask(m.start(), m.end(), _KINDS[kind or ""]))
    return out
