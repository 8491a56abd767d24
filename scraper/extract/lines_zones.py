"""The zones of a page: what stands over the text and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.rules import Rule
from scraper.shapes import (
    is_byline,
    is_date,
    is_document_number,
    is_label,
    is_numbered,
    is_org,
    is_salutation,
    is_subtitle,
    is_text,
    is_title,
)
from scraper.split_markers import Marker
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


def sections(lines: Sequence[Line], frame: dict[int, str], markers: Sequence[Marker]) -> list[Section]:
    """The page cut at its markers."""
    out, at, marked = [], 0, False
    for marker in markers:
        if marker.unit > at or marked:
            out.append(Section(at, marker.unit, marked))
        at, marked = marker.unit + (marker.end >= lines[marker.unit].end), True
    return [*out, Section(at, len(lines), marked)]


def _texts(zones: Zones, section: Section) -> list[int]:
    return [i for i in range(section.start, section.end) if i not in zones.frame and is_text(zones.lines[i].text)]


def head_frame(zones: Zones, rows: Sequence[Rule], *, whole: bool) -> None:
    """Mark the frame over the text of each section.

    ``whole``: the units are a whole page; else only the rules speak, since
    the walk over the HTML has judged the place of a block already.
    """
    lines, frame = zones.lines, zones.frame
    compiled = len(zones.sections) > 1 and zones.sections[-1].marked
    for section in zones.sections:
        texts = _texts(zones, section)
        if compiled and not section.marked:
            mass = sum(len(lines[i].text) for i in texts)
            if mass < _PRELUDE:
                for i in range(section.start, section.end):
                    frame.setdefault(i, "lines.prelude")
                continue
        first = texts[0] if texts else section.end
        for i in range(section.start, first):
            if i not in frame and (hit := next((r.id for r in rows if r.pattern.search(lines[i].text)), None)):
                frame[i] = hit
        if texts and not section.marked and whole:
            _above(zones, section.start, first)


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
            titled = titled or (is_title(text) and len(text) >= 7 and not is_org(text) and not is_subtitle(text)
                                and not is_byline(text))
        i -= 1
    for k in range(start, i + 1):
        frame.setdefault(k, "lines.head")


def _belongs(text: str) -> bool:
    """What may stand between a title and its text, or be the title."""
    return (
        is_title(text) or is_date(text) or is_byline(text) or is_subtitle(text) or is_org(text)
        or is_document_number(text) or is_label(text) or is_numbered(text)
    ) and len(text) <= 100


def tail_frame(zones: Zones, rows: Sequence[Rule]) -> None:
    """Mark the frame behind the text of each section: rules first, then runs of lines that sign nothing."""
    lines, frame = zones.lines, zones.frame
    for section in zones.sections:
        texts = _texts(zones, section)
        if not texts:
            continue
        after, strange = False, []
        for i in range(texts[-1] + 1, section.end):
            if i in frame:
                after = True
                continue
            text = lines[i].text
            if hit := next((r.id for r in rows if r.pattern.search(text)), None):
                frame[i] = hit
                after = True
            elif not _signs(text):
                strange.append(i)
                if after:
                    frame[i] = "lines.tail"
        if len(strange) >= 4:
            for i in strange:
                frame.setdefault(i, "lines.tail")


def _signs(text: str) -> bool:
    """What may stand behind the last paragraph of a paper."""
    return (
        is_date(text) or is_byline(text) or is_org(text) or is_label(text) or is_numbered(text)
        or is_document_number(text) or is_salutation(text) or "印发" in text or "附件" in text or "\t" in text
        or (text[:1] in "(（" and text[-1:] in ")）")
    )
