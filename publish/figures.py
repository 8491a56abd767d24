"""Figures on the site: the page ``/figures/``, a folded table on every document, ``figures.csv``.

What is told of a figure and why is said in ``room.figures``. The page lists the
newest figures by itself; its script reads the others, files of :data:`PART`
characters at most for each year of the documents, and filters them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from typing import Any

from archive import contacts
from archive.body import Block
from archive.model import Document
from publish import address, names
from publish.catalog import Catalog, Entry, parents
from publish.exports import Table
from publish.page import Made, Sheet, Site
from publish.room import Extra, Room, assets
from publish.sources import Sources
from room.figures_table import COLUMNS, facts, lines, rows

ADDRESS = "figures/"
SENSES = {"level": "水平", "growth": "增长", "share": "比率", "rank": "名次"}
FALL = "下降"
"""The sense of growth below zero; it stands before the number too, which the text writes without a sign."""
BOUNDS = {"least": "不少于", "most": "不超过", "about": "约"}
UNTOLD = "未明"
TARGET = '<span class="r-target-sign">目标</span> '
_FIRST = 200
"""Rows that stand in the page itself."""
PART = 90_000
"""Characters of a file that the page loads, some 200 KB; a document is never parted."""
_SENT = ("object", "value", "unit", "written", "sense", "bound", "year", "time", "anchor", "target", "row", "to")
"""What the script gets of a figure, in this order; nothing at the end is left out."""
_NOTHING = {"target": False, "row": "", "to": None}


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room. The texts are read once, when the first page asks for figures."""
    table = _Table(catalog, sources, contacts.cover if site.mask_contacts else str)

    def document(e: Entry, document: Document, blocks: Sequence[Block], ids: Sequence[str]) -> Extra:
        return _block(e, table.known(document))

    return Room(sheets=(Sheet(ADDRESS, "文稿中的数字", table.page, listed=True),), document=document, files=table.files,
                tables=(Table("figures.csv", "文稿中的数字，每行一个", COLUMNS, {"value": "number", "to": "number"}),),
                key=lambda e: "")


class _Table:
    """The figures of the archive; those of a document are kept as a line of JSON."""

    def __init__(self, catalog: Catalog, sources: Sources, cover: Callable[[str], str]) -> None:
        self.catalog, self.sources, self.cover = catalog, sources, cover
        self.first: list[dict[str, Any]] = []
        self.told: dict[str, str] = {}
        """The figures of each document that was read, as JSON: lists in the order of ``_SENT``."""
        self.units: Counter[str] = Counter()
        self.places: dict[str, str] = {}

    def known(self, document: Document) -> list[dict[str, Any]]:
        """The rows of a document: those read before, where the page was made first."""
        if document.id in self.told:
            return [_NOTHING | dict(zip(_SENT, row, strict=False)) for row in json.loads(self.told[document.id])]
        return list(rows(document, self.cover))

    @cached_property
    def years(self) -> Mapping[str, list[tuple[Entry, int]]]:
        """For each year of documents, newest first, those that have figures, and how many."""
        out: dict[str, list[tuple[Entry, int]]] = {}
        for e in self.catalog.entries:
            found = list(rows(self.sources.document(e.id), self.cover))
            self.told[e.id] = json.dumps(list(map(_short, found)), ensure_ascii=False, separators=(",", ":"))
            if not found:
                continue
            self.first += found[: _FIRST - len(self.first)]
            self.units.update(row["unit"] for row in found)
            region = e.document.region
            if region:
                for code, name in parents(region.code, region.name) if region.code else [(region.name, region.name)]:
                    self.places.setdefault(code, name)
            out.setdefault(e.year or "undated", []).append((e, len(found)))
        return out

    def page(self) -> Made:
        root = address.root_of(ADDRESS)
        total = sum(count for entries in self.years.values() for _, count in entries)
        parts = " ".join(f"{name}:{sum(count for _, count in entries)}" for name, entries in self.parts())
        rest = f"此处列出最新的 {_FIRST} 条，其余见 figures.csv。" if total > _FIRST else ""
        form = (
            '<form data-part="form" class="r-form" hidden>'
            f'<label>地区 <select name="region"><option value="">全部</option>{_options(self.places)}</select></label>'
            f'<label>单位 <select name="unit"><option value="">全部</option>{_units(self.units)}</select></label>'
            '<label>目标 <select name="aim"><option value="">全部</option><option value="no">只看已有的</option>'
            '<option value="yes">只看目标、要求</option></select></label>'
            '<label>文稿年份 <select name="of"></select></label>'
            '<label>对象含有 <input name="q" autocomplete="off" spellcheck="false"></label></form>')
        return Made(
            f'<div class="r-figures-page" data-root="{root}" data-parts="{parts}"><h1>文稿中的数字</h1>'
            f'<p class="g-lead">{total} 个数字，连同所计的对象、单位和所指的年份，逐条注明所在段落。'
            "对象或年份文中没有交代的，写明“未明”，不作推测；计划、要求、预计达到的，标明“目标”；"
            "遮盖、缺损的数字和序号、日期、文号、电话不列。</p>"
            f'{form}<p><span data-part="status" role="status"></span> '
            f'<a href="{address.link(root, "figures.csv")}">figures.csv</a>（全部）'
            '<button type="button" class="g-button" data-part="save" hidden>所选存为 CSV</button></p>'
            f'<div class="r-scroll" tabindex="0" role="region" aria-label="数字表"><table class="g-values r-figures">'
            f'<thead><tr>{_heads("文稿")}</tr></thead><tbody data-part="rows">'
            f'{"".join(_row(row, root, self.catalog) for row in self.first)}</tbody></table></div>'
            f'<p data-part="more">{rest}</p></div>',
            head=assets(ADDRESS, "room/figures.js", "room/figures.css"))

    def parts(self) -> Iterator[tuple[str, list[tuple[Entry, int]]]]:
        """The documents of each file with how many figures they have: ``2013``, ``2013-2`` and so on."""
        for year, entries in self.years.items():
            number, size, part = 1, 0, list[tuple[Entry, int]]()
            for e, count in entries:
                length = len(self.told[e.id]) + len(e.label) + 60
                if part and size + length > PART:
                    yield _named(year, number), part
                    number, size, part = number + 1, 0, []
                part.append((e, count))
                size += length
            yield _named(year, number), part

    def files(self) -> Iterator[tuple[str, str | Iterable[str]]]:
        yield "figures.csv", lines(facts(e.document) | row for entries in self.years.values() for e, _ in entries
                                   for row in self.known(e.document))
        for name, entries in self.parts():
            told = ",\n".join(json.dumps(_sent(e), ensure_ascii=False, separators=(",", ":"))[:-1]
                              + f",{self.told[e.id]}]" for e, _ in entries)
            yield f"{ADDRESS}{name}.js", f'gonghuiFigures("{name}",[\n{told}\n]);\n'


