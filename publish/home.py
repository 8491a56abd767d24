"""Parts of the home page; a page written by hand names them as ``<!-- gonghui:counts -->``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

from publish import address, charts, listing, names
from publish.catalog import Catalog
from publish.page import Site

_NEWEST = 8
_MOST_PLACES = 30
_EXAMPLES = ("集体合同", "困难职工", "厂务公开", "“三个代表”重要思想", "年:2010..2015 帮扶")
_MARK = re.compile(r"<!--\s*gonghui:([a-z]+)\s*-->")
DEFAULT = """# 工会文稿库

<!-- gonghui:search -->
<!-- gonghui:counts -->

## 各年文稿

<!-- gonghui:timeline -->

## 各地文稿

<!-- gonghui:regions -->

## 最近的文稿

<!-- gonghui:newest -->
"""


def fill(html: str, site: Site, catalog: Catalog, root: str) -> str:
    """Put the parts in where a page names them; unknown names stay."""
    return _MARK.sub(lambda m: PARTS[m[1]](site, catalog, root) if m[1] in PARTS else m[0], html)


def counts(site: Site, catalog: Catalog, root: str) -> str:
    """How much the archive holds, each number a way in."""
    years = charts.years_of(catalog.listings["years"])
    characters = sum(e.characters for e in catalog.entries)
    told = [("", "篇文稿", f"{len(catalog.entries):,}"),
            ("", "万字", f"{characters / 10000:,.1f}") if characters >= 10000 else ("", "字", f"{characters:,}")]
    told += [(f"{k}/", f"个{names.LISTINGS[k]}", f"{catalog.counts[k]:,}")
             for k in ("regions", "organizations", "speakers", "meetings") if catalog.listings[k]]
    if years:
        told.append(("years/", "年", years))
    items = "".join(f"<li>{_counted(root, to, number, unit)}</li>" for to, unit, number in told)
    return f'<ul class="g-counts">{items}</ul>'


def _counted(root: str, to: str, number: str, unit: str) -> str:
    text = f"<strong>{number}</strong> {unit}"
    return f'<a href="{address.link(root, to)}">{text}</a>' if to else f"<span>{text}</span>"


def newest(site: Site, catalog: Catalog, root: str) -> str:
    """The newest documents by their own date."""
    return listing.entries(catalog.entries[:_NEWEST], root)


def kinds(site: Site, catalog: Catalog, root: str) -> str:
    """The kinds with their counts, as chips."""
    items = "".join(f'<li><a href="{address.link(root, v.address)}">{names.KINDS[v.name]}</a> {len(v.entries)}</li>'
                    for v in catalog.listings["kinds"])
    return f'<ul class="g-chips">{items}</ul>'


def regions(site: Site, catalog: Catalog, root: str) -> str:
    """The plan of the provinces; where no place has a code, the places by name."""
    if plan := charts.tiles(catalog, root):
        return plan
    values = sorted(catalog.listings["regions"], key=lambda v: (-len(v.entries), v.name))[:_MOST_PLACES]
    items = "".join(f'<li><a href="{address.link(root, v.address)}">{escape(v.name)}</a> {len(v.entries)}</li>'
                    for v in values)
    return f'<ul class="g-chips">{items}</ul>'


def search(site: Site, catalog: Catalog, root: str) -> str:
    """A large search box with examples; nothing where the site has no search."""
    if not site.search:
        return ""
    target = address.link(root, "search/")
    examples = "".join(f'<li><a href="{target}?q={quote(q)}">{q}</a></li>' for q in _EXAMPLES)
    return (f'<form class="g-search" action="{target}" method="get" role="search" aria-label="检索文稿">'
            '<input type="search" name="q" aria-label="检索词" '
            'placeholder="检索全文：词语、句子、单字均可"><button type="submit" class="g-button g-primary">'
            '检索</button></form>'
            f'<ul class="g-chips g-examples" aria-label="检索示例">{examples}</ul>')


PARTS: Mapping[str, Callable[[Site, Catalog, str], str]] = {
    "counts": counts,
    "newest": newest,
    "kinds": kinds,
    "search": search,
    "timeline": lambda site, catalog, root: charts.timeline(catalog, root),
    "regions": regions,
}
