"""Which documents share text: told by ``scraper.collate``, with one text in memory at a time but for a few."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from archive.model import Document
from archive.prints import Prints

Kin = Mapping[str, tuple[tuple[str, float], ...]]
_MOST = 8
"""Related documents that a page names."""


def kin(
    prints: Sequence[tuple[str, Prints]], read: Callable[[str], Document], version: Callable[[str], str],
    shares: dict[str, float],
) -> Kin:
    """For each id the others that share text, most first, with the share of the shorter text that both hold.

    ``prints`` are those of all documents, by id. ``shares`` holds what is known of pairs, by their versions; it is
    brought up to date.
    """
    from scraper.collate import LOOK, RELATED, share, text_of
    from scraper.collate_prints import Table

    text = lru_cache(16)(lambda id: text_of(read(id)))
    table = Table()
    table.extend(prints)
    found: dict[str, list[tuple[str, float]]] = {}
    now: dict[str, float] = {}
    for id, mine in prints:
        for other, shared, size in table.sharing(mine):
            if other > id and shared >= LOOK * min(len(mine), size):
                pair = f"{version(id)} {version(other)}"
                value = now[pair] = shares[pair] if pair in shares else share(text(id), text(other))
                if value >= RELATED:
                    found.setdefault(id, []).append((other, value))
                    found.setdefault(other, []).append((id, value))
    shares.clear()
    shares.update(now)
    return {id: tuple(sorted(pairs, key=lambda p: (-p[1], p[0]))[:_MOST]) for id, pairs in found.items()}
