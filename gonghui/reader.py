"""What the site needs of an archive folder: entries kept between builds, texts read when their turn comes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from archive.errors import BrokenRecord
from archive.model import Document, Ledger
from archive.record import from_values, front_matter
from archive.store import Store, read_record
from gonghui.kept import Kept
from gonghui.kinship import Kin, kin
from gonghui.whole import whole
from publish import exports
from publish.catalog import Catalog, Entry, entry
from publish.page import Site
from publish.sources import Sources, text_of


class Reader:
    """Reads an archive. A record that has not changed since the last build is not parsed again.

    ``kept`` is what a former run noted of the records; it is brought up to date.
    """

    def __init__(self, root: Path, kept: Kept | None = None) -> None:
        self._store = Store(root)
        self._kept = kept or Kept()
        self._known: dict[Path, tuple[int, int, Entry]] = {}
        self._paths: dict[str, Path] = {}
        self._kin: tuple[frozenset[object], Kin] | None = None

    def entries(self) -> list[Entry]:
        """The catalogue's entries; a record that cannot be published goes to :attr:`broken` instead."""
        self.broken: list[BrokenRecord] = []
        known: dict[Path, tuple[int, int, Entry]] = {}
        noted: dict[str, list[Any]] = {}
        for path in self._store.paths():
            stat = path.stat()
            state = [stat.st_mtime_ns, stat.st_size]
            name = str(path.relative_to(self._store.root))
            old, note = self._known.get(path), self._kept.entries.get(name)
            if old and [*old[:2]] == state:
                known[path] = old
            elif note and note[:2] == state:
                known[path] = (stat.st_mtime_ns, stat.st_size, _entry_of(note[2]))
            else:
                try:
                    known[path] = (stat.st_mtime_ns, stat.st_size, _entry(path))
                except BrokenRecord as error:
                    self.broken.append(error)
                    continue
            noted[name] = note if note and note[:2] == state else [*state, _noted(known[path][2])]
        self._known, self._kept.entries = known, noted
        self._paths = {e.id: path for path, (_, _, e) in known.items()}
        return [e for _, _, e in known.values()]

    def sources(self, related: bool = False) -> Sources:
        """The doors for ``publish``, with one capture kept open at a time; ``related`` asks who shares text."""
        known = self._related() if related else {}
        ledger = lru_cache(2)(self._ledger)
        return Sources(self._document, lru_cache(1)(lambda id: text_of(self._document(id))), ledger,
                       lru_cache(2)(partial(self._page, ledger)), _reason(), lambda id: known.get(id, ()), self._stamp)

    def _related(self) -> Kin:
        """Who shares text with whom; asked anew only when a record has changed."""
        from scraper.collate_memory import all_prints

        state = frozenset((id, self._known[path][:2]) for id, path in self._paths.items())
        if self._kin is None or self._kin[0] != state:
            shown = {id for id, path in self._paths.items() if _shown(self._known[path][2].document)}
            prints = [(id, found) for id, found in all_prints(self._store, lambda error: None) if id in shown]
            version = {id: self._known[self._paths[id]][2].version for id in shown}
            self._kin = (state, kin(prints, self._document, version.__getitem__, self._kept.shares))
        return self._kin[1]

    def _stamp(self, sha256: str) -> str:
        path = self._store.ledger_path(sha256)
        try:
            stat = path.stat()
        except OSError:
            return "none"
        return f"{stat.st_mtime_ns} {stat.st_size} {self._store.original_path(sha256).exists()}"

    def write_data(self, folder: Path, site: Site, catalog: Catalog, tables: Sequence[exports.Table] = ()) -> None:
        """The archive as data files, their description and their sums. ``tables`` lie in ``folder`` already."""
        sums: dict[str, tuple[int, str]] = {}
        for name, lines in (("documents.csv", iter([exports.table(site, catalog)])),
                            ("documents.jsonl", exports.lines(site, catalog, self._document))):
            digest, size = hashlib.sha256(), 0
            with whole(folder / name) as file:
                for line in lines:
                    data = line.encode()
                    digest.update(data)
                    size += file.write(data)
            sums[name] = (size, digest.hexdigest())
        for table in tables:
            with (folder / table.path).open("rb") as written:
                told = hashlib.file_digest(written, "sha256").hexdigest()
                sums[table.path] = (written.tell(), told)
        package = exports.datapackage(site, catalog, sums, tables).encode()
        with whole(folder / "datapackage.json") as file:
            file.write(package)
        sums["datapackage.json"] = (len(package), hashlib.sha256(package).hexdigest())
        text = "".join(f"{digest}  {name}\n" for name, (_, digest) in sums.items())
        with whole(folder / "SHA256SUMS") as file:
            file.write(text.encode())

    def _document(self, id: str) -> Document:
        path = self._paths[id]
        _, _, known = self._known[path]
        text = path.read_text(encoding="utf-8")
        return replace(known.document, body=text[text.index("\n---\n", 3) + 5 :].strip("\n"))

    def _ledger(self, sha256: str) -> Ledger | None:
        return self._store.ledger(sha256) if self._store.ledger_path(sha256).exists() else None

    def _page(self, ledger: Callable[[str], Ledger | None], sha256: str) -> str | None:
        from scraper import page_text

        names = book.originals if (book := ledger(sha256)) else (sha256,)
        if not all(self._store.original_path(name).exists() for name in names):
            return None
        return page_text(*map(self._store.original, names))


def _entry(path: Path) -> Entry:
    """The entry of a record. Raises :class:`archive.errors.BrokenRecord` for what could not be shown or found."""
    document = read_record(path)
    if document.id != path.stem:
        raise BrokenRecord(where=path, what=f"holds the document {document.id}")
    return replace(entry(document), version=hashlib.sha256(path.read_bytes()).hexdigest()[:16])


def _noted(e: Entry) -> str:
    """An entry as JSON: a string takes a fifth of the memory of what it says."""
    return json.dumps({"head": front_matter(e.document), "label": e.label, "characters": e.characters,
                       "contacts": e.contacts, "opening": e.opening, "version": e.version}, ensure_ascii=False)


def _entry_of(noted: str) -> Entry:
    values = json.loads(noted)
    return Entry(document=from_values(values.pop("head"), ""), **values)


def _shown(document: Document) -> bool:
    return document.publish and not document.withdrawn


def _reason() -> Callable[[str], str]:
    """The reason of a rule in Chinese, by its id."""
    try:
        from scraper.rules import reason
    except ImportError:
        return str
    return cache(lambda rule: reason(rule, "zh"))
