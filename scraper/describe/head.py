"""The head of a piece: which units are title, subtitle, by-line, date, document head, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.describe import people
from scraper.describe.bodies import is_body, of_title
from scraper.describe.dates import dates
from scraper.describe.kinds import by_title
from scraper.describe.meetings import given_at
from scraper.describe.roles import (
    ADDRESS,
    DASH,
    HEADING,
    NOTE,
    NUMBER,
    SUBTITLE,
    TEAM,
    Head,
    is_byline,
    is_salutation,
    opens_body,
    opens_minutes,
    role_of,
)
from scraper.describe.titles import FILED, closed, core
from scraper.describe.units import Unit, letters

MAX_UNITS = 24
_LISTED = 4
"""Titles, each with who wrote it below, from which on they are a list of papers and no head of one."""
_TAIWAN = re.compile(r"民国|理事长|本会|台湾|行政院|立法院|劳委会|县市政府|总工会理事|常务理事|劳动部|劳保局|劳工局")
_OFFICE_ONLY = re.compile(rf"{people.OFFICE}$")


def read_head(units: Sequence[Unit], named: frozenset[str] = frozenset()) -> Head:
    """Sort the first units of a piece into their roles; ``named``: what the page's own title says, letters alone."""
    head = Head(taiwan=len(set(_TAIWAN.findall(" ".join(u.text for u in units)))) > 1)
    runs: list[list[Unit]] = []
    open_run = False
    role = ""
    name_at = -1
    i = 0
    for i, unit in enumerate(units[:MAX_UNITS]):
        text = unit.text
        if i == name_at:
            head.spent.append(("describe.byline", unit))
            continue
        if opens_minutes(units[i : i + 7]):
            break
        if not runs and FILED.fullmatch(text) and units[i + 1 : i + 2] and by_title(units[i + 1].text):
            head.spent.append(("describe.frame", unit))
            continue
        if runs and _EDITOR.match(text) and _head_below(units, i):
            head.spent.append(("describe.frame", unit))
            open_run = False
            continue
        if opens_body(text) and not (_closed(text) and not runs):
            if (not runs or _says_nothing(runs)) and _over_paper(units, i):
                head.spent += [("describe.frame", u) for u in (*(u for run in runs for u in run), unit)]
                runs.clear()
                continue
            break
        heading = runs[-1][0].text if len(runs) == 1 and len(runs[0]) == 1 else ""
        over = len(heading) > 5 and by_title(_words(heading)) and not head.subtitle
        if runs and role == "frame" and by_title("".join(closed(u.text) for u in runs[-1])) is None:
            over = True
        again = any(letters(text) == letters("".join(u.text for u in run)) for run in runs)
        if again or (over and SUBTITLE.match(text) and text[0] in "在于"):
            runs.append([unit])
            open_run, role = True, "title"
            continue
        before = role
        role = "title" if not runs and letters(text) in named and not is_body(text) else role_of(unit, head, bool(runs))
        below = units[i + 1].text if i + 1 < len(units) else ""
        under = role in ("title", "byline") and is_body(text) and below.startswith("关于")
        whole = under and not runs and any(_told(units[i : i + n], named) for n in (2, 3, 4))
        if whole and role == "byline":
            head.bylines.pop()
            head.spent.pop()
        if whole:
            role = "title"
        elif under:
            if role == "byline":
                head.bylines.pop()
                head.spent.pop()
            head.documents.append(unit)
            head.spent.append(("describe.head", unit))
            open_run, role = False, "head"
            continue
        if role == "title" and not runs and units[i + 1 : i + 2] and _over_title(text, units[i + 1].text):
            head.signed_by(unit)
            continue
        following = units[i + 1].text if i + 1 < len(units) else ""
        alone = role == "title" and _OFFICE_ONLY.search(text) and by_title(text) is None
        if alone and people.person(following, sure=True):
            head.bylines += [unit, units[i + 1]]
            head.spent.append(("describe.byline", unit))
            name_at, role = i + 1, "byline"
        if role == "title" and runs and open_run and _unit_and_name(text) and by_title(
                "".join(closed(u.text) for u in runs[-1])):
            head.signed_by(unit)
            role = "byline"
        later = runs and before in ("date", "note", "subtitle", "byline")
        if role == "title" and runs and before == "subtitle" and head.subtitle and _completes(head.subtitle, text):
            head.subtitle = Unit(head.subtitle.start, unit.end, f"{head.subtitle.text} {text}")
            head.spent[-1] = ("describe.subtitle", head.subtitle)
            role = "subtitle"
        if role == "title" and later and _office_line(text, runs[-1], head):
            head.signed_by(unit)
            role = "byline"
        if role == "title" and len(runs) == 1 and _material(text) and _names_meeting(runs[0]):
            for above in (*runs.pop(), unit):
                head.documents.append(above)
                head.spent.append(("describe.head", above))
            open_run = False
            continue
        if role != "title":
            open_run = False
            continue
        told = runs and open_run and _told([*runs[-1], unit], named)
        if told or (runs and open_run and not unit.gap and _continues(runs[-1], unit)):
            runs[-1].append(unit)
        elif len(runs) > _LISTED and len(head.bylines) > _LISTED - 2:
            return Head(taiwan=head.taiwan)
        elif runs and not (_bulletin(runs, before) or (before in ("number", "head", "frame") and (
                by_title(text) or text.startswith("关于"))) or _renews(units, i, runs)):
            break
        else:
            runs.append([unit])
        open_run = True
    else:
        i = min(len(units), MAX_UNITS)
    head.body = i
    if i < len(units) and is_salutation(units[i].text):
        head.salutation = units[i]
    if i < len(units) and ADDRESS.match(units[i].text) and not HEADING.match(units[i].text):
        head.addressed = len(units[i].text) <= 60 and not re.search(r"[,。]|如下|汇报|总结", units[i].text)
    _choose(head, runs, units, named)
    return head


