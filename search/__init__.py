"""The Whoosh index, the query language, the export to the browser."""

from search.build import build_index
from search.index import Index, open_index

__all__ = ["Index", "build_index", "open_index"]
