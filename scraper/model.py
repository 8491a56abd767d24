"""The stages of one web copy as frozen values.

``Capture`` bytes as received -> ``Page`` decoded text -> ``View`` mended and
simplified text that still knows its page offsets -> ``Cut`` what is no
document -> ``Piece`` one document's stretch -> ``Description`` and
``Paragraph`` -> ``Cleaned``.

Two coordinate systems, both code points, half open: *page offsets* count in
``Page.text``, *view offsets* in ``View.text``. Only repair and the ledger
speak of page offsets; every later stage works on the view.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from archive.model import Document, Ledger


@dataclass(frozen=True)
class Capture:
    """Bytes as received and what is known of where they came from."""

    data: bytes
    source: str = ""
    """Path or address the user named; only for messages."""
    url: str | None = None
    site: str | None = None
    captured: str | None = None
    """ISO time of the capture."""
    pages: tuple[Capture, ...] = ()
    """The further pages of an article over several, in order; each has none of its own."""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an HTML page: text nodes between two block boundaries. Offsets are page offsets.

    ``path`` names the open elements from the outside in as ``tag#id.class.class``;
    ``link`` counts the characters that stand inside links.
    """

    start: int
    end: int
    tag: str
    path: tuple[str, ...] = ()
    link: int = 0
    bold: int = 0
    boxes: tuple[int, ...] = ()
    """Number of each element of ``path`` in document order: equal numbers are the same element."""
    links: int = 0
    hidden: bool = False
    """Whether the markup itself hides it (``display:none``, ``hidden``)."""


@dataclass(frozen=True)
class Page:
    """The decoded text of a page and what its form tells. Offsets are code points of ``text``."""

    text: str
    encoding: str
    form: Literal["text", "html"] = "text"
    blocks: tuple[Block, ...] = ()
    """Empty for text copies: their lines are their blocks."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Facts of the frame: ``title``, ``canonical``, ``url`` (saved-from), ``site``, ``published`` ...; ``pages`` holds
    the links that may lead to other pages of an article (:func:`scraper.paging.links`)."""
    starts: tuple[int, ...] = (0,)
    """Where each page of an article over several begins in ``text``."""
    unseen: tuple[tuple[int, int], ...] = ()
    """Stretches inside a line that the markup hides: what a site strews over a text against copying."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A mended stretch of the page text (page offsets). An empty ``text`` takes the stretch out.

    Edits of a page are sorted and do not overlap.
    """

    start: int
    end: int
    text: str
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PageDoubt:
    """What looks wrong and cannot be mended safely (page offsets)."""

    start: int
    end: int
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Repairs:
    """What ``repair`` found: edits and doubts, both sorted by start."""

    edits: tuple[Edit, ...] = ()
    doubts: tuple[PageDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that is no part of any document (view offsets), with the rule that says so."""

    start: int
    end: int
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of the page: view stretches in order; ``marker`` is the marker line of a compilation part."""

    spans: tuple[tuple[int, int], ...]
    marker: tuple[int, int] | None = None
    """View offsets of the marker (``篇一``, ``第一篇:``); not part of ``spans`` unless it is the only title."""
    again: bool = False
    """Whether an earlier piece stands under the same marker: a kept stretch belongs to one document only."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's value and the view stretch whose words say so."""

    value: object
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Description:
    """What is told of a piece. ``facts`` by field name of :class:`archive.model.Document`.

    ``title`` lists the view stretches that make up the title line (kept, they
    stand as ``# title``); ``cuts`` are by-line, subtitle, date line and the
    like, moved from the body to the front matter.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    title: tuple[tuple[int, int], ...] = ()
    cuts: tuple[Cut, ...] = ()
    published: str | None = None
    """Upload time told by the frame, for the copy."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the body: view stretches whose text, joined, is its text.

    ``level`` 0 is a paragraph, 2-6 a heading. ``table`` marks rows: one
    stretch a cell, ``rows`` the number of stretches in each row.
    """

    spans: tuple[tuple[int, int], ...]
    level: int = 0
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning one capture gives: the page, its ledger, its documents (ids minted, not yet matched)."""

    capture: Capture
    page: Page
    ledger: Ledger
    documents: tuple[Document, ...]
    refused: tuple[str, str] | None = None
    """Why the page holds no document, in English and Chinese."""
