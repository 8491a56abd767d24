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
_SCRIPT = Path(__file__).parents[2] / "docs/assets/room/compare.js"


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    page.add_script_tag(path=str(_SCRIPT))
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
        const began = performance.now();
        gonghuiRoom.compare(a, b);
        return performance.now() - began;
    }""", [known.a, known.b])
    print(f"{spent:.0f} ms")
    assert spent < 1000
