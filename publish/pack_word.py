"""A pack as a Word file: cover, contents with page numbers, passages with notes and citations, index of sources."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from publish import names
from publish.pack import REASONS, Quoted, Told, lines, shapes
from publish.word import LONG_AGO, a4, fit, table, typeface

SONG, FANG, HEI, KAI = "宋体", "仿宋", "黑体", "楷体"
_ALSO = {SONG: "SimSun;STSong;Songti SC;Noto Serif CJK SC",
         FANG: "FangSong;STFangsong;FangSong_GB2312;Noto Serif CJK SC",
         HEI: "SimHei;Heiti SC;STHeiti;Noto Sans CJK SC",
         KAI: "KaiTi;STKaiti;Kaiti SC;KaiTi_GB2312;Noto Serif CJK SC"}
"""Names of the typefaces elsewhere, for programs that know them by another one."""
_GREY = RGBColor(0x59, 0x59, 0x59)
_HOST = re.compile(r"https?://\S+$")
_WIDTH = Cm(21 - 2.8 - 2.6)


def docx(told: Told) -> bytes:
    """The file; the same pack gives the same text. Contents and footers hold fields that Word counts when it opens."""
    word: Any = Word()
    a4(word)
    _styles(word)
    _fonts(word)
    about = word.core_properties
    about.title, about.author, about.comments, about.language = fit(told.name), "", fit(told.made), "zh-CN"
    about.created = about.modified = LONG_AGO
    _cover(word, told)
    _contents(word, told)
    for quoted in told.passages:
        _passage(word, quoted)
    _sources(word, told)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _styles(word: Any) -> None:
    section = word.sections[0]
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.8)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = word.styles["Normal"]
    typeface(normal, FANG)
    normal.font.size = Pt(14)
    form = normal.paragraph_format
    form.line_spacing, form.space_after, form.widow_control = Pt(26), Pt(0), True
    form.first_line_indent = Pt(28)
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level, (east, size, before, after) in enumerate(((HEI, 16, 22, 8), (HEI, 14, 12, 4), (KAI, 14, 8, 2),
                                                         (FANG, 14, 6, 2), (FANG, 14, 6, 2)), 1):
        style = word.styles[f"Heading {level}"]
        typeface(style, east)
        style.font.size, style.font.bold, style.font.italic = Pt(size), level > 3, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next, form.keep_together = Pt(before), Pt(after), True, True
        form.first_line_indent, form.alignment = Pt(0), WD_ALIGN_PARAGRAPH.LEFT
        form.line_spacing = Pt(size + 10)
    for name, east, points, grey in (("Pack Above", KAI, 11, True), ("Pack Cite", SONG, 9.5, True),
                                     ("Pack Note", KAI, 12, False), ("Pack Contents", SONG, 12, False),
                                     ("Pack Cover", SONG, 14, False), ("Pack Name", HEI, 30, False),
                                     ("Pack Foot", SONG, 10.5, False), ("Pack Cell", FANG, 12, False)):
        style = word.styles.add_style(name, 1)
        style.base_style = normal
        typeface(style, east)
        style.font.size = Pt(points)
        if grey:
            style.font.color.rgb = _GREY
        form = style.paragraph_format
        form.first_line_indent, form.line_spacing = Pt(0), Pt(points * 1.6)
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for name in ("Pack Cover", "Pack Name", "Pack Foot"):
        word.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.styles["Pack Above"].paragraph_format.keep_with_next = True
    word.styles["Pack Above"].paragraph_format.space_after = Pt(4)
    cited = word.styles["Pack Cite"].paragraph_format
    cited.space_before, cited.space_after, cited.keep_together = Pt(6), Pt(6), True
    listed = word.styles["Pack Contents"].paragraph_format
    listed.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    listed.left_indent, listed.first_line_indent, listed.right_indent = Pt(24), Pt(-24), Pt(24)
    listed.space_before = Pt(4)
    _boxed(word.styles["Pack Note"])


def _boxed(style: Any) -> None:
    """A line at the left and a light ground, as for a remark in the margin."""
    form = style.paragraph_format
    form.left_indent, form.right_indent = Pt(10), Pt(6)
    form.space_before, form.space_after, form.keep_together = Pt(6), Pt(6), True
    properties = style.element.get_or_add_pPr()
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="9B1B1F"/>'
                       "</w:pBdr>")
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F7F1E6"/>')
    for element in (border, shade):  # in the order of the schema, before what follows them there
        properties.insert_element_before(element, *(("w:shd",) if element is border else ()), "w:tabs", "w:spacing",
                                         "w:ind", "w:jc", "w:rPr")


def _fonts(word: Any) -> None:
    """Tell other names of the typefaces in the file's table of fonts."""
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            rows = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{also}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
                '<w:pitch w:val="variable"/></w:font>' for name, also in _ALSO.items())
            part._blob = part.blob.replace(b"</w:fonts>", rows.encode() + b"</w:fonts>")


