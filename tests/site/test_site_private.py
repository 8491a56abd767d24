"""What must not leave the archive: contact data and withdrawn texts, on pages, in searches, in answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import contacts
from archive.model import Document
from gonghui.building import build_site
from gonghui.server import Application
from search.layout import lay_out

PHONE = "13800001111"
MAIN = "7k2m9qxa"


def test_a_covered_layout_keeps_lengths_and_addresses() -> None:
    document = Document(id="a", kind="notice", title=f"咨询{PHONE}的通知",
                        body=f"# 咨询{PHONE}的通知\n\n## 一、热线{PHONE}\n\n联系电话{PHONE}。\n\n"
                             f"| 甲 | 乙 |\n| --- | --- |\n| 手机 | {PHONE} |")
    plain, covered = lay_out(document), lay_out(document, contacts.cover)
    assert covered.anchors == plain.anchors
    assert list(map(len, covered.texts)) == list(map(len, plain.texts))
    assert PHONE in str(plain)
    assert PHONE[3:] not in str(covered)


def test_the_shards_of_a_site_are_covered(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("search.shards.export", lambda *folders, **more: told.append(more))
    build_site(archive, tmp_path / "site")
    assert told[0]["cover"](PHONE) == contacts.cover(PHONE) != PHONE


def test_the_local_server_shows_no_contact_data(archive: Path, built: Path) -> None:
    application = Application(archive, built)

    def ask(name: str, **given: str) -> dict[str, Any]:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ.update(PATH_INFO=f"/api/{name}", QUERY_STRING=urlencode(given))
        answer: dict[str, Any] = json.loads(b"".join(application(environ, lambda status, headers: None)))
        return answer

    found = ask("search", q="联系电话", passages="20")
    assert [hit["id"] for hit in found["hits"]] == [MAIN]
    assert "联系电话138********" in found["hits"][0]["snippets"][0]["text"]
    assert PHONE[3:] not in json.dumps(found)
    for query, total in (("联系电话", 1), (PHONE, 0), (f"{PHONE[:7]}*", 0)):
        rows = ask("kwic", q=query)
        assert rows["total"] == ask("search", q=query)["total"] == total
        assert PHONE[3:] not in json.dumps(rows["rows"])


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*"0138－-( )（）@＠.．xX０８ 　—电话账号", "86", "13800001111", "0571", "87654321",
                                 "6222"]), max_size=12).map("".join))
def test_whatever_is_found_is_possible_before(text: str) -> None:
    """``contacts.possible`` decides whether a text is looked at at all."""
    assert contacts.possible(text) or not contacts._FOUND.search(text.translate(contacts._NARROW))
