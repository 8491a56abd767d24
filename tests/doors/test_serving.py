"""The local server over real sockets: slow clients, odd requests, names and paths that are not its own."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from gonghui import channel, server
channel.REQUEST, channel.STANDSTILL = 1.5, 1.5
home = Path(sys.argv[1])
server.serve(home / "archive", home / "site", port=0, ready=lambda address: print(address, flush=True))
"""
BIG = 24 << 20
"""Bytes of a file that fills what the server sends ahead."""
SLOW = 12.0
"""Seconds within which a slow client is gone: twice 1.5, rounds of the loop of a second, a loaded machine."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    home = tmp_path_factory.mktemp("serving")
    (home / "archive/documents").mkdir(parents=True)
    (home / "site").mkdir()
    (home / "site/index.html").write_text("<p>home", encoding="utf-8")
    (home / "site/big.bin").write_bytes(bytes(BIG))
    (home / "secret.txt").write_text("secret")
    os.symlink(home / "secret.txt", home / "site/link.txt")
    os.symlink(home, home / "site/up")
    os.symlink("/etc", home / "site/etc")
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(home)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        found = re.search(r":(\d+)/", child.stdout.readline())
        assert found
        yield int(found[1])
        child.terminate()


def connect(port: int, data: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.sendall(data)
    return line


def said(port: int, data: bytes) -> bytes:
    """All that the server answers until it closes the connection."""
    with connect(port, data) as line:
        out = b""
        with suppress(ConnectionResetError):  # it goes without hearing us out
            while part := line.recv(1 << 16):
                out += part
        return out


def home(port: int, host: str = "localhost") -> bytes:
    return said(port, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())


def is_closed(line: socket.socket, within: float) -> bool:
    """Whether the other side ends the connection in that time, whatever it sends before."""
    line.settimeout(within)
    end = time.monotonic() + within
    try:
        while time.monotonic() < end:
            if not line.recv(1 << 20):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def test_a_client_that_drips_its_request_is_sent_away(port: int) -> None:
    with connect(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ") as line:
        begin = time.monotonic()
        while time.monotonic() - begin < SLOW:
            try:
                line.sendall(b"a")
            except OSError:
                break
            time.sleep(0.2)
        assert time.monotonic() - begin < SLOW
    assert b"<p>home" in home(port)


def test_clients_that_do_not_read_hold_nobody_up(port: int) -> None:
    """As many as there are threads, each with several answers waiting for it."""
    asked = b"GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n" * 6
    lines = [connect(port, asked) for _ in range(5)]
    time.sleep(0.5)
    begin = time.monotonic()
    assert b"<p>home" in home(port)
    assert time.monotonic() - begin < SLOW
    time.sleep(5)
    for line in lines:
        assert is_closed(line, SLOW)
        line.close()


def test_as_many_as_are_let_in_are_let_go_again(port: int) -> None:
    lines = [connect(port, b"GET / HTTP/1.1\r\nHost: ") for _ in range(130)]
    begin = time.monotonic()
    assert b"<p>home" in home(port)
    assert time.monotonic() - begin < 2 * SLOW
    for line in lines:
        line.close()


@pytest.mark.parametrize(("host", "status"), [
    ("localhost", 200), ("127.0.0.1:1", 200), ("localhost.", 421), ("localhost, evil.example", 421), ("", 421),
    ("evil.example", 421), ("localhost@evil.example", 421), ("[::1]", 200), ("127.0.0.1.", 421), ("0", 421),
])
def test_only_its_own_name_is_answered(port: int, host: str, status: int) -> None:
    assert home(port, host).startswith(f"HTTP/1.1 {status} ".encode())


PATHS = ["/../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/%252e%252e/secret.txt", "/..%5csecret.txt",
         "/.%2e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/link.txt", "/up/secret.txt", "/etc/passwd", "//etc/passwd",
         "/%00", "/index.html%00.txt", "/a/../../secret.txt", "/./../secret.txt", "/up", "/%2fetc%2fpasswd",
         "\\..\\secret.txt", "http://localhost/../secret.txt", "http://evil.example/up/secret.txt",
         "file:///etc/passwd", "*", "/%zz", "/\xff"]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leaves_the_site(port: int, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = said(port, request.encode("latin-1"))
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]
    assert b"root:" not in answer
    assert re.match(rb"HTTP/1.1 (404|400|301) ", answer), answer[:80]
    if answer.startswith(b"HTTP/1.1 301"):
        assert re.search(rb"\r\nLocation: (?:http://localhost[:\d]*)?/(?!/)", answer)


LONG = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
ODD = {
    "long header": (LONG + b"X: " + b"a" * 40_000 + b"\r\n\r\n", b"431"),
    "many headers": (LONG + b"X: a\r\n" * 8000 + b"\r\n", b"431"),
    "long address": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"414"),
    "body announced": (LONG.replace(b"GET", b"POST") + b"Content-Length: 99999999999\r\n\r\n" + b"x" * 5000, b"413"),
    "body in pieces": (LONG.replace(b"GET", b"POST") + b"Transfer-Encoding: chunked\r\n\r\n" + b"400\r\n" + b"x" * 1024
                       + b"\r\n400\r\n" + b"x" * 1024 + b"\r\n0\r\n\r\n", b"413"),
    "two lengths": (LONG + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"200"),
    "wrong length": (LONG + b"Content-Length: -5\r\n\r\n", b"400"),
    "no words": (b"\0\1\2\r\n\r\n", b"400"),
    "bare line ends": (b"GET / HTTP/1.1\nHost: localhost\n\n", b"400"),
    "post": (LONG.replace(b"GET", b"POST") + b"Content-Length: 3\r\n\r\nabc", b"405"),
    "trace": (LONG.replace(b"GET", b"TRACE") + b"\r\n", b"405"),
    "two hosts": (LONG + b"Host: evil.example\r\n\r\n", b"421"),
    "raw address": ("GET /api/search?q=职代会&limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    "\r\n".encode(), b"200"),
    "raw path": ("GET /没有 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(), b"404"),
    "raw bytes": (b"GET /api/search?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"200"),
    "1,000 characters": (b"GET /api/search?q=" + b"%F0%A0%AE%B7" * 1000 + b" HTTP/1.1\r\nHost: localhost\r\n"
                         b"Connection: close\r\n\r\n", b"200"),
    "1,001 characters": (b"GET /api/search?q=" + b"%E5%B7%A5" * 1001 + b" HTTP/1.1\r\nHost: localhost\r\n"
                         b"Connection: close\r\n\r\n", b"400"),
    "long query": (b"GET /api/search?q=" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                   b"400"),
    "no end of an address": (b"GET /" + b"a" * 100_000, b"431"),
    "folded": (LONG + b"X: a\r\n b\r\n\r\n", b"200"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_answered_shortly(port: int, name: str) -> None:
    request, status = ODD[name]
    answer = said(port, request)
    assert not answer or re.match(rb"HTTP/1.[01] %b " % status, answer), answer[:120]
    assert answer.count(b"HTTP/1.") == (1 if answer else 0)
    assert b"Traceback" not in answer
    assert b"<p>home" in home(port)


def test_the_examples_of_the_document_are_answered(port: int) -> None:
    """As typed into a shell, Chinese in the address as it is."""
    if not shutil.which("curl"):
        pytest.skip("no curl")
    text = (Path(__file__).resolve().parents[2] / "docs/server.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (curl .*)$", text, re.M)
    assert len(lines) >= 2
    for line in lines:
        words = shlex.split(line.replace(":8000/", f":{port}/"))
        answer = subprocess.run([*words, "--noproxy", "*"], capture_output=True, check=True).stdout
        assert json.loads(answer)["total"] == 0, line
