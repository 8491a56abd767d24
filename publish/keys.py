"""Keys of pages: what a page is made of besides the site and the program (:attr:`publish.page.Sheet.key`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from publish.catalog import Catalog, Entry
from publish.room import Room, key
from publish.sources import Sources


class Keys:
    """Makes the keys of a build. An entry without a version has none."""

    def __init__(self, catalog: Catalog, sources: Sources, rooms: Sequence[Room]) -> None:
        self._catalog, self._sources, self._rooms = catalog, sources, rooms
        self._together: Mapping[str, list[str]] = _together(catalog)

    def document(self, e: Entry) -> str:
        """Of a reading page: the record, its neighbours and relatives as they are told, the ledger of its doubts."""
        added = [key(room, e) for room in self._rooms]
        if None in added or not e.version:
            return ""
        best = e.document.copies[0].sha256 if e.document.copies else ""
        relatives = [(id, share, self._version(id)) for id, share in self._sources.related(e.id)]
        near = [self._version(other.id) if other else "" for other in self._catalog.neighbours(e.id)]
        return _sum(e.version, near, relatives, best and self._sources.stamp(best), added)

    def audit(self, e: Entry, number: int) -> str:
        """Of an audit view: the record, the ledger of the copy, the other documents of the page."""
        if not e.version:
            return ""
        copy = e.document.copies[number - 1].sha256 if e.document.copies else ""
        return _sum(e.version, number, copy and self._sources.stamp(copy), self._together.get(copy, ()))

    def _version(self, id: str) -> str:
        other = self._catalog.by_id.get(id)
        return other.version if other else ""


def _together(catalog: Catalog) -> dict[str, list[str]]:
    """The versions of the published documents of each capture."""
    out: dict[str, list[str]] = {}
    for e in sorted(catalog.entries, key=lambda e: e.id):
        for copy in e.document.copies:
            out.setdefault(copy.sha256, []).append(e.version)
    return out


def _sum(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]
