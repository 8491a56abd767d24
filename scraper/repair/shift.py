"""Half of an ideographic space was stripped: 。ㄒ唬 for （一）.

    A1A1 A3A8 D2BB ..  ->  A1 A3A8 D2BB ..  read as  A1A3 A8D2 BB..

The run is read again from its second byte, up to the next ASCII byte. The
first character of such a run is one of the signs of row A1, the second one
mostly a letter of bopomofo, pinyin or kana, which no sentence begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.byte_path import Reader
from scraper.repair.codes import pair, table
from scraper.repair.doubtful import WIDE, mended
from scraper.repair.effort import THOROUGH
from scraper.repair.language import PageModel
from scraper.script import simplify, turn_char

RULE = "repair.shift"
LOST_RULE = "repair.lost"
_START = re.compile(r"(?:(?<=[\s\x00-\x7f。；：！？])|^)[。、·…—～‖”“《》「」『』〖〗【】±×÷∶∧∨∑∏∪∩∈∷√⊥∥∠⌒⊙∫∮≡≌≈∽∝"
                    r"≠≮≯≤≥∞∵∴♂♀](?=[ㄅ-ㄩāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêɑɡńňぁ-んァ-ヶΑ-Ωα-ω─-╋\u3400-\u9fff])", re.M)
_SIGN = re.compile(r"[ㄅ-ㄩāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêɑɡńňぁ-んァ-ヶΑ-Ωα-ω─-╋⑴-⒛]")
_ODD = re.compile(r"^[∧∨∑∏∪∩∈∷⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀](?=[ㄅ-ㄩぁ-んァ-ヶ\u3400-\u9fff])", re.M)
"""No line of prose begins so: what follows may be any text, not a heading's number alone."""
SIGN = re.compile(f"{_SIGN.pattern[:-1]}∧∨∑∏∪∩∈∷⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀]")
_GOOD = 6.5
"""The most a character of a good reading costs on average."""
_BETTER = 2.5
_LONGEST, _ENOUGH = 200, 200_000
_EFFORTS = THOROUGH._replace(twice=0), THOROUGH
_VAIN = 8
"""After so many readings in vain a page is taken to have none."""
_MOST = 12_000
"""So many paths (some four seconds) are tried for a page; lines behind them are only doubted."""
_WHOLE, _HEAD, _ODD_HEAD = 3, 24, 8.0
"""Where so many lines were mended others are looked at: a character of their first ones costs more than this, where
damaged lines have 12 on average and lines of news 7.5 or less in 99 of 100."""
_TO_ASCII = re.compile(r"[^\x00-\x7f]{3,}")
"""Behind an ASCII character a line is in step again."""
_SWALLOWED = re.compile(r"[?？][、．.]")
_FIRST = 12
"""So many characters are read straight on before a search is worth its cost."""
_POOR, _NONE = 11.0, 12.0
"""The most such a character costs on average: all but one of 394 damaged lines stay below, sound text lies
above in nine of ten cases. A pair that is no character costs ``_NONE``."""


def find(text: str) -> Repairs:
    """Such runs read again."""
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    reader: Reader | None = None
    words: PageModel | None = None
    vain = mended_lines = 0
    for m in _START.finditer(text) if _SIGN.search(text) or _ODD.search(text) else ():
        stop = text.find("\n", m.end())
        stop = len(text) if stop < 0 else stop
        if (edits and m.start() < edits[-1].end) or not (
                _SIGN.search(text, m.end(), min(stop, m.end() + 8)) or _ODD.match(text, m.start())):
            continue
        two = pair(m[0])
        if two is None or two[0] != 0xA1:
            continue
        words = words or PageModel("")
        if _straight(text[m.end() : min(stop, m.end() + _FIRST)], two[1], words) > _POOR:
            continue
        reader = reader or Reader(text, lambda sound: frozenset(), PageModel(turn_char(text[:_ENOUGH])), False)
        found = reader.read(m.end(), min(stop, m.end() + _LONGEST), "\n", two[1], _EFFORTS)
        vain += 1
        if vain > _VAIN or reader.spent > _MOST:
            break
        if found is None or found.average > _GOOD:
            continue
        old = text[m.start() : found.end]
        if _average(old, words) - found.average < _BETTER:
            continue
        vain = 0
        mended_lines += 1
        new, told = mended(text, m.start(), found, "\n", RULE, LOST_RULE)
        edits += new
        doubts += told
    if words and mended_lines >= _WHOLE:
        doubts += _left(text, edits, words)
    return Repairs(tuple(edits), tuple(sorted(doubts, key=lambda d: (d.start, d.end))))


def _left(text: str, edits: Sequence[Edit], words: PageModel) -> Iterator[PageDoubt]:
    """A doubt for each line that reads like one half a blank off too, but was not mended."""
    at, mended_at = 0, {text.rfind("\n", 0, e.start) + 1 for e in edits}
    for line in text.split("\n"):
        head = _TO_ASCII.match(line.strip(" \t"), 0, _HEAD)
        swallowed = _SWALLOWED.match(line)
        if at not in mended_at and (swallowed or (head and _average(head[0], words) > _ODD_HEAD)):
            yield PageDoubt(at, at + len(line), RULE, "the line seems half a blank off, too, and could not be read")
        at += len(line) + 1


def _straight(run: str, half: int, words: PageModel) -> float:
    """The average cost of ``run`` read again from its second byte up to the next ASCII byte, with no search."""
    cost, before, last = 0.0, "\n", "\n"
    count = 0
    for c in run:
        two = None if c.isascii() else pair(c)
        if two is None:
            break
        count += 1
        whole = turn_char(table().char.get((half, two[0]), "").translate(WIDE))
        cost -= words.score(before, last, whole) if whole else -_NONE
        before, last, half = last, whole or "\n", two[1]
    return cost / max(count, 1)


def _average(text: str, words: PageModel) -> float:
    cost, before, last = 0.0, "\n", "\n"
    for c in simplify(text.translate(WIDE)):
        cost -= words.score(before, last, c)
        before, last = last, c
    return cost / len(text)
