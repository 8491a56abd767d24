"""What the form of a page tells of each of its blocks: one row of numbers a block.

The columns are named in :data:`NAMES`; the model file names the columns it was
trained on, so that a change here without a new model is noticed. All texts are
those of the view: mended and simplified.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scraper.model import Block

_CUES = (  # what the alternatives begin with is spelt out, so that all else is passed over quickly
    r"\d(?:\d{3}\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}|\d?:\d\d)",
    r"来源|作者|编辑|责编|发布|供稿|通讯员|出处|稿源|记者|校对|审核|录入|上传",
    r"分享|收藏|打印|关闭|字号|字体|转发|微博|评论|网友|回复|点击|阅读|浏览|人气|顶一下|纠错|投稿|订阅|点赞|下载|扫一扫|"
    r"微信|积分",
    r"相关|推荐|热门|热点|排行|更多|最新|精彩|专题|延伸阅读|猜你|您可能|你可能|范文|图集|头条",
    r"版权|Copyright|copyright|©|备案|ICP|许可证|声明|Rights|经营|举报|转载|侵权|免责",
    r"首页|上一篇|下一篇|上一页|下一页|返回|登录|注册|搜索|导航|网站地图|联系我们|关于我们|频道|设为|当前位置|会员|广告",
    r"图(?:[)）]?$|片|(?<=^图))|摄[)）]?$|资料图|▲|供图",
    r"^[（(]?[一二三四五六七八九十]+[)）、.．]|^第[一二三四五六七八九十]+|^\d+[、.．]",
    r"^(?:记者|本报|新华社|据|中新|人民网|讯)|电[（()）]|讯[（(]|同志们|各位",
    r"本站|本网|网友|留言|粉丝|Facebook|专页|微博|客户端|APP|二维码|公众号|关注我们|用户|会员|注册",
)
_GOOD = re.compile(
    r"content|article|artic|artibody|text|body|main|zoom|endtext|post|entry|detail|news_?con|story|neirong|zhengwen|"
    r"wenzhang|para|cont\b|nr\b|blkcont|txt"
)
_BAD = re.compile(
    r"comment|foot|nav|menu|side|relat|hot|list|\bad|[-_]ad|banner|copyright|share|tool|bread|crumb|recom|rank|login|"
    r"search|link|tag|page|right|hd\b|header|top|bottom|pinglun|tj|xg|promo|widget|vote|digg|bbs|tips|info|source|time|"
    r"author|editor|caption|pic|img|more|next|prev|tuijian|remen|position|location|weizhi"
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote", "pre"))
_TAGS = ("p", "div", "td", "li", "h", "title", "option", "dd", "body")
_END = frozenset("。！？!?…”」』；;：:）)")
_STOPS = "，,。；;！？、"
_WORD = re.compile(r"[^\W_]")
_LEVELS = 3
Rows = NDArray[np.float64]
Marks = NDArray[np.bool_]

_OWN = (
    "length", "han", "stops", "link", "links", "bold", "ends", "indent", "hidden", "depth", "digits", "spaces",
    *(f"cue{i}" for i in range(len(_CUES))), *(f"tag_{t}" for t in _TAGS),
    "good", "bad", "good_near", "bad_near", "kin_chars", "kin_count", "kin_link", "title", "repeats",
)
_BOX = ("chars", "link", "stops", "count", "prose", "place", "share")
_AROUND = ("length", "link", "stops", "ends", "cue3", "cue4", "cue1")
NAMES: tuple[str, ...] = (
    *_OWN,
    *(f"{b}_{i}" for i in range(_LEVELS) for b in _BOX),
    *(f"{a}_{d:+d}" for a in _AROUND for d in (-3, -2, -1, 1, 2, 3)),
    "top_in", "top_shared", "top_before", "top_after", "run_in", "run_before", "run_after", "run_share",
    "where", "where_line", "since_title", "since_related", "mass_before", "mass_after", "page_chars", "page_lines",
)


def features(blocks: Sequence[Block], texts: Sequence[str], title: str) -> Rows:
    """One row a block, columns as in :data:`NAMES`. ``texts`` are the blocks' texts in the view."""
    kin = _kin(blocks, texts)
    told = {path: _path_words(path) + kind for path, kind in kin.items()}
    own = np.column_stack([
        _counted(blocks, texts), np.array([told[b.path] for b in blocks]), _alike(texts, title),
    ])
    column = {name: own[:, i] for i, name in enumerate(_OWN)}
    length, link, stops = column["length"], column["link"] * column["length"], column["stops"]
    prose = (length >= 15) & (stops >= 1) & (column["link"] < 0.4)
    if length[prose & (column["hidden"] > 0)].sum() * 2 > length[prose].sum():
        column["hidden"][:] = 0  # a script shows the text: nothing else of weight is on the page
    tree = _Tree(blocks, length, link, stops, prose)
    levels = [tree.level(k) for k in range(_LEVELS)]
    return np.column_stack([own, *levels, _around(column), _places(blocks, column, prose, tree)])


