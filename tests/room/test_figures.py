"""Figures: the texts marked by hand, the rows of the table, and the laws of what is told."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from room.figures import Figure, figures
from room.figures_number import numbers
from room.figures_words import no_figures

HERE = Path(__file__).parent
TEXTS = [text for path in sorted((HERE / "figures").glob("*.toml"))
         for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]]
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["figures"]


def _is(mark: list[Any], f: Figure) -> bool:
    object, value, unit, sense, year = mark
    return ((f.object or "") in object.split("|") and (f.value, f.unit, f.sense) == (value, unit, sense)
            and (f.year or "") in year.split("|"))


def test_figures_marked_by_hand() -> None:
    """What is told without an object or a year counts as found only where the mark says the same."""
    right = told = 0
    for text in TEXTS:
        found = figures(text["text"], text.get("date"))
        marks = list(text["figures"])
        for f in found:
            told += 1
            if mark := next((m for m in marks if _is(m, f)), None):
                marks.remove(mark)
                right += 1
    marked = sum(len(text["figures"]) for text in TEXTS)
    assert marked >= 150
    assert right / told >= FLOORS["precision"], f"{right} of {told}"
    assert right / marked >= FLOORS["recall"], f"{right} of {marked}"


@pytest.mark.parametrize("row", no_figures(), ids=lambda row: row.id)
def test_what_is_no_figure(row: Any) -> None:
    assert not [text for text in row.hits if numbers(text)]
    assert all(numbers(text) for text in row.misses)


@pytest.mark.parametrize("text", [
    "二〇一三年三月七日", "工发〔2013〕12号", "第十六届四次全委会", "电话：0571-85123456",
    "帮扶××户、×2家、□3户、2xx人",
    "20××年建会",
    "抓好3个方面的工作", "历时3天", "3—5家企业", "10%至15%的企业", "“三个代表”", "学习“1236”工程",
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


@given(st.text("今去全年建会工家万人%增长到由3,.1二十百的、，。第×“”为20发放困难职工", max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_written_stands_in_the_text(text: str) -> None:
    last = 0
    for f in figures(text, "2013"):
        assert text[f.start : f.end] == f.written
        assert f.start >= last
        last = f.end


@pytest.mark.parametrize("piece", ["3", "3,", "三", "十", "2012年", "由3家", "分别增长3%、", "居", "第", "增长", "其中",
                                   "“", "万", "占", "3家、"])
def test_time_grows_with_the_length(piece: str) -> None:
    began = time.process_time()
    figures(piece * 3000, "2013")
    assert time.process_time() - began < 3
