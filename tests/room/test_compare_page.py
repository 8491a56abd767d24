"""The page of comparisons in a real Chromium, over http and from a folder, and its command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from archive import record
from archive.model import Document
from archive.store import Store
from gonghui.cli import run


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_two_reports_are_compared_in_the_page(visited: Any, served: str, built: Path, way: str) -> None:
    base = served if way == "http" else built.as_uri() + "/"
    page, wrong = visited("d/bbbb2013/index.html", base, viewport={"width": 360, "height": 740})
    page.click("text=与上年比较")
    page.wait_for_selector(".r-report")
    counts = page.eval_on_selector_all("[data-count]", "all => all.map(e => [e.dataset.state, e.dataset.count])")
    assert dict(counts) == {"kept": "9", "changed": "5", "new": "3", "dropped": "2", "moved": "1"}
    row = page.locator("tr[data-state='changed']").first
    assert (row.locator("del").first.inner_text(), row.locator("ins").first.inner_text()) == ("1,200", "1,500")
    told = page.locator("[data-wording='智慧工会平台'] td")
    page.wait_for_function("document.querySelector('[data-wording] td:nth-child(4)').textContent")
    assert told.nth(1).inner_text() == "2013年3月5日"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("text=只看不同")
    assert not page.locator("tr[data-state='kept']:not([data-moved])").first.is_visible()
    assert not wrong


@pytest.mark.browser
def test_the_form_leads_from_words_to_a_comparison_by_keyboard(visited: Any, served: str) -> None:
    page, wrong = visited("compare/index.html?b=bbbb2013", served)
    page.wait_for_selector(".r-choices a")
    assert page.inner_text(".r-choices a") == "青岚市总工会2012年工作报告"
    page.fill("[name=a]", "柳渡县")
    page.press("[name=a]", "Enter")
    page.wait_for_selector(".r-choices a")
    page.focus(".r-choices a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".r-report[data-a='eeee2010'][data-b='bbbb2013']")
    assert not wrong


@pytest.mark.browser
def test_more_than_two_are_compared_each_with_the_one_before(visited: Any, served: str) -> None:
    page, wrong = visited("compare/index.html?a=cccc2010&b=aaaa2012", served, viewport={"width": 360, "height": 740})
    page.click("text=再加一篇")
    page.fill("[name=c]", "bbbb2013")
    page.press("[name=c]", "Enter")
    page.wait_for_selector(".r-report[data-a='aaaa2012'][data-b='bbbb2013']")
    assert page.locator(".r-report").count() == 2
    assert page.input_value("[name=c]") == "bbbb2013"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not wrong


@pytest.mark.browser
def test_what_cannot_be_read_is_told(visited: Any, served: str) -> None:
    page, _ = visited("compare/index.html?a=(&b=bbbb2013", served)
    page.wait_for_function("document.querySelector('[data-part=status]').textContent.startsWith('检索式有误')")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["compare/index.html?a=aaaa2012&b=bbbb2013", "compare/index.html?b=bbbb2013",
                                     "d/bbbb2013/index.html"])
def test_axe_finds_nothing(chromium: Any, served: str, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    for width, scheme in ((1300, "light"), (360, "dark")):
        page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,
                                    bypass_csp=True).new_page()
        page.goto(served + address)
        page.wait_for_load_state("networkidle")
        page.evaluate(script)
        violations = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
        page.context.close()


@pytest.mark.browser
def test_an_untitled_document_is_called_by_its_opening_and_no_new_wording_is_told(
    archive: Path, tmp_path: Path, visited: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from gonghui.building import build_site

    root = tmp_path / "archive"
    text = "各位代表，现在开会，请大家按照座次就座，会议今天上午开始。\n"
    for id, title in (("aaaa2012", "青岚市总工会会议"), ("bbbb2013", None)):
        document = Document(id, "speech", text, title=title, date="2012")
        path = Store(root).document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    assert run(["compare", "aaaa2012", "bbbb2013", "--archive", str(root)]) == 0
    assert "No new wordings" in capsys.readouterr().out
    assert run(["compare", "aaaa2012", "bbbb2013", "--html", "--archive", str(root)]) == 0
    assert "没有新的提法" in capsys.readouterr().out
    site = build_site(root, tmp_path / "site")
    page, wrong = visited("compare/index.html?a=aaaa2012&b=bbbb2013", site.as_uri() + "/")
    page.wait_for_selector(".r-report")
    assert "〔各位代表，现在开会，请大家按照座次就座，会议今天…〕" in page.inner_text(".r-heads")
    assert "没有新的提法" in page.inner_text(".r-report")
    assert not wrong


def test_the_command_tells_and_prints(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "aaaa2012", "bbbb2013", "--json", "--archive", str(archive)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"kept": 9, "changed": 5, "new": 3, "dropped": 2, "moved": 1, "share": 52}
    assert {w["text"]: w["since"] for w in told["wordings"]} == {
        "互联网+工会": "2013-03-05", "智慧工会平台": "2013-03-05"}
    assert run(["compare", "aaaa2012", "bbbb2013", "--archive", str(archive)]) == 0
    text = capsys.readouterr().out
    assert "  ~ 一年来，全市各级工会新建基层组织[-1,200-]{+1,500+}家" in text
    assert "  - 帮扶困难职工812户；" in text
    assert " >~ 明年，" in text
    assert run(["compare", "cccc2010", "dddd2011", "bbbb2013", "--html", "--archive", str(archive)]) == 0
    made = capsys.readouterr().out
    page = lxml.html.fromstring(made)
    assert len(page.xpath("//article")) == 2
    target = tmp_path / "a.html"
    for html in (["--html", str(target)], ["--html", "-"], ["--html"]):
        assert run(["compare", "--archive", str(archive), "cccc2010", "dddd2011", "bbbb2013", *html]) == 0
    assert capsys.readouterr().out == 2 * made
    assert target.read_text(encoding="utf-8") == made
    assert run(["compare", "--archive", str(archive), "--html", "cccc2010", "dddd2011", "bbbb2013"]) == 0
    assert capsys.readouterr().out == made
    assert run(["compare", "aaaa2012", "bbbb2013", "--html", str(tmp_path), "--archive", str(archive)]) == 1
    assert page.xpath("//tr[contains(@class, 'r-is-kept')]")


@pytest.mark.parametrize("ids", [["aaaa2012"], ["aaaa2012", "bbbb2013", "--html", "--json"]])
def test_bad_usage_is_told(archive: Path, ids: list[str]) -> None:
    assert run(["compare", *ids, "--archive", str(archive)]) == 2


def test_every_document_leads_to_a_comparison(built: Path) -> None:
    def way(id: str) -> tuple[str, str]:
        page = lxml.html.fromstring((built / f"d/{id}/index.html").read_text(encoding="utf-8"))
        (link,) = page.xpath("//div[@class='g-tools']/a[contains(@href, 'compare')]")
        return link.text, link.get("href")

    assert way("bbbb2013") == ("与上年比较", "../../compare/index.html?a=aaaa2012&b=bbbb2013")
    assert way("aaaa2012") == ("与其他文稿比较", "../../compare/index.html?b=aaaa2012")
