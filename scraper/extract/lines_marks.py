"""Marks that a site strews into its texts: addresses, "taken from" notes, numbers of chats, with their brackets.

A mark is written in every way that a copier's filter would miss: in full
width, letter by letter, in mixed case. So it is looked for in a folded form of
the line (half width, lower case, without blanks) and led back to the offsets
of the line. An address that the text itself gives (网址：, 请登录, 报名邮箱) is
none; what tells is the word before it and whether it tears a sentence.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from scraper.model import Cut
from scraper.view import Line

Span = tuple[int, int]
_CLOSES = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "〔": "〕", "〖": "〗", "{": "}", "<": ">",
           "《": "》"}
_OPEN, _CLOSE = "".join(map(re.escape, _CLOSES)), "".join(map(re.escape, _CLOSES.values()))
_HAN = "\u3400-\u9fff"
_WORTH = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９]\s{0,2}[.．。]\s{0,2}[A-Za-zＡ-Ｚａ-ｚ]"
                    r"|[QqＱｑ]\s?[QqＱｑ]|扣扣|微信|公众号|[Vv][Xx]|来自|来源|转自|转载自|摘自|选自|出自")
"""What a line must hold to be looked at."""
_TOP = r"(?:com|cn|net|org|cc|info|biz|top|vip|xyz|club|wang|example|invalid)"
_SITE = r"(?:网[站络]?|互联网|文库|范文|文秘|论坛|之家|资料库|资源库|题库|宝库|公众号|在线|吧)"
_PATH = r"(?:[:：]\d{2,5})?(?:/[a-z0-9_./\-?=&%#~+]{0,80})?"
_ADDRESS = re.compile(
    rf"(?:(?<![a-z@._/-])(?:h(?:tt|xx)ps?[:：]//(?:[a-z0-9-]{{1,40}}\.){{1,4}}[a-z]{{2,8}}"
    rf"|www(?:[.。·,]|点)(?:[a-z0-9-]{{1,40}}(?:[.。·]|点)){{1,3}}[a-z]{{2,8}})"
    rf"|(?<![a-z0-9@._/-])(?:[a-z0-9-]{{2,30}}\.){{1,3}}{_TOP}){_PATH}(?![a-z0-9@])"
)
_IN_ADDRESS = ("http", "hxxp", "www", *("." + top for top in _TOP[3:-1].split("|")))
_IN_NOTE = ("来自", "来源", "转自", "转载", "摘自", "选自", "出自", "下载", "整理", "出处")
_IN_CHAT = ("qq", "扣扣", "微信", "vx", "wx", "公众号")
"""What a hit of each of the three patterns holds: the cheap question first."""
_STATE = re.compile(r"\.(?:gov|edu|mil)(?:\.|$|/)|acftu")
"""Addresses of authorities: no site of theirs marks a text against copying."""
_FROM = r"(?:来自|来源(?:于|自)?|转自|转载自?|摘自|选自|出自|下载[自于]|整理[自于])"
_NOTE = re.compile(
    rf"[{_OPEN}](?!资料来源[:：])(?:本文|文章|文档|资料|内容|材料|原文|以上)?{_FROM}[:：]?"
    rf"[^{_OPEN}{_CLOSE}，。；]{{0,24}}(?:{_SITE}[a-z.]{{0,12}}(?:收集|整理|提供|发布|搜集)?|\.[a-z]{{1,8}})[{_CLOSE}]"
    rf"|[\[【](?:来源|出处|转自)[:：][^{_OPEN}{_CLOSE}，。；]{{1,24}}[\]】]"
    rf"|[{_OPEN}]?(?:本文|文章|资料|以上内容)(?:来自|来源于|转自|转载自|摘自)[:：]?[a-z0-9.{_HAN}]{{2,16}}?"
    rf"(?:文秘|范文|文库|资料|论文|公文|材料)网?[,，]?(?:转载请(?:注明|保留)(?:出处|来源)?)?[{_CLOSE}]?"
)
_CHAT = re.compile(
    rf"[{_OPEN}]?(?<![a-z0-9])(?:(?:客服|咨询|加)?(?:qq|扣扣)群?号?[:：]?\d{{5,11}}"
    rf"|(?:微信|vx|wx)(?:公众)?号?[:：][a-z][a-z0-9_-]{{4,20}})(?![\da-z])[{_CLOSE}]?"
    rf"|[{_OPEN}](?:请?关注)?(?:官方)?(?:微信)?公众号[:：][a-z0-9_{_HAN}-]{{2,20}}[{_CLOSE}]"
    rf"|(?:更多[{_HAN}]{{0,10}})?(?:请?关注)?(?:官方)?(?:微信)?公众号[:：][a-z0-9_{_HAN}-]{{2,20}}$"
)
_GIVEN = re.compile(
    r"(?:网[址站页]|官网|主页|邮[箱件]|信箱|链接|地址|域名|平台|系统|账?号|登[录陆]|访问|进入|打开|浏览|输入|点击|扫描|下载|上传|查询|发送?至|[详参]?见|"
    r"报[名送]|投稿|联系|电话|传真|咨询|热线|通过|关注|添加|开[通设]|[在至于到即为是和与]|@|mail|[:：“\"'])$"
)
"""What stands before an address that belongs to the text."""
_USED = re.compile(r"[”\"]|(?:网站?|平台|网页|系统|官网|邮箱|专栏|频道|查询|下载|报名|注册|登录|填报)")
"""What stands behind one."""
_CONTACT = re.compile(r"联系|电话|邮箱|咨询|报名|投稿|传真|网址|信箱|mail|主页|微信群")
_FARM = re.compile(r"(?:范文|文秘|文库|论文|资料|公文|材料|题库)网$")
_CITED = re.compile(r"(?:数据|图片?|表\d*|资料|信息|统计|文献)$")
"""A source in brackets behind one of these is a citation."""
_STOPS = "。！？!?；;…”"
_PARTS = _STOPS + "，,、：:"
_SPACED, _REACH = 2, 24


@dataclass(frozen=True, slots=True)
class Folded:
    """A line without blanks in half width and lower case; ``at`` is the place of each character in the line."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the line."""
        return self.at[start], self.at[end - 1] + 1

    def begins(self, i: int) -> bool:
        """Whether a blank, a stop, a comma or a bracket stands before character ``i``, or nothing."""
        return i == 0 or self.at[i] - self.at[i - 1] > 1 or self.text[i - 1] in _PARTS or self.text[i - 1] in _CLOSES


