"""Trends: the same numbers from Python, the command, and the page over http and from a folder."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.errors import QueryError
from gonghui.cli import run
from room.trend import trend
from search import open_index

TERMS = ("工会", "职工", "最关心最直接最现实", "会", "1,200", "沒有的詞", "職工")


@pytest.fixture(scope="module")
def index(archive: Path) -> Any:
    return open_index(archive)


def test_years_occurrences_and_gaps(index: Any) -> None:
    found = trend(index, "各级工会")
    years = {row["year"]: row for row in found["years"]}
    assert list(years) == ["2010", "2011", "2012", "2013", "2014"]
    assert [years[y]["all"] for y in years] == [1, 1, 1, 2, 2]
    assert found["total"] == found["undated"]["documents"] + sum(row["documents"] for row in years.values())
    assert found["undated"]["all"] == 1
    assert all(row["rate"] == round(row["occurrences"] * 10_000 / row["characters"], 2) for row in years.values())
    assert found["first"] == "2010"


def test_a_year_without_a_document_is_a_gap(index: Any) -> None:
    found = trend(index, "工会", region="浙江省青岚市柳渡县")
    assert [row["year"] for row in found["years"]] == ["2014"]
    speeches = trend(index, "工会", kind="article")
    assert [(row["year"], row["all"]) for row in speeches["years"]] == [("2013", 1)]
    assert trend(index, "工会", region="没有的地方")["years"] == []


def test_titles_and_by_lines_weigh_nothing(index: Any) -> None:
    """The school's name stands in its field alone; the document is found, its text has no occurrence."""
    found = trend(index, "鹤坪学校")
    assert (found["total"], found["occurrences"]) == (1, 0)


def test_a_term_of_signs_is_told(index: Any) -> None:
    with pytest.raises(QueryError):
        trend(index, '""')


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_the_page_counts_the_same(visited: Any, index: Any, served: str, built: Path, way: str) -> None:
    base = served if way == "http" else built.as_uri() + "/"
    page, wrong = visited("trend/index.html", base)
    page.wait_for_function("window.gonghuiSearch.docs")
    for term in TERMS:
        for filters in ({}, {"kind": "report"}, {"region": "浙江省青岚市"}, {"region": "浙江", "kind": "speech"}):
            told = page.evaluate("([term, filters]) => gonghuiRoom.trend(term, filters)", [term, filters])
            assert told == trend(index, term, **filters)
    assert not wrong


@pytest.mark.browser
def test_a_point_leads_to_the_passages_of_its_year(visited: Any, served: str) -> None:
    address = f"trend/index.html?q={quote('各级工会')}&q2={quote('高举')}&kind=report"
    page, wrong = visited(address, served, viewport={"width": 360, "height": 740})
    page.wait_for_selector(".r-trend[data-ready] svg.r-trend-picture")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".r-trend-legend li").count() == 2
    links = page.locator(".r-line-0 a")
    year = links.first.get_attribute("aria-label").split("，")[1]
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-total]:not([data-total='0'])")
    assert f"year={year[:4]}" in page.url
    assert "kind=report" in page.url
    assert page.locator("[data-id]").first.is_visible()
    assert not wrong


@pytest.mark.browser
def test_what_loads_much_is_counted_when_it_is_asked_for(visited: Any, index: Any, served: str) -> None:
    page, wrong = visited("trend/index.html", served)
    page.context.add_init_script("""new MutationObserver(() => document.querySelectorAll('.r-trend')
        .forEach((e) => { e.dataset.unasked = '1'; })).observe(document, { childList: true, subtree: true });""")
    page.goto(f"{served}trend/index.html?q={quote('工会')}&q2={quote('没有的词')}")
    page.wait_for_selector(".r-trend[data-ready] svg.r-trend-picture")
    assert "只计篇数" in page.inner_text("[data-term='工会']")
    page.click("[data-part=count]")
    times = trend(index, "工会")["occurrences"]
    page.wait_for_selector(f"[data-term='工会']:has-text('{times} 次')")
    assert page.locator("[data-part=count]").count() == 0
    assert not wrong


@pytest.mark.browser
def test_gaps_break_the_line_and_the_csv_is_that_of_the_command(
    visited: Any, served: str, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, wrong = visited(f"trend/index.html?q={quote('工会')}&q2={quote('职工')}", served)
    page.wait_for_selector(".r-trend[data-ready]")
    picture = page.get_attribute(".r-line-0 .r-stroke", "d")
    assert picture.count("M") == 1
    made = page.evaluate("""async () => gonghuiRoom.trendCsv([await gonghuiRoom.trend('工会', {}),
        await gonghuiRoom.trend('职工', {})])""")
    assert run(["trend", "工会", "职工", "--csv", "--archive", str(archive)]) == 0
    assert made.replace("\r\n", "\n") == capsys.readouterr().out.replace("\r\n", "\n")
    broken = page.evaluate("""() => { const row = (year, all) => ({ year, all, documents: all, rate: all || null });
        const years = [row('2001', 1), row('2002', 0), row('2003', 2), row('2004', 1)];
        const svg = gonghuiRoom.drawTrends([{ term: 'x', years }], 'rate', 600, () => '#');
        return svg.querySelector('.r-stroke').getAttribute('d').split('M').length - 1; }""")
    assert broken == 2
    assert not wrong


@pytest.mark.browser
def test_what_a_filter_leaves_out_is_not_said_to_be_nowhere(visited: Any, served: str) -> None:
    for chosen, told in (("", "库中没有"), (f"&region={quote('浙江')}", "所选范围内没有")):
        page, wrong = visited(f"trend/index.html?q={quote('没有的词')}{chosen}", served)
        page.wait_for_selector("[data-term='没有的词']")
        assert told in page.inner_text("[data-term='没有的词']")
        assert not wrong


@pytest.mark.browser
def test_axe_finds_nothing(faults: Any, served: str) -> None:
    assert faults(f"{served}trend/index.html?q={quote('工会')}&q2={quote('职工')}&q3={quote('会员')}") == []


def test_the_command(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trend", "工会", "--json", "--archive", str(archive)]) == 0
    assert json.loads(capsys.readouterr().out)["term"] == "工会"
    assert run(["trend", "工会", "--csv", "--kind", "speech", "--archive", str(archive)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [row["year"] for row in rows] == ["2010", "2011"]
    assert run(["trend", "工会", "--archive", str(archive)]) == 0
    assert "2010" in capsys.readouterr().out
    assert run(["trend", "--archive", str(archive)]) == 2
    assert run(["trend", "工会", "--csv", "--json", "--archive", str(archive)]) == 2
