"""The word model: what a stretch of text costs when it is cut into the likeliest words.

The second opinion on a doubtful place. The character model steps from one
character to the next and cannot tell that in 改造福控 the 造 is wanted twice;
a cut into words can: 改造 + 。 + 控制 is cheaper than 改 + 造福 + 控制.
Counts of words up to four characters, built by ``scripts/build_language_model.py``.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from scraper.repair.language import mark_share, numbers

_LONGEST = 4
_UNKNOWN = 0.05
"""The count of a character that is no word of the list."""


@dataclass(frozen=True, slots=True)
class _Words:
    keys: array[int]
    counts: bytes
    scale: float
    total: float


@cache
def _words() -> _Words:
    line, _, packed = files("scraper.repair").joinpath("words.bin").read_bytes().partition(b"\n")
    header, raw = json.loads(line), zlib.decompress(packed)
    size = 4 * header["words"]
    return _Words(numbers("I", raw[:size]), raw[size:], header["scale"], math.log(header["total"]))


@lru_cache(20_000)
def _cost(word: str) -> float | None:
    """Natural logarithm of how rare a word is; none if the list does not hold it."""
    words = _words()
    key = zlib.crc32(word.encode("utf-16-le"))
    at = bisect_left(words.keys, key)
    if at < len(words.keys) and words.keys[at] == key:
        return words.total - (words.counts[at] - 1) / words.scale
    return words.total - math.log(_UNKNOWN) if len(word) == 1 else None


def word_cost(text: str) -> float:
    """What ``text`` (simplified, full-width marks) costs as words and marks.

    >>> word_cost("改造。控制") < word_cost("改造福控制")
    True
    """
    best = [0.0] + [math.inf] * len(text)
    for i, c in enumerate(text):
        if not "\u4e00" <= c <= "\u9fff":
            best[i + 1] = min(best[i + 1], best[i] - math.log(mark_share(text[i - 1] if i else "", c)))
            continue
        for size in range(1, min(_LONGEST, len(text) - i) + 1):
            cost = _cost(text[i : i + size])
            if cost is not None:
                best[i + size] = min(best[i + size], best[i] + cost)
    return best[-1]
