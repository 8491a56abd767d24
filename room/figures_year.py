"""The year that a figure means: only where the words of its clause or sentence tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_YEAR = r"(?:19|20)[0-9]{2}"
_TIMES = re.compile(
    rf"(?P<masked>(?:19|20)(?:[×xX＊*□_]{{1,2}}|[0-9][×xX＊*□_])年)"
    rf"|(?P<from>{_YEAR})年?[至到—\-–~～]{{1,2}}(?P<to>{_YEAR})年"
    rf"|(?P<since>{_YEAR})年[^，。；]{{0,8}}?(?:以来|起|至今)"
    rf"|(?P<year>{_YEAR})年"
    r"|(?P<plan>十五|十一五|十二五|十三五|十四五)[”」』]?(?:时期|期间|以来|末|期末)"
    r"|(?P<own>今年|本年度?|去年|上年度?|前年|明年)"
    r"|(?P<whole>全年|年内)"
    r"|(?P<loose>(?:[一二两三四五六七八九十]|近|几|多|[0-9]{1,2})(?:年来|年多来|年间|年内)|近年来?|近几年来?|任期内|以来|届内|目前|至今|当年|上半年|下半年|[一二三四]季度|"
    r"每年|历年|建国)")
_COMPARED = re.compile(r"(?:比|较|同|与|是|超过|超|为)(?:上|去|前|往|今)?$")
_OPENS = re.compile("(?:^|[，；：“])(?:到|至|截至|截止|在)?$")
_COMPARISON = re.compile(r"^.{0,6}?(?:相比|同期|增长|增加|提高|上升|下降|减少|翻|的|[0-9一二两三四五]{1,2}倍|水平)")
_PLANS = {"十五": "2001..2005",
          "十一五": "2006..2010", "十二五": "2011..2015", "十三五": "2016..2020", "十四五": "2021..2025"}
_STEP = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "前年": -2, "明年": 1}


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a sentence tells: ``year`` as ``2012``, ``2008..2012`` or ``2011..``; ``None``: it tells no year."""

    start: int
    end: int
    year: str | None
    words: str
    opens: bool = False
    """Whether a clause begins with it, which has no other: it governs what follows."""


def times(sentence: str, date: str | None) -> list[Time]:
    """The times of a sentence that its figures may mean; what is only compared with is left out.

    ``date`` is that of the document (EDTF) if it is told. 全年 is the year of a document of November or December;
    a paper of spring reports on the year before, so that there it tells nothing.

    >>> [(t.year, t.words) for t in times("截至2012年底，比2010年增长；去年，三年来", "2013-03-07")]
    [('2012', '2012年'), ('2012', '去年'), (None, '三年来')]
    """
    found = [Time(m.start(), m.end(), _year(m, date), m[0], bool(_OPENS.search(sentence[max(0, m.start() - 4) :
             m.start()]))) for m in _TIMES.finditer(sentence) if not _compared(sentence, m)]
    return [replace(t, opens=False) if t.opens and after and not re.search("[，；：]", sentence[t.end : after.start])
            else t for t, after in zip(found, [*found[1:], None], strict=False)]


def _compared(sentence: str, m: re.Match[str]) -> bool:
    before = sentence[max(0, m.start() - 3) : m.start()]
    if m["whole"] or m["loose"] == "以来":
        return False
    if re.search(r"(?:比|较)$", before):
        return True
    return bool(_COMPARED.search(before)) and bool(_COMPARISON.match(sentence[m.end() : m.end() + 12]))


def _year(m: re.Match[str], date: str | None) -> str | None:
    if m["from"]:
        return f"{m['from']}..{m['to']}"
    if m["since"]:
        return f"{m['since']}.."
    if m["year"]:
        return m["year"]
    if m["plan"]:
        return _PLANS[m["plan"]]
    own = int(date[:4]) if date and date[:4].isdigit() else None
    if m["own"] and own is not None:
        return str(own + _STEP[m["own"]])
    if m["whole"] and own is not None and date and date[5:7] in ("11", "12"):
        return str(own)
    return None


def meant(found: list[Time], clause: int, at: int, fresh: int | None = None) -> tuple[str | None, str]:
    """The year of a figure that begins at ``at`` in a clause that begins at ``clause``, and the words that tell it.

    The nearest time of the own clause decides; else the sentence's, if it tells one only, or the last if a clause
    begins with it (``到2015年末，``). ``fresh``: the figure is one
    end of "from ... to ...", and only a time behind this place may be its own.
    """
    own = [t for t in found if max(clause, fresh or 0) <= t.start < at]
    if own:
        return own[-1].year, own[-1].words
    if fresh is not None:
        return None, ""
    before = [t for t in found if t.start < clause]
    if len({(t.year, t.words) for t in before}) == 1:
        return before[0].year, before[0].words
    if before and before[-1].opens:
        return before[-1].year, before[-1].words
    return None, ""
