"""The character model: how likely a character follows two others, and which syllables a character has.

Built by ``scripts/build_language_model.py`` from word counts, so it knows the
inside of words; between words it steps from the end of one to the start of
the next. Loaded only when a page needs it.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_MARKS = {"，": 0.08, "。": 0.05, "、": 0.04, "“": 0.012, "”": 0.012, "：": 0.008, "；": 0.008, "《": 0.004,
          "》": 0.004, "（": 0.004, "）": 0.004, "！": 0.004, "？": 0.002, "\n": 0.02}
"""Share of a mark behind a finished word, as counted roughly in reports."""
_BESIDE = {
    ("。", "”"): 0.12, ("！", "”"): 0.2, ("？", "”"): 0.2, ("，", "”"): 0.004, ("…", "”"): 0.1, ("”", "。"): 0.06,
    ("”", "“"): 0.02, ("》", "《"): 0.02, ("：", "“"): 0.2, ("、", "“"): 0.06, ("、", "《"): 0.03, ("，", "“"): 0.02,
    ("。", "“"): 0.03, ("。", "\n"): 0.2, ("！", "\n"): 0.3, ("？", "\n"): 0.2, ("：", "\n"): 0.2, ("”", "\n"): 0.04,
    ("）", "\n"): 0.05, ("》", "\n"): 0.02, ("”", "）"): 0.01, ("》", "）"): 0.01, ("）", "”"): 0.004,
    ("》", "”"): 0.004, ("（", "《"): 0.01, ("（", "“"): 0.01, ("“", "《"): 0.005, ("）", "。"): 0.08,
    ("）", "，"): 0.1, ("》", "，"): 0.08,
    ("》", "。"): 0.05, ("》", "、"): 0.08, ("”", "，"): 0.12, ("”", "、"): 0.08, ("”", "；"): 0.01, ("…", "…"): 0.5,
    ("—", "—"): 0.5,
}
"""Share of a mark behind another, counted roughly in reports and news."""
_OTHER_MARK = 0.0002
_RARE_MARK = 0.000005
_USUAL = frozenset("　…—·％〔〕【】〈〉「」『』‘’×□○〇①②③④⑤⑥⑦⑧⑨⑩～")
_NUMBERS = frozenset("一二三四五六七八九十")
_UNCLOSED = 0.05
"""A heading's number is closed at once: （三）."""
_BOUND = frozenset("在把将和与及或对为从向于是都也很更最又再就才并而但且被让使由以不没未各每该这那其所要能可会应须已正"
                   "刚只仅曾若如因虽即乃则跟给按据凭比越太真挺极甚颇较稍略还却竟究便凡")
"""Words that lean on the next one: a mark behind them is rare."""
_LEANING = 0.06
_AFTER = frozenset("的了着过们吗呢吧之性化者们得地里上下中内外")
"""Words that lean on the one before: rare behind a mark."""
_IN_WORDS = 1 - sum(_MARKS.values())
_TRIPLE = 0.6
"""Weight of the longer memory against the shorter."""
_OWN, _UNSEEN = 0.3, 5.0
"""Weight of the page's own pairs; so many more of each character are supposed."""
_FIRSTS = 1_000
"""The pairs of so many characters are kept at hand."""
_KEPT = 20_000
"""So many contexts are remembered."""
_CLEAR = frozenset("，。、：；！？“《（\n")
_OPENING, _CLOSING = frozenset("“《（‘"), frozenset("”》）’，。、：；！？\n")


class _Context(NamedTuple):
    """Two characters and where the model tells what follows them."""

    before: str
    previous: str
    number: int | None
    """Of the second one."""
    pairs: Mapping[int, float]
    """The pairs that begin with it, by the number of their second character."""
    at: int
    """The pair that both are, or -1."""
    runs: dict[int, float]
    """The triples that begin with both, by the number of the third."""
    begin: float = 0.0
    """Weight of the words that begin with a character ..."""
    pair: float = 0.0
    """... of the pair it makes with the second one ..."""
    run: float = 0.0
    """... and of the triple with both."""


