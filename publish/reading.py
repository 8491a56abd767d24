"""The reading page of a document: title block, text with addresses for every paragraph, what stands around it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from archive import body as markdown
from archive.body import Block
from archive.model import Document, Ledger
from publish import address, cite, contacts, download, listing, meta, names
from publish.align import Alignment, align
from publish.catalog import Catalog, Entry, region_key
from publish.marks import Mark, masks, render
from publish.page import Heading, Made, Site

_SALUTE = re.compile(r".{1,40}[：:]")
_SIGN_DATE = re.compile(r"[\d〇○一二三四五六七八九十零xX×□年月日\s.．-]{5,20}")
_TAG = re.compile(r"(<[^>]*>)")
_WHOLE = re.compile(
    r"\d[\d.,—-]{0,9}[年月日届次]?"
    "|第?[一二三四五六七八九十百]{1,4}[届次](?:[一二三四五六七八九十]{1,3}次)?"
    "|“[^”<&]{1,6}”"
)
_SIGN_LONGEST = 30
_COVERED = "联系方式或账号，本站予以遮盖"


@dataclass(frozen=True, slots=True)
class Sources:
    """The doors to what lies outside the catalogue, brought by the plugin."""

    document: Callable[[str], Document]
    """A document with its body, by id."""
    ledger: Callable[[str], Ledger | None]
    """The ledger of a capture, by sha256; ``None`` if it is not there."""
    page: Callable[[str], str | None]
    """The page text of a capture, by sha256; ``None`` if it is not there."""
    reason: Callable[[str], str] = str
    """A rule's reason in Chinese, by its id."""
    related: Callable[[str], Sequence[tuple[str, float]]] = lambda id: ()
    """Documents that share text with one: (id, share of the text in common)."""


def make(site: Site, catalog: Catalog, e: Entry, sources: Sources) -> Made:
    """The reading page."""
    document = sources.document(e.id)
    blocks = markdown.parse(document.body)
    ids = markdown.anchors(blocks, document.anchors)
    root = address.root_of(address.document(e.id))
    aligned, doubts = _marks(document, blocks, sources)
    for number, told in (*_variants(site, document, blocks), *_corrections(site, document, blocks)):
        doubts.setdefault(number, []).insert(0, told)
    text, outline = _text(site, blocks, ids, doubts)
    html = "\n".join(part for part in (
        f'<div class="g-doc" data-id="{e.id}">',
        _head(site, catalog, e, blocks, root),
        _tools(e, aligned is not None),
        f'<div class="g-text" lang="zh-Hans">{text}</div>',
        _after(site, catalog, e, sources, root),
        _original_script(site, aligned, blocks, ids),
        "</div>",
    ) if part)
    return Made(html, meta.head(site, e), outline, download.files(site, document, e))


def _marks(
    document: Document, blocks: Sequence[Block], sources: Sources
) -> tuple[Alignment | None, dict[int, list[Mark]]]:
    """The doubts of the best copy in the reading text, by block; the alignment where the copy's script differs."""
    wanted = document.script != "hans" or document.damage.doubtful
    if not wanted or not document.copies:
        return None, {}
    copy = document.copies[0]
    ledger, page = sources.ledger(copy.sha256), sources.page(copy.sha256)
    aligned = align(document.id, ledger, page, blocks) if ledger and page is not None else None
    if not aligned or not ledger:
        return None, {}
    out: dict[int, list[Mark]] = {}
    for doubt in ledger.doubts:
        for block, start, end in aligned.find(doubt.start, doubt.end) if doubt.id in (None, document.id) else ():
            reason = sources.reason(doubt.rule)
            why = doubt.note if reason == doubt.rule else f"{reason}：{doubt.note}"
            out.setdefault(block, []).append(Mark(start, end, "doubt", f"存疑：{why}"))
    return (aligned if document.script != "hans" else None), out


def _variants(site: Site, document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, Mark]]:
    """What other copies have where the best one masks or lost: offered, never put in."""
    names = {c.sha256: c.site or c.url or f"SHA-256 {c.sha256[:8]}" for c in document.copies}
    for v in document.variants:
        if v.block < len(blocks):
            text = blocks[v.block].text
            told = contacts.cover_part(text[: v.start], v.text, text[v.end :]) if site.mask_contacts else v.text
            name = names.get(v.sha256, v.sha256[:8])
            yield v.block, Mark(v.start, v.end, "mask", f"网页原文遮去或缺失；另一份网页（{name}）作“{told}”")


