"""A folder for a memory stick: the site, and a page beside it that one opens first."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

from archive.errors import BrokenRecord
from gonghui.building import build_site
from gonghui.whole import whole

SITE = "site"
START = "开始阅读.html"
_NOTE = "说明.txt"
_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{name}</title>
<link rel="stylesheet" href="site/assets/gonghui/start.css">
</head>
<body>
<main>
<h1>{name}</h1>
<p><a href="site/index.html">打开首页</a></p>
<p><a href="site/search/index.html">检索全文</a></p>
<p>共 {count} 篇文稿。无须安装，无须联网；电脑和手机的浏览器都能打开。</p>
</main>
</body>
</html>
"""
_TEXT = """{name}

双击“{start}”，在浏览器中阅读和检索，无须安装，无须联网。

文件夹 site 是整个网站；复制时请连同它一起复制。site 中：
  documents.csv      全部文稿的目录，可用电子表格打开
  documents.jsonl    全部文稿的全文，每行一篇
  SHA256SUMS         数据文件的校验值
"""


def is_stick(folder: Path) -> bool:
    """Whether a folder was made here before, or holds nothing."""
    return not folder.exists() or not any(folder.iterdir()) or (folder / START).is_file()


def build_stick(archive: Path, folder: Path, broken: Callable[[BrokenRecord], object] = lambda error: None) -> Path:
    """Build the site of ``archive`` into ``folder``, to be copied as it is; the page to open first.

    ``broken`` is told of each record that the site does without.
    """
    site = build_site(archive, folder / SITE, broken=broken)
    name, count = _told(site)
    with whole(folder / START) as file:
        file.write(_PAGE.format(name=escape(name), count=count).encode())
    text = _TEXT.format(name=name, start=START).replace("\n", "\r\n")
    with whole(folder / _NOTE) as file:
        file.write(b"\xef\xbb\xbf" + text.encode())
    return folder / START


def _told(site: Path) -> tuple[str, int]:
    """Name and number of documents of a built site, as its data tell."""
    package = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    with (site / "documents.jsonl").open("rb") as lines:
        return str(package["title"]), sum(1 for _ in lines)
