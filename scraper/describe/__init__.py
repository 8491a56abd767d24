"""Title, date, speaker and the other facts of a document, each with the words that say so.

A field is filled only from the places where a paper tells it: title, subtitle,
by-line, document head, label lines, signature, and the formulas of the
opening. Nothing is taken from the frame of the page but a missing title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scraper.describe.above import labels_above, with_day_below, with_lines_above, with_named_lines
from scraper.describe.facts import gather, parts_before
from scraper.describe.head import read_head
from scraper.describe.kinds import by_title
from scraper.describe.lower import under_heading
from scraper.describe.roles import Head
from scraper.describe.seen import seen
from scraper.describe.tail import signature
from scraper.describe.titles import declared
from scraper.describe.units import Unit, fold, letters, units
from scraper.describe.upload import published
from scraper.model import Capture, Cut, Description, Page, Piece
from scraper.view import View

_folded = lru_cache(maxsize=2)(fold)


def describe_all(view: View, pieces: Sequence[Piece], page: Page, capture: Capture) -> list[Description]:
    """What each piece of a page tells of itself; what the markup hides inside a line is passed over."""
    reading = seen(view, page)
    if reading is None:
        return [describe(view, piece, page, capture) for piece in pieces]
    return [reading.whole(describe(reading.view, reading.piece(p), page, capture)) for p in pieces]


def describe(view: View, piece: Piece, page: Page, capture: Capture) -> Description:
    """What the piece tells of itself; a field that is not told is absent."""
    flat = _folded(view.text)
    parts = units(flat, piece.spans)
    named = _page_title(view, flat, page)
    head = read_head(parts, named)
    left: list[Unit] = []
    if piece.marker is None and named and (more := _with_named(view, flat, parts, head, page, named)):
        parts, head = more, read_head(more, named)
    apart = piece.marker is None and not parts_before(flat, parts)
    if apart and (more := with_lines_above(flat, parts, head)):
        left = [u for u in parts[: head.body] if u not in more]
        parts, head = more, read_head(more, named)
    if apart and parts and not head.labels:
        head.labels += labels_above(flat, parts[0].start)
    signed = signature(parts, head.body)
    if signed.date is None:
        signed = signature(with_day_below(flat, parts, head.body), head.body)
    if apart and (kicker := _kicker(view, flat, parts, head, page)):
        left += kicker
        parts = [u for u in parts if u not in kicker]
        head = read_head(parts, named)
    if apart:
        under_heading(view, flat, parts, head, page, named)
    paper = gather(view, flat, parts, head, signed, piece, page)
    taken = [(u.start, u.end) for u in paper.title]
    cuts = _apart(sorted((u.start, u.end, rule) for rule, u in head.spent), taken)
    cuts += _apart([(u.start, u.end, "describe.repeated") for u in left], taken)
    for unit in head.titles:
        cuts += _apart([(unit.start, unit.end, "describe.title-rest")], taken)
    inside = [t for t in taken if t[0] < parts[-1].end and not _borrowed(t, piece)] if parts else []
    body = parts[head.body].start if head.body < len(parts) else len(flat)
    return Description(paper.facts, tuple(inside), tuple(sorted(cuts, key=lambda c: c.start)), published(flat, body))


_PARTED = re.compile(r"\s*(?:[-_|<>»·]+|:|【[^】]{1,8}】)\s*")


def _page_title(view: View, flat: str, page: Page) -> frozenset[str]:
    """What the title of an HTML page says, part by part: the text's own, the site's, the column's."""
    block = page.blocks[0] if page.blocks and page.blocks[0].tag == "title" else None
    if block is None:
        return frozenset()
    first, *rest = _PARTED.split(flat[view.at(block.start) : view.end_at(block.end)])
    return frozenset(name for part in (first, *(p for p in rest if len(p) > 6)) if len(name := letters(part)) > 1)


def _with_named(view: View, flat: str, parts: Sequence[Unit], head: Head, page: Page, named: frozenset[str]
                ) -> list[Unit] | None:
    return with_named_lines(flat, parts, head, named, view.end_at(page.blocks[0].end))


def _kicker(view: View, flat: str, parts: Sequence[Unit], head: Head, page: Page) -> list[Unit]:
    """The line over the title of a piece of news, where the line below it is what the page's own title says."""
    block = page.blocks[0] if page.blocks and page.blocks[0].tag == "title" else None
    if block is None or len(head.titles) != 1 or head.subtitle or head.body >= len(parts) or len(parts) < 3:
        return []
    [over], below = head.titles, parts[head.body]
    if below.start < over.end or by_title(over.text) or len(below.text) > 60:
        return []
    named = declared(flat, (view.at(block.start), view.end_at(block.end)), below.end)
    says = named is not None and named.start == below.start and named.end == below.end
    return [over] if says and below.text not in over.text and over.text not in view.text[: over.start] else []


def _borrowed(title: tuple[int, int], piece: Piece) -> bool:
    """Whether a title is the marker that another piece keeps."""
    return piece.again and piece.marker is not None and piece.marker[0] <= title[0] < piece.marker[1]


def _apart(stretches: list[tuple[int, int, str]], taken: list[tuple[int, int]]) -> list[Cut]:
    """The stretches as cuts, less what the title takes."""
    out = []
    for start, end, rule in stretches:
        at = start
        for a, b in sorted(taken):
            if b <= at or a >= end:
                continue
            if a > at:
                out.append(Cut(at, a, rule))
            at = max(at, b)
        if at < end:
            out.append(Cut(at, end, rule))
    return out
