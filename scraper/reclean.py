"""Stored originals cleaned anew: the rules of today, the ids of always.

Every original is cleaned with what its copies tell of it. A new part takes the
id of the old part it shares the most text with; what no old part answers to is
a new document. Two parts may be copies of one work. A page that would lose a document keeps all as it was and is
named: a rule must not silently take a published address away.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from archive import ledger as ledgers
from archive import record
from archive.errors import BrokenRecord, Refused
from archive.ids import mint
from archive.model import Copy, Correction, Document
from archive.store import Store
from scraper import workers
from scraper.model import Capture
from scraper.overrule import Rulings, read_rulings
from scraper.result import Result, own_rules, rename, work
from scraper.stored import capture_of
from scraper.works import joined

_GRAM = 8
_SAME = 0.2
"""Share of the smaller text's grams from which a part may be the old one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new cleaning makes of one document: its texts before and after, lines added and removed."""

    id: str
    status: Literal["changed", "unchanged", "failed"]
    before: str = ""
    after: str = ""
    added: int = 0
    removed: int = 0
    reason: str | None = None
    unmatched: tuple[Correction, ...] = ()
    """Corrections of a person whose anchors do not stand once in the new text; kept in their file."""


def reclean(store: Store, ids: Iterable[str], jobs: int = 1, dry_run: bool = False,
            instead: Mapping[str, Capture] = MappingProxyType({})) -> Iterator[Change]:
    """Clean the originals of ``ids`` (of all documents if there are none) anew. Call it inside ``store.writing``.

    ``instead`` gives captures, by hash, that hold more pages of an article
    than the stored ones; they take their places.
    A record is made of all its copies, so the originals of all of them are
    cleaned, and the other documents of those pages with them. Raises
    :class:`archive.errors.UnknownId`, and :class:`archive.errors.BrokenRecord`
    for a ruling of a person that cannot be read.
    """
    rulings = read_rulings(store.root)
    families = list(_families(store, [store.document(id).id for id in ids]))
    pages = [{c.sha256: c for d in family for c in d.copies} for family in families]
    items = (instead.get(sha256) or _stored(store, copy) for copies in pages for sha256, copy in copies.items())
    cleaned = workers.each(items, work, jobs, rules=own_rules(store))
    for family, copies in zip(families, pages, strict=True):
        yield from _renew(store, family, list(itertools.islice(cleaned, len(copies))), dry_run, rulings)


def _families(store: Store, ids: list[str]) -> Iterator[list[Document]]:
    """Documents that share pages, together; those of ``ids`` or all. By id."""
    every = {d.id: d for d in store.documents()}
    pages: dict[str, list[str]] = {}
    for document in every.values():
        for copy in document.copies:
            pages.setdefault(copy.sha256, []).append(document.id)
    done: set[str] = set()
    for id in ids or sorted(every):
        if id in done:
            continue
        family, ahead = {id}, [id]
        while ahead:
            for copy in every[ahead.pop()].copies:
                new = [other for other in pages[copy.sha256] if other not in family]
                family.update(new)
                ahead += new
        done |= family
        yield [every[i] for i in sorted(family)]


def _stored(store: Store, copy: Copy) -> Capture | Refused:
    try:
        return capture_of(store, copy)
    except BrokenRecord as error:
        return Refused(where=copy.sha256, what=str(error))


Made = tuple[Capture | Refused, Result | Refused | None]


def _renew(store: Store, family: list[Document], cleaned: list[Made], dry_run: bool,
           rulings: Rulings) -> Iterator[Change]:
    """One transaction for documents that hang together through their pages."""
    parts: dict[str, list[Document]] = {d.id: [] for d in family}
    aliases = {name for d in family for name in d.aliases}
    fresh: list[Document] = []
    writes: dict[Path, bytes] = {}
    for item, made in cleaned:
        if not isinstance(item, Capture) or not isinstance(made, Result) or made.refused:
            yield from _failed(family, _reason(made))
            return
        old = [d for d in family if any(c.sha256 == item.sha256 for c in d.copies)]
        names = match(made.documents, old, item.sha256)
        if lost := [d for d in old if d.id not in names.values()]:
            yield from _failed(lost, "its page no longer yields it")
            return
        for document in made.documents:
            if document.id in names:
                parts[names[document.id]].append(document)
            else:
                names[document.id] = _free(store, document, {d.id for d in fresh} | aliases)
                fresh.append(replace(document, id=names[document.id]))
        writes.update((path, c.data) for c in item.pages if not (path := store.original_path(c.sha256)).exists())
        ledger = ledgers.to_json(rename(made.ledger, names)).encode()
        if ledger != _now(store.ledger_path(item.sha256)):
            writes[store.ledger_path(item.sha256)] = ledger
    removes = []
    changes = []
    for old_one in family:
        new = joined(parts[old_one.id], old_one, rulings)
        changes.append(_change(new, record.write(old_one), rulings))
        writes[store.document_path(new)] = record.write(new).encode()
        removes.append(store.document_path(old_one))
    for new in map(rulings.over, fresh):
        changes.append(_change(new, "", rulings))
        writes[store.document_path(new)] = record.write(new).encode()
    if not dry_run:
        store.commit(writes, removes)
    yield from changes


def _free(store: Store, document: Document, more: set[str]) -> str:
    """An id for a new part: its own, or the next of its minting where an older part of the page has taken it."""
    copy = document.copies[0]
    minted = (mint(copy.sha256, copy.part, salt) for salt in itertools.count())
    return next(id for id in minted if id not in more and not any(store.root.glob(f"documents/*/{id}.md")))


def _reason(made: Result | Refused | None) -> str:
    if isinstance(made, Refused):
        return str(made)
    return made.refused[0] if made and made.refused else "it was not cleaned"


def _failed(documents: Iterable[Document], reason: str) -> Iterator[Change]:
    for document in documents:
        yield Change(document.id, "failed", reason=f"today's rules lose it ({reason}); it is left as it was")


def _now(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _change(new: Document, before: str, rulings: Rulings) -> Change:
    after, unmatched = record.write(new), tuple(rulings.unmatched(new))
    if before == after:
        return Change(new.id, "unchanged", unmatched=unmatched)
    lines = [line[0] for line in difflib.ndiff(before.splitlines(), after.splitlines())]
    return Change(new.id, "changed", before, after, lines.count("+"), lines.count("-"), unmatched=unmatched)


def match(new: Iterable[Document], old: Iterable[Document], sha256: str) -> dict[str, str]:
    """The old id of each new part of the page ``sha256``: most text shared first, the same part number before others.

    An old record takes as many parts as it lists copies of this page. New
    parts without a partner are left out.
    """
    grams = {d.id: _grams(d.body) for d in old}
    listed = {d.id: [c.part for c in d.copies if c.sha256 == sha256] for d in old}
    pairs = []
    for document in new:
        mine = _grams(document.body)
        for id, theirs in grams.items():
            share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
            pairs.append((-share, document.copies[0].part not in listed[id], document.copies[0].part, document.id, id))
    out: dict[str, str] = {}
    for missing, _, _, name, id in sorted(pairs):
        if -missing > _SAME and name not in out and sum(i == id for i in out.values()) < len(listed[id]):
            out[name] = id
    return out


def _grams(body: str) -> set[str]:
    letters = "".join(c for c in body if c.isalnum())
    return {letters[i : i + _GRAM] for i in range(max(1, len(letters) - _GRAM + 1))}
