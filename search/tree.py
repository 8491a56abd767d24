"""What a query is once it is read: the names of fields and kinds, and the nodes of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

TextField = Literal["title", "speaker", "organization", "meeting", "number", "heading", "variants"]
Field = TextField | Literal["year", "region", "kind"]

_NAMES: tuple[tuple[Field, str], ...] = (
    ("title", "标题 標題 题目 題目 title"), ("speaker", "讲话人 講話人 作者 speaker"),
    ("organization", "单位 單位 organization org"), ("meeting", "会议 會議 meeting"), ("number", "文号 文號 number"),
    ("heading", "小标题 小標題 heading"), ("variants", "变体 變體 variants"), ("year", "年 年份 year"),
    ("region", "地区 地區 region"), ("kind", "类型 類型 kind"),
)
FIELDS: dict[str, Field] = {name: field for field, names in _NAMES for name in names.split()}

KINDS: dict[str, str] = {
    name: kind
    for kind, names in {
        "report": "report 报告 工作报告 述职报告 汇报", "speech": "speech 讲话 发言 致辞 开幕词 主持词",
        "summary": "summary 总结 工作总结", "survey": "survey 调研 调研报告 综述", "notice": "notice 通知 通报 函",
        "decision": "decision 决定 决议 意见 办法", "plan": "plan 计划 要点 方案",
        "article": "article 文章 思考 体会 经验材料", "other": "other 其他",
    }.items()
    for name in names.split()
}

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class All:
    """Every document."""

    op: Literal["all"] = "all"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters looked for; ``at`` is their place in the query."""

    text: str
    folded: str
    exact: bool
    prefix: bool
    field: TextField | None
    at: Span
    op: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Year:
    """Years, ends included; an open end is ``None``; both ``None``: no date."""

    start: int | None
    end: int | None
    at: Span
    op: Literal["year"] = "year"


@dataclass(frozen=True, slots=True)
class Value:
    """A kind, or a region as code (digits) or folded part of a name."""

    op: Literal["region", "kind"]
    value: str
    at: Span


@dataclass(frozen=True, slots=True)
class Not:
    part: Node
    op: Literal["not"] = "not"


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts, or any of them."""

    op: Literal["and", "or"]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Parts in one block, each at most ``distances[i]`` characters from the next."""

    distances: tuple[int, ...]
    parts: tuple[Node, ...]
    op: Literal["near"] = "near"


Node: TypeAlias = All | Text | Year | Value | Not | Both | Near


def to_json(node: Node) -> dict[str, Any]:
    """The tree as plain values, as the golden queries have it."""
    match node:
        case Text():
            return {"op": "text", "text": node.text, "folded": node.folded, "exact": node.exact, "prefix": node.prefix,
                    "field": node.field, "at": list(node.at)}
        case Year():
            return {"op": "year", "from": node.start, "to": node.end, "at": list(node.at)}
        case Value():
            return {"op": node.op, "value": node.value, "at": list(node.at)}
        case Not():
            return {"op": "not", "part": to_json(node.part)}
        case Near():
            return {"op": "near", "distances": list(node.distances), "parts": list(map(to_json, node.parts))}
        case Both():
            return {"op": node.op, "parts": list(map(to_json, node.parts))}
    return {"op": node.op}
