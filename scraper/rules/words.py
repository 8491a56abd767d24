"""Which of many words stand in a text, asked of all of them at once.

Hundreds of searches would each go through the whole text; here it is gone
through once, by pairs of neighbouring UTF-16 units, and few words are left to
be looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Words:
    """Words made ready to be looked for in one text after another.

    >>> sorted(Words(["工会", "会议", "★", "www"]).held("★县工会 ww"))
    ['★', '工会']
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._alone: dict[int, str] = {}
        self._begun: dict[int, list[tuple[str, bool]]] = defaultdict(list)
        """Words by their first two units, and whether these are all of the word."""
        self._marks = np.zeros(1 << 16, np.uint8)
        for word in words:
            first, *rest = _units(word).tolist()
            if rest:
                self._begun[first << 16 | rest[0]].append((word, len(rest) == 1))
                self._marks[first] |= 1
                self._marks[rest[0]] |= 2
            else:
                self._alone[first] = word
                self._marks[first] |= 4

    def held(self, text: str) -> set[str]:
        """The words that stand in ``text``."""
        units = _units(text)
        marks = self._marks.take(units)
        found = {self._alone[u] for u in units[marks >= 4].tolist()} if self._alone else set()
        at = np.flatnonzero((marks[:-1] & 1) & (marks[1:] >> 1))
        pairs = units[at].astype(np.uint32) << 16 | units[at + 1]
        begun = (self._begun[pair] for pair in self._begun.keys() & set(pairs.tolist()))
        return found | {word for words in begun for word, whole in words if whole or word in text}


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
