"""The golden queries, asked of the index, of the command line and of the local server's service."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

from archive.errors import QueryError
from gonghui.cli import run
from gonghui.server import Application
from search import open_index

Ask = Callable[[str, dict[str, str]], dict[str, Any]]


@pytest.fixture(scope="session")
def index(golden_archive: Path) -> Ask:
    """Asks the index; an error of the query comes as the server tells it."""
    opened = open_index(golden_archive)

    def ask(query: str, filters: dict[str, str]) -> dict[str, Any]:
        try:
            return opened.search(query, limit=100, **filters)  # type: ignore[arg-type]
        except QueryError as error:
            return {"error": dict(error.facts)}

    return ask


@pytest.fixture(scope="session")
def service(golden_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks ``GET /api/search``."""
    application = Application(golden_archive, tmp_path_factory.mktemp("empty"))

    def ask(query: str, filters: dict[str, str]) -> dict[str, Any]:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ.update(PATH_INFO="/api/search", QUERY_STRING=urlencode({"q": query, "limit": "100", **filters}))
        told: list[str] = []
        body = b"".join(application(environ, lambda status, headers: told.append(status)))
        result: dict[str, Any] = json.loads(body)
        assert told[0][:3] == ("400" if "error" in result else "200")
        return result

    return ask


@pytest.fixture(scope="session")
def command(golden_archive: Path) -> Ask:
    """Asks ``gonghui search --json``; a query that cannot be read must exit 2 and point at the place."""

    def ask(query: str, filters: dict[str, str]) -> dict[str, Any]:
        options = [f"--{name}={value}" for name, value in filters.items()]
        told, said = io.StringIO(), io.StringIO()
        with redirect_stdout(told), redirect_stderr(said):
            code = run(
                ["--archive", str(golden_archive), "search", "--json", "--limit=100", *options, "--", query]
            )
        if code == 0:
            result: dict[str, Any] = json.loads(told.getvalue())
            return result
        assert code == 2
        return {"refused": said.getvalue()}

    return ask


@pytest.mark.parametrize("face", ["index", "command", "service"])
def test_every_query_gives_its_documents(face: str, golden_rows: list[dict[str, Any]],
                                         request: pytest.FixtureRequest) -> None:
    ask: Ask = request.getfixturevalue(face)
    wrong = []
    for row in golden_rows:
        result = ask(row["q"], row.get("filters", {}))
        if "refused" in result:
            assert "error" in row, row["q"]
            assert result["refused"], row["q"]
            continue
        if "error" in row:
            got: Any = (result.get("error", {}).get("code"), result.get("error", {}).get("at"))
            wanted: Any = (row["error"], row["at"])
        else:
            got = (result.get("total"), sorted(hit["id"] for hit in result.get("hits", [])))
            wanted = (len(row["ids"]), row["ids"])
        if got != wanted:
            wrong.append((row["q"][:60], row["why"], got, wanted))
    assert wrong == []


def test_the_table_is_large_and_has_no_query_twice(golden_rows: list[dict[str, Any]]) -> None:
    keys = [(row["q"], str(row.get("filters"))) for row in golden_rows]
    assert len(set(keys)) == len(keys) >= 150


def test_a_proposed_query_can_be_read(golden_rows: list[dict[str, Any]], index: Ask) -> None:
    for row in golden_rows:
        if "error" in row and (proposal := index(row["q"], {})["error"]["proposal"]):
            assert "error" not in index(proposal, {}), row["q"]
