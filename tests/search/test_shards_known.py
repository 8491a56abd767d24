"""Shards after changes are, to the byte, those that are made from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive import record
from archive.store import Store
from benchmarks import corpus
from search import shards, shards_read


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def from_nothing(archive: Path) -> dict[str, bytes]:
    shutil.rmtree(archive / "index" / "shards")
    return files(shards.prepare(archive))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    corpus.write(40, tmp_path / "archive", characters=500)
    return tmp_path / "archive"


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records that are read, and not taken over."""
    out: list[str] = []
    entry = shards_read._entry

    def told(data: bytes, name: str, cover: Callable[[str], str]) -> object:
        out.append(name)
        return entry(data, name, cover)

    monkeypatch.setattr(shards_read, "_entry", told)
    return out


def test_any_change_gives_the_bytes_of_an_export_from_nothing(archive: Path, laid_out: list[str]) -> None:
    rng = random.Random(4)
    shards.prepare(archive)
    for change in ("word", "paragraph", "private", "gone", "new", "rare", "nothing"):
        laid_out.clear()
        store = Store(archive)
        documents = list(store.documents())
        one = rng.choice([d for d in documents if d.publish])
        path = store.document_path(one)
        if change == "gone":
            path.unlink()
        elif change == "new":
            made = next(corpus.documents(1, seed=77, characters=500))
            store.document_path(made).parent.mkdir(exist_ok=True)
            store.document_path(made).write_text(record.write(made), encoding="utf-8")
        elif change != "nothing":
            new = {"word": replace(one, body=one.body.replace("工", "公")), "private": replace(one, publish=False),
                   "paragraph": replace(one, body=one.body + "\n\n新的一段。\n"),
                   "rare": replace(one, body=one.body + "\n\n𠮷龘" * 40 + "\n")}[change]
            path.write_text(record.write(new), encoding="utf-8")
        folder = shards.prepare(archive)
        assert len(laid_out) == {"gone": 0, "nothing": 0}.get(change, 1), change
        changed = files(folder)
        assert changed == from_nothing(archive), change


def test_what_is_broken_is_read_anew(archive: Path, laid_out: list[str]) -> None:
    home = shards.prepare(archive).parent
    kept = next(home.glob("records-*"))
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    laid_out.clear()
    one = next(Store(archive).documents())
    Store(archive).document_path(one).write_text(record.write(replace(one, title="新题")), encoding="utf-8")
    changed = files(shards.prepare(archive))
    assert 1 < len(laid_out) < 40
    assert changed == from_nothing(archive)
    (home / "records.json").write_text("{")
    shutil.rmtree(shards.prepare(archive))
    assert files(shards.prepare(archive)) == changed
