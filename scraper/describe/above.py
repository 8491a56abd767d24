"""What tells of a piece but was cut with the frame: title, by-line and date between the page's head and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.describe import people
from scraper.describe.bodies import body_and_name, is_body
from scraper.describe.dates import dates
from scraper.describe.kinds import by_title
from scraper.describe.meetings import given_at
from scraper.describe.paper import SPEAKER_LABELS
from scraper.describe.roles import DASH, NOTE, TEAM, Head, Label, is_salutation, label_of
from scraper.describe.tail import signer
from scraper.describe.titles import BANNER, core
from scraper.describe.units import Unit, letters

REACH = 900
"""Characters above a text that may hold its title."""
_LINES = 10
_FILE = re.compile(r"\s?\.(?:docx?|pdf|txt|rtf|wps|pptx?)\b", re.I)
"""Behind the name of a file, which is no title."""
_LISTED = re.compile(
    r"^(?:[·•●◆■○★▲▪>》\[【]|\d{1,2}\s?[.、)]|[上下前后][一1]?[篇条则页]|标签|分类|关键[词字])|[>|│┊]|\[\d+\]$|\.{3}$|…$"
)
_PORTAL = re.compile(r"\d:\d\d|来源|发布|编辑|浏览")
_RUNNING = re.compile(r"[。;!?]\S|[。;]$")


def with_named_lines(flat: str, parts: Sequence[Unit], head: Head, named: frozenset[str], after: int
                     ) -> list[Unit] | None:
    """The units of a piece with the lines (behind ``after``) that together say what the page's own title says, where
    its title is but one of them or went with the frame; ``None`` where nothing is to be added.
    """
    if head.body >= len(parts):
        return None
    own, stop = letters("".join(u.text for u in head.titles)), parts[head.body].start
    found = _ANY.finditer(flat, max(after, stop - REACH), stop)
    lines = [Unit(m.start(), m.end(), m[0]).part(0, len(m[0])) for m in found]
    for first in range(len(lines) - 1, -1, -1):
        for last in range(min(first + 3, len(lines)), first, -1):
            run = lines[first:last]
            whole = letters("".join(u.text for u in run))
            if (len(whole) < 6 and by_title(whole) is None) or whole not in named or own not in whole or own == whole:
                continue
            if any(_PORTAL.search(u.text) or is_body(u.text) or BANNER.search(letters(u.text)) for u in run):
                continue
            inside = [any(p.start <= u.start < p.end for p in parts) for u in run]
            if all(inside):
                return None
            more = [Unit(u.start, u.end, u.text) for u, known in zip(run, inside, strict=True) if not known]
            return sorted([*more, *(p for p in parts if p.end > run[0].start)], key=lambda u: u.start)
    return None


_ANY = re.compile(r"\S[^\n]*")


def with_lines_above(flat: str, parts: Sequence[Unit], head: Head) -> list[Unit] | None:
    """The units of a piece with those cut lines over its text that name it; ``None`` where there are none.

    A line that ends in the noun of a title counts where the piece has no title
    of its own, or one above the cut that says nothing; lines below the title
    count where they name an office with a person, a body, a meeting or, in
    brackets, a day.
    """
    if head.body >= len(parts):
        return None
    text = parts[head.body]
    title = head.titles[-1] if head.titles else None
    if title and DASH.match(title.text) and len(head.titles) == 1:
        return _over_dash(flat, parts, title)
    named = (title is not None and by_title("".join(u.text for u in head.titles)) is not None
             and not _FILE.match(flat, title.end))
    cut = _cut_lines(flat, title.end if title else max(0, text.start - REACH), text.start, parts)
    if not cut:
        return None
    found = over = None if named else _title(cut)
    if found and DASH.match(found.text):
        found = None if title else _over(cut, found)
    if title is None and found is None:
        return None
    start = found.start if found else -1
    title_end = found.end if found else title.end if title else 0
    for again in cut if title else ():
        if title and letters(again.text) == letters(title.text) and again.start >= title.end:
            title_end = again.end
    rest: list[Unit] = []
    for unit in cut:
        above = rest[-1:] if rest and rest[-1] is not found else head.bylines[-1:]
        dashed = found is not None and unit is over and DASH.match(unit.text)
        below = _uncovered(flat, unit.end, text.start, parts)
        alone = people.person(unit.text, sure=True) is not None and (
            not below or NOTE.match(below)) and not _uncovered(flat, title_end, unit.start, parts)
        if unit is found or dashed or (unit.start > start and (_tells(unit) or alone or _day_below(flat, above, unit))):
            rest.append(unit)
            title_end = unit.end
    return sorted([*rest, *(p for p in parts if p.start > start)], key=lambda u: u.start) if rest else None


def _over_dash(flat: str, parts: Sequence[Unit], dashed: Unit) -> list[Unit] | None:
    """The units with the cut line over a dashed one that stands where the title should, if it reads as a title."""
    cut = _cut_lines(flat, max(0, dashed.start - REACH), dashed.start, parts)
    over = _over([*cut, dashed], dashed)
    if over is None or over is dashed:
        return None
    return sorted([over, *(p for p in parts if p.start > over.start)], key=lambda u: u.start)


def _uncovered(flat: str, start: int, end: int, parts: Sequence[Unit]) -> str:
    """What stands from ``start`` to ``end`` and is none of the piece."""
    at, out = start, ""
    for part in parts:
        if part.end > start and part.start < end:
            out, at = out + flat[at : max(at, part.start)], max(at, part.end)
    return (out + flat[at : max(at, end)]).strip()


def with_day_below(flat: str, parts: Sequence[Unit], body: int) -> list[Unit]:
    """The units of a piece with the lines of a signature right below it, or its day alone, that went with the frame."""
    for unit in parts[max(body + 1, len(parts) - 6) :]:
        m = _DAY.match(flat, unit.end)
        if m and len(unit.text) <= 40 and signer(unit) and not any(p.start < m.end("d") <= p.end for p in parts):
            return sorted([*parts, Unit(m.start("d"), m.end("d"), m["d"], True)], key=lambda u: u.start)
    lines = list(re.finditer(r"[^\S\n]*(\S[^\n]{0,80})", flat[parts[-1].end : parts[-1].end + 160])) if parts else []
    for m in lines[:4]:
        unit = Unit(parts[-1].end + m.start(1), parts[-1].end + m.end(1), m[1].rstrip(), True)
        if len(unit.text) <= 40 and is_body(unit.text) and (day := _DAY.match(flat, unit.end)):
            return [*parts, unit, Unit(day.start("d"), day.end("d"), day["d"], True)]
    return list(parts)


_DAY = re.compile(
    r"\s*\n\s*(?P<d>(?:(?:19|20)\d\d|[〇一二三四五六七八九]{4})\s?年"
    r"\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日)[^\S\n]*(?=\n|\Z)"
)


def labels_above(flat: str, start: int) -> list[Label]:
    """The label lines right over a piece that went with the frame: ``报告人:…``, with ``时间:…`` and ``地点:…``."""
    lines = list(re.finditer(r"\S[^\n]*", flat[max(0, start - 300) : start]))
    base = max(0, start - 300)
    found: list[Label] = []
    for m in reversed(lines[-6:]):
        unit = Unit(base + m.start(), base + m.end(), m[0]).part(0, len(m[0]))
        label = label_of(unit)
        if label is None:
            break
        found.insert(0, label)
    names = {label.name for label in found}
    return found if names & SPEAKER_LABELS or any(n.endswith("地点") for n in names) else []


def _cut_lines(flat: str, start: int, end: int, parts: Sequence[Unit]) -> list[Unit]:
    """The lines of ``flat`` from ``start`` to ``end`` that are none of the piece."""
    lines = (Unit(m.start(), m.end(), m[0], True).part(0, len(m[0])) for m in re.finditer(r"\S[^\n]*", flat[start:end]))
    moved = (Unit(u.start + start, u.end + start, u.text, True) for u in lines)
    return [u for u in moved if not any(p.start < u.end and u.start < p.end for p in parts)]


def _title(cut: Sequence[Unit]) -> Unit | None:
    """The lowest cut line that is a title: nothing but short lines between it and the text."""
    near = cut[-_LINES:]
    for i in range(len(near) - 1, -1, -1):
        text = near[i].text
        if len(text) > 100 or _RUNNING.search(text):
            return None
        words = core(near[i])
        if 6 <= len(words.text) <= 60 and by_title(words.text) and not _LISTED.search(text) and ":" not in words.text:
            listed = i and by_title(near[i - 1].text) and not _LISTED.search(near[i - 1].text)
            return None if listed and near[i - 1].text not in text and text not in near[i - 1].text else near[i]
    return None


_ABOUT = re.compile(r"记(?!者)|访|写[在给于]|献给|致|以.{2,30}为例|兼[论谈评议]|[读学]《|来自|从.{2,20}[谈看说]|追记")
"""How a dashed line goes on that says what the text above it is about."""
_MENU = re.compile(r"^(?:\S{2,5}\s+){3,}\S{2,5}$")
"""Words of a menu."""


def _over(cut: Sequence[Unit], below: Unit) -> Unit | None:
    """The cut line right over a dashed line ``--在…会上的报告`` if it reads as the title of this subtitle."""
    at = next(i for i, u in enumerate(cut) if u is below)
    while at and _PORTAL.search(cut[at - 1].text) and len(cut[at - 1].text) <= 90:
        at -= 1
    line = cut[at - 1] if at else None
    plain = line and 6 <= len(line.text) <= 60 and not re.search(r"[:;。|>]", line.text)
    if line is None or not plain or _LISTED.search(line.text) or _PORTAL.search(line.text) or _MENU.match(line.text):
        return below
    return below if is_body(line.text) or is_salutation(line.text) else line


def _day_below(flat: str, above: Sequence[Unit], unit: Unit) -> bool:
    """Whether a line is a written day right below a by-line; portals pad their months: ``2012年07月09日``."""
    day = next((d for d in dates(unit.text) if d.start == 0 and d.end == len(unit.text)), None)
    return bool(day and day.form == "han" and len(day.value) == 10 and not re.search(r"年0", unit.text) and above
                and not flat[above[-1].end : unit.start].strip())


def _tells(unit: Unit) -> bool:
    """Whether a line below a title is by-line, occasion or day of the paper, whatever the frame took it for."""
    text = unit.text
    if len(text) > 70 or _LISTED.search(text.lstrip("[【")) or is_salutation(text) or _PORTAL.search(text):
        return False
    if (dash := DASH.match(text)) and (given_at(text) or _ABOUT.match(text, dash.end())):
        return True
    inner = NOTE.match(text)
    day = [d for d in dates(text) if d.form in ("han", "dot") and len(d.value) >= (7 if inner else 10)]
    if inner and day and len(text) <= 40:
        return True
    bare = text[: day[0].start] + text[day[0].end :] if day else text
    bare = bare.strip(" ()[]【】")
    return bool(bare) and bool(people.office_and_name(bare) or body_and_name(bare)
                              or (is_body(TEAM.sub("", bare)) and not day))
