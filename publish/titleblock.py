"""The title block of a reading page: title, facts, the words each fact rests on, what was done to the text."""

from __future__ import annotations

import re
from html import escape

from archive import contacts
from archive.model import Document
from publish import address, names
from publish.catalog import Catalog, Entry, region_key
from publish.marks import masks, render

_TAG = re.compile(r"(<[^>]*>)")
_GAP = re.compile(r"(?<=[^\x00-\x7f]|>)[ 　](?=[^\x00-\x7f]|<)(?![^<]*</(?:mark|span)>)")
"""Between the halves of a title in two lines."""
_WHOLE = re.compile(
    r"\d[\d.,—-]{0,9}[年月日届次]?"
    "|第?[一二三四五六七八九十百]{1,4}[届次](?:[一二三四五六七八九十]{1,3}次)?"
    "|“[^”<&]{1,6}”"
    "|工作(?:报告|会议|总结|要点|经验|情况|计划)|(?:代表|职工|工会)大会|全委(?:扩大)?会议|总工会|委员会|调研报告|领导小组"
    "|干部|讲话|会议|意见|通知|决定|办法|方案|内容|建设|改革|发展|职工|工会|工作|同志|范文"
)
"""What stands unbroken in a title: numbers, dates, sessions, short quotations, the set words of titles."""


def block(catalog: Catalog, e: Entry, root: str) -> str:
    """The block as HTML; ``root`` is the way up from the page."""
    d = e.document
    title = _unbroken(render(e.label, masks(e.label) if d.title else ()))
    sub = f'<p class="g-sub">{render(d.subtitle, masks(d.subtitle))}</p>' if d.subtitle else ""
    facts = "".join(f"<div><dt>{names.FACTS[k]}</dt><dd>{v}</dd></div>" for k, v in _facts(catalog, e, root))
    untitled = "" if d.title else ' class="g-untitled"'
    return (f'<header class="g-head"><h1{untitled}>{title}</h1>{sub}{_byline(d)}<dl class="g-facts">{facts}</dl>'
            f"{_evidence(d)}{_state(d, root)}</header>")


def _byline(d: Document) -> str:
    """On paper, in place of the table of facts: who and when, as papers are headed."""
    told = [f"（{names.date(d.date)}）"] * bool(d.date) + [d.speaker or d.organization or ""]
    inner = "<br>".join(render(t, masks(t)) for t in told if t)
    return f'<p class="g-byline">{inner}</p>' if inner else ""


def _unbroken(title: str) -> str:
    """HTML of a title in which no line ends within a number, a date, a session or a set word.

    >>> _unbroken("2015年要点")
    '<span class="g-whole">2015年</span>要点'
    """
    parts = _TAG.split(title)
    whole = "".join(part if i % 2 else _WHOLE.sub(r'<span class="g-whole">\g<0></span>', part)
                    for i, part in enumerate(parts))
    lines = _GAP.split(whole)
    return whole if len(lines) == 1 else " ".join(f'<span class="g-line">{line}</span>' for line in lines)


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
