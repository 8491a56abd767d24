"""The fields of a document from its head, its signature and its opening."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from scraper.describe import bodies, meetings, people, titles
from scraper.describe.dates import dates
from scraper.describe.head import number_above
from scraper.describe.kinds import by_title, formula_of, kind_of, noun_of, reported
from scraper.describe.numbers import document_number
from scraper.describe.owner import own
from scraper.describe.paper import SPEAKER_LABELS, Paper, opening_of, undated
from scraper.describe.roles import Head
from scraper.describe.tail import Signature
from scraper.describe.units import Unit, letters
from scraper.model import Page, Piece
from scraper.view import View
from scraper.width import fold_width


def gather(view: View, flat: str, parts: Sequence[Unit], head: Head, signed: Signature, piece: Piece, page: Page
           ) -> Paper:
    """The paper with its facts by field and the stretches that make up its title."""
    paper = Paper(view, flat, parts, head, signed, opening_of(parts[head.body :]))
    _titles(paper, piece, page)
    _kind(paper)
    number = head.number or number_above(flat, parts[min(head.body, len(parts) - 1)].start if parts else 0)
    if number and (head.number or paper.kind in ("notice", "decision", "plan")):
        paper.put("document_number", document_number(number.text), number.start, number.end)
    _date(paper)
    if paper.kind != "other" or _LETTER.search("".join(u.text for u in paper.title)):
        _speaker(paper)
    _meeting(paper)
    own(paper)
    return paper


def _titles(paper: Paper, piece: Piece, page: Page) -> None:
    flat, head, parts = paper.flat, paper.head, paper.parts
    marker = _stretch(flat, *piece.marker) if piece.marker else None
    title, paper.subtitle = [titles.halved(titles.core(u)) for u in head.titles], head.subtitle
    if len(title) == 1 and (pair := titles.parted(title[0])):
        title, paper.subtitle = [pair[0]], pair[1] or paper.subtitle
    if not title and marker:
        own_words = titles.core(marker)
        bare = len(own_words.text) < 4 or ":" in own_words.text
        title = [marker.part(0, len(marker.text.rstrip(": "))) if bare else own_words]
    if not title and not parts_before(flat, parts):
        start = parts[0].start if parts else 0
        block = page.blocks[0] if page.blocks and page.blocks[0].tag == "title" else None
        view = paper.view
        head_line = (view.at(block.start), view.end_at(block.end)) if block else titles.first_line(flat, start)
        told = titles.declared(flat, head_line, start) if head_line else None
        found = told or titles.from_frame(flat, page, start)
        title = [found] if found else []
        paper.head.bylines += titles.names_below(flat, found, parts[0].start) if found and parts else []
    title = [u for i, u in enumerate(title) if not any(letters(u.text) == letters(t.text) for t in title[:i])]
    if title:
        value = fold_width(titles.joined([titles.closed(paper.told(u)) for u in title]))
        paper.put("title", value, title[0].start, title[-1].end)
    if paper.subtitle:
        text = re.sub(r"^[-—–―─\s(（]+|[-—–―─\s)）]+$", "", paper.told(paper.subtitle))
        paper.put("subtitle", text, paper.subtitle.start, paper.subtitle.end)
    paper.title = title
    paper.marker = marker.text if marker else _series(flat, parts)
    if marker and not head.titles and by_title(marker.text) is None:
        paper.marker = _series_title(flat, page, marker.start) or marker.text


_LETTER = re.compile(r"(?:一封信|公开信|慰问信|感谢信|倡议书|家书)$")
"""What one who signs it says to many, though it is none of the kinds."""


def _stretch(flat: str, start: int, end: int) -> Unit:
    return Unit(start, end, flat[start:end]).part(0, end - start)


def parts_before(flat: str, parts: Sequence[Unit]) -> bool:
    """Whether running text stands before the piece: the page's title is then not its title."""
    return bool(parts) and 0 <= _running(flat) <= parts[0].start


