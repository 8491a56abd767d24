"""From likelihoods to a choice: which blocks of a page stay, and why the others go."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_KEEP = 0.4
"""Likelihood from which a block stays on a page whose body is plain to see."""
_OF_BODY = 0.5
"""On pages the model is unsure of, this share of the body's mean likelihood is enough."""
_GAP = 200
"""Characters of dropped text that part two runs of kept blocks."""
_ISLAND = 0.06
"""A run this small beside the greatest is no part of it: a comment, a teaser, a notice."""
_SAME = 12
_REPEATED, _REPEATED_SHARE = 200, 0.25
_PART = re.compile(
    r"^.{0,30}?(?:第\s?[一二三四五六七八九十\d]{1,3}\s?篇|篇\s?[一二三四五六七八九十\d]{1,3}|范文\s?[（(一二三四五六七八九十\d])"
)
_WORD = re.compile(r"[^\W_]+")


def choose(likelihood: NDArray[np.float64], texts: Sequence[str]) -> list[str | None]:
    """For each block nothing if it stays, else ``""``, ``"html.apart"`` or ``"html.repeat"``."""
    length = np.array([len(t.strip()) for t in texts], float)
    mass = likelihood * length
    body = float((likelihood * mass).sum() / max(mass.sum(), 1e-9))
    keep = likelihood >= min(_KEEP, _OF_BODY * body)
    out: list[str | None] = [None if k else "" for k in keep.tolist()]
    for i in _islands(np.flatnonzero(keep), length, mass):
        out[i] = "html.apart"
    for i in _repeats([i for i, why in enumerate(out) if why is None], texts):
        out[i] = "html.repeat"
    return out


def _islands(kept: NDArray[np.intp], length: NDArray[np.float64], mass: NDArray[np.float64]) -> list[int]:
    """Kept blocks far from the body in runs that are small beside it."""
    runs: list[list[int]] = []
    for i in kept.tolist():
        if runs and length[runs[-1][-1] + 1 : i].sum() <= _GAP:
            runs[-1].append(i)
        else:
            runs.append([i])
    sizes = [float(mass[run].sum()) for run in runs]
    return [i for run, size in zip(runs, sizes, strict=True) if size < _ISLAND * max(sizes) for i in run]


def _repeats(kept: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Second printings, where much of the body is printed twice; parts of a compilation may be alike."""
    places: dict[str, list[int]] = {}
    total = 0
    for i in kept:
        key = "".join(_WORD.findall(texts[i]))
        total += len(key)
        if len(key) >= _SAME:
            places.setdefault(key, []).append(i)
    twice = sum(len(key) for key, at in places.items() if len(at) > 1)
    if twice <= min(_REPEATED, _REPEATED_SHARE * total):
        return []
    if sum(_PART.match(texts[i].strip()) is not None for i in kept if len(texts[i]) < 60) > 1:
        return []
    return [i for at in places.values() for i in at[1:]]
