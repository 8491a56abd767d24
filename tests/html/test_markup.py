"""The page text of HTML and its blocks."""

from __future__ import annotations

import re
import time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.markup import read_html

PAGE = """<!DOCTYPE html><!-- saved from url=(0031)https://www.example.org/a/1.html -->
<html><head><meta charset="gbk"><title>工作报告_示例网</title><style>p{}</style>
<link rel="canonical" href="https://www.example.org/a/1.html"><meta property="og:site_name" content="示例网">
<meta name="PubDate" content="2019-05-15"></head>
<body><div class="nav main" id="top"><a href="/">首页</a> | <a href="/n">新闻</a></div>
<div id="body"><h1>工作报告</h1><p>　　各位代表：<br>现在<b>报告</b>工作
情况。</p><table><tr><td>甲</td><td>乙</td></tr></table><template>不要</template></div>
<script>var x = "不要";</script><a href="1_2.html">下一页</a></body></html>"""


def _independent(markup: str) -> str:
    """The characters of html5lib's tree, white space aside."""
    root = html5lib.parse(markup, namespaceHTMLElements=False)
    title = next(root.iter("title"), None)
    parts = ["".join(title.itertext())] if title is not None else []

    def walk(node: Element) -> None:
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "template") or node is title:
            return
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")

    walk(root)
    return _bare("".join(parts))


def _bare(text: str) -> str:
    return re.sub(r"[\s\0]+", "", text)


def test_text_and_lines() -> None:
    page = read_html(PAGE, "gb18030")
    lines = ["工作报告_示例网", "首页 | 新闻", "工作报告", "　　各位代表：", "现在报告工作 情况。", "甲"]
    assert page.text.split("\n")[:6] == lines
    assert _bare(page.text) == _independent(PAGE)


def test_blocks() -> None:
    page = read_html(PAGE, "gb18030")
    blocks = {page.text[b.start : b.end]: b for b in page.blocks}
    nav = blocks["首页 | 新闻"]
    assert nav.path[-1] == "div#top.nav.main"
    assert (nav.link, nav.links) == (4, 2)
    assert blocks["工作报告"].tag == "h1"
    assert blocks["现在报告工作 情况。"].bold == 2
    assert blocks["甲"].boxes[:-1] == blocks["乙"].boxes[:-1]


def test_meta() -> None:
    meta = read_html(PAGE, "gb18030").meta
    assert meta["title"] == "工作报告_示例网"
    assert meta["charset"] == "gbk"
    assert meta["url"] == meta["canonical"] == "https://www.example.org/a/1.html"
    assert meta["site"] == "示例网"
    assert meta["published"] == "2019-05-15"
    assert "next 1_2.html" in meta["pages"].splitlines()


def test_verbatim_and_pasted_lines() -> None:
    assert read_html("<pre>一\r\n二</pre>", "utf-8").text == "一\n二\n"
    assert read_html("<div>一段。\n　　二段。\n三</div>", "utf-8").text == "一段。\n　　二段。 三\n"


def test_control_characters_stay_and_nul_goes() -> None:
    assert read_html("<p>工\x06会\x00代表", "utf-8").text == "工\x06会代表\n"


_PIECES = st.sampled_from([
    "<p>", "</p>", "<div class='a'>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<br>",
    "<a href=x>", "</a>", "<select>", "<option>", "<ul>", "<li>", "<script>", "</script>", "<title>", "</title>",
    "<!-- x -->", "&nbsp;", "&lt;", "<h1>", "<textarea>", "</textarea>", "工会", "代表\n大会", "　　", "<svg>", "<o:p>",
    "<", "\r\n",
])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_blocks_tile_their_lines(markup: str) -> None:
    page = read_html(markup, "utf-8")
    assert page == read_html(markup, "utf-8")
    told = [page.text[b.start : b.end] for b in page.blocks]
    assert told == [line for line in page.text.split("\n") if line.strip()]


@pytest.mark.parametrize("part", ["<div>字", "<table><tr><td>字", "<ul><li>字", "<b>字", "<section><p>字"])
def test_deep_nesting(part: str) -> None:
    start = time.perf_counter()
    page = read_html(part * 60_000, "utf-8")
    assert page.text.count("字") == 60_000
    assert time.perf_counter() - start < 20


def test_inlined_pictures_cost_little() -> None:
    start = time.perf_counter()
    assert read_html(f'<img src="data:image/png;base64,{"A" * 30_000_000}"><p>字', "utf-8").text == "字\n"
    assert time.perf_counter() - start < 5