@lru_cache(maxsize=2)
def _running(flat: str) -> int:
    """Where the first line of running text ends, -1 if there is none; found once for all parts of a page."""
    m = re.search(r"^.{120,}。.{20,}$", flat, re.M)
    return m.end() if m else -1


_MARKER = re.compile(r"^.{2,40}?篇\s?[一二三四五六七八九十\d]{1,3}\s*$", re.M)


def _series(flat: str, parts: Sequence[Unit]) -> str:
    """The last marker of the compilation before a part that has none: it tells what kind of texts these are."""
    marks = _marks(flat)
    at = bisect_right(marks, parts[0].start, key=lambda m: m[0]) if parts else 0
    return marks[at - 1][1] if at else ""


@lru_cache(maxsize=2)
def _marks(flat: str) -> list[tuple[int, str]]:
    """The marker lines of a page with their ends; found once for all its parts."""
    return [(m.end(), m[0]) for m in _MARKER.finditer(flat)]


_HEADED = 3000
"""Characters at the head of a page that may hold its heading."""


def _series_title(flat: str, page: Page, before: int) -> str:
    """The heading of a compilation whose markers (``范文一:``) do not say what kind of texts they count."""
    named = [page.meta.get("title", ""), *(m[0] for m in re.finditer(r"\S[^\n]{3,59}", flat[: min(before, _HEADED)]))]
    cores = [titles.core(Unit(0, len(n), n)).text for n in named if n]
    counted = [re.sub(r"[一二三四五六七八九十两\d]+[篇份则]$", "", text) for text in cores]
    return next((n for n in counted if by_title(n)), "")


_OVER = 300
"""Characters over a text in which the frame may name who reports."""


def _kind(paper: Paper) -> None:
    head = paper.head
    occasion = next((n.text for n in head.notes if re.search(r"讲话|报告|致辞|发言|交流材料|经验材料", n.text)), "")
    around = [*(u for _, u in head.spent), *paper.parts[-2:]]
    title = "".join(titles.closed(u.text) for u in paper.title)
    cut = paper.flat[paper.title[-1].end : paper.opening.start] if paper.title else ""
    over = [line.strip() for line in cut[-_OVER:].split("\n")]
    paper.kind = kind_of(title, paper.subtitle.text if paper.subtitle else occasion,
                         paper.marker, re.sub(r"\s+", " ", paper.opening.text), head.salutation is not None,
                         head.addressed, head.number is not None, reported([*over, *(u.text for u in around)]))
    paper.put("kind", paper.kind, *_said(paper, occasion))


def _said(paper: Paper, occasion: str) -> tuple[int, int]:
    """The words that tell the kind: the noun of title, subtitle or note, an opening formula, the first words."""
    notes = [n for n in paper.head.notes if n.text == occasion]
    for unit in [*reversed(paper.title), *([paper.subtitle] if paper.subtitle else []), *notes]:
        if (noun := noun_of(unit.text)) and noun[0] == paper.kind:
            return unit.start + noun[1], unit.start + noun[2]
    if formula := formula_of(paper.opening.text, paper.kind):
        return paper.opening.start + formula[0], paper.opening.start + formula[1]
    first = paper.head.salutation or (paper.title[0] if paper.title else paper.subtitle or paper.opening)
    return first.start, first.end