@dataclass(slots=True)
class Model:
    """Counts of the word list."""

    chars: str
    number: dict[str, int]
    single: list[float]
    start: list[float]
    end: list[float]
    pairs: array[int]
    pair: list[float]
    last: list[float]
    triples: array[int]
    triple: list[float]
    total: float
    begins: list[float]
    """The probability that a word begins with the character, where no word goes on."""
    known: dict[int, Mapping[int, float]] = field(default_factory=dict)
    """Pairs by their first character, as far as they were asked for."""

    def share(self, before: str, previous: str, char: str) -> float:
        """The probability of ``char`` behind ``before`` and ``previous`` (simplified)."""
        return self.follows(self.context(before, previous), char)

    def context(self, before: str, previous: str) -> _Context:
        """What is the same for all that may follow two characters."""
        p, b = self.number.get(previous), self.number.get(before)
        if p is None:
            return _Context(before, previous, p, {}, -1, {})
        at = -1 if b is None else _find(self.pairs, b << 14 | p)
        runs: dict[int, float] = {}
        if b is not None and at >= 0:
            first = b << 28 | p << 14
            low = bisect_left(self.triples, first)
            high = bisect_left(self.triples, first + (1 << 14), low)
            runs = dict(zip((t - first for t in self.triples[low:high]), self.triple[low:high], strict=True))
        begin, pair, run = (self.end[p] + 0.01) / self.single[p], 1 / self.single[p], 0.0
        if at >= 0:
            begin = (1 - _TRIPLE) * begin + _TRIPLE * self.last[at] / self.pair[at]
            pair, run = (1 - _TRIPLE) * pair, _TRIPLE / self.pair[at]
        return _Context(before, previous, p, self._pairs_of(p), at, runs, begin, pair, run)

    def _pairs_of(self, p: int) -> Mapping[int, float]:
        """The pairs that begin with a character, by the number of the second one."""
        known = self.known.get(p)
        if known is None:
            if len(self.known) > _FIRSTS:
                self.known.clear()
            low, high = bisect_left(self.pairs, p << 14), bisect_left(self.pairs, p + 1 << 14)
            known = self.known[p] = dict(zip((k - (p << 14) for k in self.pairs[low:high]), self.pair[low:high],
                                             strict=True))
        return known

    def goes_on(self, previous: str) -> tuple[str, ...]:
        """The characters that stand behind another inside words."""
        p = self.number.get(previous)
        return () if p is None else tuple(self.chars[c] for c in self._pairs_of(p))

    def follows(self, context: _Context, char: str) -> float:
        """The probability of ``char`` in a context."""
        before, previous, p, *_ = context
        if previous == "（" and char in _NUMBERS:
            return 0.05
        if before == "（" and previous in _NUMBERS and char == "）":
            return 0.8
        c = self.number.get(char)
        if c is None and "\u3400" <= char <= "\u9fff":
            return 0.1 / self.total
        if c is None:
            if p is None and (beside := _BESIDE.get((previous, char))):
                return beside
            if (char in _CLOSING and previous in _OPENING) or (char in _CLOSING and previous in "，。、：；\n"):
                return _OTHER_MARK
            ends = 1.0 if p is None else max(self.end[p], 0.2) / self.single[p]
            if previous in _BOUND and not self._closes(before, p):
                ends *= _LEANING
            return ends * _MARKS.get(char, _OTHER_MARK if char.isascii() or char in _USUAL else _RARE_MARK)
        begins = self.begins[c]
        if p is None:
            return begins * (_LEANING if char in _AFTER and previous in _CLEAR else 1.0)
        unclosed = _UNCLOSED if before == "（" and previous in _NUMBERS and char not in _NUMBERS else 1.0
        return unclosed * _counted(context, begins, c)

    def _closes(self, before: str, p: int | None) -> bool:
        """Whether ``before`` and the character of number ``p`` often are the end of a word (存在)."""
        b = self.number.get(before)
        if b is None or p is None or (at := _find(self.pairs, b << 14 | p)) < 0:
            return False
        return self.last[at] > 0.02 * min(self.single[p], self.single[b])


def _counted(context: _Context, begins: float, c: int) -> float:
    """The probability of the character of number ``c`` by its counts; ``begins``: where no word goes on."""
    return context.begin * begins + context.pair * context.pairs.get(c, 0.0) + context.run * context.runs.get(c, 0.0)


