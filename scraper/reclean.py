"""Stored originals cleaned anew: the rules of today, the ids of always.

Every original is cleaned with what its copies tell of it. A new part takes the
id of the old part it shares the most text with; what no old part answers to is
a new document. A page that would lose a document keeps all as it was and is
named: a rule must not silently take a published address away.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from archive import body as markdown
from archive import ledger as ledgers
from archive import record
from archive.errors import BrokenRecord, Refused
from archive.model import Copy, Document
from archive.store import Store
from scraper import workers
from scraper.deposit import Result, own_rules, rename, work
from scraper.model import Capture

_GRAM = 8


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


def reclean(store: Store, ids: Iterable[str], jobs: int = 1, dry_run: bool = False) -> Iterator[Change]:
    """Clean the originals of ``ids`` (of all documents if there are none) anew. Call it inside ``store.writing``.

    Raises :class:`archive.errors.UnknownId`.
    """
    wanted = [store.document(id) for id in ids] or list(store.documents())
    captures = {c.sha256: c for d in wanted for c in d.copies}
    owners: dict[str, set[str]] = {}
    for document in store.documents():
        for copy in document.copies:
            owners.setdefault(copy.sha256, set()).add(document.id)
    seen: set[str] = set()
    for item, made in workers.each(_stored(store, captures), work, jobs, rules=own_rules(store)):
        if isinstance(item, Refused):
            yield Change(str(item.facts["where"]), "failed", reason=str(item))
            continue
        old = [store.document(id) for id in sorted(owners[item.sha256])]
        for change in _apply(store, item, made, old, dry_run):
            if change.id not in seen or change.status != "unchanged":
                seen.add(change.id)
                yield change


def _stored(store: Store, captures: dict[str, Copy]) -> Iterator[Capture | Refused]:
    for sha256, copy in captures.items():
        try:
            data = store.original(sha256)
        except BrokenRecord as error:
            yield Refused(where=sha256, what=str(error))
            continue
        yield Capture(data, sha256, copy.url, copy.site, copy.captured)


def _apply(
    store: Store, capture: Capture, made: Result | Refused | None, old: list[Document], dry_run: bool
) -> Iterator[Change]:
    if made is None or isinstance(made, Refused) or made.refused:
        reason = str(made) if isinstance(made, Refused) else made.refused[0] if made and made.refused else ""
        yield from (Change(d.id, "failed", reason=f"today's rules find no document: {reason}") for d in old)
        return
    names = match(made.documents, old)
    lost = [d for d in old if d.id not in names.values()]
    if lost:
        reason = "today's rules no longer find this document on its page; nothing was changed"
        yield from (Change(d.id, "failed", reason=reason) for d in lost)
        return
    before = {d.id: d for d in old}
    writes: dict[Path, bytes] = {}
    removes = []
    changes = []
    for document in made.documents:
        id = names.get(document.id, document.id)
        earlier = before.get(id)
        new = renewed(earlier, replace(document, id=id))
        text, former = record.write(new), record.write(earlier) if earlier else ""
        changes.append(_change(id, former, text))
        writes[store.document_path(new)] = text.encode()
        if earlier and store.document_path(earlier) != store.document_path(new):
            removes.append(store.document_path(earlier))
    ledger = rename(made.ledger, names)
    writes[store.ledger_path(capture.sha256)] = ledgers.to_json(ledger).encode()
    if not dry_run:
        store.commit(writes, removes)
    yield from changes


def _change(id: str, before: str, after: str) -> Change:
    if before == after:
        return Change(id, "unchanged")
    lines = [line[0] for line in difflib.ndiff(before.splitlines(), after.splitlines())]
    return Change(id, "changed", before, after, lines.count("+"), lines.count("-"))


def renewed(old: Document | None, new: Document) -> Document:
    """The new cleaning of a document, with what the old record holds that no cleaning tells."""
    if old is None:
        return new
    mine = new.copies[0]
    at = next(i for i, c in enumerate(old.copies) if c.sha256 == mine.sha256)
    copies = (*old.copies[:at], mine, *old.copies[at + 1 :])
    if at:  # not the best copy: it gives the record neither text nor fields
        return replace(old, copies=copies)
    return replace(new, copies=copies, aliases=old.aliases, anchors=kept_anchors(old, new),
                   publish=old.publish, withdrawn=old.withdrawn)


def kept_anchors(old: Document, new: Document) -> dict[str, str]:
    """Addresses of paragraphs whose letters changed but which are the same paragraph."""
    was, now = markdown.parse(old.body), markdown.parse(new.body)
    old_names, new_names = markdown.anchors(was, old.anchors), markdown.anchors(now)
    kept = {a: b for a, b in old.anchors.items() if a in new_names}
    matcher = difflib.SequenceMatcher(None, [b.text for b in was], [b.text for b in now], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and b - a == d - c:
            for i, j in zip(range(a, b), range(c, d), strict=True):
                if new_names[j] not in old_names and _alike(was[i].text, now[j].text):
                    kept[new_names[j]] = old_names[i]
    return kept


def _alike(a: str, b: str) -> bool:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).quick_ratio() > 0.6


def match(new: Iterable[Document], old: Iterable[Document]) -> dict[str, str]:
    """The old id of each new document, by the most text shared; new ones without a partner are left out."""
    grams = {d.id: _grams(d.body) for d in old}
    pairs = sorted(
        ((len(mine & theirs) / max(1, min(len(mine), len(theirs))), d.id, id)
         for d in new for mine in [_grams(d.body)] for id, theirs in grams.items()),
        key=lambda t: (-t[0], t[1] != t[2], t[1], t[2]),
    )
    out: dict[str, str] = {}
    taken: set[str] = set()
    for share, name, id in pairs:
        if share > 0.2 and name not in out and id not in taken:
            out[name] = id
            taken.add(id)
    return out


def _grams(body: str) -> set[str]:
    letters = "".join(c for c in body if c.isalnum())
    return {letters[i : i + _GRAM] for i in range(max(1, len(letters) - _GRAM + 1))}
