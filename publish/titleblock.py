"""The title block of a reading page: title, facts, the words each fact rests on, what was done to the text."""

from __future__ import annotations

import re
from html import escape

from archive.model import Document
from publish import address, contacts, names
from publish.catalog import Catalog, Entry, region_key
from publish.marks import masks, render

_TAG = re.compile(r"(<[^>]*>)")
_WHOLE = re.compile(
    r"\d[\d.,—-]{0,9}[年月日届次]?"
    "|第?[一二三四五六七八九十百]{1,4}[届次](?:[一二三四五六七八九十]{1,3}次)?"
    "|“[^”<&]{1,6}”"
)


def block(catalog: Catalog, e: Entry, root: str) -> str:
    """The block as HTML; ``root`` is the way up from the page."""
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
