"""What is document and what is frame."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from scraper.extract.html import Judged, html_cuts, judge
from scraper.extract.html_further import kept_in
from scraper.extract.lines import extract_lines
from scraper.extract.refusal import EMPTY, ERROR, LIST, LOGIN, PAYWALL, Reason, entries, refusal_of
from scraper.model import Cut, Page
from scraper.view import View

_RULES = {ERROR: "page.error", LOGIN: "page.login", PAYWALL: "page.paywall", LIST: "page.list", EMPTY: "page.empty"}
_SURE = 0.5
"""Likelihood from which a block of an HTML page is not dropped by a judgement that its form contradicts."""
_SURER = 0.85
"""The same where a line above begins a footer."""
_WEAK = ("lines.", "hijacked.keywords", "models.abstract", "sharing.rights")
"""Rules that go by place or by single words; a page's form knows better. Rows that name their phrase stand."""


def extract(view: View, page: Page, place: tuple[str, ...] | None = None) -> tuple[Cut, ...]:
    """The stretches of the view that belong to no document, sorted, apart (view offsets).

    A page that holds no document is one cut. An HTML page is judged by its
    blocks first; what stays goes through the rules for lines too, for much
    frame stands inside the body.A further page of an
    article has the ``place`` of the text that its first page told
    (:func:`scraper.extract.html_further.text_place`); it may hold little and
    is never refused.
    """
    if page.form == "text":
        return extract_lines(view, page)
    judged = judge(view, page)
    if place is not None:
        judged = kept_in(judged, place)
    elif reason := _refusal(judged):
        return (Cut(0, len(view.text), _RULES[reason]),) if view.text else ()
    cuts = html_cuts(judged, view)
    inner = [c for c in extract_lines(view, page, _between(cuts, len(view.text))) if not _overruled(c, judged)]
    return _with_unseen(sorted([*cuts, *inner], key=lambda c: c.start), view, page)


def _with_unseen(cuts: Sequence[Cut], view: View, page: Page) -> tuple[Cut, ...]:
    """``cuts`` and what of the stretches hidden inside lines they leave."""
    left = _between(cuts, len(view.text)) if page.unseen else []
    ends = [end for _, end in left]
    more = []
    for start, end in ((view.at(a), view.end_at(b)) for a, b in page.unseen):
        for a, b in left[bisect_right(ends, start) :]:
            if a >= end:
                break
            more.append(Cut(max(a, start), min(b, end), "html.hidden"))
    return tuple(sorted([*cuts, *more], key=lambda c: c.start)) if more else tuple(cuts)


def completed(cuts: tuple[Cut, ...], view: View, page: Page) -> tuple[Cut, ...]:
    """``cuts`` by a person's rows for the site, and what rows that name their phrase take out of the rest."""
    inner = extract_lines(view, page, _between(cuts, len(view.text)))
    return tuple(sorted([*cuts, *(c for c in inner if not c.rule.startswith(_WEAK))], key=lambda c: c.start))


_OWN = frozenset(("lines.repeated-tail", "lines.scramble", "lines.summary", "lines.posts"))
"""Rules for lines that go by what a line says, not by its place."""


def _overruled(cut: Cut, judged: Judged) -> bool:
    """Whether a cut by a weak rule takes a block that is body by its form."""
    if not cut.rule.startswith(_WEAK) or cut.rule in _OWN:
        return False
    at = bisect_right(judged.spans, cut.start, key=lambda s: s[0]) - 1
    sure = _SURER if cut.rule == "lines.below" else _SURE
    return at >= 0 and cut.start < judged.spans[at][1] and bool(judged.likelihood[at] >= sure)


def refusal(view: View, page: Page, cuts: Sequence[Cut]) -> Reason | None:
    """Why the page holds no document, in English and Chinese, if it holds none; ``cuts`` come from ``extract``."""
    if page.form == "html":
        return next((reason for reason, rule in _RULES.items() if cuts and cuts[0].rule == rule), None)
    kept = [line.text for a, b in _between(cuts, len(view.text)) for line in view.lines(a, b)]
    dropped = [line.text for c in cuts for line in view.lines(c.start, c.end)]
    return refusal_of(kept, dropped, entries([*kept, *dropped]), plain=sum(map(len, kept)))


def _refusal(judged: Judged) -> Reason | None:
    texts = [t.strip() for t in judged.texts]
    kept = [t for t, why in zip(texts, judged.chosen, strict=True) if why is None]
    dropped = [t for t, why in zip(texts, judged.chosen, strict=True) if why is not None]
    links = sum(b.link * 2 > b.end - b.start for b in judged.blocks)
    title = texts[0] if judged.blocks and judged.blocks[0].tag == "title" else ""
    plain = sum(b.end - b.start - b.link for b, why in zip(judged.blocks, judged.chosen, strict=True) if why is None)
    return refusal_of(kept, dropped, links, title, plain)


def _between(cuts: Sequence[Cut], length: int) -> list[tuple[int, int]]:
    """What the cuts leave."""
    out = []
    at = 0
    for cut in cuts:
        if cut.start > at:
            out.append((at, cut.start))
        at = max(at, cut.end)
    if at < length:
        out.append((at, length))
    return out