def _date(paper: Paper) -> None:
    head, signed = paper.head, paper.signed
    told = list(head.dates)
    for label in head.labels:
        if re.search(r"时间|日期", label.name):
            for d in dates(label.value.text):
                if d.form == "han" or any(other.name.endswith("地点") for other in head.labels):
                    told.append((d, label.value.start))
        else:
            told += [(d, label.value.start) for d in dates(label.value.text) if d.form == "han"]
    if not told and any(x.name.endswith("地点") or x.name in SPEAKER_LABELS for x in head.labels) and paper.title:
        above = max(0, paper.title[0].start - 200)
        told = [(d, m.start("v")) for m in _WHEN.finditer(paper.flat, above, paper.opening.start)
                for d in dates(m["v"]) if d.form == "han"]
    if not told and head.bylines and people.office_and_name(head.bylines[-1].text):
        below = _DAY_BELOW.match(paper.flat, head.bylines[-1].end)
        told = [(d, below.start("v")) for d in dates(below["v"])] if below else []
    for unit in head.titles:
        for d in dates(unit.text):
            end = unit.text[d.end :]
            if d.start == 0 and len(d.value) == 10 and end.lstrip().startswith("在"):
                told.append((d, unit.start))
            if end in (")", "]", "") and d.start and (end or len(d.value) == 10) and d.form in ("han", "dot"):
                told.append((d, unit.start))
    if told and not (paper.kind in ("notice", "decision", "plan") and signed.date and signed.body):
        d, at = max(told, key=lambda t: len(t[0].value)) if len({t[0].value[:4] for t in told}) == 1 else told[0]
        paper.put("date", d.value, at + d.start, at + d.end)
    if signed.date:
        d, at = signed.date
        paper.put("date", d.value, at + d.start, at + d.end)
    if "date" not in paper.facts and not parts_before(paper.flat, paper.parts):
        first = min(paper.title[0].start if paper.title else paper.opening.start, paper.opening.start)
        for m in _MADE_ON.finditer(paper.flat, max(0, first - _TABLE), first):
            for d in dates(m["v"]):
                if d.end == len(m["v"]) and len(d.value) == 10:
                    paper.put("date", d.value, m.start("v") + d.start, m.start("v") + d.end)


_TABLE = 900
"""Characters over a paper in which a site may tell its number and the day it was made."""
_MADE_ON = re.compile(
    r"(?:成\s{0,4}文|发\s{0,4}文|印\s{0,4}发|签\s{0,4}发|制\s{0,4}发)\s{0,4}(?:日\s{0,4}期|时\s{0,4}间)\s?[\]】]?\s?:?\s*"
    r"(?P<v>(?:19|20)\d\d\s?(?:年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|([-/.])\d{1,2}\2\d{1,2}))(?![-/.\d]|\s{0,3}\d{1,2}:)"
)
"""The day a paper was made, in the table of a site of government over it; 发布日期 is the upload."""


_WHEN = re.compile(
    r"^[^\S\n]*(?:(?:会议|报告|讲话|发言|述职|汇报)?时\s{0,4}间|日\s{0,4}期)\s?:\s?(?P<v>[^\n]{6,40})", re.M)
"""A label line that went with the frame, beside that of the place of the meeting or of who speaks."""


_DAY_BELOW = re.compile(r"\s*\n[^\S\n]*(?P<v>(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2})[^\S\n]*(?=\n|\Z)")
"""A day alone right below office and name, without an hour; portals write theirs elsewhere."""


def _speaker(paper: Paper) -> None:
    for label in paper.head.labels:
        if label.name in SPEAKER_LABELS:
            _byline(paper, label.value)
    for unit in paper.head.bylines:
        _byline(paper, unit)
    for unit in [*paper.lines, *paper.head.titles]:
        text = unit.text.lstrip("-( ")
        shift = len(unit.text) - len(text)
        for d in dates(text):
            if d.start == 0:
                shift += d.end
                text = text[d.end :]
                break
        if found := people.before_in(text) or people.on_duty(text):
            paper.put("speaker", found[0], unit.start + shift + found[1], unit.start + shift + found[2])
    m = _I_AM.match(paper.opening.text[:200]) if paper.kind == "speech" else None
    if m and (name := people.person(m["n"], sure=True)):
        paper.put("speaker", name, paper.opening.start + m.start("n"), paper.opening.start + m.end("n"))
    if paper.signed.person and paper.kind not in ("notice", "decision", "plan"):
        name, unit = paper.signed.person
        paper.put("speaker", name, unit.start, unit.end)


_I_AM = re.compile(
    rf"^.{{0,80}}?(?<![\u4e00-\u9fff])我(?:叫|是(?:来自)?[\u4e00-\u9fff]{{2,24}}?{people.OFFICE}|是(?:来自)?[\u4e00-\u9fff]{{2,20}}的)"
    r"(?P<n>[\u4e00-\u9fff]{2,4})[,。]")
