"""Figures: the numbers of a text with what they count, in which unit, of which year; nothing of it is guessed.

The object of a figure is told in the words of its clause with the number left
out (``组织500名职工参加培训``: ``组织职工参加培训``), without the place and the
time that stand before. Where the clause tells none, it is ``None``; only growth
(``比上年增长14.3%``) and a second number without a word of its own
(``培训班12期、3,400人次``) take it from the figure directly before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from room.figures_number import numbers
from room.figures_target import aimed, signs
from room.figures_value import Bound, Number
from room.figures_words import one_of, words
from room.figures_year import Time, meant, times

Sense = Literal["level", "growth", "share", "rank"]
SENSES: tuple[Sense, ...] = ("level", "growth", "share", "rank")
_LONGEST = 30
"""Letters of an object; what is longer is a narration, not a thing counted."""

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_CLAUSE = re.compile(r"[^，；：,;:（）()。！？—…]+")
_GROWN = re.compile(rf"(?<!新)({one_of(words('grown'))}|(?P<fell>{one_of(words('fallen'))}))"
                    "(?:了|达到?|近|约|超过?|不少于|不低于|幅度|均|在)*$")
_LEAD = re.compile(rf"{one_of(words('leads'))}$")
_OPENING = re.compile(rf"{one_of(words('openings'))}|"
                      r"[0-9]{1,2}月(?:份|底|初|末)?(?:[0-9]{1,2}日)?|[0-9]{1,2}日|[ 　]+")
_COMPARED = re.compile(r"(?:同比|环比|按可比口径|(?:比|较|同)(?:上年度?|去年|前年|往年|上一年|上季度|"
                       r"(?:19|20)[0-9]{2}年|[一二三四五六七八九十0-9]{1,2}年前|"
                       r"[^，]{0,4}初)(?:同期|末|底|初)?(?:相比)?)")
_NUMBERED = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．]")
_SCOPE = re.compile("(?:对|向|为|给|在|从)(?:全|我|本).")
"""A place that something was done in, and nothing that was counted."""
_PREPOSITION = re.compile(r"(?:为|给|向|对|使|让|在|将|把|被|以|用|从|与)$")
_JOINT = re.compile(r"[、和及并]|以及|同时|其中")
_VERB = re.compile(one_of((*words("verbs"), "占")))
_COUNTING = re.compile(
    rf"(?<=[会位司厂校院市县省区])(?:(?:累计|先后|总共|一共|共)(?={one_of(words('verbs'))})|现有|共有|现共有)")
_UNTIL = re.compile("(?:到|至|在)?(?:19|20)[0-9]{2}年[底末]?$")
_SHARED_UNIT = re.compile(r"[0-9]+(?:\.[0-9]+)?[和与及、]$")
"""A number before, whose unit stands behind this one (9.5和11个百分点)."""
_ENDS = re.compile("^(?:的|，|大关|之间|不等)|(?:的|了|等|。|和|及|并|中?[已只仅]?有|已|中[只仅]|其中)++$")
_GOAL = re.compile("的(?:奋斗)?(?:目标|要求|计划|任务|指标)")
_TO = re.compile(r"(?:增加|提高|上升|发展|扩大|下降|减少|降低|增长|提升|上涨|增|升|降|减)?[到至]$")
_FROM = re.compile(r"[由从](?!事)[^，]{0,12}$")
_SHARE = re.compile(r"占(?P<of>[^，]{0,16}?)的?(?:比例|比重)?$")
_OF = {"个百分点": ("%", "个百分点"), "个千分点": ("‰", "个千分点")}
"""Units whose growth is told in a unit; else it is the same."""
_AMONG = re.compile("在?(?:全[国省市县区州]|本[省市县区])[^，]{0,4}$")
"""Among whom a rank is told."""
_UNREAD = re.compile(r"[十百千万][余多]?(?:家|户|名|人|个|所|位|项|件|场|次|处)[^，；、]{0,12}[、和及与]$")
"""Another thing that was counted, in characters that tell no number (近百家企业、), before this one."""
_EACH = re.compile("(?:再|又|各|年均|每年|逐年)$")
_PLACES = frozenset("省市县区乡镇村厂矿")
"""Things whose name is a single character."""
_WHOLE = words("whole")
_BEHIND_TIME = re.compile("(?:以来|期间|年底|年末|年初|底|末|初|前|中|内|间|止|为止|起|来|的|，)?")
_EMPTY = frozenset(words("empty"))
_PRONOUN = re.compile(one_of(words("pronouns")))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``start..end`` (code points) of a paragraph.

    ``value`` counts the unit itself (3.2万人次: 32000 人次) and is negative where something fell; ``to`` is the other
    end of a range (3至5家). ``year`` is ``2012``, ``2008..2012``, ``2011..`` or ``None`` (not told); ``time`` are the
    words about it, if any. ``bound``: at least, at most, about. ``target``: aimed at, promised, asked for or foreseen.
    ``row``: the row of a table, by its first words.
    """

    object: str | None
    value: float
    unit: str
    written: str
    sense: Sense
    bound: Bound
    year: str | None
    time: str
    start: int
    end: int
    anchor: str = ""
    to: float | None = None
    target: bool = False
    row: str = ""

    def as_json(self) -> dict[str, Any]:
        """The figure as the command line prints it; ``object`` and ``year`` are null where they are not told."""
        return {"object": self.object, "row": self.row, "value": self.value, "to": self.to, "unit": self.unit,
                "written": self.written, "sense": self.sense, "target": self.target, "bound": self.bound,
                "year": self.year, "time": self.time, "anchor": self.anchor}


