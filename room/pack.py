"""A pack: what the addresses of a basket hold, in the order of the basket.

``assets/room/pack.js`` does the same in the page with the texts of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive import body
from archive.body import Block
from archive.model import Document
from room.basket import Basket, Item

Part = Literal["document", "section", "paragraph"]
Reason = Literal["unknown", "withdrawn", "private", "gone"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What one item holds.

    ``blocks`` are those of the passage without the heading or title that ``heading`` tells; ``path`` are the headings
    over it, outermost first; ``paragraph`` is its number in the document, from 1.
    """

    document: Document
    part: Part
    anchor: str
    heading: str
    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    paragraph: int | None
    note: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is not in the pack: unknown to the archive, withdrawn, not published, or no longer in the text."""

    item: Item
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pack:
    """The passages of a basket and what had to be left out."""

    name: str
    passages: tuple[Passage, ...]
    left_out: tuple[LeftOut, ...]


def pack(basket: Basket, find: Callable[[str], Document | None]) -> Pack:
    """The passages of a basket; ``find`` gives a document with its body by its id, ``None`` if there is none."""
    passages, left_out = [], []
    for item in basket.items:
        told = _passage(item, find(item.id))
        if isinstance(told, Passage):
            passages.append(told)
        else:
            left_out.append(LeftOut(item, told))
    return Pack(basket.name, tuple(passages), tuple(left_out))


def _passage(item: Item, document: Document | None) -> Passage | Reason:
    if document is None:
        return "unknown"
    if document.withdrawn:
        return "withdrawn"
    if not document.publish:
        return "private"
    blocks = body.parse(document.body)
    if not item.anchor:
        rest = tuple(block for block in blocks if block.kind != "title")
        return Passage(document, "document", "", "", (), rest, None, item.note)
    anchors = body.anchors(blocks, document.anchors)
    if item.anchor not in anchors:
        return "gone"
    at = anchors.index(item.anchor)
    path = _path(blocks, at)
    if blocks[at].kind == "title":
        return _passage(Item(item.id, note=item.note), document)
    if blocks[at].kind == "heading":
        return Passage(document, "section", item.anchor, blocks[at].text, path, tuple(_section(blocks, at)), None,
                       item.note)
    number = sum(block.kind == "paragraph" for block in blocks[: at + 1]) if blocks[at].kind == "paragraph" else None
    return Passage(document, "paragraph", item.anchor, "", path, (blocks[at],), number, item.note)


def _path(blocks: Sequence[Block], at: int) -> tuple[str, ...]:
    """The headings over a block."""
    out: list[str] = []
    level = blocks[at].level or 7
    for block in reversed(blocks[:at]):
        if block.kind == "heading" and block.level < level:
            out.insert(0, block.text)
            level = block.level
    return tuple(out)


def _section(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    """What stands under a heading, with the headings below it."""
    end = at + 1
    while end < len(blocks) and not 0 < blocks[end].level <= blocks[at].level:
        end += 1
    return blocks[at + 1 : end]
