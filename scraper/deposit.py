"""Cleaned captures into the store: ids kept, copies brought together, one writer.

Every capture is one transaction at least: its original, its ledger and its
records come into being together. A capture whose ledger stands is not cleaned
again (``reclean`` does that); only a missing address, site or time of capture
is filled in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from archive import kept, record
from archive import ledger as ledgers
from archive.errors import BrokenRecord, NoDocument, Refused, UnknownId, stop
from archive.ids import mint
from archive.model import Document, Ledger
from archive.store import Store
from scraper import workers
from scraper.model import Capture
from scraper.overrule import read_rulings
from scraper.reclean import reclean
from scraper.result import Result, ids_of, own_rules, rename, work
from scraper.works import Works

_SECONDS = 0.5
"""A transaction gathers captures for so long ..."""
_SHARE = 9
"""... and for so many times what the last one cost: a large archive has a long manifest to write ..."""
_BYTES = 24 << 20
"""... but holds no more than this in memory."""


Each = Callable[[Iterable[Capture | Refused], Callable[[Capture], Result], int, Callable[[Capture], bool],
                 Sequence[Path]], Iterator[tuple[Capture | Refused, Result | Refused | None]]]
"""How work is spread: as :func:`scraper.workers.each`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: Literal["stored", "unchanged", "refused"]
    ids: tuple[str, ...] = ()
    error: Refused | None = None


def deposit(store: Store, items: Iterable[Capture | Refused], jobs: int = 1,
            broken: Callable[[BrokenRecord], None] = stop, each: Each = workers.each) -> Iterator[Outcome]:
    """Clean and store ``items``; each outcome comes when it is on disk. Call it inside ``store.writing``.

    ``broken`` is told of records that cannot be read; they stay as they are, and the rest goes on.
    ``each`` spreads the work: over processes, or over a cluster (:mod:`scraper.cluster`).
    Raises :class:`archive.errors.BrokenRecord` for a ruling of a person that cannot be read.
    """
    desk = _Desk(store, broken)
    for item, made in each(items, work, jobs, desk.has, own_rules(store)):
        desk.take(item, made)
        if desk.due():
            yield from desk.commit()
    yield from desk.commit()
    desk.close()