def figures(text: str, date: str | None = None, planned: bool = False) -> list[Figure]:
    """The figures of a paragraph; ``date`` is its document's, if told. ``planned``: it stands among things to be done.

    >>> [(f.object, f.value, f.unit, f.year) for f in figures("去年，全市新建工会1,200家，同比增长14.3%。", "2013-03")]
    [('新建工会', 1200, '家', '2012'), ('新建工会', 14.3, '%', '2012')]
    """
    return [f for m in _SENTENCE.finditer(text) for f in _sentence(m[0], m.start(), date, planned)]


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in its clause, with the words before and behind that belong to it."""

    number: Number
    clause: int
    left: str
    right: str
    pair: bool
    """Whether it is the second of "from ... to ..."."""
    fresh: int | None
    """Where the "from" of a pair begins, on its first."""


def _sentence(sentence: str, offset: int, date: str | None, planned: bool) -> list[Figure]:
    found = numbers(sentence)
    out: list[Figure] = []
    if not found:
        return out
    told, signs_ = times(sentence, date), signs(sentence)
    before: Figure | None = None
    gap = fresh = last_clause = -1
    clauses = list(_CLAUSE.finditer(_joined(sentence, found)))
    for number, clause in enumerate(clauses):
        inside = [n for n in found if clause.start() <= n.start < clause.end()]
        each = "分别" in clause[0] and len(inside) > 1
        of_each = out[-len(inside) :] if each and len(out) >= len(inside) else []
        for i, place in enumerate(_places(sentence, clause.start(), clause.end(), inside)):
            near = before if before and number - last_clause <= 1 else None
            usable = [t for t in told if not (place.pair and fresh <= t.start < gap)]
            figure = _figure(sentence, place, near, usable, offset)
            n = place.number
            if aimed(sentence, signs_, (n.start, n.end), figure.year, date, planned):
                figure = replace(figure, target=True)
            if each:
                figure = replace(figure, object=of_each[i].object if of_each else None)
            out.append(figure)
            before, last_clause = figure, number
            gap, fresh = place.number.end, place.number.start if place.fresh is None else place.fresh
    return out


def _joined(sentence: str, found: Sequence[Number]) -> str:
    """The sentence with the signs inside its numbers covered, so that they part no clause."""
    out = re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})", "0", sentence)
    for n in found:
        out = out[: n.start] + "0" * (n.end - n.start) + out[n.end :]
    return out


def _places(text: str, start: int, end: int, inside: Sequence[Number]) -> Iterator[_Place]:
    begin = start
    pair = False
    for i, n in enumerate(inside):
        after = inside[i + 1] if i + 1 < len(inside) else None
        between = text[n.end : after.start if after else end]
        left = text[begin : n.start]
        opened = _FROM.search(left)
        leads = bool(after and opened and _TO.search(between) and len(between) <= 20)
        cut = 0 if leads else len(between) if not after else _cut(between, bool(_stripped(left)))
        yield _Place(n, start, left, between[:cut], pair, begin + opened.start() if opened and leads else None)
        begin, pair = n.end + cut, leads


def _cut(between: str, owned: bool) -> int:
    """How many of the characters between two numbers belong to the first one."""
    if joint := _JOINT.search(between):
        return joint.start()
    verb = _VERB.search(between, 0 if owned else 1)
    if verb:
        return verb.start()
    return 0 if owned or not _stripped(between) else len(between)


def _figure(text: str, place: _Place, near: Figure | None, told: list[Time], offset: int) -> Figure:
    n = place.number
    left, sense, fell = place.left, _sense(n), False
    if place.fresh is not None:
        head = left[: place.fresh - (n.start - len(left))]
        left = head if _stripped(head) else left[len(head) + 1 :]
    if n.rank:
        left = _AMONG.sub("", re.sub(rf"{one_of(words('ranks'))}[^，]{{0,10}}$", "", left))
    elif grown := _GROWN.search(left := _SHARED_UNIT.sub("", left)):
        left, sense, fell = _EACH.sub("", left[: grown.start()]), "growth", bool(grown["fell"])
    elif near and _bare(left) and near.sense == "growth" and sense == "share":
        sense, fell = "growth", near.value < 0
    year, time = meant(told, place.clause, n.start, place.fresh)
    to = -n.to if fell and n.to is not None else n.to
    return Figure(_object(left, place, near, sense), -n.value if fell else n.value, n.unit, text[n.start : n.end],
                  sense, n.bound, year, time, offset + n.start, offset + n.end, to=to)


def _bare(left: str) -> bool:
    """Whether nothing but a sign or a joint stands before the number of a list."""
    return bool(re.fullmatch(r"[、 ]*(?:和|及|共|计|共计)?", left))


def _sense(n: Number) -> Sense:
    return "rank" if n.rank else "share" if n.unit in ("%", "‰", "倍") else "level"


def _object(left: str, place: _Place, near: Figure | None, sense: Sense) -> str | None:
    """What a figure counts, in the words of its clause; ``None`` where they do not tell it."""
    if place.pair and near:
        return near.object
    if _UNREAD.search(place.left):
        return None
    share = _SHARE.search(left) if place.number.unit == "%" and sense == "share" else None
    if share:
        subject = _told(_stripped(left[: share.start()])) or (near.object if near else None)
        return f"{subject}占{share['of']}" if subject and share["of"] else subject
    right = "" if place.number.rank or _GOAL.match(place.right) else _right(place.right)
    if right and (_PREPOSITION.search(left) or left.endswith("的")):
        left = ""
    own = _told(_stripped(left) + right)
    if own:
        return own
    if right in _PLACES:
        return right
    bare = not _stripped(left) and not right
    follows = sense in ("growth", "rank") or _bare(place.left)
    return near.object if bare and follows and near and _may_be_of(place.number, near, sense) else None


def _may_be_of(n: Number, near: Figure, sense: Sense) -> bool:
    """Whether a figure without words of its own may tell of what the one before counts: growth in its unit."""
    if n.unit in _OF:
        return near.unit in _OF[n.unit]
    return sense != "growth" or n.unit in ("%", "‰", "倍") or n.unit == near.unit


def _right(text: str) -> str:
    """What stands behind a unit."""
    return _ENDS.sub("", text.strip())


def _stripped(left: str) -> str:
    """The words before a number without what only leads to it, and without place and time before them."""
    left = _COUNTING.sub("", _NUMBERED.sub("", _COMPARED.sub("", left).strip()))
    while (lead := _LEAD.search(left)) and not left.endswith(("不为", "每人每年", "户均", "人均")):
        left = left[: lead.start()]
    left = _UNTIL.sub("", left)
    before = None
    while before != left:
        before = left
        if (opening := _OPENING.match(left)) and not left.startswith(_WHOLE):
            left = left[opening.end() :]
        left = left[_time(left) :]
    return "" if _SCOPE.fullmatch(left) else left.strip("、 　的")


def _time(text: str) -> int:
    """The end of the time with which a text begins; 0 where it begins with none."""
    end = next((t.end for t in times(text, None) if t.start == 0), 0)
    behind = _BEHIND_TIME.match(text, end) if end else None
    return behind.end() if behind else end


def _told(object: str) -> str | None:
    """An object that says something: not a pronoun, not a bare verb, nothing masked, no narration."""
    object = object.strip("、 　的了，").removesuffix("其中")
    if len(re.findall(r"[\u3400-\u9fffA-Za-z]", object)) < 2 or len(object) > _LONGEST:
        return None
    if object in _EMPTY or re.fullmatch("[上前后这]?[两二三四五六七八九十各]+[项者类个种]", object):
        return None
    if _PRONOUN.match(object) or re.search(r"[□×＊*]|[xX]{2}", object):
        return None
    if any(object.count(a) != object.count(b) for a, b in ("“”", "‘’", "《》", "「」")):
        return None  # a comma inside the quotation cut it
    return object
