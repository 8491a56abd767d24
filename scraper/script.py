"""Script: traditional to simplified, character for character, and which script a text is written in.

The tables are OpenCC's (the files of ``opencc-python-reimplemented``, first
choice of each entry, leftmost longest phrase first, as OpenCC does it), with
the rows of ``script_words.toml`` on top. Every entry of both keeps the number
of code points, so the turn keeps offsets; a test holds that.

A sentence is turned whole only if it is written in traditional script. In a
simplified sentence, characters that simplified script has too stay as they
are: 著 in 显著, 乾 in 乾隆, 徵 in 宫商角徵羽, 昇 in a name. A sentence without a
sign of either script goes with what stands around it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from archive.model import Script

_STOPS = "。！？!?；;\n\r"
_SENTENCE = re.compile(f"[^{_STOPS}]+")
_LONG = 1000
"""Characters from which the sentences to be looked at are found by the numbers of their characters."""
_TURNED, _STOP = 1, 2
_AMBIGUOUS = frozenset("乾著瞭徵於夥藉麽麼摺吒甯捱菸薹醣麴榘氾鉅昇陞祇菉蒐甦脩剋絜祕釐邨覆沈牴鍾濛彷籌畫")
"""Traditional forms that simplified script knows as well, in other words or in names
(GB 2312 and the names of the General Standard list of 2013)."""
_ALWAYS = "陞甦剋"
"""Ambiguous characters with words of their own that are turned in simplified sentences too."""
_MIXED = 0.1
_AROUND = 200
"""So many characters on both sides tell the script of a sentence that does not tell it itself."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by their first character, the longest of each, and the pattern of the first characters."""

    words: dict[str, dict[str, str]]
    longest: dict[str, int]
    first: re.Pattern[str]

    @classmethod
    def of(cls, table: dict[str, str]) -> _Phrases:
        words: dict[str, dict[str, str]] = {}
        for old, new in table.items():
            words.setdefault(old[0], {})[old] = new
        return cls(words, {k: max(map(len, v)) for k, v in words.items()}, re.compile(f"[{''.join(words)}]"))


@dataclass(frozen=True, slots=True)
class _Tables:
    chars: dict[int, str]
    phrases: _Phrases
    """For traditional sentences."""
    always: _Phrases
    """For simplified ones."""
    hant: frozenset[str]
    """Characters that only traditional script has."""
    hans: frozenset[str]
    plain: dict[int, str]
    """``chars`` of ``hant`` alone."""
    touched: frozenset[str]
    """A text without any of these stays as it is."""


@cache
def _tables() -> _Tables:
    at = files("opencc") / "dictionary"
    chars, phrases, back = (_read(at.joinpath(f"{name}.txt").read_text("utf-8"))
                            for name in ("TSCharacters", "TSPhrases", "STCharacters"))
    turn, words = {k: v[0] for k, v in chars.items()}, {k: v[0] for k, v in phrases.items()}
    always: dict[str, str] = {}
    other: set[str] = set()
    for row in tomllib.loads(files("scraper").joinpath("script_words.toml").read_text("utf-8"))["word"]:
        turn.update({k: v for k, v in row["turn"].items() if len(k) == 1})
        own = {k: v for k, v in row["turn"].items() if len(k) > 1}
        other.update("".join(own))
        stay = _AMBIGUOUS.union(row["turn"])
        own.update({word: "".join(c if c in stay else turn.get(c, c) for c in word) for word in row.get("keep", ())})
        words.update(own)
        always.update(own if row.get("always") else {})
    turn = {k: v for k, v in turn.items() if k != v}
    hans = frozenset(k for k, v in back.items() if k not in v and k not in other)
    hant = frozenset(k for k in turn if k not in _AMBIGUOUS and k not in hans)
    table = {ord(k): v for k, v in turn.items()}
    return _Tables(table, _Phrases.of(words), _Phrases.of(always), hant, hans,
                   {ord(c): turn[c] for c in hant}, hant | frozenset(_ALWAYS))


def _read(table: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in table.splitlines() if line)
    return {row[0]: row[1].split(" ") for row in rows}


