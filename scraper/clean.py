"""Cleaning: one capture in, its documents and the ledger out. Pure: no disk, no network, no clock."""

from __future__ import annotations

import itertools
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from archive import body as markdown
from archive.ids import mint
from archive.ledger import values
from archive.model import Copy, Damage, Document, Doubt, Ledger, Segment
from archive.record import front_matter
from scraper.decode import decode
from scraper.describe import describe_all
from scraper.extract import completed, extract, refusal
from scraper.extract.html_further import text_place
from scraper.extract.refusal import EMPTY, Reason
from scraper.extract.unfit import unfit, unread
from scraper.formats import kind_of, no_text, to_markup
from scraper.marked import Marked, read_marked
from scraper.markup import read_html
from scraper.model import Capture, Cleaned, Cut, Description, Edit, Fact, Page, PageDoubt, Paragraph, Piece, Repairs
from scraper.outline import outline
from scraper.pages import Sheet, bind, join, listing, mended
from scraper.paging import open_ends
from scraper.repair import repair
from scraper.repair.masks import masks
from scraper.rules import active
from scraper.rules.sites import rules_for
from scraper.script import script_of, simplify
from scraper.split import split
from scraper.view import View, cut_edits, look
from scraper.width import fold_width

Span = tuple[int, int]
Located = TypeVar("Located", Edit, PageDoubt)
Read = tuple[Description, Sequence[Paragraph]]
"""What is told of a piece, and its paragraphs."""
_TOLD = 0.99
"""A repair that is less sure is told in the ledger also where its line went to the front matter."""
_READ = frozenset(("title", "subtitle", "kind"))
"""What is read as it stands, □ included; other facts are not drawn from a doubtful character."""


def clean(data: bytes, source: str = "", **known: Any) -> dict[str, Any]:
    """What ``explain --json`` prints for one page.

    ``known`` may give ``url``, ``site``, ``captured``.
    """
    return explained(clean_capture(Capture(data, source, **known)))


def explained(cleaned: Cleaned) -> dict[str, Any]:
    """A cleaned capture as plain values, in the form of ``explain --json``."""
    return {
        "source": cleaned.capture.source,
        "sha256": cleaned.capture.sha256,
        "encoding": cleaned.page.encoding,
        **({"captures": [dict(c) for c in cleaned.ledger.captures]} if cleaned.ledger.captures else {}),
        "text": cleaned.page.text,
        "segments": [values(s) for s in cleaned.ledger.segments],
        "doubts": [values(d) for d in cleaned.ledger.doubts],
        "documents": [{**front_matter(d), "body": d.body} for d in cleaned.documents],
        **({"refused": cleaned.refused[0]} if cleaned.refused else {}),
    }


def read_page(capture: Capture) -> Page:
    """Decode a capture; HTML by its markup, everything else as text.

    The bytes alone decide, not what a server said of them: a stored original
    must give the same page text for ever.
    """
    data = to_markup(capture.data)
    text, encoding = decode(data)
    if kind_of(data)[0] == "html":
        return read_html(text, encoding)
    return Page(text, encoding)


def page_text(*pages: bytes) -> str:
    """The page text of stored bytes (those of all pages of an article, in order): what the ledger counts in."""
    return join([read_page(Capture(data)) for data in pages]).text


def clean_capture(capture: Capture) -> Cleaned:
    """Clean one capture. Raises nothing: a page without a document has ``refused`` set."""
    captures = (capture, *capture.pages)
    pages = [read_page(c) for c in captures]
    if reason := next((r for c, p in zip(captures, pages, strict=True)
                       if (r := unfit(p.text) if p.text else no_text(c.data))), None):
        return _untouched(capture, join(pages), reason, listing(captures, pages))
    marked = read_marked(pages[0].text) if pages[0].form == "text" and len(pages) == 1 else None
    first = _sheet(capture, pages[0], marked)
    place = text_place(first.page, first.view, first.cuts) if len(pages) > 1 else None
    bound = bind([first, *(_sheet(c, p, None, place) for c, p in zip(captures[1:], pages[1:], strict=True))])
    page, repairs, view, cuts = bound.page, bound.repairs, bound.view, bound.cuts
    refused = None if marked else unread(view.text) or refusal(view, page, cuts)
    pieces: tuple[Piece, ...] = ()
    if not refused:
        pieces = (Piece(((0, len(view.text)),)),) if marked else split(view, cuts, page)
    read = _read(view, pieces, page, capture, marked, bound.edges)
    repairs, view = _parted(repairs, view, page, read)
    told_of_pages = listing(captures, pages)
    book = _Book(view, page, repairs, capture.sha256, told_of_pages)
    documents = []
    for part, (piece, (told, paragraphs)) in enumerate(zip(pieces, read, strict=True), 1):
        copy = Copy(capture.sha256, part, len(pieces), captures=told_of_pages)
        ends = tuple(open_ends(captures, pages)) if part == len(pieces) else ()
        documents.append(_document(view, piece, told, paragraphs, page, capture, copy, book, ends))
    return Cleaned(capture, page, book.ledger(cuts), tuple(documents), refused or (None if documents else EMPTY))


