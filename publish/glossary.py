"""The glossary ``/glossary/``: the alias dictionary, the places and the kinds, each with its documents in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode

from publish import address, names
from publish.catalog import Catalog, Entry, Value
from publish.page import Made, Sheet, Site
from publish.room import Room, assets
from publish.sources import Sources
from room.glossary import Seen, Term, kind_names, terms

ADDRESS = "glossary/"
PARTS = {"": "名称与简称", "regions/": "地区", "kinds/": "类型"}
_MEANS = {
    "report": "向会议或上级作的报告、述职、汇报", "speech": "讲话、发言、致辞、开幕词、主持词",
    "summary": "留存的书面工作总结",
    "survey": "调研报告、综述", "notice": "通知、通报、函",
    "decision": "决定、决议、意见、办法", "plan": "要点、计划、方案",
    "article": "文章、思考、体会、经验材料", "other": "消息和其余",
}


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room."""
    makers: dict[str, Callable[[], str]] = {
        "": lambda: _aliases(site, catalog, terms(sources.document(e.id) for e in catalog.entries)),
        "regions/": partial(_regions, site, catalog), "kinds/": partial(_kinds, site, catalog)}
    return Room(sheets=tuple(
        Sheet(ADDRESS + part, f"术语：{name}" if part else "术语", partial(_page, part, makers[part]),
              listed=not part)
        for part, name in PARTS.items()))


def _page(part: str, make: Callable[[], str]) -> Made:
    at = ADDRESS + part
    root = address.root_of(at)
    current = ' aria-current="page"'
    ways = "".join(
        f'<li><a href="{address.link(root, ADDRESS + other)}"{current if other == part else ""}>{name}</a></li>'
        for other, name in PARTS.items())
    return Made('<div class="g-list-page r-glossary"><h1>术语</h1>'
                f'<nav aria-label="术语的部分"><ul class="r-ways">{ways}</ul></nav>{make()}</div>',
                head=assets(at, "room/glossary.css"))


def _table(heads: Sequence[str], rows: str, label: str) -> str:
    head = "".join(f'<th scope="col"{" class=g-number" if name == "篇数" else ""}>{name}</th>' for name in heads)
    return (f'<div class="r-scroll" tabindex="0" role="region" aria-label="{label}"><table class="g-values">'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def _aliases(site: Site, catalog: Catalog, found: Sequence[Term]) -> str:
    rows = "".join(_term(site, catalog, term) for term in found)
    lead = ("检索时，同一组的名称互相当作同义；加引号（“……”）则只找原词。"
            "“起止”是这一名称所指的时期，只在名称变动过时注明；首见、末见按文稿日期，时间不详的文稿不计先后。")
    return f'<p class="g-lead">{lead}</p>{_table(("名称", "篇数", "首见", "末见"), rows, "名称与简称")}'


def _term(site: Site, catalog: Catalog, term: Term) -> str:
    first, *others = term.names
    first = next((name for name in term.names if name.name == term.name), first)
    others = [name for name in term.names if name is not first]
    years = f' <small>起止：{_span(term.years)}</small>' if term.years else ""
    rows = _name(site, catalog, first, f'<b id="t-{term.id}">{escape(first.name)}</b>{years}', "")
    return rows + "".join(_name(site, catalog, name, escape(name.name), "g-level1") for name in others)


def _span(years: str) -> str:
    """
    >>> _span("1998..2008"), _span("2008..")
    ('1998—2008年', '2008年起')
    """
    first, _, last = years.partition("..")
    return f"{first}—{last}年" if last else f"{first}年起"


def _name(site: Site, catalog: Catalog, name: Seen, label: str, form: str) -> str:
    root = address.root_of(ADDRESS)
    undated = "时间不详" if name.documents else "—"
    cells = "".join(f"<td>{_one(catalog.by_id[one[1]], root)}</td>" if one else f"<td>{undated}</td>"
                    for one in (name.first, name.last))
    return (f'<tr><th scope="row" class="{form}">{label}</th><td class="g-number">'
            f'{_asked(site, root, name.name, name.documents)}</td>{cells}</tr>')


def _asked(site: Site, root: str, name: str, count: int) -> str:
    """A count that leads to the search for the name."""
    if not site.search or not count:
        return str(count)
    query = urlencode({"q": f'"{name}"'})
    return (f'<a href="{address.link(root, "search/")}?{escape(query)}" aria-label="检索 {escape(name)}，{count}篇">'
            f"{count}</a>")


def _one(e: Entry, root: str) -> str:
    href = address.link(root, address.document(e.id))
    return (f'<span class="r-when">{names.date(e.document.date)}</span> '
            f'<a href="{href}">{escape(e.label, quote=False)}</a>')


def _ends(entries: Sequence[Entry], root: str) -> str:
    """The first and the last dated document, as two cells."""
    dated = [e for e in entries if e.document.date]
    if not dated:
        return "<td>时间不详</td><td>时间不详</td>"
    return "".join(f"<td>{_one(pick(dated, key=lambda e: (e.document.date or '', e.id)), root)}</td>"
                   for pick in (min, max))


def _valued(site: Site, value: Value, root: str, label: str, more: str, asked: Mapping[str, str]) -> str:
    """A place or kind: its name leads to its listing, the count to the search for it."""
    href, count = address.link(root, value.address), str(len(value.entries))
    if site.search:
        count = (f'<a href="{address.link(root, "search/")}?{escape(urlencode(asked))}" '
                 f'aria-label="检索 {escape(label)}，{count}篇">{count}</a>')
    return (f'<tr><th scope="row"{f" class=g-level{value.level}" if value.level else ""}><a href="{href}">'
            f'{escape(label, quote=False)}</a>{more}</th>'
            f'<td class="g-number">{count}</td>{_ends(value.entries, root)}</tr>')


def _regions(site: Site, catalog: Catalog) -> str:
    root = address.root_of(ADDRESS + "regions/")
    rows = "".join(_valued(site, value, root, value.name,
                           f" <small>{value.key}</small>" if value.key.isdigit() else "", {"q": f"地区:{value.name}"})
                   for value in catalog.listings["regions"])
    return ('<p class="g-lead">文稿所属的地区，名称补全到国家标准行政区划（GB/T 2260），数字是代码；'
            "只列库中有文稿的地区及其上级，上级地区的文稿包括下级。</p>"
            f'{_table(("地区", "篇数", "首见", "末见"), rows, "地区")}')


def _kinds(site: Site, catalog: Catalog) -> str:
    root = address.root_of(ADDRESS + "kinds/")
    words = kind_names()
    known = {value.name: value for value in catalog.listings["kinds"]}
    rows = []
    for kind, name in names.KINDS.items():
        others = "、".join(word for word in words.get(kind, ()) if word != name)
        more = f"<br><small>{_MEANS[kind]}</small>" + (f"<br><small>检索式里也可写：{others}</small>" if others else "")
        if value := known.get(kind):
            rows.append(_valued(site, value, root, name, more, {"kind": kind}))
        else:
            rows.append(f'<tr><th scope="row">{name}{more}</th><td class="g-number">0</td><td>—</td><td>—</td></tr>')
    return ('<p class="g-lead">类型说的是文稿是什么，不是网站叫它什么。检索式中写作 类型:讲话。</p>'
            f'{_table(("类型", "篇数", "首见", "末见"), "".join(rows), "类型")}')