def _counted(blocks: Sequence[Block], texts: Sequence[str]) -> Rows:
    """The columns of :data:`_OWN` from ``length`` to the last tag.

    Characters are counted and cues looked for in all texts at once: a call
    for each of them would cost more than the work.
    """
    bare = [t.strip() for t in texts]
    size = np.array([len(t) for t in bare])
    edges = [t if len(t) <= 120 else t[:50] + " " + t[-50:] for t in bare]
    full, edge = _Joined(bare), _Joined(edges)
    whole = np.maximum(size, 1)
    return np.column_stack([
        size, full.count((full.codes >= 0x3400) & (full.codes <= 0x9FFF)) / whole, full.count(full.among(_STOPS)),
        np.minimum(np.array([b.link for b in blocks]) / whole, 1.0), [b.links for b in blocks],
        np.array([b.bold for b in blocks]) / whole, [t[-1:] in _END for t in bare],
        [t[:1] in "\u3000\xa0" for t in texts], [b.hidden for b in blocks], [len(b.path) for b in blocks],
        edge.count(edge.digits()) / np.maximum([len(t) for t in edges], 1), edge.count(edge.among(" |")),
        *(edge.hit(c) for c in _cues()), *_tags(blocks),
    ])


class _Joined:
    """Texts in one string with a mark between them that no pattern crosses."""

    _MARK = "\n\0\n"

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = self._MARK.join(texts)
        self.codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes = np.array([len(t) for t in texts])
        self._ends = np.cumsum(sizes + len(self._MARK)) - len(self._MARK)
        self._starts = self._ends - sizes

    def among(self, chars: Iterable[str]) -> Marks:
        """Which characters are among ``chars``."""
        found = np.zeros(len(self.codes), bool)
        for char in chars:
            found |= self.codes == ord(char)
        return found

    def digits(self) -> Marks:
        """Which characters are digits."""
        found = _digits().take(self.codes, mode="clip")
        if self.codes.max(initial=0) >= len(_digits()):
            found |= self.among(c for c in set(self.text) if ord(c) >= len(_digits()) and c.isdigit())
        return found

    def count(self, mark: Marks) -> NDArray[np.intp]:
        """How many characters of each text are marked."""
        running = np.concatenate([[0], np.cumsum(mark)])
        return np.asarray(running[self._ends] - running[self._starts])

    def hit(self, pattern: re.Pattern[str]) -> Marks:
        """Which texts ``pattern`` hits."""
        found = np.zeros(len(self._ends), bool)
        found[np.searchsorted(self._ends, [m.start() for m in pattern.finditer(self.text)])] = True
        return found


@cache
def _digits() -> Marks:
    """Which of the characters of the basic plane are digits; its last one is none."""
    return np.array([chr(code).isdigit() for code in range(1 << 16)])


def _tags(blocks: Sequence[Block]) -> Iterable[list[bool]]:
    tags = ["h" if b.tag[0] == "h" and b.tag[1:].isdigit() else b.tag for b in blocks]
    return ([t == tag for t in tags] for tag in _TAGS)


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(c, re.M) for c in _CUES)


@cache
def _label_words(label: str) -> tuple[bool, bool]:
    _, _, names = label.lower().replace("#", ".", 1).partition(".")
    return (_GOOD.search(names) is not None, _BAD.search(names) is not None) if names else (False, False)