def simplify(text: str) -> str:
    """Simplified script; keeps the length, code point by code point.

    >>> simplify("圍繞著工作,總結顯著成績,乾隆年間")
    '围绕着工作,总结显著成绩,乾隆年间'
    >>> simplify("显著 著作 乾隆 瞭望 于 余")
    '显著 著作 乾隆 瞭望 于 余'
    """
    if _tables().touched.isdisjoint(text):
        return text
    if len(text) < _LONG:
        return _SENTENCE.sub(_sentence, text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    kinds = _kinds().take(codes)
    stops = np.flatnonzero(kinds == _STOP)
    edges = np.concatenate([[-1], stops])
    parts: list[str] = []
    at = 0
    for start in (edges[np.unique(np.searchsorted(stops, np.flatnonzero(kinds == _TURNED)))] + 1).tolist():
        match = _SENTENCE.match(text, start)
        assert match is not None
        parts += (text[at:start], _sentence(match))
        at = match.end()
    return "".join([*parts, text[at:]])


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each code point is to :func:`simplify`: an end of sentences, one that may be turned, or nothing."""
    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    kinds[[ord(c) for c in _tables().touched | _AMBIGUOUS]] = _TURNED
    kinds[[ord(c) for c in _STOPS]] = _STOP
    return kinds


def _sentence(match: re.Match[str]) -> str:
    text = match[0]
    t = _tables()
    if t.touched.isdisjoint(text):
        return text if _AMBIGUOUS.isdisjoint(text) or not _beside_hant(match) else _turn(text, t.phrases, t.chars)
    if _count(text, t.hant) > _count(text, t.hans):
        return _turn(text, t.phrases, t.chars)
    return _turn(text, t.always, t.plain)


def _beside_hant(match: re.Match[str]) -> bool:
    """Whether a sentence that bears no sign of either script stands in traditional text."""
    t = _tables()
    if not t.hans.isdisjoint(match[0]):
        return False
    start, end = match.span()
    around = match.string[max(0, start - _AROUND) : end + _AROUND]
    return _count(around, t.hant) > _count(around, t.hans)


def _count(text: str, chars: frozenset[str]) -> int:
    return sum(map(chars.__contains__, text))


def _turn(text: str, phrases: _Phrases, chars: dict[int, str]) -> str:
    """Leftmost longest phrases, ``chars`` between them."""
    out, at = [], 0
    for m in phrases.first.finditer(text):
        start = m.start()
        if start < at:
            continue
        known = phrases.words[m[0]]
        for size in range(min(phrases.longest[m[0]], len(text) - start), 1, -1):
            new = known.get(text[start : start + size])
            if new is not None:
                out += [text[at:start].translate(chars), new]
                at = start + size
                break
    return "".join([*out, text[at:].translate(chars)])


def turn_char(char: str) -> str:
    """The simplified form of each character by itself, whatever stands beside it; quick."""
    return char.translate(_tables().chars)


@cache
def alike() -> dict[int, str]:
    """One character for all that a character can be turned into, whatever word or text it stands in (昇 沈 夥 著).

    >>> "昇沈夥著升沉伙着".translate(alike())
    '升沉伙着升沉伙着'
    """
    t, other = _tables(), {"著": "着"}

    def last(char: str) -> str:
        while char in other:
            char = other[char]
        return char

    words = (word for table in (t.phrases, t.always) for group in table.words.values() for word in group.items())
    pairs = {pair for old, new in words for pair in zip(old, new, strict=True)}
    for old, new in (*((chr(k), v) for k, v in t.chars.items()), *sorted(pairs)):
        if last(old) != last(new):
            other[last(old)] = last(new)
    return {ord(c): last(c) for c in other}


def hans_only(char: str) -> bool:
    """Whether a character stands in simplified text alone (们, not 于).

    >>> hans_only("们"), hans_only("于")
    (True, False)
    """
    return char in _tables().hans


def script_of(text: str) -> Script:
    """``hans``, ``hant`` or ``mixed``: the script a text is written in, by the characters only one of them has.

    Text turned one to one (于 余 里 后 kept) is traditional; a tenth of the other script makes it mixed.

    >>> script_of("工會工作總結"), script_of("工会工作总结"), script_of("工會的工作总结"), script_of("2013")
    ('hant', 'hans', 'mixed', 'hans')
    """
    if _tables().hant.isdisjoint(text):
        return "hans"
    shown = Counter(text)
    hant, hans = (sum(shown[c] for c in chars.intersection(shown)) for chars in (_tables().hant, _tables().hans))
    if hant <= hans * _MIXED / (1 - _MIXED):
        return "hans"
    return "hant" if hans <= hant * _MIXED / (1 - _MIXED) else "mixed"