def _corrections(site: Site, document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, Mark]]:
    """What a person corrected, with the words of the copy, the reason and the source."""
    for c in document.corrections:
        text = blocks[c.block].text if c.block < len(blocks) else ""
        if (at := text.find(c.before + c.new + c.after)) < 0:
            continue
        start = at + len(c.before)
        old = contacts.cover_part(text[:start], c.old, text[start + len(c.new) :]) if site.mask_contacts else c.old
        source = f"（{c.source}）" if c.source else ""
        yield c.block, Mark(start, start + len(c.new), "mended", f"编者更正：网页原作“{old}”；{c.why}{source}")


def _text(
    site: Site, blocks: Sequence[Block], ids: Sequence[str], doubts: Mapping[int, list[Mark]]
) -> tuple[str, tuple[Heading, ...]]:
    covering = site.mask_contacts and any(contacts.possible(b.text) for b in blocks)
    parts: list[str] = []
    outline: list[Heading] = []
    count = 0
    last = len(blocks) - 1
    levels = _levels(blocks)
    for number, (block, id) in enumerate(zip(blocks, ids, strict=True)):
        if block.kind == "title":
            continue
        text = contacts.cover(block.text) if covering else block.text
        found = contacts.find(block.text) if text != block.text else ()
        hidden = [Mark(c.start, c.end, "cover", _COVERED) for c in found]
        inner = render(text, [*doubts.get(number, ()), *hidden, *masks(text)])
        if block.kind == "heading":
            tag = f"h{next(levels)}"
            parts.append(f'<{tag} id="{id}">{inner}{_mark(id, text)}</{tag}>')
            outline.append(Heading(block.level, id, escape(text)))
        elif block.kind == "table":
            parts.append(_table(text, id))
        else:
            count += 1
            form = _form(text, count, last - number)
            parts.append(f'<p id="{id}"{form} data-n="{count}">{inner}{_mark(id, f"第{count}段")}</p>')
    return "\n".join(parts), tuple(outline)


def _levels(blocks: Sequence[Block]) -> Iterator[int]:
    """The level of each heading in the page: no level is left out, whatever the numbering of the text leaves out.

    >>> list(_levels([Block("heading", "一、", 2), Block("heading", "1.", 4), Block("heading", "二、", 2)]))
    [2, 3, 2]
    """
    open_: list[int] = []
    for block in blocks:
        if block.kind == "heading":
            while open_ and open_[-1] >= block.level:
                open_.pop()
            open_.append(block.level)
            yield len(open_) + 1


def _mark(id: str, label: str) -> str:
    return f'<a class="g-mark" href="#{id}" aria-label="{escape(label[:20])} 链接与引用">¶</a>'


def _form(text: str, count: int, behind: int) -> str:
    """The class of a paragraph: salutations stand without indent, the signature at the right."""
    if count <= 2 and _SALUTE.fullmatch(text):
        return ' class="g-salute"'
    short = behind <= 2 and len(text) <= _SIGN_LONGEST
    if short and (_SIGN_DATE.fullmatch(text) or not text.endswith(tuple("。！？；：…"))):
        return ' class="g-sign"'
    return ""


def _table(text: str, id: str) -> str:
    head, *rows = [row.split("\t") for row in text.split("\n")]
    th = "".join(f'<th scope="col">{render(c, masks(c))}</th>' for c in head)
    body = "".join("<tr>" + "".join(f"<td>{render(c, masks(c))}</td>" for c in row) + "</tr>" for row in rows)
    return (f'<div class="g-table" id="{id}" role="region" aria-label="表格" tabindex="0"><table><thead><tr>{th}</tr>'
            '</thead>'
            f"<tbody>{body}</tbody></table></div>")


def _head(site: Site, catalog: Catalog, e: Entry, blocks: Sequence[Block], root: str) -> str:
    d = e.document
    title = _unbroken(render(e.label, masks(e.label) if d.title else ()))
    sub = f'<p class="g-sub">{render(d.subtitle, masks(d.subtitle))}</p>' if d.subtitle else ""
    facts = "".join(f"<div><dt>{names.FACTS[k]}</dt><dd>{v}</dd></div>" for k, v in _facts(catalog, e, root))
    untitled = "" if d.title else ' class="g-untitled"'
    return (f'<header class="g-head"><h1{untitled}>{title}</h1>{sub}<dl class="g-facts">{facts}</dl>'
            f"{_evidence(d)}{_state(d, root)}</header>")


