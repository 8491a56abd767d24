"""Comparison in the page: the same answers as on the command line, and quick."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compare_cases import cases

from benchmarks.compare import made
from room.compare import as_json, compare

pytestmark = pytest.mark.browser
_ROOM = Path(__file__).parents[2] / "docs/assets/room"
_SCRIPTS = ("compare-cut.js", "compare-align.js", "compare-words.js", "compare.js")


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    for name in _SCRIPTS:
        page.add_script_tag(path=str(_ROOM / name))
    yield page
    page.close()


@pytest.mark.parametrize("number", range(len(cases())))
def test_the_page_tells_what_the_command_line_tells(page: Any, number: int) -> None:
    a, b = cases()[number]
    expected = json.loads(json.dumps(as_json(compare(a, b))))
    assert page.evaluate("([a, b]) => gonghuiRoom.compare(a, b)", [a, b]) == expected


def test_ten_thousand_characters_take_less_than_a_second(page: Any) -> None:
    known = made(3, 10_000)
    assert sum(len(text) for _, text in known.a) > 10_000
    spent = page.evaluate("""([a, b]) => {
        return Math.min(...[1, 2, 3].map(() => {
            const began = performance.now();
            gonghuiRoom.compare(a, b);
            return performance.now() - began;
        }));
    }""", [known.a, known.b])
    print(f"{spent:.0f} ms")
    assert spent < 1000


def test_the_page_shows_ten_thousand_characters_within_a_second(
    chromium: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from archive import body, record
    from archive.body import Block
    from archive.model import Copy, Document
    from archive.store import Store
    from gonghui.building import build_site

    root = tmp_path_factory.mktemp("long")
    known = made(3, 10_000)
    store = Store(root)
    for id, blocks in (("aaaa1111", known.a), ("bbbb2222", known.b)):
        text = body.render([Block("title", id, 1), *(Block("heading" if n else "paragraph", t, n) for n, t in blocks)])
        path = store.document_path(document := Document(
            id, "report", text, title=id, copies=(Copy(id.encode().hex() * 4),)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
    site = build_site(root, tmp_path_factory.mktemp("longsite"))
    page = chromium.new_page()
    page.goto((site / "compare/index.html").as_uri() + "?a=aaaa1111&b=bbbb2222")
    page.wait_for_selector(".r-report")
    spent = page.evaluate("performance.getEntriesByType('measure')[0].duration")
    print(f"{spent:.0f} ms")
    assert spent < 1000
    page.close()
