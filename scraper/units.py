"""Units: the lines of a view, and the paragraphs of a text that stands on one line.

Extraction, splitting and outlining all reason about units. A copy without
line ends sets its paragraphs apart by runs of blanks; there a run is a
paragraph's end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from scraper.units_glue import glue
from scraper.view import Line, View

LONG = 180
"""Lines beyond this length hold more than one paragraph if blanks run in them."""

SHORT = 24
"""Lines below this length hold one thing."""
_REMEMBERED = 4000
"""Longer lines are parted anew each time they are asked for."""
_BLANK = re.compile(r"\s")
_GAP = re.compile(r"[ \u00a0\u2002\u2003\t]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
_SENTENCE_GAP = re.compile(r"(?<=[。！？；：!?;:”…])[ \u00a0\u3000]+(?=[\u3400-\u9fff“《(（①-⑳\d])")
_BOX = re.compile(r"(?<!\s)\s++(?=[【\[][^】\]\s]{2,60}[】\]]\s?的?(?:相关|同类|类似|更多|推荐|延伸|其他))")
"""Before the box of other texts that a site sets behind its own, by one blank."""
_SALUTATION = (
    r"(?:(?:尊敬的|亲爱的|敬爱的)[\w、，, ]{0,40}|各位[\w、，, （）()]{0,60}|"
    r"[\w、，, ]{0,20}(?:同志|代表|委员|朋友|领导|来宾|职工|工友|女士|先生|姐妹|会员)们[\w、，, ]{0,40}|同志们?|"
    r"(?:全体|诸位)\w{1,12})"
)
SALUTATION = re.compile(rf"^{_SALUTATION}\s?[:：!！]$")
_SALUTATION_INSIDE = re.compile(rf"(?:(?<=\s)|^)({_SALUTATION}\s?[:：!！])(?=\s|$)")


def units(view: View, start: int = 0, end: int | None = None) -> list[Line]:
    """The units of a stretch, in order, without outer white space (view offsets)."""
    out: list[Line] = []
    for line in view.lines(start, end):
        if len(line.text) < SHORT or "\t" in line.text or "|" in line.text[:LONG]:
            out.append(line)
        else:
            out.extend(_cut(line))
    return out


def units_of(view: View, spans: Iterable[tuple[int, int]]) -> list[Line]:
    """The units of several stretches."""
    return [u for a, b in spans for u in units(view, a, b)]


def _cut(line: Line) -> list[Line]:
    text = line.text
    cuts = _cuts(text) if len(text) <= _REMEMBERED else _cuts.__wrapped__(text)
    if not cuts:
        return [line]
    out, at = [], 0
    for a, b in [*cuts, (len(text), len(text))]:
        if text[at:a].strip():
            out.append(_sub(line, at, a))
        at = max(at, b)
    return out


@lru_cache(512)
def _cuts(text: str) -> list[tuple[int, int]]:
    """Where a line is parted, sorted. Remembered: each stage asks for the units of the same lines."""
    if not _BLANK.search(text):
        return sorted((at, at) for at in glue(text))
    cuts = [m.span() for m in _GAP.finditer(text) if _apart(text, *m.span())] if len(text) >= LONG else []
    if len(text) >= LONG and (not cuts or len(cuts) * 600 < len(text) - 600):
        cuts = [m.span() for m in _SENTENCE_GAP.finditer(text)]
    if len(text) >= LONG:
        cuts += _head_cuts(text, cuts)
        cuts += {m.span() for m in _BOX.finditer(text)}.difference(cuts)
    return sorted([*cuts, *((at, at) for at in glue(text))])


def _sub(line: Line, a: int, b: int) -> Line:
    part = line.text[a:b]
    start = line.start + a + len(part) - len(part.lstrip())
    part = part.strip()
    return Line(start, start + len(part), part)


def _apart(text: str, a: int, b: int) -> bool:
    """Whether a run of blanks sets paragraphs apart; inside a name (朴  逸) or a table it does not."""
    before, after = text[max(0, a - 3) : a].split(), text[b : b + 3].split()
    if not before or not after:
        return True
    left, right = before[-1], after[0]
    short_left = len(left) == 1 and a >= 2 and text[a - 2].isspace()
    return not short_left and not (len(right) == 1 and b + 1 < len(text) and text[b + 1].isspace())


def _head_cuts(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In the head of a one-line text title, by-line and salutation stand apart by single blanks."""
    first = cuts[0][0] if cuts else min(len(text), 300)
    found = _SALUTATION_INSIDE.search(text, 0, min(first, 400) + 1)
    if not found or not found.start(1):
        return []
    blanks = [m.span() for m in re.finditer(r"\s+", text[: found.start(1)])]
    keep = [s for s in blanks if _apart(text, *s)]
    return [*keep, (found.end(1), found.end(1))]


def wrap_width(lines: Sequence[Line], ends: Callable[[str], bool]) -> int:
    """The width at which a copy is wrapped by hard line ends, 0 if it is not.

    ``ends`` tells whether a text ends as a sentence does.
    """
    broken = [len(t) for t in dict.fromkeys(u.text for u in lines) if 20 <= len(t) <= 90 and not ends(t)]
    if len(broken) < 4:
        return 0
    counts = Counter(broken)
    width = max(counts, key=lambda n: (sum(counts[k] for k in range(n - 3, n + 4)), n))
    near = sum(counts[k] for k in range(width - 4, width + 4))
    full = sum(width - 4 <= len(u.text) <= width + 3 for u in lines)
    solid = sum(len(u.text) >= 12 for u in lines)
    longer = sum(len(u.text) > width + 6 for u in lines)
    return width if near >= 4 and near * 2 >= len(broken) and full * 5 >= solid * 2 and longer * 7 <= len(lines) else 0
