"""The golden archive, a page of it, and a browser to open it in."""

from __future__ import annotations

import shutil
import threading
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from archive import contacts
from search import shards
from search.page import search_page_html
from search.shards_heavy import Limits

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent.parent / "docs" / "assets" / "search"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
TIGHT = Limits(short=30, long=30, shard=200)
"""Bytes that make many grams heavy even in the golden archive of 3,000 characters."""


def rows() -> list[dict[str, Any]]:
    """The golden queries."""
    table: list[dict[str, Any]] = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))["query"]
    return table


@pytest.fixture(scope="session")
def golden_rows() -> list[dict[str, Any]]:
    return rows()


@pytest.fixture(scope="session")
def golden_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden records as an archive."""
    root = tmp_path_factory.mktemp("golden") / "archive"
    (root / "documents" / "all").mkdir(parents=True)
    for path in (HERE / "records").glob("*.md"):
        shutil.copy(path, root / "documents" / "all" / path.name)
    return root


@pytest.fixture(scope="session")
def make_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Gives the folder of a site that holds nothing but the search page of an archive."""

    def make(archive: Path, limits: Limits | None = None, cover: Callable[[str], str] = contacts.cover) -> Path:
        site = tmp_path_factory.mktemp("site")
        (site / "search").mkdir()
        shards.export(archive, site / "search" / "shards", limits=limits, cover=cover)
        shutil.copytree(ASSETS, site / "assets" / "search")
        (site / "search" / "index.html").write_text(
            f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>检索</title><meta '
            f'http-equiv="Content-Security-Policy" content="{POLICY}"></head><body>{search_page_html()}</body></html>',
            encoding="utf-8")
        return site

    return make


@pytest.fixture(scope="session")
def golden_site(make_page: Callable[..., Path], golden_archive: Path) -> Path:
    return make_page(golden_archive, TIGHT)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def golden_server(golden_site: Path) -> Iterator[str]:
    """The address of the golden site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(golden_site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[[str], Any]]:
    """Opens the search page below an address; nothing may go wrong in it, and nothing may leave the site."""
    context = chromium.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url)
            if not request.url.startswith(("file:", "http://127.0.0.1", "blob:")) else None)

    def show(root: str, query: str = "") -> Any:
        page.goto(f"{root}/search/index.html{query}")
        settle(page)
        return page

    yield show
    context.close()
    assert wrong == []


def settle(page: Any) -> None:
    """Waits until the page has answered."""
    page.wait_for_selector(".gs:not([aria-busy])")
