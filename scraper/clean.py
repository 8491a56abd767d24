"""Cleaning: one capture in, its documents and the ledger out. Pure: no disk, no network, no clock."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from archive import body as markdown
from archive.ids import mint
from archive.ledger import values
from archive.model import Copy, Damage, Document, Doubt, Ledger, Segment
from archive.record import front_matter
from scraper.decode import decode
from scraper.describe import describe
from scraper.extract import extract
from scraper.markup import read_html
from scraper.model import Capture, Cleaned, Cut, Description, Page, Paragraph, Piece, Repairs
from scraper.outline import outline
from scraper.repair import repair
from scraper.script import script_of, simplify
from scraper.split import split
from scraper.view import View, look
from scraper.width import fold_width

_MASK = re.compile(r"(?:20|19)?[xX×＊*﹡_○]{2,}|[xX×](?=[省市县区局厂公乡镇村院校])|“”|□+")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|meta|title)\b", re.I)
Span = tuple[int, int]


def clean(data: bytes, source: str = "", **known: Any) -> dict[str, Any]:
    """What ``explain --json`` prints for one page.

    ``known`` may give ``url``, ``site``, ``captured``, ``content_type``.
    """
    return explained(clean_capture(Capture(data, source, **known)))


def explained(cleaned: Cleaned) -> dict[str, Any]:
    """A cleaned capture as plain values, in the form of ``explain --json``."""
    return {
        "source": cleaned.capture.source,
        "sha256": cleaned.capture.sha256,
        "encoding": cleaned.page.encoding,
        "text": cleaned.page.text,
        "segments": [values(s) for s in cleaned.ledger.segments],
        "doubts": [values(d) for d in cleaned.ledger.doubts],
        "documents": [{**front_matter(d), "body": d.body} for d in cleaned.documents],
        **({"refused": cleaned.refused[0]} if cleaned.refused else {}),
    }


def read_page(capture: Capture) -> Page:
    """Decode a capture; HTML by its markup, everything else as text."""
    charset = re.search(r"charset=[\"']?([\w-]+)", capture.content_type or "")
    text, encoding = decode(capture.data, charset[1] if charset else None)
    if _HTML.search(text, 0, 5000):
        return read_html(text, encoding)
    return Page(text, encoding)


def page_text(data: bytes) -> str:
    """The page text of stored bytes: what the ledger's offsets count in."""
    return read_page(Capture(data)).text


def clean_capture(capture: Capture) -> Cleaned:
    """Clean one capture. Raises nothing: a page without a document has ``refused`` set."""
    page = read_page(capture)
    repairs = repair(page)
    view = look(page.text, repairs.edits, simplify)
    cuts = extract(view, page)
    pieces = split(view, cuts, page)
    book = _Book(view, page, repairs, capture.sha256)
    documents = [_document(view, piece, page, capture, i, len(pieces), book) for i, piece in enumerate(pieces, 1)]
    refused = None if documents else ("nothing but frame and advertising was found", "除页面框架和广告外没有正文")
    return Cleaned(capture, page, book.ledger(cuts), tuple(documents), refused)


def _document(view: View, piece: Piece, page: Page, capture: Capture, part: int, of: int, book: _Book) -> Document:
    told = describe(view, piece, page, capture)
    name = mint(capture.sha256, part)
    spans = _without(piece.spans, [*told.title, *((c.start, c.end) for c in told.cuts)])
    paragraphs = outline(view, spans, page)
    book.keep(name, [*told.title, *(s for p in paragraphs for s in p.spans)], told.cuts)
    facts = {k: f.value for k, f in told.facts.items()}
    if isinstance(facts.get("title"), str):
        facts["title"] = title = fold_width(str(facts["title"]))
    blocks = [markdown.Block("title", title, 1)] if "title" in facts else []
    blocks += [_block(view, p) for p in paragraphs]
    start, end = view.page_span(piece.spans[0][0], piece.spans[-1][1])
    copy = Copy(capture.sha256, part, of, capture.url or page.meta.get("url") or page.meta.get("canonical"),
                capture.site or page.meta.get("site"), told.published or page.meta.get("published"), capture.captured)
    body = markdown.render(b for b in blocks if b.text)
    return Document(
        id=name,
        body=body,
        script=script_of(page.text[start:end]),
        evidence={k: page.text[slice(*view.page_span(f.start, f.end))] for k, f in told.facts.items()},
        copies=(copy,),
        damage=book.damage(name, body),
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
    """``spans`` less ``holes``, in order."""
    out = []
    marks = sorted(holes)
    for start, end in spans:
        at = start
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

    def __init__(self, view: View, page: Page, repairs: Repairs, sha256: str) -> None:
        self._view, self._page, self._repairs, self._sha256 = view, page, repairs, sha256
        self._kept: list[tuple[int, int, str]] = []
        self._moved: list[Cut] = []

    def keep(self, id: str, spans: Iterable[Span], moved: Iterable[Cut]) -> None:
        """Note that the view ``spans`` became document ``id``; ``moved`` went to its front matter."""
        self._kept += [(*self._view.page_span(a, b), id) for a, b in spans if b > a]
        self._moved += moved

    def damage(self, id: str, body: str) -> Damage:
        """The counts of the front matter, as the ledger has them."""
        mine = [(a, b) for a, b, name in self._kept if name == id]
        repaired = sum(any(a <= e.start and e.end <= b for a, b in mine) for e in self._repairs.edits
                       if e.start < mine[-1][1] and e.end > mine[0][0]) if mine else 0
        doubtful = sum(self._owner(d.start) == id for d in self._repairs.doubts)
        return Damage(repaired, doubtful, len(_MASK.findall(body)))

    def _owner(self, offset: int) -> str | None:
        return next((name for a, b, name in self._kept if a <= offset < b), None)

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
        doubts = tuple(Doubt(d.start, d.end, d.rule, d.note, self._owner(d.start)) for d in self._repairs.doubts)
        return Ledger(self._sha256, self._page.encoding, len(text), tuple(segments), doubts)


def _append(segments: list[Segment], new: Segment) -> None:
    last = segments[-1] if segments else None
    if last and last.action == new.action != "replace" and (last.rule, last.id) == (new.rule, new.id):
        segments[-1] = Segment(last.start, new.end, new.action, new.rule, None, new.confidence, new.id)
    else:
        segments.append(new)


__all__ = ["Description", "clean", "clean_capture", "explained", "page_text", "read_page"]
