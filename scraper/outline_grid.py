"""Tables of an HTML page as rows of cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from scraper.model import Page
from scraper.outline_lines import Span
from scraper.view import View

Place = tuple[int, int, int]
"""Numbers of the table, the row and the cell a paragraph stands in."""

_CELL = 60
"""Characters of a cell at most: tables that lay out a page hold more."""


def cell_places(view: View, page: Page, parts: Sequence[list[Span]]) -> list[Place | None]:
    """Where each paragraph stands, if it is all of one short cell."""
    starts = [view.at(b.start) for b in page.blocks]
    return [_place(page, starts, part) for part in parts]


def _place(page: Page, starts: Sequence[int], part: Sequence[Span]) -> Place | None:
    if len(part) != 1 or not starts or part[0][1] - part[0][0] > _CELL:
        return None
    at = bisect_right(starts, part[0][0]) - 1
    if at < 0 or bisect_right(starts, part[0][1] - 1) - 1 != at:
        return None
    block = page.blocks[at]
    tags = [re.split(r"[#.]", element, maxsplit=1)[0] for element in block.path]
    found = {tag: len(tags) - 1 - tags[::-1].index(tag) for tag in ("table", "tr") if tag in tags}
    cell = max((k for k, tag in enumerate(tags) if tag in ("td", "th")), default=-1)
    if len(found) < 2 or not found["table"] < found["tr"] < cell:
        return None
    return block.boxes[found["table"]], block.boxes[found["tr"]], block.boxes[cell]


def grid_at(places: Sequence[Place | None], parts: Sequence[list[Span]], i: int) -> tuple[int, ...]:
    """Cells by row of the table that begins at paragraph ``i``; empty where there is none whose rows are alike.

    A table with merged or empty cells stays a run of paragraphs: its cells could
    come to stand under other heads.
    """
    first = places[i]
    if first is None or (i and (before := places[i - 1]) is not None and before[0] == first[0]):
        return ()
    rows: list[tuple[int, list[int]]] = []
    for place in places[i:]:
        if place is None or place[0] != first[0]:
            break
        if not rows or rows[-1][0] != place[1]:
            rows.append((place[1], []))
        rows[-1][1].append(place[2])
    sizes = tuple(len(cells) for _, cells in rows)
    whole = all(len(set(cells)) == len(cells) for _, cells in rows)
    return sizes if len(sizes) > 1 and sizes[0] > 1 and len(set(sizes)) == 1 and whole else ()
