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
_MAYBE = re.compile(r"\d{4}[ -]?\d{3}")
"""Stands in every number of :data:`_FOUND`. A pattern without a choice at its head is searched for much faster."""
_NARROW = {0xFF10 + i: str(i) for i in range(10)} | str.maketrans("（）＠．ｘＸ", "()@.xX")
"""Full width, as copies have it, in the width of the patterns."""
_FOUND = re.compile(
    r"(?<![\d.])(?:(?P<id>[1-9]\d{5}(?:18|19|20)\d{9}[\dXx])"
    r"|(?P<bank>[3-6]\d{15,18}|[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)"
    r"|(?P<phone>(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|\(?0\d{2,3}\)?[-—－ ]?\d{7,8}))(?!\d)"
    r"|(?P<line>(?:电话|手机|传真|热线|联系方式|Tel|TEL)(?:号码)?[：:]?\s?)(?P<local>\d{7,8})(?!\d)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
)


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
        out.append(Contact(m.start("local") if m["local"] else m.start(), m.end(), kind))
    return out


def possible(text: str) -> bool:
    """Whether a text has anything like a number or an address in it at all; cheap, and never wrongly ``False``."""
    return "@" in text or "＠" in text or _MAYBE.search(text) is not None


def cover(text: str) -> str:
    """The text with digits and letters of contact data replaced by ``*``, a few at the start left standing.

    >>> cover("手机13800001111，邮箱 li.ming@gonghui.example")
    '手机138********，邮箱 li.****@*******.*******'
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


def _is_card(number: str) -> bool:
    total = sum(int(d) * w for d, w in zip(number, _CARD_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
