"""Whether a pattern takes its time: tried on lines made to lead it astray, out of its own examples.

A pattern that can part the same letters in many ways tries them all before it
says no. Lines that bring that out begin as a hit does, go on with its last
letters over and over and end in what nothing matches. They are tried short
first and grow, so that no trial lasts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_STEPS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30, 38, 48, 64, 90)
"""Repetitions, growing by little: work that doubles with every letter is caught while it is cheap."""
_LONG = 2_000
"""Characters of a long line, for rows that look at lines of any length."""
_PATIENCE = 0.004, 0.02
"""Seconds that a short line, and a long one, may take; common patterns take a thousandth of it."""
_PREFIXES, _TURNS, _REACH = 10, 3, 200
_END = "\0"


@dataclass(frozen=True, slots=True)
class Slow:
    """A line on which a pattern is slow: how it begins, its length, and the seconds it took."""

    line: str
    length: int
    seconds: float


@lru_cache(maxsize=1024)
def slow_line(pattern: re.Pattern[str], examples: tuple[str, ...], reach: int) -> Slow | None:
    """A line of at most ``reach`` characters on which ``pattern`` is slow, if one is found.

    >>> slow_line(re.compile("^(?:工会?)+主席：$"), ("工会主席：",), 160) is None
    True
    >>> slow_line(re.compile("^(?:工|会|工会)+主席：$"), ("工会工会主席：",), 160).length < 100
    True
    """
    for head, turn in _attacks(examples):
        most = (min(reach, _LONG) - len(head)) // len(turn)
        spent = 0.0
        for times in (n for n in _STEPS if n < most):
            spent = _spent(pattern, head + turn * times + _END, _PATIENCE[0])
            if spent > _PATIENCE[0]:
                return Slow(head + turn * 2, len(head) + len(turn) * times + 1, spent)
        patience = _PATIENCE[reach > _REACH]
        if spent > patience * (_STEPS[-1] / max(most, 1)) ** 3:
            spent = _spent(pattern, head + turn * most + _END, patience)
            if spent > patience:
                return Slow(head + turn * 2, len(head) + len(turn) * most + 1, spent)
    return None


def _attacks(examples: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Beginnings of lines and what is repeated behind each."""
    seen = set()
    for example in examples:
        step = max(1, len(example) // _PREFIXES)
        for at in range(0, min(len(example), 60) + 1, step):
            for size in (1, 3):
                attack = example[:at], example[max(at - size, 0) : at] or example[at : at + size]
                if attack[1] and attack not in seen:
                    seen.add(attack)
                    yield attack


def _spent(pattern: re.Pattern[str], line: str, patience: float) -> float:
    """Seconds of one search: the best of three, if the first takes longer than ``patience``."""
    best = float("inf")
    for _ in range(_TURNS):
        start = time.thread_time()
        pattern.search(line)
        best = min(best, time.thread_time() - start)
        if not patience < best < 10 * patience:
            break
    return best
