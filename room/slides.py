"""Texts cut to the size of slides; ``assets/room/pack.js`` cuts the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 150
"""Characters on one slide: what the last row of a hall reads at 28 points."""
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》]*|[^。！？；]+")
_CLAUSE = re.compile(r"[^，、：]*[，、：]+[”’」』）》]*|[^，、：]+")


def cut(paragraphs: Iterable[str], most: int = MOST) -> list[list[str]]:
    """Paragraphs as slides of ``most`` characters at most, each slide the paragraphs on it.

    A paragraph that is too long is parted behind a sentence, a sentence behind a clause, a clause where it must be.
    Slides of one paragraph are filled evenly; a line of its own counts as a seventh of a slide at least.

    >>> cut(["一二三。四五六。", "七。"], 9)
    [['一二三。四五六。'], ['七。']]
    >>> cut(["一二三。四五六。七八九。十。"], 9)
    [['一二三。四五六。'], ['七八九。十。']]
    """
    slides: list[list[str]] = []
    least, room = most // 7, 0
    for paragraph in filter(None, paragraphs):
        pieces = _even(paragraph, most)
        if slides and len(pieces) == 1 and max(len(paragraph), least) <= room:
            slides[-1].append(paragraph)
        else:
            slides += [[piece] for piece in pieces]
            room = most
        room -= max(len(pieces[-1]), least)
    return slides


def _even(text: str, most: int) -> list[str]:
    count = len(_filled(text, most))
    target = -(-len(text) // count)
    for size in range(target, most, 5):
        if len(found := _filled(text, size)) == count:
            return found
    return _filled(text, most)


def _filled(text: str, most: int) -> list[str]:
    out = [""]
    for piece in _pieces(text, most):
        if out[-1] and len(out[-1]) + len(piece) > most:
            out.append("")
        out[-1] += piece
    return out


def _pieces(text: str, most: int) -> Iterable[str]:
    for sentence in _SENTENCE.findall(text):
        if len(sentence) <= most:
            yield sentence
            continue
        for clause in _CLAUSE.findall(sentence):
            for start in range(0, len(clause), most):
                yield clause[start : start + most]
