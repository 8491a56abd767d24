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


def test_a_torn_or_foreign_file_does_no_harm(store: Store) -> None:
    assert same(store)
    path = store.root / collate_memory.NAME
    whole = path.read_bytes()
    for data in (whole[:-5], whole[:30], b"something else", b""):
        path.write_bytes(data)
        assert same(store)
        assert path.read_bytes()[: len(collate_memory._MAGIC)] == collate_memory._MAGIC
        assert same(store)


def test_the_file_does_not_grow_for_ever(store: Store) -> None:
    for _ in range(60):
        for path in store.paths():
            path.touch()
        collate_memory.all_prints(store)
    assert len(collate_memory._read(store.root / collate_memory.NAME)[0]) == 5
    assert collate_memory._read(store.root / collate_memory.NAME)[1] < 130
