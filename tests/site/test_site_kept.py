"""A build that keeps what has not changed gives what a build from nothing gives, byte for byte."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from archive import record
from archive.store import Store, read_record
from gonghui import kept
from gonghui.building import build_site


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a site by path; the packed sitemap tells the day."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")
            if p.is_file() and p.suffix != ".gz"}


@pytest.fixture
def own(archive: Path, tmp_path: Path) -> Store:
    """A copy of the archive that a test may change."""
    shutil.copytree(archive, tmp_path / "archive")
    return Store(tmp_path / "archive")


def times(site: Path) -> dict[str, int]:
    return {p.relative_to(site).as_posix(): p.stat().st_mtime_ns for p in site.rglob("index.html")}


def test_what_changes_is_made_and_the_rest_is_kept(own: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_site(own.root, site, search=False, fresh=False)
    before = times(site)
    path = own.path("eeee5555")
    path.write_text(record.write(replace(read_record(path), speaker="荀明海")), encoding="utf-8")
    own.path("bbbb2222").unlink()
    (site / "d" / "ffff6666" / "index.html").write_text("touched", encoding="utf-8")
    build_site(own.root, site, search=False, fresh=False)
    after = times(site)
    same = {name for name in after if before.get(name) == after[name]}
    assert {"d/7k2m9qxa/index.html", "d/7k2m9qxa/original/index.html"} <= same
    assert not {"d/eeee5555/index.html", "d/ffff6666/index.html", "index.html"} & same
    assert tree(site) == tree(build_site(own.root, tmp_path / "anew", search=False))


def test_a_changed_ledger_and_a_withdrawn_neighbour_are_seen(own: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_site(own.root, site, search=False, fresh=False)
    path = own.path("aaaa1111")
    gone = replace(read_record(path), withdrawn={"why": "权利人要求", "when": "2026-05-01"})
    path.write_text(record.write(gone), encoding="utf-8")
    sha256 = own.document("7k2m9qxa").copies[0].sha256
    book = own.ledger_path(sha256)
    told = book.read_text(encoding="utf-8").replace("序号与上文不一致", "序号与上下文不一致")
    book.write_text(told, encoding="utf-8")
    build_site(own.root, site, search=False, fresh=False)
    assert "序号与上下文不一致" in (site / "d/7k2m9qxa/index.html").read_text(encoding="utf-8")
    assert not (site / "d/aaaa1111/aaaa1111.txt").exists()
    assert tree(site) == tree(build_site(own.root, tmp_path / "anew", search=False))


def test_broken_notes_and_other_surroundings_keep_nothing(
    own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build_site(own.root, site, search=False, fresh=False)
    notes = kept.place(own.root, site)
    for damage in ("{", '{"pages": 1}', None):
        before = times(site)
        if damage is None:
            monkeypatch.setenv("GONGHUI_SITE_URL", "https://elsewhere.example/")
        else:
            notes.write_text(damage, encoding="utf-8")
        build_site(own.root, site, search=False, fresh=False)
        assert not [name for name, time in times(site).items() if before[name] == time]
    assert "https://elsewhere.example/d/7k2m9qxa/" in (site / "d/7k2m9qxa/index.html").read_text(encoding="utf-8")


def test_every_package_of_the_program_is_part_of_the_surroundings() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.partition(".")[0] for name in project["tool"]["importlinter"]["root_packages"]}
    assert {module.__name__ for module in kept._CODE} == packages
