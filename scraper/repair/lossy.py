"""UTF-8 that was read as GBK (宸ヤ細 for 工会), where the odd bytes at line ends and the impossible pairs were lost.

Such text is full of characters whose GBK bytes are the first two of a UTF-8
character (E3-E9, 80-BF), which are rare ones. A run is read byte by byte:
known bytes from the characters, unknown ones where a mark stands for them or
where the run breaks off inside a character; the character model chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nsmallest
from typing import NamedTuple

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.codes import pair, table
from scraper.repair.doubtful import LOST, WIDE
from scraper.repair.guesses import Candidates, Guess, weighed
from scraper.repair.language import PageModel, model
from scraper.script import hans_only, script_of, turn_char

RULE = "repair.mojibake-lossy"
LOST_RULE = "repair.lost"
_LEAD, _NEXT = range(0xE3, 0xEA), range(0x80, 0xC0)
_RUN = re.compile(r"[^\x00-\x7f][^\n\r\x00-\x1f]*[^\x00-\x20]|[^\x00-\x7f]")
_OFTEN = "锛銆鐨涓浜鍦鏄鎴鍙鍚宸浼瀹鏂鍏绗骞缁鍔闂鏉璁榧璐绾绋绠姘鍥棰鍒鑱佸伐鎬"
"""How the first two bytes of common characters look."""
SIGN = re.compile(f"[{_OFTEN}]")
_LIKELY = re.compile(f"[{_OFTEN}][^\x00-\x7f]{{0,9}}[{_OFTEN}細ヤ]")
_SHARE = 0.15
_HOLES = frozenset("?？\ufffd")
_BEAM = 8
_HOLE = 4.0
"""Cost of every byte that is guessed."""
_ANY = -1
"""A lost byte. One below this is ``-1 - b``: it was lost because it makes no GBK character with ``b`` behind it."""
_SOUND_PAIR = 6.0
"""Cost of a lost byte that would have made one."""
_CAREFUL = 150_000
"""So many characters of a page are weighed (three seconds); in what comes behind them only known bytes are read."""
_GAP, _GAPS = re.compile("\ufffd+"), 0.4
_TRIED = 120
"""So many characters are tried for one with lost bytes."""
_MARKS = "，。、：；！？“”‘’（）《》〈〉【】〔〕…—·％×□○●★■　①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ〇"


@cache
def _signs() -> frozenset[str]:
    """Characters that stand for the first two bytes of a UTF-8 character."""
    return frozenset(c for (a, b), c in table().char.items() if a in _LEAD and b in _NEXT)


def find(text: str) -> Repairs:
    """Runs of such text, decoded; guesses that are close calls with a doubt."""
    signs = _signs() if _LIKELY.search(text) else frozenset()
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    left = _CAREFUL
    for m in _RUN.finditer(text) if signs else ():
        run = m[0]
        high = [c for c in run if not c.isascii()]
        found = sum(c in signs for c in high)
        if found < 1 or found < _SHARE * len(high):
            continue
        left -= len(run)
        if left < 0:
            if told := _as_told(run):
                edits.append(Edit(m.start(), m.end(), told, RULE, 0.9 if LOST in told else 0.99))
                if LOST in told:
                    doubts.append(PageDoubt(m.start(), m.end(), LOST_RULE, "bytes were lost"))
            continue
        hant = script_of(_told(run)) == "hant"
        if good := _decode(run, hant):
            read = _told_by(good, hant, m.start(), text[text.rfind("\n", 0, m.start()) + 1 : m.start()])
            edits += read.edits
            doubts += read.doubts
    return Repairs(tuple(edits), tuple(doubts))


def _told_by(links: Sequence[_Link], hant: bool, start: int, before: str) -> Repairs:
    """The edits of a run from ``start``, behind ``before``, that was read; what is not sure has edits of its own."""
    text = "".join(link.char for link in links)

    def candidates(i: int) -> Candidates:
        return _candidates(links[i].pattern, hant) if links[i].pattern else ()

    cells = weighed(before, text, "".join(map(_simple, text)), candidates, _words())
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for low, high, sure in _parts(links, cells):
        a, b = start + (links[low - 1].end if low else 0), start + links[high - 1].end
        new = "".join(c.char for c in cells[low:high])
        guessed = any(link.pattern for link in links[low:high])
        edits.append(Edit(a, b, new, RULE, 0.99 if not guessed else 0.95 if sure else 0.7))
        if not sure:
            doubts.append(PageDoubt(a, b, LOST_RULE, "bytes were lost") if LOST in new else
                          PageDoubt(a, b, RULE, "bytes were lost and more than one reading is possible"))
    return Repairs(tuple(edits), tuple(doubts))


def _parts(links: Sequence[_Link], cells: Sequence[Guess]) -> Iterator[tuple[int, int, bool]]:
    """The characters in parts that are sure or are not, each with characters of the run that are its own."""
    low = done = 0
    parts: list[tuple[int, int, bool]] = []
    for i, link in enumerate(links, 1):
        if i < len(links) and (not link.whole or link.end == done or links[-1].end == link.end):
            continue
        sure = all(c.sure for c in cells[low:i])
        if parts and (parts[-1][2] == sure or link.end == done):
            before = parts.pop()
            low, sure = before[0], sure and before[2]
        parts.append((low, i, sure))
        low, done = i, link.end
    yield from parts


class _Link(NamedTuple):
    """The characters of a path, last one first: long lines are read without copying what was read."""

    before: _Link | None
    char: str
    end: int
    """Behind the character of the run that brought its last byte ..."""
    whole: bool
    """... and whether that brought nothing more: here the run can be parted."""
    pattern: tuple[int, ...] = ()
    """The bytes of a guessed one, lost ones below 0."""


@dataclass(slots=True)
class _Path:
    cost: float
    bytes: tuple[int, ...]
    """Of the character to come, lost ones below 0."""
    before: str
    last: str
    out: _Link | None

    @property
    def links(self) -> list[_Link]:
        out, at = [], self.out
        while at is not None:
            out.append(at)
            at = at.before
        return out[::-1]


@cache
def _words() -> PageModel:
    return PageModel("")


def _decode(run: str, hant: bool) -> list[_Link] | None:
    """The likeliest reading of a run; none if its bytes cannot be UTF-8 or read no better than the run itself.

    A mark is one lost byte, as most decoders write it, or else one or two.
    """
    plain = _plain_cost(run) / len(run)
    for counts in ((1,), (1, 2)):
        best = _Run(hant, counts).read(run)
        if best is not None and best.cost / len(links := best.links) < plain:
            return links
    return None


def _as_told(run: str) -> str:
    """What the known bytes say, □ where they do not tell; nothing if that is less than the run itself says."""
    data = b"".join(c.encode() if c.isascii() and c not in _HOLES else bytes(pair(c) or (0xFF,)) for c in run)
    text = _GAP.sub(LOST, data.decode("utf-8", "replace"))
    return text if text.count(LOST) < _GAPS * len(text) else ""


def _told(run: str) -> str:
    """What the known bytes say."""
    return b"".join(bytes(pair(c) or ()) for c in run).decode("utf-8", "ignore")


def _plain_cost(run: str) -> float:
    words = _words()
    cost, before, last = 0.0, "\n", "\n"
    for c in run:
        simple = _simple(c)
        cost -= words.score(before, last, simple)
        before, last = last, simple
    return cost


def _lost_before(c: str) -> int:
    two = pair(c) if c else None
    return _ANY - two[0] if two else _ANY


@dataclass(frozen=True, slots=True)
class _Run:
    """How a run is read: whether in traditional script, and how many bytes a mark may stand for."""

    hant: bool
    counts: tuple[int, ...]

    def read(self, run: str) -> _Path | None:
        paths = [_Path(0.0, (), "\n", "\n", None)]
        for i, c in enumerate(run):
            ahead = run[i + 1 : i + 2]
            before, paths = paths, _best(s for p in paths for s in self._steps(p, c, ahead, i + 1))
            for unmarked in () if paths else ((_lost_before(c),), (_ANY, _lost_before(c))):
                holed = [hole for p in before for hole in self._push(p, unmarked, i)]
                paths = paths or _best(s for p in holed for s in self._steps(p, c, ahead, i + 1))
            if not paths:
                return None
        ends = sorted((e for p in paths for e in self._finished(p, len(run))), key=lambda p: p.cost)
        return ends[0] if ends else None

    def _steps(self, path: _Path, c: str, ahead: str, end: int) -> Iterator[_Path]:
        if c.isascii() and c not in _HOLES:
            for done in self._finished(path, end - 1):
                yield _read(done, c, end)
        elif c in _HOLES:
            if not path.bytes and c != "\ufffd":
                yield _read(path, c, end)
            for count in self.counts:
                yield from self._push(path, (_lost_before(ahead),) * count, end)
        elif two := pair(c) or ((0x80,) if c == "€" else None):
            yield from self._push(path, two, end)

    def _push(self, path: _Path, data: tuple[int, ...], end: int) -> list[_Path]:
        """``path`` with more bytes; whole characters are read as soon as they are there."""
        heads = [path]
        for i, b in enumerate(data, 1):
            heads = [new for head in heads for new in self._byte(head, b, end, i == len(data))]
        return heads

    def _byte(self, path: _Path, b: int, end: int, last: bool) -> Iterator[_Path]:
        so_far = (*path.bytes, b)
        size = _size(so_far[0])
        if not size or (b >= 0 and len(so_far) > 1 and b not in _NEXT):
            return
        whole = len(so_far) == size
        new = _Path(path.cost + (_HOLE if b < 0 else 0), () if whole else so_far, path.before, path.last, path.out)
        if not whole:
            yield new
        elif min(so_far) >= 0:
            if c := _character(so_far):
                yield _read(new, c, end, last)
        else:
            behind = _words().behind(path.before, path.last)
            found = _candidates(so_far, self.hant)
            for c, simple, cost in nsmallest(_BEAM, found, key=lambda f: f[2] - behind[f[1]]):
                link = _Link(path.out, c, end, last, so_far)
                yield _Path(new.cost + cost - behind[simple], (), path.last, simple, link)

    def _finished(self, path: _Path, end: int) -> Iterable[_Path]:
        """``path`` with the character it broke off in, if any."""
        missing = 3 - len(path.bytes)
        return [path] if not path.bytes else self._push(path, (_ANY,) * missing, end) if missing > 0 else ()


@cache
def _size(lead: int) -> int:
    """How many bytes a character has that begins with ``lead``, 0 if none does."""
    return 3 if lead < 0 or 0xE0 <= lead < 0xF0 else 2 if 0xC2 <= lead < 0xE0 else 4 if 0xF0 <= lead < 0xF5 else 0


def _best(steps: Iterable[_Path]) -> list[_Path]:
    new: dict[tuple[tuple[int, ...], str, str], _Path] = {}
    for step in steps:
        key = step.bytes, step.before, step.last
        rival = new.get(key)
        if rival is None or step.cost < rival.cost:
            new[key] = step
    return sorted(new.values(), key=lambda p: p.cost)[:_BEAM]


def _read(path: _Path, c: str, end: int, whole: bool = True) -> _Path:
    simple = _simple(c)
    cost = path.cost - _words().behind(path.before, path.last)[simple]
    return _Path(cost, (), path.last, simple, _Link(path.out, c, end, whole))


@cache
def _simple(c: str) -> str:
    return turn_char(c.translate(WIDE))


@lru_cache(20_000)
def _character(data: tuple[int, ...]) -> str:
    return bytes(data).decode("utf-8", "ignore")


@cache
def known_characters(hant: bool) -> dict[tuple[int, int], frozenset[str]]:
    """Characters by place and value of each of their three UTF-8 bytes."""
    words = model().number
    han = (c for c in table().char.values() if turn_char(c) in words and not hans_only(c)) if hant else words
    out: dict[tuple[int, int], set[str]] = {}
    for c in (*han, *_MARKS):
        data = c.encode()
        for i, b in enumerate(data if len(data) == 3 else b""):
            out.setdefault((i, b), set()).add(c)
    return {k: frozenset(v) for k, v in out.items()}


@cache
def _candidates(pattern: tuple[int, ...], hant: bool) -> tuple[tuple[str, str, float], ...]:
    """The likeliest characters with these bytes, lost ones any: as written, simplified, and what speaks against it."""
    sets = [known_characters(hant).get((i, b), frozenset()) for i, b in enumerate(pattern) if b >= 0]
    found = frozenset.intersection(*sets) if sets else frozenset()
    likely = sorted(found, key=lambda c: (-_words().score("\n", "\n", _simple(c)), _simple(c) != c, c))[:_TRIED]
    return tuple((c, _simple(c), _SOUND_PAIR * _sound_pairs(pattern, c)) for c in likely)


def _sound_pairs(pattern: tuple[int, ...], c: str) -> int:
    """How many bytes of ``c`` would not have been lost."""
    pairs = zip(pattern, c.encode(), strict=True)
    return sum(told < _ANY and (b, _ANY - told) in table().char for told, b in pairs)
