"""Fetching from real servers on loopback that misbehave."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from archive.errors import Forbidden, NotText, Refused, TooLarge, Unreadable
from scraper.fetch import Fetcher, Manners, Seen
from scraper.model import Capture

PAGE = "<html><head><title>讲话</title></head><body><p>各位代表：现在开会。</p></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """One server with a fault for each path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, time.monotonic(), dict(self.headers)))
        name = self.path.strip("/").partition("/")[0].replace(".", "_")
        getattr(self, name, self.missing)(site)

    def reply(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def missing(self, site: Site) -> None:
        self.reply(404, b"none")

    def robots_txt(self, site: Site) -> None:
        self.reply(site.robots_status, site.robots.encode())

    def page(self, site: Site) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.reply(304, ETag='"one"')
        else:
            self.reply(200, PAGE, Content_Type="text/html; charset=iso-8859-1", ETag='"one"')

    def circle(self, site: Site) -> None:
        self.reply(302, Location="/circle")

    def far(self, site: Site) -> None:
        self.reply(302, Location=f"/far/{len(site.asked)}")

    def inward(self, site: Site) -> None:
        self.reply(302, Location="http://10.0.0.1/secret")

    def file(self, site: Site) -> None:
        self.reply(302, Location="file:///etc/passwd")

    def moved(self, site: Site) -> None:
        self.reply(301, Location="/page#part")

    def busy(self, site: Site) -> None:
        if sum(path == "/busy" for path, *_ in site.asked) < 3:
            self.reply(429, Retry_After="7")
        else:
            self.reply(200, PAGE)

    def away(self, site: Site) -> None:
        self.reply(503, Retry_After="86400")

    def slow(self, site: Site) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            time.sleep(0.05)
            try:
                self.wfile.write(b"a")
                self.wfile.flush()
            except OSError:
                return

    def endless(self, site: Site) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        except OSError:
            self.close_connection = True

    def bomb(self, site: Site) -> None:
        self.reply(200, gzip.compress(b"a" * 30_000_000), Content_Encoding="gzip")

    def liar(self, site: Site) -> None:
        self.reply(200, b"this is no gzip", Content_Encoding="gzip")

    def short(self, site: Site) -> None:
        self.reply(200, PAGE, Content_Length=str(len(PAGE) + 50))
        self.close_connection = True

    def reset(self, site: Site) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.close_connection = True
        self.connection.close()

    def picture(self, site: Site) -> None:
        self.reply(200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    def empty(self, site: Site) -> None:
        self.reply(200)


@dataclass
class Site:
    """What a test sets and sees of the server."""

    address: str = ""
    robots: str = ""
    robots_status: int = 404
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, *_ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@contextmanager
def serving() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    server.site = site  # type: ignore[attr-defined]
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def get(site: Site, path: str, **manners: object) -> tuple[Capture | Refused, list[float]]:
    slept: list[float] = []
    settings: dict[str, object] = {"allow_private": True, "pause": 0.0, "timeout": 3.0, "size": 1 << 20, **manners}
    fetcher = Fetcher(Manners(**settings), sleep=slept.append)  # type: ignore[arg-type]
    [item] = fetcher(site.address + path)
    return item, slept


def test_a_page_becomes_a_capture_with_its_address_and_time(site: Site) -> None:
    item, _ = get(site, "/page", contact="editor@gonghui.example")
    assert isinstance(item, Capture)
    assert item.data == PAGE
    assert item.url == f"{site.address}/page"
    assert item.captured
    assert item.captured.endswith("Z")
    agent = site.asked[-1][2]["User-Agent"]
    assert agent.startswith("gonghui-archive/")
    assert "(+editor@gonghui.example)" in agent


def test_redirects_are_followed_to_the_final_address(site: Site) -> None:
    item, _ = get(site, "/moved")
    assert isinstance(item, Capture)
    assert item.url == f"{site.address}/page"
    assert item.source == f"{site.address}/moved"


@pytest.mark.parametrize(("path", "error", "words"), [
    ("/none", Unreadable, "HTTP 404"),
    ("/circle", Unreadable, "circle"),
    ("/far", Unreadable, "more than 10 redirects"),
    ("/file", Unreadable, "no web address"),
    ("/endless", TooLarge, "exceed"),
    ("/bomb", TooLarge, "exceed"),
    ("/liar", Unreadable, ""),
    ("/short", Unreadable, ""),
    ("/reset", Unreadable, ""),
    ("/picture", NotText, "PNG"),
    ("/empty", Refused, "no text"),
    ("/away", Unreadable, "86400"),
])
def test_faults_are_refused_with_their_reason(site: Site, path: str, error: type[Refused], words: str) -> None:
    item, _ = get(site, path)
    assert isinstance(item, error)
    assert words in str(item)
    assert site.address + path in str(item)


def test_a_server_that_drips_is_cut_off(site: Site) -> None:
    begin = time.monotonic()
    item, _ = get(site, "/slow", timeout=0.6)
    assert isinstance(item, Unreadable)
    assert "within 0.6 s" in str(item)
    assert time.monotonic() - begin < 3


def test_a_server_that_never_ends_its_headers_is_cut_off() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(1000)
            line.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
            for _ in range(100):
                time.sleep(0.05)
                try:
                    line.sendall(b"a")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    begin = time.monotonic()
    item, _ = get(Site(f"http://127.0.0.1:{listener.getsockname()[1]}"), "/x", timeout=0.6)
    listener.close()
    assert isinstance(item, Unreadable)
    assert time.monotonic() - begin < 3


def test_a_busy_server_is_left_the_time_it_asks_for(site: Site) -> None:
    item, slept = get(site, "/busy")
    assert isinstance(item, Capture)
    assert [s for s in slept if s] == [7.0, 7.0]


def test_a_broken_connection_is_tried_again(site: Site) -> None:
    _, slept = get(site, "/reset")
    assert site.paths().count("/reset") == 3
    assert [s for s in slept if s] == [1.0, 2.0]


def test_robots_are_obeyed(site: Site) -> None:
    site.robots_status, site.robots = 200, "User-agent: gonghui-archive\nDisallow: /page\n\nUser-agent: *\nDisallow:\n"
    item, _ = get(site, "/page")
    assert isinstance(item, Forbidden)
    assert "/page" not in site.paths()


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_whose_robots_fail_is_left_alone(site: Site, status: int) -> None:
    site.robots_status = status
    item, _ = get(site, "/page")
    assert isinstance(item, Forbidden)
    assert "/page" not in site.paths()


def test_the_pause_is_ours_or_the_hosts_whichever_is_longer(site: Site) -> None:
    site.robots_status, site.robots = 200, "User-agent: *\nCrawl-delay: 4\n"
    slept: list[float] = []
    fetcher = Fetcher(Manners(allow_private=True, pause=1.0), sleep=slept.append)
    list(fetcher(site.address + "/page"))
    list(fetcher(site.address + "/page"))
    assert len(slept) == 2
    assert all(3.0 < s <= 4.0 for s in slept)
    site.robots = "User-agent: *\nCrawl-delay: 9999\n"
    item, _ = get(site, "/page")
    assert isinstance(item, Forbidden)


def test_private_addresses_are_refused_also_behind_a_redirect(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, _ = get(site, "/page", allow_private=False)
    assert isinstance(item, Forbidden)
    assert site.asked == []
    import scraper.fetch

    monkeypatch.setattr(scraper.fetch, "_public", lambda address: address == "127.0.0.1")
    item, _ = get(site, "/inward", allow_private=False)
    assert isinstance(item, Forbidden)
    assert "10.0.0.1" in str(item)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://nowhere.invalid/", "http://127.0.0.1:1/"])
def test_addresses_that_do_not_answer(url: str) -> None:
    [item] = Fetcher(Manners(allow_private=True), sleep=lambda _: None)(url)
    assert isinstance(item, Refused)


def test_a_page_that_has_not_changed_is_not_loaded_again(site: Site) -> None:
    class Memory:
        kept: tuple[Seen, bytes] | None = None

        def recall(self, url: str) -> tuple[Seen, bytes] | None:
            return self.kept

        def note(self, url: str, seen: Seen) -> None:
            self.kept = seen, PAGE

    memory = Memory()
    fetcher = Fetcher(Manners(allow_private=True, pause=0), memory)
    [first] = fetcher(site.address + "/page")
    [second] = fetcher(site.address + "/page")
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert first.sha256 == second.sha256
    assert site.asked[-1][2]["If-None-Match"] == '"one"'
