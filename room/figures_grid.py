"""The figures of a table: what a column counts stands in its head, whose it is in the first words of the row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from room.figures import Figure, Sense
from room.figures_number import numbers, unit_of
from room.figures_value import Number, rounded
from room.figures_words import one_of, words
from room.figures_year import times

_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_UNIT = rf"(?P<scale>[百千万亿])?(?P<unit>{one_of(words('units'))})"
_HEAD = re.compile(rf"[（(\[【/／]? *(?:单位[:：] *)?{_UNIT} *[）)\]】]?$")
_BRACKETS = re.compile(rf"(?P<words>.*?) *+[（(\[【] *+(?:单位[:：] *)?{_UNIT} *[）)\]】]$")
_COUNTED = re.compile(r"(?P<unit>人次|场次|户次|人|户|家|件|个|次|场|份|篇|名|条|项|所)数(?:量|额)?$")
_CAPTION = re.compile(rf"单位[:：为] *{_UNIT}(?!名称)")
_PLAIN = re.compile(r"-?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,6})?")
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年?(?:度)?")
_NO_COLUMN = re.compile("^(?:序号?|编号|代码|名次|排名|备注|电话|联系|日期|时间|年龄|邮编|页码|No\\.?|名称)$", re.I)
_GENERIC = frozenset(
    ("数量", "数值", "数字", "数", "合计", "总计", "完成数", "完成情况", "实绩", "结果", "数据", "指标值"))
_AIM = re.compile("(?:目标|计划|任务)(?!完成|执行|落实)|拟|预计")
_GROWTH = re.compile("增长|增幅|增减|同比|环比|升降|提高|下降")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class _Told:
    """What a head or the beginning of a row tells: words, unit with its scale, year, whether it is aimed at."""

    words: str
    scale: int
    unit: str
    year: str | None
    aim: bool
    growth: bool


def cells(text: str, caption: str, date: str | None) -> Iterator[Figure]:
    r"""The figures of the rows (lines, cells set apart by tabs, the first row as head); places are those of ``text``.

    A number is told only where its unit is: in the cell, in the head or the
    row (in brackets), in the name (人数), or for the whole table before it.

    >>> table = "单位\t会员（人）\t建会率\n柳渡县\t3,480\t91.2%"
    >>> [(f.object, f.row, f.value, f.unit, f.year) for f in cells(table, "2012年情况表", None)]
    [('会员', '柳渡县', 3480, '人', '2012'), ('建会率', '柳渡县', 91.2, '%', '2012')]
    """
    rows = [line.split("\t") for line in text.split("\n")]
    heads = list(map(_told, rows[0]))
    first = _first(rows)
    if first is None or len(rows) < 2:
        return
    units = _units_column(rows)
    whole = _CAPTION.search(caption)
    general = _Told("", _SCALES[whole["scale"] or ""], unit_of(whole["unit"]), None, False, False) if whole else None
    year, time = _years_of(caption, date)
    at = len("\t".join(rows[0])) + 1
    for row in rows[1:]:
        label = _told(row[first]) if first < len(row) else _told("")
        if units is not None and units < len(row) and (m := _HEAD.fullmatch(row[units])):
            label = replace(label, scale=_SCALES[m["scale"] or ""], unit=unit_of(m["unit"]))
        for column, cell in enumerate(row):
            if column not in (first, units) and column < len(heads) and not _NO_COLUMN.match(rows[0][column].strip()):
                told = _cell(cell, heads[column], label, general, year, time)
                if told:
                    start = at + cell.index(told.written)
                    yield Figure(told.object, told.value, told.unit, told.written, told.sense, "", told.year, told.time,
                                 start, start + len(told.written), to=told.to, target=told.target, row=told.row)
            at += len(cell) + 1


@dataclass(frozen=True, slots=True)
class _Cell:
    object: str | None
    value: float
    to: float | None
    unit: str
    written: str
    sense: Sense
    year: str | None
    time: str
    target: bool
    row: str


def _cell(cell: str, head: _Told, label: _Told, general: _Told | None, year: str | None, time: str) -> _Cell | None:
    """The figure of a cell, if it is one and its unit is told."""
    written = cell.strip()
    n = _number(written, head, label, general)
    if n is None:
        return None
    named = head if head.words and head.words not in _GENERIC else label
    object = named.words if 2 <= len(named.words) <= _LONGEST else None
    row = label.words if named is head else ""
    own = label.year or head.year
    growth = head.growth or label.growth
    sense: Sense = "growth" if growth else "share" if n.unit in ("%", "‰", "倍") else "level"
    if growth:
        object = _GROWTH.split(object or "")[0] or None
    return _Cell(object, n.value, n.to, n.unit, written, sense, own or year, f"{own}年" if own else time,
                 head.aim or label.aim, row)


def _number(written: str, head: _Told, label: _Told, general: _Told | None) -> Number | None:
    whole = [n for n in numbers(written) if n.start == 0 and n.end == len(written)]
    if whole:
        return whole[0]
    if not _PLAIN.fullmatch(written):
        return None
    told = next((one for one in (head, label, general) if one and one.unit), None)
    if told is None:
        return None
    value = float(re.sub("[,，]", "", written)) * told.scale
    return Number(0, len(written), rounded(value), told.unit, "")


def _told(head: str) -> _Told:
    """
    >>> _told("2012年新建工会（家）").words, _told("2012年新建工会（家）").unit, _told("帮扶资金（万元）").scale
    ('新建工会', '家', 10000)
    """
    words, scale, unit = head.strip(), 1, ""
    if m := _BRACKETS.fullmatch(words):
        words, scale, unit = m["words"], _SCALES[m["scale"] or ""], unit_of(m["unit"])
    elif m := _COUNTED.search(words):
        unit = m["unit"]
    year = None
    if m := _YEAR.match(words):
        year, words = m["year"], words[m.end() :].strip()
    return _Told(words, scale, unit, year, bool(_AIM.search(head)), bool(_GROWTH.search(head)))


def _first(rows: Sequence[Sequence[str]]) -> int | None:
    """The column whose cells tell whose the rows are: the first that is no running number and holds words or years."""
    for column, head in enumerate(rows[0]):
        cells_ = [row[column].strip() for row in rows[1:] if column < len(row) and row[column].strip()]
        if _NO_COLUMN.match(head.strip()) and head.strip() != "名称":
            continue
        if cells_ and all(_YEAR.fullmatch(c) or not re.match("[0-9]", c) for c in cells_):
            return column
    return None


def _units_column(rows: Sequence[Sequence[str]]) -> int | None:
    """The column that tells the unit of each row."""
    for column, head in enumerate(rows[0]):
        cells_ = [row[column].strip() for row in rows[1:] if column < len(row)]
        if head.strip() in ("单位", "计量单位") and cells_ and all(_HEAD.fullmatch(c) for c in cells_):
            return column
    return None


def _years_of(caption: str, date: str | None) -> tuple[str | None, str]:
    """The year that the words before a table tell, if they tell one only."""
    found = {(t.year, t.words) for t in times(caption, date)} if len(caption) <= 60 else set()
    return found.pop() if len(found) == 1 else (None, "")
