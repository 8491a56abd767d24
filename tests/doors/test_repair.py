"""``gonghui check --repair``: whatever one file has suffered, the archive is as it was, and nothing is deleted."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archive import body as markdown
from archive import record
from archive.store import Store
from scraper.deposit import deposit
from scraper.mend import mend
from scraper.model import Capture
from tests.doors.conftest import TEXT, Call
from tests.doors.test_withdrawal import ONE, TWO


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a compilation, a second copy of one of its parts, and a page of its own."""
    store = Store(tmp_path_factory.mktemp("whole") / "archive")
    texts = (f"领导讲话稿两篇\n\n篇一：{ONE}\n篇二：{TWO}", f"网站首页 > 讲话\n{ONE}\n【打印】【关闭】\n", TEXT)
    with store.writing("test"):
        list(deposit(store, [Capture(text.encode(), "test") for text in texts]))
    return store.root


def files(root: Path) -> dict[str, bytes]:
    """What is stored, without what is derived and what was set aside."""
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
            and not {"index", "set-aside"} & set(p.relative_to(root).parts) and not p.name.startswith(".")}


def test_an_archive_in_order_is_left_alone(whole: Path) -> None:
    store, before = Store(whole), files(whole)
    with store.writing("test"):
        assert list(mend(store)) == []
    assert files(whole) == before


@pytest.mark.parametrize("harm", ["gone", "flipped", "cut", "empty"])
def test_records_ledgers_and_sums_are_made_anew_to_the_byte(whole: Path, tmp_path: Path, harm: str) -> None:
    before = files(whole)
    chance = random.Random(harm)
    for name in before:
        if name.startswith("originals") or name == "FORMAT":
            continue
        root = tmp_path / "archive"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(whole, root)
        data = bytearray(before[name])
        at = chance.randrange(len(data))
        data[at] ^= 1
        if harm == "gone":
            (root / name).unlink()
        else:
            (root / name).write_bytes({"flipped": bytes(data), "cut": bytes(data[:at]), "empty": b""}[harm])
        store = Store(root)
        with store.writing("test"):
            done = list(mend(store))
        after = files(root)
        assert done, name
        assert after.keys() == before.keys(), (name, harm, at)
        if not (harm == "flipped" and name.startswith("documents")):  # a flip in what only the record tells stays
            assert after == before, (name, harm, at)


def test_a_broken_original_is_set_aside_and_comes_back_with_the_next_scrape(gonghui: Call, page: Path,
                                                                           tmp_path: Path) -> None:
    gonghui("scrape", page)
    root = tmp_path / "archive"
    before = files(root)
    original = next(root.glob("originals/*/*"))
    original.write_bytes(b"harmed")
    said = gonghui("check", "--repair")
    assert said.code == 1
    assert (root / "set-aside" / original.relative_to(root)).read_bytes() == b"harmed"
    assert not original.exists()
    assert gonghui("scrape", page).code == 0
    assert files(root) == before
    assert gonghui("check").code == 0


def test_a_lost_record_comes_back_withdrawn(gonghui: Call, page: Path, tmp_path: Path) -> None:
    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    gonghui("withdraw", id, "--why", "权利人要求")
    store = Store(tmp_path / "archive")
    before = store.document(id)
    store.path(id).unlink()
    said = gonghui("check", "--repair", "--json")
    assert said.code == 0
    assert {"path": f"documents/2013/{id}.md", "done": "made anew from its original"} in said.rows
    assert store.document(id) == before


def test_a_lost_record_comes_back_with_what_it_alone_held(gonghui: Call, page: Path, tmp_path: Path) -> None:
    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    store = Store(tmp_path / "archive")
    names = markdown.anchors(markdown.parse(store.document(id).body), {})
    with store.writing("test"):
        held = replace(store.document(id), aliases=("0ld00000",), anchors={names[2]: "p-00000001"}, publish=False)
        store.commit({store.path(id): record.write(held).encode()})
    assert store.kept_path(id).exists()
    assert gonghui("check").code == 0
    assert gonghui("reclean", "--json").rows[0]["status"] == "unchanged"
    for lost in ([store.path(id)], [store.path(id), store.ledger_path(held.copies[0].sha256)], [store.kept_path(id)]):
        for path in lost:
            path.unlink()
        assert gonghui("check").code == 1
        if store.kept_path(id).exists():
            said = gonghui("scrape", page)
            if len(lost) == 1:
                assert said.code == 1
                assert "--repair" in said.err
        assert gonghui("check", "--repair").code == 0
        assert store.document(id) == held
        assert store.kept_path(id).exists()
    with store.writing("test"):
        store.commit({store.path(id): record.write(replace(held, aliases=(), anchors={}, publish=True)).encode()})
    assert not store.kept_path(id).exists()
    assert gonghui("check").code == 0


def test_what_is_kept_beside_a_record_is_checked(gonghui: Call, page: Path, tmp_path: Path) -> None:
    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    store = Store(tmp_path / "archive")
    with store.writing("test"):
        store.commit({store.path(id): record.write(replace(store.document(id), aliases=("0ld00000",))).encode()})
    store.kept_path(id).write_text("[", encoding="utf-8")
    assert "kept/" in gonghui("check").out
    assert gonghui("check", "--repair").code == 0
    assert store.kept(id).aliases == ("0ld00000",)