def _path_words(path: tuple[str, ...]) -> tuple[float, float, float, float]:
    """How many elements have good and bad names, and how far off the nearest of each is."""
    good = bad = 0
    good_near = bad_near = 20
    for i, label in enumerate(reversed(path)):
        g, b = _label_words(label)
        if g:
            good += 1
            good_near = min(good_near, i)
        if b:
            bad += 1
            bad_near = min(bad_near, i)
    return good, bad, good_near, bad_near


def _title_parts(title: str) -> list[str]:
    parts = [_key(p) for p in re.split(r"[-_|—–·]{1,3}|\s{2,}", title)]
    return [p for p in (*parts[:3], _key(title)) if len(p) >= 4]


def _key(text: str) -> str:
    return "".join(_WORD.findall(text))


def _alike(texts: Sequence[str], title: str) -> Rows:
    """How much each text is the page's title, and how often it stands on the page."""
    heads = _title_parts(title)
    letters = frozenset("".join(heads))
    firsts = frozenset(h[0] for h in heads)
    seen = Counter(texts)
    return np.array([(_like_title(t.strip(), heads, letters, firsts), seen[t]) for t in texts], float)


def _like_title(text: str, heads: Sequence[str], letters: frozenset[str], firsts: frozenset[str]) -> float:
    if not heads or not 4 <= len(text) <= 80:
        return 0.0
    if text[0].isalnum() and text[0] not in letters and firsts.isdisjoint(text):
        return 0.0
    key = _key(text)
    if len(key) < 4:
        return 0.0
    if key == heads[0] or key.startswith(heads[0]):
        return 1.0
    return 0.6 if any(key in h or h in key for h in heads) else 0.0


def _kin(blocks: Sequence[Block], texts: Sequence[str]) -> dict[tuple[str, ...], tuple[float, float, float]]:
    """Characters, number and link share of all blocks with the same path of names."""
    sums: dict[tuple[str, ...], list[int]] = {}
    for block, text in zip(blocks, texts, strict=True):
        entry = sums.setdefault(block.path, [0, 0, 0])
        entry[0] += len(text)
        entry[1] += 1
        entry[2] += block.link
    return {k: (c, n, min(x / max(c, 1), 1.0)) for k, (c, n, x) in sums.items()}


class _Tree:
    """Sums over the boxes of a page.

    The blocks of a box stand in a row, so first and last block and running
    sums tell all of it, whatever the depth.
    """

    def __init__(self, blocks: Sequence[Block], length: Rows, link: Rows, stops: Rows, prose: Marks) -> None:
        self._blocks = blocks
        self._around = [_containers(b) for b in blocks]
        self._first = _outermost_new(range(len(blocks)), blocks)
        self._last = _outermost_new(range(len(blocks) - 1, -1, -1), blocks)
        parts = np.column_stack([length, link, stops, np.ones(len(blocks)), np.where(prose, length, 0.0)])
        self._running = np.vstack([np.zeros((1, parts.shape[1])), np.cumsum(parts, axis=0)])
        self._score: dict[int, float] = {}
        worth = 1 + np.minimum(stops, 10) + np.minimum(length / 100, 3)
        for i in np.flatnonzero(prose).tolist():
            for weight, box in zip((1.0, 0.6, 0.3), self._around[i], strict=False):
                self._score[box] = self._score.get(box, 0.0) + float(worth[i]) * weight

    def span(self, box: int) -> tuple[int, int]:
        """The first and the last block of a box."""
        return self._first[box], self._last[box]

    def best(self) -> int:
        """The box that holds most prose, -1 if there is none."""

        def value(box: int) -> float:
            first, last = self.span(box)
            chars, link = (self._running[last + 1] - self._running[first])[:2].tolist()
            return self._score[box] * (1 - float(link) / max(float(chars), 1.0))

        return max(self._score, key=value, default=-1)

    def level(self, up: int) -> Rows:
        """The columns of :data:`_BOX` for the container ``up`` steps above each block."""
        count = len(self._blocks)
        index = np.arange(count)
        around = [a[up : up + 1] or b.boxes[:1] for a, b in zip(self._around, self._blocks, strict=True)]
        first = np.array([self._first[a[0]] if a else i for i, a in enumerate(around)], int)
        last = np.array([self._last[a[0]] if a else i for i, a in enumerate(around)], int)
        chars, link, stops, number, prose = (self._running[last + 1] - self._running[first]).T
        size = np.maximum(chars, 1)
        place = (index - first) / np.maximum(last - first, 1)
        return np.column_stack([chars, link / size, stops / size, number, prose, place,
                                chars / max(float(self._running[-1, 0]), 1.0)])


