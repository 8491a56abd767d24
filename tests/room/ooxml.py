"""What Word and PowerPoint refuse or repair in a file, looked for without them.

They are strict where python-docx and LibreOffice are not: a part without a
content type, a relation that leads nowhere, children out of the order of the
schema (ECMA-376, part 1: ``CT_PPr``, ``CT_RPr``, ``CT_TblPr``, ``CT_TcPr``,
``CT_SectPr``, ``CT_Style``, ``CT_TrPr``), two bookmarks of one number, a table
row without a cell, a cell without a paragraph, a link to a bookmark that is
not there, two slides of one number.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
           "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
           "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
           "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss "
           "imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr "
           "shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
             "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
              "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
             "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
}
_PLACES = {name: {child: i for i, child in enumerate(order.split())} for name, order in _ORDER.items()}
_PLACES["sectPr"]["footerReference"] = _PLACES["sectPr"]["headerReference"]  # the two in any order


def faults(path: Path) -> list[str]:
    """What is wrong with a file."""
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        parts = {name: file.read(name) for name in names}
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    out = [f"{name} stands twice" for name, count in Counter(names).items() if count > 1]
    out += _types(parts, trees["[Content_Types].xml"])
    for name, tree in trees.items():
        if not name.endswith(".rels") and name != "[Content_Types].xml":
            out += [f"{name}: {fault}" for fault in (*_relations(name, tree, parts, trees), *_elements(tree))]
    return out


def _types(parts: dict[str, bytes], types: Any) -> Iterator[str]:
    ends = {e.get("Extension").lower() for e in types if e.tag.endswith("Default")}
    named = [e.get("PartName") for e in types if e.tag.endswith("Override")]
    for name in parts:
        if name != "[Content_Types].xml" and "/" + name not in named and name.rpartition(".")[2].lower() not in ends:
            yield f"{name} has no content type"
    yield from (f"no part {name}" for name in named if name[1:] not in parts)


def _relations(name: str, tree: Any, parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    folder, base = posixpath.split(name)
    told = trees.get(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
    known = {}
    for e in told if told is not None else ():
        known[e.get("Id")] = e
        target = posixpath.normpath(posixpath.join("/" + folder, e.get("Target")))
        if e.get("TargetMode") != "External" and target[1:] not in parts:
            yield f"relation to {e.get('Target')}, which is not there"
        if e.get("TargetMode") == "External" and re.search(r"[\s<>\"{}|\\^`]", e.get("Target")):
            yield f"address {e.get('Target')} is none"
    used = {value for e in tree.iter() for key, value in e.attrib.items() if key.startswith(R)}
    yield from (f"no relation {id}" for id in used - set(known))


def _elements(tree: Any) -> Iterator[str]:
    for name, places in _PLACES.items():
        for e in tree.iter(W + name):
            found = [etree.QName(child).localname for child in e if isinstance(child.tag, str)]
            if unknown := [child for child in found if child not in places]:
                yield f"{name} holds {unknown[0]}"
            order = [places[child] for child in found if child in places]
            if order != sorted(order):
                yield f"{name} out of order: {' '.join(found)}"
    yield from ("a row without a cell" for e in tree.iter(W + "tr") if e.find(W + "tc") is None)
    yield from ("a cell that does not end in a paragraph" for e in tree.iter(W + "tc")
                if not len(e) or e[-1].tag != W + "p")
    starts = [e.get(W + "id") for e in tree.iter(W + "bookmarkStart")]
    ends = [e.get(W + "id") for e in tree.iter(W + "bookmarkEnd")]
    if len(set(starts)) != len(starts) or sorted(starts) != sorted(ends):
        yield "bookmarks that do not pair"
    marks = [e.get(W + "name") for e in tree.iter(W + "bookmarkStart")]
    if len(set(marks)) != len(marks) or [m for m in marks if len(m) > 40 or not re.fullmatch(r"[^\W\d]\w*", m)]:
        yield f"names of bookmarks: {marks}"
    links = {e.get(W + "anchor") for e in tree.iter(W + "hyperlink") if e.get(W + "anchor")}
    yield from (f"a link to the bookmark {name}, which is not there" for name in links - set(marks))
    numbers = [int(e.get("id")) for e in tree.iter(P + "sldId")]
    if len(set(numbers)) != len(numbers) or any(n < 256 for n in numbers):
        yield f"numbers of slides: {numbers}"
    shapes = [e.get("id") for e in tree.iter(P + "cNvPr")]
    if len(set(shapes)) != len(shapes):
        yield "two shapes of one number"
