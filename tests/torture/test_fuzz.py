"""Harmed input of every kind: nothing raises but the errors that are promised, laws hold, nothing hangs."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import body, ledger, record
from archive.errors import BrokenRecord, QueryError, Refused
from archive.model import Ledger
from archive.store import Store
from scraper.clean import clean_capture
from scraper.laws import broken_body, broken_page
from scraper.model import Capture
from search import build_index, open_index
from search.index import Index
from tests.conftest import ROOT
from tests.torture.conftest import times
from tests.torture.test_bombs import WORD, docx

SAMPLES = sorted(p for p in (ROOT / "samples").iterdir() if p.suffix in (".html", ".txt"))
SLOW = 3.0
"""Seconds of the processor that no harmed sample may take: fifty times what a whole one takes."""
ODD = [
    *[b"<", b"<" * 400, b">", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"&#x110000;", b"&amp;" * 80, b"&#0;"],
    *[b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<style>", b"<textarea>", b"<title>"],
    *[b"<table><tr><td>" * 30, b"<div>" * 500, b"</div>" * 500, b"<br>" * 300, b"\r", b"\r\n\r\n", b"\x1b[31m"],
    *[b"---\n", b"{{ x }}", b"{% raw %}", b"?" * 90, b" " * 5000, b"1" * 3000, b"(" * 800, b"\xa1\xa1" * 40],
    *[b"\x81" * 60, b"<meta charset=utf-7>", b"<base href=javascript:x>", b"<frameset>", b"<plaintext>"],
    *[x.encode() for x in (
        "（一）", "一、" * 40, "第1篇" * 9, "20xx年", "××" * 50, "？", "□", "\u202e", "\u200b" * 30, "\U000e0001",
        "\ufeff", "\U00020000", "　" * 200, "“" * 300, "shēng)", "?pin)", "篇一：", "2013年13月41日", "下一页")],
]
Harm = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[b:] if chance.random() < 0.5 else data[a:b]


def again(data: bytes, chance: random.Random) -> bytes:
    a = chance.randrange(len(data))
    piece = data[a : a + chance.choice((1, 20, 400, 4000))]
    return data[:a] + piece * chance.choice((2, 5, 40)) + data[a:]


def insert(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 2, 12))):
        a = chance.randrange(len(data) + 1)
        data = data[:a] + chance.choice(ODD) + data[a:]
    return data


def splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(SAMPLES).read_bytes()
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def recode(data: bytes, chance: random.Random) -> bytes:
    text = data.decode(chance.choice(("utf-8", "gb18030", "latin-1", "big5")), "replace")
    return text.encode(chance.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "big5", "cp1252")), "replace")


def shuffle(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return (b"" if chance.random() < 0.2 else b"\n").join(lines)


HARMS: tuple[Harm, ...] = (flip, cut, again, insert, splice, recode, shuffle)


def harmed(count: int) -> Iterator[tuple[str, bytes]]:
    """``count`` harmed samples by the seed that makes each again."""
    for number in range(count):
        chance = random.Random(number)
        path = chance.choice(SAMPLES)
        data = path.read_bytes()
        for harm in chance.choices(HARMS, k=chance.choice((1, 1, 2, 4))):
            data = harm(data, chance) or b"x"
        yield f"{number} of {path.name}", data


def found() -> Iterator[tuple[str, bytes]]:
    """Harmed samples that once broke a law or took too long."""
    for path in sorted((ROOT / "tests/cases/harmed").iterdir()):
        yield path.name, path.read_bytes()


def test_harmed_copies() -> None:
    for name, data in itertools.chain(found(), harmed(times(180, 7000))):
        start = time.process_time()
        try:
            cleaned = clean_capture(Capture(data, name))
        except Refused:
            continue
        took = time.process_time() - start
        assert took < SLOW, f"{name}: {took:.1f} s for {len(data)} bytes"
        page = cleaned.page.text
        assert broken_page(page, cleaned.ledger) == [], name
        for document in cleaned.documents:
            assert broken_body(page, cleaned.ledger, document) == [], name
            assert record.read(record.write(document)) == document, name
        assert ledger.from_json(ledger.to_json(cleaned.ledger)) == cleaned.ledger, name


def test_harmed_word_files() -> None:
    """A Word file with a harmed part, or harmed as a ZIP, is taken or refused; it never raises."""
    line = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>第{}节 同志们：今天开会，要做好工会工作。</w:t></w:r></w:p>"
    text = WORD.format("".join(map(line.format, range(30)))).encode()
    whole = docx(text)
    for number in range(times(30, 900)):
        chance = random.Random(number)
        harm = chance.choice((flip, cut, again, insert))
        data = docx(harm(text, chance)) if number % 2 else whole[:4] + harm(whole[4:], chance)
        cleaned = clean_capture(Capture(data, f"{number}.docx"))
        assert broken_page(cleaned.page.text, cleaned.ledger) == [], number
        assert cleaned.documents or cleaned.refused, number


@pytest.fixture(scope="module")
def own() -> Store:
    return Store(ROOT / "archive")


def test_harmed_records(own: Store) -> None:
    texts = [p.read_bytes() for p in own.paths()]
    for number in range(times(100, 1500)):
        chance = random.Random(number)
        data = chance.choice(HARMS)(chance.choice(texts), chance)
        try:
            document = record.read(data.decode("utf-8", "replace"), "test")
        except BrokenRecord:
            continue
        body.anchors(body.parse(document.body))


def test_harmed_ledgers(own: Store) -> None:
    texts = [p.read_bytes() for p in sorted(own.root.glob("ledgers/*/*.json"))]
    for number in range(times(60, 800)):
        chance = random.Random(number)
        data = chance.choice(HARMS)(chance.choice(texts), chance)
        try:
            found = ledger.from_json(data.decode("utf-8", "replace"), "test")
        except BrokenRecord:
            continue
        assert isinstance(found, Ledger)


PIECES = [
    *["工会", "法权益", '"', "“", "”", "(", ")", "（", "）", "OR", "AND", "NOT", "-", "－", "NEAR/5", "NEAR/"],
    *["near/0", "*", "?", ":", "：", "年:", "年：2011..2015", "year:abc", "..", "标题:", "地区：", "kind:report"],
    *["2013", "2013*", "维*", " ", "　", "\t", "\n", "\0", "\u202e", "\u200b", "𠀀", "é", "ｆｕｌｌ", "jttx"],
    *["变体:", "1,200", "14.3%", "《", "》", "'", "\\", "/", "<b>", "{{", "%s", "a" * 300, "工" * 300],
    *["((((((((", "))))", "- -", '""', "年:9999999999", "：：", "|", "&&"],
]


def queries(count: int) -> Iterator[str]:
    for number in range(count):
        chance = random.Random(number)
        yield chance.choice(("", " ")).join(chance.choices(PIECES, k=chance.choice((1, 2, 3, 6, 20))))


def refusal(index: Index, query: str) -> QueryError | None:
    try:
        index.search(query, limit=3)
    except QueryError as error:
        return error
    return None


def test_odd_queries(own: Store, tmp_path: Path) -> None:
    """Each is answered or refused with the place in the query, and none takes long."""
    store = Store(tmp_path / "archive")
    store.root.mkdir()
    for name in ("documents", "FORMAT"):
        (store.root / name).symlink_to(own.root / name)
    build_index(store.root)
    index = open_index(store.root)
    for query in queries(times(200, 4000)):
        start = time.process_time()
        if error := refusal(index, query):
            at = error.facts["at"]
            assert isinstance(at, int)
            assert 0 <= at <= len(query), query
            assert error.message("zh")
        assert time.process_time() - start < 2, query
