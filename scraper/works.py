"""Works over their copies: which record a cleaned document belongs to, and that record made anew.

A record is a function of its copies: whichever came first, the same copies
give the same text, fields and order (only the id is the first comer's).
"""

from __future__ import annotations

import difflib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from archive import body as markdown
from archive.errors import BrokenRecord, stop
from archive.model import Copy, Document, Ledger, Variant
from archive.prints import Prints
from archive.store import Store
from scraper import collate_memory as memory
from scraper.clean import clean_capture
from scraper.collate import merged, place_one, prints_of, text_of
from scraper.collate_prints import Table
from scraper.collate_variants import variants
from scraper.overrule import Rulings
from scraper.stored import capture_of

_RECENT = 400
"""Cleaned captures kept in memory, for copies that come one after another."""


def joined(copies: Sequence[Document], old: Document, rulings: Rulings) -> Document:
    """The record of all cleaned ``copies``, with what persons ruled and what the ``old`` record alone holds."""
    ordered = [replace(d, id=old.id) for d in sorted(copies, key=lambda d: (d.copies[0].sha256, d.copies[0].part))]
    new = _kept(merged(ordered, old.id) if len(ordered) > 1 else ordered[0], old, rulings)
    return replace(new, variants=told_elsewhere(new, ordered))


def _kept(new: Document, old: Document, rulings: Rulings) -> Document:
    """A new cleaning of ``old`` with what no cleaning tells."""
    publish = old.publish or "publish" in old.overridden
    new = rulings.over(replace(new, aliases=old.aliases, publish=publish, withdrawn=old.withdrawn))
    return replace(new, anchors=kept_anchors(old, new))


def told_elsewhere(record: Document, copies: Sequence[Document]) -> tuple[Variant, ...]:
    """What cleaned ``copies`` have in the masked and lost places of the record made of them, place by place."""
    found: dict[tuple[int, int, int, str], Variant] = {}
    blocks = markdown.parse(record.body)
    best = record.copies[0]
    for other in copies:
        copy = other.copies[0]
        if (copy.sha256, copy.part) == (best.sha256, best.part):
            continue
        text = text_of(other)
        for number, block in enumerate(blocks):
            for v in variants(block.text, text, copy.sha256):
                told = " ".join(v.text.split())
                found.setdefault((number, v.start, v.end, told), Variant(number, v.start, v.end, told, v.source))
    return tuple(found[place] for place in sorted(found))


def kept_anchors(old: Document, new: Document) -> dict[str, str]:
    """Addresses of paragraphs whose letters changed but which are the same paragraphs."""
    if old.body == new.body:
        return dict(old.anchors)
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


class Works:
    """The works of an archive while copies come in.

    ``look_up`` gives a record as it is by now; ``broken`` is told of those that
    cannot be read, which get no further copies.
    """

    def __init__(self, store: Store, look_up: Callable[[str], Document], rulings: Rulings,
                 broken: Callable[[BrokenRecord], None] = stop) -> None:
        self._store, self._look_up, self._rulings, self._broken = store, look_up, rulings, broken
        self._table: Table | None = None
        self._unnoted: dict[str, tuple[Path, Prints]] = {}
        self._made: dict[str, tuple[str, Prints]] = {}
        """Bodies and prints of documents that were looked at since the last :meth:`note`."""
        self._recent: OrderedDict[str, tuple[Ledger, tuple[Document, ...]]] = OrderedDict()

    def home(self, document: Document, prints: Prints | None = None) -> str | None:
        """The id of the work ``document`` is a copy of; ``None`` where it is a new one, known from now on.

        ``prints`` are its fingerprints, where somebody has made them.
        """
        if self._table is None:
            self._table = memory.Memory(self._store, self._broken).table()
        if prints is None:
            prints = prints_of(document)
        self._made[document.id] = document.body, prints
        return place_one(document, prints, self._table, self._look_up).same

    def note(self, documents: Iterable[Document]) -> None:
        """Keep the fingerprints of ``documents``, which are on disk now, for the next run."""
        if self._table is None:
            return
        self._unnoted |= {d.id: (self._store.document_path(d), self._prints(d)) for d in documents}
        self._made = {}
        if len(self._table.ids) >= memory.LEAST:
            memory.append(self._store, self._unnoted.values())
            self._unnoted = {}

    def _prints(self, document: Document) -> Prints:
        body, prints = self._made.get(document.id, (None, None))
        return prints_of(document) if prints is None or body != document.body else prints

    def settle(self) -> None:
        """The last document has come: make the next run's start short."""
        if self._table is not None:
            self._table = None
            memory.settle(self._store)

    def remember(self, sha256: str, ledger: Ledger, documents: tuple[Document, ...]) -> None:
        """Keep a cleaned capture at hand, as it is stored."""
        self._recent[sha256] = ledger, documents
        self._recent.move_to_end(sha256)
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)

    def forget(self, sha256: str) -> None:
        """Drop a capture that has been cleaned anew."""
        self._recent.pop(sha256, None)

    def with_copy(self, record: Document, document: Document) -> Document:
        """``record`` with one more copy."""
        siblings = [self._cleaned(c) for c in record.copies]
        if any(s is None for s in siblings):  # stored by other rules: their cleaning cannot be had again here
            document = replace(document, id=record.id)
            new = _kept(merged([record, document], record.id), record, self._rulings)
            known = record.variants if new.body == record.body else ()
            return replace(new, variants=(*known, *told_elsewhere(new, [record, document])))
        return joined([document, *(s for s in siblings if s)], record, self._rulings)

    def _cleaned(self, copy: Copy) -> Document | None:
        """A copy as cleaned, if today's rules give what is stored."""
        if copy.sha256 not in self._recent:
            try:
                ledger, capture = self._store.ledger(copy.sha256), capture_of(self._store, copy)
            except BrokenRecord:
                return None
            made = clean_capture(capture)
            if _cuts(made.ledger) != _cuts(ledger):
                return None
            self.remember(copy.sha256, ledger, made.documents)
        found = [d for d in self._recent[copy.sha256][1] if d.copies[0].part == copy.part]
        return replace(found[0], copies=(copy,)) if found else None


def _cuts(ledger: Ledger) -> list[tuple[int, int, str, str | None, str | None]]:
    return [(s.start, s.end, s.action, s.rule, s.text) for s in ledger.segments]
