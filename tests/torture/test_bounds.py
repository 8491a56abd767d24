"""Pages made to hang a reader or to eat its memory: time grows with length, memory stays bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.apart import Apart
from tests.torture.conftest import LONG

SIZE = 10 if LONG else 0.5
"""Megabytes of a page."""
SECONDS = 10 if LONG else 8
"""Of the processor, for a page of that size, most of which take well below one. What grows as the square of the length
shows at half a megabyte too."""
MEMORY = 1200 if LONG else 400
"""Megabytes at most in use: the text as Unicode, its blocks and its ledger."""

PAGES = {
    "nesting": lambda n: b"<div>" * 60_000 + "工会工作总结。".encode() * (n // 21),
    "open paragraphs": lambda n: "<p>工会".encode() * (n // 9),
    "open tables": lambda n: "<table><tr><td>工会".encode() * min(n // 21, 60_000 if LONG else 6_000) + b"x" * n,
    "entities": lambda n: b"<p>" + b"&amp;&#20013;" * (n // 13),
    "attributes": lambda n: b"<p " + b"a=1 " * (n // 4) + ">工会</p>".encode(),
    "comments": lambda n: b"<html>" + b"<!--" * (n // 4),
    "scripts": lambda n: b"<html>" + b"<script>" * (n // 8),
    "links": lambda n: '<a href="1.html">工会工作</a>'.encode() * (n // 35),
    "list of links": lambda n: b"<html><body>" + '<li><a href="1.html">工会工作</a></li>'.encode() * (n // 44),
    "rows of links": lambda n: b"<html><body>" + '<p><a href="1.html">工会工作</a></p>'.encode() * min(n // 42, 59_000),
    "one line": lambda n: ("在全市工会工作会议上的讲话 同志们：今天开会，要做好工会工作。" * (n // 90)).encode(),
    "no mark": lambda n: "工会".encode() * (n // 6),
    "one character": lambda n: b"a" * n,
    "digits": lambda n: b"1" * n,
    "blanks": lambda n: b"x" + b" " * n + b"x",
    "wide blanks": lambda n: "工　".encode() + "　".encode() * (n // 3) + "会".encode(),
    "line ends": lambda n: b"\n" * n + "工会".encode(),
    "brackets": lambda n: b"(" * n,
    "wide brackets": lambda n: "（".encode() * (n // 3),
    "quotes": lambda n: "“".encode() * (n // 3),
    "question marks": lambda n: "工会?".encode() * (n // 7),
    "headings": lambda n: "一、工会工作\n".encode() * (n // 19),
    "parts": lambda n: "篇一：工会工作总结\n".encode() * (n // 28),
    "notes": lambda n: "工(gōng)会(huì)".encode() * (n // 18),
    "masks": lambda n: "20xx年××县".encode() * (n // 16),
    "dates": lambda n: "2013年3月7日".encode() * (n // 16),
    "lost": lambda n: "工\ufffd会".encode() * (n // 9),
    "noughts": lambda n: b"\0" * n,
    "mojibake": lambda n: ("工会工作会议。".encode().decode("latin-1") * (n // 42)).encode(),
    "parted title": lambda n: ("<title>" + "工会工作会议 - " * 3000 + "</title>" + "<p>工会</p>" * (n // 13)).encode(),
    "wrong script": lambda n: "工會工作報告著麼裡後".encode() * (n // 30),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_hang_does_not(name: str, apart: Apart, tmp_path: Path) -> None:
    data = PAGES[name](int(SIZE * (1 << 20)))
    (tmp_path / "page").write_bytes(data)
    told, took, memory = apart.clean(tmp_path / "page", sources=False)
    print(f"{name}: {took:.2f} s, {memory:.0f} MB for {len(data) / (1 << 20):.1f} MB, {told[0]}")
    assert took < SECONDS
    assert memory < MEMORY
