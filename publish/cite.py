"""Ready citations: GB/T 7714-2025, BibTeX, RIS and plain words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from publish import address, names
from publish.catalog import Entry
from publish.page import Site

_RIS_TYPES = {"report": "RPRT", "summary": "RPRT", "survey": "RPRT"}
_DAY = "\x02"
"""Stands for the day of citing in a page whose script puts in the reader's; no text of an archive holds it."""
_DAYS = re.compile(rf"(?P<lead>, )?\[{_DAY}\]|  urldate = \{{{_DAY}\}},\n|Y2  - {_DAY}\n")
_BIB_ESCAPES = str.maketrans({
    **{c: f"\\{c}" for c in "{}%#&$_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
})


def known(site: Site) -> bool:
    """Whether the site knows where it is published; a reserved ``.example`` name counts as not knowing."""
    host = site.url.partition("//")[2].partition("/")[0].partition(":")[0]
    return bool(host) and not host.endswith(".example")


def public_url(site: Site, e: Entry) -> str:
    """The address to cite; empty where the site does not know its own."""
    return address.absolute(site.url, address.document(e.id)) if known(site) else ""


def authors(e: Entry) -> list[str]:
    """Who answers for the text: the speaker, else the body whose paper it is."""
    who = e.document.speaker or e.document.organization
    return [who] if who else []


def gbt(site: Site, e: Entry) -> str:
    """GB/T 7714-2025, an electronic resource: author. title[type/OL]. (date)[day of citing]. address."""
    d = e.document
    mark = "R/OL" if d.kind in _RIS_TYPES else "EB/OL"
    head = "".join(f"{a}. " for a in authors(e))
    title = e.label + (f"：{d.subtitle}" if d.subtitle else "")
    day = f"({d.date})" if d.date else ""
    cited = f"[{site.today}]" if site.today else ""
    days = f", {day}{cited}" if day or cited else ""
    return f"{head}{title}[{mark}]. {site.name}{days}. {public_url(site, e)}".strip()


def bibtex(site: Site, e: Entry) -> str:
    """A BibTeX ``@misc`` or ``@techreport`` entry in Unicode."""
    d = e.document
    fields = {
        "title": e.label,
        "author": " and ".join(f"{{{_tex(a)}}}" for a in authors(e)),
        "institution" if d.kind in _RIS_TYPES else "organization": d.organization,
        "date": d.date,
        "year": e.year,
        "note": d.meeting,
        "number": d.document_number,
        "address": d.region.name if d.region else None,
        "url": public_url(site, e),
        "urldate": site.today,
        "langid": "chinese",
    }
    lines = [f"  {k} = {{{v if k in ('author', 'url') else _tex(v)}}}" for k, v in fields.items() if v]
    return f"@{'techreport' if d.kind in _RIS_TYPES else 'misc'}{{gonghui-{e.id},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return text.translate(_BIB_ESCAPES)


def ris(site: Site, e: Entry) -> str:
    """A RIS record."""
    d = e.document
    lines = [("TY", _RIS_TYPES.get(d.kind, "ELEC")), ("TI", e.label), *(("AU", a) for a in authors(e)),
             ("PY", e.year), ("DA", d.date.replace("-", "/") if d.date else None), ("PB", d.organization),
             ("CY", d.region.name if d.region else None), ("N1", d.meeting), ("M1", d.document_number),
             ("DP", site.name), ("UR", public_url(site, e)), ("Y2", site.today.replace("-", "/")), ("LA", "zh")]
    return "\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value) + "\nER  - "


def plain(site: Site, e: Entry) -> str:
    """In words, for a paper or a letter."""
    d = e.document
    who = "、".join(authors(e))
    day = names.date(d.date)
    return (f"{who}{'：' if who else ''}《{e.label}》{f'（{day}）' if day else ''}，{site.name}，编号{e.id}。"
            f"{public_url(site, e)}").strip()


def block(site: Site, e: Entry) -> str:
    """The citations of a document as HTML that opens on demand; the script adds copying and the reader's day.

    Without a script they bear no day of citing (unless the site has one), so that they import as they stand.
    """
    forms = (("GB/T 7714", gbt), ("BibTeX", bibtex), ("RIS", ris), ("文字", plain))
    items = "".join(
        f'<div class="g-cite__form"><h3>{label}</h3><pre class="g-cite__text" data-form="{form.__name__}" tabindex="0">'
        f'{_with_day(escape(form(replace(site, today=_DAY), e), quote=False), site.today)}</pre></div>'
        for label, form in forms
    )
    url = public_url(site, e)
    known_as = f' data-url="{escape(url)}"' if url else ""
    return f'<details class="g-panel g-cite"{known_as}><summary>引用本文</summary>{items}</details>'


def _with_day(text: str, today: str) -> str:
    """The place of the day in the HTML of a citation: empty where the site has no day."""
    def place(m: re.Match[str]) -> str:
        told = m[0].replace(_DAY, today.replace("-", "/") if m[0].startswith("Y2") else today) if today else ""
        return f'<span data-g-day="{m["lead"] or ""}">{told}</span>'
    return _DAYS.sub(place, text)
