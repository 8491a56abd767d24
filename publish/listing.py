"""Listings: the values of a field with their counts, and the documents of each value, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from publish import address, charts, names
from publish.catalog import Catalog, Entry, Value, parents
from publish.marks import masks, render
from publish.page import Made, Sheet, Site

_VALUES_PER_PAGE = 200
_ORDERED_BY_SIZE = ("organizations", "speakers", "meetings")
_CURRENT = ' aria-current="page"'
_BAR_HEAD = '<th scope="col" class="g-barcell"><span class="g-hidden">比例</span></th>'
_LEAD = {
    "years": "按讲话或成文的年份排列；网页的上传时间不算。",
    "regions": "按国家标准行政区划代码排列，省、市、县逐级列出；上级地区的篇数包括下级。",
    "organizations": "文稿所属的单位，按篇数排列。名称被网页遮去的，照原样列出。",
    "speakers": "讲话人、报告人，按篇数排列；只在文中提到的人不列。",
    "kinds": "文稿是什么，不是网站叫它什么。",
    "meetings": "文稿在其上宣读或印发的会议，按篇数排列。",
}


def sheets(site: Site, catalog: Catalog) -> Iterator[Sheet]:
    """All listing pages."""
    for listing, values in catalog.listings.items():
        for order, base, sorted_values in _value_orders(listing, values):
            shown = page_count(values, _VALUES_PER_PAGE)
            for number in range(1, shown + 1):
                yield Sheet(address.page(base, number), _numbered(names.LISTINGS[listing], number),
                            partial(_values_page, site, catalog, listing, sorted_values, order, base, number, shown),
                            listed=number == 1 and not order, indexed=not order)
        for value in (*values, *(kind for year in values for kind in by_kind(year) if listing == "years")):
            pages = page_count(value.entries, site.per_page)
            for order, base, entries_ in _entry_orders(value, pages):
                for number in range(1, pages + 1):
                    yield Sheet(address.page(base, number), _numbered(value_name(listing, value), number),
                                partial(_value_page, site, catalog, listing, replace(value, entries=entries_), order,
                                        base, number, pages), indexed=not order)


def by_kind(year: Value) -> tuple[Value, ...]:
    """The documents of a year by kind, in the order of kinds; nothing where all are of one.

    A value's name is the year's and the kind's (``2013年报告``), its key the kind.
    """
    groups = {k: tuple(e for e in year.entries if e.document.kind == k) for k in names.KINDS}
    kinds = [k for k, found in groups.items() if found]
    return tuple(Value(f"{year.name}年{names.KINDS[k]}", f"{year.address}{k}/", groups[k], 1, k)
                 for k in kinds) if len(kinds) > 1 else ()


def page_count(items: Sequence[object], each: int) -> int:
    """How many pages a list takes; an empty one takes one."""
    return max(1, -(-len(items) // each))


def _value_orders(listing: str, values: Sequence[Value]) -> Iterator[tuple[str, str, Sequence[Value]]]:
    """The orders that the values of a listing stand in: name, address, values. A single page is sorted in place."""
    yield "", f"{listing}/", values
    if len(values) > _VALUES_PER_PAGE and listing in _ORDERED_BY_SIZE:
        yield "by-name", f"{listing}/by-name/", sorted(values, key=lambda v: name_order(v.name))


def name_order(name: str) -> bytes:
    """A key that sorts common Chinese characters by sound: the order of GB 2312, on which GB 18030 builds.

    >>> sorted(["张明", "白石", "李江"], key=name_order)
    ['白石', '李江', '张明']
    """
    return name.encode("gb18030", "replace")


def _entry_orders(value: Value, pages: int) -> Iterator[tuple[str, str, tuple[Entry, ...]]]:
    """Newest first; where a value fills several pages, also oldest first. Undated documents stand last."""
    yield "", value.address, value.entries
    if pages > 1:
        dated = [e for e in value.entries if e.document.date]
        undated = [e for e in value.entries if not e.document.date]
        yield "oldest", f"{value.address}oldest/", (*reversed(dated), *undated)


def _orders(told: Sequence[tuple[str, str]], base: str, root: str) -> str:
    """The choice between orders: (name, address)."""
    links = "".join(f'<a href="{address.link(root, to)}"{_CURRENT if to == base else ""}>{name}</a>'
                    for name, to in told)
    return f'<nav class="g-orders" aria-label="排序">{links}</nav>'


def value_name(listing: str, value: Value) -> str:
    """A value as readers see it."""
    if listing == "kinds":
        return names.KINDS[value.name]
    return f"{value.name}年" if listing == "years" and not value.key else value.name


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title}，第{number}页"


def _values_page(
    site: Site, catalog: Catalog, listing: str, values: Sequence[Value], order: str, base: str, number: int, pages: int
) -> Made:
    root = address.root_of(address.page(base, number))
    told = {e.id for v in values for e in v.entries}
    rest = len(catalog.entries) - len(told)
    count = f"{catalog.counts[listing]} {'年' if listing == 'years' else '个'}，{len(told)} 篇"
    lead = f'<p class="g-lead">{_LEAD[listing]}共 {count}{f"；另有 {rest} 篇原文没有写明" if rest else ""}。</p>'
    chart = {"years": charts.timeline, "regions": charts.tiles}.get(listing)
    part = values[(number - 1) * _VALUES_PER_PAGE : number * _VALUES_PER_PAGE]
    table = _value_table(listing, part, root, pages == 1) if part else '<p class="g-lead">还没有文稿写明这一项。</p>'
    choice = _orders((("按篇数", f"{listing}/"), ("按名称", f"{listing}/by-name/")), base, root) \
        if pages > 1 and listing in _ORDERED_BY_SIZE else ""
    return Made(f'<div class="g-list-page"><h1>{names.LISTINGS[listing]}</h1>'
                f'{lead}{chart(catalog, root) if chart and number == 1 else ""}{choice}'
                f"{table}{pager(base, number, pages, root)}</div>")


def _value_table(listing: str, values: Sequence[Value], root: str, whole: bool) -> str:
    top = max(len(v.entries) for v in values)
    bars = len({len(v.entries) for v in values}) > 1
    span = '<td class="g-span">{}</td>' if listing != "years" else ""
    head = '<th scope="col" class="g-span">起止年份</th>' if span else ""
    rows = []
    for v in values:
        name = value_name(listing, v)
        if v.level:
            name = name[len(_parent_name(v)) :] or name
        rows.append(
            f'<tr data-count="{len(v.entries)}"><th scope="row" class="g-level{v.level}">'
            f'<a href="{address.link(root, v.address)}">{render(name, masks(name))}</a></th>'
            f'<td class="g-number">{len(v.entries)}</td>'
            f'{_bar(len(v.entries), top) if bars else ""}'
            f"{span.format(charts.years_of([v]))}</tr>"
        )
    sorted_here = " data-g-sort" if whole else ""
    return (f'<table class="g-values"{sorted_here}><thead><tr><th scope="col">{names.LISTINGS[listing]}</th>'
            '<th scope="col" class="g-number">篇数</th>'
            f'{_BAR_HEAD if bars else ""}{head}</tr></thead><tbody>'
            f'{"".join(rows)}</tbody></table>')


def _bar(count: int, top: int) -> str:
    return f'<td class="g-barcell">{charts.bar(count, top)}</td>'


def _parent_name(value: Value) -> str:
    up = parents(value.key, value.name)
    return up[-2][1] if len(up) > 1 else ""


def _value_page(
    site: Site, catalog: Catalog, listing: str, value: Value, order: str, base: str, number: int, pages: int
) -> Made:
    root = address.root_of(address.page(base, number))
    name = value_name(listing, value)
    part = value.entries[(number - 1) * site.per_page : number * site.per_page]
    crumbs = (f'<nav class="g-crumbs" aria-label="位置"><a href="{address.link(root, f"{listing}/")}">'
              f'{names.LISTINGS[listing]}</a>{_upward(catalog, listing, value, root)}</nav>')
    span = charts.years_of([value])
    told = [f"共 {len(value.entries)} 篇"]
    told += [f"{span} 年"] if span and listing != "years" else []
    told += [f"第 {number} 页，共 {pages} 页"] if pages > 1 else []
    feed = address.link(root, value.address + "atom.xml") if listing in ("regions", "kinds") else ""
    subscribe = f'　<a href="{feed}">订阅</a>' if feed else ""
    inner = _inner(catalog, listing, value, root) if number == 1 and not order else ""
    choice = _orders((("最近在前", value.address), ("最早在前", f"{value.address}oldest/")), base, root) \
        if pages > 1 else ""
    return Made(f'<div class="g-list-page">{crumbs}<h1>{render(name, masks(name))}</h1><p class="g-lead">'
                f'{"，".join(told)}。'
                f'{subscribe}</p>{inner}{choice}'
                f"{entries(part, root)}{pager(base, number, pages, root)}</div>",
                head=f'<link rel="alternate feed" type="application/atom+xml" title="{escape(name)}"'
                     f' href="{feed}">' if feed else "")


def _upward(catalog: Catalog, listing: str, value: Value, root: str) -> str:
    """The way up from a value: the places a place lies in, the year of a year's kind."""
    if listing == "years" and value.key:
        year = value.address.split("/")[1]
        return f' › <a href="{address.link(root, f"years/{year}/")}">{year}年</a>'
    up = parents(value.key, value.name)[:-1] if listing == "regions" and value.key.isdigit() else []
    known = [(catalog.addresses.get(("regions", key)), name) for key, name in up]
    return "".join(f' › <a href="{address.link(root, to)}">{escape(name)}</a>' for to, name in known if to)


