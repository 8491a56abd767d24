"""The body of a document as headings and paragraphs.

Levels are what the numbering means: 一、 2, （一） 3, 1. 4, (1) 5. A number at
the head of its own short line makes a heading when it opens a section; items
of a list, clauses that end in a semicolon and single sentences followed by
the next number are paragraphs. A numbered heading that runs into its text
ends at its first 。 within 60 characters if text follows. The 。 stays with the
heading: nothing that is kept falls away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.model import Block, Page, Paragraph
from scraper.outline_grid import cell_places, grid_at
from scraper.outline_lines import Span, paragraphs
from scraper.shapes import (
    ends_sentence,
    is_byline,
    is_date,
    is_document_number,
    is_label,
    is_org,
    is_salutation,
    is_text,
    is_title,
)
from scraper.view import View

LONGEST = 60
"""Characters of a heading at most."""

_AROUND = 80
"""Paragraphs looked at on either side of a numbered one; keeps long lists linear."""

_LEVELS = (
    (2, re.compile(
        r"^(?:[一二三四五六七八九十]{1,3}\s?[、.．，,：:]|[一二三四五六七八九十]{1,3}\s+(?=[\u4e00-\u9fff])"
        r"|第[一二三四五六七八九十]{1,3}(?:部分|章|节)|第[一二三四五六七八九十]{1,2}\s?[，,、：:]"
        r"|[\u4e00-\u9fff]{2,4}之[一二三四五六七八九十]\s?[：:]|第[一二三四五六七八九十][\u4e00-\u9fff]{1,3}[：:])"
    )),
    (3, re.compile(r"^[（(]\s?[一二三四五六七八九十]{1,3}\s?[)）]")),
    (4, re.compile(r"^\d{1,2}\s?(?:[、．，,：:]|\.(?!\d))")),
    (5, re.compile(r"^(?:[（(]\s?\d{1,2}\s?[)）]|\d{1,2}\s?[)）])")),
)
_STOP = re.compile(r"[。！？!?]")
_VALUE = re.compile(r"[一二三四五六七八九十]{1,3}\s?[、.．]\s?[^：:，。]{2,6}[：:]\s?[^：:]{2,}")
"""An item that names a thing and tells it (一、时间：3月7日) heads nothing, unless all its like have text below."""
_FACT = re.compile(
    r"^.{1,4}[^：:]{0,4}(?:时间|日期|地点|对象|主题|人员|名称|单位|方式|电话|联系人|名额|费用|范围)[：:]")


def outline(view: View, spans: Sequence[Span], page: Page) -> tuple[Paragraph, ...]:
    """Headings and paragraphs of the body ``spans`` (view offsets, title and by-lines already out).

    The text of a paragraph's spans joins without separator: a hard wrap
    between ideographs and a blank inside a word are left between spans.
    """
    parts = paragraphs(view, spans)
    texts = ["".join(view.text[a:b] for a, b in p) for p in parts]
    levels = [_level(t) for t in texts]
    bold = _bold(view, page, parts, texts, levels)
    places = cell_places(view, page, parts)
    out: list[Paragraph] = []
    i = 0
    while i < len(parts):
        rows = _table(view, parts, texts, i)
        if rows:
            out.append(Paragraph(tuple(s for row in rows for s in row), rows=tuple(map(len, rows))))
            i += len(rows)
            continue
        if grid := grid_at(places, parts, i):
            out.append(Paragraph(tuple(s for k in range(i, i + sum(grid)) for s in parts[k]), rows=grid))
            i += sum(grid)
            continue
        if i in bold:
            out.append(Paragraph(tuple(parts[i]), 3 if 2 in levels[max(0, i - _AROUND) : i] else 2))
        else:
            out.extend(_block(texts, levels, parts, i))
        i += 1
    return tuple(out)


def _bold(view: View, page: Page, parts: Sequence[list[Span]], texts: Sequence[str], levels: Sequence[int]) -> set[int]:
    """The short unnumbered lines that a page sets in bold over running text, if it does so more than once."""
    starts = {view.at(b.start) + _lead(view, b) for b in page.blocks if b.bold * 10 >= 9 * (b.end - b.start)}
    found = [
        i for i in range(len(parts) - 1)
        if parts[i] and parts[i][0][0] in starts and not levels[i] and 4 <= len(texts[i]) <= _BOLD
        and not _PLAIN.search(texts[i]) and len(texts[i + 1]) >= _RUNNING and not levels[i + 1]
        and not (is_salutation(texts[i]) or is_org(texts[i]) or is_date(texts[i]))
    ]
    return set(found) if len(found) > 1 else set()


def _lead(view: View, block: Block) -> int:
    text = view.text[view.at(block.start) : view.end_at(block.end)]
    return len(text) - len(text.lstrip())


_PLAIN = re.compile(r"[。；;：:！!，,]\s*$|^[【（(]|^(?:答|问|图|附件)|记者|通讯员|摄影|主席|书记|同志")
"""What stands at the ends of a bold line that heads nothing."""
_BOLD, _RUNNING = 30, 40


def _level(text: str) -> int:
    return next((level for level, pattern in _LEVELS if pattern.match(text)), 0)


def _block(texts: Sequence[str], levels: Sequence[int], parts: Sequence[list[Span]], i: int) -> list[Paragraph]:
    text, level = texts[i], levels[i]
    if level:
        if _stands(texts, levels, i):
            return [Paragraph(tuple(parts[i]), level)]
        if at := _run_in(text):
            head, rest = _divide(parts[i], at)
            return [Paragraph(tuple(head), level), Paragraph(tuple(rest))]
    elif _unnumbered(texts, levels, i):
        sectioned = 2 in levels[max(0, i - _AROUND) : i]
        return [Paragraph(tuple(parts[i]), 3 if sectioned else 2)]
    return [Paragraph(tuple(parts[i]))]


def _stands(texts: Sequence[str], levels: Sequence[int], i: int) -> bool:
    """Whether a numbered unit is a heading as a whole."""
    text = texts[i].rstrip()
    stop = _STOP.search(text)
    named = _VALUE.match(text) and (levels[i] != 2 or _FACT.search(text) or not _opens(texts, levels, i))
    if named or len(text) > LONGEST or text[-1] in "；;，,：:、" or (stop and stop.end() < len(text)):
        return False
    if i + 1 == len(texts):
        return False
    if not stop and levels[i] == 2:
        return True
    if stop and levels[i] and _heads_items(texts, levels, i):
        return True
    return _opens(texts, levels, i)


def _heads_items(texts: Sequence[str], levels: Sequence[int], i: int) -> bool:
    """Whether a short line that ends in 。 heads the items below it, as its neighbours head the text they run into."""
    if len(texts[i]) > 20 or re.search("[，,；]", texts[i]) or levels[i + 1] <= levels[i]:
        return False
    near = [k for k in range(max(0, i - 12), min(i + 13, len(texts))) if levels[k] == levels[i] and k != i]
    return sum(bool(_run_in(texts[k])) for k in near) * 2 > len(near)


def _opens(texts: Sequence[str], levels: Sequence[int], i: int) -> bool:
    """Whether most units of this level around ``i`` are followed by text of their own."""
    level = levels[i]
    first = i
    while first > 0 and i - first < _AROUND and not 0 < levels[first - 1] < level:
        first -= 1
    last = i
    while last + 1 < len(levels) and last - i < _AROUND and not 0 < levels[last + 1] < level:
        last += 1
    mine = [k for k in range(first, last + 1) if levels[k] == level]
    if len(mine) > 1 and mine[-1] == last:
        mine = mine[:-1]
    own = sum(
        k + 1 < len(levels) and levels[k + 1] != level and (levels[k + 1] > level or _is_body(texts[k + 1]))
        for k in mine
    )
    return own * 2 > len(mine)


def _is_body(text: str) -> bool:
    return is_text(text) and not is_date(text) and not is_org(text)


def _run_in(text: str) -> int:
    """Where the heading at the head of a paragraph ends, 0 if it has none."""
    m = re.search(r"。[”’」』）)]?", text[: LONGEST + 1])
    if m and m.end() <= LONGEST and text[m.end():].strip():
        return m.end()
    return 0


def _divide(spans: Sequence[Span], at: int) -> tuple[list[Span], list[Span]]:
    """A paragraph's spans, cut ``at`` characters from its beginning."""
    head: list[Span] = []
    rest: list[Span] = []
    for a, b in spans:
        size = b - a
        if at >= size:
            head.append((a, b))
        elif at <= 0:
            rest.append((a, b))
        else:
            head.append((a, a + at))
            rest.append((a + at, b))
        at -= size
    return head, rest


