"""Which documents share text: told by ``scraper.collate``, with one text in memory at a time but for a few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from archive.model import Document

Kin = Mapping[str, tuple[tuple[str, float], ...]]
_MOST = 8
"""Related documents that a page names."""


def kin(ids: Iterable[str], read: Callable[[str], Document]) -> Kin:
    """For each id the others that share text, most first, with the share of the shorter text that both hold."""
    from archive.prints import fingerprints
    from scraper.collate import LOOK, RELATED, share, text_of
    from scraper.collate_prints import Table

    text = lru_cache(16)(lambda id: text_of(read(id)))
    prints = {id: fingerprints(text(id)) for id in ids}
    table = Table()
    table.extend(prints.items())
    found: dict[str, list[tuple[str, float]]] = {}
    for id, mine in prints.items():
        for other, shared, size in table.sharing(mine):
            if other > id and shared >= LOOK * min(len(mine), size):
                value = share(text(id), text(other))
                if value >= RELATED:
                    found.setdefault(id, []).append((other, value))
                    found.setdefault(other, []).append((id, value))
    return {id: tuple(sorted(pairs, key=lambda p: (-p[1], p[0]))[:_MOST]) for id, pairs in found.items()}
