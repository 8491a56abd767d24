"""From likelihoods to a choice: which blocks of a page stay, and why the others go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scraper.model import Block
from scraper.shapes import is_byline

_KEEP = 0.4
"""Likelihood from which a block stays on a page whose body is plain to see."""
_OF_BODY = 0.5
"""On pages the model is unsure of, this share of the body's mean likelihood is enough."""
_GAP = 200
"""Characters of dropped text that part two runs of kept blocks."""
_ISLAND = 0.06
"""A run this small beside the greatest is no part of it: a comment, a teaser, a notice."""
_SAME = 12
_WRAPPED, _WRAP_SHORT, _WRAP_LONG = 8, 12, 60
"""Lines of a text shown line by line: how many at least, and how long they are."""
_ENDS = frozenset("。！？!?…”：:；;")
_REPEATED, _REPEATED_SHARE = 200, 0.25
_PART = re.compile(
    r"^.{0,30}?(?:第\s?[一二三四五六七八九十\d]{1,3}\s?篇|篇\s?[一二三四五六七八九十\d]{1,3}|范文\s?[（(一二三四五六七八九十\d])"
)
_WORD = re.compile(r"[^\W_]+")
_DATE = r"[\d二三四五六七八九十〇○零一]{4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
_FIGURES = r"(?:19|20)\d\d(?:(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2}|\.\d{1,2})"
_ISSUED = re.compile(rf"^(?:.{{2,30}}\s)?\s*(?:{_DATE})(?:印发)?$|^.{{2,30}}{_DATE}印发$|^[（(]?{_FIGURES}[)）]?$")
_MONTH = re.compile(
    r"^[（(]?\s?(?:(?:19|20)\d\d\s?年\s?[1-9]\d?\s?月|[一二三四五六七八九十〇○零]{4}年[一二三四五六七八九十]{1,2}月)[份\s）)]*$"
)
"""A month below a by-line: portals tell the day."""
_SIGNED = re.compile(
    r"^[^，。：:|>]{2,40}(?:总工会|工会|委员会|办公室|[局厅部处]|公司|党组|政府|协会|联合会|学校|医院)$|"
    r"^(?:抄送|抄报|报送|附件\d?|主题词)[:：]"
)
_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}(?:[章节编]|部分)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s?[^。|>]{2,36}$"
    r"|^(?:联\s?系\s?(?:人|电\s?话|方式|地址)|电\s{0,4}话|传\s{0,4}真|邮\s{0,4}箱|电子邮箱|地\s{0,4}址|邮\s{0,4}编)\s?[:：].{2,60}$")
"""Headings and contact lines: such a line between two blocks that stay is one of the text."""
_SIGNER = re.compile(r"^(?:报告|述职|汇报|发言|讲话|倡议|总结|竞聘|承诺)人\s?[:：]\s?\S(?:.{0,10}\S)?$")
_MINUTES = re.compile(
    r"^(?:会议)?(?:时\s{0,4}间|地\s{0,4}点|主\s{0,4}持人?|出\s{0,4}席|列\s{0,4}席|"
    r"缺\s{0,4}席|参加|参会|与会|记\s{0,4}录人?)(?:人员?|者|领导|同志)?\s?[:：](?!.{0,30}\d:\d\d:\d\d)"
)
"""What begins the label lines of minutes; a portal tells the second."""
_ADDRESSED = re.compile(
    r"^[^。？！|>]{0,60}(?:各|同志|代表|总工会|委员|朋友|领导|来宾|职工|单位)[^。？！|>]{0,60}[：:]$"
)
"""Address and signature are short lines without stops; pages of news, which the model learnt from, have none."""


def choose(likelihood: NDArray[np.float64], texts: Sequence[str]) -> list[str | None]:
    """For each block nothing if it stays, else ``""``, ``"html.apart"`` or ``"html.repeat"``."""
    length = np.array([len(t.strip()) for t in texts], float)
    mass = likelihood * length
    body = float((likelihood * mass).sum() / max(mass.sum(), 1e-9))
    keep = likelihood >= min(_KEEP, _OF_BODY * body)
    out: list[str | None] = [None if k else "" for k in keep.tolist()]
    again = _repeats(np.flatnonzero(keep).tolist(), texts)
    for i in again:
        out[i] = "html.repeat"
        keep[i] = False
    for i in _islands(np.flatnonzero(keep), length, mass):
        out[i] = "html.apart"
    for i in _edges(out, texts):
        out[i] = None
    for i in _extracts(out, texts):
        out[i] = "html.repeat"
    return out


