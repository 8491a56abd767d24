"""Paragraphs out of lines: hard wraps joined, blanks inside words closed, headings parted that stand inside a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from scraper.shapes import breaks_greeting, ends_sentence, is_date, is_label, is_numbered, is_org, is_salutation
from scraper.split_markers import number
from scraper.units import units_of, wrap_width
from scraper.view import Line, View

Span = tuple[int, int]
_HAN = "\u3007\u3400-\u9fff"
_CLOSE = re.compile(
    rf"(?<!讯)(?<=[{_HAN}，。；：、！？）”》])[ \u00a0\u3000]+(?=[{_HAN}\d，。；：、！？）”（“《%])"
    rf"|(?<=\d)[ \u00a0\u3000]+(?=[{_HAN}，。；：、%])"
)
_NUMBERS = tuple((key, re.compile(pattern)) for key, pattern in (
    ("a", r"\s*([一二三四五六七八九十]{1,3})\s?[、.．]"),
    ("b", r"\s*[（(]([一二三四五六七八九十]{1,3})[)）]"),
    ("d", r"\s*(\d{1,2})\s?[.、．](?!\d)"),
))
_HEADED = re.compile(
    r"^((?:[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s?[、.．])"
    r"\s?[^。；！？\s：:]{4,45})[ \u3000\u00a0]+"
)
_SPACED = re.compile("[ \u00a0\u3000]")
_BLANK = re.compile(rf"(?<=[{_HAN}])[ \u00a0\u3000]+(?=[{_HAN}])")
_CANNOT_START = re.compile(r"[，。；：、！？）”》’%,;:!?)]")
_LATIN = re.compile(r"[A-Za-z]")
_LONG = 60
"""A unit from this length on is no title or label: without a mark at its end it was torn."""
_INSIDE = re.compile(
    r"(?:(?<=[。；：！？”!?;:])|(?<=\s))\s{0,3}(?=(?P<mark>(?P<a>[一二三四五六七八九十]{1,3})\s?[、.．](?![一二三四五六七八九十]\s?[、线类])"
    r"|[（(]\s?(?P<b>[一二三四五六七八九十]{1,3})\s?[)）]))"
    rf"|(?<=[{_HAN}。；：！？”)）])\s{{0,3}}(?=(?P<d>\d{{1,2}})[.、．][{_HAN}“])"
    r"|(?<=如下)[:：]?\s{0,2}(?=(?P<c>一)、)"
)
_NUMBER_INSIDE = re.compile(
    rf"[一二三四五六七八九十]\s?[、.．]|[（(]\s?[一二三四五六七八九十]|\d[.、．][{_HAN}“]"
)
"""What every hit of ``_INSIDE`` looks upon: the cheap question first."""


def paragraphs(view: View, spans: Sequence[Span]) -> list[list[Span]]:
    """The stretches of ``spans`` as paragraphs: each a list of view stretches whose text joins without a blank."""
    lines = [half for line in _part_inside(units_of(view, spans)) for half in _headed(line)]
    width = wrap_width(lines, ends_sentence)
    pairs = cache(lambda: _pairs(lines))
    tidy = _tidy(lines)
    out: list[list[Span]] = []
    whole = ""
    for i, line in enumerate(lines):
        if i and _joins(view, lines[i - 1], line, whole, width, pairs, tidy):
            last = out[-1]
            latin = _LATIN.match(line.text) and _LATIN.match(lines[i - 1].text[-1])
            if latin and not view.text[last[-1][1] : line.start].strip():
                last[-1] = (last[-1][0], line.end)
            else:
                last.append((line.start, line.end))
            whole += line.text
        else:
            out.append([(line.start, line.end)])
            whole = line.text
    return [_closed(view, p) for p in out]


def _part_inside(lines: Sequence[Line]) -> list[Line]:
    """Cut long units before a heading number that continues the numbering."""
    out: list[Line] = []
    last = {"a": 0, "b": 0, "d": 0}
    for line in lines:
        for key, pattern in _NUMBERS:
            if m := pattern.match(line.text):
                last[key] = number(m[1])
                last |= {"b": 0, "d": 0} if key == "a" else {"d": 0} if key == "b" else {}
        at = 0
        if len(line.text) > 60 and _NUMBER_INSIDE.search(line.text):
            for m in _INSIDE.finditer(line.text):
                key = "b" if m["b"] else "d" if m["d"] else "a"
                value = number(m["a"] or m["b"] or m["c"] or m["d"])
                if key == "d" and value == 1 and not re.search(rf"(?<!\d)2[.、．][{_HAN}“]", line.text[m.end() :]):
                    continue
                if value != 1 and value != last[key] + 1:
                    continue
                if value == 1 and last[key] == 1:
                    continue
                if m.end() > at and len(line.text) - m.end() > 8 and m.end() - at > 4:
                    last[key] = value
                    last |= {"a": {"b": 0, "d": 0}, "b": {"d": 0}}.get(key, {})
                    out.append(_sub(line, at, m.end()))
                    at = m.end()
        out.append(_sub(line, at, len(line.text)) if at else line)
    return out


def _headed(line: Line) -> list[Line]:
    """A numbered heading that a blank parts from the text behind it on the same line."""
    text = line.text
    m = _HEADED.match(text)
    if not m or len(text) - m.end() < 30 or len(_BLANK.findall(text, 0, 200)) > 3:
        return [line]
    return [_sub(line, 0, m.end(1)), _sub(line, m.end(), len(text))]


def _sub(line: Line, a: int, b: int) -> Line:
    text = line.text[a:b]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    start = line.start + a + lead
    return Line(start, start + len(text), text)


def _pairs(lines: Sequence[Line]) -> set[str]:
    return set().union(*(map(str.__add__, u.text, u.text[1:]) for u in lines))


def _tidy(lines: Sequence[Line]) -> bool:
    """Whether nearly all long units end as sentences do, so that one that does not was torn."""
    long_ends = [ends_sentence(u.text) for u in lines if len(u.text) >= _LONG]
    return sum(long_ends) * 4 >= len(long_ends) * 3


def _joins(
    view: View, a: Line, b: Line, whole: str, width: int, pairs: Callable[[], set[str]], tidy: bool,
) -> bool:
    """Whether unit ``b`` goes on in the paragraph that ``a`` ends."""
    gap = view.text[a.end : b.start]
    if "\t" in a.text or "\t" in b.text:
        return False
    if "\n" not in gap and "\r" not in gap:
        return bool(gap.strip()) and not re.search(r"\s{2}|\u3000", gap) and not _stands_alone(b.text)
    if _cut_inside(gap) and not ends_sentence(a.text) and len(a.text) > 15 and re.match(f"[{_HAN}，、]", b.text):
        return not _stands_alone(b.text)
    if _CANNOT_START.match(b.text):
        return not (ends_sentence(a.text) and b.text[0] in "”）)")
    if breaks_greeting(a.text) and len(b.text) <= 24 and b.text[-1] in ":：":
        return True
    if is_salutation(a.text) or _stands_alone(b.text):
        return False
    indented = bool(re.search(r"[ \u3000\u00a0]{2,}$|\u3000$", gap.rpartition("\n")[2]))
    if width and len(a.text) >= width - 4:
        return not (indented or (ends_sentence(a.text) and (is_numbered(b.text) or gap.count("\n") > 1)))
    if ends_sentence(a.text) or is_date(a.text) or is_label(a.text) or is_org(a.text):
        return False
    if a.text[-1] in "，、,":
        return True
    if tidy and len(a.text) >= _LONG and not indented and gap.count("\n") == 1 and ends_sentence(b.text):
        return bool(re.fullmatch(rf"[{_HAN}]{{2}}", a.text[-1] + b.text[0]))
    short_head = len(whole) <= 60 and is_numbered(whole)
    running = len(a.text) >= 15 and ("，" in whole or "," in whole) and not short_head
    if not running or b.text.startswith(a.text[:4]):
        return False
    if len(b.text) <= 8 and b.text[-1] in "。；":
        return True
    pair = a.text[-1] + b.text[0]
    return bool(re.fullmatch(rf"[{_HAN}]{{2}}", pair)) and pair in pairs()


def _cut_inside(gap: str) -> bool:
    """Whether a page number or the like was cut at the end of the one line or the head of the other."""
    first, *_, last = [part.strip() for part in gap.split("\n")] if "\n" in gap else ["", ""]
    return bool(first or last) and len(first) <= 60 and len(last) <= 60


def _stands_alone(text: str) -> bool:
    return is_numbered(text) or is_salutation(text) or is_date(text) or is_label(text)


def _closed(view: View, spans: list[Span]) -> list[Span]:
    """The paragraph without blanks inside Chinese words; short lines (names, titles) keep theirs."""
    if sum(b - a for a, b in spans) < 40:
        return spans
    out = []
    for a, b in spans:
        at = a
        for m in _CLOSE.finditer(view.text, a, b) if _SPACED.search(view.text, a, b) else ():
            out.append((at, m.start()))
            at = m.end()
        out.append((at, b))
    return [s for s in out if s[1] > s[0]]
