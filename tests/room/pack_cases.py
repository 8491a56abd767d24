"""An invented archive for packs: sections, a table, contact lines, what is withdrawn, private, merged, untitled."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from archive import body, record
from archive.body import Block
from archive.model import Copy, Document, Region
from archive.store import Store
from room.basket import Basket, Item

LONG = "".join(f"第{n}件事，要把服务职工的工作做细做实，做到件件有着落。" for n in "一二三四五六七八九")
_REPORT = [
    Block("title", "青岚市总工会工作报告", 1), Block("paragraph", "各位代表："),
    Block("paragraph", "现在，我向大会报告工作。"), Block("heading", "一、过去一年", 2),
    Block("paragraph", "一年来，新建基层组织1,200家。"), Block("heading", "（一）组织建设。", 3),
    Block("paragraph", "坚持哪里有职工，哪里就建工会。"), Block("table", "项目\t家数\n新建\t120\n改建\t36"),
    Block("paragraph", "以上*数字*为年底统计_初稿_。"), Block("heading", "（二）维权服务", 3), Block("paragraph", LONG),
    Block("paragraph", "咨询电话：0571-87654321，找工会。"), Block("heading", "二、今后打算", 2),
    Block("paragraph", "坚持哪里有职工，哪里就建工会。"), Block("paragraph", "谢谢大家！"),
    Block("paragraph", "青岚市总工会"), Block("paragraph", "2013年3月5日"),
]
_PLAIN = [Block("paragraph", "开门办工会，𠀀镇职工之家天天有人值班。手机13800001111。"),
          Block("paragraph", "- 这是一行。")]
_GONE = [Block("title", "撤下的文稿", 1), Block("paragraph", "此处文字不再提供。")]


def _document(id: str, blocks: list[Block], **more: Any) -> Document:
    title = blocks[0].text if blocks[0].kind == "title" else None
    return Document(id=id, kind=more.pop("kind", "report"), body=body.render(blocks), title=title,
                    copies=(Copy(hashlib.sha256(id.encode()).hexdigest()),), **more)


def documents() -> list[Document]:
    """A report with all kinds of blocks, a text without a title, one withdrawn, one private."""
    return [
        _document("aaaa1111", _REPORT, date="2013-03-05", speaker="沈砚秋", organization="青岚市总工会",
                  subtitle="在市总工会全委会上", region=Region("浙江省青岚市", "330900"), aliases=("mmmm1111",)),
        _document("bbbb2222", _PLAIN, kind="other"),
        _document("cccc3333", _GONE, withdrawn={"why": "著作权", "when": "2026-01-02"}),
        _document("dddd4444", [Block("title", "内部材料", 1), Block("paragraph", "内部使用的文字。")], publish=False),
    ]


def by_id() -> dict[str, Document]:
    """The documents by their ids, those that were merged too."""
    return {id: d for d in documents() for id in (d.id, *d.aliases)}


def write(root: Path) -> Path:
    """The archive folder."""
    store = Store(root)
    (root / "FORMAT").write_text("1\n", encoding="ascii")
    for document in documents():
        path = store.document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    return root


def anchor(id: str, number: int) -> str:
    """The address of a block, by its number in the body."""
    document = next(d for d in documents() if d.id == id)
    return body.anchors(body.parse(document.body), document.anchors)[number]


def basket() -> Basket:
    """One of each: a section, a paragraph, a table, a document, what is not there."""
    report = [anchor("aaaa1111", n) for n in range(len(_REPORT))]
    return Basket("工会“备课” <一>", (
        Item("aaaa1111", report[5], note="先讲这一节。\n再讨论<十分钟>。"), Item("aaaa1111", report[10]),
        Item("aaaa1111", report[7]), Item("bbbb2222", anchor("bbbb2222", 0)), Item("aaaa1111", report[11]),
        Item("aaaa1111", report[13]), Item("aaaa1111"), Item("bbbb2222"), Item("mmmm1111", report[3]),
        Item("aaaa1111", report[0]), Item("zzzz9999", title="别处的文稿"),
        Item("aaaa1111", "p-00000000", words="改过的段"),
    ))
