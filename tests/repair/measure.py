"""How well damage is undone: every edit and every doubt held against the true text.

Texts are compared in simplified script and half-width marks, which both keep
the length, so an edit's place in the mended text is a place in what is compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher

import emulator

from scraper.model import Edit, Page, PageDoubt
from scraper.repair import repair
from scraper.repair.draft import apply
from scraper.script import simplify

Span = tuple[int, int]


@dataclass
class Tally:
    """Counts over paragraphs; ``slips`` are the edits that did more than drop an annotation."""

    characters: int = 0
    wrong_characters: int = 0
    marked_characters: int = 0
    """Wrong or lost ones that lie in a stretch with a doubt."""
    edits: int = 0
    wrong: int = 0
    wrong_silent: int = 0
    """Wrong edits whose fault no doubt tells of: where a character is missing, one at either side of the place does."""
    slips: int = 0
    slips_wrong: int = 0
    needless: int = 0
    """Right edits that bear a doubt."""
    lost: int = 0
    """Places shown as □."""
    examples: list[tuple[str, str, str, str]] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def shares(self) -> dict[str, float]:
        """The measures as shares of all characters, edits or slips."""
        edits = max(1, self.edits)
        return {"characters": 1 - self.wrong_characters / max(1, self.characters), "edits": 1 - self.wrong / edits,
                "slips": 1 - self.slips_wrong / max(1, self.slips), "silent": self.wrong_silent / edits,
                "needless": self.needless / edits}


def plain(text: str) -> str:
    """What is compared."""
    return simplify(text.translate(emulator.NARROW))


def measurable(text: str) -> list[str]:
    """The stretches of 30 to 400 characters without Latin letters that GBK can write, with full-width marks."""
    found = re.findall(r"[^\n\\\"a-zA-Z\x00-\x1f]{30,400}", text)
    wide = (f.strip().translate(str.maketrans(",:;?!", "，：；？！")) for f in found)
    return [f for f in wide if f.encode("gbk", "ignore").decode("gbk") == f]


def measure(true: str, damaged: str) -> Tally:
    """The tally of one page; ``true`` and ``damaged`` have the same lines."""
    repairs = repair(Page(damaged, "utf-8"))
    out = Tally()
    lines, shown = true.split("\n"), apply(damaged, repairs.edits).split("\n")
    if len(lines) != len(shown):
        raise ValueError("a repair joined or broke lines")
    start = moved = 0
    edits, places = list(repairs.edits), []
    for e in edits:
        places.append((e.start + moved, e.start + moved + len(e.text)))
        moved += len(e.text) - (e.end - e.start)
    lows = [p[0] for p in places]
    told = [_place(d, edits) for d in repairs.doubts]
    for line, got in zip(lines, shown, strict=True):
        i, j = bisect_left(lows, start), bisect_left(lows, start + len(got) + 1)
        here = [(a - start, b - start) for a, b in places[i:j]]
        known = [(a - start, b - start) for a, b in told]
        out += _line(plain(line), plain(got), edits[i:j], here, repairs.doubts, known)
        start += len(got) + 1
    return out


def _place(doubt: PageDoubt, edits: Sequence[Edit]) -> Span:
    """Where a doubt stands in the mended text."""
    moved = [len(e.text) - (e.end - e.start) for e in edits]
    low = sum(m for m, e in zip(moved, edits, strict=True) if e.end <= doubt.start)
    return doubt.start + low, doubt.end + sum(m for m, e in zip(moved, edits, strict=True) if e.end <= doubt.end)


def _line(true: str, got: str, edits: Sequence[Edit], places: Sequence[Span], doubts: Iterable[PageDoubt],
          told: Sequence[Span]) -> Tally:
    faults = _faults(true, got)
    out = Tally(characters=len(true), edits=len(edits), lost=got.count("□"))
    doubted = [any(d.start < e.end and d.end > e.start for d in doubts) for e in edits]
    marked = [p for p, d in zip(places, doubted, strict=True) if d]
    for (a, b), (c, d) in faults:
        count = max(b - a, d - c)
        out.wrong_characters += count
        if any(_touch((c, d), p) for p in marked):
            out.marked_characters += count
    known = [f for f in faults if any(_touch(f[1], p) for p in told)]
    for e, place, doubt in zip(edits, places, doubted, strict=True):
        slip = bool(e.text)
        hit = [f for f in faults if _touch(f[1], place) and (slip or f[1][0] < place[0] < f[1][1])]
        only_lost = all(d > c and not got[c:d].strip("□") for _, (c, d) in hit)
        out.slips += slip
        if hit and not only_lost:
            out.wrong += 1
            out.slips_wrong += slip
            silent = not doubt and any(f not in known for f in hit)
            out.wrong_silent += silent
            (a, b), (c, d) = hit[0]
            out.examples.append(("SILENT" if silent else "marked", true[max(0, a - 8) : b + 8],
                                 got[max(0, c - 8) : d + 8], e.text))
        elif doubt and not hit:
            out.needless += 1
            out.examples.append(("needless", got[max(0, place[0] - 8) : place[1] + 8], "", e.text))
    return out


def _touch(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1] if a[0] == a[1] else a[0] < b[1] and b[0] < a[1]


def _faults(true: str, got: str) -> list[tuple[Span, Span]]:
    if true == got:
        return []
    return [((a, b), (c, d)) for kind, a, b, c, d in SequenceMatcher(None, true, got, autojunk=False).get_opcodes()
            if kind != "equal"]
