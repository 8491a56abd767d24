"""The plugin in a site of the user's own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from archive.store import Store
from gonghui.building import SiteFailed, build_site

Make = Callable[..., Path]


@pytest.fixture
def own_site(archive: Path, tmp_path: Path) -> Make:
    """Builds a user's site from the text of its configuration; strict."""

    def make(configuration: str, page: str = "# 我的网站\n") -> Path:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "index.md").write_text(page, encoding="utf-8")
        text = configuration.replace("ARCHIVE", str(archive))
        (tmp_path / "mkdocs.yml").write_text(f"site_name: 我的网站\n{text}", encoding="utf-8")
        config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return tmp_path / "site"

    return make


BARE = "plugins:\n  - gonghui:\n      archive: ARCHIVE\n      search: false\n"


def test_a_bare_configuration_suffices(own_site: Make) -> None:
    site = own_site(BARE)
    page = lxml.html.fromstring((site / "d/7k2m9qxa/index.html").read_text(encoding="utf-8"))
    assert page.xpath("//h1")[0].text_content() == "青岚市总工会十届三次全委会议上的工作报告"
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert (site / "assets/gonghui/site.css").is_file()
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "我的网站" in home
    assert "years/index.html" in home


@pytest.mark.parametrize("theme", ["material", "readthedocs"])
def test_a_theme_of_ones_own_is_kept(own_site: Make, theme: str) -> None:
    site = own_site(f"theme:\n  name: {theme}\n{BARE}")
    page = lxml.html.fromstring((site / "d/7k2m9qxa/index.html").read_text(encoding="utf-8"))
    assert page.xpath("//h1")[0].text_content() == "青岚市总工会十届三次全委会议上的工作报告"
    assert page.xpath("//dl[@class='g-facts']")


def test_a_page_written_by_hand_can_hold_parts_of_the_home_page(own_site: Make) -> None:
    site = own_site(BARE, "# 我的网站\n\n<!-- gonghui:counts -->\n\n<!-- gonghui:nothing -->\n")
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "<strong>5</strong> 篇文稿" in home
    assert "gonghui:nothing" in home


def test_an_address_outside_the_site_stops_the_build(own_site: Make, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "mkdocs"), pytest.raises(Abort):
        own_site(BARE, '# 我\n\n<img src="https://pictures.example/a.png" alt="">\n')
    assert "https://pictures.example/a.png" in caplog.text


def test_contact_data_can_be_shown(own_site: Make) -> None:
    site = own_site(BARE + "      mask_contacts: false\n")
    assert "13800001111" in (site / "d/7k2m9qxa/index.html").read_text(encoding="utf-8")


def test_long_listings_are_paged(own_site: Make) -> None:
    site = own_site(BARE + "      per_page: 1\n")
    second = lxml.html.fromstring((site / "kinds/report/page/2/index.html").read_text(encoding="utf-8"))
    assert len(second.xpath("//ol[@class='g-entries']/li")) == 1
    assert second.xpath("//nav[@class='g-pager']/a[@aria-current='page']/text()") == ["2"]
    first, last = (lxml.html.fromstring((site / f"kinds/report/{order}index.html").read_text(encoding="utf-8"))
                   for order in ("", "oldest/"))
    assert first.xpath("//ol[@class='g-entries']/li/@data-id") == ["7k2m9qxa"]
    assert last.xpath("//ol[@class='g-entries']/li/@data-id") == ["aaaa1111"]
    assert last.xpath("//nav[@class='g-orders']/a[@aria-current='page']/text()") == ["最早在前"]


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteFailed) as caught:
        build_site(tmp_path / "nowhere", tmp_path / "site", search=False)
    assert str(tmp_path / "nowhere") in str(caught.value)
    assert "网站未能生成" in caught.value.message("zh")


def test_an_empty_archive_gives_a_site(tmp_path: Path) -> None:
    (tmp_path / "archive" / "documents").mkdir(parents=True)
    site = build_site(tmp_path / "archive", tmp_path / "site", search=False)
    assert "还没有文稿" in (site / "speakers/index.html").read_text(encoding="utf-8")


def test_serving_watches_the_archive_and_reads_only_what_changed(archive: Path, tmp_path: Path) -> None:
    from gonghui.reader import Reader

    reader = Reader(archive)
    first = {e.id: e for e in reader.entries()}
    again = {e.id: e for e in reader.entries()}
    assert all(again[id] is entry for id, entry in first.items())
    assert len(first) == len(Store(archive).paths())


def test_the_navigation_leads_to_no_page_that_is_not_made(
    archive: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The project's own configuration without the search: MkDocs warns of a page that is not there."""
    log = logging.getLogger("mkdocs")
    log.addHandler(caplog.handler)
    site = build_site(archive, tmp_path / "site", search=False)
    log.removeHandler(caplog.handler)
    page = lxml.html.fromstring((site / "study/index.html").read_text(encoding="utf-8"))
    shown = page.xpath("//nav[@class='g-siblings']/a/text()")
    assert shown == ["研读", "词语的走势", "文稿中的数字", "文稿比较", "术语"]
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
