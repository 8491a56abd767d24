"""Frame of saved text: what of the lines is no document.

Three judges in order. Rules (TOML rows by site family) name lines, stretches
and the beginnings of a footer. Zones: the text runs from its first to its
last paragraph of sentences; what lies outside must look like a title, a
by-line or a signature to stay. Signals that need no list: a stretch that
repeats what stands elsewhere, tails that return on many lines, runs of link
lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from scraper import rules
from scraper.extract.lines_added import added
from scraper.extract.lines_marks import hollow, marks
from scraper.extract.lines_repeats import (
    doubled,
    paragraphs_again,
    repeated_tails,
    scrambled,
    slices,
    teasers,
)
from scraper.extract.lines_signed import signing
from scraper.extract.lines_zones import Zones, head_frame, sections, tail_frame, texts
from scraper.model import Cut, Page
from scraper.rules import REACH, Row, first
from scraper.shapes import ends_sentence, is_salutation, is_text
from scraper.split_markers import find_markers, number
from scraper.units import units, units_of
from scraper.view import Line, View

_NUMBERED_NOTE = re.compile(r"^\s*(?:\d{1,2}\s?[、.．)）:：]|[(（【\[]\d{1,2}[)）】\]]|[①-⑳])")
_ORDINALS = tuple(re.compile(p) for p in (
    r"^([一二三四五六七八九十]{1,3})\s?[、.．]", r"^[(（]([一二三四五六七八九十]{1,3})[)）]",
))
_WORD = re.compile(r"\w")
_OF_SITE = re.compile(r"小编|本[站网篇文]|[范例]文|[下以][面下是]|整理|收集|推荐|欢迎|阅读|转载|注明|来源"
                      r"|上传|下载|网友|用户|文库|资源|写作|一起来|Facebook|page|讨论|怎么写")
"""What a site's paragraph says even amid a text; others that ask to be of use belong to it there."""
_USEFUL = re.compile(r"供大家|以供|希望")
_BEGUN = 400
"""Characters of text (or two headings) behind which a paragraph must say so."""
_BAR = re.compile(r"\s*[-_|—–·]+\s*")
_SITE_NAME = re.compile(r"[\u3400-\u9fffA-Za-z\d]{2,12}")


def extract_lines(view: View, page: Page, spans: Sequence[tuple[int, int]] | None = None) -> tuple[Cut, ...]:
    """The frame of a text copy, or of the kept ``spans`` of an HTML page (view offsets), sorted and apart.

    Title, subtitle, by-line and date line over the body stay, as do
    signature, attachments, copies-to and contact lines behind it.
    """
    lines = units(view) if spans is None else units_of(view, spans)
    if not lines:
        return ()
    table = rules.active().for_page(line.text for line in lines)
    frame: dict[int, str] = {}
    inline = list(_apart([*marks(lines, _sites(page)), *_inline(lines, table)]))
    bare = _without_inline(lines, inline)
    _mark_lines(bare, table, frame)
    more = [*repeated_tails(bare, frame), *slices(bare, frame), *scrambled(bare, frame)]
    if more:
        inline = list(_apart([*inline, *more]))
        bare = _without_inline(lines, inline)
        _mark_lines(bare, table, frame)
    for i, line in enumerate(bare):
        if not _WORD.search(line.text) and i not in frame and not line.text.startswith("…"):
            k = bisect_left(inline, lines[i].start, key=lambda c: c.start)
            frame[i] = inline[k].rule if k < len(inline) and inline[k].start < lines[i].end else "lines.marks"
    frame.update(added(bare, frame))
    marked = [m.unit for m in find_markers(bare) if m.unit not in frame]
    frame.update(teasers(bare, frame, marked[0] if len(marked) > 1 else len(bare)))
    _mark_tail(bare, table, frame)
    markers = [m for m in find_markers(bare) if m.unit not in frame]
    zones = Zones(bare, frame, sections(bare, frame, markers), texts(bare, frame))
    head_frame(zones, table["head"], whole=spans is None)
    tail_frame(zones, table["after"])
    if len(markers) < 2:
        frame.update(doubled(bare, frame))
        frame.update(paragraphs_again(bare, frame))
    whole = [Cut(lines[i].start, lines[i].end, rule) for i, rule in sorted(frame.items())]
    return _apart([*whole, *inline])


def _mark_lines(lines: Sequence[Line], table: Mapping[str, Sequence[Row]], frame: dict[int, str]) -> None:
    mass = begun = 0
    for i, line in enumerate(lines):
        if i in frame:
            continue
        if begun < 2:
            begun += any(p.match(line.text) for p in _ORDINALS)
        size = len(line.text)
        hit = first(table["line"], line.text) if size <= REACH["line"] else None
        if hit and is_salutation(line.text):
            hit = None
        if not hit and size <= REACH["lead"]:
            hit = first(table["lead"], line.text)
            if hit and (mass >= _BEGUN or begun > 1) and _USEFUL.search(line.text) and not _OF_SITE.search(line.text):
                hit = None
        if hit:
            frame[i] = hit
        else:
            mass += size
    for i in signing(lines, frame):
        del frame[i]


