"""From a reading of a torn stretch to edits: the likeliest text, a doubt where another is possible, □ where none is.

At each place where rivals came near, both models are asked: the character
model by its lead, the word model by what the surroundings cost with either
text. The weights turn that into log-odds; they were fitted on 7,700 rivals at
torn places of news and reports where the true text was one of the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from scraper.model import Edit, PageDoubt
from scraper.repair.path import Reading, Rival
from scraper.repair.words import word_cost
from scraper.script import turn_char

LOST = "□"
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
STOPS = frozenset("。，、：；！？")
_LEAD, _WORDS, _LONGER, _MARKS = 0.61, 0.57, -0.29, 1.05
"""Log-odds for the reading: of its lead, of how much dearer the rival's words are, and for each character and each
mark that the rival has more. Word counts know little of what goes between words: readings with fewer
characters and with more marks look likelier than they are."""
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_AROUND = 6
"""So many characters on both sides are cut into words."""
_SURE_HEAD, _SURE = 0.965, 0.9975
"""A place that is less likely than this bears a doubt: the head of a torn stretch, where one byte of the character is
told and the rest follows from it, and a place within, where a pair fell away: the odds look better there than they are
(of those between .96 and .9975 one in eight was wrong)."""
_ODD_GAP, _ODD, _ODD_SHARE = 9.0, 12.0, 0.8
"""A character that costs so much beside a pair that fell away, or anywhere, bears a doubt though it has no rival: one
in five such was wrong."""
_THIN, _SHORT = 0.3, 2
"""So few characters that are less likely than this are not guessed."""
_TURN = -1.5
"""Only with such odds the second opinion overrules the first, but at the head, where the lost byte can be any."""
_NEGLIGIBLE, _SLIGHT = 0.02, 0.001
"""Rivals with less than such a share say nothing of how far a doubt reaches; where there are others, and at all."""
_MOST = .99
"""No reading is surer."""


class Place(NamedTuple):
    """Characters ``low`` to ``high`` of a reading should be ``text``, with this probability."""

    low: int
    high: int
    text: str
    share: float


def mended(text: str, start: int, found: Reading, context: str, rule: str, lost_rule: str,
           least: float = 0.0) -> tuple[list[Edit], list[PageDoubt]]:
    """The edits that make the stretch of ``text`` from ``start`` what was ``found``, and the doubts.

    ``context`` is the text before the stretch. What is less likely than ``least`` stays as it was with a doubt, one or
    two such characters as □.
    """
    starts = (start, *found.starts[1:], found.end)
    ends = text[found.end : found.end + 1] in ("", "\n", "\r")
    cells = list(found.text)
    doubtful = [Place(i, i + 1, LOST, 1.0) for i, c in enumerate(cells) if c == LOST]
    thin = max(_THIN, least)
    for place in _places(found, context, "\n" if ends else ""):
        new = LOST if place.share < thin and place.high - place.low <= _SHORT and place.text else place.text
        if place.low < place.high:
            cells[place.low : place.high] = [new, *[""] * (place.high - place.low - 1)]
        elif new:
            cells[max(0, place.low - 1)] += new
        if place.share < (_SURE if place.low else _SURE_HEAD):
            doubtful.append(place)
    doubtful += _odd(found)
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for low, high, share in _stretches(doubtful, len(cells), starts):
        a, b, part = starts[low], starts[high], "".join(cells[low:high])
        if share < 1.0:
            doubts.append(PageDoubt(a, b, rule, "more than one reading is possible"))
        elif LOST in part:
            doubts.append(PageDoubt(a, b, lost_rule, "a character was swallowed by the conversion"))
        else:
            b, part = _trimmed(text[a:b], b, part)
        if text[a:b] != part and (share >= least or LOST in part):
            edits.append(Edit(a, b, part, rule, round(min(_MOST, share), 3)))
    return edits, doubts


def _places(found: Reading, context: str, end: str) -> Iterator[Place]:
    """Where rivals came near: the likeliest text there, by both models, and its probability."""
    whole = _plain(context[-_AROUND:] + found.text) + end
    shift = len(context[-_AROUND:])
    groups: list[list[Rival]] = []
    high = -1
    for rival in sorted(dict.fromkeys(found.rivals), key=lambda r: (r.low, r.high)):
        if rival.low < high:
            groups[-1].append(rival)
        else:
            groups.append([rival])
        high = max(high, rival.high)
    for group in groups:
        odds = [_odds(r, whole, shift) for r in group]
        total = 1 + sum(math.exp(-o) for o in odds)
        best = min(range(len(group)), key=odds.__getitem__)
        chosen = group[best] if odds[best] < (_TURN if group[best].low else 0.0) else None
        share = math.exp(-odds[best] if chosen else 0.0) / total
        near = next((n for least in (_NEGLIGIBLE, _SLIGHT) if (n := [
            r for r, o in zip(group, odds, strict=True) if r is chosen or math.exp(-o) > least * total])), None)
        if near is None:
            continue
        low, high = min(r.low for r in near), max(r.high for r in near)
        if chosen:
            text = found.text[low : chosen.low] + chosen.text + found.text[chosen.high : high]
        else:
            text = found.text[low:high]
        yield Place(low, high, text, share)


def _odd(found: Reading) -> Iterator[Place]:
    """Characters that are too unlikely to be right, though nothing else was found."""
    starts = (None, *found.starts[1:], found.end)
    for i, cost in enumerate(found.costs):
        if cost >= _ODD_GAP and (cost >= _ODD or any(starts[k] == starts[k + 1] for k in range(max(1, i - 1), i + 2)
                                                    if k + 1 < len(starts))):
            yield Place(i, i + 1, found.text[i], _ODD_SHARE)


def _odds(rival: Rival, whole: str, shift: int) -> float:
    """Log-odds for what was read against a rival."""
    low, high, new = rival.low + shift, rival.high + shift, _plain(rival.text)
    old, left, right = whole[low:high], whole[max(0, low - _AROUND) : low], whole[high : high + _AROUND]
    dearer = word_cost(left + new + right) - word_cost(left + old + right)
    marks = sum(c in STOPS for c in new) - sum(c in STOPS for c in old)
    open_ends = _open_ends(whole[:low] + new + whole[high:]) - _open_ends(whole)
    return _LEAD * rival.lead + _WORDS * dearer + _LONGER * (len(new) - len(old)) + _MARKS * marks + 2 * open_ends


def _open_ends(text: str) -> int:
    """How many brackets and quotation marks have no partner, roughly."""
    return sum(abs(text.count(a) - text.count(b)) for a, b in _PAIRS)


@cache
def _plain(text: str) -> str:
    return turn_char(text.translate(WIDE))


def _stretches(doubtful: list[Place], size: int, starts: tuple[int, ...]) -> Iterator[tuple[int, int, float]]:
    """All characters in stretches, doubtful and sure ones in turn, each with observed text of its own."""
    merged: list[tuple[int, int, float]] = []
    for low, high, share in sorted(_widened(p, size, starts) for p in doubtful):
        if merged and low < merged[-1][1]:
            last = merged.pop()
            merged.append((last[0], max(last[1], high), min(last[2], share)))
        else:
            merged.append((low, high, share))
    at = 0
    for low, high, share in merged:
        if at < low:
            yield at, low, 1.0
        yield low, high, share
        at = high
    if at < size:
        yield at, size, 1.0


def _widened(place: Place, size: int, starts: tuple[int, ...]) -> tuple[int, int, float]:
    """A stretch that begins and ends between observed characters and holds at least one."""
    low, high = place.low, place.high
    while high < size and (starts[low] == starts[high] or (high and starts[high] == starts[high - 1])):
        high += 1
    while low and (starts[low] == starts[high] or starts[low] == starts[low - 1]):
        low -= 1
    return low, high, place.share


def _trimmed(old: str, end: int, new: str) -> tuple[int, str]:
    """The end of an edit and its text without what stays behind it; some observed text is left to hang it on."""
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    if same == len(old) < len(new):
        same -= 1
    return end - same, new[: len(new) - same]
