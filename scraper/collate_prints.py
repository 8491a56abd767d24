"""The table that finds texts which share fingerprints (:mod:`archive.prints`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from archive.prints import Prints

CAP = 60
"""Prints that more documents than this hold are formulas and tell nothing."""
_OWNER = np.uint64((1 << 24) - 1)
"""The bits of an entry that say whose it is; the upper 40 are those of the print."""
Entries = npt.NDArray[np.uint64]


def entries(prints: Prints, owner: int | Entries) -> Entries:
    """Prints as entries of a table; ``owner`` is the number of the document, or that of each print."""
    return prints & ~_OWNER | np.asarray(owner, np.uint64)


@dataclass
class Table:
    """Which documents hold a print. Documents are told by their place in ``ids``; at most 16 million.

    Sorted runs of entries, merged when a run has grown to the size of the one
    before it: adding costs a logarithm, asking one search a run. A run that is
    mapped from a file stays there: asking reads a few pages of it. Entries of
    ``gone`` documents do not count.
    """

    ids: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    _runs: list[Entries] = field(default_factory=list)
    gone: npt.NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))

    def add(self, id: str, prints: Prints) -> None:
        """Enter a document."""
        self.extend([(id, prints)])

    def extend(self, items: Iterable[tuple[str, Prints]]) -> None:
        """Enter many documents at once."""
        new = []
        for id, prints in items:
            new.append(entries(prints, len(self.ids)))
            self.ids.append(id)
            self.sizes.append(len(prints))
        if new:
            self.push(np.concatenate(new))

    def push(self, run: Entries) -> None:
        """Enter entries of documents that ``ids`` names."""
        while self._runs and len(self._runs[-1]) <= 2 * len(run) and not isinstance(self._runs[-1], np.memmap):
            run = np.concatenate([self._runs.pop(), run])
        run.sort()
        self._runs.append(run)

    def sharing(self, prints: Prints) -> Iterator[tuple[str, int, int]]:
        """Documents that share prints: id, how many, how many prints it has; most first. Formulas do not count."""
        wanted = np.unique(prints & ~_OWNER)
        counts = np.zeros(len(wanted), np.int64)
        hits = []
        for run in self._runs:
            low, high = np.searchsorted(run, wanted), np.searchsorted(run, wanted | _OWNER, "right")
            span = high - low
            few = span <= CAP + len(self.gone)
            counts[~few] += CAP + 1
            which = np.repeat(np.flatnonzero(few), span[few])
            ends = np.cumsum(span[few])
            places = np.arange(len(which)) + np.repeat(low[few] - (ends - span[few]), span[few])
            owners = (run[places] & _OWNER).astype(np.intp)
            if len(self.gone):
                stays = ~np.isin(owners, self.gone)
                which, owners = which[stays], owners[stays]
            counts += np.bincount(which, minlength=len(wanted))
            hits.append((which, owners))
        found = [owners[counts[which] <= CAP] for which, owners in hits]
        if not any(map(len, found)):
            return
        who, often = np.unique(np.concatenate(found), return_counts=True)
        if len(prints) >= 20:  # one or two chance prints are no candidate; thousands of documents have them
            who, often = who[often > 2], often[often > 2]
        for at in np.lexsort((who, -often)):
            yield self.ids[who[at]], int(often[at]), self.sizes[who[at]]
