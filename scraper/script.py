"""Traditional and simplified script."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

from archive.model import Script


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Simplified script; keeps the length, code point by code point."""
    out: str = _converter().convert(text)
    return out if len(out) == len(text) else "".join(_converter().convert(c)[:1] or c for c in text)


def script_of(text: str) -> Script:
    """``hans``, ``hant`` or ``mixed``: the script a text is written in."""
    other = sum(a != b for a, b in zip(text, simplify(text), strict=True))
    return "hans" if other < len(text) * 0.02 else "hant"
