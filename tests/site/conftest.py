"""A small invented archive with one of everything, and the site built from it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import body, ledger, record
from archive.body import Block
from archive.model import Copy, Damage, Document, Doubt, Ledger, Region, Segment
from archive.store import Store

WITHDRAWN = "这一段文字已经撤下不得出现"
UNPUBLISHED = "这一段文字从未发布不得出现"
PHONE = "13800001111"
PAGE = """青岚市总工会十届三次全委会议上的工作報告
柏志遠
(2013年3月7日)
同志們:
點擊下载本文
一、過去一年的工作
  過去一年,全市各級工會幫扶困难職工12 00户,新建基層工會□家,××市20xx年也有進展。联系电话13800001111
2、第二項
立足本职<script>alert(1)</script>。
青岚市總工會
二〇一三年三月七日
上一篇:返回列表
第二篇
这一段文字已经撤下不得出现
"""
MAIN = "7k2m9qxa"


def _main_document() -> tuple[Document, Ledger]:
    sha256 = hashlib.sha256(PAGE.encode()).hexdigest()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("青岚市总工会十届三次全委会议上的工作報告\n", "keep", {}),
        ("柏志遠\n", "drop", {"rule": "byline"}),
        ("(2013年3月7日)\n", "drop", {"rule": "dateline"}),
        ("同志們:\n", "keep", {}),
        ("點擊下载本文\n", "drop", {"rule": "frame.download", "confidence": 0.98}),
        ("一、過去一年的工作\n  過去一年,全市各級工會幫扶困难職工", "keep", {}),
        ("12 00", "replace", {"rule": "digits.torn", "text": "1200", "confidence": 0.9}),
    ]
    segments = []
    at = 0
    for text, action, more in steps:
        assert PAGE[at : at + len(text)] == text
        owner = {} if action == "drop" else {"id": MAIN}
        segments.append(Segment(at, at + len(text), action, **more, **owner))  # type: ignore[arg-type]
        at += len(text)
    tail = PAGE.index("上一篇")
    segments.append(Segment(at, tail, "keep", id=MAIN))
    other = PAGE.index("第二篇")
    segments.append(Segment(tail, other, "drop", "frame.nav"))
    segments.append(Segment(other, len(PAGE), "keep", id="cccc3333"))
    second = PAGE.index("2、第二項")
    doubts = (Doubt(second, second + 2, "number.mixed", "序号与上文不一致", MAIN),)
    blocks = [
        Block("title", "青岚市总工会十届三次全委会议上的工作报告", 1),
        Block("paragraph", "同志们："),
        Block("heading", "一、过去一年的工作", 2),
        Block("paragraph", "过去一年，全市各级工会帮扶困难职工1200户，新建基层工会□家，××市20xx年也有进展。"
              f"联系电话{PHONE}"),
        Block("paragraph", "2、第二项"),
        Block("paragraph", "立足本职<script>alert(1)</script>。"),
        Block("paragraph", "青岚市总工会"),
        Block("paragraph", "二〇一三年三月七日"),
    ]
    document = Document(
        id=MAIN, kind="report", body=body.render(blocks), title="青岚市总工会十届三次全委会议上的工作报告",
        subtitle="团结动员职工建功立业", date="2013-03-07", speaker="柏志远", organization="青岚市总工会",
        region=Region("浙江省杭州市", "330100"), meeting="青岚市总工会十届三次全委会议",
        document_number="青工〔2013〕5号", script="hant", evidence={"date": "(2013年3月7日)", "speaker": "柏志遠"},
        copies=(Copy(sha256, 1, 1, "https://www.mill.example/a.html", "某范文网", "2015-01-01", "2026-01-02T03:04:05Z"),
                Copy("ab" * 32, 2, 3, "javascript:alert(1)")),
        damage=Damage(1, 1, 3), aliases=("0ldmerged",),
    )
    return document, Ledger(sha256, "utf-8", len(PAGE), tuple(segments), doubts)


def _plain(id: str, title: str | None, text: str = "本文开头的文字，说明本年度的主要工作。", **facts: Any) -> Document:
    blocks = [Block("title", title, 1)] if title else []
    blocks += [Block("paragraph", "各位代表："), Block("paragraph", text), Block("table", "项目\t数量\n帮扶\t12"),
               Block("heading", "1.跳过一级的标题", 4), Block("paragraph", "标题之下的文字。")]
    return Document(id=id, body=body.render(blocks), title=title, **{"kind": "report", **facts})


def documents() -> list[Document]:
    """The documents of the archive but the main one."""
    hangzhou, harbin = Region("浙江省杭州市", "330100"), Region("黑龙江省哈尔滨市道里区", "230102")
    return [
        _plain("aaaa1111", "</title><script>alert(2)</script><b>题</b> & “引号”", date="2012", region=hangzhou,
               speaker='"><img src=x onerror=alert(1)>', organization="A/B <i>单位</i>", meeting="会\u2028议"),
        _plain("bbbb2222", None, kind="other"),
        _plain("cccc3333", "已撤下的文稿", WITHDRAWN, withdrawn={"why": "权利人要求", "when": "2026-05-01"},
               aliases=("c0ld1111",)),
        _plain("dddd4444", "从未发布的文稿", UNPUBLISHED, publish=False),
        _plain("eeee5555", "在{{ config }}会上的讲话 {% raw %}", kind="speech", date="2014-05", region=harbin,
               speaker="荀明哲", organization="道里区总工会"),
        _plain("ffff6666", "=cmd|' /C calc'!A0", kind="notice", date="2013-12-01",
               region=Region("黑龙江省", "230000"), organization="黑龙江省总工会"),
    ]


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive folder."""
    root = tmp_path_factory.mktemp("archive")
    store = Store(root)
    main, book = _main_document()
    put(store.original_path(book.sha256), PAGE.encode())
    put(store.ledger_path(book.sha256), ledger.to_json(book).encode())
    for document in [main, *documents()]:
        put(store.document_path(document), record.write(document).encode())
    return root


@pytest.fixture(scope="session")
def built(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the archive without search, built by the project's own configuration."""
    from gonghui.building import build_site

    return build_site(archive, tmp_path_factory.mktemp("site"), search=False)


@pytest.fixture(scope="session")
def html(built: Path) -> Callable[[str], str]:
    """The text of a page by its address."""
    return lambda address: (built / address / "index.html").read_text(encoding="utf-8")