class PageModel:
    """The character model, with the page's own pairs beside it: a paper uses its words again and again."""

    def __init__(self, text: str) -> None:
        """``text``: the page in simplified script, as far as it is undamaged."""
        self.pairs = Counter(map(str.__add__, text, text[1:]))
        self.single = Counter(text)
        self._known: dict[tuple[str, str], Behind] = {}

    def score(self, before: str, previous: str, char: str) -> float:
        """Natural logarithm of the probability of ``char`` behind ``before`` and ``previous`` (simplified)."""
        return self.behind(before, previous)[char]

    def behind(self, before: str, previous: str) -> Behind:
        """The same for all characters behind the two."""
        found = self._known.get((before, previous))
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[before, previous] = Behind(self, before, previous)
        return found


class Behind(dict[str, float]):
    """Natural logarithms of the probabilities behind two characters, each worked out when it is asked for."""

    __slots__ = ("_context", "_inside", "_model", "_own", "_previous", "_weight")

    def __init__(self, page: PageModel, before: str, previous: str) -> None:
        self._model = model()
        self._context = self._model.context(before, previous)
        self._inside = self._context.number is not None and before != "（"
        """Whether all characters of the model follow by their counts alone."""
        self._previous, self._own = previous, page.pairs
        self._weight = page.single[previous] + _UNSEEN

    def __missing__(self, char: str) -> float:
        words, context = self._model, self._context
        c = words.number.get(char) if self._inside else None
        share = words.follows(context, char) if c is None else _counted(context, words.begins[c], c)
        share *= 1 - _OWN
        if count := self._own.get(self._previous + char):
            share += _OWN * count / self._weight
        found = self[char] = math.log(share)
        return found


def mark_share(previous: str, char: str) -> float:
    """The share of a mark behind a finished word or another mark."""
    beside = _BESIDE.get((previous, char))
    return beside or _MARKS.get(char, _OTHER_MARK if char.isascii() or char in _USUAL else _RARE_MARK)


def _find(keys: array[int], key: int) -> int:
    at = bisect_left(keys, key)
    return at if at < len(keys) and keys[at] == key else -1


def numbers(kind: str, data: bytes) -> array[int]:
    """Little-endian numbers of a data file."""
    out = array(kind, data)
    if sys.byteorder == "big":
        out.byteswap()
    return out


@cache
def model() -> Model:
    """The model, read once."""
    data = files("scraper.repair").joinpath("characters.bin").read_bytes()
    line, _, packed = data.partition(b"\n")
    header, raw = json.loads(line), zlib.decompress(packed)
    parts, at = [], 0
    for size in header["parts"]:
        parts.append(raw[at : at + size])
        at += size
    weight = [0.0] + [math.exp((i - 1) / header["scale"]) for i in range(1, 256)]
    single, start, end, pair, last, triple = (list(map(weight.__getitem__, parts[i])) for i in (1, 2, 3, 5, 6, 8))
    chars = parts[0].decode("utf-16-le")
    return Model(chars, {c: i for i, c in enumerate(chars)}, single, start, end,
                 numbers("I", parts[4]), pair, last, numbers("Q", parts[7]), triple, header["total"],
                 [max(s, 0.3) / header["total"] * _IN_WORDS for s in start])


@cache
def readings() -> dict[str, frozenset[str]]:
    """The GBK characters of each syllable, written with tone marks."""
    lines = files("scraper.repair").joinpath("readings.txt").read_text("utf-8").splitlines()
    return {sound: frozenset(chars) for sound, _, chars in (line.partition(" ") for line in lines)}


_PLAIN = str.maketrans("ɑɡăĕĭŏŭêńňǹḿɩ", "agǎěǐǒǔêńňǹḿi")


@lru_cache(4096)
def syllable(text: str) -> str:
    """A syllable as :func:`readings` writes it: one code point a letter, no blanks, usual letters.

    >>> syllable(" guānɡ "), syllable("lùe"), syllable("nv̌")
    ('guāng', 'lüè', 'nǚ')
    """
    plain = unicodedata.normalize("NFC", text.replace("v", "ü")).strip().lower().translate(_PLAIN)
    return {"lùe": "lüè", "nùe": "nüè", "lüe": "lüè", "nüe": "nüè", "luè": "lüè", "nuè": "nüè"}.get(plain, plain)


def has_reading(char: str, sound: str) -> bool:
    """Whether ``sound`` (as :func:`syllable` gives it) is a reading of ``char``.

    >>> has_reading("業", "yè"), has_reading("业", "gōng")
    (True, False)
    """
    return char in readings().get(sound, ())
