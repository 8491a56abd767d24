"""A document as the blocks that are searched, zone by zone (``docs/search-language.md``, *Documents*)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive import body
from archive.model import Document
from search.fold import fold

FIELDS = 7
"""Blocks at the head of every document: title, subtitle, title of the body, speaker, organization, meeting, number."""

OPENING = 300
"""Folded characters that the opening paragraphs reach."""

SEPARATOR = "\n"

_CODED = ("id", "date", "kind", "code")


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a document in the order of the zones.

    ``texts[i]`` is reading text without line ends, ``places[i]`` its place
    among the blocks of the body (-1 for a field); ``headings`` counts the
    headings, which follow the fields. ``facts`` is what hits, filters and
    facets need, ``anchors`` the addresses of the body's blocks and ``levels``
    their levels (0: a paragraph).
    """

    texts: tuple[str, ...]
    places: tuple[int, ...]
    headings: int
    facts: dict[str, Any]
    anchors: tuple[str, ...]
    levels: tuple[int, ...]
    variants: tuple[str, ...] = ()
    """What other copies have in masked places; no block, found by its own field alone."""


def lay_out(document: Document, cover: Callable[[str], str] = str) -> Layout:
    """The layout of a record.

    ``cover`` hides contact data and keeps the length of a text; the addresses
    of the blocks are those of the text as it is.
    """
    blocks = body.parse(document.body)
    lines = [_line(replace(block, text=cover(block.text))) for block in blocks]
    titles = [line for block, line in zip(blocks, lines, strict=True) if block.kind == "title"]
    title = cover(document.title or "")
    own = titles[0] if titles and fold(titles[0]) != fold(title) else ""
    fields = [title, document.subtitle or "", own, document.speaker or "", document.organization or "",
              document.meeting or "", document.document_number or ""]
    fields = [cover(field) for field in fields]
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading" or (block.level == 1 and i)]
    rest = [i for i, block in enumerate(blocks) if not block.level]
    return Layout(
        texts=(*(" ".join(field.split("\n")) for field in fields), *(lines[i] for i in (*headings, *rest))),
        places=(*[-1] * FIELDS, *headings, *rest),
        headings=len(headings),
        facts={key: cover(value) if key not in _CODED else value for key, value in _facts(document).items()},
        anchors=tuple(body.anchors(blocks, document.anchors)),
        levels=tuple(block.level for block in blocks),
        variants=tuple(_variants(document, blocks, cover)),
    )


def _variants(document: Document, blocks: Sequence[body.Block], cover: Callable[[str], str]) -> Iterator[str]:
    for v in document.variants:
        if v.block < len(blocks):
            text = blocks[v.block].text
            yield cover(text[: v.start] + v.text + text[v.end :])[v.start : v.start + len(v.text)]


def _line(block: body.Block) -> str:
    if block.kind == "table":
        return "|".join(block.text.replace("\n", "\t").split("\t"))
    return " ".join(block.text.split("\n"))


def _facts(document: Document) -> dict[str, str]:
    facts = {"id": document.id, "title": document.title, "date": document.date, "kind": document.kind,
             "speaker": document.speaker, "organization": document.organization,
             "region": document.region and document.region.name, "code": document.region and document.region.code}
    return {key: str(value) for key, value in facts.items() if value}
