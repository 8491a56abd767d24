"""HTML to the page text and its blocks."""

from __future__ import annotations

from lxml import html

from scraper.model import Page


def read_html(markup: str, encoding: str) -> Page:
    """The page of an HTML document: all text nodes in document order, ``<title>`` first."""
    root = html.document_fromstring(markup)
    for node in root.xpath("//script|//style|//template|//comment()"):
        node.drop_tree()
    return Page("\n".join(t.strip() for t in root.itertext() if t.strip()), encoding, "html")