def _untouched(
    capture: Capture, page: Page, reason: Reason, told_of_pages: tuple[Mapping[str, object], ...]
) -> Cleaned:
    """A capture that is refused as it came."""
    book = _Book(look(page.text, (), str), page, Repairs(), capture.sha256, told_of_pages)
    return Cleaned(capture, page, book.ledger(()), (), reason)


def _read(view: View, pieces: Sequence[Piece], page: Page, capture: Capture, marked: Marked | None,
          edges: Sequence[int]) -> list[Read]:
    """What is told of each piece, and its paragraphs; the title of one is no line of another."""
    told = describe_all(view, pieces, page, capture)
    if marked:
        title = marked.title(view)
        return [(replace(t, title=title, cuts=(), facts=_titled(t.facts, title, view)), marked.paragraphs(view))
                for t in told]
    titles = sorted(span for t in told for span in t.title)
    read: list[Read] = []
    for piece, t in zip(pieces, told, strict=True):
        first, last = min(piece.spans)[0], max(piece.spans)[1]
        within = titles[bisect_left(titles, (first, 0)) : bisect_left(titles, (last, 0))]
        spans = _without(piece.spans, [*t.title, *within, *((c.start, c.end) for c in t.cuts)])
        read.append((t, mended(outline(view, spans, page), view, edges)))
    return read


def _parted(repairs: Repairs, view: View, page: Page, read: Sequence[Read]) -> tuple[Repairs, View]:
    """The repairs parted where a document begins or ends inside of one, and the same view over them.

    Mojibake is mended by the line; a page number or a promotion cut out of such
    a line must not stay in the ledger's text of the document.
    """
    marks: set[int] = set()
    for told, paragraphs in read:
        for a, b in [*told.title, *(s for p in paragraphs for s in p.spans)]:
            marks |= {a, b}
    edits = cut_edits(repairs.edits, view, marks)
    if len(edits) == len(repairs.edits):
        return repairs, view
    return replace(repairs, edits=edits), look(page.text, edits, lambda _: view.text)


def _sheet(capture: Capture, page: Page, marked: Marked | None, place: tuple[str, ...] | None = None) -> Sheet:
    """A page mended and judged; a further page of an article with the ``place`` of the text on its first page."""
    repairs = _joined(repair(page), marked.edits if marked else ())
    view = look(page.text, repairs.edits, simplify)
    cuts = () if marked else _by_site(view, page, capture) or extract(view, page, place)
    return Sheet(page, repairs, view, cuts)


def _by_site(view: View, page: Page, capture: Capture) -> tuple[Cut, ...] | None:
    """What a user's rows for the site cut, if there are any and they find something."""
    rules = rules_for(capture.url or page.meta.get("url") or page.meta.get("canonical"), active().sites)
    if not rules or page.form != "html":
        return None
    from scraper.extract.sites import site_cuts  # BeautifulSoup takes its time to load

    cuts = site_cuts(view, page, decode(to_markup(capture.data))[0], rules)
    return None if cuts is None else completed(cuts, view, page)


def _titled(facts: Mapping[str, Fact], title: tuple[Span, ...], view: View) -> dict[str, Fact]:
    """The facts with the title that a cleaned text bears, or none."""
    rest = {k: f for k, f in facts.items() if k != "title"}
    return {"title": Fact(view.text[slice(*title[0])], *title[0]), **rest} if title else rest


