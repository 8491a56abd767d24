"""Characters that no reader sees: control characters, marks of direction, blanks of no width.

Source of the rule: article farms put U+0005-U+0008 before punctuation; word
processors and anti-copy scripts leave soft hyphens and zero-width marks.
Beside letters above ASCII a soft hyphen may be a byte of text read wrongly.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs

RULE = "repair.control"
SIGN = _UNSEEN = re.compile(
    "(?:(?<![\u0080-\u00ff])\u00ad(?![\u0080-\u00ff])|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f])+"
)


def find(text: str) -> Repairs:
    """All of them taken out.

    >>> [e.start for e in find("工作\\x08\\x06。\\u200b").edits]
    [2, 5]
    """
    return Repairs(tuple(Edit(m.start(), m.end(), "", RULE) for m in _UNSEEN.finditer(text)))
