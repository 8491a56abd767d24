"""How often a query is answered year by year: the documents that match beside all documents of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.index import Index


def trend(index: Index, query: str, plain: bool = False, **filters: str | None) -> dict[str, Any]:
    """``{"query", "total", "undated", "expanded", "years": [{"year", "documents", "all"}]}``.

    Every year from the first to the last of the archive (within the
    filters), oldest first; ``undated`` counts the documents that match and
    tell no date. Raises :class:`archive.errors.QueryError`.
    """
    found = index.search(query, limit=0, plain=plain, **filters)  # type: ignore[arg-type]
    every = index.search("", limit=0, **filters)["facets"]["year"]  # type: ignore[arg-type]
    some = found["facets"]["year"]
    known = [int(year) for year in every]
    years = [f"{year:04}" for year in range(min(known), max(known) + 1)] if known else []
    return {"query": query, "total": found["total"], "undated": found["total"] - sum(some.values()),
            "expanded": found["expanded"],
            "years": [{"year": year, "documents": some.get(year, 0), "all": every.get(year, 0)} for year in years]}