def _unbroken(title: str) -> str:
    """HTML of a title in which no line ends within a number, a date or a session.

    >>> _unbroken("2015年要点")
    '<span class="g-whole">2015年</span>要点'
    """
    parts = _TAG.split(title)
    return "".join(part if i % 2 else _WHOLE.sub(r'<span class="g-whole">\g<0></span>', part)
                   for i, part in enumerate(parts))


def _facts(catalog: Catalog, e: Entry, root: str) -> list[tuple[str, str]]:
    d = e.document

    def linked(listing: str, key: str | None, shown: str) -> str:
        to = catalog.addresses.get((listing, key or ""))
        text = render(shown, masks(shown))
        return f'<a href="{address.link(root, to)}">{text}</a>' if to else text

    out = []
    if d.date:
        out.append(("date", f'<a href="{address.link(root, f"years/{d.date[:4]}/")}"><time datetime="{d.date}">'
                            f'{names.date(d.date)}</time></a>'))
    if d.speaker:
        out.append(("speaker", linked("speakers", d.speaker, d.speaker)))
    if d.organization:
        out.append(("organization", linked("organizations", d.organization, d.organization)))
    if d.region:
        out.append(("region", linked("regions", region_key(e), d.region.name)))
    if d.meeting:
        out.append(("meeting", linked("meetings", d.meeting, d.meeting)))
    if d.document_number:
        out.append(("document_number", escape(d.document_number)))
    out.append(("kind", linked("kinds", d.kind, names.KINDS[d.kind])))
    if d.script != "hans":
        out.append(("script", names.SCRIPTS[d.script]))
    return out


def _evidence(d: Document) -> str:
    if not d.evidence and not d.overridden:
        return ""
    rows = "".join(f"<div><dt>{names.FACTS.get(k, escape(k))}</dt><dd><q>"
                   f"{escape(contacts.cover(' '.join(v.split())), quote=False)}</q></dd></div>"
                   for k, v in d.evidence.items())
    rows += "".join(f'<div><dt>{names.FACTS.get(k, escape(k))}</dt><dd class="g-ruled">编者改定：'
                    f"{escape(why, quote=False)}</dd></div>" for k, why in d.overridden.items())
    return f'<details class="g-panel g-evidence"><summary>各项依据的原文</summary><dl>{rows}</dl></details>'


def _state(d: Document, root: str) -> str:
    """What was mended, doubted, masked: said at the top, softly, with the way to the audit view."""
    told = [f"修补 {d.damage.repaired} 处"] * bool(d.damage.repaired)
    told += [f"编者更正 {len(d.corrections)} 处"] * bool(d.corrections)
    told += [f"存疑 {d.damage.doubtful} 处"] * bool(d.damage.doubtful)
    told += [f"遮盖或缺字 {d.damage.masked} 处"] * bool(d.damage.masked)
    link = address.link(root, address.original(d.id))
    return (f'<p class="g-state">{"，".join(told) or "正文未作修补"}。'
            f'<a href="{link}">对照网页原文</a></p>')


def _tools(e: Entry, toggle: bool) -> str:
    """Filled by the page's script; hidden without it."""
    if not toggle:
        return ""
    button = '<button type="button" class="g-button" data-g-script aria-pressed="false">网页原来的字形</button>'
    return f'<div class="g-tools" hidden>{button}</div>'


def _after(site: Site, catalog: Catalog, e: Entry, sources: Sources, root: str) -> str:
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


def _original_script(site: Site, aligned: Alignment | None, blocks: Sequence[Block], ids: Sequence[str]) -> str:
    """The copy's own letters where they differ, as data for the script toggle: id -> [[offset, letters] ...]."""
    if aligned is None:
        return ""
    out = {}
    for number, letters in aligned.original(len(blocks)).items():
        if site.mask_contacts and (found := contacts.find(blocks[number].text)):
            letters = [(at, c) for at, c in letters if not any(f.start <= at < f.end for f in found)]
        runs = _runs(blocks[number].text, letters)
        if runs and blocks[number].kind != "title":
            out[ids[number]] = runs
    if not out:
        return ""
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json" data-g-letters>{text}</script>'


def _runs(text: str, letters: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Stretches in which the copy's letters differ from the text: (offset, letters).

    >>> _runs("过去一年", [(0, "過"), (1, "去"), (2, "一"), (3, "年")])
    [(0, '過')]
    """
    runs: list[tuple[int, str]] = []
    for at, letter in letters:
        if letter == text[at]:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + letter)
        else:
            runs.append((at, letter))
    return runs