def _outermost_new(order: Iterable[int], blocks: Sequence[Block]) -> dict[int, int]:
    """For every box the block at which it is first met in ``order``; an outer box is met before its inner ones."""
    found: dict[int, int] = {}
    for i in order:
        for box in reversed(blocks[i].boxes):
            if box in found:
                break
            found[box] = i
    return found


def _containers(block: Block) -> tuple[int, ...]:
    """The boxes around a block from the inside out, the paragraph itself left out."""
    boxes = block.boxes
    return boxes[-2 : -2 - _LEVELS : -1] if block.tag in _PARAGRAPHS and len(boxes) > 1 else boxes[: -1 - _LEVELS : -1]


def _around(column: dict[str, Rows]) -> Rows:
    """The columns of neighbours."""
    out = []
    for name in _AROUND:
        values = column[name]
        for distance in (-3, -2, -1, 1, 2, 3):
            moved = np.full(len(values), -1.0)
            if distance < 0:
                moved[-distance:] = values[:distance]
            else:
                moved[:-distance] = values[distance:]
            out.append(moved)
    return np.column_stack(out)


def _places(blocks: Sequence[Block], column: dict[str, Rows], prose: Marks, tree: _Tree) -> Rows:
    """Where a block stands: to the best box, to the densest run, to the title and to the page."""
    count = len(blocks)
    index = np.arange(count)
    box = tree.best()
    first, last = tree.span(box) if box >= 0 else (0, count - 1)
    inside = ((index >= first) & (index <= last) & (box >= 0)).astype(float)
    shared = _shared(index, blocks[first].boxes, box, tree)
    start, stop = _run(column, prose)
    in_run = ((index >= start) & (index <= stop)).astype(float)
    length = column["length"]
    mass = np.where(prose, length, 0.0)
    before = np.cumsum(mass) - mass
    total = max(mass.sum(), 1.0)
    return np.column_stack([
        inside, shared, np.maximum(first - index, 0), np.maximum(index - last, 0),
        in_run, np.maximum(start - index, 0), np.maximum(index - stop, 0),
        np.full(count, mass[start : stop + 1].sum() / total),
        np.cumsum(length) / max(length.sum(), 1.0), index / max(count - 1, 1),
        _since(column["title"] * (column["tag_title"] == 0) >= 0.6),
        _since((column["cue3"] > 0) & (length < 20)),
        before / total, (total - before - mass) / total, np.full(count, length.sum()), np.full(count, count),
    ])


def _shared(index: NDArray[np.intp], boxes: tuple[int, ...], box: int, tree: _Tree) -> Rows:
    """The share of ``boxes``, the way to the best box and its first block, that stand around each block."""
    if box < 0:
        return np.zeros(len(index))
    spans = np.array([tree.span(b) for b in boxes], int)
    around = np.minimum(np.searchsorted(spans[:, 0], index, "right"), np.searchsorted(-spans[:, 1], -index, "right"))
    return np.asarray(around / max(len(boxes), 1))


def _run(column: dict[str, Rows], prose: Marks) -> tuple[int, int]:
    """The densest run of blocks: the stretch with the greatest sum of prose less the rest."""
    length, link = column["length"], column["link"]
    worth = np.where(prose, length, 0.0) - np.where(prose, 0.0, 12 + 0.7 * length * link)
    best = (0.0, 0, len(worth) - 1)
    total, start = 0.0, 0
    for i, value in enumerate(worth.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += value
        if total > best[0]:
            best = (total, start, i)
    return best[1], best[2]


def _since(mark: Marks) -> Rows:
    """How many blocks ago the last marked one stood; 99 if there was none."""
    index = np.arange(len(mark))
    last = np.maximum.accumulate(np.where(mark, index, -1000))
    return np.minimum(index - last, 99).astype(float)
