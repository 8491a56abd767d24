"""The fields of invented documents: every seen case agrees, the held ones keep their floors."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fields import cases, judge
from benchmarks.whole import read, score
from scraper.clean import clean
from scraper.describe import describe
from scraper.describe.kinds import KindRow, by_title, rows
from scraper.model import Capture, Page, Piece
from scraper.script import simplify
from scraper.view import look

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", list(cases()), ids=lambda c: c["id"])
def test_case(case: dict[str, Any]) -> None:
    assert [x for x in judge(case) if x[1] != "right"] == []


@pytest.mark.parametrize("held", [False, True], ids=["seen", "held"])
def test_floors(held: bool) -> None:
    counts = Counter(verdict for case in cases(held=held) for _, verdict, _, _ in judge(case))
    floor = FLOORS["held" if held else "seen"]
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= floor["precision"]
    assert counts["right"] / counts.total() >= floor["recall"]


def test_a_third_is_held_out() -> None:
    assert 3 * len(list(cases(held=True))) >= len([*cases(), *cases(held=True)]) >= 60


@pytest.mark.parametrize("row", rows(), ids=lambda r: r.id)
def test_kind_row_hits_and_misses(row: KindRow) -> None:
    assert all(by_title(text) == row.kind for text in row.hits)
    assert all(by_title(text) != row.kind for text in row.misses)


@pytest.mark.parametrize("case", [*cases(), *cases(held=True)], ids=lambda c: c["id"])
def test_facts_lie_where_their_words_stand(case: dict[str, Any]) -> None:
    text = case["text"].strip("\n")
    view = look(text, (), simplify)
    told = describe(view, Piece(((0, len(text)),)), Page(text, "utf-8"), Capture(b""))
    stretches = sorted([*told.title, *((c.start, c.end) for c in told.cuts)])
    assert all(0 <= a < b <= len(text) for a, b in stretches)
    assert all(one[1] <= two[0] for one, two in pairwise(stretches))
    for name, fact in told.facts.items():
        assert 0 <= fact.start < fact.end <= len(text), name
    speaker = told.facts.get("speaker")
    if speaker:
        assert "".join(view.text[speaker.start : speaker.end].split()) == "".join(str(speaker.value).split())


@pytest.mark.parametrize("line", [
    "在" * 4000, "市总工会" * 1000, "2013年3月" * 1000, "（" * 4000, "同志们、" * 1500, "一、 " * 2000, "主席 " * 2000,
    "——在大会上的" * 800, "总结及" * 1500, "青溪县" * 1500 + "。",
])
def test_linear_time(line: str) -> None:
    begin = time.perf_counter()
    describe(look(line, (), str), Piece(((0, len(line)),)), Page(line, "utf-8"), Capture(b""))
    assert time.perf_counter() - begin < 1.5


PAGES = sorted((Path(__file__).parent.parent / "cases" / "describe" / "pages").glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_fields_of_whole_pages(path: Path) -> None:
    assert score(read(path)).wrong == ()


def test_a_page_that_goes_on_elsewhere_keeps_the_day_of_its_last_line() -> None:
    rows = ("石涧县总工会2019年工作总结",
            "一年来，全县各级工会围绕中心，服务大局，较好地完成了各项任务，职工得到了实惠。",
            "全年走访困难职工四百户，组织技能比武二十场，调解劳动争议八十起，帮助职工追回欠薪五十万元。",
            "石涧县总工会", "2019年12月30日")
    markup = "".join(f"<p>{row}</p>" for row in rows[1:])
    page = (f'<html><head><meta charset="utf-8"><title>{rows[0]}</title></head><body><h1>{rows[0]}</h1>'
            f'<div>{markup}</div><div><a href="?page=2">下一页</a></div></body></html>')
    [document] = clean(page.encode(), url="http://gonghui.example/a.html")["documents"]
    assert document["date"] == "2019-12-30"
