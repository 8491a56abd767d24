"""The query language in Python; the cases that all faces share are in ``tests/golden``."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from search.fold import fold, fold_with_map, table
from search.grammar import parse
from search.messages import MESSAGES
from search.tree import to_json

_PARTS = [*"()（）\"“”-－*＊:： 　《》，\u200b𠀀", "工会", "職工", "2013", "a.b", "OR", "AND", "NEAR", "NEAR/3",
          "NEAR/x", "标题:", "年:", "年:2011..2015", "类型:报告", "地区:23", "变体:"]
_QUERIES = st.lists(st.sampled_from(_PARTS), max_size=14).map("".join) | st.text(max_size=40)


@given(_QUERIES)
@settings(max_examples=600, deadline=None)
def test_every_query_is_read_or_told_where_it_cannot_be(query: str) -> None:
    """Never another exception; the place lies in the query; what is proposed can be read."""
    told = None
    try:
        json.dumps(to_json(parse(query)))
    except QueryError as error:
        told = error
    if told:
        assert 0 <= told.facts["at"] <= len(query)  # type: ignore[operator]
        assert told.facts["code"] in MESSAGES
        assert told.message("zh") != told.message("en")
        if proposal := told.facts["proposal"]:
            parse(str(proposal))


@given(_QUERIES)
@settings(max_examples=300, deadline=None)
def test_places_lie_in_the_query(query: str) -> None:
    def spans(node: dict) -> list[list[int]]:  # type: ignore[type-arg]
        below = node.get("parts", []) + ([node["part"]] if "part" in node else [])
        return ([node["at"]] if "at" in node else []) + [span for part in below for span in spans(part)]

    try:
        found = spans(to_json(parse(query)))
    except QueryError:
        return
    assert all(0 <= start < end <= len(query) for start, end in found)
    assert found == sorted(found)


@pytest.mark.parametrize(("query", "code", "at", "proposal"), [
    ("职工(代表 大会)", "split-paren", 2, "职工 (代表 大会)"),
    ("職工（代表　大會）", "split-paren", 2, "職工 （代表 大會）"),
    ("标题:职工(代表 大会)", "split-paren", 5, "标题:职工 (代表 大会)"),
    ("职工) 代表", "stray-paren", 2, "职工 代表"),
    ("（工会", "unclosed-paren", 0, "（工会）"),
    ("(工会", "unclosed-paren", 0, "(工会)"),
    ("单位：（工会 职工", "unclosed-paren", 3, "单位：（工会 职工）"),
])
def test_a_bracket_is_put_right_in_its_own_width(query: str, code: str, at: int, proposal: str) -> None:
    with pytest.raises(QueryError) as told:
        parse(query)
    assert (told.value.facts["code"], told.value.facts["at"], told.value.facts["proposal"]) == (code, at, proposal)


_ODD = st.sampled_from("工會職著“”《》「」 　\n'\"ＡＢaB12.，%①□𠀀①-")


@given(st.text(alphabet=_ODD, max_size=30) | st.text(max_size=30))
@settings(max_examples=500, deadline=None)
def test_folding_is_idempotent_and_its_map_leads_back(text: str) -> None:
    folded, places = fold_with_map(text)
    assert folded == fold(text)
    assert fold(folded) == folded
    assert len(places) == len(folded)
    assert places == sorted(set(places))
    for character, place in zip(folded, places, strict=True):
        assert character == (table().get(text[place], text[place]) or " ")


@pytest.mark.parametrize("text", ["工会主席", "12.5%", "（一）"])
def test_fullwidth_is_halfwidth(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert fold(wide) == fold(text)


@pytest.mark.parametrize(("traditional", "simplified"), [
    ("勞動者權益維護", "劳动者权益维护"), ("顯著", "显着"), ("著作", "着作"), ("乾部", "干部"), ("總工會", "总工会")])
def test_traditional_is_simplified(traditional: str, simplified: str) -> None:
    assert fold(traditional) == fold(simplified)
