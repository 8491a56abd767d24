"""Pages that hold no document, told by what stays of them."""

from __future__ import annotations

import pytest

from scraper.extract.refusal import LIST, LOGIN, refusal_of


@pytest.mark.parametrize(("kept", "reason"), [
    (["您尚未登录，无权浏览本文。", "一、无限量浏览全站八十万篇稿件；", "二、每月免费下载六十篇；",
      "三、资深写手一对一改稿，不满意就全额退款；", "四、客服全天在线，随时解答写作中遇到的难题。"], LOGIN),
    (["各位代表：我受第三届委员会的委托，向大会报告五年来的工作，请予审议。一年来，全县各级工会围绕……",
      "工作报告指出，要把服务职工摆在首位，做实帮扶项目，用好线上平台，推动……",
      "各位委员：我代表集团工会第二届委员会，向全会作工作报告。一、工作回顾。二、今后……"], LIST),
    (["同志们：召开这次会议，主要是总结去年的工作，表彰先进……[详细]",
      "各位职工代表：大家好！今天请大家来，一是看望，二是听意见……【全文】"], LIST),
])
def test_walls_and_results_of_a_search(kept: list[str], reason: tuple[str, str]) -> None:
    assert refusal_of(kept, [], 0, plain=sum(map(len, kept))) == reason


def test_a_text_in_which_one_paragraph_breaks_off_stays() -> None:
    kept = ["说起那天的情形，老班长至今难忘：三个人，一盏灯，一夜没有合眼……",
            "第二天一早，工友们把修好的水泵装上车，送到了十里外的村口。",
            "后来大家都说，那一夜的灯光，照亮的不只是一间机房。",
            "登录后可以查看更多车间故事的专栏，由车间工会小组轮流供稿。"]
    assert refusal_of(kept, [], 0, plain=sum(map(len, kept))) is None
