"""HTML to the page text and its blocks: one parse, one walk.

The parser is Lexbor, an HTML5 parser, so that the text nodes and their order
are those of a browser. The tree is walked without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scraper.model import Block, Page
from scraper.paging import links

_INLINE_NAMES = """
a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label map mark math nobr o:p q rb rp rt
ruby s samp small span strike strong sub sup svg time tt u var wbr
"""
_BLOCK_NAMES = """
address article aside audio blockquote body button canvas caption center dd details dialog dir div dl dt embed fieldset
figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li listing main
marquee menu nav noframes noscript object ol optgroup option p plaintext pre search section select summary table tbody
td textarea tfoot th thead title tr ul video xmp
"""
_IMPLIED_END_NAMES = "br col dd dt hr img input li link meta option p tbody td tfoot th thead tr wbr"
_INLINE = frozenset(_INLINE_NAMES.split())
_BLOCK = frozenset(_BLOCK_NAMES.split())
_CLOSED_BY_NEXT = frozenset(_IMPLIED_END_NAMES.split())
_SKIP = frozenset(("script", "style", "template", "-comment", "-doctype", "!doctype", "noembed"))
_BOLD = frozenset(("b", "strong"))
_VERBATIM = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACED = ("  ", "\n", "\t", "\r", "\f")
"""One of these stands in a text whose blanks are to be folded."""
_INDENT = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u3000\xa0]{2})")
"""A line end before an ideographic indent is a paragraph of a text pasted in as it stood."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_UNSEEN = re.compile(r"display\s*:\s*none|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)", re.I)
"""How the style of an element inside a line hides it."""
_STYLED = re.compile(r"\.(?P<name>[A-Za-z][\w-]{0,40})\s{0,9}\{(?P<rule>[^{}]{0,300})\}")
_MAY_HIDE = re.compile(
    r"[dDfF](?:(?<=[dD])[iI][sS][pP][lL][aA][yY]\s{0,9}:\s{0,9}[nN][oO][nN][eE]"
    r"|(?<=[fF])[oO][nN][tT]-[sS][iI][zZ][eE]\s{0,9}:\s{0,9}0)"
)
"""The cheap question. Spelt out: without regard to case the whole markup would be gone through slowly."""
_ESCAPED = re.compile(r"</?(?:p|div|br|span|strong|b|font|section|h\d)(?:\s[^<>]{0,300})?/?>", re.I)
"""Markup that a form field holds as text, for a script to show."""
_STREWN = 60
"""Characters up to which a stretch that is hidden inside a line is none of the text; more may be folded text."""
_KEEPS = re.compile(r"white-space\s*:\s*pre", re.I)
_DATA = re.compile(r"data:[\w/+.;=-]{0,80}base64,[A-Za-z0-9+/=\s%]{400,}")
_FRAMES = re.compile(r"</?(?:frameset|noframes)\b[^<>]{0,400}>", re.I)
"""Behind a frameset HTML5 passes over all else; pages that leave an empty one over their text are shown nowhere."""
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})")
_DEEP = 100
"""Open elements of one name from which further ones are flattened; browsers stop at 512 of all names."""
_MANY = 3000
_NAMED = 100
"""Open elements that a block's path names; what is deeper shares the path of the hundredth."""
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noframes")

_BOX_ENDS = -2
"""Said of an open element that ends a line when it ends."""

Path = tuple[str, ...]


def read_html(markup: str, encoding: str) -> Page:
    """The page of an HTML document.

    The page text holds all text nodes in document order, ``<title>`` first,
    without script, style, template and comments; blocks and ``<br>`` end
    lines, white space inside a line counts as one blank as in a browser.
    Characters that HTML itself forbids (NUL) are read as HTML5 says; other
    control characters stay.
    """
    light = _DATA.sub("data:,", markup) if "base64," in markup else markup
    if _FRAMES.search(light):
        light = _FRAMES.sub("", light)
    tree = LexborHTMLParser(_flat(light))
    writer = _Writer()
    head = tree.css_first("title")
    if head is not None:
        writer.box("title", (), ())
        writer.write(head.text(deep=True) or "", False, False)
        writer.end_line()
    title = "".join(writer.parts).strip()
    veiled = _veiled(tree) if _MAY_HIDE.search(light) else None
    _walk(tree.root, writer, head.mem_id if head is not None else 0, veiled)
    meta = _meta(tree, markup)
    if title:
        meta["title"] = title
    return Page("".join(writer.parts), encoding, "html", tuple(writer.blocks), meta, unseen=tuple(writer.unseen))


def _veiled(tree: Any) -> frozenset[str]:
    """The classes that the page's own style sheet hides."""
    sheets = (node.text(deep=True) or "" for node in tree.css("style"))
    return frozenset(m["name"] for sheet in sheets for m in _STYLED.finditer(sheet) if _veils(m["rule"]))