def _inline(lines: Sequence[Line], table: Mapping[str, Sequence[Row]]) -> list[Cut]:
    out = []
    for rule in table["inline"]:
        for line in _holding(lines, rule.needs):
            for m in rule.pattern.finditer(line.text):
                if m.end() > m.start():
                    start, end = hollow(line.text, *m.span())
                    out.append(Cut(line.start + start, line.start + end, rule.id))
    return list(_apart(out))


def _holding(lines: Sequence[Line], words: Sequence[str]) -> Sequence[Line]:
    """The lines that hold one of the words, all where no word is told."""
    if len(words) == 1:
        word = words[0]
        return [line for line in lines if word in line.text]
    return [line for line in lines if any(map(line.text.__contains__, words))] if words else lines


def _sites(page: Page) -> list[str]:
    """What the page calls its site: what stands behind the last bars of its title, or is told of it."""
    parts = _BAR.split(page.meta.get("title", ""))[1:]
    told = [part.strip() for part in (*parts, page.meta.get("site", ""))]
    return [name for name in dict.fromkeys(told) if _SITE_NAME.fullmatch(name)]


def _without_inline(lines: Sequence[Line], cuts: Sequence[Cut]) -> list[Line]:
    """The units as they read without their inline cuts; offsets stay those of the view."""
    by_unit: dict[int, list[Cut]] = {}
    at = 0
    for cut in sorted(cuts, key=lambda c: c.start):
        while lines[at].end <= cut.start:
            at += 1
        by_unit.setdefault(at, []).append(cut)
    out = []
    for i, line in enumerate(lines):
        text = line.text
        for cut in sorted(by_unit.get(i, ()), key=lambda c: -c.start):
            text = text[: cut.start - line.start] + text[cut.end - line.start :]
        out.append(Line(line.start, line.end, text.strip()) if i in by_unit else line)
    return out


def _mark_tail(lines: Sequence[Line], table: Mapping[str, Sequence[Row]], frame: dict[int, str]) -> None:
    """Footers: the first line that begins one, if no more text follows than a footer may hold."""
    mass: list[int] = []
    for i, line in enumerate(lines):
        if len(line.text) > REACH["list"]:
            continue
        short = table["tail"] if len(line.text) <= REACH["tail"] else ()
        notice = first(table["list"], line.text)
        hit = notice or first(short, line.text)
        if not hit:
            continue
        mass = mass or _masses(lines, frame)
        frame.setdefault(i, hit)
        k = i + 1
        while notice and k < len(lines) and _NUMBERED_NOTE.match(lines[k].text):
            frame.setdefault(k, hit)
            k += 1
        if mass[i] >= 60 and mass[-1] - mass[k] <= max(400, mass[i] // 3) and not _continues(lines, i, k):
            for below in range(k, len(lines)):
                frame.setdefault(below, "lines.below")
            return


def _continues(lines: Sequence[Line], i: int, k: int) -> bool:
    """Whether the numbering before unit ``i`` goes on behind unit ``k``: a box stands amid the text."""
    for pattern in _ORDINALS:
        before = next((m[1] for line in reversed(lines[max(i - 60, 0) : i]) if (m := pattern.match(line.text))), None)
        after = next((m[1] for line in lines[k : k + 60] if (m := pattern.match(line.text))), None)
        if before and after and number(after) == number(before) + 1 > 1:
            return True
    return False


def _masses(lines: Sequence[Line], frame: Mapping[int, str]) -> list[int]:
    """How many characters of text stand before each unit, and on the whole page."""
    flowing = texts(lines, frame)
    mass = [0]
    for i, line in enumerate(lines):
        weighs = i not in frame and (_weighs(line.text) or (flowing[i] and not line.text.endswith(("...", "…"))))
        mass.append(mass[-1] + (len(line.text) if weighs else 0))
    return mass


def _weighs(text: str) -> bool:
    """Text of a document, not a teaser that breaks off."""
    return is_text(text) and not text.endswith(("...", "…")) and (ends_sentence(text) or len(text) > 200)


def _apart(cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """The cuts sorted and without overlap; a cut inside another falls away."""
    out: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if out and cut.start < out[-1].end:
            if cut.end <= out[-1].end:
                continue
            cut = Cut(out[-1].end, cut.end, cut.rule, cut.confidence)
        out.append(cut)
    return tuple(out)
