"""The reading page of a document: title block, text with addresses for every paragraph, what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from archive import contacts
from archive.body import Block
from archive.model import Document
from publish import address, around, download, glyphs, meta, titleblock
from publish.align import Alignment, align
from publish.catalog import Catalog, Entry
from publish.doubts import told as doubts_told
from publish.marks import Mark, masks, render
from publish.page import Heading, Made, Site
from publish.room import Extra, Room
from publish.sources import Sources

_SALUTE = re.compile(r".{1,40}[：:]")
_LIST = re.compile(r"(?:如下|以下|下列)[^，,。]{0,6}[：:]\Z")
_WHY = re.compile(r"(?:为|根据|依据|按照|现)[^，,：:]+[，,]|(?:[^，,：:]+[，,])*(?:现[将就把]|特[此作]|兹)")
"""What leads to a list or tells why the paper is written hails nobody."""
_SIGN_DATE = re.compile(r"[\d〇○一二三四五六七八九十零xX×□年月日\s.．-]{5,20}")
_SIGN_LONGEST = 30
_COVERED = "联系方式或账号，本站予以遮盖"


def make(site: Site, catalog: Catalog, e: Entry, sources: Sources, rooms: Sequence[Room] = ()) -> Made:
    """The reading page. ``rooms`` add actions, margin notes and sections (:mod:`publish.room`)."""
    text = sources.text(e.id)
    document, blocks, ids = text.document, text.blocks, text.ids
    root = address.root_of(address.document(e.id))
    aligned, doubts = _marks(document, blocks, sources)
    for number, mark in (*_variants(site, document, blocks), *_corrections(site, document, blocks)):
        doubts.setdefault(number, []).insert(0, mark)
    extras = [room.document(e, document, blocks, ids) for room in rooms]
    told, outline = _text(site.mask_contacts and e.contacts > 0, blocks, ids, doubts, extras)
    letters = glyphs.island(site, aligned, blocks, ids)
    html = "\n".join(part for part in (
        f'<div class="g-doc" data-id="{e.id}">',
        titleblock.block(catalog, e, root),
        _tools(bool(letters), extras),
        _outline(outline),
        f'<div class="g-text" lang="zh-Hans">{told}</div>',
        *(extra.behind for extra in extras),
        around.footer(site, catalog, e, sources, root),
        letters,
        around.running(site, e),
        "</div>",
    ) if part)
    head = "\n".join([meta.head(site, e), *(extra.head for extra in extras if extra.head)])
    return Made(html, head, outline, download.files(site, text, e))


def _tools(toggle: bool, extras: Sequence[Extra]) -> str:
    """The bar under the title block; what needs a script stands hidden in it until the script is there."""
    script = ('<button type="button" class="g-button" data-g-script aria-pressed="false" hidden>网页原来的字形</button>'
              if toggle else "")
    inner = script + "".join(extra.actions for extra in extras)
    return f'<div class="g-tools">{inner}</div>' if inner else ""


def _outline(outline: Sequence[Heading]) -> str:
    """The outline for narrow screens, where the theme shows none at the side."""
    items = "".join(f'<li class="g-o{h.level}"><a href="#{h.id}">{h.title}</a></li>' for h in outline)
    return f'<details class="g-panel g-outline"><summary>目录</summary><ul>{items}</ul></details>' if items else ""


def _marks(
    document: Document, blocks: Sequence[Block], sources: Sources
) -> tuple[Alignment | None, dict[int, list[Mark]]]:
    """The doubts of the best copy in the reading text, by block; the alignment where the copy's script differs."""
    wanted = document.script != "hans" or document.damage.doubtful
    if not wanted or not document.copies:
        return None, {}
    copy = document.copies[0]
    ledger, page = sources.ledger(copy.sha256), sources.page(copy.sha256)
    aligned = align(document.id, ledger, page, blocks, document.corrections) if ledger and page is not None else None
    if not aligned or not ledger:
        return None, {}
    out: dict[int, list[Mark]] = {}
    for doubt in ledger.doubts:
        for block, start, end in aligned.find(doubt.start, doubt.end) if doubt.id in (None, document.id) else ():
            why = doubts_told(sources.reason(doubt.rule), doubt.rule, doubt.note)
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
    covering: bool, blocks: Sequence[Block], ids: Sequence[str], doubts: Mapping[int, list[Mark]],
    extras: Sequence[Extra],
) -> tuple[str, tuple[Heading, ...]]:
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
        beside = "".join(f'<span class="g-margin">{told}</span>' for x in extras if (told := x.margins.get(id)))
        inner = beside + render(text, [*doubts.get(number, ()), *hidden, *masks(text)])
        if block.kind == "heading":
            tag = f"h{next(levels)}"
            parts.append(f'<{tag} id="{id}">{inner}{_mark(id, text)}</{tag}>')
            outline.append(Heading(block.level, id, escape(text)))
        elif block.kind == "table":
            parts.append(_table(text, id))
        else:
            count += 1
            form = shape(text, count, last - number)
            kind = f' class="g-{form}"' if form else ""
            parts.append(f'<p id="{id}"{kind} data-n="{count}">{inner}{_mark(id, f"第{count}段")}</p>')
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


def shape(text: str, count: int, behind: int) -> str:
    """Salutations stand without indent, the signature at the right: ``salute``, ``sign`` or nothing.

    ``count`` is the number of the paragraph, from 1, ``behind`` how many blocks stand behind it.
    """
    if count <= 2 and _SALUTE.fullmatch(text) and not _leads(text):
        return "salute"
    short = behind <= 2 and len(text) <= _SIGN_LONGEST
    if short and (_SIGN_DATE.fullmatch(text) or not text.endswith(tuple("。！？；：…"))):
        return "sign"
    return ""


def _leads(text: str) -> bool:
    """Whether a line with a colon leads to what follows, instead of hailing hearers.

    >>> [_leads(t) for t in ("为贯彻落实全会精神，现就有关事项通知如下：", "现将名单公布如下：", "根据安排，定于：")]
    [True, True, True]
    >>> [_leads(t) for t in ("各位代表，同志们：", "各县（市、区）总工会，市直各工会：", "为民办事处工会：")]
    [False, False, False]
    """
    return bool(_LIST.search(text) or _WHY.match(text))


def _table(text: str, id: str) -> str:
    head, *rows = [row.split("\t") for row in text.split("\n")]
    th = "".join(f'<th scope="col">{render(c, masks(c))}</th>' for c in head)
    body = "".join("<tr>" + "".join(f"<td>{render(c, masks(c))}</td>" for c in row) + "</tr>" for row in rows)
    return (f'<div class="g-table" id="{id}" role="region" aria-label="表格" tabindex="0"><table><thead><tr>{th}</tr>'
            '</thead>'
            f"<tbody>{body}</tbody></table></div>")
