"""What a query means beyond a single piece: boolean laws, NEAR, filters, facets, order, widening, concordance."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import search
from archive import body, record
from archive.errors import QueryError
from archive.model import Document, Region
from archive.store import Store
from benchmarks import corpus
from room.trend import trend
from search import aliases, words
from search.fold import fold
from search.kwic import to_csv


def write(archive: Path, documents: list[Document]) -> search.Index:
    for document in documents:
        path = Store(archive).document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    return search.open_index(archive)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> search.Index:
    root = tmp_path_factory.mktemp("answers")
    corpus.write(80, root, characters=500)
    return search.open_index(root)


def ids(index: search.Index, query: str, **options: str) -> set[str]:
    return {hit["id"] for hit in index.search(query, limit=1000, **options)["hits"]}  # type: ignore[arg-type]


@pytest.mark.parametrize(("a", "b"), [
    ("维权", "女职工"), ("年:2008..2012", "标题:报告"), ("2013", "的了"), ("类型:报告", "建会")])
def test_boolean_laws(index: search.Index, a: str, b: str) -> None:
    every, left, right = ids(index, ""), ids(index, a), ids(index, b)
    assert len(every) == len(index)
    assert ids(index, f"{a} {b}") == ids(index, f"{b} AND {a}") == left & right
    assert ids(index, f"{a} OR {b}") == left | right
    assert ids(index, f"-{a}") == every - left
    assert ids(index, f"{b} -{a}") == right - left
    assert ids(index, f"-({a} OR {b})") == ids(index, f"-{a} -{b}")
    assert ids(index, f"({a} OR {b}) -({a} {b})") == left ^ right


def _near(text: str, a: str, b: str, distance: int) -> bool:
    places = [[i for i in range(len(text)) if text.startswith(word, i)] for word in (a, b)]
    return any(0 <= j - i - len(a) <= distance or 0 <= i - j - len(b) <= distance for i in places[0] for j in places[1])


def test_near_against_brute_force(index: search.Index) -> None:
    rng = random.Random(4)
    root = index.folder.parent.parent
    blocks = {d.id: [fold(b.text) for b in body.parse(d.body)] for d in Store(root).documents()}
    words = ["工会", "职工", "的", "了", "维权", "合法权益", "建设", "，", "企业", "职"]
    for _ in range(60):
        a, b = rng.sample(words, 2)
        distance = rng.choice([0, 1, 2, 5, 20])
        expected = {id for id, texts in blocks.items() if any(_near(t, fold(a), fold(b), distance) for t in texts)}
        assert ids(index, f'"{a}" NEAR/{distance} "{b}"') == expected, (a, b, distance)


def test_every_count_of_a_facet_is_the_total_after_a_click(index: search.Index) -> None:
    for query in ("", "维权", "标题:报告"):
        result = index.search(query, limit=1000)
        for name, counts in result["facets"].items():
            own = Counter(str(hit["date"])[:4] if name == "year" else hit[name] for hit in result["hits"]
                          if hit["date" if name == "year" else name])
            assert counts == (own if name != "region" else {
                place: sum(n for other, n in own.items() if place in other) for place in own})
            for value, count in counts.items():
                assert index.search(query, limit=0, **{name: value})["total"] == count


def test_filters_are_read_as_fields(index: search.Index) -> None:
    assert ids(index, "", year="2008..2010") == ids(index, "年:2008-2010")
    assert ids(index, "", kind="报告") == ids(index, "kind:report") == ids(index, "", kind="report")
    assert ids(index, "", region="青岚") == ids(index, "地区:青岚") != set()
    assert ids(index, "", organization="青岚市总工会") == ids(index, "单位:青岚市总工会")
    assert ids(index, "", year="none") == ids(index, "年:无") == ids(index, "") - ids(index, "年:0001..9999")


def test_a_region_includes_the_places_in_it_also_where_a_document_bears_it_alone(tmp_path: Path) -> None:
    places = [Region("松原省", "990000"), Region("松原省青岚市", "990100"), Region("松原省青岚市", "990100"),
              Region("松原省青岚市石涧区", "990105"), Region("云汀市"), None]
    index = write(tmp_path, [Document(f"r{i}", "report", "# 工会\n\n工会工作。\n", region=place, date="2012")
                             for i, place in enumerate(places)])
    found = index.search("工会")
    assert found["facets"]["region"] == {"松原省": 4, "松原省青岚市": 3, "云汀市": 1, "松原省青岚市石涧区": 1}
    for name, count in found["facets"]["region"].items():
        assert index.search("工会", region=name)["total"] == count == index.search(f"地区:{name}")["total"]
    assert ids(index, "", region="松原省") == {"r0", "r1", "r2", "r3"} == ids(index, "", region="99")
    assert trend(index, "工会", region="松原省")["total"] == 4
    assert index.kwic("工会", region="松原省青岚市")["documents"] == 3


def test_sorts(index: search.Index) -> None:
    newest = [hit["date"] for hit in index.search("", limit=1000, sort="newest")["hits"]]
    oldest = [hit["date"] for hit in index.search("", limit=1000, sort="oldest")["hits"]]
    dated = [date for date in newest if date]
    assert dated == sorted(dated, reverse=True)
    assert [date for date in oldest if date] == sorted(dated)
    assert newest[len(dated):] == oldest[len(dated):] == [None] * (len(index) - len(dated))
    pages = [hit["id"] for offset in range(0, 80, 7) for hit in index.search("的", limit=7, offset=offset)["hits"]]
    assert pages == [hit["id"] for hit in index.search("的", limit=1000)["hits"]]


_PARTS = [*"()\"“”-*:： 《，工的", "工会", "職代會", "2013", "OR", "AND", "NEAR/3", "标题:", "年:2011..2015",
          "类型:报告", "zgh", "地区:青岚", "变体:甲", "小标题:", "讲话人:柏", "-年:无"]


@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join), st.sampled_from(["relevance", "newest", "oldest"]))
@hypothesis.settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_query_is_answered_or_told(index: search.Index, query: str, sort: str) -> None:
    """Whatever can be read is answered; a page of hits has the words of the answer."""
    try:
        result = index.search(query, sort=sort, limit=3)
    except QueryError:
        return
    assert len(result["hits"]) == min(3, result["total"])
    assert sum(result["facets"]["kind"].values()) == result["total"]
    for hit in result["hits"]:
        for snippet in hit["snippets"]:
            marks = [offset for mark in snippet["marks"] for offset in mark]
            assert marks == sorted(marks)
            assert not marks or 0 <= marks[0] < marks[-1] <= len(snippet["text"])
    assert index.kwic(query, limit=2)["documents"] <= result["total"]


LONG = "文。" * 200


def test_title_before_heading_before_opening_before_the_rest(tmp_path: Path) -> None:
    def made(id: str, title: str, heading: str, opening: str, rest: str) -> Document:
        return Document(id, "other", f"# {title}\n\n{opening}{LONG}\n\n## {heading}\n\n{rest}{LONG}", title=title)

    index = write(tmp_path, [
        made("rest", "甲", "乙", "丙", "劳模"), made("opening", "甲", "乙", "劳模", "丁"),
        made("heading", "甲", "劳模", "丙", "丁"), made("title", "劳模", "乙", "丙", "丁"),
        made("none", "甲", "乙", "丙", "丁"),
    ])
    assert [hit["id"] for hit in index.search("劳模")["hits"]] == ["title", "heading", "opening", "rest"]


@pytest.mark.parametrize("row", words.rows(), ids=lambda row: row.id)
def test_rows_of_words_prove_themselves(row: words.Word) -> None:
    """A surrounding holds the word; hits hold a surrounding, misses the word alone."""
    assert all(row.id in inside and inside != row.id and len(inside) <= 5 for inside in row.inside)
    assert 0 < len(row.inside) <= 3
    assert all(any(inside in hit for inside in row.inside) for hit in row.hits)
    assert all(row.id in miss and not any(inside in miss for inside in row.inside) for miss in row.misses)


def test_borders_are_characters_beside_words_of_two() -> None:
    told = words.borders()
    assert len({word for word, _, _ in told}) == len(told) >= 500
    for word, before, after in told:
        assert len(word) == 2, word
        assert 0 < len(before + after) <= 3, word
        assert fold(word + before + after) == word + before + after


def test_whole_words_come_before_pieces(tmp_path: Path) -> None:
    def made(id: str, title: str, text: str) -> Document:
        return Document(id, "other", f"# {title}\n\n{text}{LONG}", title=title, date="2010")

    index = write(tmp_path, [
        made("a", "甲", "市总工会"), made("b", "甲", "某工会干部"), made("c", "总工会", "丙"), made("d", "工会", "丙"),
        made("e", "甲", "职工人数"), made("f", "甲", "产业工人")])
    assert [hit["id"] for hit in index.search("工会")["hits"]] == ["d", "c", "b", "a"]
    assert [hit["id"] for hit in index.search("工人")["hits"]] == ["f", "e"]
    assert [hit["id"] for hit in index.search("总工会")["hits"]] == ["c", "a"]


def test_the_score_is_the_one_described(tmp_path: Path) -> None:
    """By hand, after docs/search-language.md."""
    index = write(tmp_path, [
        Document("a", "other", "# 维权\n\n维权甲", title="维权", date="2010"),
        Document("b", "other", "# 甲\n\n乙维权，维权", title="甲", date="2011"),
        Document("c", "other", "# 甲\n\n乙", title="甲")])
    lengths = {"a": 5, "b": 7, "c": 2}
    average = sum(lengths.values()) // 3
    idf = math.floor(16 * math.log2(1 + 3 / 2))
    scores = {hit["id"]: hit["score"] for hit in index.search("维权")["hits"]}
    factor = {id: min(1 + 2 * length // average, 9) for id, length in lengths.items()}
    assert scores == {"a": idf * (1000 * 2 // (2 + factor["a"]) + 1500 + 250),
                      "b": idf * (1000 * 2 // (2 + factor["b"]) + 250)}


def test_aliases_widen_and_quotes_switch_it_off(tmp_path: Path) -> None:
    index = write(tmp_path, [
        Document("a", "other", "# 甲\n\n定期召开职代会", title="甲"),
        Document("b", "other", "# 甲\n\n职工代表大会制度", title="甲"),
        Document("c", "other", "# 甲\n\n无关", title="甲", organization="中华全国总工会", region=Region("乙"))])
    result = index.search("职代会")
    assert [hit["id"] for hit in result["hits"]] == ["a", "b"]
    assert result["expanded"] == [{"from": "职代会", "to": ["职工代表大会"], "by": "alias", "at": [0, 3]}]
    assert ids(index, '"职代会"') == ids(index, "召开职代会") == {"a"}
    assert index.search("職代會", plain=True)["expanded"] == []
    assert ids(index, "单位:全总") == {"c"}


@pytest.mark.parametrize("row", aliases.rows(), ids=lambda row: row.id)
def test_rows_of_aliases_prove_themselves(row: aliases.Alias) -> None:
    """Every form has an example; no form lies within another, or a query for one would be blurred."""
    forms = [fold(form) for form in row.forms]
    assert all(any(form in fold(example) for example in row.examples) for form in forms)
    assert not any(a != b and a in b for a in forms for b in forms)
    assert all({f for f, _ in aliases.others(form)} == set(forms) - {form} for form in forms)


def test_pinyin_becomes_terms_of_the_archive(index: search.Index) -> None:
    for typed in ("zhigongdaibiaodahui", "zgdbdh", "zigongdaibiaodahui"):
        result = index.search(typed, limit=0)
        assert result["expanded"] == [{"from": typed, "to": ["职工代表大会"], "by": "pinyin", "at": [0, len(typed)]}]
        assert result["total"] == index.search('"职工代表大会"', limit=0)["total"] > 0
    assert index.search("zgdbdh", plain=True)["total"] == index.search('"zgdbdh"')["total"] == 0


def test_the_examples_of_pinyin_in_an_archive_that_has_such_terms(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\n开展集体谈心活动", title="甲"),
                             Document("b", "other", "# 甲\n\n集体，谈心", title="甲")])
    for typed in ("jttx", "jititanxin", "jititanxing", "JTTX"):
        result = index.search(typed)
        assert [hit["id"] for hit in result["hits"]] == ["a"]
        assert result["expanded"][0]["to"] == ["集体谈心"]


def test_an_alias_tells_the_years_of_a_name(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\n人力资源和社会保障部发文", title="甲", date="2012")])
    assert index.search("人社部")["expanded"] == [
        {"from": "人社部", "to": ["人力资源和社会保障部"], "by": "alias", "at": [0, 3], "years": "2008.."}]


def test_a_run_that_stands_in_the_text_is_no_pinyin(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\nＺＧ方案，职工20130元", title="甲"),
                             Document("b", "other", "# 甲\n\n职工，2013年", title="甲")])
    assert (ids(index, "zg"), ids(index, "2013"), ids(index, "2013*")) == ({"a"}, {"b"}, {"a", "b"})
    assert index.search("zg")["expanded"] == []


def test_why_nothing_was_found(index: search.Index) -> None:
    result = index.search("集体协尚 工会", year="1990")
    found = index.search("工会", limit=0)["total"]
    assert result["why"] == [{"without": "filters", "total": 0}, {"filter": "year", "value": "1990", "total": 0},
                             {"at": [0, 4], "total": 0}, {"at": [5, 7], "total": found}]
    assert result["suggestions"][0]["query"] == "集体协商 工会"


def test_a_wider_query_is_proposed_where_nothing_was_found(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\n劳模表彰，20130元", title="甲")])

    def proposed(query: str) -> list[str]:
        return [one["query"] for one in index.search(query)["suggestions"]]

    assert proposed("标题:劳模") == ["劳模"]
    assert proposed("2013") == ["2013*"]
    assert proposed("劳模 -表彰") == ["劳模"]


def test_an_exclusion_is_told_of_with_its_minus_and_no_empty_query_is_proposed(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\n工会的劳模表彰", title="甲")])

    def whys(query: str) -> list[str]:
        return [query[slice(*one["at"])] for one in index.search(query)["why"]]

    assert whys("工会 -工会") == ["工会", "-工会"]
    assert whys("工会 －(工会 OR 劳模)") == ["工会", "－(工会 OR 劳模)"]
    assert whys("工会 -标题:(甲 )") == ["工会", "-标题:(甲 )"]
    assert whys("劳-模 --工会 -劳模") == ["劳-模", "--工会", "-劳模"]
    assert index.search("-工会")["suggestions"] == []
    assert index.search("工会 -工会")["suggestions"] == [{"query": "工会", "total": 1}]


def test_a_name_that_is_no_field_is_text_and_said_to_be_none(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 工会\n\n时间:三月", title="工会")])
    assert "hints" not in index.search("时间:三月")
    result = index.search("标提：工会")
    assert [(one["code"], one["at"]) for one in result["hints"]] == [("unknown-field", [0, 2])]
    assert result["hints"][0]["message_zh"].startswith("没有“标提”这个字段")
    assert [one["query"] for one in result["suggestions"]] == ["工会", "标题:工会"]
    assert [one["query"] for one in index.search("foo:工会")["suggestions"]] == ["工会"]
    for query in ('"foo:工会"', "8:30", "foo:", "年:1999"):
        assert "hints" not in index.search(query)


def test_what_stands_behind_a_field_is_gone_on_with(index: search.Index) -> None:
    plain = [one["text"] for one in index.suggest("集体")["suggestions"]]
    assert plain
    for lead in ("标题:", "工会 标题：", "-", "職工 －單位：", "ＴＩＴＬＥ："):
        assert [one["text"] for one in index.suggest(lead + "集体")["suggestions"]] == [lead + text for text in plain]
    assert index.suggest("时间:集体")["suggestions"] == index.suggest("标题:")["suggestions"] == []


def test_concordance(index: search.Index) -> None:
    root = index.folder.parent.parent
    result = index.kwic("维权", limit=10_000)
    texts = [t for d in Store(root).documents() for t in (d.title or "", *(b.text for b in body.parse(d.body)[1:]))]
    assert result["total"] == len(result["rows"]) == sum(text.count("维权") for text in texts)
    for row in result["rows"]:
        assert any(row["left"] + row["match"] + row["right"] in text for text in texts)
    for side in ("left", "right"):
        contexts = [row[side] for row in index.kwic("维权", limit=10_000, sort=side)["rows"] if len(row[side]) >= 8]
        keys = [fold(c[::-1] if side == "left" else c)[:5] for c in contexts if fold(c) == c]
        assert keys == sorted(keys)
    assert to_csv({"rows": [{"left": "=1+1"}]}).splitlines()[1].startswith("'=1+1,")


def test_a_word_put_right_is_proposed_alone_where_the_rest_of_the_query_fails_too(tmp_path: Path) -> None:
    index = write(tmp_path, [Document("a", "other", "# 甲\n\n推行集体协商。", title="甲", date="2010")])
    assert index.search("集体协尚 年:2010")["suggestions"] == [{"query": "集体协商 年:2010", "total": 1}]
    assert index.search("集体协尚 年:1999")["suggestions"] == [{"query": "集体协商", "total": 1}]
