"""What a site adds to a text in lines of its own: further posts of a thread, summaries made by a machine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scraper.shapes import ends_sentence
from scraper.view import Line

_STAMP = re.compile(r"(?:发表于|回复于|发帖时间|发布于)\s?[:：]?\s?"
                    r"\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}日?\s+\d{1,2}:\d\d")
_RULE = re.compile(r"^[-—_=]{6,}$")
_SUMMARY = re.compile(r"^[【\[]?(?:AI|ai|智能)\s?(?:智能)?(?:导读|摘要|总结|速读|概要|速览)[】\]]?\s?[:：]?$")
_POST, _NAME, _SIGNATURE, _SUMMED = 100, 14, 120, 300
"""Characters of the least post, of a name over a stamp, of the longest signature, of the longest summary."""


def added(lines: Sequence[Line], frame: Mapping[int, str]) -> dict[int, str]:
    """The units that are further posts or machine summaries, with the rule that says so."""
    out = {i + 1: "lines.summary" for i, line in enumerate(lines[:-1])
           if len(line.text) <= _NAME and _SUMMARY.match(line.text) and len(lines[i + 1].text) <= _SUMMED}
    out |= {i - 1: "lines.summary" for i in out}
    out |= _contents(lines, frame)
    begin = _second_post(lines)
    return out | {i: "lines.posts" for i in range(begin, len(lines)) if i not in frame}


_CONTENTS = re.compile(r"^[【\[]?\s?(?:本文|文章|内容)?目\s{0,4}[录次]\s?[】\]]?\s?[:：]?$")
_ENTRY, _WORDS = 50, re.compile(r"[^\W_]+")


def _contents(lines: Sequence[Line], frame: Mapping[int, str]) -> dict[int, str]:
    """The headings of the text below that stand under the word contents."""
    out: dict[int, str] = {}
    for i, line in enumerate(lines[:_TOP]):
        if not _CONTENTS.match(line.text):
            continue
        entries = []
        for k in range(i + 1, len(lines)):
            if len(lines[k].text) > _ENTRY or ends_sentence(lines[k].text):
                break
            entries.append(k)
        below = [_words(u.text) for u in lines[entries[-1] + 1 :]] if entries else []
        again = [any(text.startswith(_words(lines[k].text)) for text in below) for k in entries]
        if sum(again) > 1 and all(again):
            out |= dict.fromkeys((i, *entries), "models.contents")
    return out


_TOP = 40
"""Units among which the contents of a text begin."""


def _words(text: str) -> str:
    return "".join(_WORDS.findall(text))


def _second_post(lines: Sequence[Line]) -> int:
    """The unit with which the second post, or the signature of the first, begins; else the number of units."""
    stamps = [i for i, line in enumerate(lines) if len(line.text) <= 100 and _STAMP.search(line.text)]
    if len(stamps) < 2:
        return len(lines)
    first, begin = stamps[0], stamps[1]
    mass = sum(len(u.text) for u in lines[first + 1 : begin])
    if mass < _POST or 5 * mass < sum(len(u.text) for u in lines[begin:]):
        return len(lines)
    while begin - 1 > first and len(lines[begin - 1].text) <= _NAME and not ends_sentence(lines[begin - 1].text):
        begin -= 1
    for i in range(first + 1, begin):
        if _RULE.match(lines[i].text) and sum(len(u.text) for u in lines[i:begin]) <= _SIGNATURE:
            return i
    return begin
