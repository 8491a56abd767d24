"""Half of an ideographic space was stripped: 。ㄒ唬 for （一）.

    A1A1 A3A8 D2BB ..  ->  A1 A3A8 D2BB ..  read as  A1A3 A8D2 BB..

The run is read again from its second byte, up to the next ASCII byte. The
first character of such a run is one of the signs of row A1, the second one
mostly a letter of bopomofo, pinyin or kana, which no sentence begins with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.byte_path import Reader
from scraper.repair.codes import pair, table
from scraper.repair.doubtful import WIDE, mended
from scraper.repair.effort import PATIENT
from scraper.repair.language import PageModel
from scraper.repair.path import Reading
from scraper.script import simplify, turn_char

RULE = "repair.shift"
LOST_RULE = "repair.lost"
_START = re.compile(r"(?:(?<=[\s\x00-\x7f。；：！？])|^)[。、·…—～‖”“《》「」『』〖〗【】±×÷∶∧∨∑∏∪∩∈∷√⊥∥∠⌒⊙∫∮≡≌≈∽∝"
                    r"≠≮≯≤≥∞∵∴♂♀](?=[ㄅ-ㄩāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêɑɡńňぁ-んァ-ヶΑ-Ωα-ω─-╋\u3400-\u9fff])", re.M)
_SIGN = re.compile(r"[ㄅ-ㄩāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêɑɡńňぁ-んァ-ヶΑ-Ωα-ω─-╋⑴-⒛]")
_ODD = re.compile(r"^[∧∨∑∏∪∩∈∷⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀‖～”’〉》」』〗】](?=[ㄅ-ㄩぁ-んァ-ヶ\u3400-\u9fff])", re.M)
"""No line of prose begins so: what follows may be any text, not a heading's number alone."""
SIGN = re.compile(f"{_SIGN.pattern[:-1]}?？‖～∧∨∑∏∪∩∈∷⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀]")
_GOOD = 6.5
"""The most a character of a good reading costs on average."""
_BETTER = 2.5
_GOOD_PROVEN, _PROVEN = 8.0, 2
"""The same on a page where so many lines were mended."""
_LIKELY = 0.5
"""What is read with a smaller share was wrong in three of four places."""
_ROW = 0xA1
_ROW_A1 = re.compile(r"^[　、·ˉˇ¨〃々—～‖…‘’“”〔〕〈〉《》「」『』〖〗【】±×÷∶∧∨∑∏∪∩∈∷√⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀]"
                     r"(?=[^\x00-\xff　])", re.M)
"""A line that can be one half a blank off."""
_NUMBERED = re.compile("。[ㄒǘㄈㄋㄎㄆòňㄊ]")
"""（一 to （十 half a blank off: proof enough, even where pairs fell away right behind."""
_UNREAD = "the line seems half a blank off and could not be read"
_BRACKET = re.compile(r"^[?？](?=[一二三四五六七八九十]{1,3}[)）])", re.M)
"""The half of the blank took an ASCII bracket with it, and there the line is in step again."""
_LONGEST, _ENOUGH = 200, 200_000
_EFFORTS = (PATIENT._replace(beam=12, far=12.0, odd=5.5),)
"""More would read one line better and leave more lines unread."""
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
    """Such runs read again, and brackets whose half was taken with it."""
    edits = [Edit(m.start(), m.end(), "（", RULE, 0.95) for m in _BRACKET.finditer(text)]
    page = _Lines(text)
    for m in _START.finditer(text) if _SIGN.search(text) or _ODD.search(text) else ():
        stop = page.stop(m.start())
        sure = _SIGN.search(text, m.end(), min(stop, m.end() + 8)) or _ODD.match(text, m.start())
        numbered = _NUMBERED.match(text, m.start())
        if sure and m.start() >= page.done and (numbered or page.straight(m.start(), stop) < _POOR):
            read = page.read(m.start(), stop, _GOOD)
            if numbered and not read:
                page.doubts.append(PageDoubt(m.start(), numbered.end(), RULE, _UNREAD))
        if page.exhausted:
            break
    if page.mended >= _PROVEN:
        for start, stop in page.suspected():
            page.read(start, stop, _GOOD_PROVEN)
            if page.exhausted:
                break
    edits += page.edits
    doubts = [*page.doubts, *(_left(text, edits, page.words()) if page.mended >= _WHOLE else ())]
    return Repairs(tuple(sorted(edits, key=lambda e: e.start)), tuple(sorted(doubts, key=lambda d: (d.start, d.end))))