def _told(run: Sequence[Unit], named: frozenset[str]) -> bool:
    """Whether the page's own title holds these lines as one."""
    whole = letters("".join(u.text for u in run))
    return len(whole) > 8 and any(whole in name for name in named)


def _completes(subtitle: Unit, text: str) -> bool:
    """Whether a line is the end of a dashed subtitle that breaks off: ``——在…大会上的`` over ``工会工作报告``."""
    return (len(text) <= 16 and by_title(text) is not None and subtitle.text.endswith(("的", "上", "会议", "大会"))
            and by_title(subtitle.text) is None)


_NUMBERED = re.compile(
    r"(?:^|(?:发文字号|文件编号|文件字号|公文字号|发文号|文\s?号|字\s?号)\s?[\]】]?\s?:?)\s*"
    rf"{NUMBER.pattern}(?=\s*$|\s|作者|来源|时间|发布|\[|【)", re.M
)


_OF_NUMBER = re.compile(
    r"(?:发文字号|文件编号|文件字号|公文字号|发文号|文\s{0,4}号|字\s{0,4}号)\s*+[\]】]?\s*+:?\s*+\Z")


def number_above(flat: str, start: int) -> Unit | None:
    """The document number on a line of its own, or labelled, just above a piece that was cut off from its head."""
    begin = max(0, start - 600)
    found = [m for m in _NUMBERED.finditer(flat, begin, start)
             if flat.count("\n", m.end("n"), start) <= 8 or _OF_NUMBER.search(flat, begin, m.start("n"))]
    return Unit(found[-1].start("n"), found[-1].end("n"), found[-1]["n"]) if found else None


_EDITOR = re.compile(r"[(\[【]?\s?(?:编者?按|编者的话|编辑按|按语|编前语?|本刊按|导语)\s?[)\]】]?\s?[:,]")
"""An editor's note between a title and the paper."""


