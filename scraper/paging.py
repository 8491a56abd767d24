"""Articles over several pages: which address carries an article on, and which is another article.

A link that reads as "next page" is believed only where its address has the
stem of the page it stands on (``123.html`` and ``123_2.html``, ``?page=2``,
``/123/2/``): "next" leads to the next article as often. Page bars (1 2 3) and
the script ``createPageHTML`` of a common publishing system are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scraper.model import Capture, Page, PageDoubt

MOST = 100
"""Pages of one article that are followed."""

_NEXT = re.compile(r"^\W{0,3}(?:下一页|下页|下一頁|下頁|后一页|後一頁|next(?: page)?)\W{0,3}$", re.I)
_PREV = re.compile(r"^\W{0,3}(?:上一页|上页|上一頁|上頁|前一页|前一頁|prev(?:ious)?(?: page)?)\W{0,3}$", re.I)
_NUMBER = re.compile(r"^\W{0,2}(?:第\s?)?(\d{1,2})(?:\s?[页頁])?\W{0,2}$")
_SCRIPT = re.compile(
    r"""createPage(?:HTML)?\s*\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*["']([\w.-]{1,80})["']\s*,\s*["'](\w{2,5})["']""")
_WORDS = tuple(dict.fromkeys([
    *(word.encode(name) for word, name in (
        ("上一页", "utf-8"), ("上一页", "gb18030"), ("上一頁", "utf-8"), ("上一頁", "big5"),
        ("下一页", "utf-8"), ("下一页", "gb18030"), ("下一頁", "utf-8"), ("下一頁", "big5"))),
    b"createPage", *(f"rel={q}{way}".encode() for q in ("", '"', "'") for way in ("next", "prev")),
    *(f"{dash}2.{ending}".encode() for dash in "_-" for ending in ("htm", "shtm", "jsp", "asp", "php")),
    b"page=2", b"Page=2", b"PageNo=2", b"pageNo=2", b"pageno=2", b"pn=2", b"/2/\"",
]))
"""One of these stands in the bytes of a page that links to others of its article."""
_FILE = re.compile(r"(?P<stem>.*[^/_-])[_-]p?(?P<n>\d{1,2})(?P<ext>\.\w{2,5})")
_FOLDER = re.compile(r"(?P<stem>.*[^/])/(?:page/)?(?P<n>\d{1,2})(?P<ext>/|\.\w{2,5})?")
_PARAMETER = re.compile(r"p|pn|pg|\w{0,8}page(?:_?(?:no|num|index|id))?|pageno|pagenum|pageindex", re.I)
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$")
_TITLE_CUT = re.compile(r"\s*[-_|—–·»>/]+\s*")
_TITLE_PAGE = re.compile(
    r"\s*(?:[（(\[【]\s*(?:第\s?)?\d{1,2}\s?(?:页|頁|/\s?\d{1,2})?\s*[)）\]】]"
    r"|第\s?[\d一二三四五六七八九十]{1,3}\s?[页頁].{0,8}|(?:page|p\.?)\s?\d{1,2}|\s\d{1,2})\s*$", re.I)


def links(tree: Iterable[tuple[str, str]], markup: str) -> str:
    """The links that may lead to other pages of an article, one a line: ``next``, ``prev`` or a number, and the href.

    ``tree`` gives the text and href of each link; ``markup`` is asked for scripts that write a page bar.
    """
    out: list[str] = []
    for text, href in tree:
        text = text.strip()
        if not href or href.startswith(("#", "javascript:")) or "\n" in href or len(text) > 12:
            continue
        if _NEXT.match(text):
            out.append(f"next {href}")
        elif _PREV.match(text):
            out.append(f"prev {href}")
        elif number := _NUMBER.match(text):
            out.append(f"{int(number[1])} {href}")
    if "createPage" in markup and (m := _SCRIPT.search(markup)):
        count, now, stem, ending = int(m[1]), int(m[2]), m[3], m[4]
        if now + 1 < count:
            out.append(f"next {stem}_{now + 1}.{ending}")
        if 0 < now < count:
            out.append(f"prev {stem}{f'_{now - 1}' if now > 1 else ''}.{ending}")
    return "\n".join(dict.fromkeys(out))


def may_continue(markup: bytes) -> bool:
    """Whether the markup of a page speaks of other pages at all: the cheap test before a parse."""
    return any(word in markup for word in _WORDS)


def address_of(capture: Capture, page: Page) -> str:
    """The address of a page, as told from outside, by itself, or by the place of its file."""
    told = capture.url or page.meta.get("url") or page.meta.get("canonical") or ""
    return told if "://" in told else Path(capture.source or "page.html").absolute().as_uri()


def _readings(address: str) -> Iterator[tuple[str, int]]:
    """What an address is page ``n`` of: the address of the whole without the number, and ``n``."""
    parts = urlsplit(address)
    if m := _FILE.fullmatch(parts.path):
        yield _key(parts._replace(path=m["stem"] + m["ext"]).geturl()), int(m["n"])
    if m := _FOLDER.fullmatch(parts.path):
        for path in {m["stem"] + (m["ext"] or ""), m["stem"], m["stem"] + "/", m["stem"] + ".html"}:
            yield _key(parts._replace(path=path).geturl()), int(m["n"])
    query = parse_qsl(parts.query, keep_blank_values=True)
    for name, value in query:
        if _PARAMETER.fullmatch(name) and value.isdecimal() and len(value) <= 2:
            rest = urlencode([(k, v) for k, v in query if k != name])
            yield _key(parts._replace(query=rest).geturl()), int(value)


