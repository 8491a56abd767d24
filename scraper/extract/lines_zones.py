"""The zones of a page: what stands over the text and behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scraper.extract.lines_signed import RULES, signs
from scraper.rules import REACH, Row, first
from scraper.shapes import (
    breaks_greeting,
    ends_sentence,
    is_byline,
    is_date,
    is_document_number,
    is_han,
    is_label,
    is_numbered,
    is_org,
    is_salutation,
    is_subtitle,
    is_text,
    is_title,
    names_paper,
)
from scraper.split_markers import Marker
from scraper.units import wrap_width
from scraper.view import Line

_PRELUDE = 500
"""A text before the first marker is a document of its own from this length on."""


@dataclass(frozen=True, slots=True)
class Section:
    """Units ``start`` to ``end`` (exclusive): the stretch before the first marker, or behind one."""

    start: int
    end: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Zones:
    """The units of a page with what is known to be frame; the functions here add to ``frame``."""

    lines: Sequence[Line]
    frame: dict[int, str]
    sections: Sequence[Section]
    text: Sequence[bool]
    """Whether a unit reads as text of a document; see :func:`texts`."""


def sections(lines: Sequence[Line], frame: dict[int, str], markers: Sequence[Marker]) -> list[Section]:
    """The page cut at its markers."""
    out, at, marked = [], 0, False
    for marker in markers:
        if marker.unit > at or marked:
            out.append(Section(at, marker.unit, marked))
        at, marked = marker.unit + (marker.end >= lines[marker.unit].end), True
    return [*out, Section(at, len(lines), marked)]


def texts(lines: Sequence[Line], frame: Mapping[int, str]) -> list[bool]:
    """Which units are text: sentences, lines of a wrapped paragraph, the torn halves of a salutation."""
    out = [is_text(u.text) for u in lines]
    width = wrap_width([u for i, u in enumerate(lines) if i not in frame], ends_sentence)
    for i, line in enumerate(lines[:-1]):
        following = lines[i + 1].text
        if width and width - 4 <= len(line.text) <= width + 6 and not is_numbered(line.text):
            out[i] = out[i] or i + 1 not in frame
        elif breaks_greeting(line.text) and len(following) <= 24 and following[-1:] in ":：":
            out[i] = out[i + 1] = True
        elif len(line.text) >= 40 and i and out[i - 1] and i - 1 not in frame and is_han(line.text) \
                and ("，" in line.text or "," in line.text):
            out[i] = True
    return out


def _texts(zones: Zones, section: Section) -> list[int]:
    return [i for i in range(section.start, section.end) if i not in zones.frame and zones.text[i]]


def head_frame(zones: Zones, rows: Sequence[Row], *, whole: bool) -> None:
    """Mark the frame over the text of each section.

    ``whole``: the units are a whole page; else only the rules speak, since
    the walk over the HTML has judged the place of a block already.
    """
    lines, frame = zones.lines, zones.frame
    compiled = len(zones.sections) > 1 and zones.sections[-1].marked
    for section in zones.sections:
        mine = _texts(zones, section)
        if compiled and not section.marked:
            mass = sum(len(lines[i].text) for i in mine)
            if mass < _PRELUDE:
                for i in range(section.start, section.end):
                    frame.setdefault(i, "lines.prelude")
                continue
        begin = _first(zones, section, mine)
        for i in range(section.start, begin):
            if i not in frame and (hit := _first_rule(rows, lines[i].text, REACH["head"])):
                frame[i] = hit
        if mine and not section.marked and whole:
            _above(zones, section.start, begin)


def _first(zones: Zones, section: Section, mine: Sequence[int]) -> int:
    """The unit with which the text begins.

    A sentence or two over a title and its salutation (a motto, a note) is
    none of it.
    """
    if not mine:
        return section.end
    lines = zones.lines
    greeting = next((i for i in mine if is_salutation(lines[i].text)), None)
    if greeting is not None and greeting != mine[0]:
        before = [i for i in mine if i < greeting]
        between = [i for i in range(before[-1] + 1, greeting) if i not in zones.frame]
        title = any(is_title(lines[i].text) and len(lines[i].text) >= 8 for i in between)
        if title and sum(len(lines[i].text) for i in before) <= 300:
            named = next(i for i in between if is_title(lines[i].text) and len(lines[i].text) >= 8)
            for i in range(section.start, named):
                zones.frame.setdefault(i, "lines.motto")
            return greeting
    return mine[0]


def _above(zones: Zones, start: int, first: int) -> None:
    """Upwards from the first paragraph: the nearest group that holds a title stays, what is over it goes."""
    lines, frame = zones.lines, zones.frame
    i, titled, kept = first - 1, False, 0
    while i >= start:
        text = lines[i].text
        if i in frame:
            if titled:
                break
            i -= 1
            continue
        if not _belongs(text) or kept >= 12:
            if titled:
                break
            frame[i] = "lines.head"
        else:
            kept += 1
            below = next((lines[k].text for k in range(i + 1, first) if k not in frame), "")
            titled = titled or (is_title(text) and (len(text) >= 7 or is_subtitle(below)) and text[0] not in "(（"
                                and not is_org(text) and not is_subtitle(text) and not is_byline(text)
                                and not is_document_number(text))
        i -= 1
    for k in range(start, i + 1):
        frame.setdefault(k, "lines.head")


def _belongs(text: str) -> bool:
    """What may stand between a title and its text, or be the title."""
    return (
        is_title(text) or is_date(text) or is_byline(text) or is_subtitle(text) or is_org(text)
        or is_document_number(text) or is_label(text) or is_numbered(text)
    ) and len(text) <= 100


def tail_frame(zones: Zones, rows: Sequence[Row]) -> None:
    """Mark the frame behind the text of each section: rules first, then runs of lines that sign nothing."""
    lines, frame = zones.lines, zones.frame
    for section in zones.sections:
        mine = _texts(zones, section)
        if not mine:
            continue
        after, strange = False, []
        for i in range(mine[-1] + 1, section.end):
            if i in frame:
                after = after or frame[i] not in _BETWEEN
                continue
            text = lines[i].text
            hit = _strange(text, rows, closed=after)
            if hit in RULES and signs(lines, frame, i):
                continue
            if hit:
                frame[i] = hit
                after = True
            elif not _signs(text):
                strange.append(i)
                short = len(text) <= 20 and "，" not in text and "," not in text
                if after or (short and frame.get(i + 1, "sharing.pageno") not in _BETWEEN):
                    frame[i] = "lines.tail"
        if len(strange) >= 4 and _links(zones, mine[-1], section.end, strange):
            for i in strange:
                frame.setdefault(i, "lines.tail")


def _links(zones: Zones, last: int, end: int, strange: Sequence[int]) -> bool:
    """Whether a run of strange lines is a list of links: titles of papers, and no list of names is announced."""
    lines = zones.lines
    kept = [lines[i].text for i in range(last, end) if i not in zones.frame]
    announced = any("名单" in text or is_label(text) for text in kept)
    return not announced and sum(names_paper(lines[i].text) for i in strange) * 2 >= len(strange)


_BETWEEN = frozenset((
    "sharing.pageno", "lines.marks", "lines.slice", "secretary.gap", "inside.page", "inside.page-end",
))
"""Rules that also hit between a text and its signature."""


def _first_rule(rows: Sequence[Row], text: str, reach: int) -> str | None:
    return first(rows, text) if len(text) <= reach else None


def _strange(text: str, rows: Sequence[Row], *, closed: bool) -> str | None:
    """The rule that takes a unit behind the text; ``closed``: frame stood before it already."""
    if hit := _first_rule(rows, text, REACH["after"]):
        return hit
    bars = re.split(r"[|｜]", text)
    if len(bars) >= 3 and max(map(len, bars)) <= 16:
        return "lines.tail"
    if _foreign(text):
        return "lines.foreign"
    if closed and (is_numbered(text) or (is_label(text) and len(_LABELS.findall(text)) >= 2)):
        return "lines.tail"
    return None


_LABELS = re.compile(r"(?:[地会]\s?址|电\s?话|传\s?真|邮\s?编|邮\s?箱|手\s?机|网\s?址)\s?[:：]")


def _foreign(text: str) -> bool:
    """A paragraph in Latin letters behind a Chinese text: its machine translation."""
    return len(text) > 60 and sum(c.isascii() for c in text) > 0.9 * len(text)


def _signs(text: str) -> bool:
    """What may stand behind the last paragraph of a paper."""
    return (
        is_date(text) or is_byline(text) or is_org(text) or is_label(text) or is_numbered(text)
        or (ends_sentence(text) and not text.endswith(("...", "…")))
        or is_document_number(text) or is_salutation(text) or "印发" in text or "附件" in text or "\t" in text
        or (text[:1] in "(（" and text[-1:] in ")）")
    )