def _head_below(units: Sequence[Unit], i: int) -> bool:
    """Whether by-line, day or salutation of a paper follow within a few lines."""
    for unit in units[i + 1 : i + 6]:
        if is_salutation(unit.text) or (len(unit.text) <= 40 and (is_byline(unit.text, True) or any(
                d.end - d.start > len(unit.text) - 4 for d in dates(unit.text)))):
            return True
        if len(unit.text) > 60:
            return False
    return False


def _words(heading: str) -> str:
    """A page heading without site name, file ending and what stands behind ``_``."""
    return core(Unit(0, len(heading), heading)).text.split("_")[0]


def _says_nothing(runs: Sequence[Sequence[Unit]]) -> bool:
    """Whether the only heading is a word or two that name no paper: ``最佳答案``."""
    whole = "".join(closed(u.text) for run in runs for u in run)
    return len(runs) == 1 and len(whole) <= 8 and by_title(whole) is None


def _over_paper(units: Sequence[Unit], i: int) -> bool:
    """Whether a sentence stands over a whole paper: its title and whom it addresses follow within a few lines."""
    if len(units[i].text) > 120 or is_salutation(units[i].text) or HEADING.match(units[i].text):
        return False
    named = False
    for unit in units[i + 1 : i + 9]:
        if is_salutation(unit.text) or (ADDRESS.match(unit.text) and len(unit.text) <= 60):
            return named
        if len(unit.text) > 70 or unit.text.endswith("。"):
            return False
        named = named or (len(unit.text) >= 8 and by_title(_words(unit.text)) is not None)
    return False


def _bulletin(runs: Sequence[Sequence[Unit]], before: str) -> bool:
    """Whether the only heading so far is that of a bulletin whose number and editor have just been read."""
    return before == "head" and len(runs) == 1 and "".join(closed(u.text) for u in runs[0]).endswith("简报")


def _over_title(text: str, below: str) -> bool:
    """Whether a line names office and speaker of the ``在…上的讲话`` below it."""
    return " " in text and people.office_and_name(text) is not None and below.startswith("在") and bool(given_at(below))


def _unit_and_name(text: str) -> bool:
    """Whether a line is where someone works and a name: ``云汀矿业集团采掘工人  铁长岭``."""
    m = re.match(r"^[\u4e00-\u9fff]{4,24}\s+(?P<n>\S{2,4}|\S\s{1,3}\S)$", text)
    return m is not None and by_title(text) is None and people.person(m["n"]) is not None


def _office_line(text: str, run: Sequence[Unit], head: Head) -> bool:
    """Whether a line below a finished title names an office, though no name is made out in it, or a body."""
    finished = head.subtitle is not None or by_title("".join(closed(u.text) for u in run)) is not None
    if finished and head.subtitle and is_body(text):
        return True
    return (len(text) <= 40 and finished and by_title(text) is None
            and re.search(rf"{people.OFFICE}(?:\s|$|[xX×*])", text) is not None and not is_salutation(text))


_MATERIAL = re.compile(
    r"(?:会议|大会)?(?:文件|材料|资料)\s?(?:之?\s?[一二三四五六七八九十]+|\(?[一二三四五六七八九十\d]+\)?)?$"
)


def _material(text: str) -> bool:
    """Whether a line says that the paper is one of a meeting's: ``第四届职代会第二次会议文件之三``."""
    m = _MATERIAL.search(text)
    return m is not None and len(text) <= 40 and (m.start() == 0 or text[m.start() : m.start() + 2] in ("会议", "大会"))


def _names_meeting(run: Sequence[Unit]) -> bool:
    """Whether the lines so far name a body or its meeting and no paper."""
    whole = "".join(closed(u.text) for u in run)
    return by_title(whole) is None and (is_body(run[0].text) or whole.endswith(("大会", "会议", "职代会")))


def _closed(text: str) -> bool:
    """Whether what looks like body is a title after all: short, and its last noun says what it is."""
    words = core(Unit(0, len(text), text)).text
    return len(words) <= 60 and not text.endswith(("。", ":")) and by_title(words) is not None


