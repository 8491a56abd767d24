"""Marks inside a text: masks, lost characters and doubts, shown softly with an explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

MASK = re.compile(r"(?:20|19)?[xX×＊*﹡_○]{2,}|[xX×](?=[省市县区局厂公乡镇村院校])|“”|□+")

_SIGN = re.compile(r"[xX×＊*﹡_○□]|“”")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text (code points, half open) to be shown apart, and why (Chinese)."""

    start: int
    end: int
    form: str
    """``mask``, ``lost``, ``doubt``, ``cover`` or ``mended``: the class in the page."""
    why: str


def masks(text: str) -> list[Mark]:
    """Masked places and lost characters of a text.

    >>> [(m.start, m.end, m.form) for m in masks("××市20xx年□工会“”活动")]
    [(0, 2, 'mask'), (3, 7, 'mask'), (8, 9, 'lost'), (11, 13, 'mask')]
    """
    return [_mask(m) for m in MASK.finditer(text)] if _SIGN.search(text) else []


def _mask(m: re.Match[str]) -> Mark:
    if m[0].startswith("□"):
        return Mark(m.start(), m.end(), "lost", f"网页此处缺{m.end() - m.start()}字，不作猜测")
    if m[0] == "“”":
        return Mark(m.start(), m.end(), "mask", "网页引号内的文字已缺失")
    return Mark(m.start(), m.end(), "mask", "网页原文如此：名称或年份被遮去")


def render(text: str, marks: Sequence[Mark]) -> str:
    """The text as HTML with its marks; of overlapping marks the first stands.

    >>> render("a<b□", [Mark(3, 4, "lost", "缺")])
    'a&lt;b<mark class="g-lost" title="缺">□</mark>'
    """
    if not marks:
        return escape(text, quote=False)
    out = []
    at = 0
    for m in sorted(marks, key=lambda m: (m.start, -m.end)):
        if m.start < at or m.end <= m.start:
            continue
        out.append(escape(text[at : m.start], quote=False))
        out.append(f'<mark class="g-{m.form}" title="{escape(m.why)}">'
                   f'{escape(text[m.start : m.end], quote=False)}</mark>')
        at = m.end
    out.append(escape(text[at:], quote=False))
    return "".join(out)
