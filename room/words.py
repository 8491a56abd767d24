"""What changed inside a sentence: its words that stayed, came and went."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[0-9]+(?:[.,，．][0-9]+)*[%％‰]?|[A-Za-z]+|.", re.S)

Part = tuple[str, str]
"""``=``, ``-`` or ``+`` and the text."""


def difference(old: str, new: str) -> list[Part]:
    """The parts of a change in order; a figure is one word, and a single character alone between changes is none.

    >>> difference("新建工会1,200家。", "新建基层工会1,500家。")
    [('=', '新建'), ('+', '基层'), ('=', '工会'), ('-', '1,200'), ('+', '1,500'), ('=', '家。')]
    """
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    steps = [("=", token) for token in a[:head]]
    steps += _common(a[head : len(a) - tail], b[head : len(b) - tail])
    steps += [("=", token) for token in a[len(a) - tail :]]
    return _parts(steps)


def _common(a: list[str], b: list[str]) -> list[Part]:
    """Steps from one list of words to another along a longest common part.

    The rows of the table of lengths are bits of one number each (Hyyrö 2004): a bit is 0 where the length grows.
    """
    masks: dict[str, int] = {}
    for i, token in enumerate(a):
        masks[token] = masks.get(token, 0) | 1 << i
    full = (1 << len(a)) - 1
    row, rows = full, []
    for token in b:
        same = row & masks.get(token, 0)
        row = (row + same | row - same) & full
        rows.append(row)
    steps: list[Part] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
            steps.append(("-", a[i]))
        else:
            j -= 1
            if j and not rows[j - 1] >> (i - 1) & 1:
                steps.append(("+", b[j]))
            else:
                i -= 1
                steps.append(("=", a[i]))
    steps += [("-", token) for token in reversed(a[:i])]
    steps += [("+", token) for token in reversed(b[:j])]
    return steps[::-1]


def _parts(steps: list[Part]) -> list[Part]:
    """Steps put together; what stayed alone between two changes is told as changed with them."""
    runs: list[Part] = []
    for sign, token in steps:
        if runs and runs[-1][0] == sign:
            runs[-1] = (sign, runs[-1][1] + token)
        else:
            runs.append((sign, token))
    out: list[Part] = []
    gone = come = ""
    for number, (sign, text) in enumerate(runs):
        inside = 0 < number < len(runs) - 1
        if sign == "=" and not (inside and len(text) == 1):
            out += [(s, t) for s, t in (("-", gone), ("+", come)) if t]
            out.append((sign, text))
            gone = come = ""
        else:
            gone += text if sign != "+" else ""
            come += text if sign != "-" else ""
    return [*out, *((s, t) for s, t in (("-", gone), ("+", come)) if t)]
