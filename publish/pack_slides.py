"""A pack as PowerPoint slides: a cover, one passage a slide in large type, its source in the foot, notes beside."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from publish.pack import GAP, Slide, Told, slides
from publish.word import LONG_AGO, fit

_EAST, _LATIN = "微软雅黑", "Arial"
_COLOUR: Any = RGBColor
_RED, _INK = _COLOUR(0x9B, 0x1B, 0x1F), _COLOUR(0x1F, 0x1B, 0x16)
_GREY, _PAPER = _COLOUR(0x66, 0x5C, 0x50), _COLOUR(0xFF, 0xFD, 0xF9)
_WIDTH, _HEIGHT, _EDGE = Cm(33.867), Cm(19.05), Cm(2)
_SIZES = (48, 44, 40, 36, 32, 30, 28, 26, 24)
"""Sizes of type (points), the largest that fits is taken."""
_TALL = Cm(12.1)


def pptx(told: Told) -> bytes:
    """The file, 16 : 9; a passage that goes on over several slides says so in its head."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = _WIDTH, _HEIGHT
    about = show.core_properties
    about.title, about.author, about.language = fit(told.name), "", "zh-CN"
    about.created = about.modified = LONG_AGO
    for number, slide in enumerate(slides(told)):
        sheet = show.slides.add_slide(show.slide_layouts[5])  # a title alone
        sheet.background.fill.solid()
        sheet.background.fill.fore_color.rgb = _PAPER
        if slide.number:
            _passage(sheet, slide, number)
        else:
            _cover(sheet, slide, told)
        if slide.note:
            sheet.notes_slide.notes_text_frame.text = fit_lines(slide.note)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def fit_lines(text: str) -> str:
    """A note with its line ends, fit for XML."""
    return "\n".join(fit(line) for line in text.split("\n"))


def _cover(sheet: Any, slide: Slide, told: Told) -> None:
    _bar(sheet, Cm(0), Cm(0), _WIDTH, Cm(1.1))
    title = sheet.shapes.title
    _place(title, _EDGE, Cm(5.5), _WIDTH - 2 * _EDGE, Cm(4.5))
    _write(title.text_frame, [slide.head], 46, _INK, bold=True, anchor=MSO_ANCHOR.BOTTOM, align=PP_ALIGN.CENTER)
    _text(sheet, (_EDGE, Cm(10.6), _WIDTH - 2 * _EDGE, Cm(1.6)), [told.made], 20, _GREY, align=PP_ALIGN.CENTER)
    _text(sheet, (_EDGE, Cm(15.8), _WIDTH - 2 * _EDGE, Cm(1.6)), [slide.foot], 18, _GREY, align=PP_ALIGN.CENTER)


def _passage(sheet: Any, slide: Slide, number: int) -> None:
    _bar(sheet, _EDGE, Cm(1.6), Cm(0.25), Cm(1.5))
    title = sheet.shapes.title
    _place(title, _EDGE + Cm(0.6), Cm(1.3), _WIDTH - 2 * _EDGE - Cm(0.6), Cm(2.1))
    _write(title.text_frame, [slide.title], 26 if len(slide.title) <= 32 else 20, _RED, bold=True,
           anchor=MSO_ANCHOR.MIDDLE)
    size = slide.size(_SIZES, (_WIDTH - 2 * _EDGE) / Pt(1), _TALL / Pt(1))
    _text(sheet, (_EDGE, Cm(3.9), _WIDTH - 2 * _EDGE, _TALL), slide.lines, size, _INK,
          anchor=MSO_ANCHOR.TOP if slide.outline else MSO_ANCHOR.MIDDLE)
    _bar(sheet, _EDGE, Cm(16.6), _WIDTH - 2 * _EDGE, Cm(0.03))
    _text(sheet, (_EDGE, Cm(16.8), _WIDTH - 2 * _EDGE - Cm(3), Cm(1.5)), [f"来源：{slide.foot}"], 14, _GREY)
    _text(sheet, (_WIDTH - _EDGE - Cm(3), Cm(16.8), Cm(3), Cm(1.5)), [str(number)], 14, _GREY, align=PP_ALIGN.RIGHT)


def _bar(sheet: Any, left: int, top: int, width: int, height: int) -> None:
    bar = sheet.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    bar.fill.solid()
    bar.fill.fore_color.rgb = _RED
    bar.line.fill.background()
    bar.shadow.inherit = False


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _text(sheet: Any, place: tuple[int, int, int, int], lines: Any, size: float, colour: Any, **form: Any) -> None:
    box = sheet.shapes.add_textbox(*place)
    _write(box.text_frame, lines, size, colour, **form)


def _write(
    frame: Any, lines: Any, size: float, colour: Any, *, bold: bool = False, anchor: Any = MSO_ANCHOR.TOP,
    align: Any = PP_ALIGN.LEFT,
) -> None:
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = 0
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment, paragraph.line_spacing = align, 1.1
        if number:
            paragraph.space_before = Pt(size * GAP)
        run = paragraph.add_run()
        run.text = fit(line)
        run.font.size, run.font.bold, run.font.color.rgb, run.font.name = Pt(size), bold, colour, _LATIN
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN")
        east = properties.makeelement(qn("a:ea"), {"typeface": _EAST})
        properties.find(qn("a:latin")).addnext(east)
