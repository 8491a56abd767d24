"""The index as it is read: one generation, opened once, asked many times."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.errors import NotWritable, Unreadable
from archive.model import KINDS
from search import aliases, build, filters, kwic, manifest, near, places, trend
from search.evaluate import Columns, Evaluator, Form, Outcome
from search.fold import Codes, fold
from search.grammar import parse
from search.grams import Array, Folding
from search.lexicon import Lexicon, is_pinyin, lead
from search.passages import passages
from search.segment import FIELD_BOUNDS, Segment
from search.tree import Both, Near, Node, Not, Text

FACETS = ("year", "region", "kind", "speaker", "organization")
SORTS = ("relevance", "newest", "oldest")


def open_index(archive: Path | str) -> Index:
    """The index of an archive, brought up to date first if records have changed since.

    Where it cannot be written, the index that is there answers, and its
    results say ``"stale": true``. Raises :class:`archive.errors.Unreadable`
    for a folder that is not there, :class:`archive.errors.NotWritable` if
    there is no index and none can be made.
    """
    if not Path(archive).is_dir():
        raise Unreadable(where=archive, reason="no such folder")
    stale = False
    if not manifest.is_current(archive):
        try:
            build.build_index(archive)
        except OSError as error:
            if not manifest.is_usable(archive):
                raise NotWritable(where=manifest.index_folder(archive), reason=error.strerror or str(error)) from error
            stale = True
    index = latest(archive)
    index.stale = stale
    return index


def latest(archive: Path | str) -> Index:
    """The index that is there, be it up to date or not. Raises :class:`FileNotFoundError` if there is none."""
    while True:
        folder = manifest.current(archive)
        try:
            return Index(folder or manifest.index_folder(archive) / "none")
        except FileNotFoundError:
            # Two builds may have ended since CURRENT was read, and cleared the folder away.
            if manifest.current(archive) in (folder, None):
                raise


class Index:
    """One generation of the index, for one thread at a time."""

    stale = False
    """Whether records are known to have changed since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        codes = Codes(manifest.Manifest.read(folder).others)
        folding = Folding(codes)
        storage = FileStorage(str(folder))
        self.segments: list[Segment] = []
        self._whoosh = TOC.read(storage, build.NAME)
        base = 0
        for segment in self._whoosh.segments:
            stem = folder / segment.segment_id()
            self.segments.append(Segment(stem, codes, folding, base, tuple(segment.deleted_docs())))
            base += self.segments[-1].count
        self.facts: list[dict[str, str]] = [facts for segment in self.segments for facts in segment.facts]
        self._make_columns()

    def _make_columns(self) -> None:
        count = len(self.facts)
        live = np.ones(count, bool)
        for segment in self.segments:
            live[segment.base + segment.gone] = False
        lengths = np.concatenate([s.lengths for s in self.segments]) if self.segments else np.zeros(0, np.int64)
        regions = sorted({(f["region"], f.get("code", "")) for f in self.facts if "region" in f})
        number = {region: i for i, region in enumerate(regions, 1)}
        self.columns = Columns(
            live=live, lengths=lengths,
            year=np.array([int(f["date"][:4]) if f.get("date", "")[:4].isdigit() else 0 for f in self.facts], np.int64),
            kind=np.array([KINDS.index(f["kind"]) if f.get("kind") in KINDS else -1 for f in self.facts], np.int64),
            region=np.array([number.get((f.get("region", ""), f.get("code", "")), 0) for f in self.facts], np.int64),
            regions=[(fold(name), code) for name, code in regions],
            variants={slot: list(map(fold, f["variants"].split("\n")))
                      for slot, f in enumerate(self.facts) if "variants" in f},
        )
        dates = sorted({f["date"] for f in self.facts if "date" in f})
        rank = {date: i for i, date in enumerate(dates)}
        self._date = np.array([rank.get(f.get("date", ""), -1) for f in self.facts], np.int64)
        by_id = sorted(range(count), key=lambda i: str(self.facts[i]["id"]))
        self.by_id = np.empty(count, np.int64)
        self.by_id[by_id] = np.arange(count)
        self.by_date = np.where(self._date < 0, count, self._date)
        self._values = {name: self._coded(name) for name in FACETS}
        self._upper, self._lower = places.pairs([fold(name) for name in self._values["region"][0]])
        self.evaluator = Evaluator(self.segments, self.columns, KINDS)

    def _coded(self, name: str) -> tuple[list[str], Array]:
        """The values of a facet, and for each document the number of its value from 1 (0: none)."""
        values = [f.get("date", "")[:4] if name == "year" else f.get(name, "") for f in self.facts]
        names = sorted({value for value in values if value})
        number = {value: i for i, value in enumerate(names, 1)}
        return names, np.array([number.get(value, 0) for value in values], np.int64)

    def __len__(self) -> int:
        return int(self.columns.live.sum())

    def search(self, query: str, limit: int = 10, sort: str = "relevance", year: str | None = None,
               region: str | None = None, kind: str | None = None, speaker: str | None = None,
               organization: str | None = None, *, offset: int = 0, passages: int = 2,
               plain: bool = False) -> dict[str, Any]:
        """The object of ``search --json``. Raises :class:`archive.errors.QueryError`.

        ``passages`` is the most of each hit; ``plain`` leaves aliases and
        pinyin out. Beside the keys of the contract: ``sort``, ``offset``,
        ``marks`` in the passages, and where nothing was found ``why``,
        ``suggestions`` and, for names that are no field's, ``hints``.
        """
        tree = parse(query)
        widened = _Widened(self, plain)
        chosen = {"year": year, "region": region, "kind": kind, "speaker": speaker, "organization": organization}
        outcome, match = self._run(query, tree, widened, chosen)
        slots = np.flatnonzero(match)
        order = self._order(outcome, slots, sort)[offset : offset + max(limit, 0)]
        words = _words(tree, widened)
        result = {
            "query": query, "total": len(slots), "expanded": list(widened.expanded),
            "hits": [self._hit(int(slot), int(outcome.score[slot]), words, passages) for slot in order],
            "facets": self._facets(slots), "sort": sort, "offset": offset,
        }
        if self.stale:
            result["stale"] = True
        if not len(slots):
            result["why"] = filters.why(self, query, tree, widened, {k: v for k, v in chosen.items() if v})
            result["suggestions"] = filters.meant(self, query, tree, widened)
            if hints := filters.hints(tree):
                result["hints"] = hints
        return result

    def kwic(self, query: str, limit: int = 100, sort: str = "position", width: int = 20, *, offset: int = 0,
             plain: bool = False, **filters: str | None) -> dict[str, Any]:
        """All occurrences of the words of a query, in the documents that it and the filters select.

        ``{"query", "total", "documents", "expanded", "sort", "offset", "rows": [{"left", "match", "right", "id",
        "title", "date", "section", "anchor", "url"}]}``; ``sort`` is one of ``search.kwic.SORTS``. Raises
        :class:`archive.errors.QueryError`.
        """
        tree = parse(query)
        widened = _Widened(self, plain)
        _, match = self._run(query, tree, widened, filters)
        words = _words(tree, widened)
        found = kwic.concordance(self, match, words, sort, width, limit, offset)
        return {"query": query, "expanded": widened.expanded, **found}

    def _run(self, query: str, tree: Node, widened: _Widened,
             chosen: Mapping[str, str | None]) -> tuple[Outcome, Array]:
        """The outcome of a query, and the documents that it and the filters select."""
        within = self._filter(chosen)
        if near.has_near(tree):
            for condition in near.conditions(tree):
                within &= self.evaluator.run(condition, widened.forms).match
        try:
            outcome = self.evaluator.run(tree, widened.forms, within)
        except near.TooCommon as error:
            raise near.refused(query, error) from None
        return outcome, outcome.match & within

    def trend(self, query: str, plain: bool = False, **filters: str | None) -> dict[str, Any]:
        """Documents by year that match, beside all of the year (:func:`search.trend.trend`)."""
        return trend.trend(self, query, plain, **filters)

    def suggest(self, text: str, limit: int = 8) -> dict[str, Any]:
        """Terms of the archive that go on where ``text`` ends: ``{"query", "suggestions": [{"text", "total"}]}``.

        ``text`` may be characters, pinyin or initials; only its last word is gone on with,
        behind the name of its field and its minus if it has them.
        """
        at = text.rfind(" ") + 1
        at += lead(text[at:])
        folded = fold(text[at:])
        found = self.lexicon.beginning(folded, limit) if folded else []
        return {"query": text, "suggestions": [{"text": text[:at] + one.term.text, "total": one.documents}
                                               for one in found]}

    def count(self, folded: str, field: str | None = None) -> int:
        """The number of documents that hold a folded piece."""
        return int(np.count_nonzero(self.evaluator.tally(Form(folded, False, field))[0]))

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms of this archive."""
        return Lexicon((name for facet in ("speaker", "organization", "region") for name in self._values[facet][0]),
                       self.count)

    def _filter(self, chosen: Mapping[str, str | None]) -> Array:
        match = self.columns.live.copy()
        for name, value in chosen.items():
            if value:
                match &= self.selected(name, value)
        return match

    def selected(self, name: str, value: str) -> Array:
        """The documents that a filter selects: of speaker and organization those with exactly this value if there are
        any; all else, a region with the places in it, as the field of the query."""
        if name in ("speaker", "organization"):
            names, numbers = self._values[name]
            same = [i for i, one in enumerate(names, 1) if fold(one) == fold(value)]
            if same:
                return self.columns.live & np.isin(numbers, same)
        tree = filters.condition(name, value)
        return self.evaluator.run(tree, lambda text: [Form(text.folded, text.prefix, text.field)]).match

    def _order(self, outcome: Outcome, slots: Array, sort: str) -> Array:
        score, ids, date = -outcome.score[slots], self.by_id[slots], self._date[slots]
        if sort == "newest":
            keys = (ids, score, -date)
        elif sort == "oldest":
            keys = (ids, score, self.by_date[slots])
        else:
            keys = (ids, -date, score)
        return slots[np.lexsort(keys)]

    def _facets(self, slots: Array) -> dict[str, dict[str, int]]:
        out: dict[str, dict[str, int]] = {}
        for name in FACETS:
            names, numbers = self._values[name]
            counts = own = np.bincount(numbers[slots], minlength=len(names) + 1)[1:]
            if name == "region":
                counts = np.bincount(self._upper, own[self._lower], len(names)).astype(np.int64)
            pairs = [(names[i], int(counts[i])) for i in np.flatnonzero(own)]
            pairs.sort(key=lambda pair: (0 if name == "year" else -pair[1], pair[0]))
            out[name] = dict(pairs)
        return out

    def locate(self, slot: int) -> tuple[Segment, int]:
        """The segment of a document and its number there."""
        for segment in reversed(self.segments):
            if slot >= segment.base:
                return segment, slot - segment.base
        raise IndexError(slot)

    def _hit(self, slot: int, score: int, words: Sequence[Sequence[Form]], most: int) -> dict[str, Any]:
        self.evaluator.check(0)
        facts = self.facts[slot]
        segment, number = self.locate(slot)
        pieces = [[(segment.piece(form.folded, form.prefix), FIELD_BOUNDS[form.field] if form.field else None)
                   for form in forms if form.field != "variants"] for forms in words]
        anchors, levels = segment.grams.body(number)
        names = ("title", "date", "kind", "speaker", "organization", "region")
        told = {name: facts.get(name) for name in names}
        return {"id": facts["id"], **told, "score": score,
                "url": f"/d/{facts['id']}/",
                "snippets": passages(segment, number, pieces, anchors, levels, most)}


class _Widened:
    """The forms of the words of one query, and what was added to them."""

    def __init__(self, index: Index, plain: bool) -> None:
        self.index, self.plain = index, plain
        self.expanded: list[dict[str, Any]] = []
        self._forms: dict[Text, list[Form]] = {}

    def forms(self, text: Text) -> list[Form]:
        """The word as typed, then its aliases; or the terms that a word in pinyin means."""
        if text not in self._forms:
            self._forms[text] = self._make(text)
        return self._forms[text]

    def _make(self, text: Text) -> list[Form]:
        typed = Form(text.folded, text.prefix, text.field)
        if text.exact or text.prefix or self.plain:
            return [typed]
        if is_pinyin(text.folded) and not self.index.count(text.folded):
            if found := self.index.lexicon.by_pinyin(text.folded):
                self._tell(text, [one.term.text for one in found], "pinyin")
                return [typed, *(Form(one.term.text, False, text.field) for one in found)]
        elif others := aliases.others(text.folded):
            self._tell(text, [form for _, form in others], "alias")
            return [typed, *(Form(folded, False, text.field, 3) for folded, _ in others)]
        return [typed]

    def _tell(self, text: Text, to: list[str], by: str) -> None:
        told = {"from": text.text, "to": to, "by": by, "at": list(text.at)}
        if by == "alias" and (years := aliases.years(text.folded)):
            told["years"] = years
        self.expanded.append(told)


def _words(node: Node, widened: _Widened) -> list[list[Form]]:
    """The forms of the words that a hit should show: all that are not excluded."""
    match node:
        case Text():
            return [widened.forms(node)]
        case Both() | Near():
            return [forms for part in node.parts for forms in _words(part, widened)]
        case Not():
            return []
    return []


def dumps(result: dict[str, Any]) -> str:
    """The object as one line of JSON."""
    return json.dumps(result, ensure_ascii=False)
