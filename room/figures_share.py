"""Shares said in words: 三分之二, 过半数, 七成以上."""

from __future__ import annotations

import re
from collections.abc import Iterator

from room.figures_value import Bound, Number, rounded
from room.figures_words import one_of, words

_TENS = "一二三四五六七八九十"
_LESS = "不到|不足|近|将近|接近|约|大约"
_PARTS = re.compile(
    rf"(?P<below>[{_TENS}]{{1,2}})分之(?P<above>[{_TENS}两]{{1,2}})(?P<after>以上|左右|以下|强|弱)?"
    r"|(?<![0-9/.])(?P<above2>[1-9])/(?P<below2>[2-9]|10)(?![0-9/])(?P<after2>以上|左右|以下)?(?=的)")
_HALF = re.compile(
    rf"(?P<before>超过|过|{_LESS})?(?:半数|一半)(?P<after>以上|左右)?"
    "|(?<![时间任务多])(?<!已)(?<!已经)过半(?:数|(?![年月天个载小]))|近半(?:数|(?=的))")
_ASKED = re.compile(
    "(?:以上)?(?:的?(?:代表|委员|会员|职工|人员|人)?(?:通过|同意|赞成|出席|到会|选票|票))|获[^，。]{0,6}票|得票")
"""Behind a half: what a vote needs."""
_BARE_HALF = re.compile(
    rf"(?:占|达|达到|超过|减少|下降|降低|增长|增加|压缩|有|为|{_LESS})[^，。；]{{0,8}}$")
_TENTHS = re.compile(
    rf"(?<![{_TENS}0-9第百])(?P<before>超过|过|逾)?(?P<tens>[一二两三四五六七八九]|[1-9])成(?P<rest>半|[一二三四五六七八九])?(?P<more>多)?"
    r"(?P<after>以上|左右|以下)?")
_LEADS = re.compile(rf"(?:^|[，。；：、（]|占|达|到|为|有|是|{_LESS})$")
_NO_TENTH = re.compile("[立员果功绩长就本分因人熟效为了新群套品年都交行型不心片堆体]")
_MORE = re.compile("(?:超过|过|逾|至少|不低于)(?:一?半|[0-9一二两三四五六七八九]成|[^，]分之)")
_ENDS = re.compile(rf"[，。；、,;）)]|$|的(?!新)|{one_of(words('grown'))}|{one_of(words('fallen'))}|[到至]")


def shares(text: str) -> Iterator[Number]:
    """The shares of a text, as numbers of the unit ``%``; what a vote needs (过半数通过) is none, nor is 时间过半.

    >>> [(n.value, n.bound) for n in shares("三分之二以上的企业，近半数职工，约三成合同，四成五的人")]
    [(66.666667, 'least'), (50, 'about'), (30, 'about'), (45, '')]
    """
    for m in _PARTS.finditer(text) if "分之" in text or "/" in text else ():
        above, below = _value(m["above"] or m["above2"]), _value(m["below"] or m["below2"])
        if 0 < above < below:
            yield _number(text, m, 100 * above / below, m["after"] or m["after2"])
    for m in _HALF.finditer(text) if "半" in text else ():
        if _ASKED.match(text, m.end()) or not (m[0] != "一半" or text.startswith("的", m.end())
                                              or _BARE_HALF.search(text[max(0, m.start() - 12) : m.start()])):
            continue
        yield _number(text, m, 50, m["after"])
    for m in _TENTHS.finditer(text) if "成" in text else ():
        led = _LEADS.search(text[max(0, m.start() - 2) : m.start()]) and not _NO_TENTH.match(text, m.end())
        if m["rest"] or m["more"] or m["after"] or m["before"] or led or _ENDS.match(text, m.end()):
            yield _number(text, m, 10 * _value(m["tens"]) + (5 if m["rest"] == "半" else _value(m["rest"])),
                          "以上" if m["more"] else m["after"])


def _value(text: str | None) -> int:
    """
    >>> _value("两"), _value("十"), _value("十二"), _value("7"), _value(None)
    (2, 10, 12, 7, 0)
    """
    if not text:
        return 0
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("两", "二")
    tens, _, ones = text.rpartition("十")
    high = (_TENS.index(tens) + 1 if tens else 1) * 10 if "十" in text else 0
    return high + (_TENS.index(ones) + 1 if ones else 0)


def _number(text: str, m: re.Match[str], value: float, after: str | None) -> Number:
    before = text[max(0, m.start() - 3) : m.start()] + m[0]
    bound: Bound = ""
    if after in ("以上", "强") or _MORE.search(before):
        bound = "least"
    elif after in ("以下", "弱") or re.search("(?:不到|不足|不超过)[^，]{0,3}", before):
        bound = "most"
    elif after == "左右" or re.search("(?:近|约|接近)", before):
        bound = "about"
    return Number(m.start(), m.end(), rounded(value), "%", bound)