def _edges(chosen: Sequence[str | None], texts: Sequence[str]) -> list[int]:
    """Dropped lines that address or sign the document: right before its first or right behind its last block."""
    kept = [i for i, why in enumerate(chosen) if why is None]
    if not kept:
        return []
    found = [i for i in range(1, len(texts) - 1) if chosen[i] is not None and chosen[i - 1] is chosen[i + 1] is None
             and _HEADING.match(texts[i].strip())]
    first = next((i for i in kept if len(texts[i]) > _SAME * 2), kept[0])
    label = next((i for i in kept[:4] if _MINUTES.match(texts[i].strip())), None)
    if label is not None:
        found += _minutes_above(chosen, texts, label)
    if first and chosen[first - 1] is not None and _ADDRESSED.match(texts[first - 1].strip()):
        found.append(first - 1)
    found += [i for i in range(1, len(texts)) if chosen[i] is not None and chosen[i - 1] is None
              and (_SIGNED.match(texts[i - 1].strip()) or _SIGNER.match(texts[i - 1].strip()))
              and _ISSUED.match(texts[i].strip())]
    found += [k for i in range(1, len(texts) - 1) if chosen[i] is not None and chosen[i - 1] is None
              and (_SIGNED.match(texts[i].strip()) or _SIGNER.match(texts[i].strip()))
              and _ISSUED.match(texts[i + 1].strip()) for k in (i, i + 1) if chosen[k] is not None]
    found += [i for i in range(2, len(texts) - 1) if chosen[i] is not None and chosen[i - 1] is chosen[i + 1] is None
              and _MONTH.match(texts[i].strip()) and is_byline(texts[i - 1].strip())]
    run = []
    for i in range(kept[-1] + 1, min(kept[-1] + 6, len(texts))):
        text = texts[i].strip()
        named = len(text) <= 7 and is_byline(text) and i + 1 < len(texts) and _ISSUED.match(texts[i + 1].strip())
        if not (_SIGNED.match(text) or _SIGNER.match(text) or _ISSUED.match(text) or named):
            break
        run.append(i)
    return found + run if any(_ISSUED.match(texts[i].strip()) for i in run) else found


