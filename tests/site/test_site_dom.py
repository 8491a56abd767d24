"""The matter of each kind of page, element by element, as it is expected (``tests/site/dom``).

After a change that is meant: ``GONGHUI_BLESS=1 pytest tests/site/test_site_dom.py``, and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import pytest

EXPECTED = Path(__file__).parent / "dom"
PAGES = {
    "home": "", "document": "d/7k2m9qxa/", "hostile": "d/aaaa1111/", "untitled": "d/bbbb2222/",
    "audit": "d/7k2m9qxa/original/", "no-audit": "d/aaaa1111/original/", "copies": "d/7k2m9qxa/copies/",
    "works": "copies/", "years": "years/", "year": "years/2013/", "regions": "regions/", "region": "regions/230000/",
    "speakers": "speakers/", "kind": "kinds/report/", "editors": "editors/", "tombstone": "d/cccc3333/",
    "redirect": "d/0ldmerged/", "data": "data/",
}


def told(element: lxml.html.HtmlElement, depth: int = 0) -> Iterator[str]:
    """An element and what is in it, a line each, indented."""
    attributes = "".join(f" {k}={v}" for k, v in sorted(element.attrib.items()))
    yield "  " * depth + f"{element.tag}{attributes}" + _text(element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield from told(child, depth + 1)
            if tail := _text(child.tail):
                yield "  " * (depth + 1) + tail.lstrip()


def _text(text: str | None) -> str:
    shown = " ".join((text or "").split())
    return f" | {shown}" if shown else ""


@pytest.mark.parametrize("name", PAGES)
def test_the_matter_of_a_page_is_as_expected(html: Callable[[str], str], name: str) -> None:
    tree = lxml.html.fromstring(html(PAGES[name]))
    [main] = tree.xpath("//*[@id='g-main']")
    head = [line for e in tree.xpath("//head/*[self::title or self::meta or self::link[@rel!='stylesheet']]")
            for line in told(e)]
    found = "\n".join([*head, *told(main), ""])
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("GONGHUI_BLESS"):
        EXPECTED.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert path.is_file(), f"no expectation of {name}: run with GONGHUI_BLESS=1 and read it"
    assert found == path.read_text(encoding="utf-8")