def _joined(repairs: Repairs, marks: tuple[Edit, ...]) -> Repairs:
    """The repairs of a page and the marks of a cleaned text; a mark gives way to a repair that holds it."""
    edits = sorted([*repairs.edits, *marks], key=lambda e: (e.start, -e.end))
    apart = [e for i, e in enumerate(edits) if not i or e.start >= edits[i - 1].end]
    return replace(repairs, edits=tuple(apart))


def _document(
    view: View, piece: Piece, told: Description, paragraphs: Sequence[Paragraph], page: Page, capture: Capture,
    copy: Copy, book: _Book, ends: Sequence[PageDoubt] = (),
) -> Document:
    name = mint(capture.sha256, copy.part)
    book.keep(name, [*told.title, *(s for p in paragraphs for s in p.spans)], told.cuts)
    sure = {k: f for k, f in told.facts.items() if k in _READ or not book.doubted(*view.page_span(f.start, f.end))}
    book.doubt(name, ends)
    facts = {k: f.value for k, f in sure.items()}
    if isinstance(facts.get("title"), str):
        facts["title"] = title = fold_width(str(facts["title"]))
    blocks = [markdown.Block("title", title, 1)] if "title" in facts else []
    blocks += [_block(view, p) for p in paragraphs]
    start, end = view.page_span(piece.spans[0][0], piece.spans[-1][1])
    copy = replace(
        copy, url=capture.url or page.meta.get("url") or page.meta.get("canonical"),
        site=capture.site or page.meta.get("site"), published=told.published or page.meta.get("published"),
        captured=capture.captured,
    )
    body = markdown.render(b for b in blocks if b.text)
    return Document(
        id=name,
        body=body,
        script=script_of(page.text[start:end]),
        evidence={k: page.text[slice(*view.page_span(f.start, f.end))] for k, f in sure.items()},
        copies=(copy,),
        damage=book.damage(name, blocks),
        **{"kind": "other", **facts},  # type: ignore[arg-type]
    )


def _block(view: View, p: Paragraph) -> markdown.Block:
    texts = [fold_width(" ".join(view.text[a:b].split())) for a, b in p.spans]
    if p.rows:
        cells = iter(texts)
        rows = ["\t".join(next(cells) for _ in range(n)) for n in p.rows]
        return markdown.Block("table", "\n".join(rows))
    return markdown.Block("heading" if p.level else "paragraph", fold_width("".join(texts)), p.level)


def _without(spans: Iterable[Span], holes: Sequence[Span]) -> tuple[Span, ...]:
    """``spans`` less ``holes``, in order; what two spans of a torn page both hold is taken once."""
    out = []
    marks = sorted(holes)
    done = 0
    for start, end in spans:
        at, done = max(start, done), max(end, done)
        for a, b in marks:
            if b <= at or a >= end:
                continue
            if a > at:
                out.append((at, a))
            at = max(at, b)
        if at < end:
            out.append((at, end))
    return tuple(out)


