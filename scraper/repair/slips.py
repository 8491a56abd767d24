"""Byte slips: a converter that looked for its characters byte by byte put ``(pinyin)`` into the middle of others.

    變為經濟   D783 9EE9 BD9B ..      the bytes 83 9E are 優, a listed character
    -> D783 9E 28 yōu 29 E9BD ..  =  變?yōu)榻 ...

From there on every byte pair is torn apart up to the next ASCII byte. The
same happens without any pinyin where full-width marks were cut out by their
bytes (校” D0A3 A1B1 -> ?！...). Only pages that bear the converter's notes
are read so; a question mark that makes better sense as one stays.
"""

from __future__ import annotations

import re
from functools import cache

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.byte_path import Reader
from scraper.repair.doubtful import LOST, WIDE, mended
from scraper.repair.language import PageModel, readings
from scraper.repair.notes import NOTE, learn
from scraper.script import script_of, turn_char

RULE = "repair.slip"
LOST_RULE = "repair.lost"
_START = re.compile(r"[?？\ufffd](?<=[^\s?？].)(?=[ \u00a0]?[a-zɡɑāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[ \u00a0]?[)）]"
                    r"|[!,:;?！，：；？、])")
SIGN = re.compile("[?？\ufffd]")
_TORN = re.compile(r"[?？\ufffd][^,，。\n]*")
_LONGEST, _ENOUGH = 300, 200_000
_VAIN = 100
"""After so many question marks that were no slips a page is taken to have no more."""
_MOST = 30_000
"""So many paths (some three seconds) are tried for a page; what is torn behind them is only doubted."""
_HOLES, _NEAR, _DENSE, _FEW = frozenset("?？\ufffd"), 24, 1 / 3, 4
"""Where more than a third of so many characters on both sides are holes, and more than a few, more is gone than
halves of characters."""
_CERTAIN = re.compile(r"[?？\ufffd][ \u00a0]?[a-zɡɑāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）]")


def find(text: str) -> Repairs:
    """Torn stretches put together again; lost characters as □ with a doubt."""
    first = _START.search(text)
    listed = learn(text) if first else None
    if first is None or listed is None:
        return Repairs()
    sounds = readings()

    @cache
    def annotated(sound: str) -> frozenset[str]:
        """Listed characters with a reading; others only for first bytes that no listed one has."""
        known = listed.first_bytes(sound)
        taken = {c.encode("gbk")[0] for c in known}
        others = (c for c in sounds.get(sound, ()) if turn_char(c) != c)
        return known | frozenset(c for c in others if c.encode("gbk")[0] not in taken)

    reader = Reader(text, annotated, PageModel(_sound(text)), script_of(text) == "hant")
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    match: re.Match[str] | None = first
    vain = 0
    while match and vain < _VAIN and reader.spent < _MOST:
        start, stop = match.start(), _line_end(text, match.start())
        if _dense(text[max(start - _NEAR, text.rfind("\n", 0, start) + 1) : min(stop, start + _NEAR)]):
            match = _START.search(text, start + 1)
            continue
        done = edits[-1].end if edits else 0
        context = _context(text, start, edits)
        found = reader.read(start, stop, context)
        end = start + 1
        vain += 1
        if found and not _dense(found.text):
            new, told = mended(text, start, found, context, RULE, LOST_RULE)
            if new and new[0].start >= done:
                edits += new
                doubts += told
                end, vain = max(end, new[-1].end), 0
        match = _START.search(text, end)
    if match and reader.spent >= _MOST:
        doubts += [PageDoubt(m.start(), m.end(), RULE, "a torn place on a page with too many of them to read all")
                   for m in _CERTAIN.finditer(text, match.start())]
    return Repairs(tuple(edits), tuple(doubts))


def _dense(text: str) -> bool:
    """Whether so much of a text is lost that no reading can be trusted."""
    holes = sum(c in _HOLES or c == LOST for c in text)
    return holes > max(_FEW, _DENSE * len(text))


def _sound(text: str) -> str:
    """The beginning of the page without notes and torn stretches, simplified."""
    return turn_char(_TORN.sub("\n", NOTE.sub("", text[:_ENOUGH])).translate(WIDE))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return min(len(text) if end < 0 else end, at + _LONGEST)


def _context(text: str, start: int, edits: list[Edit]) -> str:
    """The line before a slip as mended so far, without the notes."""
    low = max(text.rfind("\n", 0, start) + 1, start - _LONGEST)
    parts: list[str] = []
    at = start
    for e in reversed(edits):
        if e.end <= low:
            break
        parts += [NOTE.sub("", text[e.end : at]), e.text]
        at = e.start
    parts.append(NOTE.sub("", text[low:at]))
    return "".join(reversed(parts))