def fold(text: str) -> Folded:
    """The folded form of a line.

    >>> fold("桥梁 ｗｗｗ．Ab c 纽带").text
    '桥梁www.abc纽带'
    """
    at = array("l")  # a list of numbers takes nine times as much, and a page may be one line of ten megabytes
    for m in _SOLID.finditer(text):
        at.extend(range(*m.span()))
    return Folded("".join(text.split()).translate(_HALF), at)


_SOLID = re.compile(r"\S+")
_HALF = {code: chr(code - 0xFEE0).lower() for code in (*range(ord("０"), ord("ｚ") + 1), *map(ord, "．／＿－"))} | {
    code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}


def marks(lines: Sequence[Line], sites: Iterable[str] = ()) -> list[Cut]:
    """The marks inside the lines (view offsets), in order; ``sites`` are names the page gives its site."""
    found = [(line, folded, a, b, rule) for line in lines if len(line.text) > _SPACED and _WORTH.search(line.text)
             for folded in (fold(line.text),) for a, b, rule in _found(folded, line.text)]
    known = tuple(fold(s).text for s in sites)
    beside = _beside([(f.text, a, b) for _, f, a, b, rule in found if rule == "marks.address"])
    out = []
    for line, folded, a, b, rule in found:
        if rule == "marks.address":
            a, b = _named(folded, a, b, known, beside)
        start, end = folded.span(a, b)
        start, end = _whole(line.text, start, end)
        out.append(Cut(line.start + start, line.start + end, rule))
    return out


def hollow(text: str, start: int, end: int) -> Span:
    """A stretch of ``text`` with the brackets around it that would be empty without it.

    >>> hollow("职工【本文来自网】队伍", 3, 8), hollow("一（二）", 2, 3)
    ((2, 9), (1, 4))
    """
    while True:
        a, b = _bare(text, start, end)
        if not (a and b < len(text) and _CLOSES.get(text[a - 1]) == text[b]):
            return start, end
        start, end = a - 1, b + 1


def _bare(text: str, start: int, end: int) -> Span:
    """A stretch with the blanks around it."""
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end


def _whole(text: str, start: int, end: int) -> Span:
    """A mark with its brackets, half a pair too, and the blanks between it and the sentence it tears."""
    start, end = hollow(text, start, end)
    a, b = _bare(text, start, end)
    if a and text[a - 1] in _HARD and text[a - 1] in _CLOSES and _CLOSES[text[a - 1]] not in text[b:]:
        start = a - 1
    elif b < len(text) and text[b] in _HARD and text[b] not in _CLOSES and text.rfind(_OPENS[text[b]], 0, a) < 0:
        end = b + 1
    a, b = _bare(text, start, end)
    torn = a and b < len(text) and _IDEOGRAPH.match(text, a - 1) and _IDEOGRAPH.match(text, b)
    return (a, b) if torn else (start, end)


