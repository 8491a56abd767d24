"""The archive's laws: what ``gonghui check`` looks at.

Every file is compared with the manifest; every record is read, held to the
schema and to its own form; every ledger must tile, undo and replay to the
bodies it made; every id, copy and original must have its counterpart.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from archive import kept, lock, record
from archive import ledger as ledgers
from archive.errors import BrokenRecord, NewerFormat
from archive.model import Document, Ledger
from archive.store import FOLDERS, MANIFEST, Store, read_manifest, year_folder

_PATHS = re.compile(
    r"documents/(?:\d{4}|undated)/[0-9a-z]{1,40}\.md|originals/([0-9a-f]{2})/\1[0-9a-f]{62}"
    r"|ledgers/([0-9a-f]{2})/\2[0-9a-f]{62}\.json|kept/[0-9a-z]{1,40}\.json"
)
_ROOT = re.compile(
    r"FORMAT|manifest-sha256\.txt|\.pending|\.lock|\.fetched\.json|\.prints|\.git\w*|index|overrides|corrections"
    r"|withdrawn|rules|set-aside|documents|originals|ledgers|kept"
)
_PACKAGE = frozenset(p.name for p in Path(__file__).parent.iterdir() if p.suffix in (".py", ".json")) | {"__pycache__"}
"""Files of this program, which the project's own archive stands beside."""
PageText = Callable[..., str]
"""The page text of the bytes of a page, or of all pages of an article in order."""
PageLaw = Callable[[str, Ledger], list[str]]
BodyLaw = Callable[[str, Ledger, Document], list[str]]
Rulings = Callable[[Mapping[str, Document]], Iterable[tuple[str, str]]]
"""What is wrong with the files in which persons overrule the documents given by id: path and reason."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one file; ``path`` is relative to the archive."""

    path: str
    reason: str


def check(
    store: Store,
    page_text: PageText,
    page_law: PageLaw,
    body_law: BodyLaw,
    step: Callable[[str], None] = lambda path: None,
    waiting: Callable[[str], None] | None = None,
    rulings: Rulings = lambda documents: (),
) -> Iterator[Problem]:
    """Every problem of the archive, by path. The laws of cleaning are passed in: this layer does not know them."""
    with lock.shared(store.root, waiting):
        try:
            store.require_format()
        except NewerFormat as error:
            yield Problem("FORMAT", str(error))
            return
        if store.pending():
            yield Problem(".pending", "a run was stopped in the middle of writing; the next run completes it")
        yield from _Look(store, step).problems(page_text, page_law, body_law, rulings)


