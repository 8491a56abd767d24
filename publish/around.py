"""Below the text of a reading page: citations, downloads, copies, relatives, neighbours, the foot of a print."""

from __future__ import annotations

from html import escape

from archive.model import Document
from publish import address, cite, copies, listing, names
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
    rows = "".join(f"<li>{copies.line(d.id, number, c, root)}</li>" for number, c in enumerate(d.copies, 1))
    several = len(d.copies) > 1
    label = f"来源网页（{len(d.copies)} 份，最佳者在前）" if several else "来源网页"
    told = "各份网页的异同" if d.variants else "各份网页"
    more = f'<p><a href="{address.link(root, address.copies(d.id))}">{told}</a></p>' if several else ""
    return f'<details class="g-panel g-copies"><summary>{label}</summary><ol>{rows}</ol>{more}</details>'


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
    """Behind the text of a print: what it is and where it came from."""
    d = e.document
    told = [t for t in (d.meeting, d.organization if d.speaker else None, d.document_number) if t]
    lines = [f"来源网页：{escape(c.url, quote=False)}" for c in d.copies[:2] if c.url]
    lines += [f"网页原件 SHA-256 {d.copies[0].sha256}"] if d.copies else []
    about = "　".join(escape(t, quote=False) for t in told)
    return (f'<div class="g-print"><p>{escape(cite.plain(site, e), quote=False)}</p>'
            f'{f"<p>{about}</p>" if about else ""}{"".join(f"<p>{line}</p>" for line in lines)}</div>')


def running(site: Site, e: Entry) -> str:
    """The line at the foot of every sheet of paper: stands as the foot of a table, which browsers repeat."""
    return (f'<div class="g-running" aria-hidden="true"><p><span>{escape(site.name)}　编号 {e.id}</span>'
            f'<span data-g-address>{escape(cite.public_url(site, e))}</span></p></div>')