_OPENS = {v: k for k, v in _CLOSES.items()}
_HARD = frozenset("【】〖〗[]")
"""Brackets that lists and sentences do not leave half open."""
_IDEOGRAPH = re.compile(rf"[{_HAN}，。；：、！？”“]")


def _found(folded: Folded, line: str) -> Iterator[tuple[int, int, str]]:
    text = folded.text
    done = 0
    for m in _NOTE.finditer(text) if _holds(text, _IN_NOTE) else ():
        if "《" not in m[0][1:] and not _CITED.search(text, max(0, m.start() - 4), m.start()):
            done = m.end()
            yield m.start(), done, "marks.note"
    for m in _ADDRESS.finditer(text, done) if _holds(text, _IN_ADDRESS) else ():
        whole = m[0].startswith(("www", "http", "hxxp")) or not _joined(folded, line, *m.span())
        if whole and not _STATE.search(m[0]) and _strewn(text, *m.span()):
            yield m.start(), m.end(), "marks.address"
    for m in _CHAT.finditer(text, done) if _holds(text, _IN_CHAT) else ():
        if _hangs(text, *m.span()):
            yield m.start(), m.end(), "marks.chat"


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


def _joined(folded: Folded, line: str, start: int, end: int) -> bool:
    """Whether words that stood apart make up an address: ``end. Network`` is none, ``a b . c o m`` is."""
    parts = line[slice(*folded.span(start, end))].split()
    return len(parts) > 1 and any(len(p) > _SPACED for p in parts)


def _strewn(text: str, start: int, end: int) -> bool:
    """Whether an address tears a sentence or hangs behind one, and nothing around it gives it."""
    before = text[max(0, start - _REACH) : start]
    if before[-1:] in _CLOSES and text[end : end + 1] == _CLOSES.get(before[-1:]):
        before = before[:-1]
        if before.endswith("网") and not _FARM.search(before):
            return False
    clause = re.split(r"[，。；！？,;]", before)[-1]
    return not (_GIVEN.search(before) or _CONTACT.search(clause) or _USED.match(text, end))


def _hangs(text: str, start: int, end: int) -> bool:
    """Whether a chat's number tears a sentence or hangs behind the last one of a paragraph."""
    before = text[max(0, start - _REACH) : start]
    if _CONTACT.search(before) or _GIVEN.search(before) or re.search(r"微信|公众|平台|关注", before):
        return False
    if end == len(text):
        return before[-1:] in _STOPS and bool(before)
    return bool(re.match(rf"[{_HAN}]", text[end])) and bool(re.search(rf"[{_HAN}]$", before))


def _beside(found: Sequence[tuple[str, int, int]]) -> dict[str, tuple[str, str]]:
    """For each address that stands more than once, the letters that always stand right before it and behind it."""
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for text, a, b in found:
        places[text[a:b]].append((text[max(0, a - 12) : a], text[b : b + 12]))
    out = {}
    for address, sides in places.items():
        if len(sides) > 1:
            before = _alike([s[0][::-1] for s in sides])[::-1]
            behind = _alike([s[1] for s in sides])
            out[address] = (re.findall(rf"[{_HAN}]*$", before)[0], re.findall(rf"^[{_HAN}]*", behind)[0])
    return out


def _alike(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*texts, strict=False))
    return "".join(column[0] for column in columns)


_RUN = re.compile(rf"[{_HAN}]{{2,12}}[,，:：]?$")
_NAMED = re.compile(rf"(?:{_SITE}|文秘|天下|宝典|库|站)[,，:：]?$")
_LAST = re.compile(rf"[{_HAN}]{{2}}(?:范文|文秘|文库|论文|资料|公文|材料|学习|下载)网?[,，:：]?$")


def _named(folded: Folded, start: int, end: int, sites: Sequence[str],
           beside: dict[str, tuple[str, str]]) -> Span:
    """An address with the site's name beside it."""
    text = folded.text
    before, behind = beside.get(text[start:end], ("", ""))
    for name in sorted(sites, key=len, reverse=True):
        if text.endswith(name, 0, start):
            return start - len(name), end
        if text.startswith(name, end):
            return start, end + len(name)
    if len(before) > 1 or len(behind) > 1:
        return start - len(before) * (len(before) > 1), end + len(behind) * (len(behind) > 1)
    if m := _RUN.search(text, max(0, start - 13), start):
        for i in range(m.start(), m.end() - 1):
            tears = end < len(text) and text[i - 1 : i] not in _CLOSES
            if folded.begins(i) and (not tears or _NAMED.search(text, i, start)):
                return i, end
    if m := _LAST.search(text, max(0, start - 8), start):
        return m.start(), end
    return start, end
