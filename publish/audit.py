"""The audit view: the copy as it came beside the reading text, every cut, mend and doubt in colour with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from archive import body as markdown
from archive.model import Doubt, Ledger, Segment
from publish import address, contacts
from publish.catalog import Entry
from publish.marks import masks, render
from publish.page import Made, Site
from publish.reading import Sources

_MOST = 400_000
"""Characters of a page text that one audit view shows."""


def make(site: Site, e: Entry, sources: Sources) -> Made:
    """The audit view of a document's best copy."""
    root = address.root_of(address.original(e.id))
    back = address.link(root, address.document(e.id))
    copy = e.document.copies[0] if e.document.copies else None
    ledger = sources.ledger(copy.sha256) if copy else None
    page = sources.page(copy.sha256) if copy else None
    head = f'<header class="g-head"><p class="g-crumbs"><a href="{back}">返回正文</a></p><h1>对照原文</h1><p class="g-sub">{escape(e.label, quote=False)}</p>'
    if copy is None or ledger is None or page is None:
        return Made(f'<div class="g-audit">{head}</header><p class="g-lead">库中没有这篇文稿的网页原件。</p></div>')
    facts = [("地址", escape(copy.url or "本地文件")), ("采集时间", escape(copy.captured or "未记录")), ("编码", escape(ledger.encoding)),
             ("SHA-256", f'<code class="g-hash">{copy.sha256}</code>'), ("篇次", f"第 {copy.part} 篇，共 {copy.of} 篇")]
    wide = ' class="g-wide"'
    rows = "".join(f'<div{wide if k in ("地址", "SHA-256") else ""}><dt>{k}</dt><dd>{v}</dd></div>' for k, v in facts)
    if site.mask_contacts:
        page = contacts.cover(page)
    shown, counts = _page(e.id, ledger, page[:_MOST], sources)
    blocks = markdown.parse(sources.document(e.id).body)
    ids = markdown.anchors(blocks, e.document.anchors)
    text = "\n".join(_block(b.kind, contacts.cover(b.text) if site.mask_contacts else b.text, f"{back}#{id}") for b, id in zip(blocks, ids, strict=True))
    return Made(
        f'<div class="g-audit" data-id="{e.id}">{head}<dl class="g-facts">{rows}</dl>{_legend(counts)}</header>'
        '<div class="g-sides"><section class="g-side" aria-labelledby="g-copy"><h2 id="g-copy">网页原文</h2>'
        f'<pre class="g-page" tabindex="0">{shown}</pre></section>'
        '<section class="g-side" aria-labelledby="g-read"><h2 id="g-read">整理后的正文</h2>'
        f'<div class="g-read g-text" tabindex="0">{text}</div></section></div></div>'
    )


def _block(kind: str, text: str, href: str) -> str:
    inner = render(text, masks(text)).replace("\n", "<br>").replace("\t", "　")
    return f'<p class="g-b-{kind}">{inner} <a class="g-mark" href="{href}" aria-label="到正文此处">¶</a></p>'


def _page(id: str, ledger: Ledger, page: str, sources: Sources) -> tuple[str, dict[str, int]]:
    """The page text as HTML, segment by segment, and how many there are of each sort."""
    counts = dict.fromkeys(("drop", "replace", "doubt", "other"), 0)
    doubts = sorted(ledger.doubts, key=lambda d: d.start)
    out: list[str] = []
    number = 0
    for s in ledger.segments:
        if s.start >= len(page) or s.end == s.start:
            continue
        text = page[s.start : s.end]
        if s.action == "drop":
            if not text.strip():
                out.append(escape(text, quote=False))
                continue
            number += 1
            counts["drop"] += 1
            out.append(f'<del id="c-{number}" title="{escape(_why(s, sources))}">{escape(text, quote=False)}</del>')
        elif s.id != id:
            counts["other"] += 1
            out.append(f'<span class="g-other" title="属于同一网页的另一篇文稿">{escape(text, quote=False)}</span>')
        elif s.text is not None:
            number += 1
            counts["replace"] += 1
            out.append(f'<del class="g-was" id="c-{number}">{escape(text, quote=False)}</del>'
                       f'<ins title="{escape(_why(s, sources))}">{escape(s.text, quote=False)}</ins>')
        else:
            inside = [d for d in doubts if d.start < s.end and d.end > s.start]
            counts["doubt"] += len(inside)
            out.append(_kept(s, text, inside, sources))
    return "".join(out), counts


def _kept(s: Segment, text: str, doubts: Sequence[Doubt], sources: Sources) -> str:
    if not doubts:
        return escape(text, quote=False)
    out, at = [], 0
    for d in doubts:
        a, b = max(d.start - s.start, at), min(d.end - s.start, len(text))
        if b < a:
            continue
        out.append(escape(text[at:a], quote=False))
        out.append(f'<mark class="g-doubt" title="存疑：{escape(sources.reason(d.rule))}，{escape(d.note)}">{escape(text[a:b], quote=False)}</mark>')
        at = b
    return "".join([*out, escape(text[at:], quote=False)])


def _why(s: Segment, sources: Sources) -> str:
    rule = s.rule or ""
    reason = sources.reason(rule)
    told = reason if reason == rule else f"{reason}（{rule}）"
    word = "删去" if s.action == "drop" else "修补"
    return f"{word}：{told}" + (f"，把握 {s.confidence:.0%}" if s.confidence is not None and s.confidence < 1 else "")


def _legend(counts: dict[str, int]) -> str:
    told = (("del", f"删去 {counts['drop']} 处"), ("ins", f"修补 {counts['replace']} 处"), ("mark", f"存疑 {counts['doubt']} 处"),
            ("other", "同页另一篇" if counts["other"] else ""))
    items = "".join(f'<li><span class="g-key g-key-{k}"></span>{v}</li>' for k, v in told if v)
    return (f'<ul class="g-legend">{items}</ul><p class="g-hint">把指针停在有颜色的文字上，可看到所依的规则。</p>'
            '<div class="g-tools" hidden><button type="button" class="g-button" data-g-step="-1">上一处</button>'
            '<button type="button" class="g-button" data-g-step="1">下一处</button>'
            '<button type="button" class="g-button" data-g-only aria-pressed="false">只看改动</button></div>')


