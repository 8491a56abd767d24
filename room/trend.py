"""How often a term occurs, year by year; the published page counts the same in ``assets/room/trend.js``.

A term is taken word for word (no alias): documents are those that a search for
``"term"`` finds, occurrences and characters those of headings and paragraphs,
so that a name in the title or by-line does not weigh. A character is one of the
folded text; the end of a paragraph counts as one.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from search.evaluate import Form
from search.fold import fold
from search.grammar import parse
from search.grams import END, HEADINGS, Array
from search.index import Index

COLUMNS = ("term", "year", "documents", "all", "occurrences", "characters", "rate")
PER = 10_000
"""Characters that a rate is told for."""


def trend(index: Index, term: str, **filters: str | None) -> dict[str, Any]:
    """``{"term", "total", "occurrences", "first", "last", "undated", "years"}``; filters as of ``Index.search``.

    ``years`` are ``{"year", "documents", "all", "occurrences", "characters", "rate"}`` from the first to the last year
    of the archive (within the filters): documents that have the term, all documents, occurrences for 10,000
    characters (two decimals; ``None`` for a year without a document: a gap, not a zero). ``undated`` tells the same
    of documents without a date, ``first`` and ``last`` are the years in which the term was seen. Raises
    :class:`archive.errors.QueryError` for a term without a character to look for.
    """
    query = quoted(term)
    live = index.columns.live.copy()
    for name, value in filters.items():
        if value:
            live &= index.selected(name, value)
    found = index.evaluator.run(parse(query), lambda t: [Form(t.folded, t.prefix, t.field)]).match & live
    occurrences, characters = _weights(index, Form(fold(term.replace('"', "")), False, None))
    year = index.columns.year
    known = year[live & (year > 0)]
    span = range(int(known.min()), int(known.max()) + 1) if len(known) else range(0)

    def told(of: int) -> dict[str, Any]:
        mine = live & (year == of)
        return counted(int((found & mine).sum()), int(mine.sum()), int(occurrences[mine].sum()),
                       int(characters[mine].sum()))

    years = [{"year": f"{one:04}", **told(one)} for one in span]
    seen = [row["year"] for row in years if row["documents"]]
    return {"term": term, "total": int(found.sum()), "occurrences": int(occurrences[live].sum()),
            "first": seen[0] if seen else None, "last": seen[-1] if seen else None, "undated": told(0),
            "years": years}


def quoted(term: str) -> str:
    """The query that finds a term word for word."""
    return '"' + term.replace('"', "") + '"'


def counted(documents: int, all_: int, occurrences: int, characters: int) -> dict[str, Any]:
    """
    >>> counted(1, 2, 3, 20000)["rate"], counted(0, 0, 0, 0)["rate"]
    (1.5, None)
    """
    rate = math.floor(occurrences * PER * 100 / characters + 0.5) / 100 if characters else None
    return {"documents": documents, "all": all_, "occurrences": occurrences, "characters": characters, "rate": rate}


def _weights(index: Index, form: Form) -> tuple[Array, Array]:
    """Occurrences and characters of the headings and paragraphs of each document, by slot."""
    counts, sizes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for segment in index.segments:
        places = index.evaluator.places(segment, form).astype(np.int64)
        documents = segment.documents(places)
        inside = places >= segment.bounds[documents, HEADINGS].astype(np.int64)
        counts.append(np.bincount(documents[inside], minlength=segment.count))
        sizes.append(segment.bounds[:, END].astype(np.int64) - segment.bounds[:, HEADINGS])
    return np.concatenate(counts), np.concatenate(sizes)


def to_csv(found: Iterable[Mapping[str, Any]]) -> str:
    """The years of several terms below one another; UTF-8 with a byte order mark."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in found:
        term = "'" + one["term"] if one["term"].startswith(("=", "+", "-", "@")) else one["term"]
        for row in one["years"]:
            writer.writerow([term, *("" if row[name] is None else row[name] for name in COLUMNS[1:])])
    return out.getvalue()
