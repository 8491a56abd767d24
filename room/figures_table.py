"""Figures as rows of a table: one for each, with its document."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from archive.model import Document
from room.figures_document import of
from search.fold import fold

COLUMNS = {
    "id": "文稿编号",
    "anchor": "段落",
    "object": "所计对象（文中的话；空：未明）",
    "row": "表格中的行",
    "value": "数值（按单位计，下降为负）",
    "to": "范围的上端",
    "unit": "单位",
    "written": "原文写法",
    "sense": "性质：level 水平，growth 增减，share 比率，rank 名次",
    "target": "1：目标、要求或预计，不是已有的",
    "bound": "least 不少于，most 不超过，about 约",
    "year": "所指年份（空：未明）",
    "time": "表示时间的话",
    "date": "文稿日期",
    "title": "题名",
    "organization": "单位名称",
    "region_code": "地区代码",
    "region": "地区",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(document: Document, cover: Callable[[str], str] = str) -> Iterator[dict[str, Any]]:
    """The rows of a document, with the keys of :data:`COLUMNS`. ``cover`` hides contact data in words."""
    own = facts(document)
    for figure in of(document):
        told = figure.as_json()
        yield own | {"title": own["title"] and cover(own["title"])} | told | {
            "object": told["object"] and cover(told["object"]), "row": cover(told["row"])}


def facts(document: Document) -> dict[str, Any]:
    """The columns that tell about the document."""
    region = document.region
    return {"id": document.id, "date": document.date, "title": document.title, "organization": document.organization,
            "region_code": region.code if region else None, "region": region.name if region else None}


def lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """CSV with a byte order mark for spreadsheets, line by line; no cell of words starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cell(value: str | float | None) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return "'" + value if value.lstrip().startswith(_FORMULA) else value


def lies_in(document: Document, place: str) -> bool:
    """Whether a document's region is a place or lies in it; ``place`` is a code of GB/T 2260 or (part of) a name.

    >>> from archive.model import Region
    >>> d = Document("a", "report", "", region=Region("浙江省青岚市", "330900"))
    >>> [lies_in(d, place) for place in ("330000", "330900", "浙江", "青岚市", "340000")]
    [True, True, True, True, False]
    >>> lies_in(d, "33"), lies_in(d, "青嵐")
    (True, True)
    """
    region = document.region
    if not region:
        return False
    if place.isdecimal():
        return (region.code or "").startswith(stem(place))
    return fold(place) in fold(region.name)


def stem(code: str) -> str:
    """What the codes of a place and of all in it begin with.

    >>> stem("330000"), stem("330900"), stem("330901")
    ('33', '3309', '330901')
    """
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
