"""The folding of punctuation width: half-width marks between Chinese characters become full-width.

One character stands for one: lengths and offsets stay. Times, numbers and
Latin text keep theirs (8:30, 14.3%, 1,200, Mr. Li). Brackets are folded in
pairs.
"""

from __future__ import annotations

import re

_FULL = str.maketrans(",:;?!()", "，：；？！（）")
_NEAR = (
    r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"“”‘’《》〈〉【】〔〕、。，：；？！（）…—％%□×○]"
)
_HALF = re.compile(r"[,:;?!()]")
"""A text without such stays as it is."""
_RUN = re.compile(r"[,:;?!()](?:\s?[,:;?!()])*")
_LEFT = re.compile(rf"{_NEAR}\s?\Z")
_RIGHT = re.compile(rf"\s?{_NEAR}")
_HALF_PAIR = re.compile(r"（([^（）()]*)\)|\(([^（）()]*)）")


def fold_width(text: str) -> str:
    """Full-width punctuation where the neighbours are Chinese.

    >>> fold_width("同志们:今年(2013年)8:30开会,增长14.3%,共1,200人!")
    '同志们：今年（2013年）8:30开会，增长14.3%，共1,200人！'
    >>> fold_width("加入(WTO)后 (see 3:4), e.g. 工会(trade union) is")
    '加入（WTO）后 （see 3:4）， e.g. 工会（trade union） is'
    """
    if not _HALF.search(text):
        return text
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = _RUN.sub(_widen, text)
    if "(" not in text and ")" not in text:
        return text
    return _HALF_PAIR.sub(lambda m: f"（{m[1] or m[2] or ''}）", text)


def _widen(run: re.Match[str]) -> str:
    """A run of half-width marks, full-width if a neighbour on either side is Chinese."""
    before, behind = run.string[max(run.start() - 2, 0) : run.start()], run.string[run.end() : run.end() + 2]
    chinese = _LEFT.search(before) or _RIGHT.match(behind)
    return run[0].translate(_FULL) if chinese else run[0]
