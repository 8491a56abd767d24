"""Single damages and what becomes of them."""

from __future__ import annotations

import re

import emulator
import pytest

from scraper.model import Page
from scraper.repair import repair
from scraper.repair.draft import apply
from scraper.repair.masks import masks
from scraper.script import simplify

PAGE = "\n".join(emulator.annotate(emulator.traditional(
    "我们要加强组织建设，发展和谐劳动关系，维护职工的合法权益，推动经济社会协调发展，创新服务职工的工作机制，总结经验，提高质量。"),
    emulator.SHORT) for _ in range(4)) + "\n"
"""A page that shows what its converter annotates."""


def mended(damaged):
    repairs = repair(Page(damaged, "utf-8"))
    return simplify(apply(damaged, repairs.edits)), repairs


@pytest.mark.parametrize(("true", "shown"), [
    ("演变为经济问题,职工很关心", "演变为经济问题,职工很关心"),
    ("面对面、实打实服务职工的做法", "面对面、实打实服务职工的做法"),
    ("转变为非公企业的职工", "转变为非公企业的职工"),
    ("企业家带头创建和谐企业", "企业家带头创建和谐企业"),
    ("职工正当的劳动经济权益", "职工正当的劳动经济权益"),
    ("颁发奖章30名", "颁发奖章□0名"),
    ("是“大学校”作用,要发挥好", "是“大学校”作用,要发挥好"),
    ("下发了通知。《机关工会条例》指出", "下发了通知。《机关工会条例》指出"),
    ("沿海口岸联系起来", "沿海口岸联系起来"),
    ("有的放矢地改造。控制高耗能、高排放", "有的放矢地改造。控制高耗能、高排放"),
    ("困难劳模”、“金秋助学”等活动", "困难劳模”、“金秋助学”等活动"),
    ("敢于担当的精神是可贵的", "敢于担当的精神是可贵的"),
])
def test_slips(true, shown):
    damaged = emulator.annotate(emulator.traditional(true.replace(",", "，")), emulator.SHORT, commas=True)
    got, repairs = mended(PAGE + damaged + "\n")
    assert got.split("\n")[-2] == shown
    assert [d.rule for d in repairs.doubts if d.rule == "repair.lost"] == ["repair.lost"] * shown.count("□")


def test_edits_of_notes_are_as_small_as_can_be():
    text = "總結(jié)經(jīng)驗,發(fā)展關(guān)系"
    repairs = repair(Page(text, "utf-8"))
    assert [text[e.start : e.end] for e in repairs.edits] == ["(jié)", "(jīng)", "(fā)", "(guān)"]
    assert {e.text for e in repairs.edits} == {""}


def test_a_simplified_frame_does_not_hide_the_notes():
    frame = "首页 新闻动态 发展规划 联系我们 网站导航\n" * 60
    assert mended(frame + "總結(jié)經(jīng)驗,發(fā)展關(guān)系\n")[0] == frame + "总结经验,发展关系\n"


def test_controls_fall_before_anything_is_matched():
    text = "總結\x08\x06(jié)經(jīng)驗,發\u200b(fā )展關( guān)系\x05。"
    assert mended(text)[0] == "总结经验,发展关系。"


def test_a_hole_in_the_text_is_shown_and_a_cut_end_falls():
    got, repairs = mended("全市工\ufffd\ufffd组织要抓好落实，围绕中心\ufffd……\n")
    assert got == "全市工□组织要抓好落实，围绕中心……\n"
    assert [d.rule for d in repairs.doubts] == ["repair.lost"]


@pytest.mark.parametrize(("damaged", "true"), [
    ("⼯会⼯作要⾏动，⽹上⻓期", "工会工作要行动，网上长期"),
    ("要推动《。\n劳动合同。\n法》的贯彻实施", "要推动《劳动合同法》的贯彻实施"),
    ("领导的`讲话很重要，以下'工作", "领导的讲话很重要，以下工作"),
    ("一 、 加 强 组 织 建 设\n正文", "一、加强组织建设\n正文"),
    ("一、加强组织建设一、加强组织建设\n正文", "一、加强组织建设\n正文"),
    ("一 、 2 0 1 1 年 工 作 回 顾一 、 2 0 1 1 年 工 作 回 顾\n正文", "一、2011年工作回顾\n正文"),
    ("二 、 2 0 1 2 年 主 要 任 务\n正文", "二、2012年主要任务\n正文"),
    ("一、2011年 2012年 2013年 2014年 2015年 2016年\n正文", "一、2011年 2012年 2013年 2014年 2015年 2016年\n正文"),
    ("图标\ue601 首页", "图标 首页"),
    ("朱\ue863基同志讲话", "朱□基同志讲话"),
    ("开头锟斤拷锟斤拷结尾", "开头□结尾"),
])
def test_other_residues(damaged, true):
    assert mended(damaged)[0] == true


@pytest.mark.parametrize(("text", "found"), [
    ("20xx年XX市××县x厂", ["20xx", "XX", "××", "x"]),
    ("201x年、20__年、20**年", ["201x", "20__", "20**"]),
    ("党的xx届五中全会,“”期间", ["xx", "“”"]),
    ("****员的__公司,＊＊同志", ["****", "__", "＊＊"]),
    ("一九五○年,二〇一三年,3×5,10x20", []),
    ("做X光检查,X线机、X射线设备,Y轴和x轴,A股X股,X型支架,长×宽×高,X染色体", []),
    ("X县X线路,x市X厂,长×县", ["X", "X", "x", "X", "×"]),
])
def test_masks(text, found):
    assert [text[m.start : m.end] for m in masks(text)] == found
    assert not repair(Page(text, "utf-8")).edits


def test_the_long_damaged_copy(shared):
    """No note, no torn place and no rare character of the slips is left; one digit is lost for good."""
    page = next((shared / "seeds").glob("002*")).read_text("utf-8")
    got, repairs = mended(page)
    assert not re.search(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", got)
    assert not re.search(r"[\u4e00-\u9fff][?？]", got)
    assert not re.search(r"[嵎榻榉髽榫楹毠袷稒饔湓瓌骷夵槿崬槁瘯ⅰ鹎镏鷮膭趧诎刂吆咚刭逡陂鶎]", got)
    assert got.count("□") == 1
    assert "奖章□0名" in got
    assert [d.rule for d in repairs.doubts].count("repair.lost") == 1


def test_a_bracket_that_half_a_blank_took_comes_back():
    got, repairs = mended("?一)加强组织建设\n?十二)维护职工权益\n谁?(一)是什么?一)不对")
    assert got == "（一)加强组织建设\n（十二)维护职工权益\n谁?(一)是什么?一)不对"
    assert {e.rule for e in repairs.edits} == {"repair.shift"}


def test_a_heading_is_read_though_a_pair_fell_away_behind_it():
    true = "（二）實踐證明,對白鷺鎮的職工要多走訪,多關心"
    assert mended(emulator.half_blank(true))[0] == simplify(true)
