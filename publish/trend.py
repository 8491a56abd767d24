"""The page ``/trend/``: how often terms occur by year; counted and drawn in the page by ``assets/room/trend.js``.

``room.trend`` counts the same on the command line.
"""

from __future__ import annotations

from publish import address, names
from publish.catalog import Catalog
from publish.page import Made, Sheet, Site
from publish.room import Room, assets
from publish.sources import Sources
from room.scripts import SEARCH

ADDRESS = "trend/"
TERMS = 4
"""Terms that are drawn together."""
_SCRIPTS = (*SEARCH, "room/trend-count.js", "room/trend-draw.js", "room/trend.js", "room/trend.css")


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room; without the search there is nothing to count in, and the page says so."""
    return Room(sheets=(Sheet(ADDRESS, "词语的走势", _page if site.search else _without, listed=True),))


def _without() -> Made:
    return Made('<h1>词语的走势</h1><p class="g-lead">本站没有附检索数据，不能统计；'
                '可以在命令行运行 gonghui trend。</p>')


def _page() -> Made:
    root = address.root_of(ADDRESS)
    terms = "".join(
        f'<label>词语 {n} <input name="q{n if n > 1 else ""}" autocomplete="off" spellcheck="false"></label>'
        for n in range(1, TERMS + 1))
    kinds = "".join(f'<option value="{kind}">{name}</option>' for kind, name in names.KINDS.items())
    return Made(
        f'<div class="r-trend" data-root="{root}" data-shards="{root}search/shards/"><h1>词语的走势</h1>'
        '<p class="g-lead">一个词语在各年文稿中出现得多不多：每万字的次数，或出现的篇数。词语逐字匹配，'
        "不加同义简称；没有文稿的年份画作空缺，不当作零。点图上的点，看那一年的段落。</p>"
        f'<form data-part="form" method="get" class="r-form">{terms}'
        '<label>地区 <input name="region" list="r-regions" autocomplete="off"></label>'
        '<datalist id="r-regions"></datalist>'
        f'<label>类型 <select name="kind"><option value="">全部</option>{kinds}</select></label>'
        '<label>画出 <select name="by"><option value="">每万字次数</option><option value="documents">篇数</option>'
        '</select></label><button class="g-button g-primary">统计</button></form>'
        "<noscript><p>统计需要 JavaScript；也可以在命令行运行 gonghui trend。</p></noscript>"
        '<p data-part="status" role="status" class="r-status"></p><div data-part="out"></div></div>',
        head=assets(ADDRESS, *_SCRIPTS))