class _Lines:
    """The lines of a page that were read again so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._reader: Reader | None = None
        self._vain = 0
        self.edits: list[Edit] = []
        self.doubts: list[PageDoubt] = []
        self.mended = 0
        self.done = 0
        """Up to here lines are mended."""

    @property
    def exhausted(self) -> bool:
        """Whether enough was tried."""
        return self._vain >= _VAIN or (self._reader is not None and self._reader.spent > _MOST)

    def stop(self, start: int) -> int:
        end = self._text.find("\n", start)
        return len(self._text) if end < 0 else end

    @staticmethod
    @cache
    def words() -> PageModel:
        return PageModel("")

    def straight(self, start: int, stop: int) -> float:
        """The average cost of the head of a line read again from its second byte with no search."""
        two = pair(self._text[start])
        if two is None or two[0] != _ROW:
            return math.inf
        return _straight(self._text[start + 1 : min(stop, start + 1 + _FIRST)], two[1], self.words())

    def suspected(self) -> Iterator[tuple[int, int]]:
        """Lines that begin with a sign of row A1 that were not mended and would read better so."""
        mended_at = {self._text.rfind("\n", 0, e.start) for e in self.edits}
        for m in _ROW_A1.finditer(self._text):
            stop = self.stop(m.start())
            if m.start() - 1 in mended_at or (better := self.straight(m.start(), stop)) > _POOR:
                continue
            if better + _BETTER < _average(self._text[m.start() : min(stop, m.start() + 1 + _FIRST)], self.words()):
                yield m.start(), stop

    def read(self, start: int, stop: int, good: float) -> bool:
        """Take the line from ``start`` as half a blank off, if a character of it then costs less than ``good``."""
        text = self._text
        two = pair(text[start])
        if two is None or two[0] != _ROW:
            return False
        if self._reader is None:
            self._reader = Reader(text, lambda sound: frozenset(), PageModel(turn_char(text[:_ENOUGH])), False)
        found = self._reader.read(start + 1, min(stop, start + 1 + _LONGEST), "\n", two[1], _EFFORTS)
        self._vain += 1
        if found is None or found.average > good:
            return False
        if not self._better(text[start : found.end], found):
            return False
        self._vain = 0
        self.mended += 1
        new, told = mended(text, start, found, "\n", RULE, LOST_RULE, _LIKELY)
        self.edits += new
        self.doubts += told
        self.done = max([self.done, *(e.end for e in new)])
        return True

    def _better(self, old: str, found: Reading) -> bool:
        """Whether a character costs so much less where the reading is another text."""
        same = 0
        while same < min(len(old), len(found.text)) and old[-1 - same] == found.text[-1 - same]:
            same += 1
        new = found.costs[: len(found.text) - same]
        return bool(new) and _average(old[: len(old) - same], self.words()) - sum(new) / len(new) >= _BETTER


def _left(text: str, edits: Sequence[Edit], words: PageModel) -> Iterator[PageDoubt]:
    """A doubt for each line that reads like one half a blank off too, but was not mended."""
    at, mended_at = 0, {text.rfind("\n", 0, e.start) + 1 for e in edits}
    for line in text.split("\n"):
        head = _TO_ASCII.match(line.strip(" \t"), 0, _HEAD)
        swallowed = _SWALLOWED.match(line)
        if at not in mended_at and (swallowed or (head and _average(head[0], words) > _ODD_HEAD)):
            yield PageDoubt(at, at + len(line), RULE, _UNREAD)
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