def _inner(catalog: Catalog, listing: str, value: Value, root: str) -> str:
    """What a value divides into: the places below a place, the kinds of a year."""
    if listing == "regions":
        return _lower(catalog, value, root)
    kinds = by_kind(value) if listing == "years" and not value.key else ()
    return _chips("类型", [(v.address, names.KINDS[v.key], len(v.entries)) for v in kinds], root)


def _chips(label: str, told: Sequence[tuple[str, str, int]], root: str) -> str:
    items = "".join(f'<li><a href="{address.link(root, to)}">{escape(name)}</a> {count}</li>'
                    for to, name, count in told)
    return f'<ul class="g-chips" aria-label="{label}">{items}</ul>' if items else ""


def _lower(catalog: Catalog, value: Value, root: str) -> str:
    """The places one level below."""
    if not value.key.isdigit() or value.level == 2:
        return ""
    prefix = value.key[: 2 * (value.level + 1)]
    below = [v for v in catalog.listings["regions"]
             if v.key.isdigit() and v.key.startswith(prefix) and v.key != value.key]
    near = [v for v in below if _parent_name(v) == value.name or v.level == value.level + 1]
    return _chips("下级地区", [(v.address, v.name.removeprefix(value.name) or v.name, len(v.entries)) for v in near],
                  root)