class _Book:
    """Collects what became of each stretch and writes the ledger in page offsets."""

    def __init__(self, view: View, page: Page, repairs: Repairs, sha256: str,
                 captures: tuple[Mapping[str, object], ...]) -> None:
        self._view, self._page, self._repairs, self._sha256 = view, page, repairs, sha256
        self._captures = captures
        self._kept: list[tuple[int, int, str]] = []
        self._own: dict[str, list[Span]] = {}
        self._moved: list[Cut] = []

    def keep(self, id: str, spans: Iterable[Span], moved: Iterable[Cut]) -> None:
        """Note that the view ``spans`` became document ``id``; ``moved`` went to its front matter."""
        self._own[id] = mine = sorted(self._view.page_span(a, b) for a, b in spans if b > a)
        self._kept += [(a, b, id) for a, b in mine]
        self._moved += moved

    def doubt(self, id: str, doubts: Sequence[PageDoubt]) -> None:
        """Doubts about the whole of document ``id``: they stand at its last character."""
        if doubts and self._own[id]:
            at = self._own[id][-1][1]
            placed = (replace(d, start=at - 1, end=at) for d in doubts)
            everything = sorted([*self._repairs.doubts, *placed], key=lambda d: d.start)
            self._repairs = replace(self._repairs, doubts=tuple(everything))

    def doubted(self, start: int, end: int) -> bool:
        """Whether a stretch of the page holds a character that was guessed or lost: no field is drawn from it."""
        at = bisect_left(self._repairs.doubts, start, key=lambda d: d.start)
        near = self._repairs.doubts[max(0, at - 1) : at + 1]
        return any(d.start < end and start < d.end for d in near)

    def damage(self, id: str, blocks: Iterable[markdown.Block]) -> Damage:
        """The counts of the front matter, as the ledger has them."""
        mine = self._own[id]
        edits, doubts = _within(self._repairs.edits, mine), _within(self._repairs.doubts, mine)
        repaired = sum(_inside(mine, e.start, e.end) for e in edits)
        doubtful = sum(_inside(mine, d.start, d.start + 1) for d in doubts)
        return Damage(repaired, doubtful, sum(len(masks(b.text)) for b in blocks))

    def ledger(self, cuts: Sequence[Cut]) -> Ledger:
        """The ledger: kept stretches with their edits, all else dropped by the rule that says so."""
        view, text = self._view, self._page.text
        drops = sorted([(*view.page_span(c.start, c.end), c.rule, c.confidence) for c in [*cuts, *self._moved]])
        edits = {(e.start): e for e in self._repairs.edits}
        marks = {0, len(text)}
        for a, b in (*((d[0], d[1]) for d in drops), *((k[0], k[1]) for k in self._kept)):
            marks |= {a, b}
        for e in self._repairs.edits:
            marks |= {e.start, e.end}
        kept = sorted(self._kept)
        segments: list[Segment] = []
        order = sorted(marks)
        k = d = 0
        for start, end in itertools.pairwise(order):
            while k < len(kept) and kept[k][1] <= start:
                k += 1
            while d < len(drops) and drops[d][1] <= start:
                d += 1
            edit = edits.get(start)
            if edit and edit.end != end:
                edit = None
            if k < len(kept) and kept[k][0] <= start:
                if edit:
                    new = Segment(start, end, "replace", edit.rule, edit.text, edit.confidence, kept[k][2])
                else:
                    new = Segment(start, end, "keep", id=kept[k][2])
            elif d < len(drops) and drops[d][0] <= start:
                new = Segment(start, end, "drop", drops[d][2], confidence=drops[d][3])
            elif edit:
                new = Segment(start, end, "drop", edit.rule, confidence=edit.confidence)
            else:
                new = Segment(start, end, "drop", "frame" if text[start:end].strip() else "blank")
            _append(segments, new)
        begins = [k[0] for k in kept]
        doubts = []
        for doubt in sorted([*self._repairs.doubts, *self._moved_guesses()], key=lambda d: d.start):
            i = bisect_right(begins, doubt.start) - 1
            owner = kept[i][2] if i >= 0 and doubt.start < kept[i][1] else None
            doubts.append(Doubt(doubt.start, doubt.end, doubt.rule, doubt.note, owner))
        return Ledger(self._sha256, self._page.encoding, len(text), tuple(segments), tuple(doubts), self._captures)


    def _moved_guesses(self) -> Iterator[PageDoubt]:
        """What was read with guesses and went to the front matter: a drop has no text that tells the reading."""
        edits = self._repairs.edits
        for cut in self._moved:
            a, b = self._view.page_span(cut.start, cut.end)
            for e in edits[bisect_left(edits, a, key=lambda e: e.start) : bisect_left(edits, b, key=lambda e: e.start)]:
                if e.text.strip() and e.confidence < _TOLD:
                    yield PageDoubt(e.start, e.end, e.rule, f"read as {e.text.strip()}")


def _within(items: Sequence[Located], stretches: Sequence[Span]) -> Sequence[Located]:
    """The items (sorted by start) that begin between the first stretch and the last."""
    if not stretches:
        return ()
    first = bisect_left(items, stretches[0][0], key=lambda x: x.start)
    return items[first : bisect_left(items, stretches[-1][1], key=lambda x: x.start)]


def _inside(stretches: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the sorted stretches holds ``start`` to ``end``."""
    i = bisect_right(stretches, (start, sys.maxsize)) - 1
    return i >= 0 and end <= stretches[i][1]


def _append(segments: list[Segment], new: Segment) -> None:
    last = segments[-1] if segments else None
    if last and last.action == new.action != "replace" and (last.rule, last.id) == (new.rule, new.id):
        segments[-1] = Segment(last.start, new.end, new.action, new.rule, None, new.confidence, new.id)
    else:
        segments.append(new)
