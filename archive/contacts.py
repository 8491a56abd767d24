"""Telephone, identity card and bank numbers in texts: found, and covered on the site.

Covering keeps the length, so that offsets into the text stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ContactKind = Literal["id", "phone", "bank", "mail"]
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ACCOUNT = re.compile(r"账号|帐号|卡号|账户|帐户")
_MAYBE = re.compile(r"\d{3}[ \u3000–—－-]?\d{4}")
"""Stands in every number of :data:`_FOUND`. A pattern without a choice at its head is searched for much faster."""
_NARROW = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " "}
"""Full width, as copies have it, in the width of the patterns."""
_FOUND = re.compile(
    r"(?<!\d)(?<!\d\.)(?:(?P<id>[1-9]\d{5}(?:18|19|20)\d{9}[\dXx])"
    r"|(?P<bank>[3-6]\d{15,18}|[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)"
    r"|(?P<phone>(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}"
    r"|(?P<area>\(0\d{2,3}\)[-—– ]?|0\d{2,3}[-—–])(?:\d{7,8}|[2-9]\d{2,3}[ -]\d{4})|0\d{2,3} ?\d{7,8}))(?!\d)"
    r"|(?P<line>(?:电话|手机|传真|热线|联系方式|Tel|TEL)(?:号码)?(?P<colon>:)?\s?)"
    r"(?P<local>\d{7,8}|(?!(?:19|20)\d\d[ -](?:19|20))[2-9]\d{2,3}[ -]\d{4})(?!\d)"
    r"|(?P<mail>(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}"
    r"\.[A-Za-z]{2,24})",
    re.ASCII,
)
"""Mail addresses are of ASCII: Chinese goes on right before and behind them without a blank."""
_LABEL = re.compile(
    r"(?:电话|手机|传真|热线|致电|拨打|微信|短信|联系方式|Tel|TEL|tel|联系人:?[^\d,。;:]{0,8})(?:号码?|至)?"
    r"[:是为() ]{0,3}$")
_AMOUNT = re.compile(
    r"\.\d{1,6}(?![\d.、])|[%‰]| ?[多余]?(?:[万亿](?=[亿元人名户家吨亩个件次份多余美字平立斤公米只头株册,。;、)\s]|$)"
    r"|元(?![旦宵月素老])|美元|人(?![事力民社资员士大:])|户(?![籍外名主口:])|家(?![庭住属长里电访:])|吨)"
    r"|[多余]?(?:名(?![称单字:])|个(?![人体])|件|次(?![日年月])|份(?!:)|亩|平方|立方|千瓦|公里|公斤|斤|米|只|头|株|册"
    r"|台|辆|套|条(?!件)|字(?!:)|年(?![前底初内]))")
"""What behind a number makes it a figure. 元旦, 人事, 家住 and the like, and 万 as a surname, do not."""
_COUNTING = re.compile(
    r"(?:[¥$￥]|人民币|金额|达到?|突破|超过?|大约|接近|逾|共计|合计|总计|总额|增至|增长|增加|下降|第|编号|单号|代码"
    r"|批号|流水号|ISBN|ISSN):? ?$")
"""What before a number makes it a figure, or the number of a paper."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A place in a text that tells how to reach a person (code points, half open)."""

    start: int
    end: int
    kind: ContactKind


def find(text: str) -> list[Contact]:
    """The contact data of a text, in order.

    >>> [c.kind for c in find("联系电话：0571-87654321，手机13800001111，账号6222020200001234567")]
    ['phone', 'phone', 'bank']
    >>> [c.start for c in find("电话１３８００００１１１１")]
    [2]
    >>> find("会员20130308人，增长13912345678901234567元，1998—2003年")
    []
    """
    out: list[Contact] = []
    if not possible(text):
        return out
    text = text.translate(_NARROW)
    for m in _FOUND.finditer(text):
        kind: ContactKind
        if m["id"]:
            kind = "id" if _is_card(m["id"]) else "bank"
        elif m["bank"]:
            kind = "bank"
            if not _luhn(re.sub(r"\D", "", m["bank"])) and not _ACCOUNT.search(text, max(0, m.start() - 12), m.start()):
                continue
        elif m["mail"]:
            kind = "mail"
        else:
            kind = "phone"
        if kind != "mail" and not m["area"] and not m["colon"] and _is_figure(text, m, kind):
            continue
        out.append(Contact(m.start("local") if m["local"] else m.start(), m.end(), kind))
    return out


def possible(text: str) -> bool:
    """Whether a text has anything like a number or an address in it at all; cheap, and never wrongly ``False``."""
    return "@" in text or "＠" in text or _MAYBE.search(text) is not None


def cover(text: str) -> str:
    """The text with digits and letters of contact data replaced by ``*``, a few at the start left standing.

    >>> cover("手机13800001111，邮箱 li.ming@gonghui.example")
    '手机138********，邮箱 li.****@*******.*******'
    >>> cover("经费13800000000元，邮箱gonghui@abc.example逾期不再受理")
    '经费13800000000元，邮箱gon****@***.*******逾期不再受理'
    """
    return "\n".join(map(_cover_line, text.split("\n"))) if possible(text) else text


def cover_part(before: str, part: str, after: str) -> str:
    """``part`` covered as it would be between its neighbours.

    >>> cover_part("电话138", "0000", "1111")
    '****'
    """
    return cover(before + part + after)[len(before) : len(before) + len(part)]


def _cover_line(line: str) -> str:
    for c in find(line):
        line = line[: c.start + 3] + re.sub(r"\w", "*", line[c.start + 3 : c.end]) + line[c.end :]
    return line


def _is_figure(text: str, found: re.Match[str], kind: ContactKind) -> bool:
    """Whether a number is an amount or counts something, by what stands directly before and behind it."""
    before = text[max(0, found.start() - 16) : found.start()]
    if kind == "phone" and not found["local"] and _LABEL.search(before):
        return False
    return bool(_AMOUNT.match(text, found.end()) or (kind != "id" and not found["local"] and _COUNTING.search(before)))


def _is_card(number: str) -> bool:
    total = sum(int(d) * w for d, w in zip(number, _CARD_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
