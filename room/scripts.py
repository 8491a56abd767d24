"""The scripts of the search that pages of the room ask too, in the order in which they are read."""

from __future__ import annotations

from search.page import SCRIPTS

SEARCH = tuple(f"search/{name}.js" for name in SCRIPTS if name not in ("kwic", "page"))
