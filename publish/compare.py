"""Comparison on the site: the page ``/compare/``, the way to it from every document, and a page in one file to print.

What is compared and how is told by ``room.compare``; in the page
``assets/room/compare.js`` does the same with the texts of the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from archive.body import Block
from archive.model import Document
from publish import address, names
from publish.catalog import Catalog, Entry
from publish.page import Made, Sheet, Site
from publish.room import Extra, Room, assets
from publish.sources import Sources
from room.earlier import earlier
from room.scripts import SEARCH

ADDRESS = "compare/"
SIGNS = {"kept": ("同", "保留"), "changed": ("改", "改动"), "new": ("增", "新增"), "dropped": ("删", "删去")}
"""The sign and the name of each state, as in ``assets/room/compare-page.js``."""
_SCRIPTS = (*SEARCH, "room/compare-cut.js", "room/compare-align.js", "room/compare-words.js", "room/compare.js",
            "room/compare-page.js", "room/compare.css")
_OPENING = "（开头）"


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room; without the search there are no texts to compare, and its page says so."""
    if not site.search:
        return Room(sheets=(Sheet(ADDRESS, "文稿比较", _without),))
    before = earlier(e.document for e in catalog.entries)

    def document(e: Entry, document: Document, blocks: Sequence[Block], ids: Sequence[str]) -> Extra:
        return Extra(actions=_way(e, before.get(e.id)))

    return Room(sheets=(Sheet(ADDRESS, "文稿比较", _page),), document=document,
                key=lambda e: _way(e, before.get(e.id)))


def _way(e: Entry, other: Document | None) -> str:
    """The link to the comparison of a document with the one before it."""
    label, query = "与其他文稿比较", {"b": e.id}
    if other:
        year, own = (other.date or "")[:4], e.year or ""
        last = own.isdigit() and year.isdigit() and int(own) - int(year) == 1
        label, query = "与上年比较" if last else f"与{year}年比较", {"a": other.id, "b": e.id}
    href = address.link(address.root_of(address.document(e.id)), ADDRESS)
    return f'<a class="g-button" href="{href}?{escape(urlencode(query))}">{label}</a>'


def _without() -> Made:
    return Made('<h1>文稿比较</h1><p class="g-lead">本站没有附检索数据，不能比较；'
                '可以在命令行运行 gonghui compare。</p>')


def _page() -> Made:
    root = address.root_of(ADDRESS)
    fields = "".join(
        f'<label>{label} <input name="{name}" autocomplete="off" spellcheck="false" '
        'placeholder="编号、网址或检索词"></label>'
        for name, label in (("a", "前文"), ("b", "后文")))
    return Made(
        f'<div class="r-page" data-root="{root}" data-shards="{root}search/shards/"><h1>文稿比较</h1>'
        '<p class="g-lead r-hint">逐句对照两篇或更多的文稿：哪些句子保留、改动、新增、删去或移了位置，'
        "有哪些新的提法，最早见于何时何处。</p>"
        f'<form data-part="form" method="get" class="r-form">{fields}'
        '<button class="g-button g-primary">比较</button></form>'
        "<noscript><p>比较需要 JavaScript；也可以在命令行运行 gonghui compare。</p></noscript>"
        '<p data-part="status" role="status" class="r-status"></p><div data-part="choices"></div>'
        '<div data-part="out"></div></div>',
        head=assets(ADDRESS, *_SCRIPTS))


def standalone(reports: Iterable[Mapping[str, Any]], style: str) -> str:
    """A page in one file of what ``room.report`` tells, with the style sheet of the site's own page."""
    told = list(reports)
    inner = "\n".join(map(_report, told))
    return (f'<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>文稿比较</title>'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head>'
            f'<body class="r-alone"><main class="r-page"><h1>文稿比较</h1>{inner}</main></body></html>\n')


def _report(told: Mapping[str, Any]) -> str:
    heads = "".join(f"<li><b>{label}</b> {escape(_named(told[side]), quote=False)}</li>"
                    for side, label in (("a", "前文"), ("b", "后文")))
    counts = told["counts"]
    numbers = "".join(f'<li><span class="r-sign r-{state}">{sign}</span>{name} {counts[state]} 句</li>'
                      for state, (sign, name) in SIGNS.items())
    moved = f'<li><span class="r-sign r-moved">移</span>移动 {counts["moved"]} 句</li>'
    share = f'<li>后文逐字保留 {counts["share"]}%</li>'
    sections = "\n".join(map(_section, told["sections"]))
    return (f'<article class="r-report"><ul class="r-heads">{heads}</ul>'
            f'<ul class="r-counts">{numbers}{moved}{share}</ul>'
            f"{_wordings(told['wordings'])}{sections}</article>")


def _named(facts: Mapping[str, Any]) -> str:
    more = [t for t in (names.date(facts["date"]) if facts["date"] else "", facts["organization"], facts["id"]) if t]
    return f"{facts['title'] or '（无题）'}　{'　'.join(more)}"


def _wordings(wordings: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for w in wordings:
        others = "；".join(f"{names.date(d['date']) if d['date'] else '时间不详'} {d['title'] or d['id']}"
                          for d in w.get("documents", ()))
        since = names.date(w["since"]) if w.get("since") else "时间不详"
        rows.append(f'<tr><th scope="row">{escape(w["text"], quote=False)}</th><td>{w["count"]}</td><td>{since}</td>'
                    f'<td>{w.get("total", "")}</td><td>{escape(others, quote=False)}</td></tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in ("新的提法", "本文次数", "有日期的最早", "篇数", "另见"))
    return (f'<table class="r-wordings"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
            if rows else "<p>没有新的提法。</p>")


def _section(section: Mapping[str, Any]) -> str:
    old, new = (section[side] if section[side] is None else section[side] or _OPENING for side in "ab")
    state = "new" if old is None else "dropped" if new is None else "moved" if section["moved"] else ""
    sign, name = SIGNS.get(state, ("移", "移动"))
    mark = f'<span class="r-sign r-{state}" title="此节{name}">{sign}</span>' if state else ""
    was = f' <small>原为：{escape(old, quote=False)}</small>' if old and new and old != new else ""
    rows = "".join(map(_row, section["rows"]))
    table = (f'<table class="r-table"><colgroup><col><col><col></colgroup>'
             f'<thead><tr><th scope="col">变化</th><th scope="col">前文</th>'
             f'<th scope="col">后文</th></tr></thead><tbody>{rows}</tbody></table>') if rows else ""
    return f'<section class="r-section"><h2>{mark}{escape(new or old or "", quote=False)}{was}</h2>{table}</section>'


def _row(row: Mapping[str, Any]) -> str:
    sign, name = SIGNS[row["state"]]
    moved = '<span class="r-sign r-moved" title="移动">移</span>' if row["moved"] else ""
    source = f"<small>原在“{escape(row['from'], quote=False)}”</small>" if row["from"] else ""
    a, b = ("".join(s["text"] for s in row[side]) for side in "ab")
    cells = (_parts(row["parts"], "-", "del"), _parts(row["parts"], "+", "ins")) if row["parts"] else (
        escape(a, quote=False), escape(b, quote=False))
    return (f'<tr class="r-row r-is-{row["state"]}"><th scope="row">'
            f'<span class="r-sign r-{row["state"]}" title="{name}">{sign}</span>'
            f'{moved}</th><td>{cells[0]}</td><td>{cells[1]}{source}</td></tr>')


def _parts(parts: Iterable[Sequence[str]], own: str, tag: str) -> str:
    return "".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" if sign == own else escape(text, quote=False)
                   for sign, text in parts if sign in ("=", own))
