"""Where words came from and went: runs found and measured, and what the pages tell of them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from conftest import ABOVE, documents
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Document
from archive.prints import letters
from benchmarks.spread import FORMULA, measure
from room.spread import CAP, SHORTEST, Spread


def _spread(*texts: str) -> Spread:
    made = {f"d{n}": Document(f"d{n}", "report", "# 题\n\n" + text) for n, text in enumerate(texts)}
    return Spread(made, made.__getitem__)


WORDS = "把推动解决职工最关心最直接最现实的利益问题作为工作的出发点和落脚点"


def test_a_run_is_found_whatever_its_punctuation_and_measured_to_the_letter() -> None:
    spread = _spread(f"春天来了，要{WORDS}。", f"大会号召：“{WORDS[:16]}，{WORDS[16:]}”，全体鼓掌。")
    (run,) = spread.shared("d0")
    assert (run.other, run.letters, run.works) == ("d1", len(WORDS), 2)
    assert spread.words("d0", run.start, run.letters) == WORDS
    assert spread.shared("d1")[0].theirs == run.start


@pytest.mark.parametrize(("length", "found"), [(SHORTEST - 1, 0), (SHORTEST, 1)])
def test_runs_of_twenty_letters_are_found_and_no_shorter_ones(length: int, found: int) -> None:
    spread = _spread(f"甲乙丙，{WORDS[:length]}。天地玄黄", f"子丑寅卯{WORDS[:length]}，宇宙洪荒")
    assert len(spread.shared("d0")) == found


def test_a_formula_leads_to_its_first_works_alone() -> None:
    spread = _spread(*(f"第{n}篇。{FORMULA}。" for n in range(CAP + 1)))
    assert spread.shared("d0") == []
    (formula,) = spread.formulas("d0")
    assert (formula.works, formula.letters) == (CAP + 1, len(FORMULA) + 1)
    assert [s.other for s in formula.first] == ["d1", "d2"]
    assert [s.other for s in spread.formulas("d9")[0].first] == ["d0", "d1", "d2"]
    fewer = _spread(*(f"第{n}篇。{FORMULA}。" for n in range(CAP)))
    assert len(fewer.shared("d0")) == CAP - 1


def test_a_stretch_over_two_paragraphs_lies_in_both() -> None:
    spread = _spread(f"{WORDS}\n\n{FORMULA}", f"{WORDS}{FORMULA}")
    (run,) = spread.shared("d0")
    assert spread.blocks("d0", run.start, run.letters) == [(1, len(WORDS)), (2, len(FORMULA))]
    assert spread.anchor("d0", run.start) != spread.anchor("d0", run.start + len(WORDS))


def test_nothing_breaks_on_empty_texts_and_other_planes() -> None:
    assert Spread([], lambda id: Document(id, "other", "")).ids == []
    spread = _spread("", "𠀀𠀁" * 20, "。。。", "𠀀𠀁" * 20, "短")
    assert all(spread.shared(id) == [] for id in spread.ids)
    empty = Spread(["x"], lambda id: Document(id, "other", ""))
    assert empty.shared("x") == []
    assert empty.formulas("x") == []
    assert spread.formulas("d4") == []


_AROUND = st.text("甲乙丙丁", max_size=60)


@given(_AROUND, _AROUND, st.text("工会职代表组", min_size=20, max_size=60))
def test_every_common_run_is_seen_from_both_sides(a: str, b: str, common: str) -> None:
    spread = _spread(f"天{a}{common}", f"地{common}{b}")
    for id, other in (("d0", "d1"), ("d1", "d0")):
        runs = spread.shared(id)
        assert max(r.letters for r in runs) >= len(common)
        for r in runs:
            assert spread.words(id, r.start, r.letters) == spread.words(other, r.theirs, r.letters)


def test_planted_passages_are_found() -> None:
    told = measure(60, 2500)
    assert told["planted"] > 150
    assert told["recall"] == 1.0


def test_the_page_marks_draws_and_lists(built: Path) -> None:
    page = lxml.html.fromstring((built / "d/bbbb2013/index.html").read_text(encoding="utf-8"))
    (paragraph,) = [p for p in page.xpath("//div[@class='g-text']//p") if ABOVE in p.text_content()]
    (mark,) = paragraph.xpath("span[@class='g-margin']/a")
    assert mark.text == "又见 6"
    lines = page.xpath(f"//li[@id='{mark.get('href')[1:]}']/ul/li")
    assert [line.text_content().split(" 同 ")[0] for line in lines] == [
        "2010年1月 全国 在全国工会工作座谈会上的讲话", "2011年2月10日 省 在全省工会干部会议上的讲话",
        "2012年3月1日 市 青岚市总工会2012年工作报告", "2013年3月5日 市 本文", "2014年1月 县 柳渡县总工会工作报告",
        "2014年2月 县 石涧县总工会工作报告", "时间不详 县 白桐县总工会工作报告"]
    target = page.xpath(f"//li[@id='{mark.get('href')[1:]}']//a/@href")[1]
    there = (built / "d/bbbb2013" / target.partition("#")[0]).resolve()
    assert f'id="{target.partition("#")[2]}"' in there.read_text(encoding="utf-8")
    assert len(page.xpath("//figure[@class='r-graph']//circle")) == 6
    stranger = lxml.html.fromstring((built / "d/ffff2013/index.html").read_text(encoding="utf-8"))
    assert not stranger.xpath("//*[contains(@class, 'r-s')]")


def test_the_data_files_tell_every_run_once_from_the_earlier_to_the_later(built: Path) -> None:
    with (built / "spread.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert json.loads((built / "spread.json").read_text(encoding="utf-8"))[0]["from"] == rows[0]["from"] == "cccc2010"
    pairs = [(row["from"], row["to"], row["text"]) for row in rows]
    assert len(pairs) == len(set(pairs))
    assert all(row["from_date"] <= row["to_date"] or not row["to_date"] for row in rows)
    known = {d.id: letters(d.body.partition("\n\n")[2]) for d in documents()}
    assert all(row["text"][:40] in known[row[side]] for row in rows for side in ("from", "to"))


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_a_mark_shows_its_list_and_the_keyboard_shuts_it(chromium: Any, served: str, built: Path, way: str) -> None:
    base = served if way == "http" else built.as_uri() + "/"
    wrong: list[str] = []
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.on("console", lambda m: wrong.append(m.text))
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto(base + "d/bbbb2013/index.html")
    page.focus(".r-shared >> nth=1")
    page.keyboard.press("Enter")
    assert "在全国工会工作座谈会上的讲话" in page.inner_text(".g-pop")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Escape")
    assert page.query_selector(".g-pop") is None
    assert page.evaluate("document.activeElement.matches('.r-shared')")
    assert not wrong
    page.context.close()


def test_on_a_phone_the_graph_shows_the_document_itself(visited: Any, served: str) -> None:
    page, wrong = visited("d/eeee2011/index.html", served, viewport={"width": 360, "height": 740})
    page.wait_for_selector(".r-graph .r-own", state="attached")
    left, right, own = page.evaluate("""() => { const box = document.querySelector('.r-graph-box');
        const { left, right } = box.getBoundingClientRect();
        return [left, right, box.querySelector('.r-own').getBoundingClientRect().left]; }""")
    assert left < own < right
    assert page.evaluate("document.querySelector('.r-graph-box').scrollLeft") > 0
    assert not wrong


@pytest.mark.browser
def test_without_a_script_the_mark_leads_to_the_list(chromium: Any, served: str) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(served + "d/bbbb2013/index.html")
    page.click(".r-shared >> nth=1")
    assert "又见于" in page.inner_text("li:target")
    page.context.close()


def test_a_document_not_published_is_in_no_list(tmp_path: Path) -> None:
    from archive import record
    from archive.store import Store
    from gonghui.building import build_site

    store = Store(tmp_path / "archive")
    for document in documents():
        if document.id == "dddd2011":
            document = replace(document, publish=False)
        path = store.document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    site = build_site(tmp_path / "archive", tmp_path / "site", search=False)
    assert "dddd2011" not in (site / "d/bbbb2013/index.html").read_text(encoding="utf-8")
    assert "dddd2011" not in (site / "spread.csv").read_text(encoding="utf-8")
    without = (site / "compare/index.html").read_text(encoding="utf-8")
    assert "gonghui compare" in without, "without search there are no texts to compare in the page, which says so"
    assert 'data-part="form"' not in without
    assert "compare/index.html?" not in (site / "d/bbbb2013/index.html").read_text(encoding="utf-8")
