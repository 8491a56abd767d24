"""Command line, local server and published page give the same answer to the same question, whatever is asked."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import contacts, record
from archive.model import Variant
from archive.store import Store
from benchmarks.corpus import write
from search import near
from search.fold import fold
from search.layout import lay_out
from search.shards_heavy import Limits
from tests.golden import faces
from tests.golden.conftest import TIGHT
from tests.golden.test_golden_page import ANSWER, _contains, _pieces
from tests.search.test_exactness import noisy

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
QUERIES, PIECES = (250, 500) if os.environ.get("GONGHUI_TORTURE") else (80, 60)
"""Asked of each archive; in ``make torture`` more."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 documents, half of them with noise, some with variants and telephone numbers."""
    root = tmp_path_factory.mktemp("faces") / "archive"
    write(300, root, seed=41, characters=500)
    rng, store = random.Random(12), Store(root)
    for number, document in enumerate(list(store.documents())):
        path = store.document_path(document)
        if number % 2:
            document = noisy(document, rng)
        if number % 7 == 0:
            document = replace(document, body=document.body + "\n\n联系电话：13800001111，0451-87654321。\n")
        if number % 5 == 0:
            document = replace(document, variants=(Variant(0, 0, 2, "总工会 2012年", document.copies[0].sha256),))
        path.write_text(record.write(document), encoding="utf-8")
    return root


@pytest.fixture(params=["samples", "generated", "tight"])
def asked(request: pytest.FixtureRequest, generated: Path, tmp_path: Path) -> tuple[Path, Limits | None]:
    if request.param == "samples":
        shutil.copytree(ROOT / "archive" / "documents", tmp_path / "archive" / "documents")
        return tmp_path / "archive", None
    return generated, TIGHT if request.param == "tight" else None


def test_three_faces_give_one_answer(asked: tuple[Path, Limits | None], make_page: Callable[..., Path],
                                     open_page: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    archive, limits = asked
    site = make_page(archive, limits)
    asker = faces.Asker([d for d in Store(archive).documents() if d.publish and not d.withdrawn], 3)
    rows = [asker.row() for _ in range(QUERIES)]
    rows += [{"q": query} for query in ("13800001111", "138", "1380000*", "0451", "87654321", "138********", "电话")]
    ask = faces.server(archive, site)
    wrong, compared = [], 0
    for row, page in zip(rows, open_page(site.as_uri()).evaluate(faces.ASK, rows), strict=True):
        told = ask("search", {**row, "limit": "100", "passages": str(faces.PASSAGES)})
        command = faces.by_command(archive, row, capsys)
        if "lines" in page and page["total"] < 60:
            found = ask("kwic", {**{k: v for k, v in row.items() if k != "sort"}, "limit": "1000"})
            compared += found["total"] > 0
            if found["total"] <= 1000 and (wanted := faces.lines(found["rows"])) != sorted(map(tuple, page["lines"])):
                wrong.append((row, "concordance", page["lines"], wanted))
        wrong += [(row, *one) for one in faces.differences(page, told, command)]
    assert compared > QUERIES // 10
    assert wrong == []


def test_near_of_common_words_is_refused_by_all_three(generated: Path, make_page: Callable[..., Path],
                                                      open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(near, "MOST", 150)
    monkeypatch.setattr(near, "TEXTS", 2)
    site = make_page(generated, TIGHT)
    asker = faces.Asker(list(Store(generated).documents()), 4)
    rows = [{**asker.row(), "q": f"{asker.near()} {asker.atom() if number % 2 else ''}"} for number in range(QUERIES)]
    page = open_page(site.as_uri())
    page.evaluate("Object.assign(gonghuiSearch.NEAR, {most: 150, texts: 2})")
    results = page.evaluate(faces.ASK, rows)
    refused = sum(result.get("error") == "near-common" for result in results)
    assert 3 < refused < QUERIES - 3
    ask = faces.server(generated, site)
    wrong = []
    for row, result in zip(rows, results, strict=True):
        told = ask("search", {**row, "limit": "100", "passages": str(faces.PASSAGES)})
        wrong += [(row, *one) for one in faces.differences(result, told, faces.by_command(generated, row, capsys))]
    assert wrong == []


@pytest.mark.parametrize("source", ["samples", "generated"])
def test_pieces_are_found_exactly_by_all_three(source: str, generated: Path, tmp_path: Path,
                                               make_page: Callable[..., Path], open_page: Callable[..., Any],
                                               capsys: pytest.CaptureFixture[str]) -> None:
    """Pieces of both archives against brute force on the texts as they are shown."""
    archive = generated
    if source == "samples":
        archive = tmp_path / "archive"
        shutil.copytree(ROOT / "archive" / "documents", archive / "documents")
    shown = [lay_out(d, contacts.cover) for d in Store(archive).documents() if d.publish and not d.withdrawn]
    folded = {layout.facts["id"]: [fold(text) for text in layout.texts] for layout in shown}
    pieces = _pieces([text for layout in shown for text in layout.texts], PIECES, random.Random(19))
    rows = [{"q": f'"{piece}"'} for piece in pieces]
    site = make_page(archive)
    ask, results = faces.server(archive, site), open_page(site.as_uri()).evaluate(ANSWER, rows)
    wrong = []
    for piece, row, page in zip(pieces, rows, results, strict=True):
        wanted = sorted(id for id, blocks in folded.items() if any(_contains(block, fold(piece)) for block in blocks))
        served, command = ask("search", {**row, "limit": "100"}), faces.by_command(archive, row, capsys)
        found = [sorted(hit["id"] for hit in one["hits"]) for one in (command, served)]
        if [sorted(page["ids"]), found[0]] != [wanted] * 2 or (found[1] != wanted and len(wanted) <= 100) \
                or {page["total"], served["total"], command["total"]} != {len(wanted)}:
            wrong.append((piece, wanted, page["ids"], *found))
    assert wrong == []