"""Who says who he is."""


def _byline(paper: Paper, unit: Unit) -> None:
    text = undated(unit.text)
    lead = re.match(r"^[(\[【\s|/□■◇◆○●★☆◎·-]*(?:(?:文|作者|撰稿)\s?[/:]\s?)?", text)
    start = lead.end() if lead else 0
    rest = text[start:].rstrip(" )]】|/")
    if name := people.person(rest, sure=True):
        paper.put("speaker", name, unit.start + start, unit.start + start + len(rest))
    elif found := people.office_and_name(rest) or people.several(rest) or people.worker_and_name(rest):
        paper.put("speaker", found[0], unit.start + start + found[1], unit.start + start + found[2])
    elif both := bodies.body_and_name(rest):
        paper.put("speaker", both[1], unit.start + start + both[2], unit.start + start + both[3])
    elif (m := re.match(r"^(\S{3,36})\s+(.+)$", rest)) and (name := people.person(m[2])):
        paper.put("speaker", name, unit.start + start + m.start(2), unit.start + start + m.end(2))


def _resolution(paper: Paper) -> None:
    """The meeting a resolution was made at."""
    title = "".join(titles.closed(u.text) for u in paper.title)
    named, spoken = meetings.resolved_at(title, paper.opening.text)
    if named:
        paper.put("meeting", fold_width(title[slice(*named)]), paper.title[0].start, paper.title[-1].end)
    for note in paper.head.notes if title.endswith("决议") else ():
        if span := meetings.passed_at(note.text):
            paper.put("meeting", paper.told(note, *span), note.start + span[0], note.start + span[1])
    if spoken:
        start = paper.opening.start
        paper.put("meeting", fold_width(paper.opening.text[slice(*spoken)]), start + spoken[0], start + spoken[1])


def _meeting(paper: Paper) -> None:
    if paper.kind == "decision":
        _resolution(paper)
    else:
        _occasion(paper)
    if fact := paper.facts.get("meeting"):
        paper.put("session", meetings.session(str(fact.value)), fact.start, fact.end)


_COUNTED = re.compile(r"(?:篇|[范例样]文|模板|[\[(])\s?[一二三四五六七八九十\d]{1,3}\W*$")
"""The end of a site's marker, which names no meeting of the part's own."""


def _occasion(paper: Paper) -> None:
    """The meeting something was said at, by title, subtitle, note, label or the words it opens with."""
    if paper.kind not in ("speech", "report", "article", "summary"):
        return
    lines = paper.lines if len(paper.title) == 1 else [paper.subtitle] if paper.subtitle else []
    whole = "".join(titles.closed(u.text) for u in paper.title)
    counted = not paper.head.titles and _COUNTED.search(whole) is not None
    if counted:
        lines = []
        _opened(paper)
    for unit in [*lines, *paper.head.notes]:
        if span := meetings.given_at(unit.text) or meetings.passed_at(unit.text):
            paper.put("meeting", paper.told(unit, *span), unit.start + span[0], unit.start + span[1])
    span = meetings.given_at(whole)
    if paper.title and span and not (counted and whole[slice(*span)] in meetings.SHORT):
        first = paper.title[0]
        a, b = span if whole == first.text else (0, paper.title[-1].end - first.start)
        paper.put("meeting", fold_width(whole[slice(*span)]), first.start + a, first.start + b)
    for label in paper.head.labels:
        if re.search(r"会议?$", label.name):
            paper.put("meeting", paper.told(label.value), label.value.start, label.value.end)
    _opened(paper)


def _opened(paper: Paper) -> None:
    """The meeting that the first words of a speech or report name."""
    if paper.kind in ("speech", "report") and (span := meetings.opened(paper.opening.text)):
        start = paper.opening.start
        paper.put("meeting", fold_width(paper.opening.text[slice(*span)]), start + span[0], start + span[1])
