"""Building: incremental, never half, and the same answers whatever came before."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import And, Term

import search
from archive import processes, record
from archive.errors import Unreadable
from archive.model import Document
from archive.store import Store
from benchmarks import corpus
from search import build, manifest

QUERIES = ["工会", "合法权益", "职工 -企业", "标题:报告", "2013", "的 NEAR/3 了", "年:2008..2012", "特色社会主义", ""]


def write(archive: Path, document: Document) -> Path:
    path = Store(archive).document_path(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record.write(document), encoding="utf-8")
    return path


def answers(index: search.Index) -> list[tuple[int, list[str]]]:
    out = []
    for query in QUERIES:
        result = index.search(query, limit=1000)
        out.append((result["total"], [(hit["id"], hit["score"], str(hit["snippets"])) for hit in result["hits"]]))
    return out  # type: ignore[return-value]


def fresh(archive: Path, tmp_path: Path) -> search.Index:
    """An index of the same records built from nothing, elsewhere."""
    other = tmp_path / "fresh"
    if other.exists():
        os.unlink(other / "documents")
    other.mkdir(exist_ok=True)
    os.symlink(archive / "documents", other / "documents")
    search.build_index(other, rebuild=True)
    return search.open_index(other)


def test_any_order_of_changes_gives_the_index_of_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SEGMENT", 3000)
    monkeypatch.setattr(build, "SMALL", 1500)
    monkeypatch.setattr(build, "MOST_SMALL", 3)
    archive = tmp_path / "archive"
    rng = random.Random(2)
    documents = list(corpus.documents(40, characters=400))
    paths: list[Path] = []
    for _ in range(8):
        for document in rng.sample(documents, 6):
            text = document.body.replace("工会", rng.choice(["工会", "总工会", "GDP", "“维权”"]))
            changed = record.from_values(record.front_matter(document), text)
            paths.append(write(archive, changed))
        for path in rng.sample(paths, 3):
            path.unlink(missing_ok=True)
        report = search.build_index(archive)
        assert report.broken == []
        assert answers(search.open_index(archive)) == answers(fresh(archive, tmp_path))


def test_nothing_is_done_when_nothing_changed(tmp_path: Path) -> None:
    corpus.write(5, tmp_path, characters=300)
    first = search.build_index(tmp_path)
    again = search.build_index(tmp_path)
    assert (first.indexed, again.indexed, again.unchanged) == (5, 0, 5)
    assert again.generation == first.generation
    path = next((tmp_path / "documents").glob("*/*.md"))
    os.utime(path, (1, 1))
    touched = search.build_index(tmp_path)
    assert (touched.indexed, touched.generation) == (0, first.generation), "a new time alone is no change"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n新的一段", encoding="utf-8")
    assert search.build_index(tmp_path).indexed == 1
    assert search.open_index(tmp_path).search("新的一段")["total"] == 1


def test_open_brings_a_stale_index_up_to_date(tmp_path: Path) -> None:
    corpus.write(3, tmp_path, characters=300)
    assert len(search.open_index(tmp_path)) == 3
    corpus.write(4, tmp_path, characters=300)
    assert len(search.open_index(tmp_path)) == 4
    with pytest.raises(Unreadable):
        search.open_index(tmp_path / "nowhere")


def test_an_empty_archive_answers(tmp_path: Path) -> None:
    index = search.open_index(tmp_path)
    assert index.search("工会")["total"] == 0
    assert index.search("", sort="newest")["hits"] == []
    assert index.kwic("工会")["rows"] == []
    assert index.suggest("工")["suggestions"] == []


def test_a_broken_record_is_told_every_time_and_left_out(tmp_path: Path) -> None:
    corpus.write(2, tmp_path, characters=300)
    bad = tmp_path / "documents" / "undated" / "bad.md"
    bad.parent.mkdir(exist_ok=True)
    bad.write_text("no front matter", encoding="utf-8")
    for _ in range(2):
        assert [error.facts["where"] for error in search.build_index(tmp_path).broken] == ["undated/bad.md"]
        assert manifest.is_current(tmp_path)
    assert len(search.open_index(tmp_path)) == 2


def test_withdrawn_and_unpublished_documents_are_not_found(tmp_path: Path) -> None:
    base = Document("a1", "other", "# 甲乙\n\n正文丙丁", title="甲乙")
    write(tmp_path, base)
    write(tmp_path, Document("a2", "other", base.body, title="甲乙", publish=False))
    write(tmp_path, Document("a3", "other", base.body, title="甲乙", withdrawn={"why": "误", "when": "2020-01-01"}))
    assert [hit["id"] for hit in search.open_index(tmp_path).search("丙丁")["hits"]] == ["a1"]


_KILLED = """
import os, signal, sys
import search
def progress(done, total):
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
search.build_index(sys.argv[1], rebuild=True, progress=progress)
"""


def test_a_killed_build_leaves_the_old_index(tmp_path: Path) -> None:
    corpus.write(6, tmp_path, characters=300)
    search.build_index(tmp_path)
    reader = search.open_index(tmp_path)
    before = answers(reader)
    corpus.write(9, tmp_path, characters=300)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), "8"], check=False)
    assert done.returncode < 0
    folder = manifest.current(tmp_path)
    assert folder is not None
    assert answers(search.Index(folder)) == before
    assert search.build_index(tmp_path).indexed == 3
    assert len(search.open_index(tmp_path)) == 9
    for _ in range(3):
        search.build_index(tmp_path, rebuild=True)
    assert answers(reader) == before, "a reader goes on after its generation was cleared away"
    assert len(list((tmp_path / "index").glob("g*"))) <= 2


def test_whoosh_itself_reads_the_index(tmp_path: Path) -> None:
    corpus.write(20, tmp_path, characters=400)
    search.build_index(tmp_path)
    folder = manifest.current(tmp_path)
    whoosh = FileIndex(FileStorage(str(folder)), indexname=build.NAME)
    with whoosh.searcher() as searcher:
        query = And([Term("text", "工会"), Term("text", "职"), Term("kind", "report")])
        found = {hit["id"] for hit in searcher.search(query, limit=None)}
        reader = searcher.reader()
        assert reader.doc_frequency("text", "工会") == search.open_index(tmp_path).search("工会")["total"]
        assert "工会" in {term.decode() for term in reader.lexicon("text")}
    ours = search.open_index(tmp_path).search("工会 职 类型:报告", limit=100, plain=True)
    assert found == {hit["id"] for hit in ours["hits"]}
    assert found


def test_processes_build_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SEGMENT", 2000)
    archive = tmp_path / "archive"
    for number, document in enumerate(corpus.documents(24, characters=300)):
        rare = ["", "𠮷", "𡈽𠮷", "", "𤭢"][number % 5]  # beyond the first plane, in other orders in each group
        write(archive, record.from_values(record.front_matter(document), document.body + f"\n\n“{rare}”工会"))
    counted: list[tuple[int, int]] = []
    report = search.build_index(archive, progress=lambda done, count: counted.append((done, count)), jobs=2)
    index = search.open_index(archive)
    assert report.indexed == 24
    assert len(index.segments) >= 4
    assert counted[-1] == (24, 24)
    assert answers(index) == answers(fresh(archive, tmp_path))
    for rare in "𠮷𡈽𤭢":
        totals = [opened.search(rare)["total"] for opened in (index, fresh(archive, tmp_path))]
        assert totals[0] == totals[1] > 0


def test_a_group_whose_worker_died_is_built_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SEGMENT", 2000)
    corpus.write(12, tmp_path, characters=300)

    class Broken:
        def submit(self, *arguments: object) -> Broken:
            return self

        def result(self) -> None:
            raise BrokenProcessPool

        def shutdown(self, **how: object) -> None: ...

    monkeypatch.setattr(processes, "pool", lambda jobs: Broken())
    assert search.build_index(tmp_path, jobs=2).indexed == 12
    assert answers(search.open_index(tmp_path)) == answers(fresh(tmp_path, tmp_path))
