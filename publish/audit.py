"""The audit view: the copy as it came beside the reading text, every cut, mend and doubt in colour.

Each place is a link to its reason, which stands once below: a tap or a key
reaches it without a script. Only the first place of each reason is a stop of
the tab key; a page may have a thousand places of one rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from archive import contacts
from archive.model import Copy, Doubt, Ledger, Segment
from publish import address, names
from publish.catalog import Catalog, Entry
from publish.doubts import told as doubts_told
from publish.marks import masks, render
from publish.page import Made, Site
from publish.sources import Sources

_MOST = 400_000
"""Characters of a page text that one audit view shows."""
_SURE = .95
"""Confidence from which on none is told; below it by tenths, so that one rule does not fill the list of reasons."""
_HIDDEN = "*"
"""Stands for every character that is not shown, and as the rule of its stretch."""


def make(site: Site, catalog: Catalog, e: Entry, number: int, sources: Sources) -> Made:
    """The audit view of a document's copy ``number`` (from 1)."""
    root = address.root_of(address.original(e.id, number))
    copy = e.document.copies[number - 1] if e.document.copies else None
    ledger = sources.ledger(copy.sha256) if copy else None
    page = sources.page(copy.sha256) if copy else None
    if copy is None or ledger is None or page is None:
        body = '<p class="g-lead">库中没有这篇文稿的网页原件。</p>'
        return Made(f'<div class="g-audit">{_head(e, root, "")}{body}</div>')
    cover = contacts.cover if site.mask_contacts else str
    page = cover(page)
    counts: Counter[str] = Counter()
    if any(s.id is not None and s.id not in catalog.by_id for s in ledger.segments):
        ledger, page = _own_alone(e.id, ledger, page)
    reasons = _Reasons(sources)
    shown = "".join(_page(e.id, ledger, page[:_MOST], reasons, _Others(catalog, root), counts, cover))
    head = _head(e, root, _facts(e, copy, ledger, number, root) + _legend(counts))
    return Made(
        f'<div class="g-audit" data-id="{e.id}">{head}'
        '<div class="g-sides"><section class="g-side" aria-labelledby="g-copy"><h2 id="g-copy">网页原文</h2>'
        f'<pre class="g-page" tabindex="0">{shown}</pre></section>'
        '<section class="g-side" aria-labelledby="g-read"><h2 id="g-read">整理后的正文</h2>'
        f'<div class="g-read g-text" tabindex="0">{_reading(site, e, sources, root)}</div></section></div>'
        f"{reasons.list()}</div>"
    )


def _head(e: Entry, root: str, rest: str) -> str:
    back = address.link(root, address.document(e.id))
    return (f'<header class="g-head"><p class="g-crumbs"><a href="{back}">返回正文</a></p><h1>对照原文</h1>'
            f'<p class="g-sub">{escape(e.label, quote=False)}</p>{rest}</header>')


def _facts(e: Entry, copy: Copy, ledger: Ledger, number: int, root: str) -> str:
    told = [("地址", escape(copy.url or "本地文件"), True),
            ("采集时间", escape(names.time(copy.captured) or "未记录"), False),
            ("编码", escape(ledger.encoding), False),
            ("SHA-256", f'<code class="g-hash">{copy.sha256}</code>', True),
            ("篇次", f"第 {copy.part} 篇，共 {copy.of} 篇", False)]
    if len(e.document.copies) > 1:
        told.append(("其他来源", _other_copies(e, number, root), True))
    wide_class = ' class="g-wide"'
    rows = "".join(f"<div{wide_class if wide else ''}><dt>{k}</dt><dd>{v}</dd></div>" for k, v, wide in told)
    return f'<dl class="g-facts">{rows}</dl>'


def _other_copies(e: Entry, number: int, root: str) -> str:
    links = [f'<a href="{address.link(root, address.original(e.id, n))}">第 {n} 份</a>'
             for n in range(1, len(e.document.copies) + 1) if n != number]
    return "　".join(links)


