"""Headings as browsers print bold ones: letter-spaced, or twice over (一 、 标 题一 、 标 题).

Only lines that begin with a number: mottoes, site names and tables are spaced
on purpose.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs

SPACED_RULE = "repair.spaced"
TWICE_RULE = "repair.twice"
_UNIT = "[一-鿿、，。（）()《》“”：]{1,2}"
_NUMBER = "第|[（(]? ?[一二三四五六七八九十]+ ?[、）)]"
_SPACED = re.compile(rf"^[ \t]*((?={_NUMBER})(?:{_UNIT}[ \xa0]){{5,}}{_UNIT})[ \t]*$", re.M)
_TWICE = re.compile(r"^[ \t]*(?=[一二三四五六七八九十（(第\d])([^\n\r]{5,60})\1[ \t]*$", re.M)
_ALONE = 0.7
"""Share of single characters in a line that is spaced letter by letter."""


def find(text: str) -> Repairs:
    """Blanks closed up, the second print taken out.

    >>> find("一 、 标 题 内 容 一 、 标 题 内 容\\n").edits[0].text
    '一、标题内容'
    """
    edits: dict[int, Edit] = {}
    for m in _SPACED.finditer(text):
        parts = m[1].split()
        if sum(len(p) == 1 for p in parts) < _ALONE * len(parts):
            continue
        whole = "".join(parts)
        half = len(whole) // 2
        if half >= 4 and whole[:half] == whole[half:]:
            edits[m.start()] = Edit(*m.span(1), whole[:half], TWICE_RULE, 0.9)
        else:
            edits[m.start()] = Edit(*m.span(1), whole, SPACED_RULE, 0.9)
    for m in _TWICE.finditer(text):
        if m.start() not in edits and any("\u4e00" <= c <= "\u9fff" for c in m[1]):
            edits[m.start()] = Edit(m.end(1), m.end(1) + len(m[1]), "", TWICE_RULE, 0.9)
    return Repairs(tuple(edits[k] for k in sorted(edits)))