def _veils(rule: str) -> bool:
    low = rule.lower()
    return ("display" in low or "font-size" in low) and _UNSEEN.search(rule) is not None


def _is_unseen(attributes: dict[str, str | None], veiled: frozenset[str]) -> bool:
    """Whether an element inside a line is hidden by its style or its class."""
    style = (attributes.get("style") or "").strip()
    return bool(style and _UNSEEN.search(style)) or not veiled.isdisjoint((attributes.get("class") or "").split())


@dataclass(slots=True)
class _Writer:
    """Writes the page text line by line and notes a block for each line that holds text."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    tag: str = "body"
    path: Path = ()
    boxes: tuple[int, ...] = ()
    hidden: bool = False
    line: list[str] = field(default_factory=list)
    link: int = 0
    links: int = 0
    bold: int = 0
    size: int = 0
    """Characters of the line that is open."""
    unseen: list[tuple[int, int]] = field(default_factory=list)

    def mark(self, since: int) -> None:
        """Note what was written since a place inside the open line as unseen, if it is short."""
        if self.length <= since < self.length + self.size <= since + _STREWN:
            self.unseen.append((since, self.length + self.size))

    def box(self, tag: str, path: Path, boxes: tuple[int, ...], hidden: bool = False) -> None:
        """Begin a block box: what is written next stands in it."""
        self.end_line()
        self.tag, self.path, self.boxes, self.hidden = tag, path, boxes, hidden

    def write(self, text: str, linked: bool, bold: bool, verbatim: bool = False) -> None:
        """Write a text node."""
        if verbatim:
            for i, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
                if i:
                    self.end_line()
                self._add(row, linked, bold)
                if self.tag == "textarea" and "<" in row:
                    at = self.length + self.size - len(row)
                    self.unseen += ((max(at + m.start(), self.length), at + m.end()) for m in _ESCAPED.finditer(row))
        elif not text.strip(" \t\n\r\f"):
            if self.line:
                self._add(" ", linked, bold)
        elif "\n" in text and _INDENT.search(text):
            for i, row in enumerate(_INDENT.split(text)):
                if i:
                    self.end_line()
                self._add(_SPACE.sub(" ", row), linked, bold)
        else:
            self._add(_SPACE.sub(" ", text) if any(map(text.__contains__, _SPACED)) else text, linked, bold)

    def _add(self, text: str, linked: bool, bold: bool) -> None:
        if text[:1] == " " and (not self.line or self.line[-1][-1:] == " "):
            text = text[1:]
        if text:
            self.line.append(text)
            self.size += len(text)
            if linked:
                self.link += len(text)
            if bold:
                self.bold += len(text)

    def end_line(self) -> None:
        """Close the line that is open, if it holds anything."""
        if self.line:
            text = "".join(self.line).rstrip(" ")
            if text:
                start, end = self.length, self.length + len(text)
                if not text.isspace():
                    self.blocks.append(Block(start, end, self.tag, self.path, min(self.link, end - start),
                                             min(self.bold, end - start), self.boxes, self.links, self.hidden))
                self.parts += (text, "\n")
                self.length = end + 1
            self.line = []
        self.size = 0
        self.link = self.links = self.bold = 0


def _walk(root: Any, writer: _Writer, title: int, veiled: frozenset[str] | None) -> None:
    """Write the text nodes below ``root``; ``title`` is the node that is written already.

    ``veiled``: the classes that hide an element inside a line, nothing where the page hides none.
    """
    stack: list[tuple[Any, str, Path, tuple[int, ...], bool, int, int, bool, int]] = []
    tag, hidden, linked, bold, verbatim = "body", False, 0, 0, False
    path: Path = ()
    boxes: tuple[int, ...] = ()
    count = 0
    node = root.child
    while True:
        while node is None:
            if not stack:
                writer.end_line()
                return
            closing, tag, path, boxes, hidden, linked, bold, verbatim, since = stack.pop()
            if since == _BOX_ENDS:
                writer.box(tag, path, boxes, hidden)
            elif since >= 0:
                writer.mark(since)
            node = closing.next
        name = node.tag
        if name == "-text":
            writer.write(node.text_content, linked > 0, bold > 0, verbatim)
            node = node.next
            continue
        if name == "br":
            writer.end_line()
            node = node.next
            continue
        if name in _SKIP or (name == "title" and node.mem_id == title):
            node = node.next
            continue
        child = node.child
        if name in _BLOCK:
            if child is None:
                writer.end_line()
                node = node.next
                continue
            stack.append((node, tag, path, boxes, hidden, linked, bold, verbatim, _BOX_ENDS))
            count += 1
            label, gone, keeps = _label(name, node.attributes)
            tag, hidden = name, hidden or gone
            if len(path) < _NAMED:
                path, boxes = (*path, label), (*boxes, count)
            verbatim = verbatim or keeps or name in _VERBATIM
            writer.box(tag, path, boxes, hidden)
        else:
            if child is None:
                node = node.next
                continue
            since = -1 if name in _INLINE else _BOX_ENDS
            if since != _BOX_ENDS and veiled is not None and _is_unseen(node.attributes, veiled):
                since = writer.length + writer.size
            stack.append((node, tag, path, boxes, hidden, linked, bold, verbatim, since))
            if name == "a":
                linked += 1
                writer.links += 1
            elif name in _BOLD:
                bold += 1
        node = child


def _label(name: str, attributes: dict[str, str | None]) -> tuple[str, bool, bool]:
    """``tag#id.class.class`` of an element; whether it is hidden; whether it keeps its line ends."""
    if not attributes:
        return name, False, False
    label = name
    hidden = keeps = False
    for key, value in attributes.items():
        if key == "class":
            label += "".join("." + c for c in (value or "").split()[:6])
        elif key == "id":
            label = f"{name}#{(value or '').strip()}{label[len(name):]}"
        elif key == "style" and value:
            hidden = hidden or _HIDDEN.search(value) is not None
            keeps = _KEEPS.search(value) is not None
        elif key == "hidden":
            hidden = True
    return label, hidden, keeps