def _reading(site: Site, e: Entry, sources: Sources, root: str) -> str:
    """The reading text, each block with the way to its place on the reading page."""
    text = sources.text(e.id)
    cover = contacts.cover if site.mask_contacts and e.contacts else str
    back = address.link(root, address.document(e.id))
    return "\n".join(_block(b.kind, cover(b.text), f"{back}#{id}" if b.kind != "title" else back)
                     for b, id in zip(text.blocks, text.ids, strict=True))


def _block(kind: str, text: str, href: str) -> str:
    inner = render(text, masks(text)).replace("\n", "<br>").replace("\t", "　")
    return f'<p class="g-b-{kind}">{inner} <a class="g-mark" href="{href}" aria-label="到正文此处">¶</a></p>'


def _own_alone(id: str, ledger: Ledger, page: str) -> tuple[Ledger, str]:
    """The page without what was dropped outside of this document's own text.

    Another document of the page is withdrawn or not published: titles,
    markers, previews around it would tell of it.
    """
    owners = [s.id for s in ledger.segments]
    before, behind = _nearest(owners), _nearest(owners[::-1])[::-1]
    text = list(page)
    segments: list[Segment] = []
    for s, a, b in zip(ledger.segments, before, behind, strict=True):
        if s.action != "drop" or (a, b) == (id, id):
            segments.append(s)
            continue
        text[s.start : s.end] = _HIDDEN * (s.end - s.start)
        start = segments.pop().start if segments and segments[-1].rule == _HIDDEN else s.start
        segments.append(replace(s, start=start, rule=_HIDDEN))
    return replace(ledger, segments=tuple(segments)), "".join(text)


def _nearest(owners: Sequence[str | None]) -> list[str | None]:
    """For each segment the last document before it."""
    out: list[str | None] = []
    for owner in owners:
        out.append(owner or (out[-1] if out else None))
    return out


class _Reasons:
    """The reasons of a page's places, numbered as they come."""

    def __init__(self, sources: Sources) -> None:
        self._reason = sources.reason
        self._counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}

    def link(self, why: str, text: str) -> str:
        """A place as a link to its reason; ``text`` is HTML."""
        number = self._numbers.setdefault(why, len(self._numbers) + 1)
        self._counts[why] += 1
        first = f' id="g-p{number}"' if self._counts[why] == 1 else ' tabindex="-1"'
        return f'<a href="#g-r{number}"{first}>{text}</a>'

    def segment(self, s: Segment) -> str:
        """Why a stretch was cut or mended, in words."""
        rule = s.rule or ""
        reason = self._reason(rule)
        told = reason if reason == rule else f"{reason}（{rule}）"
        word = "删去" if s.action == "drop" else "修补"
        sure = f"，把握约 {int(10 * s.confidence)} 成" if s.confidence is not None and s.confidence < _SURE else ""
        return f"{word}：{told}{sure}"

    def doubt(self, d: Doubt) -> str:
        """Why a stretch is doubted, in words."""
        return f"存疑：{doubts_told(self._reason(d.rule), d.rule, d.note)}"

    def list(self) -> str:
        """All reasons, each with the way to its first place."""
        items = "".join(
            f'<li id="g-r{number}" tabindex="-1"><span>{escape(why, quote=False)}</span> '
            f'<a href="#g-p{number}" aria-label="第 {number} 条依据的首处">{self._counts[why]} 处</a></li>'
            for why, number in self._numbers.items())
        return (f'<section class="g-reasons" aria-labelledby="g-why"><h2 id="g-why">所依的规则</h2><ol>{items}</ol>'
                "</section>") if items else ""


class _Others:
    """The other documents of the page, told in a line each with the way to their own audit view."""

    def __init__(self, catalog: Catalog, root: str) -> None:
        self._catalog, self._root = catalog, root

    def line(self, id: str, characters: int) -> str:
        other = self._catalog.by_id.get(id)
        told = f"同一网页的另一篇文稿，{characters:,} 字"
        if not other:
            return f'<span class="g-other">〔{told}〕</span>'
        href = address.link(self._root, address.original(id))
        return f'<a class="g-other" href="{href}">〔{told}：{escape(other.label, quote=False)}〕</a>'


