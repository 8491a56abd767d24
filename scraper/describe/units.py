"""A piece as units: lines, or the chunks of a text that stands on one line.

``flat`` folds width, blanks and digits character by character, so that its
offsets are view offsets and every pattern is written once, in half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {ord(a): b for a, b in {
    "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
    "﹙": "(", "﹚": ")", "〈": "<", "〉": ">", "‐": "-", "–": "-", "—": "-", "―": "-", "─": "-", "━": "-", "－": "-",
    "○": "〇", "◯": "〇", "Ｏ": "O", "﹡": "*", "✕": "×", "╳": "×", "［": "[", "］": "]",
}.items()}
_TABLE: dict[int, int] = {**_WIDE, **{code: ord(c) for code, c in _PLAIN.items()}}


def fold(text: str) -> str:
    """Half width, plain blanks, one kind of dash; keeps the length.

    >>> fold("（２０１３年３月７日）——在")
    '(2013年3月7日)--在'
    """
    return text.translate(_TABLE)


def letters(text: str) -> str:
    """A text without blanks and signs, to be compared."""
    return re.sub(r"[\W_]+", "", text)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the view with its folded text; ``gap``: something was cut between it and the one before."""

    start: int
    end: int
    text: str
    gap: bool = False

    def part(self, start: int, end: int) -> Unit:
        """A stretch of the unit (offsets in its text) without outer blanks."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        return Unit(self.start + start + lead, self.start + start + lead + len(text), text)


_LINE = re.compile(r"\S(?:[^\n\r]*\S)?")
_LONG = 100
_CHUNK = re.compile(r"\s{2,}|(?<=[。!?;:])\s")
_SINGLE = re.compile(r"(?<=[^\s\d][^\s\d])\s(?=\S[^\s\d])|(?<=\))\s|\s(?=[(\[])|\s(?=--)")


def units(flat: str, spans: Iterable[tuple[int, int]]) -> list[Unit]:
    """The units of the ``spans`` of a folded view text, in order."""
    out: list[Unit] = []
    for start, end in spans:
        gap = bool(out) and bool(flat[out[-1].end : start].strip())
        for m in _LINE.finditer(flat, start, end):
            for a, b in _chunks(m[0]):
                out.append(Unit(m.start() + a, m.start() + b, m[0][a:b], gap))
                gap = False
    return out


def _chunks(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line: itself, or what blanks set apart when the line holds a whole text."""
    if len(line) <= _LONG or not _CHUNK.search(line):
        yield 0, len(line)
        return
    at = 0
    for i, m in enumerate([*_CHUNK.finditer(line), None]):
        stop = m.start() if m else len(line)
        if stop > at:
            yield from _head(line, at, stop) if i < 3 else [(at, stop)]
        at = m.end() if m else stop


def _head(line: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Title, by-line and date of a text on one line may stand one blank apart."""
    if stop - start > 250 or "。" in line[start : stop - 1]:
        yield start, stop
        return
    at = start
    for m in _SINGLE.finditer(line, start, stop):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if stop > at:
        yield at, stop
