"""The fingerprints that the archive keeps beside its records."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from archive.prints import fingerprints
from archive.store import Store
from benchmarks.corpus import write
from scraper import collate_memory
from scraper.collate import text_of
from scraper.collate_prints import Table


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(collate_memory, "LEAST", 1)
    write(5, tmp_path, characters=400)
    return Store(tmp_path)


def same(store: Store) -> bool:
    told = dict(collate_memory.all_prints(store))
    return told.keys() == {d.id for d in store.documents()} and all(
        np.array_equal(told[d.id], fingerprints(text_of(d))) for d in store.documents())


def test_prints_are_read_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert same(store)
    monkeypatch.setattr(collate_memory, "read_record", None)
    assert len(collate_memory.all_prints(store)) == 5


def test_a_changed_record_is_read_anew(store: Store) -> None:
    assert same(store)
    path = store.paths()[0]
    path.write_text(path.read_text("utf-8") + "\n\n另有一段新的文字，说的是完全不同的事情，足够长。", "utf-8")
    assert same(store)


def test_torn_or_foreign_files_do_no_harm(store: Store) -> None:
    assert same(store)
    collate_memory.settle(store)
    for name in ("rows", "prints", "table"):
        path = store.root / collate_memory.NAME / name
        whole = path.read_bytes() if path.exists() else b""
        for data in (whole[:-5], whole[:30], b"" if name == "prints" else b"something else" * 20, b""):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            assert same(store)
            assert same(store)
            assert shares(store)


def shares(store: Store) -> bool:
    """Whether the table of the kept prints answers as one made of the texts."""
    plain = Table()
    plain.extend((d.id, fingerprints(text_of(d))) for d in store.documents())
    table = collate_memory.Memory(store).table()
    return all(list(table.sharing(prints)) == list(plain.sharing(prints))
               for prints in (fingerprints(text_of(d)) for d in store.documents()))


def test_the_sorted_table_answers_as_a_plain_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collate_memory, "_TAIL", 0)
    assert same(store)
    collate_memory.settle(store)
    assert (store.root / collate_memory.NAME / "table").exists()
    assert shares(store)
    first, second = store.paths()[:2]  # one record changes, one goes, one comes: the sorted table knows none of it
    text = first.read_text("utf-8")
    first.write_text(text[: len(text) // 2] + "\n", "utf-8")
    second.unlink()
    write(1, store.root, seed=8, characters=400)
    assert shares(store)
    assert shares(store)


def test_the_files_do_not_grow_for_ever(store: Store) -> None:
    for _ in range(60):
        for path in store.paths():
            path.touch()
        collate_memory.all_prints(store)
    assert len((store.root / collate_memory.NAME / "rows").read_bytes()) < 130 * collate_memory._ROW.itemsize
    assert same(store)
