"""Written dates as EDTF: Chinese and Arabic numerals, ROC years, dots, brackets."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

_CN = "〇零一二三四五六七八九十百元OoＯ0○"
_DIGIT = {**{c: str(i) for i, c in enumerate("零一二三四五六七八九")}, **dict.fromkeys("〇○Oo0", "0")}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: its stretch, its EDTF value, how it is written: ``han``, ``dot``, ``slash``, ``dash`` or
    ``roc`` (``99.05.01``, counted from 1912: true only in a paper from Taiwan).
    """

    start: int
    end: int
    value: str
    form: str


_HAN = re.compile(
    r"(?<![\d〇零一二三四五六七八九十])(?:公元\s?)?(?!.{4,6}(?:农历|阴历))(?P<roc>(?:中华)?民国\s?)?"
    rf"(?P<y>\d(?:\s?\d){{3}}|\d{{2,3}}|[{_CN}]{{2,4}})\s?年\s?"
    r"(?:(?P<m>\d\s?\d|\d|[一二三四五六七八九十元正〇]{1,3})\s?月(?:份)?\s?"
    r"(?:(?P<d>\d\s?\d|\d|[一二三四五六七八九十〇初廿卅]{1,3})\s?[日号])?)?"
)
_MARKED = re.compile(
    r"(?<![\d.])(?P<y>\d{2,4})\s?(?P<s>[./-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<d>\d{1,2})(?![\d./-]|\s*\d{1,2}:)"
)
_MONTH = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s?\.\s?(?P<m>0?[1-9]|1[0-2])(?![\d.]|\s?[%万亿元个人项])")
_BARE = re.compile(r"(?<=[(\[])(?P<y>(?:19|20)\d\d)(?P<rest>\d{2,4})(?=[)\]])")


def number(text: str) -> int | None:
    """A number below 1000 in Chinese or Arabic numerals.

    >>> number("十六"), number("二十三"), number("12"), number("一百一十一"), number("二〇")
    (16, 23, 12, 111, 20)
    """
    text = re.sub(r"\s", "", text)
    if text.isdecimal():
        return int(text)
    if text in ("元", "正"):
        return 1
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    if not text or any(c not in _DIGIT and c not in "十百" for c in text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(_DIGIT[c] for c in text))
    total = 0
    if "百" in text:
        head, text = text.split("百", 1)
        total = 100 * int(_DIGIT.get(head, "1"))
    if "十" in text:
        head, text = text.split("十", 1)
        total += 10 * (int(_DIGIT.get(head, "1")) if head.strip("零〇") or not head else 0)
    tail = text.strip("零〇")
    return total + (int(_DIGIT[tail]) if tail in _DIGIT else 0)


def dates(text: str) -> Iterator[Dated]:
    """The dates of a folded text, in order.

    >>> [d.value for d in dates("(二〇一三年三月七日)修订,2010.04.07,20xx年5月1日,民国111年5月9日")]
    ['2013-03-07', '2010-04-07', '2022-05-09']
    >>> [d.value for d in dates("2014年4月31日,二〇一四年四月廿八日,2013年2月29日")]
    ['2014-04-28']
    """
    found = [d for d in (*_han(text), *_marked(text), *_bare(text)) if d]
    yield from sorted(found, key=lambda d: d.start)


def _han(text: str) -> Iterator[Dated | None]:
    for m in _HAN.finditer(text):
        digits = re.sub(r"\s", "", m["y"])
        year = number(digits)
        if year is None or re.search(r"[xX×*_]\s?$", text[max(m.start() - 2, 0) : m.start()]):
            continue
        if m["roc"]:
            year += 1911
        elif not 1900 <= year <= 2100:
            continue
        yield _dated(m.start(), m.end(), year, m["m"], m["d"], "han")


_SHORT = re.compile(r"^\s*[(\[【]\s*(?P<y>\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日\s*[)\]】]\s*$")


def short_year(text: str) -> Dated | None:
    """The day of a line that is nothing but ``(14年4月28日)``, where a title stands above it.

    Years of the union's papers are told in two digits from 1950 on; those that
    may be either century's are left.

    >>> short_year("(14年4月28日)").value, short_year("(98年12月1日)").value
    ('2014-04-28', '1998-12-01')
    >>> short_year("(14年4月28日召开)"), short_year("14年4月28日"), short_year("(35年4月28日)")
    (None, None, None)
    """
    m = _SHORT.match(text)
    if m is None or 29 < int(m["y"]) < 50:
        return None
    year = int(m["y"]) + (1900 if int(m["y"]) >= 50 else 2000)
    return _dated(m.start("y"), m.end("d") + 1, year, m["m"], m["d"], "han")


def _marked(text: str) -> Iterator[Dated | None]:
    for m in _MARKED.finditer(text):
        year = int(m["y"])
        if 60 <= year < 200:
            yield _dated(m.start(), m.end(), year + 1911, m["m"], m["d"], "roc")
        elif 1900 <= year <= 2100:
            yield _dated(m.start(), m.end(), year, m["m"], m["d"], {".": "dot", "/": "slash", "-": "dash"}[m["s"]])
    for m in _MONTH.finditer(text):
        yield _dated(m.start(), m.end(), int(m["y"]), m["m"], None, "dot")


def _bare(text: str) -> Iterator[Dated | None]:
    """``(2014126)``: the characters 年月日 dropped; month and day only where the digits admit one reading."""
    for m in _BARE.finditer(text):
        rest = m["rest"]
        readings = {(int(rest[:i]), int(rest[i:])) for i in (1, 2) if (0 < len(rest) - i <= 2
                    and rest[0] != "0") or (len(rest) == 4 and i == 2)}
        fair = [r for r in readings if 1 <= r[0] <= 12 and 1 <= r[1] <= 31]
        month, day = fair[0] if len(fair) == 1 else (None, None)
        yield _dated(m.start(), m.end(), int(m["y"]), str(month) if month else None, str(day) if day else None, "han")


def _dated(start: int, end: int, year: int, month: str | None, day: str | None, form: str) -> Dated | None:
    value = f"{year:04}"
    if month is not None:
        m = number(month)
        if m is None or not 1 <= m <= 12:
            return None
        value += f"-{m:02}"
        if day is not None:
            d = number(day)
            if d is None or not 1 <= d <= calendar.monthrange(year, m)[1]:
                return None
            value += f"-{d:02}"
    return Dated(start, end, value, form)
