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

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.byte_path import LOST, WIDE, Reader, Reading
from scraper.repair.language import PageModel, readings
from scraper.repair.notes import NOTE, learn
from scraper.script import script_of, turn_char

RULE = "repair.slip"
LOST_RULE = "repair.lost"
_START = re.compile(r"(?<=[^\s?？])[?？\ufffd](?=[ \u00a0]?[a-zɡɑāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[ \u00a0]?[)）]"
                    r"|[!,:;?！，：；？、])")
_TORN = re.compile(r"[?？\ufffd][^,，。\n]*")
_LONGEST, _ENOUGH = 300, 200_000
_VAIN = 100
"""After so many question marks that were no slips a page is taken to have no more."""
_POOR = 1.0
"""A reading whose lead is smaller is a guess."""


def find(text: str) -> Repairs:
    """Torn stretches put together again; lost characters as □ with a doubt."""
    first = _START.search(text) if any(c in text for c in "?？\ufffd") else None
    listed = learn(text) if first else None
    if first is None or listed is None:
        return Repairs()
    sounds = readings()

    def annotated(sound: str) -> frozenset[str]:
        return listed.first_bytes(sound) or sounds.get(sound, frozenset())

    reader = Reader(text, annotated, PageModel(_sound(text)).score, script_of(text) == "hant")
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    match: re.Match[str] | None = first
    vain = 0
    while match and vain < _VAIN:
        start, stop = match.start(), _line_end(text, match.start())
        done = edits[-1].end if edits else 0
        found = reader.read(start, stop, _context(text, start, edits))
        end = start + 1
        vain += 1
        if found:
            edit, lost = _edit(text, start, found)
            if edit and edit.start >= done:
                edits.append(edit)
                doubts += lost
                end, vain = max(end, edit.end), 0
        match = _START.search(text, end)
    return Repairs(tuple(edits), tuple(doubts))


def _sound(text: str) -> str:
    """The beginning of the page without notes and torn stretches, simplified."""
    return turn_char(_TORN.sub("\n", NOTE.sub("", text[:_ENOUGH])).translate(WIDE))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return min(len(text) if end < 0 else end, at + _LONGEST)


def _context(text: str, start: int, edits: list[Edit]) -> str:
    """The characters before a slip, without the notes."""
    if edits and edits[-1].end == start:
        return edits[-1].text[-2:]
    return NOTE.sub("", text[max(0, start - 30) : start])[-2:]


def _edit(text: str, start: int, found: Reading) -> tuple[Edit | None, list[PageDoubt]]:
    """The edit without the tail that stays, and a doubt for each lost character."""
    old, new = text[start : found.end], found.text
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    old, new = old[: len(old) - same], new[: len(new) - same]
    if not old:
        return None, []
    sure = round(1 - 0.5 * 2.718 ** -min(found.gap, 9), 3)
    end = start + len(old)
    doubts = [PageDoubt(start, end, LOST_RULE, "a character was swallowed by the conversion")] * new.count(LOST)
    if found.gap < _POOR:
        doubts.append(PageDoubt(start, end, RULE, "more than one reading is possible"))
    return Edit(start, end, new, RULE, sure), doubts
