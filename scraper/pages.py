"""Pages of one article bound together: their texts joined in order, what each repeats taken out once more.

Each page is decoded, mended and judged on its own, as if it came alone; then
texts, blocks, edits and cuts are laid one behind another. What the site prints
on every page (the title over each, a line at the foot of each) belongs to the
article once or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.model import Block, Capture, Cut, Edit, Page, PageDoubt, Paragraph, Repairs
from scraper.script import simplify
from scraper.shapes import ends_sentence, is_numbered, is_salutation
from scraper.view import Line, View, look

_HEAD = 12
"""Lines at the head of the first page among which the head of a further one is looked for."""
_TAIL = 6
"""Kept lines at the end of a page that may stand at the end of another as well."""
_LONG = 30
"""Characters from which a paragraph may be one that the page's end cut in two."""
_MARK = re.compile(r"(?<!\s)\s*+[（(\[【]?\s*+(?:第\s?)?\d{1,2}\s?(?:[页頁]|/\s?\d{1,2})?\s*+[)）\]】]?\s*+$")
_BAR = re.compile(
    r"^(?:\W|\d{1,3}(?![\d页頁])|[第共]?\d{1,3}[页頁]|[上下前后後首尾末][一1]?[页頁]|当前|本文|全文|阅读|余下){2,}$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an article as it was judged on its own."""

    page: Page
    repairs: Repairs
    view: View
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of an article as one. ``edges`` are the view offsets at which a further page begins."""

    page: Page
    repairs: Repairs
    view: View
    cuts: tuple[Cut, ...]
    edges: tuple[int, ...] = ()


def join(pages: Sequence[Page]) -> Page:
    """The page whose text is that of ``pages`` in order; encoding and facts are those of the first."""
    if len(pages) == 1:
        return pages[0]
    starts, boxes = [0], [0]
    for page in pages:
        starts.append(starts[-1] + len(page.text))
        boxes.append(boxes[-1] + 1 + max((n for b in page.blocks for n in b.boxes), default=0))
    placed = zip(pages, starts, boxes, strict=False)
    blocks = tuple(_moved(b, start, box) for page, start, box in placed for b in page.blocks)
    unseen = tuple((a + start, b + start) for page, start in zip(pages, starts, strict=False) for a, b in page.unseen)
    return replace(pages[0], text="".join(p.text for p in pages), blocks=blocks, starts=tuple(starts[:-1]),
                   unseen=unseen)


def _moved(block: Block, start: int, box: int) -> Block:
    return replace(block, start=block.start + start, end=block.end + start, boxes=tuple(n + box for n in block.boxes))


def bind(sheets: Sequence[Sheet]) -> Bound:
    """The sheets of an article as one page, with what further pages repeat cut out."""
    if len(sheets) == 1:
        [one] = sheets
        return Bound(one.page, one.repairs, one.view, one.cuts)
    page = join([s.page for s in sheets])
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    cuts: list[Cut] = []
    edges: list[int] = []
    at = 0
    for sheet, again, start in zip(sheets, _repeated(sheets), page.starts, strict=True):
        edits += (replace(e, start=e.start + start, end=e.end + start) for e in sheet.repairs.edits)
        doubts += (replace(d, start=d.start + start, end=d.end + start) for d in sheet.repairs.doubts)
        both = sorted([*sheet.cuts, *again], key=lambda c: c.start)
        cuts += (replace(c, start=c.start + at, end=c.end + at) for c in both)
        edges.append(at)
        at += len(sheet.view.text)
    return Bound(page, Repairs(tuple(edits), tuple(doubts)), look(page.text, edits, simplify), tuple(cuts),
                 tuple(edges[1:]))


def _repeated(sheets: Sequence[Sheet]) -> list[list[Cut]]:
    """For each sheet what stays of it though it belongs to every page: heads again, feet, page bars."""
    kept = [_kept(s) for s in sheets]
    everything = [[line.text for line in s.view.lines()] for s in sheets]
    out: list[list[Cut]] = [[] for _ in sheets]
    first = [_plain(line.text) for line in kept[0][:_HEAD]]
    shown = {*first, *map(_plain, everything[0][: 2 * _HEAD]), _plain(sheets[0].page.meta.get("title", ""))}
    feet = [{_plain(t) for t in texts[-4 * _TAIL :]} for texts in everything]
    for i, lines in enumerate(kept):
        head = 0
        while i and head < min(len(lines) - 1, _HEAD) and _belongs_to_head(lines[head], shown):
            head += 1
        out[i] += (Cut(line.start, line.end, "page.again") for line in lines[:head])
        others = {text for j, foot in enumerate(feet) if j != i for text in foot}
        for line in reversed(lines[max(head, len(lines) - _TAIL) :]):
            if _BAR.match(line.text):
                out[i].append(Cut(line.start, line.end, "page.bar"))
            elif not is_salutation(line.text) and _plain(line.text) in others:
                out[i].append(Cut(line.start, line.end, "page.foot"))
            else:
                break
    return out


def _belongs_to_head(line: Line, shown: set[str]) -> bool:
    return bool(_BAR.match(line.text)) or (_plain(line.text) in shown and not is_salutation(line.text))


def _plain(text: str) -> str:
    """A line without white space and without the page's number behind a title."""
    return "".join(_MARK.sub("", text).split()) or text


def _kept(sheet: Sheet) -> list[Line]:
    out: list[Line] = []
    at = 0
    for start, end in [*((c.start, c.end) for c in sheet.cuts), (len(sheet.view.text), len(sheet.view.text))]:
        out += sheet.view.lines(at, start) if start > at else ()
        at = max(at, end)
    return out


def mended(paragraphs: Sequence[Paragraph], view: View, edges: Sequence[int]) -> tuple[Paragraph, ...]:
    """The paragraphs with those made whole that the end of a page had cut in mid-sentence."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        last = out[-1] if out else None
        if last and _cut_between(last, paragraph, view, edges):
            out[-1] = Paragraph((*last.spans, *paragraph.spans))
        else:
            out.append(paragraph)
    return tuple(out)


def _cut_between(a: Paragraph, b: Paragraph, view: View, edges: Sequence[int]) -> bool:
    if a.level or b.level or a.rows or b.rows or not any(a.spans[-1][1] <= e <= b.spans[0][0] for e in edges):
        return False
    before, after = ("".join(view.text[s:e] for s, e in p.spans) for p in (a, b))
    return (len(before) >= _LONG and not ends_sentence(before) and before[-1] not in "：:"
            and not is_numbered(after) and not is_salutation(after))


def listing(captures: Sequence[Capture], pages: Sequence[Page]) -> tuple[Mapping[str, object], ...]:
    """What a record says of the pages of an article: hash, address, time and the offset in the joined page text."""
    if len(captures) == 1:
        return ()
    rows = ({"sha256": c.sha256, "url": c.url or p.meta.get("url") or p.meta.get("canonical"), "captured": c.captured,
             "offset": start} for c, p, start in zip(captures, pages, join(pages).starts, strict=True))
    return tuple({k: v for k, v in row.items() if v is not None} for row in rows)