def _unnumbered(texts: Sequence[str], levels: Sequence[int], i: int) -> bool:
    """A short line between paragraphs that names what follows."""
    text = texts[i]
    if not (5 <= len(text) <= 40) or not is_title(text) or i + 1 >= len(texts) or "\t" in text or "|" in text:
        return False
    if is_byline(text) or is_org(text) or is_label(text) or is_document_number(text) or is_date(text):
        return False
    if is_salutation(texts[i + 1]) or text[0] in "(（【[—-－" or text[-1] in "，、,":
        return False
    before = i == 0 or ends_sentence(texts[i - 1]) or levels[i - 1] > 0
    after = (is_text(texts[i + 1]) and len(texts[i + 1]) >= 25) or levels[i + 1] > 0
    return before and after and i > 0


def _table(view: View, parts: Sequence[list[Span]], texts: Sequence[str], i: int) -> list[list[Span]]:
    """Rows of cells from unit ``i`` on: two or more lines of cells set apart by tabs or bars."""
    rows: list[list[Span]] = []
    while i + len(rows) < len(parts):
        k = i + len(rows)
        cells = _cells(view, parts[k]) if len(parts[k]) == 1 else []
        if len(cells) < 2:
            break
        rows.append(cells)
    return rows if len(rows) >= 2 else []


def _cells(view: View, spans: Sequence[Span]) -> list[Span]:
    a, b = spans[0]
    text = view.text[a:b]
    mark = "\t" if "\t" in text else "|"
    if mark not in text or len(text) > 400:
        return []
    out = []
    for m in re.finditer(rf"[^{re.escape(mark)}]+", text):
        cell = m[0]
        if cell.strip():
            lead = len(cell) - len(cell.lstrip())
            out.append((a + m.start() + lead, a + m.start() + lead + len(cell.strip())))
    return out
