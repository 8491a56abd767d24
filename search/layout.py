"""A document as the blocks that are searched, zone by zone (``docs/search-language.md``, *Documents*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive import body
from archive.model import Document
from search.fold import fold

FIELDS = 7
"""Blocks at the head of every document: title, subtitle, title of the body, speaker, organization, meeting, number."""

OPENING = 300
"""Folded characters that the opening paragraphs reach."""

SEPARATOR = "\n"


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


def lay_out(document: Document) -> Layout:
    """The layout of a record."""
    blocks = body.parse(document.body)
    lines = [_line(block) for block in blocks]
    titles = [line for block, line in zip(blocks, lines, strict=True) if block.kind == "title"]
    title = document.title or ""
    own = titles[0] if titles and fold(titles[0]) != fold(title) else ""
    fields = [title, document.subtitle or "", own, document.speaker or "", document.organization or "",
              document.meeting or "", document.document_number or ""]
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading" or (block.level == 1 and i)]
    rest = [i for i, block in enumerate(blocks) if not block.level]
    return Layout(
        texts=(*(" ".join(field.split("\n")) for field in fields), *(lines[i] for i in (*headings, *rest))),
        places=(*[-1] * FIELDS, *headings, *rest),
        headings=len(headings),
        facts=_facts(document),
        anchors=tuple(body.anchors(blocks, document.anchors)),
        levels=tuple(block.level for block in blocks),
    )


def _line(block: body.Block) -> str:
    if block.kind == "table":
        return "|".join(block.text.replace("\n", "\t").split("\t"))
    return " ".join(block.text.split("\n"))


def _facts(document: Document) -> dict[str, Any]:
    facts = {"id": document.id, "title": document.title, "date": document.date, "kind": document.kind,
             "speaker": document.speaker, "organization": document.organization,
             "region": document.region and document.region.name, "code": document.region and document.region.code}
    return {key: str(value) for key, value in facts.items() if value}
