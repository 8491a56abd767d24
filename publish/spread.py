"""Where the words of a document came from and went, on the site: marks in the margin, a graph, lists, data files.

What is shared is told by ``room.spread``. The order is that of time, and of
the same time that of the level: nation, province, city, county.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from archive import contacts
from archive.body import Block
from archive.model import Document
from publish import address, names, spread_graph
from publish.catalog import Catalog, Entry
from publish.exports import Table
from publish.page import Site
from publish.room import Extra, Room, assets
from publish.sources import Sources
from room.levels import LEVELS, level
from room.spread import CAP, SHORTEST, Formula, Shared, Spread

COLUMNS = {
    "from": "较早的文稿，按日期和层级", "from_date": "其日期", "from_level": "其层级", "from_anchor": "其中的段落",
    "to": "较晚的文稿", "to_date": "其日期", "to_level": "其层级", "to_anchor": "其中的段落",
    "letters": "相同的字数", "works": "有其中最少见一段的文稿数", "text": "开头的文字，不含标点",
}
_TYPES = {"letters": "integer", "works": "integer"}
_LISTED = 8
"""Documents that are named at a paragraph."""
_PARAGRAPHS = 40
"""Paragraphs whose documents are named; the rest stands in the data files."""
_OPENING = 22
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph of the document, and where it stands elsewhere, in order of time and level."""

    block: int
    id: str
    shared: Sequence[tuple[Shared, int]]
    """Each with the letters of it in this paragraph."""


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room; the archive is read once for it."""
    spread = Spread([e.id for e in sorted(catalog.entries, key=_order)], sources.document)
    cover = contacts.cover if site.mask_contacts else str
    return Room(document=partial(_document, catalog, spread), files=partial(_files, catalog, spread, cover),
                tables=[Table(f"spread.{end}", "各篇之间相同的文字，每行一处", COLUMNS, _TYPES)
                        for end in ("csv", "json")],
                key=partial(_key, catalog, spread))


def _key(catalog: Catalog, spread: Spread, e: Entry) -> str | None:
    """What is told of a document: the runs, and the documents they stand in."""
    found, formulas = spread.shared(e.id), spread.formulas(e.id)
    others = {s.other for s in (*found, *(first for f in formulas for first in f.first))}
    versions = sorted(catalog.by_id[id].version for id in others)
    return repr((found, formulas, versions)) if all(versions) else None


def _order(e: Entry) -> tuple[str, int, str]:
    """Dated ones first, by date, level and id."""
    return e.document.date or "~", level(e.document), e.id


def _document(
    catalog: Catalog, spread: Spread, e: Entry, document: Document, blocks: Sequence[Block], ids: Sequence[str]
) -> Extra:
    found = spread.shared(e.id)
    places = list(_places(catalog, spread, e, found, ids))
    formulas = spread.formulas(e.id)
    if not places and not formulas:
        return Extra()
    margins = {place.id: _margin(place, number) for number, place in enumerate(places, 1)}
    return Extra(margins=margins, behind=_section(catalog, spread, e, blocks, places, found, formulas),
                 head=assets(address.document(e.id), "room/spread.js", "room/spread.css"))


def _places(
    catalog: Catalog, spread: Spread, e: Entry, runs: Sequence[Shared], ids: Sequence[str]
) -> Iterator[_Place]:
    """The paragraphs of a document that stand elsewhere too."""
    found: dict[int, dict[str, tuple[Shared, int]]] = {}
    for shared in runs:
        for block, inside in spread.blocks(e.id, shared.start, shared.letters):
            here = found.setdefault(block, {})
            if inside >= SHORTEST and inside > here.get(shared.other, (shared, 0))[1]:
                here[shared.other] = (shared, inside)
    for block, others in sorted(found.items()):
        if others:
            ordered = sorted(others.values(), key=lambda one: _order(catalog.by_id[one[0].other]))
            yield _Place(block, ids[block], ordered)


def _margin(place: _Place, number: int) -> str:
    count = len(place.shared)
    return (f'<a class="r-shared" href="#g-s{number}" aria-label="此段又见于 {count} 篇" '
            f'title="此段又见于 {count} 篇">又见 {count}</a>')


def _section(
    catalog: Catalog, spread: Spread, e: Entry, blocks: Sequence[Block], places: Sequence[_Place],
    runs: Sequence[Shared], formulas: Sequence[Formula],
) -> str:
    totals: dict[str, int] = {}
    for shared in runs:
        totals[shared.other] = totals.get(shared.other, 0) + shared.weight
    others = sorted(totals, key=lambda id: (-totals[id], id))
    items = "".join(_item(catalog, spread, e, blocks, place, number)
                    for number, place in enumerate(places[:_PARAGRAPHS], 1))
    rest = [f'<li id="g-s{number}"><p>又见于 {len(place.shared)} 篇，见 <a href="{_data(e)}">spread.csv</a></p></li>'
            for number, place in enumerate(places[_PARAGRAPHS:], _PARAGRAPHS + 1)]
    graph = spread_graph.draw(e, [catalog.by_id[id] for id in others], [totals[id] for id in others]) if others else ""
    return (f'<section class="r-spread" aria-labelledby="g-spread"><h2 id="g-spread">文字的源流</h2>'
            f'<p class="g-hint">本文有 {len(places)} 段含有与其他文稿相同的文字（连续 {SHORTEST} 字以上），'
            f'涉及 {len(others)} 篇；按时间和层级排列。</p>{graph}'
            f'<ol class="r-places">{items}{"".join(rest)}</ol>'
            f"{_formulas(catalog, spread, e, blocks, formulas)}</section>")


def _data(e: Entry) -> str:
    return address.root_of(address.document(e.id)) + "spread.csv"


def _item(
    catalog: Catalog, spread: Spread, e: Entry, blocks: Sequence[Block], place: _Place, number: int
) -> str:
    text = contacts.cover(blocks[place.block].text)
    opening = text if len(text) <= _OPENING else text[:_OPENING] + "…"
    lines = []
    own = _order(e)
    mine = f'<li class="r-self">{_told(e)} 本文</li>'
    for shared, inside in place.shared[:_LISTED]:
        other = catalog.by_id[shared.other]
        if mine and _order(other) > own:
            lines.append(mine)
            mine = ""
        lines.append(f"<li>{_told(other)} {_link(catalog, spread, e, shared)} <small>同 {inside} 字</small></li>")
    more = len(place.shared) - _LISTED
    if mine and more <= 0:
        lines.append(mine)
    lines += [f'<li>等共 {len(place.shared)} 篇，见 <a href="{_data(e)}">spread.csv</a></li>'] if more > 0 else []
    return (f'<li id="g-s{number}" tabindex="-1"><p><a href="#{place.id}">“{escape(opening, quote=False)}”</a>'
            f' 又见于：</p><ul>{"".join(lines)}</ul></li>')


def _formulas(
    catalog: Catalog, spread: Spread, e: Entry, blocks: Sequence[Block], formulas: Sequence[Formula]
) -> str:
    """Set phrases, weighed down: a line each, with the first works that have it."""
    items = []
    for formula in formulas[:_PARAGRAPHS]:
        text = contacts.cover(spread.words(e.id, formula.start, min(formula.letters, _OPENING)))
        first = sorted(formula.first, key=lambda s: _order(catalog.by_id[s.other]))
        links = "；".join(f"{_told(catalog.by_id[s.other])} {_link(catalog, spread, e, s)}" for s in first)
        items.append(f'<li><a href="#{spread.anchor(e.id, formula.start)}">“{escape(text, quote=False)}…”</a>'
                     f" 见于 {formula.works} 篇，最早的有：{links}</li>")
    return (f'<details class="g-panel r-formulas"><summary>通用语句 {len(formulas)} 处，各见于 {CAP} 篇以上</summary>'
            f'<ul>{"".join(items)}</ul></details>') if items else ""


def _link(catalog: Catalog, spread: Spread, e: Entry, shared: Shared) -> str:
    other = catalog.by_id[shared.other]
    href = address.link(address.root_of(address.document(e.id)), address.document(other.id),
                        spread.anchor(other.id, shared.theirs))
    return f'<a href="{href}">{escape(other.label, quote=False)}</a>'


def _told(e: Entry) -> str:
    return (f'<span class="r-when">{names.date(e.document.date) or "时间不详"}</span> '
            f'<span class="r-level">{LEVELS[level(e.document)]}</span>')


def _files(
    catalog: Catalog, spread: Spread, cover: Callable[[str], str]
) -> Iterator[tuple[str, Iterable[str]]]:
    """The data files: every shared run once, from the earlier to the later document; told piece by piece."""
    yield "spread.csv", _csv(_rows(catalog, spread, cover))
    yield "spread.json", _json(_rows(catalog, spread, cover))


def _csv(rows: Iterable[Mapping[str, str | int]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _json(rows: Iterable[Mapping[str, str | int]]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[\n\n]\n"


def _rows(catalog: Catalog, spread: Spread, cover: Callable[[str], str]) -> Iterator[Mapping[str, str | int]]:
    for e in sorted(catalog.entries, key=_order):
        for s in spread.shared(e.id):
            other = catalog.by_id[s.other]
            if _order(other) > _order(e):
                yield {
                    "from": e.id, "from_date": e.document.date or "", "from_level": LEVELS[level(e.document)],
                    "from_anchor": spread.anchor(e.id, s.start), "to": other.id,
                    "to_date": other.document.date or "", "to_level": LEVELS[level(other.document)],
                    "to_anchor": spread.anchor(other.id, s.theirs), "letters": s.letters, "works": s.works,
                    "text": cover(spread.words(e.id, s.start, min(s.letters, _EXCERPT))),
                }
