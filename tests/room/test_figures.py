"""Figures: the texts marked by hand, the rows of the table, and the laws of what is told."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Document
from benchmarks.figures import SETS, tally, texts
from room.figures import figures
from room.figures_document import of
from room.figures_grid import cells
from room.figures_number import numbers
from room.figures_words import aims, done, no_figures

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["figures"]


def test_figures_marked_by_hand() -> None:
    """What is told without an object or a year counts as found only where the mark says the same."""
    found = tally([text for path in sorted(SETS.glob("*.toml")) for text in texts(path.stem)])
    assert found.marked >= 400
    assert found.right / found.told >= FLOORS["precision"], f"{found.right} of {found.told}"
    assert found.right / found.marked >= FLOORS["recall"], f"{found.right} of {found.marked}"


@pytest.mark.parametrize("row", no_figures(), ids=lambda row: row.id)
def test_what_is_no_figure(row: Any) -> None:
    assert not [text for text in row.hits if numbers(text)]
    assert all(numbers(text) for text in row.misses)


@pytest.mark.parametrize("row", [*aims(), *done()], ids=lambda row: row.id)
def test_words_of_aims_and_deeds(row: Any) -> None:
    assert all(row.pattern.search(text) for text in row.hits)
    assert not [text for text in row.misses if row.pattern.search(text)]


@pytest.mark.parametrize(("text", "value", "to", "unit", "bound"), [
    ("企业3—5家", 3, 5, "家", ""), ("10%至15%的企业", 10, 15, "%", ""), ("投入2至3万元", 20000, 30000, "元", ""),
    ("投入8,000至1.2万元", 8000, 12000, "元", ""), ("干部三至五名", 3, 5, "名", ""),
    ("下降10%到20%", -10, -20, "%", ""),
    ("近三分之二的企业", 66.666667, None, "%", "about"), ("过半数的企业", 50, None, "%", "least"),
    ("不到一成的企业", 10, None, "%", "most"), ("四成五的企业", 45, None, "%", ""),
    ("2/3以上的企业", 66.666667, None, "%", "least"),
])
def test_ranges_and_shares(text: str, value: float, to: float | None, unit: str, bound: str) -> None:
    assert [(f.value, f.to, f.unit, f.bound) for f in figures(text)] == [(value, to, unit, bound)]


@pytest.mark.parametrize(("text", "target"), [
    ("力争建会3家", True), ("建会3家", False), ("计划建会3家，已建成5家", [True, False]), ("确保了3家企业复工", False),
    ("到2015年建会3家", True), ("2011年计划建会3家", False), ("争取财政资金3万元", False), ("3家企业要达到标准", True),
    ("实现建会3家的目标", True), ("建会单位应当按每月全部职工工资总额的2%向工会拨缴经费", False),
    ("要按工资总额的2%拨缴经费，收缴率达到90%", [False, True]), ("去年主要工作要点3项", False),
])
def test_targets(text: str, target: bool | list[bool]) -> None:
    found = [f.target for f in figures(text, "2012-03")]
    assert found == (target if isinstance(target, list) else [target])


def test_two_things_counted_do_not_run_into_one_object() -> None:
    assert [(f.value, f.to, f.object) for f in figures("近百家企业、5至8个行业参加。")] == [(5, 8, None)]
    assert [f.object for f in figures("职工500人、12个企业参加了活动")] == ["职工", "企业参加了活动"]


def test_headings_of_things_to_do_make_targets() -> None:
    text = ("# 题\n\n## 一、2012年工作回顾\n\n建会3家。\n\n"
            "## 二、2013年主要任务\n\n### （一）组建\n\n建会5家。目前有会员7人。")
    assert [(f.value, f.target) for f in of(Document("a", "report", text, date="2013-01"))] == [
        (3, False), (5, True), (7, False)]


def test_a_table_tells_what_its_heads_tell() -> None:
    """A number whose unit is told nowhere is left out, and so are running numbers and lost digits."""
    text = ("情况表\n\n| 序号 | 县 | 会员 | 会员（人） | 电话 | 增长（%） |\n| --- | --- | --- | --- | --- | --- |\n"
            "| 1 | 柳渡县 | 31 | 3,480 | 85123456 | 4.5 |\n| 2 | 石涧县 | 8 | 2□1 | 85123457 | — |")
    found = of(Document("a", "report", text))
    assert [(f.object, f.row, f.value, f.unit, f.sense, f.year) for f in found] == [
        ("会员", "柳渡县", 3480, "人", "level", None), (None, "柳渡县", 4.5, "%", "growth", None)]


@given(st.lists(st.lists(st.text("会员数（人）%0123,.年", max_size=8), min_size=1, max_size=4), min_size=1, max_size=4))
def test_cells_stand_where_they_are_told(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    for f in cells(text, "", "2013"):
        assert text[f.start : f.end] == f.written


@pytest.mark.parametrize("text", [
    "二〇一三年三月七日", "工发〔2013〕12号", "第十六届四次全委会", "电话：0571-85123456",
    "帮扶××户、×2家、□3户、2xx人",
    "20××年建会",
    "抓好3个方面的工作", "历时3天", "由3%到5%", "25至50人的企业", "“三个代表”", "时间过半、任务过半",
    "过半数通过", "一成不变",
    "3—5月", "近半年来", "工会成立", "学习“1236”工程",
    "两个百分之", "3个月", "上午8:30",
])
def test_these_are_none(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(("text", "date", "year"), [
    ("今年建会3家", "2013-05", "2013"), ("去年建会3家", "2013-05", "2012"), ("今年建会3家", None, None),
    ("全年建会3家", "2013-03", None), ("全年建会3家", "2013-12", "2013"), ("三年来建会3家", "2013", None),
    ("2012年建会3家", "2013", "2012"), ("比2010年增加3家", "2013", None), ("建会3家", "2013", None),
    ("20××年建会3家", "2013", None), ("2011年以来建会3家", "2013", "2011.."),
    ("2010年和2011年建了会，共3家", "2013", None),
])
def test_the_year_is_told_or_not_told(text: str, date: str | None, year: str | None) -> None:
    assert [f.year for f in figures(text, date)] == [year]


@given(st.text("至成分之半要已今去全年建会工家万人%增长到由3,.1二十百的、，。第×“”为20发放困难职工", max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_written_stands_in_the_text(text: str) -> None:
    last = 0
    for f in figures(text, "2013"):
        assert text[f.start : f.end] == f.written
        assert f.start >= last
        last = f.end


@pytest.mark.parametrize("piece", ["3", "3,", "三", "十", "2012年", "由3家", "分别增长3%、", "居", "第", "增长", "其中",
                                   "3至", "3—5家", "三分之", "一半", "三成",
                                   "要3家", "计划", "占3", "在全市",
                                   "“", "万", "占", "3家、"])
def test_time_grows_with_the_length(piece: str) -> None:
    began = time.process_time()
    figures(piece * 3000, "2013")
    assert time.process_time() - began < 3