def _flat(markup: str) -> str:
    """``markup`` with elements nested beyond reason flattened to line ends.

    HTML5 looks up the stack of open elements at every ``<p>`` or ``<div>``, so
    tens of thousands of open ones cost quadratic time. Text stays as it is.
    """
    if markup.count("<") < _MANY:
        return markup
    depth: dict[str, int] = {}
    dropped: dict[str, int] = {}
    parts: list[str] = []
    at = skip = 0
    lower = ""
    for match in _TAG.finditer(markup):
        if match.start() < skip:
            continue
        name = match[2].lower()
        if name in _CLOSED_BY_NEXT:
            continue
        if match[1]:
            if dropped.get(name):
                dropped[name] -= 1
            else:
                depth[name] = max(depth.get(name, 0) - 1, 0)
                continue
        elif name in _RAW:
            lower = lower or markup.lower()
            skip = lower.find("</" + name, match.end())
            if skip < 0:
                break
            continue
        elif depth.get(name, 0) < _DEEP:
            depth[name] = depth.get(name, 0) + 1
            continue
        else:
            dropped[name] = dropped.get(name, 0) + 1
        end = markup.find(">", match.end())
        if end < 0:
            break
        parts += (markup[at : match.start()], "" if name in _INLINE else "<br>")
        at = end + 1
    return "".join([*parts, markup[at:]]) if parts else markup


_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)", re.I)
_WANTED = {
    "og:site_name": "site", "application-name": "site",
    "og:title": "headline", "twitter:title": "headline", "articletitle": "headline",
    "article:published_time": "published", "og:release_date": "published", "publishdate": "published",
    "pubdate": "published", "datepublished": "published", "_pubtime": "published",
    "weibo: article:create_at": "published",
    "og:url": "url", "description": "description", "og:description": "description", "keywords": "keywords",
    "contentsource": "origin", "source": "origin", "author": "author", "sitename": "site", "sitedomain": "domain",
}


def _meta(tree: Any, markup: str) -> dict[str, str]:
    """Facts of the frame."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        facts = node.attributes
        if charset := facts.get("charset"):
            found.setdefault("charset", charset.strip().lower())
        content = (facts.get("content") or "").strip()
        if not content:
            continue
        if (facts.get("http-equiv") or "").lower() == "content-type":
            if match := re.search(r"charset=\s*([\w-]+)", content, re.I):
                found.setdefault("charset", match[1].lower())
            continue
        for key in ("property", "name", "itemprop"):
            name = _WANTED.get((facts.get(key) or "").strip().lower())
            if name:
                found.setdefault(name, " ".join(content.split()))
    told = []
    for node in tree.css("link[rel][href], a[rel=next][href], a[rel=prev][href], base[href]"):
        facts = node.attributes
        href = (facts.get("href") or "").strip()
        kinds = (facts.get("rel") or "").lower().split()
        if node.tag == "base":
            found.setdefault("base", href)
        elif "canonical" in kinds:
            found.setdefault("canonical", href)
        told += [(kind, href) for kind in ("next", "prev") if kind in kinds]
    if (saved := _SAVED.search(markup, 0, 4096)) and "://" in (address := saved[1] or saved[2]):
        found["url"] = address
    if pages := links((*told, *_links(tree)), markup):
        found["pages"] = pages
    return found


def _links(tree: Any) -> Iterator[tuple[str, str]]:
    """The short texts of links (a picture's is its ``alt``) and where they lead."""
    for node in tree.css("a[href]"):
        child = node.child
        while child is not None and child.next is None and child.tag in _INLINE and child.tag != "img":
            child = child.child
        if child is None or child.next is not None:
            continue
        text = child.text_content if child.tag == "-text" else child.attributes.get("alt") if child.tag == "img" else ""
        if text and len(text) <= 16:
            yield text, (node.attributes.get("href") or "").strip()
