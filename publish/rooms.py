"""The rooms of the house (:mod:`publish.room`), in the order in which they show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from publish import address, basket, compare, figures, glossary, spread, trend
from publish.catalog import Catalog
from publish.page import Made, Sheet, Site
from publish.room import Open, Room
from publish.sources import Sources

ROOMS: tuple[Open, ...] = (basket.opened, compare.opened, spread.opened, figures.opened, trend.opened,
                          glossary.opened)


ADDRESS = "study/"
_TOLD = {
    trend.ADDRESS: ("词语的走势", "一个词语在各年文稿中出现得多不多，画成图；点图上的点，看那一年的段落。"),
    figures.ADDRESS: ("文稿中的数字", "文稿说到的每一个数字，连同对象、单位和年份，可按地区、单位筛选，存为表格。"),
    compare.ADDRESS: ("文稿比较", "逐句对照两篇文稿：保留、改动、新增、删去了哪些话，新的提法最早见于何处。"),
    basket.ADDRESS: ("备课篮", "把整篇、一节或一段放进篮子，排好顺序，做成阅读材料或幻灯片。"),
    glossary.ADDRESS: ("术语", "名称与简称、地区、类型：各有多少篇，首见末见于何时。"),
}


def overview(opened: Sequence[Room]) -> Sheet:
    """The page that leads to the pages of all rooms."""
    return Sheet(ADDRESS, "研读", partial(_overview, {sheet.address for room in opened for sheet in room.sheets}),
                 listed=True)


def _overview(there: set[str]) -> Made:
    root = address.root_of(ADDRESS)
    items = "".join(f'<li><a href="{address.link(root, at)}">{title}</a><span class="g-meta">{told}</span></li>'
                    for at, (title, told) in _TOLD.items() if at in there)
    return Made('<div class="g-list-page"><h1>研读</h1><p class="g-lead">拿整个文稿库来读：看用词的变化，查数字，'
                '比前后两篇，备一堂课。与别处有相同文字的文稿，末尾另列“文字的源流”。</p>'
                f'<ul class="g-entries">{items}</ul></div>')


def opened(site: Site, catalog: Catalog, sources: Sources) -> Sequence[Room]:
    """All rooms, opened for one build."""
    return tuple(door(site, catalog, sources) for door in ROOMS)