def _cover(word: Any, told: Told) -> None:
    kind = word.add_paragraph("学习阅读材料", "Pack Cover")
    kind.paragraph_format.space_before = Pt(150)
    name = word.add_paragraph(fit(told.name), "Pack Name")
    name.paragraph_format.space_before, name.paragraph_format.space_after = Pt(18), Pt(30)
    word.add_paragraph(fit(told.made), "Pack Cover")
    last = word.add_paragraph(fit(told.site), "Pack Cover")
    last.paragraph_format.space_before = Pt(230)
    if told.day:
        word.add_paragraph(names.date(told.day), "Pack Cover")
    section = word.add_section()
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    columns = section._sectPr.find(qn("w:cols"))
    columns.addprevious(numbers)
    section.footer.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    head.style, head.alignment = word.styles["Pack Foot"], WD_ALIGN_PARAGRAPH.RIGHT
    run = head.add_run(fit(told.name))
    run.font.size, run.font.color.rgb = Pt(9), _GREY
    foot = section.footer.paragraphs[0]
    foot.style = word.styles["Pack Foot"]
    foot.add_run("— ")
    _field(foot._p, "PAGE", "1")
    foot.add_run(" —")


def _contents(word: Any, told: Told) -> None:
    word.add_heading("目　录", 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for quoted in told.passages:
        line = word.add_paragraph(style="Pack Contents")
        label = f"{quoted.number}　{quoted.heading}" + (f"（{quoted.place}）" if quoted.place else "")
        _entry(line, label, f"passage{quoted.number}")
        by = word.add_paragraph(fit(quoted.by), "Pack Cite")
        by.paragraph_format.left_indent = Pt(24)
        by.paragraph_format.space_before = by.paragraph_format.space_after = Pt(0)
        line.paragraph_format.keep_with_next = True
    line = word.add_paragraph(style="Pack Contents")
    _entry(line, "资料来源", "sources")


def _entry(line: Any, label: str, mark: str) -> None:
    """A line of the contents that leads to a mark and tells its page."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), mark)
    line._p.append(link)
    _run(link, fit(label))
    tab = OxmlElement("w:r")
    tab.append(OxmlElement("w:tab"))
    link.append(tab)
    _field(link, f"PAGEREF {mark} \\h", "")


def _passage(word: Any, quoted: Quoted) -> None:
    heading = word.add_heading(fit(f"选文{quoted.number}　{quoted.heading}"), 1)
    heading.paragraph_format.page_break_before = quoted.number == 1 or None
    _mark(heading, quoted.number, f"passage{quoted.number}")
    above = quoted.path[:-1] if quoted.part == "paragraph" else quoted.path
    told = quoted.by + (f"，{quoted.place}" if quoted.place else "")
    word.add_paragraph(fit("　›　".join((told, *above))), "Pack Above")
    top = min((block.level for block in quoted.blocks if block.level), default=2)
    for block, shape in zip(quoted.blocks, shapes(quoted), strict=True):
        if block.kind == "table":
            if not (before := word.paragraphs[-1].paragraph_format).space_after:
                before.space_after = Pt(6)
            table(word, block.text, "Pack Cell")
            gap = word.add_paragraph(style="Pack Cell").paragraph_format
            gap.line_spacing = Pt(8)
        elif block.level:
            word.add_heading(fit(block.text), min(block.level - top + 2, 5))
        else:
            form = word.add_paragraph(fit(block.text)).paragraph_format
            if shape:
                form.first_line_indent = Pt(0)
                form.alignment = WD_ALIGN_PARAGRAPH.RIGHT if shape == "sign" else None
    note = lines(quoted.note)
    for number, line in enumerate(note):
        written = word.add_paragraph(style="Pack Note")
        if not number:
            written.add_run("备注：").bold = True
        else:
            written.paragraph_format.space_before = Pt(0)
        if number < len(note) - 1:
            written.paragraph_format.space_after = Pt(0)
        written.add_run(fit(line))
    _cited(word.add_paragraph(style="Pack Cite"), quoted.cite)


def _sources(word: Any, told: Told) -> None:
    heading = word.add_heading("资料来源", 1)
    heading.paragraph_format.page_break_before = True
    _mark(heading, 0, "sources")
    for source in told.sources:
        line = word.add_paragraph(style="Pack Cite")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(24), Pt(-24)
        line.add_run(f"[{source.number}]　")
        _cited(line, source.cite)
        line.add_run(f"（第 {'、'.join(map(str, source.passages))} 项）")
    if told.missing:
        word.add_heading("未能收入", 2)
    for one in told.missing:
        where = one.id + (f"#{one.anchor}" if one.anchor else "")
        word.add_paragraph(fit(f"{where}　{one.title}：{REASONS[one.reason][1]}"), "Pack Cite")


def _cited(line: Any, text: str) -> None:
    """A citation; its address is a link where it is a full one."""
    address = _HOST.search(text)
    line.add_run(fit(text[: address.start()] if address else text))
    if address:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), line.part.relate_to(address[0], RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        line._p.append(link)
        _run(link, fit(address[0]))


def _run(parent: Any, text: str) -> None:
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    parent.append(run)


def _field(parent: Any, code: str, shown: str) -> None:
    """A field that is counted when the file is opened."""
    for kind, content in (("begin", None), (None, code), ("separate", None), (None, shown), ("end", None)):
        run = OxmlElement("w:r")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                mark.set(qn("w:dirty"), "true")
        else:
            mark = OxmlElement("w:instrText" if content == code else "w:t")
            mark.text = f" {content} " if content == code else content
            mark.set(qn("xml:space"), "preserve")
        run.append(mark)
        parent.append(run)


def _mark(paragraph: Any, number: int, name: str) -> None:
    """A bookmark around a heading."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1, mark)
        else:
            paragraph._p.append(mark)
