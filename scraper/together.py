"""Pages of one article brought together: from an address on the network, or among the captures of a run.

What links a page to the next is judged in :mod:`scraper.paging`; here the
pages are walked, with bounds, and joined to one capture. A page whose
continuation is not at hand is told of, and bears a doubt.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from archive.errors import Refused
from scraper.clean import clean_capture, read_page
from scraper.formats import kind_of, to_markup
from scraper.model import Capture, Page
from scraper.paging import (
    MOST,
    address_of,
    continues,
    may_continue,
    next_address,
    previous_address,
    same_address,
    same_titles,
    titles,
)

Item = Capture | Refused
Lacks = Callable[[str, str], None]
"""Told where an article goes on on a page that is not at hand: the source and the address."""
_IN_MEMORY = 64 << 20
"""Bytes of pages that wait for their article; what is more waits on disk."""


def followed(named: Capture, load: Callable[[str], Item]) -> Iterator[Item]:
    """The article that a fetched page belongs to, as one capture from its first page on; then what failed to load.

    ``load`` fetches one address. A page on another host, with another title or
    the text of an earlier one ends the article.
    """
    here = read_page(named)
    if here.form != "html" or not (_next(named, here) or _previous(named, here)) or clean_capture(named).refused:
        yield named
        return
    known: dict[str, Item] = {address_of(named, here): named}
    faults: list[Refused] = []

    def walk(start: Capture, onward: Callable[[Capture, Page], str | None]) -> list[Capture]:
        captures, pages = [start], [read_page(start)]
        while len(captures) < MOST and (there := onward(captures[-1], pages[-1])):
            item = next((i for a, i in known.items() if same_address(a, there)), None) or load(there)
            known[there] = item
            if isinstance(item, Refused):
                faults.append(item)
                break
            page = read_page(item)
            if page.form != "html" or urlsplit(item.url or there).hostname != urlsplit(there).hostname \
                    or not same_titles(titles(pages[0]), titles(page)) or any(page.text == p.text for p in pages):
                break
            captures.append(item)
            pages.append(page)
        return captures

    first, *others = walk(walk(named, _previous)[-1], _next)
    yield replace(first, source=named.source, pages=tuple(replace(c, source="") for c in others))
    yield from dict.fromkeys(faults)


def _previous(capture: Capture, page: Page) -> str | None:
    return previous_address(page, address_of(capture, page)) if page.form == "html" else None


def _next(capture: Capture, page: Page) -> str | None:
    return next_address(page, address_of(capture, page)) if page.form == "html" else None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that may be one of several; its bytes are on the shelf."""

    capture: Capture
    place: tuple[int, int]
    titles: tuple[str, str]
    address: str
    next: str | None


class Together:
    """Captures on their way: those that may be pages of one article wait for the others, all else passes.

    A context manager: at the end of the block what waited is let go.
    """

    def __init__(self, lacks: Lacks = lambda where, address: None) -> None:
        self._lacks = lacks
        self._waiting: list[_Waiting] = []
        self._shelf = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed at the end of the block

    def __enter__(self) -> Together:
        return self

    def __exit__(self, *_: object) -> None:
        self._shelf.close()

    def take(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that need not wait."""
        for item in items:
            if isinstance(item, Refused) or item.pages or not self._waits(item):
                yield item

    def _waits(self, capture: Capture) -> bool:
        if kind_of(capture.data)[0] not in ("html", "mhtml"):
            return False
        if not (may_continue(to_markup(capture.data)) or (capture.url and continues(capture.url))):
            return False
        page = read_page(capture)
        address = address_of(capture, page)
        onward = _next(capture, page)
        if not onward and not continues(address):
            return False
        start = self._shelf.seek(0, 2)
        self._shelf.write(capture.data)
        self._waiting.append(_Waiting(replace(capture, data=b""), (start, len(capture.data)),
                                      titles(page), address, onward))
        return True

    def _taken(self, waiting: _Waiting) -> Capture:
        start, length = waiting.place
        self._shelf.seek(start)
        return replace(waiting.capture, data=self._shelf.read(length))

    def rest(self) -> Iterator[Item]:
        """What waited, brought together, in the order it came."""
        chains = [self._chain(w) for w in self._waiting]
        inside = {id(w) for chain in chains for w in chain[1:]}
        for chain in chains:
            if id(chain[0]) in inside or self._told_elsewhere(chain[0], inside):
                continue
            first, *others = (self._taken(w) for w in chain)
            if others and clean_capture(first).refused:  # pages of a list, each of which may be refused on its own
                yield from (first, *others)
                continue
            if chain[-1].next:
                self._lacks(first.source, chain[-1].next)
            yield replace(first, pages=tuple(others)) if others else first
        self._waiting = []

    def _chain(self, first: _Waiting) -> list[_Waiting]:
        chain = [first]
        while len(chain) <= MOST and (there := chain[-1].next):
            found = [w for w in self._waiting if same_address(w.address, there) and same_titles(first.titles, w.titles)]
            if not found or any(same_address(there, w.address) for w in chain):
                break
            chain.append(min(found, key=lambda w: _apart(chain[-1].capture, w.capture)))
        return chain

    def _told_elsewhere(self, one: _Waiting, inside: set[int]) -> bool:
        """Whether this is another capture of a page that stands in an article already."""
        return any(id(w) in inside and same_address(w.address, one.address)
                   for w in self._waiting if w is not one)


def _apart(a: Capture, b: Capture) -> float:
    """Seconds between two captures; 0 where a time is not told."""
    try:
        one, two = (datetime.fromisoformat(c.captured or "") for c in (a, b))
        return abs((one - two).total_seconds())
    except (ValueError, TypeError):
        return 0.0
