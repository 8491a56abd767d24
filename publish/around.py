"""Below the text of a reading page: citations, downloads, copies, relatives, neighbours, the foot of a print."""

from __future__ import annotations

import re
from html import escape

from archive.model import Document
from publish import address, cite, listing, names
from publish.catalog import Catalog, Entry
from publish.page import Site
from publish.sources import Sources


def footer(site: Site, catalog: Catalog, e: Entry, sources: Sources, root: str) -> str:
    """The foot of the page as HTML; ``root`` is the way up from the page."""
    parts = [cite.block(site, e), _downloads(e, root), _copies(e.document, root), _related(catalog, sources, e, root),
             _neighbours(catalog, e, root), _foot(site, e)]
    return f'<footer class="g-after">{"".join(parts)}</footer>'


def _downloads(e: Entry, root: str) -> str:
    base = address.document(e.id) + e.id
    return ('<nav class="g-downloads" aria-label="下载"><span>下载：</span>'
            f'<a href="{address.link(root, base + ".md")}" download>Markdown</a>'
            f'<a href="{address.link(root, base + ".txt")}" download>纯文本</a>'
            f'<button type="button" class="g-button" data-g-docx="{e.id}" hidden>Word</button></nav>')


def _copies(d: Document, root: str) -> str:
    if not d.copies:
        return ""
    rows = []
    for number, c in enumerate(d.copies, 1):
        facts = (("网站", c.site), ("网页标示的发布时间", c.published), ("采集", c.captured))
        told = [f"{name}：{escape(value)}" for name, value in facts if value]
        told += [f"该页第 {c.part} 篇，共 {c.of} 篇"] if c.of > 1 else []
        url = (f'<a class="g-url" href="{escape(c.url)}" rel="external noopener noreferrer nofollow">'
               f'{escape(c.url)}</a>') \
            if c.url and re.match(r"https?://", c.url) else f"<span>{escape(c.url or '本地文件')}</span>"
        view = f'<a href="{address.link(root, address.original(d.id, number))}">对照原文</a>'
        rows.append(f'<li>{url}<span class="g-meta">{"　".join(told)}</span>'
                    f'<span class="g-hash">SHA-256 {c.sha256[:16]}…</span>{view}</li>')
    label = "来源网页" if len(d.copies) == 1 else f"来源网页（{len(d.copies)} 份，最佳者在前）"
    return f'<details class="g-panel g-copies"><summary>{label}</summary><ol>{"".join(rows)}</ol></details>'


def _related(catalog: Catalog, sources: Sources, e: Entry, root: str) -> str:
    items = "".join(
        f'<li><a href="{address.link(root, address.document(id))}">{escape(other.label, quote=False)}</a>'
        f'{listing.opening(other)}<span class="g-meta">相同文字约 {share:.0%}</span></li>'
        for id, share in sources.related(e.id)
        if id != e.id and (other := catalog.by_id.get(id))
    )
    return f'<section class="g-related"><h2>相近的文稿</h2><ul>{items}</ul></section>' if items else ""


def _neighbours(catalog: Catalog, e: Entry, root: str) -> str:
    before, behind = catalog.neighbours(e.id)
    if not before and not behind:
        return ""
    region = e.document.region.name if e.document.region else ""
    out = []
    for other, word, rel in ((before, "上一篇", "prev"), (behind, "下一篇", "next")):
        if other:
            out.append(f'<a rel="{rel}" class="g-{rel}" href="{address.link(root, address.document(other.id))}">'
                       f'<small>{word} {names.date(other.document.date)}</small>'
                       f"{escape(other.label, quote=False)}{listing.opening(other)}</a>")
    return (f'<nav class="g-neighbours" aria-label="{escape(region + names.KINDS[e.document.kind])}，按日期">'
            f'{"".join(out)}</nav>')


def _foot(site: Site, e: Entry) -> str:
    """The line under a print."""
    url = cite.public_url(site, e)
    sources = "；".join(escape(c.url, quote=False) for c in e.document.copies[:2] if c.url)
    return (f'<p class="g-print">{escape(site.name)}　编号 {e.id}　<span data-g-address>{escape(url)}</span>'
            f'{"<br>来源网页：" + sources if sources else ""}</p>')