_ISSUED = re.compile(
    r"(?:通知|通报|意见|决定|决议|办法|方案|报告|总结|函|请示|批复|讲话|思考|建议|汇报|公告|体会|规定|细则|"
    r"要点|倡议书?|调查|对策|探讨|探析|启示|说明|材料|研究|综述|实践|探索)[)”》]?$"
)


def _continues(run: Sequence[Unit], unit: Unit) -> bool:
    """Whether a title line goes on in the next: not when it already ends in the noun that says what it is."""
    if len(run) >= 4 or unit.text == run[-1].text or (len(run) == 1 and _remarked(run[0].text, unit.text)):
        return False
    whole = "".join(closed(u.text) for u in run)
    if by_title(whole) is None:
        return True
    unfinished = whole.startswith("关于") and not _ISSUED.search(whole)
    return unfinished or unit.text.startswith(("及", "和", "暨", "与", "并"))


def _remarked(above: str, text: str) -> bool:
    """Whether the line above is the same title with a remark of the site's in brackets behind it."""
    remark = re.compile(r"\s?[(\[【].*[)\]】]")
    return len(text) >= 6 and above.startswith(text) and remark.fullmatch(above, len(text)) is not None


def _renews(units: Sequence[Unit], i: int, runs: list[list[Unit]]) -> bool:
    """Whether a later title-like unit is the paper's own title: by-line, date, subtitle or salutation follow it."""
    from_here = units[i : i + 6]
    text = from_here[0].text
    if any(text == "".join(u.text for u in run) for run in runs):
        return True
    for unit in from_here[1:]:
        t = unit.text
        if DASH.match(t) or is_salutation(t) or (list(dates(t)) and len(t) < 30) or (NOTE.match(t) and len(t) < 60):
            return True
        if opens_body(t):
            return by_title(text) is not None and units[i].gap
        if is_byline(t, True):
            return True
    return False


def _choose(head: Head, runs: list[list[Unit]], units: Sequence[Unit], named: frozenset[str]) -> None:
    """The last run is the paper's own title; earlier ones (page headings) leave the body."""
    if not runs:
        return
    own = _fuller(runs)
    if len(runs) == 1 and len(own) == 1 and is_byline(own[0].text, True) and (
            is_body(TEAM.sub("", own[0].text)) or re.search(r"\s", own[0].text)):
        head.signed_by(own[0])
        return
    if len(own) > 1 and by_title("".join(closed(u.text) for u in own)) is None and not (
            head.subtitle or head.bylines or head.dates or head.salutation or _told(own, named)):
        head.body = units.index(own[1])
        own = own[:1]
    for run in runs:
        if run[0] is not own[0]:
            head.spent += [("describe.repeated", u) for u in run]
    head.titles = list(own)
    if head.subtitle is None and len(own) > 1 and (
            _second_title(own) or (SUBTITLE.match(own[-1].text) and given_at(own[-1].text))):
        head.subtitle = own[-1]
        head.titles = own[:-1]
        head.spent.append(("describe.subtitle", own[-1]))


def _fuller(runs: Sequence[list[Unit]]) -> list[Unit]:
    """The last run of title lines, or that above it which says the same with the body that issued the paper before."""
    own = "".join(u.text for u in runs[-1])
    for run in runs[:-1]:
        whole = "".join(u.text for u in run)
        if own.startswith("关于") and whole.endswith(own) and is_body(whole.removesuffix(own)):
            return run
    return runs[-1]


def _second_title(run: Sequence[Unit]) -> bool:
    """Whether a slogan stands over the name of the report it is the motto of."""
    slogan, named = "".join(u.text for u in run[:-1]), run[-1].text
    return (by_title(named) == "report" and of_title(named) is not None and by_title(slogan) is None
            and not is_body(run[0].text) and len(slogan) > 7 and not slogan.endswith(("的", "于", "在", "、")))
