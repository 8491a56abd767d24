"""Fingerprints of texts and the table that finds texts which share them.

A text is folded to its letters and digits, cut into grams of 8, each hashed,
and of every 24 neighbours the smallest hash is kept (winnowing, Schleimer,
Wilkerson and Aiken 2003): two texts with a common run of 31 letters share at
least one print, and a text of 7,000 letters has about 560.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import numpy.typing as npt

GRAM = 8
WINDOW = 24
CAP = 60
"""Prints that more documents than this hold are formulas and tell nothing."""
Prints = npt.NDArray[np.uint64]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SAME: dict[int, int] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, ord("著"): ord("着")}
_REST = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone, half width, lower case: what copies of a text have in common.

    >>> letters("## 一、“五一”劳动节 2013年　（Ａ）")
    '一五一劳动节2013年a'
    """
    return _REST.sub("", text).translate(_SAME).lower()


def fingerprints(text: str) -> Prints:
    """The prints of a text, sorted, each once; of a text too short for a window the smallest hashes it has."""
    codes = np.frombuffer(letters(text).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for i in range(GRAM):
        hashes = hashes * _BASE + codes[i : len(codes) - GRAM + 1 + i]
    hashes ^= hashes >> np.uint64(33)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    if len(hashes) > WINDOW:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(axis=1)
    return cast(Prints, np.unique(hashes))


@dataclass
class Table:
    """Which documents hold a print. Documents are told by their place in ``ids``.

    Sorted runs of (print, document), merged when a run has grown to the size
    of the one before it: adding costs a logarithm, asking one search a run.
    """

    ids: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    _runs: list[tuple[Prints, npt.NDArray[np.int32]]] = field(default_factory=list)

    def add(self, id: str, prints: Prints) -> None:
        """Enter a document."""
        self.extend([(id, prints)])

    def extend(self, items: Iterable[tuple[str, Prints]]) -> None:
        """Enter many documents at once."""
        values, owners = [], []
        for id, prints in items:
            owners.append(np.full(len(prints), len(self.ids), np.int32))
            values.append(prints)
            self.ids.append(id)
            self.sizes.append(len(prints))
        if values:
            self._push(np.concatenate(values), np.concatenate(owners))

    def _push(self, values: Prints, owners: npt.NDArray[np.int32]) -> None:
        while self._runs and len(self._runs[-1][0]) <= 2 * len(values):
            more_values, more_owners = self._runs.pop()
            values, owners = np.concatenate([more_values, values]), np.concatenate([more_owners, owners])
        order = np.argsort(values, kind="stable")
        self._runs.append((values[order], owners[order]))

    def sharing(self, prints: Prints) -> Iterator[tuple[str, int, int]]:
        """Documents that share prints: id, how many, how many prints it has; most first. Formulas do not count."""
        found = []
        counts = np.zeros(len(prints), np.int64)
        spans = []
        for values, owners in self._runs:
            low = np.searchsorted(values, prints)
            hits = np.flatnonzero(values[np.minimum(low, len(values) - 1)] == prints)
            high = np.searchsorted(values, prints[hits], "right")
            counts[hits] += high - low[hits]
            spans.append((hits, low[hits], high, owners))
        for hits, low, high, owners in spans:
            use = counts[hits] <= CAP
            found += [owners[a:b] for a, b in zip(low[use], high[use], strict=True)]
        if not found:
            return
        who, often = np.unique(np.concatenate(found), return_counts=True)
        if len(prints) >= 20:  # one or two chance prints are no candidate; thousands of documents have them
            who, often = who[often > 2], often[often > 2]
        for at in np.lexsort((who, -often)):
            yield self.ids[who[at]], int(often[at]), self.sizes[who[at]]
