"""Tables of an HTML page as rows of cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache

from scraper.model import Page
from scraper.outline_lines import Span
from scraper.view import View

Place = tuple[int, int, int]
"""Numbers of the table, the row and the cell a paragraph stands in."""

_NAME = re.compile(r"[#.]")
_CELL = 60
"""Characters of a cell at most: tables that lay out a page hold more."""


def cell_places(view: View, page: Page, parts: Sequence[list[Span]]) -> list[Place | None]:
    """Where each paragraph stands, if it is all of one short cell."""
    starts = [view.at(b.start) for b in page.blocks]
    depths = cache(_depths)  # the blocks of a table share few paths
    return [_place(page, starts, part, depths) for part in parts]


def _place(page: Page, starts: Sequence[int], part: Sequence[Span],
           depths: Callable[[tuple[str, ...]], Place | None]) -> Place | None:
    if len(part) != 1 or not starts or part[0][1] - part[0][0] > _CELL:
        return None
    at = bisect_right(starts, part[0][0]) - 1
    if at < 0 or bisect_right(starts, part[0][1] - 1) - 1 != at:
        return None
    block = page.blocks[at]
    found = depths(block.path)
    if found is None:
        return None
    table, row, cell = found
    return block.boxes[table], block.boxes[row], block.boxes[cell]


def _depths(path: tuple[str, ...]) -> Place | None:
    """How deep in a block's path the innermost table, its row and the cell stand, if it stands in all three."""
    tags = [_NAME.split(element, maxsplit=1)[0] for element in path]
    table, row, cell = (max((k for k, tag in enumerate(tags) if tag in names), default=-1)
                        for names in (("table",), ("tr",), ("td", "th")))
    return (table, row, cell) if 0 <= table < row < cell else None


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
