"""The page that teaches a new site, done as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.store import Store
from tests.doors.conftest import Call

GUIDE = (Path(__file__).parents[2] / "docs/teaching.md").read_text(encoding="utf-8")
ROWS = re.findall(r"```toml\n(.*?)```", GUIDE, re.S)
PAGE = """<html><head><meta charset="utf-8"><title>在全县工会工作会议上的讲话</title></head><body>
<div class="menu">首页 | 领导讲话</div><div class="article-body"><h1>在全县工会工作会议上的讲话</h1>
<p class="source">本稿由湖畔通讯社记者采写</p><p>同志们：</p>
<p>今天召开全县工会工作会议，主要任务是总结去年工作，部署今年任务。刚才县总工会作了工作报告，我都同意，请抓好落实。</p>
<p>一、认清形势，增强做好工会工作的责任感</p>
<p>过去一年，全县各级工会围绕中心、服务大局，新建基层工会126家，发展会员8,430人，帮扶困难职工312户，成绩来之不易。</p>
<p>谢谢大家！</p><p>湖畔小编提醒：更多讲话请到本栏目阅读</p></div>
<div class="aside"><p>湖畔工会网是全县职工的网上家园，开设讲话、维权、文化等栏目，每天有上千名职工在这里交流。</p></div>
</body></html>"""


def test_the_guide_s_rows_do_what_it_says(gonghui: Call, tmp_path: Path) -> None:
    page, archive = tmp_path / "101.html", tmp_path / "archive"
    page.write_text(PAGE, encoding="utf-8")
    [row] = gonghui("scrape", page, "--url", "http://gh.lakeside.example/101.html", "--json").rows
    [id] = row["ids"]
    (archive / "rules").mkdir()
    for number, rows in enumerate(ROWS):
        (archive / f"rules/{number}.toml").write_text(rows, encoding="utf-8")
    before = {p: p.read_bytes() for p in archive.rglob("*.md")}
    assert gonghui("reclean", "--dry-run").code == 0
    assert {p: p.read_bytes() for p in archive.rglob("*.md")} == before
    assert gonghui("reclean").code == 0
    body = Store(archive).document(id).body
    assert body.startswith("# 在全县工会工作会议上的讲话\n\n同志们：")
    for gone in ("通讯社", "网上家园", "首页", "湖畔小编"):
        assert gone not in body
    why = gonghui("explain", page, "--url", "http://gh.lakeside.example/", "--why", "网上家园")
    assert "lakeside.article" in why.out
    assert gonghui("check").code == 0


def test_the_text_row_holds_on_pages_of_any_origin(gonghui: Call, tmp_path: Path) -> None:
    page, archive = tmp_path / "101.html", tmp_path / "archive"
    page.write_text(PAGE, encoding="utf-8")
    (archive / "rules").mkdir(parents=True)
    (archive / "rules/own.toml").write_text(ROWS[0], encoding="utf-8")
    [row] = gonghui("scrape", page, "--json").rows
    assert "湖畔小编" not in Store(archive).document(row["ids"][0]).body


@pytest.mark.parametrize(("old", "new", "said"), [
    ("[[rule]]", "[[rules]]", "[[rule]] or [[site]]"), ("[[rule]]", "[rule]", "two brackets"),
    ("misses = [", "# [", "lakeside.editor: misses missing"),
    ('hits = ["湖畔', 'hits = ["湖', "lakeside.editor: does not hit"),
    ('hits = ["湖畔小编提醒：更多讲话请到本网“领导讲话”栏目阅读"]', "hits = 5", "lakeside.editor: hits must be a list"),
    ('"line"', '"lines"', "lakeside.editor: action"), ("(?:提醒", "(?:(提醒", "lakeside.editor: pattern"),
])
def test_a_wrong_row_is_refused_by_its_name(gonghui: Call, tmp_path: Path, old: str, new: str, said: str) -> None:
    page, archive = tmp_path / "101.html", tmp_path / "archive"
    page.write_text(PAGE, encoding="utf-8")
    (archive / "rules").mkdir(parents=True)
    assert old in ROWS[0]
    (archive / "rules/own.toml").write_text(ROWS[0].replace(old, new, 1), encoding="utf-8")
    told = gonghui("scrape", page)
    assert told.code == 1
    assert said in told.err
    assert not list(archive.rglob("*.md"))


def test_a_wrong_selector_is_refused_by_the_name_of_its_row(gonghui: Call, tmp_path: Path) -> None:
    page, archive = tmp_path / "101.html", tmp_path / "archive"
    page.write_text(PAGE, encoding="utf-8")
    (archive / "rules").mkdir(parents=True)
    (archive / "rules/own.toml").write_text(ROWS[1].replace("div.article-body", "div[", 1), encoding="utf-8")
    told = gonghui("scrape", page)
    assert told.code == 1
    assert "lakeside.article" in told.err
