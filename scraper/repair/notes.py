"""Pinyin that a converter wrote behind characters: 總結(jié), 絡(luò ).

Two kinds of pages. A site with a fixed list annotates the same traditional
characters wherever they stand; a cloaking site strews toned readings over
common characters. The first is traditional text, the second mostly. A bracket
falls only where the syllable is a reading of the character before it, and
never on pages that teach pronunciation: those where most characters bear one,
and simplified ones but where notes stand inside words behind characters that
nobody glosses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from scraper.model import Edit, Repairs
from scraper.repair.language import has_reading, model, readings, syllable
from scraper.script import script_of, simplify, turn_char

RULE = "repair.annotation"
_BRACKET = (r"[ \u00a0\u3000]?[(（][ \u00a0\u3000]*"
            r"([a-zɡɑüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ\u0300\u0301\u0304\u0308\u030c]{1,8})[ \u00a0\u3000]*[)）]")
BRACKET = re.compile(_BRACKET)
NOTE = re.compile(r"(?<=[\u3400-\u9fff])" + _BRACKET)
"""Behind a character that can bear it; in a torn stretch the character before it may be torn too."""
_ANY = re.compile(_BRACKET.partition("?")[2])
"""A note wherever it stands: the cheap question first."""
SIGN = re.compile("[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
_LESSON = 0.5
"""From this share of annotated ideographs on a page teaches pronunciation."""
_COMMON = 50_000
"""A character with so large a count (the 500 commonest) is known to every reader."""
_STREWN = 5
"""So many different characters without a traditional form make a strewn page."""


_INSIDE = re.compile(r"(?<=[\u3400-\u9fff)）][\u3400-\u9fff])" + _BRACKET + r"(?=[\u3400-\u9fff])")
_ALONE, _FAMILIAR, _WITHIN, _RIGHT = 8, 5, 0.5, 0.9
"""On a simplified page so many notes, behind so many different characters that nobody glosses, so large a share of
them inside of the text and so large a share right readings, are damage."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a page annotates: how often each character with each syllable."""

    counts: Counter[tuple[str, str]]
    strewn: bool

    def first_bytes(self, sound: str) -> frozenset[str]:
        """The characters annotated with ``sound``."""
        return frozenset(c for c, s in self.counts if s == sound)


def learn(text: str) -> Listed | None:
    """What the converter annotated on this page; none if the page was not converted.

    A single character that simplified script has too may be glossed by an
    author (郴(chēn)州): it counts only on a strewn page.
    """
    counts = _readings(text)
    turned = sum(n for (c, _), n in counts.items() if simplify(c) != c)
    if not turned or (turned < 2 and not any(_never_glossed(c) for c, _ in counts)):
        return None
    # The frame of the page may be in simplified script: its lines have no say.
    noted = _noted(text)
    if script_of(noted) == "hans" or _teaches(counts, noted):
        return None
    plain = {c for c, _ in counts if simplify(c) == c}
    strewn = len(plain) >= _STREWN and len(plain) > 0.1 * len(counts)
    return Listed(counts if strewn else Counter({k: n for k, n in counts.items() if k[0] not in plain}), strewn)


def _readings(text: str) -> Counter[tuple[str, str]]:
    """How often each character bears each of its readings."""
    counts: Counter[tuple[str, str]] = Counter()
    shown = Counter((text[m.start() - 1], m[1]) for m in NOTE.finditer(text))
    for (char, note), number in shown.items():
        sound = syllable(note)
        if has_reading(char, sound):
            counts[char, sound] += number
    return counts


def _noted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if NOTE.search(line))


def _teaches(counts: Counter[tuple[str, str]], noted: str) -> bool:
    return counts.total() > _LESSON * (len(noted) - len(_IDEOGRAPHS.sub("", noted)))


def _never_glossed(char: str) -> bool:
    """Whether no author tells how to read a character: a common traditional one with one reading."""
    return turn_char(char) != char and _familiar(char)


def _familiar(char: str) -> bool:
    number = model().number.get(turn_char(char))
    common = number is not None and model().single[number] > _COMMON
    return common and sum(char in chars for chars in readings().values()) == 1


def _strewn(text: str) -> Counter[tuple[str, str]]:
    """The notes of a simplified page over which they were strewn; none if it is another page."""
    all_told, inside = sum(1 for _ in NOTE.finditer(text)), sum(1 for _ in _INSIDE.finditer(text))
    if all_told < _ALONE or inside < _WITHIN * all_told:
        return Counter()
    counts = _readings(text)
    if counts.total() < _RIGHT * all_told or _teaches(counts, _noted(text)):
        return Counter()
    return counts if sum(map(_familiar, {c for c, _ in counts})) >= _FAMILIAR else Counter()


def find(text: str) -> Repairs:
    """The brackets taken out."""
    if not _ANY.search(text) or not NOTE.search(text):
        return Repairs()
    listed = learn(text)
    counts = listed.counts if listed else _strewn(text)
    return Repairs(tuple(Edit(m.start(), m.end(), "", RULE, 0.99) for m in NOTE.finditer(text)
                         if (text[m.start() - 1], syllable(m[1])) in counts))
