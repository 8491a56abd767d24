"""Frame of an HTML page: which of its blocks are no document.

A small model judges every block by its form and its neighbours
(:mod:`scraper.extract.html_features`); what is dropped is named by what the
block looks like, so that the ledger tells why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scraper.extract.html_choice import boxed, choose, tabled, wrapped
from scraper.extract.html_features import features
from scraper.extract.html_labels import labelled
from scraper.extract.html_model import forest
from scraper.extract.html_rows import telling
from scraper.extract.html_threads import by_readers
from scraper.model import Block, Cut, Page
from scraper.view import View

Span = tuple[int, int]
_RULES = (
    ("html.info", r"(?:发布|发表|更新)(?:时间|日期)|(?:来源|编辑|作者|记者)[:： ]|责编|(?:阅读|浏览|点击)[次数量]"),
    ("html.legal", r"版权|[Cc]opyright|©|备案|ICP|许可证|免责|All Rights|不良信息|违法"),
    ("html.related", r"相关|推荐|热门|热点|排行|猜你|您可能|延伸阅读|最新|精彩"),
    ("html.share", r"分享|收藏|打印|关闭|字号|字体|转发|点赞|扫一扫|评论|网友|回复|下载"),
    ("html.paging", r"上一[篇页]|下一[篇页]|尾页"),
    ("html.navigation", r"首页|返回|登录|注册|搜索|导航|网站地图|联系我们|当前位置"),
)
_NAMED = tuple((name, re.compile(pattern)) for name, pattern in _RULES)


@dataclass(frozen=True)
class Judged:
    """The blocks of a page with their view spans, texts and likelihoods, and what was chosen.

    ``chosen`` holds nothing for a block that stays, else the reason or ``""``.
    """

    blocks: Sequence[Block]
    spans: Sequence[Span]
    texts: Sequence[str]
    likelihood: NDArray[np.float64]
    chosen: Sequence[str | None]


def judge(view: View, page: Page) -> Judged:
    """Judge every block of the page."""
    spans = [(view.at(b.start), view.end_at(b.end)) for b in page.blocks]
    texts = [view.text[a:b] for a, b in spans]
    if not texts:
        return Judged((), (), (), np.zeros(0), ())
    title = texts[0] if page.blocks[0].tag == "title" else ""
    likelihood = forest().likelihood(features(page.blocks, texts, title))
    chosen = choose(likelihood, texts)
    for i in boxed(page.blocks, texts, chosen):
        chosen[i] = "html.related"
    for i in (*wrapped(page.blocks, texts, chosen), *tabled(page.blocks, texts, chosen)):
        chosen[i] = None
    for i in telling(page.blocks, texts, chosen):
        chosen[i] = None
    for i in labelled(page.blocks, texts, chosen):
        chosen[i] = "html.info"
    for i in by_readers(page.blocks, texts, chosen):
        chosen[i] = "html.comments"
    return Judged(page.blocks, spans, texts, likelihood, chosen)


def html_cuts(judged: Judged, view: View) -> tuple[Cut, ...]:
    """The blocks that belong to no document (view offsets), sorted and apart."""
    cuts: list[Cut] = []
    for block, (start, end), text, chance, why in zip(judged.blocks, judged.spans, judged.texts,
                                                      judged.likelihood.tolist(), judged.chosen, strict=True):
        if why is None or end <= start:
            continue
        rule = why or _rule(block, text)
        if cuts and cuts[-1].rule == rule and not view.text[cuts[-1].end : start].strip():
            cuts[-1] = Cut(cuts[-1].start, end, rule, min(cuts[-1].confidence, round(1 - chance, 3)))
        else:
            cuts.append(Cut(start, end, rule, round(1 - chance, 3)))
    return tuple(cuts)


def _rule(block: Block, text: str) -> str:
    """What a dropped block looks like."""
    if block.tag == "title":
        return "html.title"
    if block.hidden:
        return "html.hidden"
    if len(text) <= 120:
        for name, pattern in _NAMED:
            if pattern.search(text):
                return name
    return "html.links" if block.link * 2 > len(text) else "html.frame"