def wrapped(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Dropped lines of a text that a viewer shows line by line, each in a box of its own.

    Its short lines look like frame each for itself; that most of those beside
    them break off in mid-sentence tells that they are one text.
    """
    rows: dict[tuple[str, ...], list[int]] = {}
    for i, block in enumerate(blocks):
        if block.tag in ("div", "p", "li") and len(block.path) > 1 and not block.link and not block.hidden:
            rows.setdefault((block.tag, *map(_unnumbered, block.path[:-1])), []).append(i)
    found = []
    for row in rows.values():
        kept = [i for i in row if chosen[i] is None]
        lines = [t for i in row if (t := texts[i].strip())]
        broken = sum(_WRAP_SHORT <= len(t) <= _WRAP_LONG and t[-1] not in _ENDS for t in lines)
        if len(lines) >= _WRAPPED and 2 * broken >= len(lines) and 3 * len(kept) >= len(row):
            found += [i for i in row if chosen[i] is not None and not _PAGE.match(texts[i])]
    return found


_PAGE = re.compile(r"\W*(?:第\s?)?\d{1,3}(?:\s?[页/]\s?\d{0,3})?\W*$")


@cache
def _unnumbered(label: str) -> str:
    """The label of an element without a number in its id, as viewers give one to each of their pages."""
    return _NUMBERED_ID.sub("", label)


_NUMBERED_ID = re.compile(r"#[\w-]*\d[\w-]*")


_BOX_HEAD = re.compile(
    r"^[【\[·]?(?:本[类站栏]|视频|图片|组图|24小时|今日|最新|热[点门文]|猜你|为您|相关|推荐|精彩|延伸|图文|专题|点击|周)"
    r"{1,2}(?:新闻|阅读|推荐|热门|文章|排行|热点|资讯|链接|视频|喜欢|看点|专题|图片|图文|榜|内容|信息|更新){1,2}[】\]]?[:：]?$"
)
"""The heading of a box with other texts of the site."""
_BOXED, _TABLED = 300, 900
"""Characters that such a box, and a table of the text, hold at most."""


def boxed(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Kept lines of a box that a site puts into a text: its first line is the heading of such a box."""
    found = []
    for i, text in enumerate(texts):
        if len(text) > 12 or not _BOX_HEAD.match(text.strip()):
            continue
        row: list[int] = []
        for depth in range(len(blocks[i].boxes) - 1, -1, -1):
            box = blocks[i].boxes[depth]
            if i and box in blocks[i - 1].boxes:
                break
            held = [i]
            for j in range(i + 1, min(len(blocks), i + 30)):
                if len(blocks[j].boxes) <= depth or blocks[j].boxes[depth] != box:
                    break
                held.append(j)
            if sum(len(texts[j]) for j in held) > _BOXED:
                break
            row = held
        if len(row) > 1:
            found += [j for j in row if chosen[j] is None]
    return found


def tabled(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Dropped cells of a table that stands in the midst of the text."""
    tables: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.tag in ("td", "th", "p", "div"):
            at = next((k for k in range(len(block.path) - 1, -1, -1) if block.path[k].startswith("table")), None)
            if at is not None:
                tables.setdefault(block.boxes[at], []).append(i)
    found = []
    for box, cells in tables.items():
        first, last = cells[0], cells[-1]
        if not 0 < first <= last < len(blocks) - 1 or last - first + 1 != len(cells) or len(cells) < _CELLS:
            continue
        depth = blocks[first].boxes.index(box)
        around = blocks[first].boxes[:depth]
        inside = all(chosen[j] is None and blocks[j].boxes[:depth] == around for j in (first - 1, last + 1))
        begun = any(chosen[j] is None and len(texts[j]) >= _GONE_ON for j in range(first))
        if begun and inside and not any(blocks[i].link or blocks[i].hidden for i in cells) and (
                sum(len(texts[i]) for i in cells) <= _TABLED):
            found += [i for i in cells if chosen[i] is not None]
    return found


_CELLS, _GONE_ON = 4, 30
"""Cells of the smallest table; characters of a line that shows that the text has begun, so that no facts follow."""


def _minutes_above(chosen: Sequence[str | None], texts: Sequence[str], start: int) -> list[int]:
    """Dropped label lines among those that begin minutes."""
    run = [i for i in range(start, min(start + 8, len(texts))) if _MINUTES.match(texts[i].strip())]
    if len(run) < 2:
        return []
    first = run[0]
    while first and _MINUTES.match(texts[first - 1].strip()):
        first -= 1
    return [i for i in range(first, run[-1] + 1) if chosen[i] is not None and _MINUTES.match(texts[i].strip())]


_EXTRACT = re.compile(
    r"^[【\[]?\s?(?:(?:文章|内容|本文|全文)?(?:导读|导语|提要|简介)|摘\s{0,2}要|核心提示)\s?[】\]]?\s?[:：]?\s?"
)
_EXTRACTED = 14


def _extracts(chosen: Sequence[str | None], texts: Sequence[str]) -> list[int]:
    """Lines over a text that say they are its extract and repeat words of it."""
    kept = [i for i, why in enumerate(chosen) if why is None]
    found = []
    for k, i in enumerate(kept[:6]):
        m = _EXTRACT.match(texts[i].strip())
        key = "".join(_WORD.findall(texts[i].strip()[m.end() :]))[:_EXTRACTED] if m and m.end() < 12 else ""
        if len(key) == _EXTRACTED and any(
                key in "".join(_WORD.findall("".join(texts[j : j + 2]))) for j in kept[k + 1 : k + 9]):
            found.append(i)
    return found


def _islands(kept: NDArray[np.intp], length: NDArray[np.float64], mass: NDArray[np.float64]) -> list[int]:
    """Kept blocks far from the body in runs that are small beside it."""
    runs: list[list[int]] = []
    for i in kept.tolist():
        if runs and length[runs[-1][-1] + 1 : i].sum() <= _GAP:
            runs[-1].append(i)
        else:
            runs.append([i])
    sizes = [float(mass[run].sum()) for run in runs]
    return [i for run, size in zip(runs, sizes, strict=True) if size < _ISLAND * max(sizes) for i in run]


def _repeats(kept: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Second printings, where much of the body is printed twice; parts of a compilation may be alike."""
    places: dict[str, list[int]] = {}
    total = 0
    for i in kept:
        key = "".join(_WORD.findall(texts[i]))
        total += len(key)
        if len(key) >= _SAME:
            places.setdefault(key, []).append(i)
    twice = sum(len(key) for key, at in places.items() if len(at) > 1)
    if twice <= min(_REPEATED, _REPEATED_SHARE * total):
        return []
    if sum(_PART.match(texts[i].strip()) is not None for i in kept if len(texts[i]) < 60) > 1:
        return []
    second = [i for at in places.values() for i in at[1:]]
    begun = min(second)
    short = {"".join(_WORD.findall(texts[i])) for i in kept if i < begun}
    return [*second, *(i for i in kept if i > begun and i not in second and len(texts[i]) <= 40
                       and "".join(_WORD.findall(texts[i])) in short)]
