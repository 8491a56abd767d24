"""What a page would load from outside the site, or run without standing in a file."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[A-Za-z][^>]*>")
_LOADING = re.compile(
    r"<(?:script|img|iframe|frame|source|video|audio|track|embed|object|input|image|use|form)\b[^>]*?"
    r"\s(?:src|srcset|data|poster|href|xlink:href|action)\s*=\s*[\"']?\s*((?:https?:)?//[^\s\"'>]+)",
    re.I,
)
_LINK = re.compile(r"<link\b", re.I)
_REL = re.compile(r"\brel\s*=\s*[\"']?([\w\s-]+)", re.I)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?\s*((?:https?:)?//[^\s\"'>]+)", re.I)
_HARMLESS = {"canonical", "alternate", "license", "author", "prev", "next", "feed"}
_CSS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])\s*((?:https?:)?//[^\s\"')]+)", re.I)


def loads(html: str) -> list[str]:
    """Addresses outside the site that the page would load by itself.

    >>> loads('<a href="https://a.example/">x</a><link rel="canonical" href="https://b.example/">')
    []
    >>> loads('<script src="//c.example/x.js"></script><link rel=stylesheet href="http://d.example/y.css">')
    ['//c.example/x.js', 'http://d.example/y.css']
    """
    tags = [tag for tag in _TAG.findall(html) if "//" in tag]
    found = _LOADING.findall("\n".join(tags))
    for tag in filter(_LINK.match, tags):
        rel, href = _REL.search(tag), _HREF.search(tag)
        words = set(rel[1].lower().split()) if rel else {""}
        if href and not (words <= _HARMLESS or any(w.startswith("schema") for w in words)):
            found.append(href[1])
    return found


def loads_css(css: str) -> list[str]:
    """Addresses outside the site that a style sheet would load.

    >>> loads_css("a{background:url(https://a.example/x.png)} @import '//b.example/y.css';")
    ['https://a.example/x.png', '//b.example/y.css']
    """
    return _CSS.findall(css)
