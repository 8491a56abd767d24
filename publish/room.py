"""What a part of the house of its own (a training room, a glossary) adds to the site.

A room is opened once a build, with the catalogue and the doors to the texts;
what is dear to know it finds out then and keeps. It may bring

- pages: :class:`publish.page.Sheet`, with the frame, policy and search box of
  every other page. A sheet with ``listed=True`` belongs into the navigation:
  ``nav`` of ``mkdocs.yml`` names it by its address (``trend/`` is
  ``trend.md``). Scripts and style sheets of its own stand in ``Made.head``
  (:func:`assets`), as files below ``docs/assets``.
- things on every reading page: :class:`Extra`.
- files: data for its scripts, slides, packs.

Rooms are named in :mod:`publish.rooms`. In the page, ``assets/gonghui/site.js``
offers ``window.gonghui`` to their scripts; see ``docs/decisions/site.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from archive.body import Block
from archive.model import Document
from publish import address
from publish.catalog import Catalog, Entry
from publish.exports import Table
from publish.page import Sheet, Site
from publish.sources import Sources


@dataclass(frozen=True, slots=True)
class Extra:
    """What a room adds to one reading page; all of it is HTML, escaped by the room."""

    actions: str = ""
    """Links and buttons (class ``g-button``) for the bar under the title block; a button that needs a script
    is ``hidden`` until the script is there."""
    margins: Mapping[str, str] = field(default_factory=dict)
    """Notes beside the text, by the id of the paragraph or heading: inline elements, a few characters wide."""
    behind: str = ""
    """Sections behind the text, before citations and downloads; a heading in them is an ``h2``."""
    head: str = ""
    """Elements for ``<head>``; see :func:`assets`."""


_NOTHING = Extra()


def _nothing(e: Entry, document: Document, blocks: Sequence[Block], ids: Sequence[str]) -> Extra:
    return _NOTHING


def _key(e: Entry) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """An opened room."""

    sheets: Sequence[Sheet] = ()
    """Pages, made when their turn comes."""
    document: Callable[[Entry, Document, Sequence[Block], Sequence[str]], Extra] = _nothing
    """What a reading page gets: entry, document with its body, blocks and the id of each."""
    key: Callable[[Entry], str | None] = _key
    """What :attr:`document` depends on besides the document itself, for one entry: equal keys, equal extras; ``""`` if
    it depends on nothing else. ``None``: not known, the reading page is made in every build."""
    files: Callable[[], Iterable[tuple[str, str | Iterable[str]]]] = tuple
    """Files of the site: address from its root and text, whole or in pieces; written behind the pages."""
    tables: Sequence[Table] = ()
    """Those of the files that are data to take away: they are described in ``datapackage.json``."""


Open: TypeAlias = Callable[[Site, Catalog, Sources], Room]
"""Opens a room. Texts come through ``Sources.document``, one at a time; contact data is covered by
:mod:`archive.contacts` where ``Site.mask_contacts`` says so."""


def assets(at: str, *names: str) -> str:
    """The elements that load scripts and style sheets of ``docs/assets`` on the page at the address ``at``.

    Scripts run behind the site's own, when the page is read.

    >>> print(assets("trend/", "room/trend.js", "room/room.css"))
    <script defer src="../assets/room/trend.js"></script>
    <link rel="stylesheet" href="../assets/room/room.css">
    """
    return "\n".join(_loads(address.link(address.root_of(at), f"assets/{name}")) for name in names)


def _loads(href: str) -> str:
    if href.endswith(".css"):
        return f'<link rel="stylesheet" href="{href}">'
    return f'<script defer src="{href}"></script>'


def written(rooms: Sequence[Room]) -> Iterator[tuple[str, str | Iterable[str]]]:
    """The files of all rooms."""
    for room in rooms:
        yield from room.files()


def tables(rooms: Sequence[Room]) -> tuple[Table, ...]:
    """The data files of all rooms."""
    return tuple(table for room in rooms for table in room.tables)


def key(room: Room, e: Entry) -> str | None:
    """The key of what a room adds to the reading page of ``e``."""
    return "" if room.document is _nothing else room.key(e)
