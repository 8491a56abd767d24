"""Comparison of two documents: what is told of each sentence, and how well on pairs with known edits."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from compare_cases import A, B
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.compare import measure
from room.compare import Row, compare, heading
from room.words import difference

_FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


def _rows() -> dict[str, Row]:
    """The rows of the example by what the later text says there, dropped ones by what the earlier said."""
    found = compare(A, B)
    return {(found.b.sentences[r.b[0]] if r.b else found.a.sentences[r.a[0]]).text: r
            for f in found.sections for r in f.rows}


@pytest.mark.parametrize(("text", "state", "moved"), [
    ("各位代表：", "kept", False),
    ("一年来，全市各级工会新建基层组织1,500家，发展会员3.8万人。", "changed", False),
    ("帮扶困难职工812户；", "dropped", False),
    ("“互联网+工会”起步。", "new", False),
    ("村级工会实现全覆盖。", "new", False),
    ("基层工会力量薄弱，干部队伍老化，服务手段单一，这些都要改变。", "changed", False),
    ("明年，要深入开展劳动和技能竞赛，提高职工素质，建设智慧工会平台。", "changed", True),
    ("同志们，让我们携手前进！", "dropped", False),
])
def test_what_is_told_of_a_sentence(text: str, state: str, moved: bool) -> None:
    row = _rows()[text]
    assert (row.state, row.moved) == (state, moved)


def test_a_sentence_that_was_split_faces_both_halves() -> None:
    row = _rows()["推进工资集体协商。"]
    assert (row.state, len(row.a), len(row.b)) == ("changed", 1, 2)
    assert ("-", "560") in row.parts
    assert ("+", "640") in row.parts


def test_sections_are_matched_by_heading_and_content_and_seen_to_move() -> None:
    found = compare(A, B)
    told = [(heading(found.a, f.a), heading(found.b, f.b), f.moved) for f in found.sections]
    assert ("（一）组织建设", "（二）组织建设", True) in told
    assert ("（二）维权服务", "（一）维权服务工作", False) in told
    assert ("二、存在的问题", None, False) in told


def test_new_wordings_are_those_quoted_and_those_said_again() -> None:
    assert [(w.text, w.count, w.quoted) for w in compare(A, B).wordings] == [
        ("互联网+工会", 1, True), ("智慧工会平台", 3, False)]


def test_a_text_against_itself_is_kept_and_against_nothing_is_new() -> None:
    counts = compare(A, A).counts
    assert counts["share"] == 100
    assert not counts["changed"] + counts["new"] + counts["dropped"] + counts["moved"]
    counts = compare([], B).counts
    assert counts["new"]
    assert not counts["kept"] + counts["changed"] + counts["dropped"]


@given(st.text("工会组织12.，。", max_size=30), st.text("工会组织12.，。", max_size=30))
def test_a_difference_holds_both_sides(old: str, new: str) -> None:
    parts = difference(old, new)
    told_old = "".join(text for sign, text in parts if sign != "+")
    told_new = "".join(text for sign, text in parts if sign != "-")
    assert (told_old, told_new) == (old, new)


_TEXTS = st.text("工会职代表组织建12，。；", max_size=40)
_BLOCKS = st.lists(st.tuples(st.sampled_from([0, 0, 0, 2]), _TEXTS), max_size=8)


@given(_BLOCKS, _BLOCKS)
def test_every_sentence_stands_in_one_row(a: list[tuple[int, str]], b: list[tuple[int, str]]) -> None:
    found = compare(a, b)
    rows = [row for facing in found.sections for row in facing.rows]
    assert sorted(i for row in rows for i in row.a) == list(range(len(found.a.sentences)))
    assert sorted(j for row in rows for j in row.b) == list(range(len(found.b.sentences)))


def test_aligned_sentences_of_pairs_with_known_edits() -> None:
    told = measure(20)
    assert told["links"] > 1500
    assert {name: told[name] for name, floor in _FLOORS["compare"].items() if told[name] < floor} == {}
