"""Days in figures: kept where they sign or date a paper, cut where they tell of an upload."""

from __future__ import annotations

import pytest

from scraper.clean import clean

TEXT = """松溪市总工会2013年工作总结
{head}
2013年，全市各级工会认真贯彻上级部署，积极开展工作，取得了新的成绩，职工队伍保持稳定。

一、抓组建。全市新建工会三百家，发展会员一万二千人，组建率达到百分之九十以上。

二、抓帮扶。全年帮扶困难职工三千人次，发放资金二百万元，职工得到了实实在在的好处。
{tail}
"""


def _cleaned(head: str = "", tail: str = "") -> tuple[str | None, str]:
    [document] = clean(TEXT.format(head=head, tail=tail).encode())["documents"]
    return document.get("date"), document["body"]


@pytest.mark.parametrize("tail", [
    "松溪市总工会\n2014-4-28", "松溪市总工会\n2014/4/28", "松溪市总工会\n2014.4.28", "松溪市总工会 2014-4-28",
    "报告人：王小明\n2014-4-28", "王小明\n2014/04/28", "松溪市总工会\n2014-4-28\n上一篇：关于慰问的通知",
    "松溪市总工会\n松溪市教育局\n2014-4-28",
])
def test_day_under_a_signature_stays(tail: str) -> None:
    date, body = _cleaned(tail=tail)
    assert date == "2014-04-28"
    assert tail.split("\n上一篇")[0].split("\n")[-1] in body


def test_day_in_brackets_under_the_title_dates_the_paper() -> None:
    assert _cleaned(head="（2014-4-28）")[0] == "2014-04-28"


@pytest.mark.parametrize(("head", "tail"), [
    ("2014-4-28", ""), ("2014-04-28 12:30", ""), ("松溪工会网 2014-04-28", ""), ("(2014-04-28 12:30:05)", ""),
    ("", "2014-4-28"), ("", "小编 2014-4-28"), ("", "上传者 2014-04-28"), ("", "发布：松溪工会网\n2014-4-28"),
    ("", "松溪市总工会\n2014-4-28 10:23"), ("", "关于表彰先进工会的决定 2014-04-28\n关于召开会议的通知 2014-04-27"),
])
def test_day_of_an_upload_goes(head: str, tail: str) -> None:
    date, body = _cleaned(head, tail)
    assert date is None
    assert "2014" not in body.replace("2014年", "")


def test_day_beside_the_office_under_a_title_stays() -> None:
    page = """给会员的新春贺词
理事长 裴海川 [ 2010/04/09 ]
各位会员、各位伙伴：
新的一年开始了，我代表理事会向大家致以问候。过去一年我们走过了许多不平凡的路。
新的一年我们要继续团结，争取更好的劳动条件，让每一位会员都能安心工作，感谢大家。
"""
    [document] = clean(page.encode())["documents"]
    assert (document["speaker"], document["date"]) == ("裴海川", "2010-04-09")
