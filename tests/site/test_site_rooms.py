"""A room of one's own: pages, files, and what it adds to every reading page."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from gonghui.building import build_site
from publish import rooms
from publish.page import Made, Sheet
from publish.room import Extra, Room, assets

MAIN = "7k2m9qxa"


def test_a_room_adds_pages_files_and_parts_of_the_reading_page(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(site: object, catalog: object, sources: object) -> Room:
        return Room(
            sheets=(Sheet("trend/", "词频", lambda: Made("<h1>词频</h1>", assets("trend/", "room/trend.js"))),),
            document=lambda e, document, blocks, ids: Extra(
                actions='<a class="g-button" href="#">与上一年对照</a>', margins={ids[3]: "2处"},
                behind='<section class="own"><h2>流传</h2></section>', head=assets(f"d/{e.id}/", "room/basket.js")),
            files=lambda: [("data/own.json", "{}")],
        )

    monkeypatch.setattr(rooms, "ROOMS", (opened,))
    site = build_site(archive, tmp_path / "site", search=False)
    page = lxml.html.fromstring((site / f"d/{MAIN}/index.html").read_text(encoding="utf-8"))
    assert page.xpath("//div[@class='g-tools']/a")[0].text == "与上一年对照"
    assert page.xpath("//p[@data-n='2']/span[@class='g-margin']")[0].text == "2处"
    assert page.xpath("//section[@class='own']/following-sibling::footer[@class='g-after']")
    assert page.xpath("//head/script/@src")[-1] == "../../assets/room/basket.js"
    own = lxml.html.fromstring((site / "trend/index.html").read_text(encoding="utf-8"))
    assert own.xpath("//h1")[0].text == "词频"
    assert own.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert own.xpath("//script/@src[contains(., 'room/trend.js')]") == ["../assets/room/trend.js"]
    assert (site / "data/own.json").read_text(encoding="utf-8") == "{}"
    assert "https://gonghui.example/trend/" in (site / "sitemap.xml").read_text(encoding="utf-8")
