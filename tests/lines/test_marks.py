"""Marks strewn into sentences: what goes, with its brackets, and what the text itself says and keeps."""

from __future__ import annotations

import pytest

from scraper.clean import clean
from scraper.extract.lines_marks import marks
from scraper.view import Line

A, B = "各级工会要把职工", "队伍建设摆上重要位置，切实抓紧抓好。"
GONE = [
    "【本文来自范文网】", "www.fanwen99.com", "ｗｗｗ．ｆａｎｗｅｎ９９．ｃｏｍ", "w w w . x x . c o m",
    "[来源:学科网]",
    "QQ:123456", "（本文来源于某某范文网）", "Www.xXx.CoM", " www.fanwen99.com ", "http://www.fanwen99.com/a/1.html",
    "【www.fanwen99.com】", "（ＷＷＷ．ｆａｎｗｅｎ９９．ｃｎ）", "fanwen99.com】", "[来源:Z.xx.k.Com]",
    "【转自：某某文秘网】",
    "【微信公众号：某某范文】", "www。fanwen99。com", "f a n w e n . c o m", "ＱＱ：１２３４５６７８",
    "〔资料来源于某某资料网〕",
]
KEPT = [
    "请登录www.songxi-gh.cn查询", "联系邮箱：songxigh@163.com。", "报名网址：http://www.songxi.org/bm",
    "拨打12351维权热线",
    "中华全国总工会网站（www.songxi.org）", "（资料来源：某某统计网）",
    "关注市总工会官方微信（微信公众号：松溪职工之家）",
    "联系人：王小明，QQ：123456，电话：0599-0000000", "WTO规则和APP应用", "《工人日报》（来源：《工人日报》）",
    "[2014]13号文件",
    "来自全市各条战线的职工", "建设“12351.cn”网上平台", "发到songxi@example.com邮箱", "职工网www.songxi.org网站上线",
    "转自某某同志的一封信", "（其中来自乡镇网点的）", "增长3.5个百分点", "工会(gonghui)", "a.Net平台",
]


def _left(text: str) -> str:
    for cut in reversed(marks([Line(0, len(text), text)])):
        text = text[: cut.start] + text[cut.end :]
    return text


@pytest.mark.parametrize("mark", GONE)
def test_mark_inside_a_sentence_goes_with_its_brackets(mark: str) -> None:
    assert _left(A + mark + B) == A + B


@pytest.mark.parametrize("words", KEPT)
def test_what_the_text_gives_stays(words: str) -> None:
    for text in (A + words + B, words, f"会议指出，{words}，{B}"):
        assert _left(text) == text


def test_name_beside_an_address_is_learnt_from_its_places() -> None:
    lines = [Line(0, 40, "越是转型，越要发挥工会的桥梁某处天下mouchu.com纽带作用。"),
             Line(40, 80, "要把矛盾化解在萌芽某处天下mouchu.com状态，不留隐患。")]
    assert [(c.start, c.end) for c in marks(lines)] == [(14, 28), (49, 63)]


@pytest.mark.parametrize(("tail", "left"), [
    ("某某范文网www.fanwen99.com", ""), (" 更多范文请关注微信公众号：某某范文", ""), ("QQ：12345678", ""),
    ("联系邮箱：gh@songxi.com", "联系邮箱：gh@songxi.com"),
])
def test_mark_behind_a_paragraph(tail: str, left: str) -> None:
    assert _left(A + B + tail).strip() == A + B + left


def test_name_behind_a_comma_goes_with_its_address() -> None:
    assert _left("共有六十家企业职工报名参加，某某秘书网www.mou-mi.cn无论是规模还是人数，都创了新高。") == (
        "共有六十家企业职工报名参加，无论是规模还是人数，都创了新高。")


def test_ledger_tells_of_the_mark() -> None:
    text = "\n\n".join(["在全市工会工作会议上的讲话", "同志们：", f"{A}【本文来自范文网】{B}",
                        f"{A}w w w . x x . c o m{B}", "今天就讲到这里，谢谢大家。"])
    told = clean(text.encode())
    assert (A + B) in told["documents"][0]["body"]
    assert "【】" not in told["documents"][0]["body"]
    assert {s.get("rule") for s in told["segments"]} >= {"marks.note", "marks.address"}
