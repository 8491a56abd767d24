"""Where a line glues things together that the page showed apart: title, marker, salutation, text."""

from __future__ import annotations

import itertools
import re

_N = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_MARKS = (
    re.compile(rf"[(（\[【]?\s?第\s?{_N}\s?篇(?![章文论幅])\s?[)）\]】]?[:：]?"),
    re.compile(rf"[(（\[【]?\s?篇\s?{_N}(?![\d章幅])\s?[)）\]】]?[:：]?"),
)
_COUNT = re.compile(rf"(?P<stem>[\w（）()“”]{{4,40}}?)(?:精选|优秀|通用|范文|汇总|合集)?[（(]?(?:{_N}|[两几])篇")
_GREETING = re.compile(
    r"(?:(?:尊敬|亲爱|敬爱)的[^。！？；:：\s]{2,60}|(?:[全诸各][位体])[^。！？；:：\s]{1,60}|同志们|(?:[\w]{2,4}[、，,])?同志们?)\s?[:：](?=\S)"
)
_TITLE_GAP = re.compile(
    r"^[^\s。！？；，,:：]{6,50}(?:讲话稿?|报告|总结|发言稿?|致辞|主持词|汇报|方案|计划|体会"
    r"|篇)[)）]?(?=[ \u3000]+\S{2,}[^。]{0,200}[。，])"
)
_BRACKETED = re.compile(r"^【[^】。，；]{4,40}】(?=\S)(?!(?:相关|推荐|拓展|延伸|扩展|类似|更多))")
_TITLED, _FAR = 1500, 60_000
"""Characters a page's title stands within, and a part may hold; both keep long lines linear."""
_ENDS = frozenset(["", *"。！？!?” "])
_STOP = re.compile(r"[。！？；!?;]")


def glue(text: str) -> list[int]:
    """The offsets at which a line must be parted; empty for nearly every line.

    >>> text = "在表彰会上的讲话同志们：今天我们在这里集会，表彰先进。"
    >>> [text[:i] for i in glue(text)]
    ['在表彰会上的讲话', '在表彰会上的讲话同志们：']
    """
    at = {*_markers(text)}
    if len(text) >= 60 and (k := _doubled(text)):
        at.add(k)
    if len(text) >= 60 and (m := _TITLE_GAP.match(text)):
        at.add(m.end())
    if m := _BRACKETED.match(text):
        at.add(m.end())
    for start in (0, *sorted(at)):
        at |= _greeting(text, start)
    return sorted(i for i in at if 0 < i < len(text))


def _greeting(text: str, start: int) -> set[int]:
    """Behind a title without sentence end, the salutation and its end."""
    stop = min(len(text), start + 200)
    if text.find("：", start, stop) < 0 and text.find(":", start, stop) < 0:
        return set()
    m = _GREETING.search(text, start, stop)
    if not m or m.start() - start > 90 or _STOP.search(text, start, m.start()):
        return set()
    if len(text) - m.end() < 12 and m.start() == start:
        return set()
    if m.start() > start and m.start() - start < 5:
        return set()
    return {m.start(), m.end()} if m.start() > start else set()


def _doubled(text: str) -> int:
    """The length of a title that stands twice at the head of a line."""
    for k in range(6, min(60, len(text) // 2)):
        if text[k] == text[0] and text[:k] == text[k : 2 * k]:
            return k
    return 0


def _markers(text: str) -> set[int]:
    """Heads and ends of markers inside a long line, told by the words they share."""
    if len(text) < 200 or "篇" not in text:
        return set()
    out: set[int] = set()
    for pattern in _MARKS:
        found = list(pattern.finditer(text))
        if len(found) < 2:
            found = [m for m in found if re.search("[一1]", m[0])]
            stem = _doubled(text) if found else 0
            if stem and text[: stem] == text[found[0].start() - stem : found[0].start()]:
                out |= {found[0].start() - stem, found[0].end()}
            continue
        size = _common(text, found[0].start(), found[1].start())
        for m in found:
            mine = _common(text, m.start(), found[0].start() if m is not found[0] else found[1].start())
            if size >= 4 and mine >= 4:
                out |= {m.start() - mine, m.end()}
            elif text[m.start() - 1 : m.start()] in _ENDS and (m[0][-1] in ":：】" or m[0][0] in "【第"):
                out |= {m.start(), m.end()}
    return out | (set() if out else _counted(text))


def _common(text: str, a: int, b: int) -> int:
    """How many characters before ``a`` and before ``b`` are the same, up to a sentence end."""
    n = 0
    while n < 40 and n < min(a, b) and text[a - n - 1] == text[b - n - 1] and text[a - n - 1] not in "。！？；!?; ":
        n += 1
    return n


def _counted(text: str) -> set[int]:
    """Markers that are the words before “五篇” with a number behind: 总结1…总结2."""
    for m in itertools.islice(_COUNT.finditer(text, 0, _TITLED), 8):
        for start in range(m.start("stem"), m.end("stem") - 4):
            stem = text[start : m.end("stem")]
            first = text.find(stem + "1", 0, 4 * _TITLED)
            if first < 0 or not first < text.find(stem + "2", first, first + _FAR):
                continue
            out: set[int] = set()
            n, at = 1, m.end()
            while (found := text.find(f"{stem}{n}", at, at + _FAR)) >= 0:
                out |= {found, found + len(f"{stem}{n}")}
                n, at = n + 1, found + len(stem)
            return out
    return set()
