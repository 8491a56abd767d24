"""Small files that unpack to much: memory stays bounded, what is beyond the bounds is refused by name."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.apart import Apart
from tests.torture.conftest import times

MEMORY = times(450, 900)
"""Megabytes at most in use by the whole program; a source may hold 100, by the limits."""
BIG = times(120, 1500) << 20
"""What a bomb unpacks to, in bytes."""
SPEECH = "<p>在全市工会工作会议上的讲话</p>" + "<p>同志们：今天开会，要做好工会工作，维护职工合法权益。</p>" * 20


def squeezed(size: int, ends: bytes = b"") -> bytes:
    """gzip of ``size`` noughts in little memory."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    return b"".join([*(engine.compress(piece) for _ in range(size >> 20)), engine.compress(ends), engine.flush()])


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as box:
        for name, data in members.items():
            box.writestr(name, data)
    return out.getvalue()


def swollen(names: dict[str, int], how: int = zipfile.ZIP_DEFLATED, kind: bytes = b" ") -> bytes:
    """A ZIP whose members are so many bytes of one kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as box:
        for name, size in names.items():
            with box.open(name, "w", force_zip64=True) as file:
                for _ in range(size >> 20):
                    file.write(kind * (1 << 20))
    return out.getvalue()


def overlapping() -> bytes:
    """A thousand names for one member."""
    data = zipped({"a.txt": b"a" * (10 << 20)})
    at = data.index(b"PK\x01\x02")
    row, end = data[at : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    rows = b"".join(row[:-5] + f"{n:05}".encode()[:5] for n in range(1000))
    return (data[:at] + rows + end[:8] + (1000).to_bytes(2, "little") * 2 + len(rows).to_bytes(4, "little")
            + at.to_bytes(4, "little") + end[20:])


def liar() -> bytes:
    """A member that says it is 10 bytes long."""
    data = bytearray(swollen({"a.txt": 64 << 20}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def docx(document: bytes, **more: bytes) -> bytes:
    return zipped({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "word/document.xml": document} | more)


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def laughs(deep: int = 9) -> bytes:
    rows = '<!ENTITY a0 "工会">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, deep + 1))
    text = WORD.format(f"<w:p><w:r><w:t>&a{deep};</w:t></w:r></w:p>")
    return f'<?xml version="1.0"?><!DOCTYPE x [{rows}]>{text}'.encode()


def flood() -> bytes:
    """One long entity many times."""
    text = WORD.format("<w:p><w:r><w:t>" + "&a;" * 50_000 + "</w:t></w:r></w:p>")
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"工" * 50_000}">]>{text}'.encode()


def outside() -> bytes:
    text = WORD.format("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{text}'.encode()


def warc(body: bytes, kind: str = "text/html", told: int | None = None) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n\r\n".encode() + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\n"
            f"WARC-Date: 2013-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {told or len(http)}\r\n\r\n")
    return head.encode() + http + b"\r\n\r\n"


def mhtml(count: int) -> bytes:
    parts = ("--X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n") * count
    page = f"--X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{SPEECH}\r\n--X--\r\n"
    return f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n{parts}{page}".encode()


def nested(depth: int, ending: str = "zip") -> bytes:
    data = SPEECH.encode()
    for n in range(depth):
        data = zipped({f"{n}.zip" if n else "a.html": data}) if ending == "zip" else gzip.compress(data)
    return data


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (lambda: squeezed(BIG), "TooLarge"),
    "gzip twice": (lambda: gzip.compress(squeezed(BIG)), "TooLarge"),
    "gzips in gzips": (lambda: nested(40, "gzip"), "NotText"),
    "zip": (lambda: swollen({"a.txt": BIG}), "TooLarge"),
    "zip of many": (lambda: swollen({f"{n}.txt": 60 << 20 for n in range(BIG // (60 << 20) + 1)}), ""),
    "zip by bzip2": (lambda: swollen({"a.txt": BIG}, zipfile.ZIP_BZIP2), "NotText"),
    "zip by lzma": (lambda: swollen({"a.txt": BIG}, zipfile.ZIP_LZMA), "NotText"),
    "zip that lies": (liar, "Unreadable"),
    "zips in zips": (lambda: nested(40), "NotText"),
    "overlapping members": (overlapping, ""),
    "many members": (lambda: zipped({f"{n}.txt": b"" for n in range(20_100)}, zipfile.ZIP_STORED), "TooLarge"),
    "open document": (lambda: swollen({"mimetype": BIG, "a.html": 1 << 20}), ""),
    "docx": (lambda: swollen({"word/document.xml": BIG}), "unpacks to more than 100 MB"),
    "docx of marks": (lambda: docx(WORD.format("<w:p/>" * times(3_000, 100_000)).encode()), "nothing but frame"),
    "docx of too many marks": (lambda: docx(WORD.format("<w:p/>" * times(500_000, 8_000_000)).encode()), "tags"),
    "docx of depth": (lambda: docx(WORD.format("<w:p>" * 60_000 + "</w:p>" * 60_000).encode()), "is broken"),
    "docx with noughts": (lambda: docx(WORD.format("<w:p><w:r><w:t>工\0会</w:t></w:r></w:p>").encode()), "is broken"),
    "docx that laughs": (lambda: docx(laughs()), ""),
    "docx flooded": (lambda: docx(flood()), ""),
    "docx asking outside": (lambda: docx(outside()), ""),
    "warc": (lambda: warc(squeezed(BIG)), "TooLarge"),
    "warc in gzip": (lambda: gzip.compress(warc(squeezed(BIG))), "TooLarge"),
    "warc of one header": (lambda: gzip.compress(b"WARC/1.0\r\nX: " + b"a" * (BIG // 4)), ""),
    "warc that lies": (lambda: warc(gzip.compress(SPEECH.encode()), told=1 << 40), "Unreadable"),
    "warc of a cut page": (lambda: warc(gzip.compress(SPEECH.encode() * 9)[:-9]), "Unreadable"),
    "gzips in a row": (lambda: gzip.compress(b"") * 20_001, "Unreadable"),
    "mhtml": (lambda: mhtml(times(30_000, 400_000)), "taken"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(name: str, apart: Apart, tmp_path: Path) -> None:
    make, expected = BOMBS[name]
    file = tmp_path / "copy"
    file.write_bytes(make())
    told, took, memory = apart.clean(file, sources=True)
    print(f"{name}: {file.stat().st_size >> 10} KB, {took:.1f} s, {memory:.0f} MB, {sorted(set(told))}")
    assert told
    assert any(expected in t for t in told), told
    assert memory < MEMORY
    assert took < times(10, 60)


def test_what_is_outside_does_not_come_in() -> None:
    from scraper.formats import to_markup

    try:
        markup = to_markup(docx(outside()))
    except Exception:  # refused is as good
        return
    assert b"root:" not in markup