class _Desk:
    """The writer's state between two commits."""

    def __init__(self, store: Store, broken: Callable[[BrokenRecord], None],
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._broken, self._clock = store, broken, clock
        self._writes: dict[Path, bytes] = {}
        self._removes: set[Path] = set()
        self._documents: dict[str, Document] = {}
        self._ledgers: dict[str, Ledger] = {}
        self._outcomes: list[Outcome] = []
        self._since = clock()
        self._took = 0.0
        self._bytes = 0
        self._rulings = read_rulings(store.root)
        self._works = Works(store, self._require, self._rulings, broken)

    def has(self, capture: Capture) -> bool:
        return self._known(capture) and not self._has_grown(capture)

    def _known(self, capture: Capture) -> bool:
        return capture.sha256 in self._ledgers or self._store.ledger_path(capture.sha256).exists()

    def _has_grown(self, capture: Capture) -> bool:
        """Whether an article is known by its first pages, and has come with more of them."""
        if not capture.pages:
            return False
        try:
            stored = (self._ledgers.get(capture.sha256) or self._store.ledger(capture.sha256)).originals
        except BrokenRecord:
            return False
        new = tuple(c.sha256 for c in (capture, *capture.pages))
        return len(new) > len(stored) and new[: len(stored)] == stored

    def due(self) -> bool:
        """Whether it is time to write."""
        return self._bytes >= _BYTES or self._clock() - self._since >= max(_SECONDS, _SHARE * self._took)

    def commit(self) -> list[Outcome]:
        """Write what was taken; the outcomes that are true now."""
        start = self._clock()
        if self._writes:
            self._store.commit(self._writes, self._removes)
            self._works.note(self._documents.values())
        outcomes, self._outcomes = self._outcomes, []
        self._writes, self._removes, self._documents, self._ledgers = {}, set(), {}, {}
        self._bytes = 0
        self._since = self._clock()
        self._took = self._since - start
        return outcomes

    def close(self) -> None:
        """The batch is over."""
        self._works.settle()

    def take(self, item: Capture | Refused, made: Result | Refused | None) -> None:
        """Take the next item of the batch, in order."""
        if isinstance(item, Refused) or isinstance(made, Refused):
            error = made if isinstance(made, Refused) else item
            assert isinstance(error, Refused)
            where = item.source if isinstance(item, Capture) else str(error.facts["where"])
            outcome = Outcome(where, "refused", error=error)
        elif made is None or self.has(item):
            outcome = self._again(item)
        elif made.refused:
            error = NoDocument(where=item.source, reason=made.refused[0], reason_zh=made.refused[1])
            outcome = Outcome(item.source, "refused", error=error)
        elif self._known(item):
            outcome = self._grow(item)
        else:
            outcome = Outcome(item.source, "stored", self._file(item, made))
        self._outcomes.append(outcome)
        if isinstance(item, Capture) and not outcome.error:
            self._outcomes += (replace(outcome, source=c.source) for c in item.pages if c.source)

    def _grow(self, capture: Capture) -> Outcome:
        """An article that has come with more pages than are stored: cleaned anew, under its ids."""
        self._outcomes = self.commit()
        ids = ids_of(self._store.ledger(capture.sha256))
        changes = list(reclean(self._store, ids, instead={capture.sha256: capture})) if ids else []
        self._works.forget(capture.sha256)
        if failed := next((c for c in changes if c.status == "failed"), None):
            return Outcome(capture.source, "refused", error=Refused(where=capture.source, what=failed.reason))
        return Outcome(capture.source, "stored", ids_of(self._store.ledger(capture.sha256)))

    def _again(self, capture: Capture) -> Outcome:
        """A capture that is stored: fill in what was not known of it."""
        told = {k: v for k in ("url", "site", "captured") if (v := getattr(capture, k))}
        ids: tuple[str, ...] = ()
        try:
            ids = ids_of(self._ledgers.get(capture.sha256) or self._store.ledger(capture.sha256))
        except BrokenRecord as error:
            self._broken(error)
        lost = {path: c.data for c in (capture, *capture.pages)
                if not (path := self._store.original_path(c.sha256)).exists() and self._needs(capture, c)}
        changed = capture.sha256 not in self._ledgers and bool(lost)
        if changed:  # it was lost or set aside, and has come again
            for path, data in lost.items():
                self._write(path, data)
        for id in ids:
            document = self._document(id)
            if document is None:
                if not self._taken(id):
                    what = "it is lost; `gonghui check --repair` makes it anew"
                    self._broken(BrokenRecord(where=self._store.root / f"documents/*/{id}.md", what=what))
                continue
            copies = tuple(
                replace(c, **{k: getattr(c, k) or v for k, v in told.items()}) if c.sha256 == capture.sha256 else c
                for c in document.copies
            )
            if copies != document.copies:
                self._put(replace(document, copies=copies))
                changed = True
        return Outcome(capture.source, "stored" if changed else "unchanged", ids)

    def _needs(self, capture: Capture, page: Capture) -> bool:
        """Whether the stored article of ``capture`` has this page."""
        if page is capture:
            return True
        with suppress(BrokenRecord):
            return page.sha256 in self._store.ledger(capture.sha256).originals
        return False

    def _file(self, capture: Capture, made: Result) -> tuple[str, ...]:
        names: dict[str, str] = {}
        self._works.remember(capture.sha256, made.ledger, made.documents)
        for document, prints in zip(made.documents, made.prints, strict=True):
            id = self._free(document.id, capture.sha256, document.copies[0].part)
            new = self._rulings.over(kept.over(replace(document, id=id), self._store.kept(id)))
            home = self._works.home(new, prints if new.body == document.body else None)
            if home:
                new = self._works.with_copy(self._require(home), document)
            names[document.id] = new.id
            self._put(new)
        ledger = rename(made.ledger, names)
        self._ledgers[capture.sha256] = ledger
        for page in (capture, *capture.pages):
            self._write(self._store.original_path(page.sha256), page.data)
        data = made.json if ledger is made.ledger else ledgers.to_json(ledger).encode()
        self._write(self._store.ledger_path(capture.sha256), data)
        return tuple(dict.fromkeys(names.values()))

    def _free(self, id: str, sha256: str, part: int) -> str:
        """``id``, or the next of its minting that no other document has."""
        salt = 0
        while self._taken(id):
            salt += 1
            id = mint(sha256, part, salt)
        return id

    def _taken(self, id: str) -> bool:
        """Whether there is a record of that id, readable or not."""
        with suppress(UnknownId):
            return id in self._documents or self._store.path(id).exists()
        return False

    def _document(self, id: str) -> Document | None:
        """A record as it is by now; ``None`` where there is none that can be read."""
        if id in self._documents:
            return self._documents[id]
        try:
            return self._store.document(id)
        except UnknownId:
            return None
        except BrokenRecord as error:
            self._broken(error)
            return None

    def _require(self, id: str) -> Document:
        return self._documents.get(id) or self._store.document(id)

    def _put(self, document: Document) -> None:
        path = self._store.document_path(document)
        written = self._documents.get(document.id)
        for old in {*self._store.root.glob(f"documents/*/{document.id}.md"),
                    *([self._store.document_path(written)] if written else ())} - {path}:
            self._removes.add(old)
            self._writes.pop(old, None)
        self._documents[document.id] = document
        self._write(path, record.write(document).encode())
        self._removes.discard(path)

    def _write(self, path: Path, data: bytes) -> None:
        self._writes[path] = data
        self._bytes += len(data)