def _page(
    id: str, ledger: Ledger, page: str, reasons: _Reasons, others: _Others, counts: Counter[str],
    cover: Callable[[str], str],
) -> Iterator[str]:
    """The page text as HTML, segment by segment; other documents of the page are told in a line each."""
    doubts = sorted(ledger.doubts, key=lambda d: d.start)
    skip = -1
    for i, s in enumerate(ledger.segments):
        if i <= skip or s.start >= len(page) or s.end == s.start:
            continue
        text = page[s.start : s.end]
        if s.id not in (None, id):
            skip = _together(ledger.segments, i)
            counts["other"] += 1
            yield others.line(str(s.id), ledger.segments[skip].end - s.start) + "\n"
        elif s.action == "drop":
            yield _dropped(s, text, reasons, counts)
        elif s.text == "":
            counts["replace"] += 1
            yield f'<del class="g-was">{reasons.link(reasons.segment(s), escape(text, quote=False))}</del>'
        elif s.text is not None:
            counts["replace"] += 1
            inside = _touching(doubts, s)
            counts["doubt"] += len(inside)
            new = reasons.link(reasons.segment(s), escape(cover(s.text), quote=False))
            signs = "".join(reasons.link(reasons.doubt(d), "存疑") for d in inside)
            yield (f'<del class="g-was">{escape(text, quote=False)}</del>'
                   f"<ins>{new}</ins>" + (f'<mark class="g-doubt">〔{signs}〕</mark>' if signs else ""))
        else:
            inside = _touching(doubts, s)
            counts["doubt"] += len(inside)
            yield _kept(s, text, inside, reasons)


def _touching(doubts: Sequence[Doubt], s: Segment) -> list[Doubt]:
    """The doubts that lie in a segment or reach into it."""
    return [d for d in doubts if d.start < s.end and d.end > s.start]


def _together(segments: Sequence[Segment], first: int) -> int:
    """The last segment of the document of ``first`` before which nothing belongs to any other."""
    last = first
    for i in range(first, len(segments)):
        if segments[i].id == segments[first].id:
            last = i
        elif segments[i].id is not None:
            break
    return last


def _dropped(s: Segment, text: str, reasons: _Reasons, counts: Counter[str]) -> str:
    if s.rule == _HIDDEN:
        return f'<span class="g-other">〔此处不予显示，{len(text):,} 字〕</span>\n'
    if not text.strip():
        return escape(text, quote=False)
    counts["drop"] += 1
    return f"<del>{reasons.link(reasons.segment(s), escape(text, quote=False))}</del>"


def _kept(s: Segment, text: str, doubts: Sequence[Doubt], reasons: _Reasons) -> str:
    out, at = [], 0
    for d in doubts:
        a, b = max(d.start - s.start, at), min(d.end - s.start, len(text))
        if b >= a:
            out.append(escape(text[at:a], quote=False))
            place = reasons.link(reasons.doubt(d), escape(text[a:b], quote=False))
            out.append(f'<mark class="g-doubt">{place}</mark>')
            at = b
    return "".join([*out, escape(text[at:], quote=False)])


def _legend(counts: Mapping[str, int]) -> str:
    told = (("del", "红底划线：网页杂质，删去", counts["drop"]), ("ins", "绿底：修补，原字划线在前", counts["replace"]),
            ("mark", "黄底：存疑，照录", counts["doubt"]), ("other", "灰字：同一网页的另一篇", counts["other"]))
    items = "".join(f'<li><span class="g-key g-key-{k}"></span>{v}，{n} 处</li>' for k, v, n in told if n)
    if not items:
        return '<p class="g-hint">整页照录，没有删改。</p>'
    buttons = ('<button type="button" class="g-button" data-g-step="-1" hidden>上一处</button>'
               '<button type="button" class="g-button" data-g-step="1" hidden>下一处</button>'
               '<label class="g-only"><input type="checkbox" autocomplete="off">只看改动</label>')
    hint = '<p class="g-hint">点有颜色的文字，可看到<a href="#g-why">所依的规则</a>。</p>' \
        if any(n for k, _, n in told if k != "other") else ""
    return f'<ul class="g-legend">{items}</ul>{hint}<div class="g-tools">{buttons}</div>'
