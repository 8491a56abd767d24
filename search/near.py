"""NEAR: the documents in which words stand near each other, within one limit for every face of the search.

The published page loads the places of the words, of common ones megabytes. So
that it and the command line answer the same queries, a NEAR whose words stand
in more than ``MOST`` places of the archive is refused by all of them, unless
the rest of the query and the filters leave ``TEXTS`` documents or fewer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from archive.errors import QueryError
from search.filters import place
from search.grammar import parse
from search.grams import START, Array
from search.messages import MESSAGES
from search.segment import Segment, neighbours
from search.tree import Both, Near, Node, Not

if TYPE_CHECKING:
    from search.evaluate import Form

MOST = 5_000_000
"""Places of all the words of one NEAR together, in the whole archive: some 13 MB for the page to load."""
TEXTS = 100
"""Documents that are few enough to be looked through one by one; as in docs/assets/search/near.js."""
CHUNK = 1 << 19
"""Characters of documents that are compared at once: 20 MB at most, 40 bytes a span."""

_OPERATOR = re.compile("[NＮ][EＥ][AＡ][RＲ](?:[/／][0-9０-９]+)?\\s*")

Find = Callable[[Segment, "Form", int], Array]
"""The places of a form in a segment, whatever its field; the last is how many bytes are held besides."""
Forms = Sequence[Sequence["Form"]]


class TooCommon(QueryError):
    """A NEAR that is refused; :func:`refused` gives it its query."""

    node: Near


def has_near(node: Node) -> bool:
    """Whether there is a NEAR in a tree."""
    match node:
        case Near():
            return True
        case Not():
            return has_near(node.part)
        case Both():
            return any(map(has_near, node.parts))
    return False


def conditions(tree: Node) -> list[Node]:
    """What a query asks of a document besides its NEAR."""
    return [part for part in tree.parts if not has_near(part)] if isinstance(tree, Both) and tree.op == "and" else []


def matching(node: Near, forms: Forms, candidates: Array, segments: Sequence[Segment], find: Find) -> Array:
    """Of the documents of ``candidates``, which hold all of the parts, those where these stand near (a column).

    ``forms`` are those of each part, none of them variants. Raises :class:`TooCommon`.
    """
    match = np.zeros(len(candidates), bool)
    most = MOST if np.count_nonzero(candidates) > TEXTS else None
    found, held = [], 0
    for segment in segments if candidates.any() else ():
        mine = candidates[segment.base : segment.base + segment.count]
        rows = [[_kept(segment, form, find(segment, form, held), mine) for form in some] for some in forms]
        if most is not None and (most := most - sum(count for row in rows for _, count in row)) < 0:
            raise _too_common(node)
        found.append([[places for places, _ in row] for row in rows])
        held += 4 * sum(len(places) for row in rows for places, _ in row)
    for segment, rows_ in zip(segments, found, strict=False):
        for first, last in _chunks(segment):
            near = _near(segment, node, forms, rows_, first, last)
            match[segment.base : segment.base + segment.count] |= _counts(segment, near) > 0
    return match


def _counts(segment: Segment, places: Array) -> Array:
    """How many places (in order) lie in each document."""
    return np.diff(np.searchsorted(places, segment.bounds[:, START]), append=len(places))


def _kept(segment: Segment, form: Form, places: Array, candidates: Array) -> tuple[Array, int]:
    """The places of the field in documents that are candidates; and how many there are in all that are not deleted."""
    counts = _counts(segment, places)
    total = int(counts.sum() - counts[segment.gone].sum())
    if not candidates.all():
        places = places[np.repeat(candidates, counts)]
    return segment.within(places, form.field), total


def _chunks(segment: Segment) -> Iterator[tuple[int, int]]:
    """Stretches of the stream from document to document."""
    starts = segment.bounds[:, START]
    end = int(segment.bounds[-1, -1]) if segment.count else 0
    cuts = np.unique(np.searchsorted(starts, np.arange(0, end, CHUNK)))
    edges = [int(starts[i]) for i in cuts.tolist() if i < len(starts)] + [end]
    yield from pairwise(edges)


def _near(segment: Segment, node: Near, forms: Forms, rows: Sequence[Sequence[Array]], first: int, last: int) -> Array:
    """Where, in a stretch of the stream, spans of the last part begin that end a chain of near ones."""
    spans = [_spans(some, row, first, last) for some, row in zip(forms, rows, strict=True)]
    kept = spans[0]
    for distance, after in zip(node.distances, spans[1:], strict=True):
        near = neighbours(segment.grams.blocks, after, kept, distance)
        kept = (after[0][near], after[1][near])
    return kept[0]


def _spans(forms: Sequence[Form], rows: Sequence[Array], first: int, last: int) -> tuple[Array, Array]:
    """All spans of a word or of words joined by OR, by their starts."""
    starts, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for form, places in zip(forms, rows, strict=True):
        low, high = np.searchsorted(places, (first, last))
        starts.append(places[low:high].astype(np.int64))
        ends.append(starts[-1] + len(form.folded))
    start, end = np.concatenate(starts), np.concatenate(ends)
    if len(forms) > 1:
        order = np.lexsort((end, start))
        start, end = start[order], end[order]
    return start, end


def _too_common(node: Near) -> TooCommon:
    en, zh = MESSAGES["near-common"]
    span = place(node)
    error = TooCommon(query="", at=span[0] if span else 0, code="near-common", what=en, what_zh=zh, proposal=None)
    error.node = node
    return error


def refused(query: str, error: TooCommon) -> QueryError:
    """The error as a reader is told it: with the query, and the words anywhere in a document as the proposal."""
    out, at = [], 0
    for before, after in pairwise(error.node.parts):
        end, start = (place(before) or (0, 0))[1], (place(after) or (0, 0))[0]
        out += [query[at:end], _OPERATOR.sub("", query[end:start], count=1)]
        at = start
    proposal = "".join([*out, query[at:]])
    try:
        parse(proposal)
    except QueryError:
        proposal = query
    return QueryError(**error.facts | {"query": query, "proposal": proposal if proposal != query else None})
