"""A page's main text to its documents.

Parts of a compilation are told by their markers or a table of contents, by
salutations that open anew behind a closing, and by numbering that starts over
behind a closing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from scraper.model import Cut, Page, Piece
from scraper.shapes import (
    is_addressee,
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
    names_paper,
)
from scraper.split_contents import find_contents, find_stars
from scraper.split_markers import Marker, find_markers
from scraper.units import units
from scraper.view import Line, View

_LISTED = 300
"""Characters from which what the form of a page shows as its body is a document, though it be a mere list."""

_PART = 300
"""Characters a part must hold before a new opening may end it."""

_SHORT = 40
"""Characters a part must hold that is signed or thanks its hearers, where a title and whom it addresses follow."""


def split(view: View, cuts: Sequence[Cut], page: Page) -> tuple[Piece, ...]:
    """The documents of the page in order; nothing of ``cuts`` lies in a piece.

    ``spans`` of a piece are its units: lines, or the paragraphs of a text on
    one line, less what ``cuts`` take out of them. Several texts under one
    marker all bear it, the first keeps it.
    """
    lines = _kept(units(view), cuts)
    markers = _headed(view, page, lines, find_markers(lines)) or find_contents(view, lines, cuts) \
        or find_stars(view, lines)
    out: list[Piece] = []
    for part, marker in _parts(lines, markers):
        bodies = _openings(part)
        for i, body in enumerate(bodies):
            spans = tuple((u.start, u.end) for u in body)
            mark = (marker.start, marker.end if i else _marker_end(marker, body)) if marker else None
            if mark:
                spans = tuple((max(a, mark[1]), b) for a, b in spans if b > mark[1])
            if spans and (_holds(body) or (page.form == "html" and sum(len(u.text) for u in body) >= _LISTED)):
                out.append(Piece(spans, mark if mark and mark[1] > mark[0] else None, again=i > 0))
    return tuple(out)


def _holds(body: Sequence[Line]) -> bool:
    """Whether a part holds a document: a sentence, or a list of items under a title."""
    return any(is_text(u.text) or len(u.text) >= 40 for u in body) or sum(is_numbered(u.text) for u in body) >= 3


def _kept(lines: Sequence[Line], cuts: Sequence[Cut]) -> list[Line]:
    """The units less what is cut; units are those of the whole page, so that both stages part it alike."""
    out: list[Line] = []
    k = 0
    for line in lines:
        at = line.start
        while k < len(cuts) and cuts[k].end <= at:
            k += 1
        if k == len(cuts) or cuts[k].start >= line.end:
            out.append(line)
            continue
        i = k
        while i < len(cuts) and cuts[i].start < line.end:
            out.append(_stretch(line, at, cuts[i].start))
            at = max(at, cuts[i].end)
            i += 1
        out.append(_stretch(line, at, line.end))
    return [u for u in out if u.text]


def _stretch(line: Line, start: int, end: int) -> Line:
    """The stretch of a unit from ``start`` to ``end`` without outer white space."""
    part = line.text[start - line.start : max(end - line.start, 0)] if end > start else ""
    start += len(part) - len(part.lstrip())
    part = part.strip()
    return Line(start, start + len(part), part)


def _parts(lines: Sequence[Line], markers: Sequence[Marker]) -> list[tuple[list[Line], Marker | None]]:
    if not markers:
        return [(list(lines), None)]
    out: list[tuple[list[Line], Marker | None]] = [(list(lines[: markers[0].unit]), None)]
    for here, following in zip(markers, [*markers[1:], None], strict=True):
        stop = following.unit if following else len(lines)
        body = [Line(max(u.start, here.start), u.end, u.text[max(0, here.start - u.start):])
                for u in lines[here.unit : stop]]
        if following and following.start > lines[following.unit].start:
            u = lines[following.unit]
            body.append(Line(u.start, following.start, u.text[: following.start - u.start].rstrip()))
        out.append((body, here))
    first = markers[0]
    if first.start > lines[first.unit].start:
        u = lines[first.unit]
        out[0][0].append(Line(u.start, first.start, u.text[: first.start - u.start].rstrip()))
    return [(body, marker) for body, marker in out if body]


def _headed(view: View, page: Page, lines: Sequence[Line], markers: list[Marker]) -> list[Marker]:
    """The markers, and the titles over a salutation that a page shows in the same kind of heading as them."""
    starts = [view.at(b.start) for b in page.blocks]
    if len(markers) < 2 or not starts:
        return markers

    def place(start: int) -> tuple[str, ...]:
        block = page.blocks[max(bisect_right(starts, start) - 1, 0)]
        return (*block.path[:-1], block.tag) if block.tag in ("h1", "h2", "h3", "h4", "h5") else ()

    places = {place(m.start) for m in markers}
    if len(places) > 1 or not all(places):
        return markers
    taken = {m.unit for m in markers}
    more = [
        Marker(u.start, u.start, u.start, 0, markers[0].family, i)
        for i, u in enumerate(lines[:-1])
        if i > markers[0].unit and i not in taken and place(u.start) in places and is_title(u.text)
        and is_salutation(lines[i + 1].text)
    ]
    return sorted([*markers, *more], key=lambda m: m.start)


def _marker_end(marker: Marker, body: Sequence[Line]) -> int:
    """Where the marker ends: before a title on its line, unless the part has a title of its own below."""
    if marker.rest >= marker.end:
        return marker.end
    for u in body[1:7]:
        if is_text(u.text):
            break
        if is_title(u.text) and len(u.text) >= 6 and not (is_byline(u.text) or is_org(u.text) or is_subtitle(u.text)):
            return marker.end
    return marker.rest


_CLOSING = re.compile(
    r"(?:奋斗|贡献|辉煌|谢谢(?:大家|各位)?|顺利|成功|健康|幸福|如意|篇章|前进|前行|胜利|迈进|局面|梦想成真|业绩|佳绩|努力|力量|台阶|祝贺|敬意)"
    r"[^。！？!]{0,24}[。！!]?$"
)
_PLEA = re.compile(
    r"^(?:(?:各位|尊敬的)?[\w、，,]{0,16}(?:同志|代表|委员|朋友)们?[，,！!：:]|各位\w{1,8}[，,！!]|最后[，,]|让我们|谢谢)"
)
_OPENING = re.compile(
    r"^(?:(?:大家|各位)?(?:上午|下午|晚上)?好[！!，,。]?)?(?:今天|今日|这次|此次|刚才|首先|现在[，,]?我|我受|受.{2,30}委托|根据.{2,30}安排|经.{2,24}(?:研究|同意)|"
    r"(?:近日|日前)|在.{4,60}(?:之际|时刻|时候|形势下|日子里|前夕)|(?:非常|十分|很)高兴|值此|.{2,20}(?:召开|举行|举办).{2,30}(?:会|会议|大会)|"
    r".{0,24}(?:会议|大会|座谈会|论坛)(?:的|是|，|,))"
)
_NTH = re.compile(r"^\s*(?:第([一二三四五六七八九])\s?[,，、:：]|([一二三四五六七八九])\s?[、.．，,])")


def _openings(lines: Sequence[Line]) -> list[list[Line]]:
    """A part that holds several speeches, cut where a new one opens."""
    out: list[list[Line]] = [[]]
    rest = sum(len(u.text) for u in lines)
    mass = 0
    for i, line in enumerate(lines):
        rest -= len(line.text)
        if mass >= _SHORT and rest >= _SHORT and _heads_anew(lines, i, out[-1]):
            out.append([])
            mass = 0
        if mass >= _PART and rest >= _PART and _opens(lines, i, out[-1], mass):
            head: list[Line] = []
            while out[-1] and len(head) < 5 and _heads(out[-1][-1].text):
                head.insert(0, out[-1].pop())
            out.append(head)
            mass = 0
        out[-1].append(line)
        mass += len(line.text) if is_text(line.text) else 0
    return out


_ENDED = re.compile(
    r"(?:谢谢(?:大家|各位)?|此致|敬礼|特此(?:通知|通报|公告|报告|函复|函告|倡议)|[祝愿][^。！!，,]{2,24}|(?:胜利|顺利)(?:闭幕|召开)"
    r"|圆满成功)[。！!]?\s*$"
)


def _heads_anew(lines: Sequence[Line], i: int, before: Sequence[Line]) -> bool:
    """Whether unit ``i`` is the title of a paper that nothing marks: whom it addresses follows, what stands before it
    is signed or has ended, and it is none of its attachments.
    """
    text = lines[i].text
    if len(text) > 60 or not (before and is_title(text)) or is_org(text) or is_byline(text) or is_subtitle(text):
        return False
    named = names_paper(text)
    for below in lines[i + 1 : i + 6]:
        if is_salutation(below.text) or is_addressee(below.text):
            break
        if not _heads(below.text) and not is_document_number(below.text):
            return False
        named = named or names_paper(f"{text}{below.text}")
    else:
        return False
    last = before[-1].text
    ended = is_date(last) or _ENDED.search(last[-40:]) or (is_org(last) and not is_text(last))
    attached = any(is_label(u.text) and (u.text.startswith("附")) for u in before[-3:]) or any(
        u.text.startswith("附") and text[:8] in u.text for u in before)
    return bool(named and ended) and not attached


def _opens(lines: Sequence[Line], i: int, before: Sequence[Line], mass: int) -> bool:
    """Whether unit ``i`` begins a new speech behind ``before``, which holds ``mass`` characters of text."""
    text = lines[i].text
    if is_salutation(text):
        if mass < 800 and not any(is_salutation(u.text) for u in before[:20]):
            return False
        following = lines[i + 1].text
        return bool(_OPENING.match(following)) or (_closed(before) and _next_number(lines[i + 1 : i + 25]) == 1)
    if len(text) < 60 or is_numbered(text) or not before or not _pleads(before):
        return False
    return bool(_OPENING.match(text)) and _last_number(before) >= 2 and _next_number(lines[i + 1 : i + 14]) == 1


def _closed(before: Sequence[Line]) -> bool:
    """Whether the text so far ends as a speech does (title lines of the next one left aside)."""
    last = _last_text(before)
    return bool(_CLOSING.search(last[-60:]) or _PLEA.match(last))


def _pleads(before: Sequence[Line]) -> bool:
    """Whether the text so far ends with an appeal to the hearers."""
    last = _last_text(before)
    return bool(_PLEA.match(last) and _CLOSING.search(last[-60:]))


def _last_text(before: Sequence[Line]) -> str:
    return next((u.text for u in reversed(before) if is_text(u.text)), "")


def _heads(text: str) -> bool:
    return not is_text(text) and (is_title(text) or is_date(text) or is_byline(text) or is_subtitle(text))


def _last_number(before: Sequence[Line]) -> int:
    return next((n for u in reversed(before[-200:]) if (n := _nth(u.text))), 0)


def _next_number(lines: Sequence[Line]) -> int:
    return next((n for u in lines if (n := _nth(u.text))), 0)


def _nth(text: str) -> int:
    m = _NTH.match(text)
    return "一二三四五六七八九".index(m[1] or m[2]) + 1 if m else 0
