"""Parts of compilations: markers, openings, and what only looks like one."""

from __future__ import annotations

import pytest

from scraper import clean
from scraper.model import Page
from scraper.split import split
from scraper.split_markers import find_markers
from scraper.units import units
from scraper.view import View

BODY = "今年以来，河西县工会认真履行职责，新建基层工会八十家，发展会员三千名，各项工作取得了新的进展。" * 8
PLEA = "同志们，让我们振奋精神，扎实工作，为建设富裕文明的新河西作出新的更大贡献！"


def parts(text: str) -> list[tuple[str, str]]:
    """Marker and first words of each piece."""
    view = View(text, len(text))
    out = []
    for piece in split(view, (), Page(text, "utf-8")):
        marker = view.text[slice(*piece.marker)] if piece.marker else ""
        out.append((marker, view.text[piece.spans[0][0] : piece.spans[0][1]][:12]))
    return out


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("第一篇", "第二篇"), ("【篇一】", "【篇二】"), ("工会讲话篇1", "工会讲话篇2"), ("讲话 篇一", "讲话 篇二"),
        ("【第一篇】", "【第二篇】"), ("第1篇", "第2篇"), ("范文一：", "范文二："), ("范文(一)", "范文(二)"),
        ("工作总结一：", "工作总结二："), ("精选篇1", "精选篇2"),
        ("工会发言稿（1）", "工会发言稿（2）"), ("（一）", "（二）"),
        ("推荐第1篇：", "推荐第2篇："), ("范例（一）", "范例（二）"),
    ],
)
def test_marker_families(one: str, two: str) -> None:
    got = parts(f"{one}\n{BODY}\n{two}\n{BODY}")
    assert [m for m, _ in got] == [one, two]
    assert {first for _, first in got} == {BODY[:12]}


def test_title_behind_the_marker_stays_unless_one_stands_below() -> None:
    got = parts(f"第一篇：河西县工会工作要点\n{BODY}\n第二篇：工会建设\n关于工会建设的几点思考\n{BODY}")
    assert got == [("第一篇：", "河西县工会工作要点"), ("第二篇：工会建设", "关于工会建设的几点思考")]


def test_marker_glued_inside_a_line() -> None:
    text = f"河西工会报告3篇河西工会报告第1篇{BODY}河西工会报告第2篇{BODY}河西工会报告第3篇{BODY}"
    assert [m for m, _ in parts(text)][-3:] == [f"河西工会报告第{n}篇" for n in (1, 2, 3)]


def test_headings_are_no_markers() -> None:
    text = f"河西县工会工作报告\n（一）组织建设\n{BODY[:94]}\n（二）维权帮扶\n{BODY[:94]}"
    assert len(parts(text)) == 1


def test_a_new_salutation_behind_a_closing_opens_a_new_speech() -> None:
    speech = f"同志们：\n今天的会议很重要。\n一、认清形势\n{BODY}\n二、狠抓落实\n{BODY}\n{PLEA}"
    got = parts(f"第一篇\n{speech}\n{speech}\n第二篇\n{speech}")
    assert [m for m, _ in got] == ["第一篇", "第一篇", "第二篇"]


def test_texts_under_one_marker_bear_it_and_the_first_keeps_it() -> None:
    speech = f"同志们：\n今天的会议很重要。\n一、认清形势\n{BODY}\n二、狠抓落实\n{BODY}\n{PLEA}"
    told = clean(f"工会讲话篇一\n{speech}\n{speech}\n工会讲话篇二\n{speech}".encode())
    assert [d["title"] for d in told["documents"]] == ["工会讲话篇一", "工会讲话篇一", "工会讲话篇二"]
    owners = [s["id"] for s in told["segments"] if "id" in s and "工会讲话篇一" in told["text"][s["start"] : s["end"]]]
    assert owners == [told["documents"][0]["id"]]


def test_an_appeal_in_mid_speech_opens_nothing() -> None:
    text = f"各位代表：\n今天的会议很重要。\n一、回顾\n{BODY}\n各位代表：\n实践说明，{BODY}\n二、任务\n{BODY}{PLEA}"
    assert len(parts(text)) == 1


def test_a_speech_without_salutation_is_told_by_its_numbering() -> None:
    one = f"同志们：\n今天的会议很重要。\n一、认清形势\n{BODY}\n二、狠抓落实\n{BODY}\n{PLEA}"
    first = "市委召开工会工作会议，目的是贯彻上级会议精神，部署工作。刚才，几个单位作了交流，讲得都很好，请大家学习。"
    two = f"{first}\n一、统一思想\n{BODY}\n{PLEA}"
    assert len(parts(f"{one}\n{two}")) == 2


def test_a_lone_weak_number_is_no_marker() -> None:
    text = f"河西县工会2011\n{BODY}"
    assert find_markers(units(View(text, len(text)))) == []


def test_the_same_words_behind_each_number_are_no_title() -> None:
    speech = "同志们：\n大家好！今后我要多跑车间、多听意见，把职工的事情办好。\n谢谢大家！"
    got = parts(f"【篇一】表态发言\n{speech}\n【篇二】表态发言\n{speech}\n【篇三】表态发言\n{speech}")
    assert [m for m, _ in got] == ["【篇一】表态发言", "【篇二】表态发言", "【篇三】表态发言"]


def test_a_bare_number_over_a_title_is_a_marker_when_headings_begin_anew() -> None:
    part = f"{{}}\n今年要做好三件事。\n一、抓组建\n{BODY[:94]}\n二、抓维权\n{BODY[:94]}"
    got = parts(f"（一）\n{part.format('城关镇工会工作总结')}\n（二）\n{part.format('城关镇工会工作计划')}")
    assert [first for _, first in got] == ["城关镇工会工作总结", "城关镇工会工作计划"]


