"""The whole site as sheets: what pages there are, in the order they are best made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from publish import address, audit, copies, exports, home, listing, names, reading
from publish.catalog import Catalog, Entry
from publish.keys import Keys
from publish.page import Made, Sheet, Site
from publish.room import Room, tables
from publish.rooms import overview
from publish.sources import Sources


def sheets(
    site: Site, catalog: Catalog, sources: Sources, *, audits: bool = True, rooms: Sequence[Room] = ()
) -> Iterator[Sheet]:
    """Every generated page but home and search. Parts of one capture stand together, so that it is read once."""
    keys = Keys(catalog, sources, rooms)
    yield from listing.sheets(site, catalog)
    yield from copies.sheets(site, catalog, sources)
    if rooms:
        yield overview(rooms)
    for room in rooms:
        yield from room.sheets
    for e in sorted(catalog.entries, key=lambda e: (e.document.copies[0].sha256 if e.document.copies else "", e.id)):
        yield Sheet(address.document(e.id), e.label, partial(reading.make, site, catalog, e, sources, rooms),
                    form="document", key=keys.document(e))
        for number in range(1, max(len(e.document.copies), 1) + 1) if audits else ():
            yield Sheet(address.original(e.id, number), f"对照原文：{e.label}",
                        partial(audit.make, site, catalog, e, number, sources), form="audit", indexed=False,
                        key=keys.audit(e, number))
        for alias in e.document.aliases:
            if alias not in catalog.by_id:
                yield Sheet(address.document(alias), e.label, partial(_redirect, alias, e),
                            form="redirect", indexed=False)
    for e in catalog.withdrawn:
        for id in (e.id, *e.document.aliases):
            yield Sheet(address.document(id), "文稿已撤下", partial(_tombstone, e), form="tombstone", indexed=False)
    yield Sheet("data/", "数据", partial(exports.page, catalog, tables(rooms)))
    yield from _editors(catalog)


def home_sheet(site: Site, catalog: Catalog) -> Sheet:
    """A home page for a site that has none of its own."""
    parts = "".join(f"<h2>{title}</h2><!-- gonghui:{name} -->" for title, name in
                    (("各年文稿", "timeline"), ("各地文稿", "regions"), ("最近的文稿", "newest")))
    html = f"<h1>{escape(site.name)}</h1><!-- gonghui:search --><!-- gonghui:counts -->{parts}"
    return Sheet("", site.name, lambda: Made(home.fill(html, site, catalog, "")), listed=True)


def _redirect(alias: str, e: Entry) -> Made:
    target = address.link(address.root_of(address.document(alias)), address.document(e.id))
    return Made(f'<div class="g-list-page"><h1>文稿已合并</h1><p class="g-lead">编号 {escape(alias)} 的文稿已并入：'
                f'<a href="{target}">{escape(e.label, quote=False)}</a></p></div>',
                head=f'<meta http-equiv="refresh" content="0; url={target}">')


def _tombstone(e: Entry) -> Made:
    told = e.document.withdrawn or {}
    when = f"已于{names.date(told['when'][:10])}撤下" if told.get("when") else "已撤下"
    why = f'<p>原因：{escape(told["why"], quote=False)}</p>' if told.get("why") else ""
    home = address.link(address.root_of(address.document(e.id)), "")
    return Made(f'<div class="g-list-page g-tombstone" data-id="{e.id}"><h1>文稿已撤下</h1><p class="g-lead">'
                f'编号 {e.id} 的文稿{when}。</p>{why}'
                f'<p>此地址长期保留，文稿内容不再提供。<a href="{home}">回到首页</a></p></div>')


_PER_LIST = 200
_EDITORS = ("文稿", "存疑", "遮盖", "联系", "修补", "原文")
_EDITORS_HEAD = "".join(f'<th scope="col"{" class=g-number" if 0 < n < 5 else ""}>{name}</th>'
                        for n, name in enumerate(_EDITORS))


def _editors(catalog: Catalog) -> Iterator[Sheet]:
    """Doubts and masks for editors: the documents that hold most of them, page by page."""
    marked = [e for e in catalog.entries if _marked(e)]
    marked.sort(key=lambda e: (-e.document.damage.doubtful, -e.document.damage.masked, -e.contacts, e.id))
    pages = listing.page_count(marked, _PER_LIST)
    for number in range(1, pages + 1):
        yield Sheet(address.page("editors/", number), "存疑与遮盖", partial(_editors_page, marked, number, pages),
                    indexed=False)


def _editors_page(marked: Sequence[Entry], number: int, pages: int) -> Made:
    root = address.root_of(address.page("editors/", number))
    rows = "".join(_editors_row(e, root) for e in marked[(number - 1) * _PER_LIST : number * _PER_LIST])
    table = f'<table class="g-values"><thead><tr>{_EDITORS_HEAD}</tr></thead><tbody>{rows}</tbody></table>'
    works = address.link(root, "copies/")
    lead = ("供编辑核对：看来有误而不能有把握地改正的地方，网页遮去或丢失的文字，文中的电话、证件、账号和邮箱，"
            f"以及没有题名的文稿；数字是处数。共 {len(marked):,} 篇。")
    return Made(f'<div class="g-list-page"><h1>存疑与遮盖</h1><p class="g-lead">{lead}'
                f'另见<a href="{works}">多份网页的文稿</a>。</p>'
                f'{table if rows else "<p>没有存疑或遮盖。</p>"}{listing.pager("editors/", number, pages, root)}</div>')


def _marked(e: Entry) -> bool:
    damage = e.document.damage
    return bool(damage.doubtful or damage.masked or e.contacts or not e.document.title)


def _editors_row(e: Entry, root: str) -> str:
    damage = e.document.damage
    counts = (damage.doubtful, damage.masked, e.contacts, damage.repaired)
    numbers = "".join(f'<td class="g-number">{n}</td>' for n in counts)
    return (f'<tr><th scope="row"><a href="{address.link(root, address.document(e.id))}">'
            f"{escape(e.label, quote=False)}</a></th>{numbers}"
            f'<td class="g-go"><a href="{address.link(root, address.original(e.id))}">对照</a></td></tr>')
