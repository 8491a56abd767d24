"""Headings, hard wraps, blanks inside words, tables."""

from __future__ import annotations

import pytest

from scraper.model import Page
from scraper.outline import LONGEST, outline
from scraper.view import View

LONG = "各级工会要紧扣中心、服务大局，组织职工广泛开展劳动竞赛，做好困难职工帮扶工作，不断提高服务水平。"


def blocks(text: str) -> list[tuple[int, str]]:
    view = View(text, len(text))
    found = outline(view, [(0, len(text))], Page(text, "utf-8"))
    return [(p.level, "".join(view.text[a:b] for a, b in p.spans)) for p in found]


@pytest.mark.parametrize(
    ("head", "level"),
    [("一、加强组织建设", 2), ("（一）加强组织建设", 3), ("1.加强组织建设", 4), ("（1）加强组织建设", 5),
     ("一 关于组织建设", 2), ("第一部分 工作回顾", 2), ("一、加强组织建设。", 2)],
)
def test_level_is_what_the_number_means(head: str, level: int) -> None:
    assert blocks(f"{LONG}\n{head}\n{LONG}")[1] == (level, head)


def test_run_in_heading_ends_at_its_first_stop() -> None:
    got = blocks(f"1.思想认识不到位。{LONG}\n2.工作力量不足。{LONG}")
    assert got == [(4, "1.思想认识不到位。"), (0, LONG), (4, "2.工作力量不足。"), (0, LONG)]


def test_run_in_beyond_the_limit_is_none() -> None:
    text = "一、" + "切实做好" * (LONGEST // 4) + "工作。" + LONG
    assert blocks(text) == [(0, text)]


def test_clauses_of_a_list_are_paragraphs() -> None:
    got = blocks("一、评选条件\n（一）组织健全，按期换届；\n（二）制度落实；\n（三）职工满意。\n二、要求\n" + LONG)
    assert [level for level, _ in got] == [2, 0, 0, 0, 2, 0]


def test_numbered_sentences_in_a_row_are_paragraphs() -> None:
    got = blocks(f"{LONG}\n1、于四月底前上报材料。\n2、于五月底前完成评选。\n3、于六月底前通报表彰。")
    assert [level for level, _ in got] == [0, 0, 0, 0]


def test_first_and_firstly_are_no_headings_inside_text() -> None:
    assert [level for level, _ in blocks(f"一是抓组织。{LONG}\n二是抓活动。{LONG}")] == [0, 0]


def test_unnumbered_short_line_between_paragraphs() -> None:
    got = blocks(f"{LONG}\n增强基层工会活力势在必行\n{LONG}")
    assert got[1] == (2, "增强基层工会活力势在必行")


def test_numbering_faults_stay() -> None:
    got = blocks(f"一、甲方面工作\n{LONG}\n三、乙方面工作\n{LONG}\n三、丙方面工作\n{LONG}")
    assert [t for level, t in got if level] == ["一、甲方面工作", "三、乙方面工作", "三、丙方面工作"]


def test_hard_wraps_are_joined_without_a_blank() -> None:
    text = LONG * 6
    wrapped = "\n".join(text[i : i + 30] for i in range(0, len(text), 30))
    assert blocks(wrapped) == [(0, text)]


def test_wrap_in_a_word_that_the_page_knows() -> None:
    got = blocks("要全面推进工会工作，践行群众路线，把实\n事办好。办实事是根本。")
    assert got == [(0, "要全面推进工会工作，践行群众路线，把实事办好。办实事是根本。")]


def test_torn_salutation() -> None:
    assert blocks("各位领导、各位\n同志：\n" + LONG)[0] == (0, "各位领导、各位同志：")


def test_blanks_inside_words_are_closed_and_names_keep_theirs() -> None:
    got = blocks("各级工 会要紧扣中 心，组织职 工广泛开展劳动竞赛，做好困难职工帮 扶工作，完成 85 项。\n苏  远")
    assert got == [(0, "各级工会要紧扣中心，组织职工广泛开展劳动竞赛，做好困难职工帮扶工作，完成85项。"), (0, "苏  远")]


def test_heading_inside_a_line() -> None:
    got = blocks(f"现将情况报告如下：一、基本情况 {LONG}二、存在问题 {LONG}")
    assert [t for level, t in got if level == 2] == ["一、基本情况", "二、存在问题"]


def test_table_rows() -> None:
    text = "单位\t人数\n东山镇\t120\n西河镇\t98"
    view = View(text, len(text))
    (table,) = outline(view, [(0, len(text))], Page(text, "utf-8"))
    assert table.rows == (2, 2, 2)
    assert [view.text[a:b] for a, b in table.spans] == ["单位", "人数", "东山镇", "120", "西河镇", "98"]
