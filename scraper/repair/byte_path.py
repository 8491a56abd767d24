"""Reads a stretch whose byte pairs were torn apart: the likeliest text whose bytes give what the page shows.

A beam search over the observed characters. A path knows the characters so
far and, while out of step, the first byte of the character to come. What a
token on the page can stand for:

- a character: its two bytes;
- an ASCII letter behind a first byte: the second half of a traditional
  character (h in 縣 = BF68);
- ``(pin)``: nothing, if the two bytes before it are a character with that reading;
- ``?pin)``: one byte, which with the byte before it makes such a character
  (the bracket was swallowed with it);
- ``?`` before ! , : ; ? or 、: one byte lost between two halves; the mark
  itself may be two halves (A3 A1 = the end of one character and the start of
  the next);
- ``?`` elsewhere behind a first byte: the second byte, and an ASCII character
  swallowed with it that nobody can know (章30 -> ?0);
- nothing at all, or ``?``: a pair that no character has.

Which one it was is left to the character model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest

from scraper.repair.candidates import between_pairs, known_heads, word_on
from scraper.repair.codes import pair, table
from scraper.repair.costs import BONUS, CLOSES, OPENS, Costs, brackets, simplest
from scraper.repair.doubtful import LOST
from scraper.repair.effort import PATIENT, QUICK, Effort, rough
from scraper.repair.language import PageModel, syllable
from scraper.repair.notes import BRACKET
from scraper.repair.path import Link, Path, Reading, better, reading

_SLIP = re.compile(r"[?？\ufffd][ \u00a0]?([a-zɡɑüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ]{1,6})[ \u00a0]?[)）]")
_TAG = re.compile(r"[?？\ufffd]/?(?:p|br|div|span|strong|b)\s?/?>")
_LONE = frozenset("?？\ufffd")
_HALVES = {m: (0xA3, 0x80 | ord(a)) for a in "!,:;?" for m in (a, chr(ord(a) + 0xFEE0))} | {"、": (0xA1, 0xA2)}
_CALM = 4
"""So many characters in step end a stretch."""
_SURE = 7.0
"""So far ahead (natural logarithm) the best path is taken."""
_FALLEN = 0.2
"""Cost of a pair that fell away."""
_SHOWN = 2.0
"""The same if a ``?`` stands for it."""
_ENDED, _GOES_ON = 1, 5.0
"""So many of the best paths are tried with a pair that fell away right before a lost byte, if the character goes on in
a word: it costs less than this."""
_QUOTED, _PHRASE = 8, 4.0
"""So few characters in quotation marks are a word or a name: a full stop at their end costs so much."""
_UNBALANCED = 3.0
"""Cost of a mark that opens what is open or closes what is not."""
_MARKED_LIKELY = 40
"""So many of the likeliest characters are tried with the mark behind them."""
_VERY_ODD = 9.5
"""A character that costs less is not taken for the trace of two fallen pairs."""
_SWALLOWED = 3.0
_FAR = math.inf

Readings = Callable[[str], frozenset[str]]


class Reader:
    """Reads stretches of ``text``.

    ``with_reading`` gives the characters that the page annotates with a
    syllable, ``words`` how likely a character follows two others, ``hant``
    whether the page is in traditional script.
    """

    def __init__(self, text: str, with_reading: Readings, words: PageModel, hant: bool) -> None:
        self._text, self._with, self._words, self._hant = text, with_reading, words, hant
        self._effort = QUICK
        self._context = ""
        self._known: dict[tuple[str, str, int], list[tuple[float, str, int]]] = {}
        self._table = table()
        self._least: dict[int, float] = {}
        """The cost of the likeliest path by where it stands."""
        self._costs: dict[tuple[str, str, bool], Costs] = {}
        self.spent = 0
        """So many paths were led on."""

    def read(self, start: int, stop: int, context: str, half: int = -1,
             efforts: tuple[Effort, ...] = (QUICK, PATIENT)) -> Reading | None:
        """The likeliest reading from ``start``; ``context`` is the text before it, in step up to there.

        A poor one is tried again with the next effort. ``half`` is a first byte that stands before ``start``.
        """
        best: Reading | None = None
        self._costs.clear()
        for effort in efforts:
            self._effort = effort
            self._known.clear()
            found = self._read(start, stop, context, half)
            if found is not None and (best is None or found.average < best.average):
                best = found
            if best is not None and not rough(best):
                break
        return best

    def _read(self, start: int, stop: int, context: str, half: int) -> Reading | None:
        simple = [simplest(c) for c in context[-2:]]
        opened = brackets(context)
        self._context = context[-_QUOTED:]
        first = Path(0.0, half, context[-1:] or "\n", simple[0] if len(simple) > 1 else "\n",
                     simple[-1] if simple else "\n", None, 0, opened, since=start - 1)
        ends = self._text[stop : stop + 1] in ("", "\n", "\r")
        beams: dict[int, dict[tuple[int, str, str, int], Path]] = {
            start: {(half, first.before, first.raw, opened): first}}
        least = self._least = {}
        while beams:
            at = min(beams)
            ranked = sorted(beams.pop(at).values(), key=lambda p: p.cost)
            here = [p for p in ranked[: self._effort.beam] if p.cost < ranked[0].cost + self._effort.far]
            if not any(p.half < 0 for p in here):
                here += [p for p in ranked if p.half < 0][:1]
            if at >= stop:
                return self._finished([p for p in here if p.half < 0], at, ends)
            if not beams and at > start and self._settled(here, at):
                return reading(here[0], at, [p for p in here[1:] if p.half < 0])
            self.spent += len(here)
            for rank, path in enumerate(here):
                for end, new in self._steps(path, at, rank):
                    if end > stop:
                        continue
                    group = beams.setdefault(end, {})
                    key = new.half, new.before, new.raw, new.opened
                    rival = group.get(key)
                    group[key] = new if rival is None else better(new, rival)
                    if new.cost < least.get(end, _FAR):
                        least[end] = new.cost
        return None

    def _finished(self, paths: list[Path], at: int, ends: bool) -> Reading | None:
        """The likeliest of the paths that came to the end; a line's end says which marks can stand there."""
        for path in paths if ends else ():
            path.cost -= self._words.score(path.before, path.last, "\n")
            path.cost += _UNBALANCED * path.opened.bit_count()
        paths.sort(key=lambda p: p.cost)
        return reading(paths[0], at, paths[1:]) if paths else None

    def _settled(self, here: list[Path], at: int) -> bool:
        best = here[0]
        lead = here[1].cost - best.cost if len(here) > 1 else _SURE
        return best.half < 0 and best.calm >= _CALM and lead >= _SURE and self._text[at] not in _LONE

    def _steps(self, path: Path, at: int, rank: int) -> Iterator[tuple[int, Path]]:
        c = self._text[at]
        yield from self._marks(path, at, c)
        if path.half < 0:
            if c not in "(（" or not self._noted(at):
                yield at + 1, self._add(path, c, at, path.calm + 1)
            return
        if c in _LONE:
            if self._text[at + 1 : at + 2] in _HALVES:
                yield from self._ended(path, at, rank)
            if rank < self._effort.fallen:
                yield from self._past(path, at, rank)
                yield from self._past(path.moved(path.half, 0, path.since, _SHOWN), at + 1, rank)
            return
        two = self._bytes(c)
        whole = self._table.char.get((path.half, two[0])) if two else None
        odd = 99.0
        if two and whole is not None:
            new = self._add(path, whole, at, half=two[1])
            odd = new.cost - path.cost
            yield at + 1, new
        if rank < self._effort.fallen and odd > self._effort.odd and c not in _HALVES:
            yield from self._past(path, at, rank if odd > _VERY_ODD else self._effort.beam)

    def _past(self, path: Path, at: int, rank: int) -> Iterator[tuple[int, Path]]:
        """The token at ``at`` behind a pair that no character has: it fell away, or a ``?`` stands for it."""
        if slip := _SLIP.match(self._text, at):
            listed = {two[0] for s in self._with(syllable(slip[1])) if (two := pair(s))}
            for middle, ahead in self._fallen(path, rank, at):
                for head in listed.intersection(ahead):
                    yield from self._slip(middle.moved(head, 0, at, _FALLEN), slip)
        elif two := self._bytes(self._text[at : at + 1]):
            for middle, head, char in self._ahead(path, at, rank, two):
                yield at + 1, self._add(middle.moved(head, 0, at, _FALLEN), char, at, half=two[1])

    def _ahead(self, path: Path, at: int, rank: int, two: tuple[int, int]) -> Iterator[tuple[Path, int, str]]:
        """The likeliest ways over a fallen pair to a character that ends in ``two[0]``.

        Of the ways on from one path no more than the beam is wide can be among the likeliest of all.
        """
        heads, beam = known_heads(two[0]), self._effort.beam
        most = self._least.get(at + 1, _FAR) + self._effort.far - _FALLEN if two[1] >= 0 else _FAR
        ways: list[tuple[float, int, int, Path]] = []
        for number, (middle, ahead) in enumerate(self._fallen(path, rank, at)):
            cost = middle.cost
            if cost - BONUS > most:
                continue
            costs = self._behind(middle)
            for head in ahead:
                if head in heads and (all_told := cost + costs[heads[head]][1]) < most:
                    ways.append((all_told, number, head, middle))
            if len(ways) > beam:
                ways = nsmallest(beam, ways)
                most = ways[-1][0]
        for _, _, head, middle in nsmallest(beam, ways):
            yield middle, head, heads[head]

    def _bytes(self, c: str) -> tuple[int, int] | None:
        """What a token brings: the two bytes of a character or of a mark, an ASCII character its one."""
        if c in _HALVES:
            return _HALVES[c]
        return (ord(c), -1) if c.isascii() and c else pair(c) if c else None

    def _marks(self, path: Path, at: int, c: str) -> Iterator[tuple[int, Path]]:
        if c in "(（" and (note := BRACKET.match(self._text, at)):
            if self._last_pair(path) in self._with(syllable(note[1])):
                yield note.end(), path.moved(path.half, path.calm, path.since)
        elif c in _LONE:
            if slip := _SLIP.match(self._text, at):
                yield from self._slip(path, slip)
            follow = self._text[at + 1 : at + 2]
            if follow in _HALVES:
                yield from self._between(path, at, follow)
            if path.half >= 0:
                tag = _TAG.match(self._text, at)
                over = self._text[at + 1 : at + 2] in ("", "\n", "\r")
                for whole in self._likely(path, self._table.after.get(path.half, ())):
                    new = self._add(path, whole, at)
                    yield (tag.end(), new) if tag else (at + 1, new if over else self._lose(new, at))

    def _likely(self, path: Path, found: Iterable[tuple[int, str]], mark: str = "") -> list[str]:
        """The characters that can lead on, with a mark behind them: the beam has no room for more from one path."""
        costs, beam = self._behind(path), self._effort.beam
        chars = sorted((c for _, c in found), key=lambda c: costs[c][1])
        if not mark:
            return chars[:beam]
        behind, narrow = self._words.behind, simplest(mark)
        tried = chars[:_MARKED_LIKELY]
        return nsmallest(beam, tried, key=lambda c: costs[c][1] - behind(path.last, costs[c][0])[narrow])

    def _slip(self, path: Path, slip: re.Match[str]) -> Iterator[tuple[int, Path]]:
        before = path.half if path.half >= 0 else (pair(path.raw) or (-1, -1))[1]
        for char in self._with(syllable(slip[1])):
            two = pair(char)
            if two is None or two[0] != before:
                continue
            if path.half < 0:
                yield slip.end(), path.moved(two[1], 0, slip.start())
            else:
                yield slip.end(), self._add(path, char, slip.start())

    def _between(self, path: Path, at: int, mark: str) -> Iterator[tuple[int, Path]]:
        """A byte lost before a mark that was cut out by its bytes."""
        if path.half >= 0:
            for whole in self._likely(path, self._table.after.get(path.half, ()), mark):
                yield at + 2, self._add(self._add(path, whole, at), mark, at + 1, 1)
            return
        first, second = _HALVES[mark]
        for whole in self._likely(path, self._table.before.get(first, ())):
            yield at + 2, self._add(path, whole, at, half=second)

    def _ended(self, path: Path, at: int, rank: int) -> Iterator[tuple[int, Path]]:
        """A byte lost before a mark, and right before it a pair fell away: the characters are a word's."""
        mark = self._text[at + 1]
        for middle, ahead in self._fallen(path, rank, at) if rank < _ENDED else ():
            costs = self._behind(middle)
            for whole in word_on(middle.last, frozenset(ahead)):
                if costs[whole][1] < _GOES_ON:
                    new = self._add(middle.moved(-1, 0, at, _FALLEN), whole, at)
                    yield at + 2, self._add(new, mark, at + 1, 1)

    def _fallen(self, path: Path, rank: int, at: int) -> Iterator[tuple[Path, list[int]]]:
        """A pair without a character fell away behind ``path``: the path before it, and what its second byte can be."""
        missing, costs, unlikely = self._table.missing, self._behind(path), self._effort.unlikely
        gaps = ((costs[whole][1], tail, whole) for tail, whole in self._table.gaps.get(path.half, ()))
        for cost, tail, whole in sorted(gaps):
            if cost > unlikely:
                break
            middle = self._add(path, whole, at)
            if middle.cost > path.cost + unlikely:
                continue
            yield middle, missing[tail]
            if rank < self._effort.twice:
                for second in self._bridges(middle, tail, at):
                    yield second, missing[second.half]

    def _bridges(self, path: Path, tail: int, at: int) -> list[Path]:
        """The likeliest characters between two fallen pairs; ``half`` is the byte that the second one began with."""
        key = path.before, path.last, tail
        if (known := self._known.get(key)) is None:
            behind = self._words.behind(path.before, path.last)
            found = ((-behind[simple], c, end) for c, simple, end in between_pairs(tail))
            known = self._known[key] = sorted(found)[: self._effort.between]
        return [Path(path.cost + _FALLEN + cost, end, c, path.last, simplest(c), _link(path, c, cost, at), 0,
                     path.opened, path.rivals, at)
                for cost, c, end in known if cost < self._effort.unlikely]

    def _before(self, path: Path) -> str:
        """The last characters of a path and of what stands before it."""
        chars: list[str] = []
        at = path.out
        while at is not None and len(chars) < _QUOTED:
            chars.append(at.char)
            at = at.before
        return (self._context + "".join(reversed(chars)))[-_QUOTED:]

    def _noted(self, at: int) -> bool:
        """Whether a note stands at ``at`` as the page writes them: a path that cannot explain it is wrong."""
        note = BRACKET.match(self._text, at)
        return bool(note and self._with(syllable(note[1])))

    def _last_pair(self, path: Path) -> str:
        if path.half < 0:
            return path.raw
        two = pair(path.raw)
        return self._table.char.get((two[1], path.half), "") if two else ""

    def _lose(self, path: Path, at: int) -> Path:
        """One character that nobody can know."""
        return Path(path.cost + _SWALLOWED, -1, LOST, path.last, LOST, _link(path, LOST, 0.0, at), 0, path.opened,
                    path.rivals)

    def _behind(self, path: Path, calm: bool = False) -> Costs:
        """What characters cost behind a path, in step or in a torn stretch."""
        key = path.before, path.last, calm
        known = self._costs.get(key)
        if known is None:
            behind = self._words.behind(path.before, path.last)
            known = self._costs[key] = Costs(behind, calm, self._hant)
        return known

    def _add(self, path: Path, char: str, at: int, calm: int = 0, half: int = -1) -> Path:
        """``path`` with a character read at ``at``, or begun earlier if it was out of step."""
        simple, cost = self._behind(path, calm > 0)[char]
        opened = path.opened
        if bit := OPENS.get(char, 0):
            cost += _UNBALANCED * bool(opened & bit)
            opened |= bit
        elif bit := CLOSES.get(char, 0):
            cost += _UNBALANCED * (not opened & bit)
            if char == "”" and path.last == "。" and "“" in self._before(path):
                cost += _PHRASE
            opened &= ~bit
        since = path.since if path.half >= 0 else at
        return Path(path.cost + cost, half, char, path.last, simple, _link(path, char, cost, since),
                    0 if half >= 0 else calm, opened, path.rivals, at)


def _link(path: Path, char: str, cost: float, at: int) -> Link:
    return Link(path.out, char, cost, path.out.depth + 1 if path.out else 0, at)
