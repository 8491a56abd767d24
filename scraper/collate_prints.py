"""The table that finds texts which share fingerprints (:mod:`archive.prints`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from archive.prints import Prints

CAP = 60
"""Prints that more documents than this hold are formulas and tell nothing."""


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