class _Look:
    def __init__(self, store: Store, step: Callable[[str], None]) -> None:
        self._store, self._step = store, step
        self._sick: set[str] = set()
        """Files that are named already: what follows from their state is not named again."""

    def problems(self, page_text: PageText, page_law: PageLaw, body_law: BodyLaw,
                 rulings: Rulings) -> Iterator[Problem]:
        found = sorted(p.relative_to(self._store.root).as_posix() for folder in FOLDERS
                       for p in (self._store.root / folder).rglob("*") if not p.is_dir() or p.is_symlink())
        yield from self._at_the_root(bool(found))
        yield from self._files(found)
        documents: dict[str, Document] = {}
        for name in found:
            if name.startswith("documents/") and name.endswith(".md"):
                self._step(name)
                yield from self._record(name, documents)
        for name in found:
            if name.startswith("ledgers/") and name.endswith(".json"):
                self._step(name)
                yield from self._ledger(name, documents, page_text, page_law, body_law)
        yield from self._kept(found, documents)
        yield from self._counterparts(set(found), documents)
        yield from (Problem(name, reason) for name, reason in rulings(documents))

    def _at_the_root(self, filled: bool) -> Iterator[Problem]:
        root = self._store.root
        if filled and not (root / "FORMAT").exists():
            yield Problem("FORMAT", "missing; the next `gonghui scrape` writes it")
        own = _PACKAGE if (root / "__init__.py").exists() else frozenset()
        for path in sorted(root.iterdir()):
            if not _ROOT.fullmatch(path.name) and path.name not in own:
                yield Problem(path.name, "added: it does not belong here")

    def _files(self, found: list[str]) -> Iterator[Problem]:
        try:
            sums = read_manifest(self._store.root / MANIFEST)
        except BrokenRecord as error:
            yield Problem(MANIFEST, str(error))
            sums = {}
        if found and not sums and not (self._store.root / MANIFEST).exists():
            yield Problem(MANIFEST, "missing")
        for name in sorted(sums.keys() - set(found)):
            yield self._name(name, "missing")
        for name in found:
            if not _PATHS.fullmatch(name):
                yield self._name(name, "does not belong here")
                continue
            data = (self._store.root / name).read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            if name.startswith("originals/") and Path(name).name != digest:
                yield self._name(name, "altered: the bytes do not have the hash they are named by")
            elif sums and name not in sums:
                yield self._name(name, f"added: {MANIFEST} does not list it")
            elif sums and sums[name] != digest:
                yield self._name(name, f"altered: its hash is not the one in {MANIFEST}")

    def _name(self, name: str, reason: str) -> Problem:
        self._sick.add(name)
        return Problem(name, reason)

    def _record(self, name: str, documents: dict[str, Document]) -> Iterator[Problem]:
        path = self._store.root / name
        try:
            text = path.read_bytes().decode()
            document = record.read(text, name)
            same = record.write(document) == text
        except (BrokenRecord, UnicodeDecodeError, TypeError, ValueError) as error:
            yield self._name(name, f"cannot be read: {error}")
            return
        if faults := list(schema_faults(record.front_matter(document))):
            yield self._name(name, "; ".join(faults))
            return
        if document.date and not record.is_date(document.date):
            yield self._name(name, f"date: {document.date} is no day of the calendar")
        if not same:
            yield self._name(name, "altered: not in the form that gonghui writes")
        if document.id != path.stem:
            yield self._name(name, f"holds the document {document.id}")
        if (folder := year_folder(document.date)) != path.parent.name:
            yield self._name(name, f"belongs into documents/{folder}/")
        if document.id in documents:
            yield self._name(name, f"the id {document.id} stands twice")
        documents.setdefault(document.id, document)

    def _ledger(self, name: str, documents: dict[str, Document], page_text: PageText, page_law: PageLaw,
                body_law: BodyLaw) -> Iterator[Problem]:
        path = self._store.root / name
        try:
            text = path.read_bytes().decode()
            ledger = ledgers.from_json(text, name)
            same = ledgers.to_json(ledger) == text
        except (BrokenRecord, UnicodeDecodeError, TypeError, ValueError) as error:
            yield self._name(name, f"cannot be read: {error}")
            return
        if not same:
            yield self._name(name, "altered: not in the form that gonghui writes")
        if ledger.sha256 != path.stem:
            yield self._name(name, f"is the ledger of {ledger.sha256}")
            return
        for sha256 in ledger.originals:
            original = self._store.original_path(sha256)
            origin = original.relative_to(self._store.root).as_posix()
            if not original.exists() and origin not in self._sick:
                yield self._name(origin, f"missing, {name} needs it")
            if origin in self._sick:
                return
        page = page_text(*self._store.pages(ledger))
        if problems := page_law(page, ledger):
            yield self._name(name, "; ".join(problems))
            return
        for id in dict.fromkeys(s.id for s in ledger.segments if s.id):
            if id not in documents:
                if not any(Path(sick).stem == id for sick in self._sick):
                    yield self._name(name, f"names the document {id}, which is not there")
                continue
            document = documents[id]
            mine = [c for c in document.copies if c.sha256 == ledger.sha256]
            if not mine:
                yield self._name(name, f"names the document {id}, which does not list this copy")
            elif mine[0].captures != ledger.captures:
                yield self._name(name, f"names other pages than the document {id}")
            elif document.copies[0] == mine[0] and len(mine) == 1:
                yield from (self._name(name, p) for p in body_law(page, ledger, document))

    def _kept(self, found: list[str], documents: dict[str, Document]) -> Iterator[Problem]:
        """What is kept beside a record says the same as the record."""
        for name in found:
            id = Path(name).stem
            if not name.startswith("kept/") or name in self._sick or any(Path(s).stem == id for s in self._sick):
                continue
            if id not in documents:
                yield self._name(name, f"tells of the document {id}, which is not there")
            elif kept.told(record.write(documents[id]).encode()) != (self._store.root / name).read_bytes():
                yield self._name(name, f"says something else than the record of {id}")

    def _counterparts(self, found: set[str], documents: dict[str, Document]) -> Iterator[Problem]:
        used = set()
        for id, document in sorted(documents.items()):
            for copy in document.copies:
                hashes = [copy.sha256, *(str(c["sha256"]) for c in copy.captures if "sha256" in c)]
                used.update(hashes)
                needed = [f"originals/{h[:2]}/{h}" for h in hashes]
                needed.append(f"ledgers/{copy.sha256[:2]}/{copy.sha256}.json")
                for name in needed:
                    if name not in found and name not in self._sick:
                        yield self._name(name, f"missing, the document {id} needs it")
        for name in sorted(found):
            if name.startswith(("originals/", "ledgers/")) and name not in self._sick and Path(name).stem not in used:
                yield self._name(name, "orphaned: no document comes from it")


@cache
def _schema() -> Any:
    return jsonschema.Draft202012Validator(json.loads((Path(__file__).parent / "schema.json").read_bytes()))


def schema_faults(front_matter: dict[str, Any]) -> Iterator[str]:
    """What of a front matter does not fit ``schema.json``."""
    for error in _schema().iter_errors(front_matter):
        yield f"{'.'.join(map(str, error.absolute_path)) or 'front matter'}: {error.message}"
