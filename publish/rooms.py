"""The rooms of the house (:mod:`publish.room`), in the order in which they show."""

from __future__ import annotations

from collections.abc import Sequence

from publish import basket, compare, figures, glossary, spread, trend
from publish.catalog import Catalog
from publish.page import Site
from publish.room import Open, Room
from publish.sources import Sources

ROOMS: tuple[Open, ...] = (basket.opened, compare.opened, spread.opened, figures.opened, trend.opened,
                          glossary.opened)


def opened(site: Site, catalog: Catalog, sources: Sources) -> Sequence[Room]:
    """All rooms, opened for one build."""
    return tuple(door(site, catalog, sources) for door in ROOMS)
