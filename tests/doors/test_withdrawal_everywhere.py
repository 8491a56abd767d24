"""No clause of a withdrawn text stands anywhere in what is published: files, services, lists of others."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from archive.store import Store
from gonghui.building import build_site
from gonghui.server import Application
from search import open_index
from tests.doors.conftest import Call
from tests.doors.test_withdrawal import ONE, SENTENCE, TITLE, TWO

SHARED = """　　去年全港工会扎实开展送清凉送温暖活动，走访慰问困难渔工一百八十六户，发放慰问金二十三万元，受到普遍好评。
　　女职工委员会组织两癌筛查四百余人次，举办织网技能比赛三场，评出巾帼能手十九名，带动了一大批姐妹岗位成才。
"""
NAMED = ONE.replace("　　二、突出维权", SHARED + "　　二、突出维权")
MASKED = NAMED.replace("走上渔船、走进网棚", "走上××、走进网棚")
KIN = TWO.replace("　　二、精心组织", SHARED + SHARED.replace("去年", "前年") + "　　二、精心组织")


def clauses(text: str) -> list[str]:
    return [c for c in re.split(r"[，。：；、！\s]", text) if len(c) >= 8]


def unpacked(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and those packed in it."""
    data = path.read_bytes()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def ask(application: Application, target: str) -> tuple[int, str]:
    path, _, query = target.partition("?")
    told: list[str] = []
    parts = application(
        {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost:8000"},
        lambda status, headers: told.append(status))
    return int(told[0][:3]), b"".join(parts).decode("utf-8", "replace")


def test_no_clause_of_a_withdrawn_text_is_published(gonghui: Call, tmp_path: Path) -> None:
    root, site = tmp_path / "archive", tmp_path / "site"
    for name, text in (("named", NAMED), ("masked", MASKED), ("kin", KIN)):
        (tmp_path / f"{name}.txt").write_text(f"网站首页 > 讲话\n{text}\n【打印】【关闭】\n", encoding="utf-8")
    rows = gonghui("scrape", "--json", *(tmp_path / f"{n}.txt" for n in ("masked", "named", "kin"))).rows
    gone, kin = rows[0]["ids"][0], rows[2]["ids"][0]
    assert rows[1]["ids"] == [gone] != [kin]
    store = Store(root)
    others = store.document(kin).body
    secret = {c for c in clauses(store.document(gone).body) if c not in others} | {TITLE}
    assert len(secret) >= 8
    assert any(SENTENCE in c for c in secret)

    build_site(root, site, search=False)
    assert TITLE in (site / "d" / kin / "index.html").read_text(encoding="utf-8"), "the kin lists it as related"
    assert gonghui("withdraw", gone, "--why", "权利人要求").code == 0
    build_site(root, site)

    for path in site.rglob("*"):
        if path.is_file():
            for data in unpacked(path):
                assert [c for c in secret if c.encode() in data] == [], path
    assert not [p for p in site.rglob("*") if gone in p.name and p.parent.name != "d"]
    for path in (root / "index").rglob("*"):
        if path.is_file():
            assert [c for c in secret if c.encode() in path.read_bytes()] == [], path

    index = open_index(root)
    application = Application(root, site)
    for words in sorted(secret):
        assert index.search(f'"{words}"')["total"] == 0
        assert index.kwic(f'"{words}"')["total"] == 0
        for service in ("search", "kwic", "trend"):
            status, told = ask(application, f"/api/{service}?q={quote(words)}")
            assert status == 200
            found = json.loads(told)
            assert gone not in told
            assert found.get("total", 0) == 0
    for start in ("在沙柳", "沙柳湾", "渔港"):
        assert TITLE not in json.dumps(index.suggest(start), ensure_ascii=False)
        assert TITLE not in ask(application, f"/api/suggest?q={quote(start)}")[1]
    assert ask(application, f"/d/{gone}/")[0] == 200
    assert ask(application, f"/d/{gone}/original/")[0] == 404
