"""Single marks that anti-copy scripts put inside words: 的`讲话, 以下'工作.

A mark falls only between two ideographs, or one and a quotation or another mark, and only if it has no partner in its
line, or if all marks of its line stand inside words.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs
from scraper.repair.words import word_cost
from scraper.script import turn_char

RULE = "repair.stray"
_NEAR, _APART = 3, 4.0
"""A mark stands inside a word if so many characters on both sides cost so much more apart."""
SIGN = re.compile("[`´']")
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff])[`´'](?=[\u4e00-\u9fff“《])|(?<=[”》。，、；])[`´'](?=[\u4e00-\u9fff])")


def find(text: str) -> Repairs:
    """Such marks taken out.

    >>> [e.start for e in find("领导的`讲话 '一心'为民").edits], [e.start for e in find("敢'于担当、勇'于创新").edits]
    ([3], [1, 7])
    """
    edits = []
    for m in _STRAY.finditer(text):
        start = max(text.rfind("\n", 0, m.start()) + 1, m.start() - 200)
        end = text.find("\n", m.end())
        line = text[start : m.end() + 200 if end < 0 else min(end, m.end() + 200)]
        if line.count(m[0]) % 2 or all(_in_word(line, i) for i, c in enumerate(line) if c == m[0]):
            edits.append(Edit(m.start(), m.end(), "", RULE, 0.9))
    return Repairs(tuple(edits))


def _in_word(line: str, at: int) -> bool:
    left, right = (turn_char(part) for part in (line[max(0, at - _NEAR) : at], line[at + 1 : at + 1 + _NEAR]))
    return word_cost(left + right) + _APART < word_cost(left) + word_cost(right)
