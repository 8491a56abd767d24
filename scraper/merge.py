"""One archive merged into another: the same originals once, ids kept, conflicts named.

Documents hang together through the pages they came from. A group that this
archive knows nothing of is taken over as it stands, byte for byte. Of any
other group the pages that are new here are cleaned by the rules of today, as
if they were scraped, and the ids that fall away live on as aliases. What this
archive holds is never changed for the other's sake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Literal

from archive import record
from archive.bag import RULINGS
from archive.errors import BrokenRecord, UnknownId, stop
from archive.model import Copy, Document
from archive.store import Store, replace_file
from scraper.collate import same_work, share, text_of
from scraper.deposit import deposit
from scraper.overrule import read_rulings
from scraper.result import ids_of
from scraper.stored import capture_of
from scraper.works import Works

_BATCH = 200
"""Documents of a transaction."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of one document of the other archive, or of a file of rulings (``id`` is its path then)."""

    id: str
    status: Literal["taken", "unchanged", "merged", "conflict"]
    into: str | None = None
    """The document here that it is now."""
    reason: str | None = None
    """What differs, of a conflict: the field names, or why a file was left out."""


def merge(store: Store, other: Store, broken: Callable[[BrokenRecord], None] = stop) -> Iterator[Merged]:
    """Take over what ``other`` holds. Call it inside ``store.writing``; each outcome comes when it is on disk.

    ``broken`` is told of records here that cannot be read. Raises
    :class:`archive.errors.BrokenRecord` for records of ``other`` that cannot be read.
    """
    yield from _Merger(store, other, broken).run()


class _Merger:
    def __init__(self, store: Store, other: Store, broken: Callable[[BrokenRecord], None]) -> None:
        self._store, self._other, self._broken = store, other, broken
        self._theirs = {d.id: d for d in other.documents()}
        self._aliases = {a: path.stem for path in store.paths() for a in self._read(path.stem).aliases}
        self._works = Works(store, self._known, read_rulings(store.root), broken)

    def _read(self, id: str) -> Document:
        try:
            return self._store.document(id)
        except BrokenRecord as error:
            self._broken(error)
            return Document(id=id, kind="other", body="")

    def _known(self, id: str) -> Document:
        with suppress(UnknownId):
            return self._store.document(id)
        return self._theirs[id]

    def _ours(self, id: str) -> Document | None:
        with suppress(UnknownId):
            return self._read(self._aliases.get(id, id))
        return None

    def run(self) -> Iterator[Merged]:
        rest: list[list[Document]] = []
        batch: list[Document] = []
        for group in self._groups():
            if self._unknown(group):
                batch += group
            else:
                rest.append(group)
            if len(batch) >= _BATCH:
                yield from self._take(batch)
                batch = []
        yield from self._take(batch)
        for group in rest:
            yield from self._join(group)
        yield from self._rulings()

    def _groups(self) -> list[list[Document]]:
        """The documents that share pages, group by group."""
        head: dict[str, str] = {}

        def top(name: str) -> str:
            while head.setdefault(name, name) != name:
                head[name] = name = head[head[name]]
            return name

        for id, document in self._theirs.items():
            for copy in document.copies:
                head[top(copy.sha256)] = top(id)
        groups: dict[str, list[Document]] = {}
        for id, document in self._theirs.items():
            groups.setdefault(top(id), []).append(document)
        return list(groups.values())

    def _unknown(self, group: list[Document]) -> bool:
        return all(self._ours(name) is None for d in group for name in (d.id, *d.aliases)) \
            and not any(self._store.ledger_path(c.sha256).exists() for d in group for c in d.copies) \
            and all(home is None or home in self._theirs for home in map(self._works.home, group))

    def _take(self, batch: list[Document]) -> list[Merged]:
        """Documents that nothing here speaks against, with all that belongs to them."""
        writes = {}
        for document in batch:
            writes[self._store.document_path(document)] = record.write(document).encode()
            for copy in document.copies:
                writes[self._store.ledger_path(copy.sha256)] = self._other.ledger_path(copy.sha256).read_bytes()
                for sha256 in _hashes(copy):
                    writes[self._store.original_path(sha256)] = self._other.original(sha256)
        self._store.commit(writes)
        self._works.note(batch)
        return [Merged(d.id, "taken", d.id) for d in batch]

    def _join(self, group: list[Document]) -> Iterator[Merged]:
        """Documents some of which are here already: their new pages are cleaned, their ids become aliases."""
        copies = {c.sha256: c for d in group for c in d.copies}
        news = [capture_of(self._other, c) for c in copies.values() if not self._store.ledger_path(c.sha256).exists()]
        for _ in deposit(self._store, news, 1, self._broken):
            pass
        for document in group:
            yield self._settle(document)

    def _settle(self, theirs: Document) -> Merged:
        ours = self._ours(theirs.id)
        if ours is None:
            ours = self._counterpart(theirs)
            if ours is None:
                return Merged(theirs.id, "conflict", None, "copies")
            names = {theirs.id, *(a for a in theirs.aliases if self._ours(a) is None)}
            new = replace(ours, aliases=tuple(sorted({*ours.aliases, *names})))
            self._store.commit({self._store.path(ours.id): record.write(new).encode()})
            self._aliases.update(dict.fromkeys(names, ours.id))
            ours = new
        if theirs.withdrawn and not ours.withdrawn:
            return Merged(theirs.id, "conflict", ours.id, "withdrawn")
        if ours.id != theirs.id:
            return Merged(theirs.id, "merged", ours.id)
        if different := _different(ours, theirs):
            return Merged(theirs.id, "conflict", ours.id, ", ".join(different))
        return Merged(theirs.id, "unchanged", ours.id)

    def _counterpart(self, theirs: Document) -> Document | None:
        """The document here that came from the same page and holds the same text."""
        found: dict[str, Document] = {}
        for copy in theirs.copies:
            with suppress(BrokenRecord):
                for id in ids_of(self._store.ledger(copy.sha256)):
                    if document := self._ours(id):
                        found[document.id] = document
        text = text_of(theirs)
        ranked = sorted(((share(text, text_of(d)), d.id) for d in found.values()), reverse=True)
        return next((found[id] for value, id in ranked if same_work(theirs, found[id], value)), None)

    def _rulings(self) -> Iterator[Merged]:
        """Files in which persons ruled: taken where there is none here, never laid over one."""
        for folder in RULINGS:
            for path in sorted((self._other.root / folder).glob("*.*")):
                name = f"{folder}/{path.name}"
                id = self._aliases.get(path.stem, path.stem)
                target = self._store.root / folder / f"{id}{path.suffix}"
                if target.exists():
                    if target.read_bytes() != path.read_bytes():
                        yield Merged(name, "conflict", id, "another ruling stands here")
                    continue
                if id != path.stem:
                    yield Merged(name, "conflict", id, "its document is another one here")
                    continue
                target.parent.mkdir(exist_ok=True)
                replace_file(target, path.read_bytes())
                yield Merged(name, "taken", id)
        for path in sorted((self._other.root / "rules").glob("*.toml")):
            here = self._store.root / "rules" / path.name
            if not here.exists() or here.read_bytes() != path.read_bytes():
                yield Merged(f"rules/{path.name}", "conflict", None, "rules change cleaning: copy the file by hand")


def _hashes(copy: Copy) -> list[str]:
    return list(dict.fromkeys([copy.sha256, *(str(c["sha256"]) for c in copy.captures if "sha256" in c)]))


def _different(ours: Document, theirs: Document) -> list[str]:
    return [f.name for f in fields(Document) if getattr(ours, f.name) != getattr(theirs, f.name)]
