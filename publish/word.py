"""A document as a Word file."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from archive import body as markdown
from archive.model import Document
from publish import cite
from publish.catalog import entry
from publish.page import Site

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Time of making that the file tells: the same document gives the same text, whenever it is made."""


def docx(site: Site, document: Document) -> bytes:
    """Title, subtitle, headings, paragraphs and tables as Word's own styles, the citation at the foot; A4, 宋体."""
    word: Any = Word()
    a4(word)
    e = entry(document)
    word.core_properties.title, word.core_properties.author = e.label, document.speaker or document.organization or ""
    word.core_properties.comments, word.core_properties.identifier = "", document.id
    word.core_properties.created = word.core_properties.modified = LONG_AGO
    word.core_properties.language = "zh-CN"
    word.add_heading(fit(e.label), 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.subtitle:
        word.add_paragraph(fit(document.subtitle), "Subtitle").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in markdown.parse(document.body):
        if block.kind == "table":
            table(word, block.text)
        elif block.kind == "heading":
            word.add_heading(fit(block.text), block.level - 1)
        elif block.kind == "paragraph":
            word.add_paragraph(fit(block.text)).paragraph_format.first_line_indent = Pt(24)
    word.add_paragraph(fit(cite.plain(site, e))).paragraph_format.space_before = Pt(24)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def a4(word: Any) -> None:
    """The sheet and the typefaces of a file that was just begun."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for name in ("Normal", "Title", "Subtitle", *(f"Heading {level}" for level in range(1, 6))):
        typeface(word.styles[name], "SimSun")
    word.styles["Normal"].font.size = Pt(12)
    word.styles["Normal"].paragraph_format.line_spacing = 1.5


def typeface(style: Any, east: str, latin: str = "Times New Roman") -> None:
    """The typeface of a style for Chinese and for Latin letters; those of the template's theme would go before."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), latin)
    fonts.set(qn("w:eastAsia"), east)


def table(word: Any, text: str, style: str | None = None) -> None:
    """A table given as lines of cells set apart by tabs; ``style`` is that of the paragraphs in it."""
    rows = [row.split("\t") for row in text.split("\n")]
    drawn = word.add_table(len(rows), max(map(len, rows)), "Table Grid")
    for cells, row in zip(drawn.rows, rows, strict=True):
        for cell, told in zip(cells.cells, row, strict=False):
            cell.text = fit(told)
            if style:
                cell.paragraphs[0].style = word.styles[style]


def fit(text: str) -> str:
    """Text fit for XML 1.0."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff")
