"""What an archive has lost, made anew from its originals.

An original that is not what its name says is set aside, and so are records
that cannot be read or were altered; nothing is deleted. Ledgers and records
are made again by cleaning, under the ids that the other files still tell.
Former ids, addresses of paragraphs and whether a document is published stand
in ``kept/``, rulings and withdrawals in files of their own. Where the copies of
a lost record came from is lost with it; a new ``scrape`` of them tells it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from archive import kept, record
from archive import ledger as ledgers
from archive.errors import BrokenRecord
from archive.model import Copy, Document, Ledger
from archive.store import MANIFEST, Store, read_record, replace_file
from scraper.clean import clean_capture, page_text
from scraper.laws import broken_page
from scraper.model import Cleaned
from scraper.overrule import Rulings, read_rulings
from scraper.reclean import match
from scraper.result import ids_of, rename
from scraper.stored import capture_of
from scraper.works import joined

ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done to one file; ``path`` is relative to the archive."""

    path: str
    done: str


def mend(store: Store) -> Iterator[Mended]:
    """Set aside what is broken, make anew what can be. Call it inside ``store.writing``.

    Raises :class:`archive.errors.BrokenRecord` for a ruling of a person that cannot be read.
    """
    look = _Look(store, read_rulings(store.root))
    yield from look.set_aside()
    yield from look.make_anew()


class _Look:
    def __init__(self, store: Store, rulings: Rulings) -> None:
        self._store, self._rulings = store, rulings
        try:
            self._sums = store.sums()
        except BrokenRecord:
            self._sums = {}
        self._records: dict[str, Document] = {}
        self._altered: set[str] = set()
        self._ledgers: dict[str, Ledger] = {}
        self._bad: set[str] = set()
        """Captures whose ledger is to be made."""

    def set_aside(self) -> Iterator[Mended]:
        """Sort out originals and records that are not what they should be; read all others."""
        root = self._store.root
        for path in sorted(root.glob("originals/*/*")):
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
                yield self._aside(path, "its bytes do not have the hash they are named by")
                path.unlink()
        for path in self._store.paths():
            try:
                document = read_record(path)
                if document.id != path.stem or document.id in self._records:
                    raise BrokenRecord(where=path, what=f"it is not the record of {path.stem}")
                form = record.write(document).encode()
            except (BrokenRecord, AttributeError, TypeError, ValueError) as error:
                yield self._aside(path, str(error.facts["what"] if isinstance(error, BrokenRecord) else error))
                path.unlink()
                continue
            if form != path.read_bytes() or not self._listed(path) or path != self._store.document_path(document):
                yield self._aside(path, "altered; a copy is kept")
                self._altered.add(document.id)
            self._records[document.id] = document
        for path in sorted(root.glob("kept/*.json")):
            try:
                self._store.kept(path.stem)
            except BrokenRecord as error:
                yield self._aside(path, str(error.facts["what"]))
                path.unlink()
        for path in sorted(root.glob("originals/*/*")):
            self._read_ledger(path)
        further = {sha256 for copy in self._copies.values() for sha256 in _originals(copy)[1:]}
        self._bad -= {s for s in further if not self._store.ledger_path(s).exists()}

    @cached_property
    def _copies(self) -> dict[str, Copy]:
        """What records and ledgers tell of captures, by hash; records know more. Asked when all are read."""
        told = {ledger.sha256: _told_by(ledger) for ledger in self._ledgers.values()}
        return told | {c.sha256: c for d in self._records.values() for c in d.copies}

    def _aside(self, path: Path, why: str) -> Mended:
        name = path.relative_to(self._store.root).as_posix()
        target = self._store.root / ASIDE / name
        while target.exists() and target.read_bytes() != path.read_bytes():
            target = target.with_name(target.name + "~")
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, path.read_bytes())
        return Mended(name, f"set aside in {target.relative_to(self._store.root).as_posix()}: {why}")

    def _listed(self, path: Path) -> bool:
        known = self._sums.get(path.relative_to(self._store.root).as_posix())
        return known in (None, hashlib.sha256(path.read_bytes()).hexdigest())

    def _read_ledger(self, original: Path) -> None:
        sha256 = original.name
        with suppress(BrokenRecord):
            self._ledgers[sha256] = found = self._store.ledger(sha256)
            same = ledgers.to_json(found).encode() == self._store.ledger_path(sha256).read_bytes()
            if same and found.sha256 == sha256 and self._listed(self._store.ledger_path(sha256)) \
                    and not broken_page(page_text(*self._store.pages(found)), found):
                return
        self._bad.add(sha256)

    def make_anew(self) -> Iterator[Mended]:
        """Clean what hangs together with a file that is gone or wrong, and write what comes out otherwise."""
        writes: dict[Path, bytes] = {}
        cleaned = ((sha256, self._clean(sha256)) for sha256 in sorted(self._family()))
        made = {sha256: one for sha256, one in cleaned if one.documents}
        names = {sha256: self._names(sha256, one) for sha256, one in made.items()}
        parts: dict[str, list[Document]] = {}
        for sha256, one in made.items():
            ledger = ledgers.to_json(rename(one.ledger, names[sha256])).encode()
            writes[self._store.ledger_path(sha256)] = ledger
            for document in one.documents:
                parts.setdefault(names[sha256].get(document.id, document.id), []).append(document)
        removes = []
        for id, documents in sorted(parts.items()):
            old = self._records.get(id)
            if old and any(c.sha256 not in made for c in old.copies):
                continue  # a copy of it is gone: the record tells more than what is left
            if old is None or id in self._altered:
                old = replace(old or self._store.kept(id), body="")
            new = joined(documents, old, self._rulings)
            writes[self._store.document_path(new)] = record.write(new).encode()
            removes += list(self._store.root.glob(f"documents/*/{id}.md"))
        for id, document in self._records.items():
            data = kept.told(record.write(document).encode())
            if data and self._store.document_path(document) not in writes:
                writes[self._store.kept_path(id)] = data
        for path, data in writes.items():
            if not path.exists() or path.read_bytes() != data:
                yield Mended(path.relative_to(self._store.root).as_posix(), "made anew from its original")
        if self._store.recount():
            yield Mended(MANIFEST, "written anew")
        self._store.commit(writes, [p for p in removes if p not in writes])

    def _family(self) -> set[str]:
        """The captures to clean: those of broken files, and all that share a document with them."""
        of_page = {sha256: set(ids_of(ledger)) for sha256, ledger in self._ledgers.items()}
        for document in self._records.values():
            for copy in document.copies:
                of_page.setdefault(copy.sha256, set()).add(document.id)
        lost = {id for ids in of_page.values() for id in ids} - self._records.keys()
        ahead = self._bad | {s for s, ids in of_page.items() if ids & (lost | self._altered)}
        family: set[str] = set()
        while ahead:
            family |= ahead
            ids = {id for sha256 in ahead for id in of_page.get(sha256, ())}
            ahead = {s for s, named in of_page.items() if named & ids} - family
        return {s for s in family if all(self._store.original_path(o).exists() for o in _originals(self._copy(s)))}

    def _copy(self, sha256: str) -> Copy:
        return self._copies.get(sha256, Copy(sha256))

    def _clean(self, sha256: str) -> Cleaned:
        return clean_capture(capture_of(self._store, self._copy(sha256)))

    def _names(self, sha256: str, cleaned: Cleaned) -> dict[str, str]:
        """The ids of always for the documents of a page: as its ledger has them, else by their texts."""
        ledger = self._ledgers.get(sha256)
        if ledger and ledger.length == cleaned.ledger.length:
            return _overlap(cleaned.ledger, ledger)
        listing = [d for d in self._records.values() if any(c.sha256 == sha256 for c in d.copies)]
        return match(cleaned.documents, listing, sha256)


