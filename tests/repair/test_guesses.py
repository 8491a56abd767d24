"""UTF-8 that was read as GBK with lost bytes: what is guessed, what is doubted, what is left as □."""

from __future__ import annotations

import pytest

from scraper import clean_capture
from scraper.laws import broken_body, broken_page
from scraper.model import Capture

TITLE = "在青溪县总工会第八届委员会第三次全体会议上的工作报告"
TEXT = """{title}

(2012年3月15日)

{name}

各位委员、同志们：

受县总工会常务委员会委托，我向全委会报告工作，请予审议。

一、2011年工作回顾

过去一年，全县各级工会组织紧紧围绕县委、县政府的中心任务，团结动员广大职工投身经济建设主战场，取得了新的进展。

二、2012年主要任务

做好今年的工会工作，意义重大。总的要求是：把握大局、服务中心、突出重点、整体推进。授予工人先锋号18个。
"""


def cleaned(title=TITLE, name="朱慕白"):
    text = TEXT.format(title=title, name=name)
    return clean_capture(Capture(text.encode().decode("gbk", "replace").encode()))


def test_the_form_of_a_line_proves_what_language_does_not():
    [document] = cleaned().documents
    lines = document.body.split("\n")
    assert document.date == "2012-03-15"
    assert {"## 一、2011年工作回顾", "## 二、2012年主要任务", "各位委员、同志们："} <= set(lines)


@pytest.mark.parametrize(("title", "name", "wrong"), [
    (TITLE, "朱慕白", "六"),
    (TITLE.replace("青溪县", "云汀市"), "欧阳恪", "云汉"),
    (TITLE.replace("青溪县", "白桐市"), "李八一", "八个"),
])
def test_names_and_numbers_are_not_guessed(title, name, wrong):
    made = cleaned(title, name)
    [document] = made.documents
    assert wrong not in document.body
    assert document.speaker in (None, name)
    for value in (document.organization, document.meeting, document.region and document.region.name):
        assert value is None or ("□" not in value and value in title + "县总工会")
    assert document.body.split("\n")[0].replace("□", "") in ("# " + title, "# " + title.replace("八", ""),
                                                             "# " + title.replace("八", "").replace("汀", ""))
    doubted = [(d.start, d.end) for d in made.ledger.doubts]
    for s in made.ledger.segments:
        assert "□" not in (s.text or "") or any(a < s.end and s.start < b for a, b in doubted)
    assert broken_page(made.page.text, made.ledger) == []
    assert broken_body(made.page.text, made.ledger, document) == []


def test_a_doubt_is_as_narrow_as_what_it_doubts():
    made = cleaned()
    widths = [d.end - d.start for d in made.ledger.doubts]
    assert widths
    assert max(widths) <= 12


def test_a_by_line_read_with_guesses_is_told_in_the_ledger():
    made = cleaned(name="张国栋")
    [document] = made.documents
    assert document.speaker == "张国栋"
    assert any(d.note == "read as 张国栋" for d in made.ledger.doubts)
