"""Shards of next to nothing, and the same bytes for the same records."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import shards
from tests.golden.conftest import TIGHT


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.js")}


def test_the_same_records_give_the_same_bytes(golden_archive: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shards.export(golden_archive, tmp_path / name)
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_an_old_generation_goes_when_a_new_one_stands(golden_archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "0123456789ab").mkdir(parents=True)
    shards.export(golden_archive, tmp_path / "out")
    assert len([path for path in (tmp_path / "out").iterdir() if path.is_dir()]) == 1


def test_files_with_the_same_bytes_are_kept_when_a_record_changes(golden_archive: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(golden_archive / "documents", archive / "documents")
    first = shards.prepare(archive)
    before = {name: (first / name).stat().st_ino for name in ("language.js", "ids.js")}
    path = sorted((archive / "documents" / "all").glob("*.md"))[-1]
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "工会\n", encoding="utf-8")
    second = shards.prepare(archive)
    assert second != first
    assert before["language.js"] == (second / "language.js").stat().st_ino
    assert before["ids.js"] == (second / "ids.js").stat().st_ino
    assert not list(second.rglob("*.old"))
    shards.export(archive, tmp_path / "a")
    shutil.rmtree(archive / "index")
    shards.export(archive, tmp_path / "b")
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_an_unchanged_archive_is_not_exported_again(golden_archive: Path, tmp_path: Path) -> None:
    made = shards.prepare(golden_archive)
    before = (made / "docs.js").stat()
    assert shards.prepare(golden_archive) == made
    shards.export(golden_archive, tmp_path / "a")
    linked = (tmp_path / "a" / made.name / "docs.js").stat()
    assert (linked.st_ino, linked.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert shards.prepare(golden_archive, cover=lambda text: text) != made, "what is covered is a generation of its own"
    assert made.is_dir()
    assert not list(made.parent.glob(".*")), "nothing unfinished is left"


def test_a_character_of_many_places_is_parted_and_found(golden_archive: Path, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few places give the same lists of documents, and the same places in other shards."""
    from search import shards_heavy

    shards.export(golden_archive, tmp_path / "whole", limits=TIGHT)
    monkeypatch.setattr(shards_heavy, "PART", 400)
    shutil.rmtree(golden_archive / "index" / "shards")
    shards.export(golden_archive, tmp_path / "parted", limits=TIGHT)
    shutil.rmtree(golden_archive / "index" / "shards")
    whole, parted = (_files(tmp_path / name) for name in ("whole", "parted"))
    lists = {name for name in whole if "/l/" in name}
    assert lists
    assert all(whole[name] == parted[name] for name in lists)


def test_withdrawn_and_unpublished_texts_are_in_no_shard(golden_archive: Path, tmp_path: Path) -> None:
    shards.export(golden_archive, tmp_path)
    everything = b"".join(_files(tmp_path).values())
    assert b"g29" in everything
    assert b"g30" not in everything
    assert b"g31" not in everything


@pytest.mark.browser
@pytest.mark.parametrize(("names", "total"), [([], "0"), (["g26"], "1")])
def test_an_archive_of_nothing_or_one_can_be_searched(names: list[str], total: str, tmp_path: Path,
                                                      make_page: Callable[..., Path],
                                                      open_page: Callable[..., Any]) -> None:
    folder = tmp_path / "archive" / "documents" / "undated"
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.md").write_bytes((Path(__file__).parent / "records" / f"{name}.md").read_bytes())
    page = open_page(make_page(tmp_path / "archive").as_uri(), "?q=%E5%B7%A5%E4%BC%9A")
    page.wait_for_selector(".gs:not([aria-busy])")
    assert page.get_attribute("[data-part=count]", "data-total") == total
