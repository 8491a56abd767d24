"""The subtitle that a page's markup shows: a lower heading right under that of the title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from scraper.describe.bodies import is_body
from scraper.describe.kinds import by_title
from scraper.describe.roles import HEADING, Head, is_salutation
from scraper.describe.units import Unit, letters
from scraper.model import Block, Page
from scraper.view import View

_LONGEST, _MORE = 50, 2
"""Characters of a subtitle; of its heading beside it."""
_RANK = re.compile(r"h([1-6])$")
_INFO = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}|来源|作者|发布|编辑|记者|时间|日期")
"""The line of a portal that ends the head of a page."""
_OPEN = re.compile(r"(?:的|在|于|和|与|及|、|关于.*(?<!通知))$")


def under_heading(
    view: View, flat: str, parts: Sequence[Unit], head: Head, page: Page, named: frozenset[str]
) -> None:
    """Move to the subtitle of ``head`` the lower heading under its title, where a portal's line closes both off.

    A title that the page's own title says in two lines stays one.
    """
    if head.subtitle or not head.titles or not page.blocks:
        return
    title = head.titles[0]
    low = head.titles[1] if len(head.titles) == 2 else parts[head.body] if head.body < len(parts) else None
    if low is None or len(head.titles) > 2 or flat[title.end : low.start].strip() or not _plain(title, low, named):
        return
    upper, lower = (_rank(view, page, unit) for unit in (title, low))
    following = next((u.start for u in parts if u.start > low.start), len(flat))
    if not 0 < upper < lower or (not _INFO.search(flat[low.end : following]) and low not in head.titles):
        return
    if low in head.titles:
        head.titles = [title]
    else:
        head.body += 1
    head.subtitle = low
    head.spent.append(("describe.subtitle", low))


def _plain(title: Unit, low: Unit, named: frozenset[str]) -> bool:
    """Whether two lines may be title and subtitle by their words."""
    both = letters(title.text + low.text)
    if any(both in name for name in named) or is_body(title.text) or is_body(low.text) or _OPEN.search(title.text):
        return False
    if HEADING.match(low.text) or is_salutation(low.text) or len(low.text) > _LONGEST or low.text[-1] in "。:;,":
        return False
    return by_title(low.text) is None or letters(title.text) in named


def _rank(view: View, page: Page, unit: Unit) -> int:
    """1 to 6 where a unit is a whole heading of the page; else 0."""
    block = _block(view, page, unit)
    m = _RANK.match(block.tag) if block else None
    return int(m[1]) if m else 0


def _block(view: View, page: Page, unit: Unit) -> Block | None:
    start, end = view.page_span(unit.start, unit.end)
    at = bisect_right(page.blocks, start, key=lambda b: b.start) - 1
    block = page.blocks[at] if at >= 0 else None
    if block is None or end > block.end:
        return None
    return block if len(page.text[block.start : block.end].strip()) <= end - start + _MORE else None
