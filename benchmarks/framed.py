"""The invented cases of fields, set into the frames that sites put around a paper: the same fields must come out.

    python -m benchmarks.framed [--wrong] [FRAME ...]

What a case says of its bare text must hold of the page as well. A case whose
page does not give exactly one document counts as missed in all its fields; of
compilations, the four parts are asked for.
"""

from __future__ import annotations

import argparse
import html
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.fields import FIELDS, cases, fold, table
from scraper import clean

_LEAST = 60
"""Characters of a case that is a text; shorter ones show a head alone."""
_LONGEST = 60
"""Characters of a first line that can be a page's heading."""


def _portal(title: str, text: str) -> str:
    return f"""石涧工会网
首页 | 工会概况 | 工会动态 | 领导讲话 | 政策法规 | 职工之家
您当前的位置：首页 > 文件资料 > 正文
{title}
发布时间：2016-08-03 10:22:31 来源：本站原创 作者：管理员 浏览次数：382 字体：[大 中 小]
{text}
上一篇：县总工会召开座谈会
下一篇：关于开展送温暖活动的通知
【打印】【关闭】
版权所有 石涧工会网 技术支持：石涧科技 备案号00000001
"""


def _models(title: str, text: str) -> str:
    return f"""范文小站 > 工作范文 > 正文
{title}
时间：2019-04-12 09:21:15  小编：admin  我要投稿
{text}
【{title}】相关文章：
1.工会工作总结范文03-12
2.工会主席讲话稿05-20
3.职代会闭幕词04-30
"""


def _sharing(title: str, text: str) -> str:
    return f"""{title}.doc
上传人：wd***1 文档编号：8812231 上传时间：2018-11-02 格式：DOC 页数：6 大小：35.50KB
{text}
展开阅读全文
温馨提示：1、本文档由用户上传；2、下载后如有问题请联系客服。
本文标题：{title}.doc
"""


def _heading(title: str, text: str) -> str:
    first, *rest = _lines(text)
    body = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in (rest if first == title else [first, *rest]))
    return f"""<html><head><meta charset="utf-8"><title>{html.escape(title)}-领导讲话-石涧工会网</title></head>
<body>
<div class="top"><a href="/">首页</a> <a href="/a">动态</a> <a href="/b">领导讲话</a> <a href="/c">政策法规</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/b">领导讲话</a></div>
<div class="article"><h1>{html.escape(title)}</h1>
<div class="info">发布时间：2016-08-03 10:22 来源：石涧工会网 作者：管理员 点击：382</div>
<div class="content">{body}</div></div>
<div class="rel"><h3>相关文章</h3><ul><li><a href="/1">县总工会召开座谈会</a></li></ul></div>
<div class="foot">版权所有 石涧工会网 技术支持：石涧科技</div></body></html>"""


def _cells(title: str, text: str) -> str:
    body = "<br>\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + html.escape(line) for line in _lines(text))
    return f"""<html><head><meta charset="utf-8"><title>石涧工会网</title></head><body>
<table width=900><tr><td><a href=/>首页</a>|<a href=/a>动态</a>|<a href=/b>讲话</a></td></tr></table>
<table><tr><td width=180><a href=1>县总工会召开座谈会</a><br><a href=2>送温暖活动启动</a></td>
<td><table><tr><td align=center><font size=5><b>{html.escape(title)}</b></font></td></tr>
<tr><td align=center>[作者：办公室 来源：本站 点击数：235 更新时间：2009-3-12 文章录入：admin]</td></tr>
<tr><td><font size=3>{body}</font></td></tr></table></td></tr></table>
<center>CopyRight 石涧工会网 2005-2009</center></body></html>"""


def _sections(title: str, text: str) -> str:
    body = "".join(f"<section><p><span>{html.escape(line)}</span></p></section>" for line in _lines(text))
    return f"""<html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head><body><div id="article">
<h2 class="rich_media_title">{html.escape(title)}</h2>
<div id="meta"><span>石涧工会</span> <span>石涧职工之家</span> <em>2018-05-03</em></div>
<div id="content">{body}</div><p>微信扫一扫关注该公众号</p></div></body></html>"""


