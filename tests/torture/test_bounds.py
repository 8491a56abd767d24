"""Pages made to hang a reader or to eat its memory: time grows with length, memory stays bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.conftest import LONG

SIZE = 10 if LONG else 1
"""Megabytes of a page."""
SECONDS = 10
"""Of the processor, for a page of that size: what a page of ten megabytes may take."""
MEMORY = 1200 if LONG else 400
"""Megabytes at most in use: the text as Unicode, its blocks and its ledger."""

PAGES = {
    "nesting": lambda n: b"<div>" * 60_000 + "工会工作总结。".encode() * (n // 21),
    "open paragraphs": lambda n: "<p>工会".encode() * (n // 9),
    "open tables": lambda n: "<table><tr><td>工会".encode() * min(n // 21, 60_000) + b"x" * n,
    "entities": lambda n: b"<p>" + b"&amp;&#20013;" * (n // 13),
    "attributes": lambda n: b"<p " + b"a=1 " * (n // 4) + ">工会</p>".encode(),
    "comments": lambda n: b"<html>" + b"<!--" * (n // 4),
    "scripts": lambda n: b"<html>" + b"<script>" * (n // 8),
    "links": lambda n: '<a href="1.html">工会工作</a>'.encode() * (n // 35),
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
PROGRAM = """
import json, sys, time
from scraper.clean import clean_capture
from scraper.laws import broken_page
from scraper.model import Capture
data = sys.stdin.buffer.read()
start = time.process_time()
cleaned = clean_capture(Capture(data, "test"))
took = time.process_time() - start
assert not broken_page(cleaned.page.text, cleaned.ledger)
most = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])  # not what was before the exec
print(json.dumps([took, most / 1024]))
"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_hang_does_not(name: str) -> None:
    data = PAGES[name](SIZE << 20)
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=data, capture_output=True, check=False, timeout=120,
                          cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    took, memory = json.loads(done.stdout)
    print(f"{name}: {took:.2f} s, {memory:.0f} MB for {len(data) >> 20} MB")
    assert took < SECONDS
    assert memory < MEMORY
