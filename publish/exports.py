"""The archive as data: documents.csv, documents.jsonl, a datapackage that describes them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.model import KINDS, Document
from archive.record import front_matter
from publish import address, download
from publish.catalog import Catalog, Entry
from publish.page import Made, Site


@dataclass(frozen=True, slots=True)
class Table:
    """A data file that a room brings (:attr:`publish.room.Room.tables`): listed, described and summed with ours."""

    path: str
    """Its address; ends in ``.csv`` or ``.json`` (an array of objects)."""
    title: str
    columns: Mapping[str, str]
    """The names of its columns, each with what it means."""
    types: Mapping[str, str] = field(default_factory=dict)
    """The types of columns that are not words, in the terms of Table Schema."""


COLUMNS = {
    "id": "文稿编号",
    "title": "题名，没有题名的空缺",
    "kind": "类型",
    "date": "日期（EDTF）",
    "speaker": "讲话人",
    "organization": "单位",
    "region_code": "地区代码（GB/T 2260）",
    "region": "地区",
    "meeting": "会议",
    "document_number": "文号",
    "script": "网页字形",
    "characters": "正文字数",
    "repaired": "修补处数",
    "doubtful": "存疑处数",
    "masked": "遮盖缺字处数",
    "url": "最佳来源网页",
    "sha256": "最佳来源网页的 SHA-256",
    "address": "本站地址",
}
_NUMBERS = {"characters", "repaired", "doubtful", "masked"}
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Characters that some readers take for the end of a line."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(site: Site, catalog: Catalog) -> str:
    """``documents.csv``: UTF-8 with a byte order mark for spreadsheets; no cell starts a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for e in sorted(catalog.entries, key=lambda e: e.id):
        values = _row(site, e)
        writer.writerow([safe(str(values.get(k) if values.get(k) is not None else "")) for k in COLUMNS])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("工会"), safe(" =x")
    ("'=1+1", '工会', "' =x")
    """
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _row(site: Site, e: Entry) -> dict[str, Any]:
    d = e.document
    best = d.copies[0] if d.copies else None
    return {
        "id": d.id, "title": d.title, "kind": d.kind, "date": d.date, "speaker": d.speaker,
        "organization": d.organization,
        "region_code": d.region.code if d.region else None, "region": d.region.name if d.region else None,
        "meeting": d.meeting, "document_number": d.document_number, "script": d.script, "characters": e.characters,
        "repaired": d.damage.repaired, "doubtful": d.damage.doubtful, "masked": d.damage.masked,
        "url": best.url if best else None, "sha256": best.sha256 if best else None,
        "address": address.absolute(site.url, address.document(d.id)),
    }


def line(site: Site, document: Document, e: Entry) -> str:
    """A line of ``documents.jsonl``: the front matter and the body."""
    shown = download.covered(site, document, e)
    text = json.dumps({**front_matter(shown), "body": shown.body}, ensure_ascii=False)
    return _LINE_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def lines(site: Site, catalog: Catalog, read: Callable[[str], Document]) -> Iterator[str]:
    """``documents.jsonl``, a line a document, by id."""
    for id in sorted(catalog.by_id):
        yield line(site, read(id), catalog.by_id[id]) + "\n"


def page(catalog: Catalog, tables: Sequence[Table]) -> Made:
    """The page on the data files: what there is, what the columns mean."""
    root = address.root_of("data/")
    files = (("documents.csv", "全部文稿的目录，可用电子表格打开"),
             ("documents.jsonl", "全部文稿的著录和全文，每行一篇"),
             *((table.path, table.title) for table in tables),
             ("datapackage.json", "以上文件的说明（Frictionless Data Package）"),
             ("SHA256SUMS", "校验值：下载后运行 sha256sum -c SHA256SUMS"), ("atom.xml", "新收文稿的订阅"))
    items = "".join(f'<li><a href="{address.link(root, name)}">{name}</a>　{told}</li>' for name, told in files)
    described = [("documents.csv", COLUMNS), *((t.path, t.columns) for t in tables if t.path.endswith(".csv"))]
    return Made(f'<div class="g-list-page"><h1>数据</h1><p class="g-lead">共 {len(catalog.entries):,} 篇文稿，'
                f"可整批取用；电话、证件号、账号已遮盖，撤下的文稿不在其中。</p><ul>{items}</ul>"
                f'{"".join(_described(*one) for one in described)}</div>')


def _described(name: str, columns: Mapping[str, str]) -> str:
    rows = "".join(f'<tr><th scope="row"><code>{k}</code></th><td>{v}</td></tr>' for k, v in columns.items())
    return (f'<h2>{name} 的各列</h2><table class="g-values g-columns-told"><thead><tr><th scope="col">列</th>'
            f'<th scope="col">意思</th></tr></thead><tbody>{rows}</tbody></table>')


def datapackage(
    site: Site, catalog: Catalog, sizes: Mapping[str, tuple[int, str]], tables: Sequence[Table] = ()
) -> str:
    """``datapackage.json`` (Frictionless Data Package). ``sizes``: file -> (bytes, sha256)."""
    fields = [{"name": k, "type": "integer" if k in _NUMBERS else "string", "title": v,
               **({"constraints": {"enum": list(KINDS)}} if k == "kind" else {})} for k, v in COLUMNS.items()]

    def resource(name: str, path: str, **more: Any) -> dict[str, Any]:
        size, digest = sizes[path]
        return {"name": name, "path": path, "bytes": size, "hash": f"sha256:{digest}", "encoding": "utf-8", **more}

    def brought(table: Table) -> dict[str, Any]:
        end = table.path.rpartition(".")[2]
        return resource(table.path.replace(".", "-"), table.path, title=table.title, format=end,
                        mediatype={"csv": "text/csv", "json": "application/json"}[end],
                        profile="tabular-data-resource",
                        schema={"fields": [{"name": k, "type": table.types.get(k, "string"), "title": v}
                                           for k, v in table.columns.items()]})

    values = {
        "name": "gonghui-archive",
        "title": site.name,
        "description": f"{len(catalog.entries)} 篇文稿的目录和全文",
        "resources": [
            resource("documents", "documents.csv", format="csv", mediatype="text/csv", profile="tabular-data-resource",
                     schema={"fields": fields, "primaryKey": "id"}),
            resource("texts", "documents.jsonl", format="jsonl", mediatype="application/jsonl"),
            *map(brought, tables),
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
