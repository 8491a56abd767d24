"""The figures of a document: of its paragraphs, headings and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive import body
from archive.model import Document
from room.figures import Figure, figures
from room.figures_grid import cells
from room.figures_target import ahead


def of(document: Document) -> list[Figure]:
    """The figures of a document in order; what stands under a heading of things to be done is a target.

    A paragraph directly before a table may tell its year and its unit.
    """
    blocks = body.parse(document.body)
    found: list[Figure] = []
    above: list[tuple[int, bool]] = []
    caption = ""
    for block, anchor in zip(blocks, body.anchors(blocks, document.anchors), strict=True):
        if block.kind == "heading":
            above = [one for one in above if one[0] < block.level] + [(block.level, ahead(block.text))]
        planned = document.kind == "plan" or any(told for _, told in above)
        if block.kind in ("paragraph", "heading"):
            here: Iterator[Figure] = iter(figures(block.text, document.date, planned))
        elif block.kind == "table":
            here = cells(block.text, caption, document.date)
        else:
            here = iter(())
        found += [replace(f, anchor=anchor) for f in here]
        caption = block.text if block.kind != "table" else ""
    return found
