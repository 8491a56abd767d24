"""What fetching must not reach or believe: inner addresses by any spelling, names that change, broken TLS."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.errors import Forbidden, Refused, Unreadable
from scraper import fetch
from scraper.fetch import Fetcher, Manners
from scraper.model import Capture
from tests.doors.test_fetch import PAGE, Handler, Site, get, serving, site

__all__ = ["site"]

INNER = ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0.0.0.0", "0",
         "localhost", "localhost.", "LOCALHOST", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
         "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
         "[::127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "１２７.0.0.1",
         "user@127.0.0.1"]


@pytest.mark.parametrize("host", INNER)
def test_an_inner_address_is_refused_however_it_is_spelled(host: str) -> None:
    [item] = Fetcher(Manners(timeout=2.0, tries=1), sleep=lambda _: None)(f"http://{host}:9/")
    assert isinstance(item, Refused)
    assert isinstance(item, Forbidden) or "not an address" in str(item) or "no such host" in str(item)


def test_a_name_that_changes_its_address_is_not_talked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up says an address of the world, the connection leads inside: not a byte is sent."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def listen() -> None:
            line, _ = listener.accept()
            with line:
                line.settimeout(2)
                got.append(line.recv(100))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        real = socket.getaddrinfo
        asked: list[str] = []

        def lookup(host: str, *rest: object, **more: object) -> object:
            if host != "turns.example":
                return real(host, *rest, **more)  # type: ignore[arg-type]
            asked.append(host)
            address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        [item] = Fetcher(Manners(timeout=3.0, tries=1), sleep=lambda _: None)(f"http://turns.example:{port}/x")
        thread.join(3)
    assert isinstance(item, Forbidden)
    assert "127.0.0.1" in str(item)
    assert len(asked) == 2
    assert got == [b""]


def test_robots_cannot_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as site:
        monkeypatch.setattr(Handler, "robots_txt", Handler.inward)
        monkeypatch.setattr(fetch, "_public", lambda address: address == "127.0.0.1")
        item, _ = get(site, "/page", allow_private=False)
    assert isinstance(item, Forbidden)
    assert "10.0.0.1" in str(item)


@pytest.mark.parametrize(("told", "waits"), [
    ("7", [7.0]), ("Wed, 21 Oct 2015 07:28:00 GMT", [2.0]), ("soon", [2.0]), ("-5", [2.0]), ("", [2.0]), ("1e9", [2.0]),
    ("9" * 400, []),
])
def test_a_time_to_come_back_is_read_or_passed_over(told: str, waits: list[float],
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: Handler, site: Site) -> None:
        first = site.paths().count("/busy") < 2
        self.reply(503 if first else 200, b"" if first else PAGE, **({"Retry_After": told} if first else {}))

    monkeypatch.setattr(Handler, "busy", busy)
    with serving() as site:
        item, slept = get(site, "/busy")
    assert [s for s in slept if s] == waits
    assert isinstance(item, Capture if waits else Unreadable)


def packed(site: Site, body: bytes, encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Capture | Refused, int]:
    """What comes of a body said to be packed so, and how often it was asked for."""
    monkeypatch.setattr(Handler, "liar", lambda self, site: self.reply(200, body, Content_Encoding=encoding))
    item, _ = get(site, "/liar")
    return item, site.paths().count("/liar")


@pytest.mark.parametrize(("encoding", "whole"), [
    ("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE)), ("deflate", zlib.compress(PAGE)[2:-4]),
    ("x-gzip, gzip", gzip.compress(gzip.compress(PAGE))), ("gzip", gzip.compress(PAGE[:90]) + gzip.compress(PAGE[90:])),
    ("gzip", gzip.compress(PAGE) + bytes(40)), ("identity", PAGE), (" GZIP ", gzip.compress(PAGE)),
])
def test_a_packed_page_is_unpacked_and_a_cut_one_is_none(encoding: str, whole: bytes, site: Site,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    item, asked = packed(site, whole, encoding, monkeypatch)
    assert isinstance(item, Capture)
    assert (item.data, asked) == (PAGE, 1)
    if encoding == "identity" or whole.endswith(bytes(9)):
        return
    for at in range(1, len(whole) - 1, 29):
        if whole[at:].startswith(b"\x1f\x8b"):  # the first of two streams is whole
            continue
        site.asked.clear()
        item, asked = packed(site, whole[:at], encoding, monkeypatch)
        assert isinstance(item, Unreadable)
        assert ("too early" in str(item), asked) in ((True, 3), (False, 1))


@pytest.mark.parametrize(("encoding", "body", "words"), [
    ("gzip", gzip.compress(PAGE)[:-12], "too early"), ("gzip", gzip.compress(PAGE)[:4] + b"x" * 40, "broken"),
    ("gzip", b"", "no text"), ("br", b"x" * 40, "not asked for"), ("gzip, gzip", gzip.compress(PAGE), "broken"),
    ("gzip", gzip.compress(PAGE)[:-8] + b"12345678", "broken"), ("gzip", gzip.compress(b"") * 20_001, "more than"),
])
def test_a_broken_packing_is_no_page(encoding: str, body: bytes, words: str, site: Site,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    item, asked = packed(site, body, encoding, monkeypatch)
    assert isinstance(item, Refused)
    assert words in str(item)
    assert asked == (3 if words == "too early" else 1)


def certificate(folder: Path, name: str, days: int) -> Path:
    """A certificate for ``name`` signed by itself, its key beside it, that ends in ``days``."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)]
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(7).not_valid_before(now - datetime.timedelta(90))
            .not_valid_after(now + datetime.timedelta(days))
            .add_extension(x509.SubjectAlternativeName(names), False)
            .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
    path = folder / f"{name}{days}.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


@pytest.fixture
def secure(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Site, Path]]:
    path = certificate(tmp_path, *request.param)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    site = Site(f"https://127.0.0.1:{server.server_address[1]}")
    server.site = site  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield site, path
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("secure", "trusted", "words"), [
    (("127.0.0.1", 90), False, "self"), (("127.0.0.1", -1), True, "expired"),
    (("other.example", 90), True, "IP address"),
], indirect=["secure"])
def test_tls_that_does_not_hold_is_refused(secure: tuple[Site, Path], trusted: bool, words: str,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    site, path = secure
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    item, _ = get(site, "/page")
    assert isinstance(item, Unreadable)
    assert words in str(item)
    assert site.asked == []


@pytest.mark.parametrize("secure", [("127.0.0.1", 90)], indirect=True)
def test_tls_that_holds_is_taken(secure: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(secure[1]))
    assert isinstance(get(secure[0], "/page")[0], Capture)


def test_a_proxy_of_the_environment_is_used_and_asked_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setattr(Handler, "http:", Handler.page, raising=False)
        monkeypatch.setattr(Handler, "missing", lambda self, site: self.reply(
            404 if self.path.endswith("robots.txt") else 200, PAGE))
        [item] = Fetcher(Manners(pause=0.0, timeout=3.0), sleep=lambda _: None)("http://far.example/a")
    assert isinstance(item, Capture), item
    assert [p for p in proxy.paths() if p.endswith("/a")] == ["http://far.example/a"]