def _told_by(ledger: Ledger) -> Copy:
    """A copy as its ledger alone tells of it: that of an article over several pages knows their addresses."""
    first = ledger.captures[0] if ledger.captures else {}
    url, captured = (str(first[k]) if k in first else None for k in ("url", "captured"))
    return Copy(ledger.sha256, url=url, captured=captured, captures=ledger.captures)


def _originals(copy: Copy) -> list[str]:
    return [copy.sha256, *(str(c["sha256"]) for c in copy.captures[1:])]


def _overlap(new: Ledger, old: Ledger) -> dict[str, str]:
    """For each document of ``new`` the one of ``old`` that holds most of its characters."""
    shared: Counter[tuple[str, str]] = Counter()
    for a, b in _pairs(new, old):
        shared[a[0], b[0]] += min(a[2], b[2]) - max(a[1], b[1])
    out: dict[str, str] = {}
    for (mine, theirs), _ in shared.most_common():
        out.setdefault(mine, theirs)
    return out


_Piece = tuple[str, int, int]


def _pairs(new: Ledger, old: Ledger) -> Iterator[tuple[_Piece, _Piece]]:
    def pieces(ledger: Ledger) -> Iterable[_Piece]:
        return [(s.id, s.start, s.end) for s in ledger.segments if s.id]

    theirs, at = list(pieces(old)), 0
    for mine in pieces(new):
        while at < len(theirs) and theirs[at][2] <= mine[1]:
            at += 1
        for other in theirs[at:]:
            if other[1] >= mine[2]:
                break
            yield mine, other


