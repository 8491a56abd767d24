"""Fingerprints of texts: what finds texts that have a run of letters in common.

A text is folded to its letters and digits, cut into grams of 8, each hashed,
and of every ``window`` neighbours the smallest hash is kept (winnowing,
Schleimer, Wilkerson and Aiken 2003): two texts with a common run of
``window + 7`` letters share at least one print.
"""

from __future__ import annotations

import re
from typing import cast

import numpy as np
import numpy.typing as npt

GRAM = 8
WINDOW = 24
"""The window of collation: a common run of 31 letters is seen, and a text of 7,000 letters has about 560 prints."""
Prints = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SAME: dict[int, int] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, ord("著"): ord("着")}
_OTHERS = re.compile("[\uff01-\uff5e著]")
_REST = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits alone, half width, lower case: what copies of a text have in common.

    >>> letters("## 一、“五一”劳动节 2013年　（Ａ）")
    '一五一劳动节2013年a'
    """
    bare = _REST.sub("", text)
    return (bare.translate(_SAME) if _OTHERS.search(bare) else bare).lower()  # to translate costs twice the rest


def fingerprints(text: str, window: int = WINDOW) -> Prints:
    """The prints of a text, sorted, each once; of a text too short for a window the smallest hashes it has."""
    hashes = _hashes(letters(text))
    if len(hashes) > window:
        hashes = np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1)
    return cast(Prints, np.unique(hashes))


def located(bare: str, window: int) -> tuple[Prints, Places]:
    """The prints of letters as :func:`letters` gives them, and where the gram of each begins, in order of place.

    >>> prints, places = located("一二三四五六七八九十" * 2, 4)
    >>> len(prints) == len(places) and places.tolist() == sorted(set(places.tolist()))
    True
    """
    hashes = _hashes(bare)
    if len(hashes) <= window:
        return hashes, np.arange(len(hashes), dtype=np.int32)
    lowest = np.lib.stride_tricks.sliding_window_view(hashes, window).argmin(axis=1) + np.arange(
        len(hashes) - window + 1)
    places = lowest[np.append(True, lowest[1:] != lowest[:-1])].astype(np.int32)
    return hashes[places], places


def _hashes(bare: str) -> Prints:
    """The hash of every gram of letters."""
    codes = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for i in range(GRAM):
        hashes = hashes * _BASE + codes[i : len(codes) - GRAM + 1 + i]
    hashes ^= hashes >> np.uint64(33)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return hashes