def _key(address: str) -> str:
    """An address without its fragment, scheme and ``index.html``: what two links to one page have in common."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    path = _INDEX.sub("/", parts.path or "/")
    return f"//{host}{path}" + (f"?{parts.query}" if parts.query else "")


def continues(address: str) -> bool:
    """Whether an address may be that of a further page."""
    return bool(dict(_readings(address)))


def same_address(a: str, b: str) -> bool:
    """
    >>> same_address("http://www.gh.example/a/index.html", "https://gh.example/a/#top")
    True
    """
    return _key(a) == _key(b)


def step(here: str, there: str) -> int | None:
    """How many pages ``there`` lies behind ``here``, if both are pages of one article by their addresses.

    >>> step("http://gh.example/t123.html", "http://gh.example/t123_2.html")
    1
    >>> step("http://gh.example/t123_2.html", "http://gh.example/t123.html")
    -1
    >>> step("http://gh.example/show?id=5&page=2", "http://gh.example/show?id=5&page=4")
    2
    >>> step("http://gh.example/123.html", "http://gh.example/124.html") is None
    True
    >>> step("http://gh.example/?p=41", "http://gh.example/?p=42") is None
    True
    """
    mine, theirs = dict(_readings(here)), dict(_readings(there))
    whole = {_key(here), _key(there)}
    for key, number in theirs.items():
        if key == _key(here) and number in (1, 2):
            return 1
        if key in mine and key not in whole and not _bare_id(here, there, key):
            return number - mine[key]
    for key, number in mine.items():
        if key == _key(there):
            return -max(1, number - 1)
    return None


def _bare_id(here: str, there: str, key: str) -> bool:
    """Whether a number is more likely the name of an article: ``?p=41`` where nothing else names it."""
    return "?" in here + there and "?" not in key and urlsplit("http:" + key).path.endswith("/")


def next_address(page: Page, here: str) -> str | None:
    """The address of the page behind this one of the same article; ``None`` where no link leads to one."""
    return _linked(page, here, forward=True)


def previous_address(page: Page, here: str) -> str | None:
    """The address of the page before this one of the same article."""
    return _linked(page, here, forward=False)


def _linked(page: Page, here: str, forward: bool) -> str | None:
    numbered = bool(dict(_readings(here)))
    for wanted in ("next" if forward else "prev", "digit"):
        for label, there in _candidates(page, here):
            if urlsplit(there).hostname != urlsplit(here).hostname or same_address(here, there):
                continue
            steps = step(here, there)
            if label == wanted and steps in ((1,) if forward else (-1,)):
                return there
            if wanted == "digit" and label.isdecimal() and steps == (1 if forward else -1) \
                    and (numbered or label == "2" or not forward):
                return there
    return None


def _candidates(page: Page, here: str) -> Iterator[tuple[str, str]]:
    base = page.meta.get("base", "")
    for line in page.meta.get("pages", "").splitlines():
        label, _, href = line.partition(" ")
        try:
            there = _mirrored(here, href) or urljoin(base if "://" in base else here, href)
            if urlsplit(there).scheme in ("http", "https", "file"):
                yield label, there.partition("#")[0]
        except ValueError:
            continue


def _mirrored(here: str, href: str) -> str | None:
    """Where a link from the root of its site leads in a mirror on disk: beside this file, if the folder ends so.

    >>> _mirrored("file:///m/gh.example/news/t1.html", "/news/t1_2.html")
    'file:///m/gh.example/news/t1_2.html'
    """
    if not here.startswith("file:") or not href.startswith("/") or href.startswith("//"):
        return None
    folder, _, name = href.rpartition("/")
    own = here.rpartition("/")[0]
    return f"{own}/{name}" if own.endswith(folder) else None


def titles(page: Page) -> tuple[str, str]:
    """The page's title and its first heading, without page numbers and the name of the site; empty where there is none.

    >>> titles(Page("", "utf-8", meta={"title": "在五届三次全委会上的报告(2)_湖滨工会网"}))
    ('在五届三次全委会上的报告', '')
    """
    heading = next((page.text[b.start : b.end] for b in page.blocks if b.tag == "h1"), "")
    return _bare_title(page.meta.get("title", "")), _bare_title(heading)


def _bare_title(text: str) -> str:
    parts = (_TITLE_PAGE.sub("", part).strip() for part in _TITLE_CUT.split(text.strip()))
    return next(("".join(p.split()) for p in parts if p and not p.isdecimal()), "")


def same_titles(one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Whether two pages may bear one article by their titles; what is empty says nothing.

    >>> same_titles(("报告", "报告"), ("报告", "")), same_titles(("湖滨工会网", "报告"), ("湖滨工会网", "总结"))
    (True, False)
    """
    return all(not a or not b or a == b for a, b in zip(one, two, strict=True))


def open_ends(captures: Sequence[Capture], pages: Sequence[Page]) -> Iterator[PageDoubt]:
    """Doubts (without a place yet) where an article begins before or goes on behind the pages that are here."""
    first, last = address_of(captures[0], pages[0]), address_of(captures[-1], pages[-1])
    if before := previous_address(pages[0], first):
        yield PageDoubt(0, 0, "page.begins-before", f"the article begins on an earlier page: {before}")
    here = [address_of(c, p) for c, p in zip(captures, pages, strict=True)]
    after = next_address(pages[-1], last)
    if not after and len(pages) == 1 and last.startswith("file:"):
        after = _second(pages[0])
    if after and not any(same_address(after, known) for known in here):
        yield PageDoubt(0, 0, "page.goes-on", f"the article goes on on a page that is not at hand: {after}")


def _second(page: Page) -> str | None:
    """Where "next page" leads from a page of unknown address, if that is the second page of something."""
    for label, there in _candidates(page, "http://unknown.invalid/"):
        if label == "next" and any(number in (1, 2) for _, number in _readings(there)):
            return there.removeprefix("http://unknown.invalid/")
    return None