def _named(year: str, number: int) -> str:
    return year if number == 1 else f"{year}-{number}"


def _short(row: Mapping[str, Any]) -> list[Any]:
    """A figure for the script."""
    out = [row[name] for name in _SENT]
    while not out[-1]:
        out.pop()
    return out


def _sent(e: Entry) -> list[str]:
    """What the script gets of a document, before its figures."""
    region = e.document.region
    return [e.id, e.label, e.document.date or "", (region.code or region.name) if region else "",
            region.name if region else "", e.document.organization or ""]


def _options(places: Mapping[str, str]) -> str:
    ordered = sorted(places.items(), key=lambda one: (not one[0].isdigit(), one[0]))
    return "".join(f'<option value="{escape(code)}">{escape(name, quote=False)}</option>' for code, name in ordered)


def _units(units: Mapping[str, int]) -> str:
    ordered = sorted(units.items(), key=lambda one: (-one[1], one[0]))
    return "".join(f'<option value="{escape(unit)}">{escape(unit, quote=False)}（{n}）</option>' for unit, n in ordered)


def _heads(last: str) -> str:
    return "".join(f'<th scope="col"{" class=g-number" if name == "数字" else ""}>{name}</th>'
                   for name in ("对象", "数字", "性质", "所指年份", last))


def _row(row: Mapping[str, Any], root: str, catalog: Catalog | None = None) -> str:
    """A row of the table; with a catalogue its last cell names the document, else it leads to the paragraph."""
    if catalog:
        e = catalog.by_id[row["id"]]
        href = address.link(root, address.document(e.id), row["anchor"])
        last = f'<a href="{href}">{escape(e.label, quote=False)}</a> <small>{names.date(e.document.date)}</small>'
    else:
        last = f'<a href="#{row["anchor"]}" aria-label="到段落：{escape(row["written"])}">¶</a>'
    untold = f'<span class="r-untold">{UNTOLD}</span>'
    object = escape(row["object"], quote=False) if row["object"] else untold
    object += f' <small>{escape(row["row"], quote=False)}</small>' if row["row"] else ""
    year = _year(row["year"]) if row["year"] else untold
    time = f' <small>{escape(row["time"], quote=False)}</small>' if row["time"] and row["time"] != year else ""
    fell = FALL if row["sense"] == "growth" and row["value"] < 0 else ""
    sense = TARGET if row["target"] else ""
    sense += (fell or SENSES[row["sense"]]) + (f" <small>{BOUNDS[row['bound']]}</small>" if row["bound"] else "")
    return (f'<tr><th scope="row">{object}</th><td class="g-number"><data value="{row["value"]}">'
            f'{fell}{escape(row["written"], quote=False)}</data></td><td>{sense}</td><td>{year}{time}</td>'
            f"<td>{last}</td></tr>")


def _year(year: str) -> str:
    """
    >>> _year("2012"), _year("2008..2012"), _year("2011..")
    ('2012年', '2008—2012年', '2011年以来')
    """
    first, dots, last = year.partition("..")
    return f"{first}—{last}年" if last else f"{first}年以来" if dots else f"{first}年"


def _block(e: Entry, found: Sequence[Mapping[str, Any]]) -> Extra:
    """The folded table of a document."""
    if not found:
        return Extra()
    root = address.root_of(address.document(e.id))
    body = "".join(_row(row, root) for row in found)
    all_ = address.link(root, ADDRESS)
    return Extra(
        behind=f'<details class="g-panel r-figures-panel"><summary>文中的数字 {len(found)} 个</summary>'
        f'<div class="r-scroll" tabindex="0" role="region" aria-label="文中的数字"><table class="g-values r-figures">'
        f'<thead><tr>{_heads("段落")}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="g-hint">由程序读出，对象和年份未明的照实注明。<a href="{all_}">全部文稿的数字</a></p></details>',
        head=assets(address.document(e.id), "room/figures.css"))


