"""The page of a work with several web copies: where each came from, and what they have in each other's gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from archive import contacts
from archive.model import Copy
from publish import address, listing, names
from publish.catalog import Catalog, Entry
from publish.marks import masks, render
from publish.page import Made, Sheet, Site
from publish.sources import Sources, Text

_AROUND = 24
"""Letters of the text shown on either side of a masked place."""


def several(e: Entry) -> bool:
    """Whether a document has a page of its copies."""
    return len(e.document.copies) > 1


def sheets(site: Site, catalog: Catalog, sources: Sources) -> Iterator[Sheet]:
    """A page for each work with several copies, and the list of them."""
    works = [e for e in catalog.entries if several(e)]
    pages = listing.page_count(works, site.per_page)
    for number in range(1, pages + 1):
        yield Sheet(address.page("copies/", number), "多份网页的文稿",
                    partial(_list, works, number, pages, site.per_page), indexed=False)
    for e in works:
        yield Sheet(address.copies(e.id), f"各份网页：{e.label}", partial(_page, site, e, sources), indexed=False)


def _list(works: Sequence[Entry], number: int, pages: int, each: int) -> Made:
    root = address.root_of(address.page("copies/", number))
    lead = "同一篇文稿在几个网页上都有：正文取最完整的一份，其余各份照样存档，可以逐份核对。"
    shown = listing.entries(works[(number - 1) * each : number * each], root) if works else "<p>还没有这样的文稿。</p>"
    return Made(f'<div class="g-list-page"><h1>多份网页的文稿</h1><p class="g-lead">{lead}共 {len(works)} 篇。</p>'
                f'{shown}{listing.pager("copies/", number, pages, root)}</div>')


def _page(site: Site, e: Entry, sources: Sources) -> Made:
    root = address.root_of(address.copies(e.id))
    own = sources.text(e.id)
    document = own.document
    back = address.link(root, address.document(e.id))
    rows = "".join(f"<li>{line(e.id, number, c, root)}</li>" for number, c in enumerate(document.copies, 1))
    return Made(
        f'<div class="g-list-page" data-id="{e.id}"><nav class="g-crumbs" aria-label="位置">'
        f'<a href="{back}">返回正文</a></nav><h1>各份网页</h1><p class="g-lead">{escape(e.label, quote=False)}</p>'
        f'<p class="g-lead">共 {len(document.copies)} 份，最完整者在前；正文取自第 1 份。</p>'
        f'<ol class="g-copy-list">{rows}</ol>{_variants(site, own, back)}</div>')


def line(id: str, number: int, c: Copy, root: str) -> str:
    """A copy in a line: where it came from, when, its sum, and the way to its audit view."""
    facts = (("网站", c.site), ("网页标示的发布时间", c.published), ("采集", names.time(c.captured)))
    told = [f"{name}：{escape(value)}" for name, value in facts if value]
    told += [f"该页第 {c.part} 篇，共 {c.of} 篇"] if c.of > 1 else []
    url = (f'<a class="g-url" href="{escape(c.url)}" rel="external noopener noreferrer nofollow">{escape(c.url)}</a>') \
        if c.url and re.match(r"https?://", c.url) else f"<span>{escape(c.url or '本地文件')}</span>"
    view = f'<a href="{address.link(root, address.original(id, number))}">对照原文</a>'
    return (f'{url}<span class="g-meta">{"　".join(told)}</span>'
            f'<span class="g-hash">SHA-256 {c.sha256[:16]}…</span>{view}')


def _variants(site: Site, own: Text, back: str) -> str:
    """What other copies have where the first one masks or lost, each in its place."""
    document, blocks, ids = own.document, own.blocks, own.ids
    numbers = {c.sha256: n for n, c in reversed(list(enumerate(document.copies, 1)))}
    items = []
    for v in document.variants:
        if v.block >= len(blocks):
            continue
        whole = blocks[v.block].text
        text = contacts.cover(whole) if site.mask_contacts else whole
        told = contacts.cover_part(whole[: v.start], v.text, whole[v.end :]) if site.mask_contacts else v.text
        before, place, after = text[max(v.start - _AROUND, 0) : v.start], text[v.start : v.end], text[v.end :]
        items.append(
            f'<li><a href="{back}#{ids[v.block]}">…{escape(before, quote=False)}</a>'
            f"<del>{render(place, masks(place))}</del>"
            f"<ins>{escape(told, quote=False)}</ins>{escape(after[:_AROUND], quote=False)}…"
            f'<span class="g-meta">第 {numbers.get(v.sha256, "?")} 份作“{escape(told, quote=False)}”</span></li>')
    return (f'<h2>遮去或缺失之处，其他网页的文字</h2><p class="g-hint">只供参考，不补入正文。</p>'
            f'<ul class="g-variants">{"".join(items)}</ul>') if items else ""
