"""A generated lattice: encodings, true and false declarations, lengths."""

from __future__ import annotations

import itertools
import random

import pytest

from scraper.decode import decode

HANS = (
    "同志们：过去的一年，云溪县总工会在县委和上级工会的领导下，围绕中心，服务大局，团结动员广大职工建功立业。"
    "一、加强思想引领，组织职工学习理论，举办讲座三十六场，参加职工八千多人次。二、维护职工权益，签订集体合同二百一十份，"
    "覆盖企业五百家；办理困难职工档案，发放帮扶资金六十万元。三、推进组织建设，新建基层工会四十二个，发展会员三千名。"
    "我们也清醒地看到，工作中还有不少问题：有的企业工会作用发挥不够，干部队伍力量薄弱，活动经费紧张，方法比较单一。"
)
HANT = (
    "各位理事、各位會員：過去一年，本會在全體同仁的支持之下，圍繞勞工權益，推動各項工作，得到社會各界的肯定。"
    "第一，加強勞資協商，簽訂團體協約二十份，調處爭議案件三十五件。第二，辦理勞工教育，開設課程四十班，參加人數超過兩千人。"
    "第三，關懷弱勢家庭，發放慰問金與獎學金，讓會員感受到組織的溫暖。未來我們將繼續爭取合理的工時與薪資，改善工作環境，"
    "並且加強與國際工會組織的聯繫，學習他們的經驗。最後，祝福大家身體健康，萬事如意，謝謝各位！"
)
TEXTS = {"utf-8": HANS + HANT, "gb18030": HANS, "big5": HANT, "utf-16-le": HANS, "utf-16-be": HANT}


def _cases() -> list[tuple[str, str]]:
    rng = random.Random(7)
    out = []
    for name, told, size in itertools.product(TEXTS, ("", "utf-8", "gb2312", "big5", "iso-8859-1"), (200, 400, 2000)):
        for _ in range(8):
            text = TEXTS[name] * 12
            start = rng.randrange(len(TEXTS[name]))
            head = f'<meta charset="{told}"><meta content="text/html; charset=gbk">' if told else ""
            out.append((name, head + text[start : start + size]))
    return out


def test_lattice() -> None:
    cases = _cases()
    right = sum(decode(text.encode(name)) == (text, name) for name, text in cases)
    assert right / len(cases) >= 0.995


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_no_text(name: str) -> None:
    assert decode(HANS.encode(name))[0] == HANS


@pytest.mark.parametrize("hint", [None, "utf-8", "big5", "nonsense"])
def test_hint_is_trusted_least(hint: str | None) -> None:
    assert decode(HANS.encode("gb18030"), hint) == (HANS, "gb18030")


@pytest.mark.parametrize(("name", "lost"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_cut_character_costs_nothing_else(name: str, lost: int) -> None:
    text, told = decode(HANS.encode(name)[:-lost])
    assert told == name
    assert text == HANS[:-1] + "\ufffd"


def test_two_encodings_in_one_page() -> None:
    frame, body = "<div>首页 新闻中心 会员登录</div>\n", f"<p>{HANS}</p>\n"
    text, _ = decode(frame.encode() + body.encode("gb18030") + frame.encode())
    assert text == frame + body + frame


def test_line_ends_stay() -> None:
    assert decode(f"{HANS}\r\n{HANS}\r\n".encode("gb18030"))[0] == f"{HANS}\r\n{HANS}\r\n"


def test_ascii_and_nothing() -> None:
    assert decode(b"") == ("", "utf-8")
    assert decode(b"plain\r\n") == ("plain\r\n", "utf-8")
