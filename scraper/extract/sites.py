"""Cuts by a user's site rows: CSS selectors on the page's markup, led back to the page text.

BeautifulSoup finds the elements; where they stand in the page text is told by
counting: both hold the same letters in the same order (white space aside), so
the n-th letter of the markup is the n-th letter of the page text. A stretch
whose letters differ is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from scraper.model import Cut, Page
from scraper.rules.sites import SiteRule
from scraper.view import View

_UNSEEN = ("script", "style", "template", "title")


def site_cuts(view: View, page: Page, markup: str, rules: Iterable[SiteRule]) -> tuple[Cut, ...] | None:
    """What the rows cut (view offsets); ``None`` if no row finds anything on the page."""
    soup = BeautifulSoup(markup, "html.parser")
    letters = [i for i, c in enumerate(page.text) if not c.isspace()]
    begun = _begun(soup, len(_bare(page.meta.get("title", ""))))
    found = False
    cuts: list[Cut] = []
    for rule in rules:
        kept, dropped = (
            [s for e in (soup.select(selector) if selector else ()) if (s := _stretch(e, begun, page.text, letters))]
            for selector in (rule.keep, rule.drop)
        )
        found = found or bool(kept or dropped)
        if kept:
            dropped += _outside(kept, len(page.text))
        cuts += [Cut(view.at(a), view.end_at(b), rule.id) for a, b in dropped]
    return _apart(cuts) if found else None


def _begun(soup: BeautifulSoup, title: int) -> dict[int, int]:
    """For each text node by its identity: how many letters of the page text stand before it."""
    out: dict[int, int] = {}
    count = title
    for node in soup.find_all(string=True):
        out[id(node)] = count
        if _seen(node):
            count += len(_bare(node))
    return out


def _seen(node: NavigableString) -> bool:
    return not isinstance(node, PreformattedString) and not any(p.name in _UNSEEN for p in node.parents)


def _stretch(element: Tag, begun: dict[int, int], text: str, letters: Sequence[int]) -> tuple[int, int] | None:
    """Where the text of an element stands in the page text (page offsets), if its letters are found there."""
    nodes = [n for n in element.find_all(string=True) if _seen(n)]
    own = "".join(map(_bare, nodes))
    if not own:
        return None
    first = begun[id(nodes[0])]
    if first + len(own) > len(letters):
        return None
    start, end = letters[first], letters[first + len(own) - 1] + 1
    return (start, end) if _bare(text[start:end]) == own else None


def _bare(text: str) -> str:
    return "".join(text.split())


def _outside(kept: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    out, at = [], 0
    for start, end in sorted(kept):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    return [*out, (at, length)] if at < length else out


def _apart(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts sorted, one behind another, none inside another."""
    out: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        start = max(cut.start, out[-1].end if out else 0)
        if start < cut.end:
            out.append(Cut(start, cut.end, cut.rule))
    return tuple(out)
