"""Targets: figures that are aimed at, promised, asked for or foreseen, and did not come about yet."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from room.figures_words import aims, done

_AHEAD = re.compile(
    r"(?:今后|未来|下一步|下步|下阶段|下半年|明年|来年|今年|(?:20[0-9]{2}|[一二三四五])年|本年度?|新一年).{0,16}"
    r"(?:任务|打算|安排|计划|目标|要点|部署|思路|设想|重点|举措|措施)|(?:工作|总体|主要|奋斗|发展|具体)(?:目标|打算|任务|安排)"
    r"|^(?:目标任务|任务目标|下一步|今后)")
_REVIEW = re.compile("完成情况|落实情况|执行情况|回顾|总结|成绩|成效|取得|存在|不足|开展情况")
_BEHIND = re.compile(
    r"^(?:以上|左右|以内)?[^，。；]{0,6}的(?:奋斗)?(?:目标|要求|计划|任务|指标)(?!.{0,4}(?:完成|实现|到位))"
    r"|^(?:以上|左右)?的?[^，。；]{0,14}?(?<![主需重])(?:必须|力争|争取|确保|要|须|应)(?:全部|全面|基本)?"
    r"(?:达到|完成|实现|建立|纳入|建成|签订|配备|成为)(?!了)")
_RATE = re.compile(r"按照?[^，；。、]{0,30}的$")
"""What is paid by (按工资总额的2%): a rate that a law sets, not an end."""
_MADE = re.compile(r"^[^，；。]{0,24}(?:已(?!建|签|参)|全部到位|得到落实|顺利完成|如期完成)")


def ahead(heading: str) -> bool:
    """Whether what stands under a heading is still to be done.

    >>> ahead("三、2013年工作任务"), ahead("（二）今后五年的主要目标"), ahead("一、2012年主要任务完成情况")
    (True, True, False)
    """
    return bool(_AHEAD.search(heading)) and not _REVIEW.search(heading)


@dataclass(frozen=True, slots=True)
class Signs:
    """Where in a sentence words of aiming (计划, 力争, 确保, 要) end, and words that say that something was done."""

    aims: tuple[int, ...]
    done: tuple[int, ...]


def signs(sentence: str) -> Signs:
    """The signs of a sentence, each list in order."""
    return Signs(*(tuple(sorted(m.end() for row in rows for m in row.pattern.finditer(sentence)))
                   for rows in (aims(), done())))


def aimed(sentence: str, told: Signs, span: tuple[int, int], year: str | None, date: str | None,
          planned: bool = False) -> bool:
    """Whether the figure at ``span`` of a sentence is a target.

    ``year``: the year it means, ``date``: that of the document (EDTF). A word of aiming governs what follows it in
    the sentence until a word says that something was done (已, 目前, 去年). ``planned``: what the sentence stands in
    tells of things to be done.
    """
    start, end = span
    own = int(date[:4]) if date and date[:4].isdigit() else None
    first, _, last = (year or "").partition("..")
    if own and year and first == (last or first) and first.isdigit():
        if int(first) > own:
            return True
        if int(first) < own:
            return False
    if sentence[end - 1 : end] in ("%", "％", "‰") and _RATE.search(sentence, max(0, start - 40), start):
        return False
    behind = sentence[end : end + 32]
    if _BEHIND.match(behind):
        return True
    if _MADE.match(behind):
        return False
    aim, finished = (_last(ends, start) for ends in (told.aims, told.done))
    return aim > finished if aim >= 0 else planned and finished < 0


def _last(ends: Sequence[int], start: int) -> int:
    """The last of the places that is not behind ``start``; -1 if there is none."""
    at = bisect_right(ends, start)
    return ends[at - 1] if at else -1
