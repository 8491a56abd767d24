"""Wordings (提法) of a text that another does not have: what it quotes, what it says again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from room.sentences import key

SHORTEST, LONGEST = 4, 16
"""Letters of a wording."""
MOST, QUOTED = 24, 16
"""Wordings that are told, and how many of them are quoted ones where there are others."""
_QUOTED = re.compile(r"[“「『《]([^“”「」『』《》，。；！？]{2,24})[”」』》]")
_BREAK = re.compile(r"[^\w]+|_+|[0-9]+")
_EDGE = set("的了和与及在是对为把被将以从到等也都而并又或各我你他其这那有要就更还不再最很个们年月日来去上下中内外后前")
"""Characters at which a wording neither begins nor ends."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording: how it reads, how often the text has it, and whether it stands in quotation marks there."""

    text: str
    count: int
    quoted: bool


def new_wordings(old: Iterable[str], new: Iterable[str]) -> list[Wording]:
    """The wordings of the paragraphs ``new`` that ``old`` does not hold, quoted ones first, then by weight.

    A wording that is not quoted stands at least twice, begins and ends where a
    clause or a particle does, and is not part of a longer one that stands as often.
    """
    paragraphs = list(new)
    before = "\n".join(map(key, old))
    after = "\n".join(map(key, paragraphs))
    quoted: dict[str, str] = {}
    for text in paragraphs:
        for m in _QUOTED.finditer(text):
            told = key(m[1])
            if len(told) >= 2 and told not in before:
                quoted.setdefault(told, m[1])
    out = [Wording(text, after.count(told), True) for told, text in quoted.items()]
    out.sort(key=lambda w: (-w.count, w.text))
    said = [w for w in _repeated(paragraphs, before) if not any(w.text in told for told in quoted)]
    said.sort(key=lambda w: (-w.count * len(w.text), w.text))
    return [*out[: max(QUOTED, MOST - len(said))], *said][:MOST]


def _repeated(paragraphs: Sequence[str], before: str) -> list[Wording]:
    """Pieces of clauses that stand at least twice and not in ``before``, the longest of each kind."""
    counts: Counter[str] = Counter()
    opens: set[str] = set()
    ends: set[str] = set()
    for text in paragraphs:
        for clause in filter(None, map(key, _BREAK.split(text))):
            for start in range(len(clause) - SHORTEST + 1):
                if clause[start] in _EDGE:
                    continue
                bounded = start == 0 or clause[start - 1] in _EDGE
                for end in range(start + SHORTEST, min(start + LONGEST, len(clause)) + 1):
                    if clause[end - 1] in _EDGE:
                        continue
                    piece = clause[start:end]
                    counts[piece] += 1
                    if bounded:
                        opens.add(piece)
                    if end == len(clause) or clause[end] in _EDGE:
                        ends.add(piece)
    found = [piece for piece, count in counts.items()
             if count > 1 and piece in opens and piece in ends and piece not in before]
    kept: list[Wording] = []
    longer: Counter[str] = Counter()
    for piece in sorted(found, key=lambda p: (-len(p), p)):
        if longer[piece] < counts[piece]:
            kept.append(Wording(piece, counts[piece], False))
            for start in range(len(piece)):
                for end in range(start + SHORTEST, len(piece) + 1):
                    part = piece[start:end]
                    longer[part] = max(longer[part], counts[piece])
    return kept
