"""Further pages of an article: what the first page told of the place of the text holds for them too.

The last page of an article may hold a sentence and a signature, too little to
judge by. Pages of one article share their markup, so the element that held
nearly all text of the first page holds that of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scraper.extract.html import Judged
from scraper.model import Block, Cut, Page
from scraper.view import View

_PURE = 0.85
"""Share of an element's text that stayed on the first page, from which all of it is text."""
_LEAST = 100
_FRAME = re.compile(r"^\W*(?:上一|下一|共\s?\d|第\s?\d{1,2}\s?[页頁]|\d{1,2}(?:\W+\d{1,2})*\W*$)"
                    r"|来源[:：]|编辑[:：]|责编|发布时间|字号|分享到|打印|关闭")


def text_place(page: Page, view: View, cuts: Sequence[Cut]) -> tuple[str, ...]:
    """The element that held the text of a first page, as its path; empty where there is no such element."""
    kept: Counter[tuple[str, ...]] = Counter()
    every: Counter[tuple[str, ...]] = Counter()
    k = 0
    for block in page.blocks:
        start, end = view.at(block.start), view.end_at(block.end)
        while k < len(cuts) and cuts[k].end <= start:
            k += 1
        stays = not (k < len(cuts) and cuts[k].start <= start)
        if not block.link:
            every[block.path[:-1]] += end - start
            kept[block.path[:-1]] += (end - start) * stays
    path, size = max(kept.items(), key=lambda pair: pair[1], default=((), 0))
    return path if size >= _LEAST and size >= _PURE * every[path] else ()


def kept_in(judged: Judged, place: tuple[str, ...]) -> Judged:
    """The judgement of a further page with what stands in ``place`` kept, frame in plain words excepted."""
    if not place:
        return judged
    chosen = [None if why == "" and _stands_in(block, place) and not _FRAME.search(text.strip()) else why
              for block, text, why in zip(judged.blocks, judged.texts, judged.chosen, strict=True)]
    return replace(judged, chosen=chosen)


def _stands_in(block: Block, place: tuple[str, ...]) -> bool:
    return not block.link and not block.hidden and block.path[: len(place)] == place
