"""The meaning of a query tree: which documents match, and how well (``docs/search-language.md``, *Order*).

All is done on whole columns: one slot a document.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from search import near, variants, words
from search.budget import unlimited
from search.grams import Array
from search.segment import IN_HEADING, IN_OPENING, IN_TITLE, Segment
from search.tree import All, Both, Near, Node, Not, Text, Value, Year

_ZONES = (IN_TITLE, IN_HEADING, IN_OPENING)
_ALL_FLAGS = IN_TITLE | IN_HEADING | IN_OPENING
_NO_IDF = 1 << 30
PLACE, SLOT = 16, 32
"""Bytes held for a place while it is looked for, and for a document of an outcome (measured with tracemalloc)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a word of the query; ``share`` is the quarters of its score that count."""

    folded: str
    prefix: bool
    field: str | None
    share: int = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """Columns: ``match``; and if ``scored``, ``score``, ``flags`` and ``idf`` (meaningful where it matches)."""

    match: Array
    scored: bool
    score: Array
    flags: Array
    idf: Array


@dataclass
class Columns:
    """What the documents are: one entry a slot."""

    live: Array
    lengths: Array
    year: Array
    """The year, or 0."""
    kind: Array
    region: Array
    regions: list[tuple[str, str]]
    """Folded name and code of each region; ``region`` counts from 1 into it, 0 is none."""
    variants: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """For each slot that has any, what other copies tell in masked places, folded."""
    factor: Array = field(init=False)
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = max(int(self.live.sum()), 1)
        average = max(int(self.lengths[self.live].sum()) // self.count, 1)
        self.factor = np.minimum(1 + 2 * self.lengths // average, 9)


class Evaluator:
    """Answers trees over some segments. ``forms`` gives the ways to write a word."""

    KEPT = 256
    """Tallies of words kept for the next query; each takes two bytes a document."""

    def __init__(self, segments: Sequence[Segment], columns: Columns, kinds: Sequence[str]) -> None:
        self.check: Callable[[int], None] = unlimited
        """Told how much the next step is about to hold; may raise :class:`archive.errors.QueryCutOff`."""
        self.segments = segments
        self.columns = columns
        self.kinds = list(kinds)
        self._tallies: OrderedDict[tuple[str, bool, str | None], tuple[Array, Array]] = OrderedDict()

    def run(self, node: Node, forms: Callable[[Text], Sequence[Form]], within: Array | None = None) -> Outcome:
        """The outcome of a tree.

        ``within`` are the documents that matter: of others it is not told whether words are near. Raises
        :class:`search.near.TooCommon`.
        """
        self.check(SLOT * len(self.columns.live) * (len(node.parts) if isinstance(node, Both | Near) else 1))
        match node:
            case Text():
                return self._text(forms(node))
            case Not():
                return self._plain(self.columns.live & ~self.run(node.part, forms, within).match)
            case Both(op="or"):
                return self._any([self.run(part, forms, within) for part in node.parts])
            case Both():
                return self._every([self.run(part, forms, within) for part in node.parts])
            case Near():
                return self._near(node, forms, within)
            case Year():
                return self._plain(self._years(node) & self.columns.live)
            case Value():
                return self._plain(self._value(node) & self.columns.live)
            case All():
                return self._plain(self.columns.live.copy())

    def tally(self, form: Form) -> tuple[Array, Array]:
        """Occurrences (up to 15) and zone flags of a form in each document."""
        key = (form.folded, form.prefix, form.field)
        if key in self._tallies:
            self._tallies.move_to_end(key)
            return self._tallies[key]
        found = self._variants(form) if form.field == "variants" else self._blocks(form)
        self._tallies[key] = found
        if len(self._tallies) > self.KEPT:
            self._tallies.popitem(last=False)
        return found

    def _blocks(self, form: Form) -> tuple[Array, Array]:
        parts = []
        for segment in self.segments:
            places = self.places(segment, form)
            counts, flags = segment.tally(places)
            counts[segment.gone] = 0
            parts.append((counts, flags))
        return _joined([c for c, _ in parts]), _joined([f for _, f in parts])

    def _variants(self, form: Form) -> tuple[Array, Array]:
        counts = np.zeros(len(self.columns.live), np.uint8)
        for slot, count in variants.tally(self.columns.variants, form.folded, form.prefix).items():
            counts[slot] = count * self.columns.live[slot]
        return counts, np.zeros(len(counts), np.uint8)

    def places(self, segment: Segment, form: Form, held: int = 0) -> Array:
        """Where a form begins in a segment; ``held`` bytes are held besides."""
        if form.field == "variants":
            return np.zeros(0, np.uint32)
        return segment.within(self._found(segment, form, held), form.field)

    def _found(self, segment: Segment, form: Form, held: int) -> Array:
        piece = segment.piece(form.folded, form.prefix)
        if self.check is not unlimited:
            self.check(held + PLACE * segment.most(piece))
        return segment.find(piece)

    def _plain(self, match: Array) -> Outcome:
        zero = np.zeros(len(match), np.int64)
        return Outcome(match, False, zero, zero, zero)

    def _leaf(self, form: Form) -> Outcome:
        counts, flags = self.tally(form)
        match = counts > 0
        idf = self.idf(int(match.sum()))
        n = counts.astype(np.int64)
        whole, inside = n, np.zeros_like(flags)
        for surrounding in () if form.prefix else words.surroundings().get(form.folded, ()):
            times, zones = self.tally(Form(surrounding, False, form.field))
            whole, inside = whole - times, inside | zones
        whole = np.maximum(whole, 0)
        score = (1000 * n // (n + self.columns.factor) + 1000 * whole // (whole + self.columns.factor)) // 2
        for zone, weight in ((IN_TITLE, 1500), (IN_HEADING, 500), (IN_OPENING, 250)):
            score += (flags & zone > 0) * np.where(inside & zone > 0, weight // 2, weight)
        return Outcome(match, True, score * idf * match, flags.astype(np.int64), np.full(len(n), idf))

    def idf(self, documents: int) -> int:
        """How rare a word is: 16 times the binary logarithm of 1 + all / ``documents``, rounded down."""
        return int(16 * np.log2(1 + self.columns.count / documents)) if documents else 0

    def _text(self, forms: Sequence[Form]) -> Outcome:
        typed, *others = [self._leaf(form) for form in forms]
        if not others:
            return typed
        score, flags, match = typed.score.copy(), typed.flags * typed.match, typed.match.copy()
        idf = np.zeros(len(score), np.int64)
        for form, other in zip(forms[1:], others, strict=True):
            score = np.maximum(score, other.score * form.share // 4)
            flags |= other.flags * other.match
            match |= other.match
            idf = np.maximum(idf, other.idf * other.match)
        return Outcome(match, True, score, flags, np.where(typed.match, typed.idf, idf))

    def _every(self, parts: Sequence[Outcome]) -> Outcome:
        match = np.logical_and.reduce([part.match for part in parts])
        scored = [part for part in parts if part.scored]
        if not scored:
            return self._plain(match)
        score = np.sum([part.score for part in scored], axis=0)
        flags = np.bitwise_and.reduce([part.flags for part in scored])
        idf = np.minimum.reduce([part.idf for part in scored])
        if len(scored) > 1:
            for zone in _ZONES:
                score = score + 300 * idf * (flags & zone > 0)
        return Outcome(match, True, score * match, flags, idf)

    def _any(self, parts: Sequence[Outcome]) -> Outcome:
        match = np.logical_or.reduce([part.match for part in parts])
        scored = [part for part in parts if part.scored]
        if not scored:
            return self._plain(match)
        score = np.sum([part.score * part.match for part in scored], axis=0)
        flags = np.bitwise_or.reduce([part.flags * part.match for part in scored])
        idf = np.minimum.reduce([np.where(part.match, part.idf, _NO_IDF) for part in scored])
        return Outcome(match, True, score, flags, np.where(idf == _NO_IDF, 0, idf))

    def _near(self, node: Near, forms: Callable[[Text], Sequence[Form]], within: Array | None) -> Outcome:
        every = self._every([self.run(part, forms) for part in node.parts])
        candidates = every.match if within is None else every.match & within
        texts = [part.parts if isinstance(part, Both) else (part,) for part in node.parts]
        told = [[form for text in some if isinstance(text, Text) for form in forms(text) if form.field != "variants"]
                for some in texts]
        match = near.matching(node, told, candidates, self.segments, self._found)
        return Outcome(match, True, (every.score + 400 * every.idf) * match, every.flags, every.idf)

    def _years(self, node: Year) -> Array:
        year = self.columns.year
        if node.start is None and node.end is None:
            undated: Array = year == 0
            return undated
        first, last = node.start or 1, node.end or 9999
        within: Array = (year >= first) & (year <= last)
        return within

    def _value(self, node: Value) -> Array:
        if node.op == "kind":
            same: Array = self.columns.kind == self.kinds.index(node.value)
            return same
        by_code = node.value.isascii() and node.value.isdigit()
        fits = [False] + [code.startswith(node.value) if by_code else node.value in name
                          for name, code in self.columns.regions]
        chosen: Array = np.array(fits)[self.columns.region]
        return chosen


def _joined(parts: Sequence[Array]) -> Array:
    out: Array = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    return out
