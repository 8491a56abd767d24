"""Single marks that anti-copy scripts put inside words: 的`讲话, 以下'工作.

A mark falls only between two ideographs, or one and a quotation or another mark, and only if it has no partner in its
line.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs

RULE = "repair.stray"
SIGN = re.compile("[`´']")
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff])[`´'](?=[\u4e00-\u9fff“《])|(?<=[”》。，、；])[`´'](?=[\u4e00-\u9fff])")


def find(text: str) -> Repairs:
    """Such marks taken out.

    >>> [e.start for e in find("领导的`讲话 '一心'为民").edits]
    [3]
    """
    edits = []
    for m in _STRAY.finditer(text):
        start = text.rfind("\n", 0, m.start()) + 1
        end = text.find("\n", m.end())
        if text.count(m[0], max(start, m.start() - 200), m.end() + 200 if end < 0 else min(end, m.end() + 200)) % 2:
            edits.append(Edit(m.start(), m.end(), "", RULE, 0.9))
    return Repairs(tuple(edits))