def entries(part: Sequence[Entry], root: str) -> str:
    """Documents as a list: title, and what is known in one line."""
    return f'<ol class="g-entries">{"".join(_item(e, root) for e in part)}</ol>'


def _item(e: Entry, root: str) -> str:
    d = e.document
    told = [names.date(d.date), d.speaker, d.organization or (d.region.name if d.region else None)]
    meta = "　".join(render(t, masks(t)) for t in told if t)
    untitled = "" if d.title else ' class="g-untitled"'
    return (f'<li data-id="{e.id}"><a{untitled} href="{address.link(root, address.document(e.id))}">'
            f'{render(e.label, masks(e.label) if d.title else ())}</a>{opening(e)}'
            f'<span class="g-meta"><span class="g-kind g-k-{d.kind}">{names.KINDS[d.kind]}</span>{meta}</span></li>')


def opening(e: Entry) -> str:
    """The opening words beside a title that tells nothing."""
    return f' <span class="g-opening">{render(e.opening, masks(e.opening))}</span>' if e.opening else ""


def pager(base: str, number: int, pages: int, root: str) -> str:
    if pages == 1:
        return ""
    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    out, last = [], 0
    for n in near:
        if n > last + 1:
            out.append('<span aria-hidden="true">…</span>')
        last = n
        out.append(f'<a href="{address.link(root, address.page(base, n))}"{_CURRENT if n == number else ""}>{n}</a>')
    return f'<nav class="g-pager" aria-label="分页">{"".join(out)}</nav>'

