"""UTF-8 read as Windows-1252 with bytes lost: its five holes, the no-break space turned to a blank, soft hyphens.

å·¥ä½œ is 工作; without its hole 会 (E4 BC 9A) or 不 (E4 B8 8D) breaks off. The
first byte of a character is a letter and never lost: it says where each
begins, and only few bytes can be the lost ones. The character model chooses,
and what is not sure is shown as for UTF-8 read as GBK.
"""

from __future__ import annotations

import re
from functools import cache
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.doubtful import LOST, WIDE
from scraper.repair.guesses import Candidates, weighed
from scraper.repair.language import PageModel
from scraper.repair.lossy import known_characters
from scraper.repair.mojibake import BYTES
from scraper.script import turn_char

RULE = "repair.mojibake-lossy"
LOST_RULE = "repair.lost"
SIGN = re.compile("[\u00e3-\u00e9\u00ef]")
_HIGH = "".join(map(re.escape, BYTES))
_RUN = re.compile(rf"[\u00c2\u00c3\u00e2-\u00e9\u00ef][\x20-\x7e\ufffd{_HIGH}]*")
_WHOLE = re.compile("[\u00e2-\u00e9\u00ef][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}")
"""A character with all its bytes."""
_TOKEN = re.compile("[\u00e2-\u00e9\u00ef]|(?P<plain>[\\x20-\\x7e])|(?P<two>[\u00c2\u00c3](?=[\u0080-\u00bf]))")
_CAN_BE_LOST = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD))
_BEAM = 8
_SURE_SHARE = 0.4
_LEAST = 3
"""So many characters that were told whole, and so large a share of all, prove what a line is."""


class _Token(NamedTuple):
    """Where a character stands in a run, and what it can be; only one if its bytes are all there."""

    start: int
    end: int
    found: Candidates


def find(text: str) -> Repairs:
    """Such runs decoded; what cannot be is doubted."""
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for m in _RUN.finditer(text) if _WHOLE.search(text) else ():
        if len(_WHOLE.findall(m[0])) < _LEAST or len(set(m[0]) & BYTES.keys()) <= _LEAST:
            continue
        tokens = _tokens(m[0])
        whole = sum(len(t.found) == 1 and not t.found[0][0].isascii() for t in tokens or ())
        if tokens is None or whole < max(_LEAST, _SURE_SHARE * sum(not t.found[0][0].isascii() for t in tokens)):
            doubts.append(PageDoubt(m.start(), m.end(), RULE, "bytes read in the wrong encoding, and some were lost"))
            continue
        read = _read(tokens, m.start())
        edits += read.edits
        doubts += read.doubts
    return Repairs(tuple(edits), tuple(doubts))


def _tokens(run: str) -> list[_Token] | None:
    """The characters of a run; none if a byte belongs to no character."""
    out: list[_Token] = []
    at = 0
    while at < len(run):
        m = _TOKEN.match(run, at)
        if not m:
            return None
        if m["plain"]:
            out.append(_Token(at, m.end(), ((m[0], m[0], 0.0),)))
            at = m.end()
            continue
        size, patterns = (2, ((ord(run[at]), ord(run[at + 1])),)) if m["two"] else _patterns(run[at : at + 3])
        found = tuple(dict.fromkeys(c for p in patterns for c in _candidates(p)))
        if not found:
            return None
        out.append(_Token(at, at + size, found))
        at += size
    return out


def _patterns(shown: str) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """How many characters of a run are one character, and the bytes it may have, lost ones -1."""
    first, known = BYTES[shown[0]], []
    for c in shown[1:]:
        b = -1 if c in "?\ufffd" else 0xA0 if c == " " else BYTES.get(c, 0)
        if not (b < 0 or 0x80 <= b < 0xC0):
            break
        known.append(b)
    if len(known) == 1:
        b = known[0]
        return 2, ((first, b, -1), (first, -1, b))
    return 1 + len(known), ((first, *known) if known else (first, -1, -1),)


@cache
def _candidates(pattern: tuple[int, ...]) -> Candidates:
    if min(pattern) >= 0:
        c = bytes(pattern).decode("utf-8", "ignore")
        return ((c, _simple(c), 0.0),) if c else ()
    known = known_characters(hant=False)
    found = frozenset.intersection(*(known.get((i, b), frozenset()) for i, b in enumerate(pattern) if b >= 0))
    lost = [i for i, b in enumerate(pattern) if b < 0]
    return tuple((c, _simple(c), 0.0) for c in sorted(found) if all(c.encode()[i] in _CAN_BE_LOST for i in lost))


@cache
def _simple(c: str) -> str:
    return turn_char(c.translate(WIDE))


@cache
def _words() -> PageModel:
    return PageModel("")


def _read(tokens: list[_Token], start: int) -> Repairs:
    """The likeliest text, in edits that are sure and edits that are not."""
    paths: list[tuple[float, str, str]] = [(0.0, "\n\n", "")]
    for token in tokens:
        steps = (((cost - _words().score(last[0], last[1], s) + against, last[1] + s, text + c))
                 for cost, last, text in paths for c, s, against in token.found)
        best: dict[str, tuple[float, str, str]] = {}
        for step in nsmallest(4 * _BEAM, steps):
            best.setdefault(step[1], step)
        paths = list(best.values())[:_BEAM]
    text = paths[0][2]
    cells = weighed("", text, "".join(map(_simple, text)),
                    lambda i: tokens[i].found if len(tokens[i].found) > 1 else (), _words())
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for sure, group in groupby(range(len(cells)), key=lambda i: cells[i].sure):
        places = list(group)
        a, b = start + tokens[places[0]].start, start + tokens[places[-1]].end
        new = "".join(cells[i].char for i in places)
        edits.append(Edit(a, b, new, RULE, 0.95 if sure else 0.7))
        if not sure:
            doubts.append(PageDoubt(a, b, LOST_RULE, "bytes were lost") if LOST in new else
                          PageDoubt(a, b, RULE, "bytes were lost and more than one reading is possible"))
    return Repairs(tuple(edits), tuple(doubts))
