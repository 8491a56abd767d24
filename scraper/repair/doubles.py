"""Headings as browsers print bold ones: letter-spaced, or twice over (一 、 标 题一 、 标 题).

Only lines that begin with a number: mottoes, site names and tables are spaced
on purpose.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs

SPACED_RULE = "repair.spaced"
TWICE_RULE = "repair.twice"
_UNIT = r"[一-鿿\d、，。（）()《》“”：]{1,2}"
_NUMBER = "第|[（(]? ?[一二三四五六七八九十]+ ?[、）)]"
_HEADS = frozenset("一二三四五六七八九十（(第")
"""With what a numbered line begins, or with a digit: asked before the patterns."""
SIGN = re.compile(r"[一二三四五六七八九十第\d]")
_SPACED = re.compile(rf"[ \t]*((?={_NUMBER})(?:{_UNIT}[ \xa0]){{5,}}{_UNIT})[ \t]*\Z")
_TWICE = re.compile(r"[ \t]*(?=[一二三四五六七八九十（(第\d])([^\n\r]{5,60})\1[ \t]*\Z")
_ALONE = 0.7
"""Share of single characters in a line that is spaced letter by letter."""


def find(text: str) -> Repairs:
    """Blanks closed up, the second print taken out.

    >>> find("一 、 标 题 内 容 一 、 标 题 内 容\\n").edits[0].text
    '一、标题内容'
    """
    edits: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if (head := line.lstrip(" \t")[:1]) in _HEADS or head.isdecimal():
            edits += _line(line, at)
        at += len(line) + 1
    return Repairs(tuple(edits))


def _line(line: str, at: int) -> list[Edit]:
    if (m := _SPACED.match(line)) and _letter_by_letter(parts := m[1].split()):
        whole = "".join(parts)
        half = len(whole) // 2
        a, b = m.span(1)
        if half >= 4 and whole[:half] == whole[half:]:
            return [Edit(at + a, at + b, whole[:half], TWICE_RULE, 0.9)]
        return [Edit(at + a, at + b, whole, SPACED_RULE, 0.9)]
    if (m := _TWICE.match(line)) and any("\u4e00" <= c <= "\u9fff" for c in m[1]):
        return [Edit(at + m.end(1), at + m.end(1) + len(m[1]), "", TWICE_RULE, 0.9)]
    return []


def _letter_by_letter(parts: list[str]) -> bool:
    return sum(len(p) == 1 for p in parts) >= _ALONE * len(parts)