FRAMES: dict[str, Callable[[str, str], str]] = {
    "portal": _portal, "models": _models, "sharing": _sharing, "heading": _heading, "cells": _cells,
    "sections": _sections,
}
"""Page of a title and a text, by name of the frame."""
_N = "一二三四五六七八九十"
MARKERS: dict[str, Callable[[int, str], str]] = {
    "nth": lambda n, title: f"第{_N[n]}篇:{title}\n\n",
    "pian": lambda n, title: f"工会工作材料篇{_N[n]}\n",
    "colon": lambda n, title: f"篇{n + 1}：{title}\n",
    "bracket": lambda n, title: f"【篇{_N[n]}】{title}\n",
    "model": lambda n, title: f"范文{_N[n]}：\n",
}
"""Marker line of part ``n`` (from 0), by name."""


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def texts(every: int = 1) -> Iterator[dict[str, Any]]:
    """The cases that hold a text under a title, each ``every``-th."""
    found = (c for held in (False, True) for c in cases(held=held)
             if not c.get("marker") and c["want"].get("title") and len(c["text"].strip()) >= _LEAST
             and len(_lines(c["text"])[0].strip()) <= _LONGEST)
    for n, case in enumerate(found):
        if n % every == 0:
            yield case


def verdicts(case: dict[str, Any], document: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Field, verdict (right, wrong, missed), what was found, what should be."""
    for name in FIELDS:
        told = document.get(name)
        got = str(told["name"] if isinstance(told, dict) else told or "")
        should = case["want"].get(name, "")
        if got or should:
            verdict = "right" if fold(got) == fold(should) else "missed" if not got else "wrong"
            yield name, verdict, got, should


def judge(case: dict[str, Any], frame: str) -> list[tuple[str, str, str, str]]:
    """The verdicts on a case in a frame."""
    text = case["text"].strip("\n")
    documents = clean(FRAMES[frame](_lines(text)[0].strip(), text).encode(), source=frame)["documents"]
    return list(verdicts(case, documents[0] if len(documents) == 1 else {}))


def compiled(parts: Sequence[dict[str, Any]], marker: str) -> list[dict[str, Any]]:
    """The documents of a page that compiles the texts of cases behind markers."""
    page = """工会工作材料(精选4篇)

时间:2019-05-14 10:22:31下载本文作者:会员上传
简介:小编为你整理了多篇相关的《工会工作材料》，但愿对你工作学习有帮助。

"""
    for n, case in enumerate(parts):
        text = case["text"].strip()
        page += MARKERS[marker](n, _lines(text)[0].strip()) + text + "\n\n"
    page += "下载工会工作材料(精选4篇)word格式文档\n声明:本文由网友上传分享，版权归原作者所有。\n"
    return list(clean(page.encode(), source=marker)["documents"])


def compilations(marker: str, number: int) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """So many drawn sets of four cases, each with the documents of the page that compiles them."""
    pool = [c for c in texts() if len(c["text"]) > 2 * _LEAST and not _lines(c["text"])[0].endswith("。")]
    drawn = random.Random(marker)
    for _ in range(number):
        parts = drawn.sample(pool, 4)
        yield parts, compiled(parts, marker)


def main() -> None:
    """Print the table of each frame, with ``--wrong`` every value that does not agree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("frames", nargs="*", choices=[*FRAMES, *MARKERS, []])
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    for frame in options.frames or [*FRAMES, *MARKERS]:
        counts: Counter[tuple[str, str]] = Counter()
        pairs = [(c["id"], judge(c, frame)) for c in texts()] if frame in FRAMES else [
            (part["id"], list(verdicts(part, document))) for parts, found in compilations(frame, 40)
            for part, document in zip(parts, found if len(found) == 4 else [{}] * 4, strict=True)]
        for name, verdict, got, should in ((*v,) for _, told in pairs for v in told):
            counts[name, verdict] += 1
            if options.wrong and verdict != "right":
                print(f"{frame}: {name} {verdict}: {got!r}, should be {should!r}")
        print(f"{frame:<10}{list(table(counts))[-1]}")


if __name__ == "__main__":
    main()
