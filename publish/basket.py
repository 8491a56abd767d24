"""The basket on the site: the page ``/basket/``, and the button on every reading page.

The page's scripts (``assets/room/basket*.js``, ``pack*.js``) read the texts of
the search. ``basket/known.js`` tells what those do not: how wide the tables of
documents are (search keeps cells without rows), and which ids were merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from archive import body
from archive.body import Block
from archive.model import Document
from publish import address, cite
from publish.catalog import Catalog, Entry
from publish.page import Made, Sheet, Site
from publish.room import Extra, Room, assets
from publish.sources import Sources
from room.scripts import SEARCH

ADDRESS, KNOWN = "basket/", "basket/known.js"
_SCRIPTS = (*SEARCH, "gonghui/docx.js", "room/pack.js", "room/pack-view.js", "room/pack-docx.js", "room/slides.js",
            "room/basket-file.js", "room/basket-page.js", "room/pack.css", "room/basket.css")
_ACTION = Extra(actions='<button type="button" class="g-button" data-k-add hidden>加入篮子</button>')


def opened(site: Site, catalog: Catalog, sources: Sources) -> Room:
    """The room; without the search there are no texts to read in the page, and nothing is added."""
    if not site.search:
        return Room()
    return Room(sheets=(Sheet(ADDRESS, "备课篮", partial(_page, site)),), document=_action, key=lambda e: "",
                files=partial(_files, catalog, sources))


def _action(e: Entry, document: Document, blocks: Sequence[Block], ids: Sequence[str]) -> Extra:
    return _ACTION


def _files(catalog: Catalog, sources: Sources) -> Iterator[tuple[str, str]]:
    """By document, the number of columns of each block that is a table; by merged id, the one it stands for."""
    tables: dict[str, dict[int, int]] = {}
    for id in sorted(catalog.by_id):
        text = sources.document(id).body
        if "\n| " in text or text.startswith("| "):
            found = {number: len(block.text.split("\n")[0].split("\t"))
                     for number, block in enumerate(body.parse(text)) if block.kind == "table"}
            tables |= {id: found} if found else {}
    merged = {alias: e.id for e in catalog.by_id.values() for alias in e.document.aliases}
    known = json.dumps({"tables": tables, "merged": merged}, separators=(",", ":"), sort_keys=True)
    yield KNOWN, f"window.gonghuiKnown = {known};\n"


def _page(site: Site) -> Made:
    root = address.root_of(ADDRESS)
    url = site.url if cite.known(site) else ""

    def button(name: str, label: str, more: str = "") -> str:
        return f'<button type="button" class="g-button{more}" data-part="{name}">{label}</button>'

    return Made(
        f'<div class="k-page" data-root="{root}" data-shards="{root}search/shards/" data-site="{escape(site.name)}" '
        f'data-url="{escape(url)}"><div data-part="view" hidden></div><div data-part="list" hidden>'
        '<h1>备课篮 <small data-part="count"></small></h1>'
        '<p class="g-lead k-hint">在文稿页和检索结果中点“加入篮子”，把整篇、一节或一段放进来；'
        "在这里排顺序、写备注，再做成阅读材料或幻灯片。内容只存在这台设备的浏览器里。</p>"
        '<div data-part="linked"></div>'
        '<div class="k-head"><label>篮子 <select data-part="choice"></select></label>'
        '<label>名称 <input data-part="name" maxlength="200" autocomplete="off"></label>'
        f'{button("new", "新建")}{button("delete", "删除")}</div>'
        '<div data-part="made" class="k-made" role="group" aria-label="用这个篮子" hidden>'
        '<a class="g-button g-primary" href="?view=pack">阅读材料</a>'
        '<a class="g-button g-primary" href="?view=slides">幻灯片</a>'
        f'{button("docx", "Word")}{button("markdown", "Markdown")}{button("save", "存为文件")}'
        f'{button("link", "复制链接")}</div>'
        f'<div class="k-made">{button("load", "打开文件")}'
        '<input type="file" data-part="file" accept=".json,application/json" hidden aria-label="备课篮文件"></div>'
        '<p data-part="empty" class="k-empty" hidden>篮子还是空的。'
        f'<a href="{root}search/index.html">去检索</a>，或从任何一篇文稿开始。</p>'
        '<ol data-part="items" class="k-items" aria-label="篮子里的文字"></ol>'
        '<p class="k-hint k-keys">拖动 ⠿、用 ↑ ↓ 按钮，或在一项中按 Alt+↑、Alt+↓ 调整顺序。</p></div>'
        "<noscript><h1>备课篮</h1><p>备课篮需要 JavaScript；也可以在命令行运行 gonghui pack。</p></noscript></div>",
        head=f'<script defer src="{address.link(root, KNOWN)}"></script>\n{assets(ADDRESS, *_SCRIPTS)}')
