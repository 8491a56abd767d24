"""The turn to simplified script: OpenCC's cases, our own rows, and text that stays."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.script import _tables, alike, script_of, simplify

ROWS = tomllib.loads(files("scraper").joinpath("script_words.toml").read_text("utf-8"))["word"]


@pytest.mark.parametrize(("text", "simple"), [h for row in ROWS for h in row["hits"]])
def test_hits(text, simple):
    assert simplify(text) == simple


@pytest.mark.parametrize("text", [m for row in ROWS for m in row["misses"]])
def test_misses(text):
    assert simplify(text) == text


def test_rows_keep_the_length_and_have_names():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["why"]
        assert row["hits"]
        assert all(len(old) == len(new) for old, new in row["turn"].items())


def test_published_cases(shared):
    cases = json.loads((shared / "eval" / "opencc_t2s.json").read_text("utf-8"))
    assert [simplify(c["input"]) for c in cases] == [c["t2s"] for c in cases]


@given(st.text(st.sampled_from("工會会著着乾干隆後后裡里誌面麵。\n瞭望徵於陞a1"), max_size=40))
def test_the_length_stays_and_twice_is_once(text):
    once = simplify(text)
    assert len(once) == len(text)
    assert simplify(once) == once


@pytest.mark.parametrize(("text", "simple"), [
    ("同誌們,新局麵裡,向後看", "同志们,新局面里,向后看"),
    ("于是、余下、范圍、里程、后來、干部(一個一個地轉)", "于是、余下、范围、里程、后来、干部(一个一个地转)"),
    ("中華民國總工會理事長託付", "中华民国总工会理事长托付"),
    ("製度製定與限制,系統聯係維繫,複雜恢復重複", "制度制定与限制,系统联系维系,复杂恢复重复"),
    ("産業説明為衆", "产业说明为众"),
    ("象徵與征收,特徵,宮商角徵羽", "象征与征收,特征,宫商角徵羽"),
    ("瞭解情況,一目瞭然,瞭望臺", "了解情况,一目了然,瞭望台"),
    ("能幹的幹部乾淨地乾完工作", "能干的干部干净地干完工作"),
    ("他看著書,隨著形勢,沿著道路,意味發展,著力於顯著的著作", "他看着书,随着形势,沿着道路,意味发展,着力于显著的著作"),
])
def test_the_hard_characters(text, simple):
    assert simplify(text) == simple


@pytest.mark.parametrize(("text", "simple"), [
    ("這意味著。著重指出。執著。", "这意味着。着重指出。执着。"),
    ("夥伴關係與合夥人,借錢與藉此", "伙伴关系与合伙人,借钱与借此"),
    ("後勤與皇后,裡面裏面,麵條方面", "后勤与皇后,里面里面,面条方面"),
    ("佔有週年方纔喫飯嚮往籲請", "占有周年方才吃饭向往吁请"),
    ("時鐘與鍾書記,頭髮與發展,答覆與恢復", "时钟与钟书记,头发与发展,答复与恢复"),
    ("颱風過臺灣,雜誌嚮導,關係維繫", "台风过台湾,杂志向导,关系维系"),
    ("甚麼是執著追求,憑藉與慰藉", "什么是执着追求,凭借与慰藉"),
])
def test_words_of_taiwan(text, simple):
    assert simplify(text) == simple


@pytest.mark.parametrize("text", ["显著。执著。著名。", "工会的原著。乾隆。", "意味著", "了解，瞭望。徵羽。"])
def test_sentences_without_a_sign_stay_in_simplified_text(text):
    assert simplify(text) == text


def test_which_script():
    assert script_of("工會工作總結與計劃") == "hant"
    assert script_of("工会工作总结与计划") == "hans"
    assert script_of("一九八○年五月") == "hans"
    assert script_of("工會的作總結与计划发") == "mixed"


def test_whatever_a_sentence_makes_of_a_character_is_alike() -> None:
    """The law of kept text holds wherever the sentence stands."""
    for words in (_tables().phrases.words, _tables().always.words):
        for group in words.values():
            for old, new in group.items():
                assert old.translate(alike()) == new.translate(alike())
    for beside in ("工會組織團結職工", "工会组织团结职工"):
        text = f"{beside}。各位夥伴，提昇沈著，傢俱麼。"
        assert simplify(text).translate(alike()) == text.translate(alike())
