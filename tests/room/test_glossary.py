"""The glossary: names with their documents, the same that a search finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import lxml.html
import pytest

from archive.store import Store
from room.glossary import terms
from search import open_index


def test_names_count_what_the_search_finds(archive: Path) -> None:
    index = open_index(archive)
    found = terms(Store(archive).documents())
    for term in found:
        for name in term.names:
            hits = index.search(f'"{name.name}"', limit=100, sort="oldest")
            assert name.documents == hits["total"], name.name
            dated = [hit["id"] for hit in hits["hits"] if hit["date"]]
            assert (name.first and name.first[1]) == (dated[0] if dated else None)
    acftu = next(term for term in found if term.id == "acftu")
    assert [name.name for name in acftu.names] == ["中华全国总工会", "全总"]
    assert acftu.names[0].first == ("2010-01", "cccc2010")


def test_the_pages_tell_names_places_and_kinds(built: Path) -> None:
    page = lxml.html.fromstring((built / "glossary/index.html").read_text(encoding="utf-8"))
    (row,) = page.xpath("//tr[th/b = '中华全国总工会']")
    (link,) = row.xpath("td[1]/a/@href")
    assert parse_qs(urlparse(link).query)["q"] == ['"中华全国总工会"']
    assert "1998—2008年" in page.text_content()
    places = lxml.html.fromstring((built / "glossary/regions/index.html").read_text(encoding="utf-8"))
    assert re.search("浙江省.*330000", places.xpath("string(//tbody/tr[1]/th)"))
    kinds = lxml.html.fromstring((built / "glossary/kinds/index.html").read_text(encoding="utf-8"))
    assert len(kinds.xpath("//tbody/tr")) == 9
    for one in (page, places, kinds):
        for href in one.xpath("//article//td/a/@href | //div[contains(@class, 'r-glossary')]//td/a/@href"):
            assert "index.html" in href


@pytest.mark.parametrize("part", ["regions", "kinds"])
def test_the_count_of_a_place_or_kind_is_that_of_the_search(archive: Path, built: Path, part: str) -> None:
    index = open_index(archive)
    page = lxml.html.fromstring((built / f"glossary/{part}/index.html").read_text(encoding="utf-8"))
    links = page.xpath("//td[@class='g-number']/a")
    assert links
    for link in links:
        asked = {name: values[0] for name, values in parse_qs(urlparse(link.get("href")).query).items()}
        assert index.search(asked.pop("q", ""), limit=1, **asked)["total"] == int(link.text), link.get("href")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["glossary/index.html", "glossary/regions/index.html", "glossary/kinds/index.html"])
def test_axe_finds_nothing(faults: Any, visited: Any, served: str, address: str) -> None:
    assert faults(served + address) == []
    page, wrong = visited(address, served, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not wrong
