"""The doors to what lies outside the catalogue: texts, ledgers, page texts, read when their turn comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive import body as markdown
from archive.body import Block
from archive.model import Document, Ledger


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its body, its blocks, and the id of each."""

    document: Document
    blocks: Sequence[Block]
    ids: Sequence[str]


def text_of(document: Document) -> Text:
    """The blocks of a document, with the ids that pages and links give them."""
    blocks = markdown.parse(document.body)
    return Text(document, blocks, markdown.anchors(blocks, document.anchors))


@dataclass(frozen=True, slots=True)
class Sources:
    """The doors to what lies outside the catalogue, brought by the plugin."""

    document: Callable[[str], Document]
    """A document with its body, by id."""
    text: Callable[[str], Text]
    """The same with its blocks, by id; asked for again at once, it is not read again."""
    ledger: Callable[[str], Ledger | None]
    """The ledger of a capture, by sha256; ``None`` if it is not there."""
    page: Callable[[str], str | None]
    """The page text of a capture, by sha256; ``None`` if it is not there."""
    reason: Callable[[str], str] = str
    """A rule's reason in Chinese, by its id."""
    related: Callable[[str], Sequence[tuple[str, float]]] = lambda id: ()
    """Documents that share text with one: (id, share of the text in common)."""
    stamp: Callable[[str], str] = str
    """What changes with the ledger of a capture, by sha256."""