def test_a_contents_list_tells_the_parts_and_falls_away() -> None:
    titles = ("在技术创新大会上的讲话", "关于开展小改小革活动的意见")
    listed = "\n".join(f"{t}………………{n}" for n, t in enumerate(titles, 1))
    one = "".join(f"第{n}季度完成改善{n}十项。" * 2 for n in "一二三四")
    two = "各单位要于月底前报送革新项目名称和负责人名单。" * 6
    told = clean(f"目录\n{listed}\n{titles[0]}\n同志们：\n{one * 3}\n{titles[1]}\n各基层工会：\n{two}".encode())
    assert [d["title"] for d in told["documents"]] == list(titles)
    assert not any("…" in d["body"] for d in told["documents"])


def test_a_contents_list_of_headings_parts_nothing() -> None:
    heads = ("一、抓组织建设", "二、抓维权帮扶")
    listed = "\n".join(f"{t}………………{n}" for n, t in enumerate(heads, 1))
    told = clean(f"工会工作报告\n目录\n{listed}\n{heads[0]}\n{BODY}\n{heads[1]}\n{BODY}".encode())
    assert len(told["documents"]) == 1


def _own(word: str) -> str:
    """A text like no other."""
    return "".join(f"{word}这件事，职工说了{n}遍，工会记了{n}笔，今年一定要办好。" for n in "一二三四五六七八")


def test_rows_of_stars_part_texts_that_bear_titles() -> None:
    titles = ("让热水早点来", "仓库门口那条路", "我当安全员的日子")
    text = "职工来稿选登\n" + "\n★ ★ ★\n".join(f"{t}\n{_own(t)}" for t in titles) + "\n"
    assert [d["title"] for d in clean(text.encode())["documents"]] == list(titles)
    assert len(parts(f"河西工会简讯\n{BODY}\n★ ★ ★\n{BODY}\n★ ★ ★\n{BODY}\n")) == 1


def test_counted_contents_name_the_parts() -> None:
    titles = ("怎样管好班组的账", "河西县运输队工会一九九七年打算", "谈谈家访这件事")
    listed = "\n".join(f"{n}．{t} ………… {n * 3}" for n, t in enumerate(titles, 1))
    text = f"目  录\n{listed}\n" + "\n".join(f"{t}\n{_own(t)}" for t in titles)
    assert [d["title"] for d in clean(text.encode())["documents"]] == list(titles)


def test_a_title_in_the_markers_kind_of_heading_opens_a_part() -> None:
    page = "".join(f"<h2>工会新年致辞（{n}）</h2><p>各位工友：</p><p>{_own(str(n))}</p>" for n in (1, 2))
    page += f"<h2>河西县总工会新年献词</h2><p>全县职工同志们：</p><p>{BODY}</p>"
    made = f"<html><head><title>致辞</title></head><body><div class='content'>{page}</div></body></html>"
    assert len(clean(made.encode())["documents"]) == 3


def test_a_box_amid_numbered_text_ends_nothing() -> None:
    text = f"河西县工会总结\n{BODY}\n一、工作回顾\n{BODY}\n相关新闻\n二、今后打算\n再接再厉，把各项工作做得更好。\n"
    assert "再接再厉" in clean(text.encode())["documents"][0]["body"]


def test_models_of_several_names_are_one_series() -> None:
    got = parts(f"开幕词范文一：\n{BODY}\n闭幕词范文二：\n{BODY}\n开幕词范文三：\n{BODY}")
    assert [m for m, _ in got] == ["开幕词范文一：", "闭幕词范文二：", "开幕词范文三："]


def test_a_marker_of_another_shape_continues_the_series() -> None:
    got = parts(f"篇一：开幕词\n{BODY}\n篇二：闭幕词\n{BODY}\n范文(三)\n{BODY}")
    assert len(got) == 3
    assert got[2][0] == "范文(三)"


def test_a_marker_may_stand_at_the_head_of_a_whole_text() -> None:
    got = parts(f"第一篇:在大会上的讲话\n{BODY}\n第二篇:弘扬劳模精神 {BODY}\n第三篇:思考\n{BODY}")
    assert [m for m, _ in got] == ["第一篇:", "第二篇:", "第三篇:"]


APPEAL = (
    "“慈善一日捐”倡议书\n全体会员同志们：\n"
    "一年一度的“慈善一日捐”开始了，让我们行动起来，奉献一份爱心，帮助身边的困难工友渡过难关。"
)
NOTICE = (
    "关于举办职工篮球赛的通知\n公司所属各单位：\n"
    "公司工会定于五月下旬举办职工篮球赛，请各单位认真组织，按时报名，赛出风格。"
)
SIGNED = "\n石涧运输公司工会委员会\n2013年5月8日\n"


def test_papers_without_markers_part_where_one_is_signed_and_the_next_addresses_somebody() -> None:
    got = parts(f"{APPEAL}{SIGNED}{NOTICE}{SIGNED}")
    assert [first for _, first in got] == [APPEAL[:10], NOTICE[:12]]


@pytest.mark.parametrize("text", [
    f"{NOTICE}\n附件：慈善一日捐倡议书{SIGNED}附件1\n{APPEAL}",
    f"{NOTICE}\n附件：1.“慈善一日捐”倡议书{SIGNED}{APPEAL}",
    f"{NOTICE}\n请各单位组织职工学习。\n{APPEAL}",
])
def test_attachments_and_running_text_stay(text: str) -> None:
    assert len(parts(text)) == 1
