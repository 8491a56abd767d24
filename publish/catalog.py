"""The catalogue: every published document without its text, in the orders that pages need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archive import body as markdown
from archive import contacts
from archive.model import Document
from publish import address

_PROVINCE = re.compile(r"(?:北京|上海|天津|重庆)市?|.{2,3}?省|.{2,6}?自治区|(?:香港|澳门)(?:特别行政区)?")
_CITY = re.compile(r".{1,8}?(?:自治州|地区|盟|市)")
_OPENING = 24
_NUMBER = "[一二三四五六七八九十百〇\\d]{1,4}"
_MARKER = re.compile(
    rf".{{0,40}}(?:第{_NUMBER}(?:篇|部分)|(?:篇|范文|范本|例文|样本|模板)[ 　]?[（(【〔]?{_NUMBER}[）)】〕]?)"
    "[】）)〕：:]?"
)
"""Titles that tell which part of a compilation a text is and nothing of the text; as in ``assets/search/view.js``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document without its body. ``label`` is its title or, where there is none, its opening words in brackets."""

    document: Document
    label: str
    characters: int
    """Letters, digits and signs of the body, without white space and headings' marks."""
    contacts: int = 0
    """Places of the body that tell a telephone, identity card, bank or mail address."""
    opening: str = ""
    """The opening words where the title is no more than a marker of a compilation."""
    version: str = ""
    """Stands for the record, word for word; empty where that is not known."""

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def year(self) -> str | None:
        return self.document.date[:4] if self.document.date else None


def entry(document: Document) -> Entry:
    """The catalogue's entry of a document; its body is let go."""
    blocks = markdown.parse(document.body)
    opening = "".join(b.text for b in blocks[:4] if b.kind in ("paragraph", "heading"))
    opening = _opening(contacts.cover(opening))
    label = document.title or f"〔{opening or '无题'}〕"
    size = sum(len(b.text) - b.text.count(" ") for b in blocks)
    found = sum(len(contacts.find(b.text)) for b in blocks) if contacts.possible(document.body) else 0
    marker = bool(document.title and _MARKER.fullmatch(document.title))
    return Entry(replace(document, body=""), label, size, found, opening if marker else "")


def covered(e: Entry) -> Entry:
    """The entry with contact data covered in what pages show of it."""
    d = e.document
    title, subtitle = (told and contacts.cover(told) for told in (d.title, d.subtitle))
    if (title, subtitle) == (d.title, d.subtitle):
        return e
    return replace(e, label=contacts.cover(e.label), document=replace(d, title=title, subtitle=subtitle))


def _opening(text: str) -> str:
    return text if len(text) <= _OPENING else text[:_OPENING] + "…"


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a listing: its documents, newest first. ``level`` is the depth in a tree (regions)."""

    name: str
    address: str
    entries: tuple[Entry, ...]
    level: int = 0
    key: str = ""


class Catalog:
    """All published documents. Entries stand newest first, undated ones behind, then by id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known = sorted(entries, key=lambda e: e.id)
        self.withdrawn: tuple[Entry, ...] = tuple(e for e in known if e.document.withdrawn)
        shown = [e for e in known if e.document.publish and not e.document.withdrawn]
        self.entries: tuple[Entry, ...] = tuple(sorted(shown, key=lambda e: e.document.date or "", reverse=True))
        self.by_id: Mapping[str, Entry] = {e.id: e for e in self.entries}

    @cached_property
    def listings(self) -> Mapping[str, tuple[Value, ...]]:
        """The values of each listing page, by its name."""
        return {
            "years": tuple(sorted(self._values("years", lambda e: e.year), key=lambda v: v.name, reverse=True)),
            "regions": tuple(_tree(self.entries)),
            "organizations": self._by_size("organizations", lambda e: e.document.organization),
            "speakers": self._by_size("speakers", lambda e: e.document.speaker),
            "kinds": self._by_size("kinds", lambda e: e.document.kind),
            "meetings": self._by_size("meetings", lambda e: e.document.meeting),
        }

    @cached_property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """(listing, value) -> address of the value's page. Regions go by code, else by name."""
        return {(listing, v.key or v.name): v.address for listing, values in self.listings.items() for v in values}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many values of each listing documents have themselves: a province above its cities is none of them."""
        places = {key for e in self.entries if (key := region_key(e))}
        return {listing: len(places) if listing == "regions" else len(values)
                for listing, values in self.listings.items()}

    def _values(self, listing: str, of: Callable[[Entry], str | None]) -> list[Value]:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for e in self.entries:
            if value := of(e):
                groups[value].append(e)
        return [Value(name, f"{listing}/{address.slug(name)}/", tuple(group)) for name, group in groups.items()]

    def _by_size(self, listing: str, of: Callable[[Entry], str | None]) -> tuple[Value, ...]:
        return tuple(sorted(self._values(listing, of), key=lambda v: (-len(v.entries), v.name)))

    @cached_property
    def _series(self) -> Mapping[str, tuple[Entry | None, Entry | None]]:
        groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for e in reversed(self.entries):
            if e.document.date:
                groups[region_key(e) or "", e.document.kind].append(e)
        out = {}
        for group in groups.values():
            for i, e in enumerate(group):
                out[e.id] = (group[i - 1] if i else None, group[i + 1] if i + 1 < len(group) else None)
        return out

    def neighbours(self, id: str) -> tuple[Entry | None, Entry | None]:
        """The document before and behind by date, of the same region and kind."""
        return self._series.get(id, (None, None))


def region_key(e: Entry) -> str | None:
    """What a region is filed under: its code, else its name."""
    region = e.document.region
    return (region.code or region.name) if region else None


def _tree(entries: Sequence[Entry]) -> Iterable[Value]:
    """Province, city, county in the order of their codes; a place holds the documents of its parts. Uncoded last."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    names: dict[str, str] = {}
    for e in entries:
        region = e.document.region
        if not region:
            continue
        if not region.code:
            groups[region.name].append(e)
            names[region.name] = region.name
            continue
        for code, name in parents(region.code, region.name):
            groups[code].append(e)
            if code == region.code or code not in names:
                names[code] = name
    for key in sorted(groups, key=lambda k: (not k.isdigit(), k)):
        yield Value(names[key], f"regions/{address.slug(key)}/", tuple(groups[key]), _level(key), key)


def _level(key: str) -> int:
    return 0 if not key.isdigit() or key.endswith("0000") else 1 if key.endswith("00") else 2


def parents(code: str, name: str) -> list[tuple[str, str]]:
    """The places a place lies in, itself last, with their names as far as its own full name tells them.

    >>> parents("230102", "黑龙江省哈尔滨市道里区")
    [('230000', '黑龙江省'), ('230100', '黑龙江省哈尔滨市'), ('230102', '黑龙江省哈尔滨市道里区')]
    >>> parents("110105", "北京市朝阳区")
    [('110000', '北京市'), ('110105', '北京市朝阳区')]
    """
    out = []
    province = _PROVINCE.match(name)
    if province and not code.endswith("0000"):
        out.append((code[:2] + "0000", province[0]))
        city = _CITY.match(name, province.end())
        if city and city.end() < len(name) and not code.endswith("00"):
            out.append((code[:4] + "00", name[: city.end()]))
    return [*out, (code, name)]
