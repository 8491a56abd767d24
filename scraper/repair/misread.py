"""GBK that was read as Big5 (馱頗 for 工会) and Big5 that was read as GBK (舱麓 for 組織), saved as it was shown.

The bytes come back by writing the line in the encoding it was read in. Pairs
that encoding lacks were lost as U+FFFD; what stood there is one of the few
first bytes that make no character there, and the character model chooses.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.doubtful import LOST, WIDE
from scraper.repair.language import PageModel
from scraper.script import turn_char

RULE = "repair.misread"
_SIGNS = {
    ("big5", "gbk"): "珨岆賸婓衄笢奻峈涴坻扂眕奀汜猁珩赽鏍佽耋狟翋眳衾"
                      "楷憩馱傖赻珛釬斕煦褫毞蚚覂窒酗淉冪藷醱岈肮苤垀陔儂珋燴埜芛蔚羶砃秪婘扽郪眽",
    ("gbk", "big5"): "琌硂穦璶厩笵祇癸碞眔穨筁笆猭竒秈蔼瓁玡秨礛籔穝瞷瞶癬狥眖玭繷盢礚盽翴硄皘窾猌獀砆秖甶羆矗簙舱麓",
}
"""How common characters look that were read wrongly, where that is a rare one: the cheap question first."""
_SIGN = {way: re.compile(f"[{signs}][^\\n]{{0,60}}[{signs}]") for way, signs in _SIGNS.items()}
SIGN = re.compile(f"[{''.join(_SIGNS.values())}]")
_LINE = re.compile(r"[^\r\n]*[^\x00-\x7f][^\r\n]*")
_BEAM = 8
_BETTER = 1.5
"""So much less a character of the reading must cost on average than one of the line."""
_UNSURE = 1.0
_HOLE = "\ufffd"


class _Path(NamedTuple):
    cost: float
    before: str
    last: str
    text: tuple[object, ...]
    """The characters, last one first, linked."""
    gap: float


def find(text: str) -> Repairs:
    """Lines read so, read again; a doubt where a lost byte could be several, □ where none fits."""
    ways = [way for way, sign in _SIGN.items() if sign.search(text)]
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for m in _LINE.finditer(text) if ways else ():
        for read, true in ways:
            if not _SIGN[read, true].search(m[0]) or (found := _again(m[0], read, true)) is None:
                continue
            new, gap = found
            edits.append(Edit(m.start(), m.end(), new, RULE, 0.9 if _HOLE in m[0] else 0.99))
            if LOST in new or gap < _UNSURE:
                doubts.append(PageDoubt(m.start(), m.end(), RULE, "bytes were lost, more than one reading is possible"))
            break
    return Repairs(tuple(edits), tuple(doubts))


def _again(line: str, read: str, true: str) -> tuple[str, float] | None:
    """The line in the encoding ``true``, and the least lead of a guess; none if it does not read better."""
    data: list[int] = []
    for c in line:
        try:
            data += [-1] if c == _HOLE else c.encode(read)
        except UnicodeEncodeError:
            return None
    paths = [_Path(0.0, "\n", "\n", (), 99.0)]
    at = 0
    while at < len(data):
        first = data[at]
        if 0 <= first < 0x80:
            paths = [_read(p, chr(first)) for p in paths]
            at += 1
            continue
        second = data[at + 1] if at + 1 < len(data) else 0
        chars = _chars(first, second, read, true) or (LOST,)
        if len(chars) == 1:
            paths = [_read(p, chars[0]) for p in paths]
        else:
            tried = sorted((_read(p, c) for p in paths for c in chars), key=lambda p: p.cost)
            best = tried[0]._replace(gap=min(tried[0].gap, tried[1].cost - tried[0].cost))
            paths = [best, *tried[1:_BEAM]]
        at += 2
    best = min(paths, key=lambda p: p.cost)
    new = _joined(best)
    if not new or best.cost / len(new) + _BETTER > _cost(line) / len(line):
        return None
    return new, best.gap


@cache
def _chars(first: int, second: int, read: str, true: str) -> tuple[str, ...]:
    """The characters with these bytes; a lost first byte is one that ``read`` had no character for."""
    if first < 0:
        found = (_decode(b, second, true) for b in range(0x81, 0xFF) if not _decode(b, second, read))
        return tuple(c for c in found if c)
    if second < 0:
        return ()
    c = _decode(first, second, true)
    return (c,) if c else ()


def _decode(first: int, second: int, encoding: str) -> str:
    if second < 0:
        return ""
    c = bytes((first, second)).decode(encoding, "ignore")
    return c if len(c) == 1 and not c.isascii() else ""


@cache
def _words() -> PageModel:
    return PageModel("")


def _read(path: _Path, c: str) -> _Path:
    simple = turn_char(c.translate(WIDE))
    cost = path.cost - _words().score(path.before, path.last, simple)
    return _Path(cost, path.last, simple, (path.text, c), path.gap)


def _joined(path: _Path) -> str:
    chars: list[str] = []
    at = path.text
    while at:
        at, c = at  # type: ignore[assignment]
        chars.append(str(c))
    return "".join(reversed(chars))


def _cost(line: str) -> float:
    path = _Path(0.0, "\n", "\n", (), 99.0)
    for c in line:
        path = _read(path._replace(text=()), c)
    return path.cost
