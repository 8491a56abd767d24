"""The bundled archive is what cleaning makes of the bundled samples, to the byte."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive.check import check
from archive.store import FOLDERS, Store
from scraper import sources
from scraper.clean import page_text
from scraper.decode import decode
from scraper.deposit import deposit
from scraper.laws import broken_body, broken_page
from scraper.provenance import Origins, read_manifest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("samples") / "archive")
    listed = SAMPLES / "manifest.csv"
    origins = Origins(listing=read_manifest(listed))
    with store.writing("test"):
        outcomes = list(deposit(store, sources.read([str(SAMPLES)], origins, lambda url: iter(()))))
    assert {o.status for o in outcomes} == {"stored"}
    return store


def files(root: Path) -> dict[str, bytes]:
    found = {p.relative_to(root).as_posix(): p.read_bytes()
             for folder in FOLDERS for p in (root / folder).rglob("*") if p.is_file()}
    return found | {name: (root / name).read_bytes() for name in ("FORMAT", "manifest-sha256.txt")}


def test_the_bundled_archive_is_the_samples_cleaned(anew: Store) -> None:
    ours, theirs = files(ROOT / "archive"), files(anew.root)
    assert sorted(ours) == sorted(theirs)
    differing = [name for name in theirs if ours[name] != theirs[name]]
    assert differing == [], "run `make samples` and read the difference"


def test_the_bundled_archive_is_in_order(anew: Store) -> None:
    assert list(check(anew, page_text, broken_page, broken_body)) == []
    assert list(check(Store(ROOT / "archive"), page_text, broken_page, broken_body)) == []


def test_two_copies_of_one_report_are_one_document(anew: Store) -> None:
    [report] = [d for d in anew.documents() if len(d.copies) > 1]
    assert (report.kind, report.date, report.speaker) == ("report", "2012-05-16", "沈砚秋")
    assert len(report.copies) == 2


def test_the_manifest_names_every_sample() -> None:
    with (SAMPLES / "manifest.csv").open(encoding="utf-8") as file:
        named = {row["file"] for row in csv.DictReader(file)}
    assert named == {p.name for p in SAMPLES.iterdir() if p.name != "manifest.csv"}


def test_samples_are_long_and_different_enough() -> None:
    paths = [p for p in SAMPLES.iterdir() if p.name != "manifest.csv"]
    assert len(paths) >= 10
    assert all(1000 <= len(decode(p.read_bytes())[0]) <= 4000 for p in paths), {
        p.name: len(decode(p.read_bytes())[0]) for p in paths}
