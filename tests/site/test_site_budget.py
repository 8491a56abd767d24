"""What a reader waits for: weight and first paint of a long document, the audit view of a large copy."""

from __future__ import annotations

import gzip
import hashlib
import random
import threading
import time
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from archive import body, ledger, record
from archive.body import Block
from archive.model import Copy, Document, Doubt, Ledger, Segment
from archive.store import Store
from gonghui.building import build_site
from gonghui.server import Application
from tests.site.conftest import put

pytestmark = pytest.mark.browser
LETTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
HEAVIEST, SLOWEST = 150_000, 1.0
"""Bytes of a page with all it loads, compressed; seconds to the first paint, and until an audit view is there."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


def _written(id: str, paragraphs: int) -> tuple[Document, str, Ledger]:
    """A document of that many paragraphs of 220 letters; the copy has an advertisement and a doubt at each."""
    rng = random.Random(7)
    blocks = [Block("title", "青岚市总工会工作报告", 1)]
    pages, doubts = [blocks[0].text], []
    at = len(pages[0])
    segments = [Segment(0, at, "keep", id=id)]
    for number in range(1, paragraphs + 1):
        text = f"\n第{number}件事。" + "".join(rng.choices(LETTERS, k=212)) + "。"
        advertisement = f"\n更多范文请访问第{number}页"
        segments.append(Segment(at, at + len(text), "keep", id=id))
        doubts.append(Doubt(at + 5, at + 9, "repair.lost", "此处可疑", id))
        at += len(text)
        segments.append(Segment(at, at + len(advertisement), "drop", "frame.download", confidence=0.9))
        at += len(advertisement)
        pages += [text, advertisement]
        blocks.append(Block("paragraph", text.strip()))
    page = "".join(pages)
    sha256 = hashlib.sha256(page.encode()).hexdigest()
    document = Document(id=id, kind="report", body=body.render(blocks), title=blocks[0].text, date="2013-03-07",
                        copies=(Copy(sha256),))
    return document, page, Ledger(sha256, "utf-8", len(page), tuple(segments), tuple(doubts))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of a report of 12,000 letters and of a copy of 200 KB on the local server."""
    root = tmp_path_factory.mktemp("long")
    store = Store(root / "archive")
    for id, paragraphs in (("aaaa1111", 55), ("bbbb2222", 300)):
        document, page, book = _written(id, paragraphs)
        put(store.original_path(book.sha256), page.encode())
        put(store.ledger_path(book.sha256), ledger.to_json(book).encode())
        put(store.document_path(document), record.write(document).encode())
    assert len(page.encode()) > 200_000
    site = build_site(root / "archive", root / "site", search=False)
    server = make_server("127.0.0.1", 0, Application(root / "archive", site), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_document_page_weighs_little_and_paints_soon(chromium: Any, served: str) -> None:
    page = chromium.new_page(viewport={"width": 1300, "height": 900})
    loaded: dict[str, int] = {}
    page.on("response", lambda r: loaded.setdefault(r.url, len(gzip.compress(r.body()))))
    page.goto(served + "d/aaaa1111/")
    page.wait_for_load_state("networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    page.close()
    print(f"{sum(loaded.values())} bytes compressed, first paint after {paint:.2f} s")
    assert sum(loaded.values()) < HEAVIEST, loaded
    assert paint < SLOWEST


def test_the_audit_view_of_a_large_copy_opens_at_once_and_without_a_script(chromium: Any, served: str) -> None:
    context = chromium.new_context(viewport={"width": 1300, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "404.html")
    began = time.perf_counter()
    page.goto(served + "d/bbbb2222/original/", wait_until="load")
    assert page.locator(".g-page del").count() == 300
    spent = time.perf_counter() - began
    context.close()
    print(f"audit view of 200 KB: {spent:.2f} s")
    assert spent < SLOWEST
