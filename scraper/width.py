"""The folding of punctuation width: half-width marks between Chinese characters become full-width.

One character stands for one: lengths and offsets stay. Times, numbers and
Latin text keep theirs (8:30, 14.3%, 1,200, Mr. Li).
"""

from __future__ import annotations

import re

_FULL = str.maketrans(",:;?!()", "，：；？！（）")
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEAR = rf"[{_HAN}“”‘’《》〈〉【】〔〕、。，：；？！（）…—％%□×○]"
_MARK = re.compile(rf"(?<={_NEAR})\s?[,:;?!()]+|[,:;?!()]+(?=\s?{_NEAR})|(?<=\d)[,;](?=[{_HAN}])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[,:](?=\d)")


def fold_width(text: str) -> str:
    """Full-width punctuation where the neighbours are Chinese.

    >>> fold_width("同志们:今年(2013年)8:30开会,增长14.3%,共1,200人!")
    '同志们：今年（2013年）8:30开会，增长14.3%，共1,200人！'
    """
    return _MARK.sub(lambda m: m[0].translate(_FULL), text)
