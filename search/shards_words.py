"""Words that the page must know: the language of queries, aliases, and the lexicon with its pinyin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from search import aliases, tree
from search.fold import fold, narrow, table
from search.lexicon import Lexicon, known_terms, spell
from search.messages import MESSAGES
from search.words import borders, rows


def language() -> tuple[dict[str, Any], str, str]:
    """What ``language.js`` hands over: names and messages; ignored characters; characters and what they fold to."""
    pairs = sorted(table().items())
    widths = "".join(old + narrow(old) for old, _ in pairs if narrow(old) != old)
    values = {"fields": tree.FIELDS, "kinds": tree.KINDS, "messages": MESSAGES, "widths": widths}
    return values, "".join(old for old, new in pairs if not new), "".join(old + new for old, new in pairs if new)


def words() -> dict[str, Any]:
    """What ``words.js`` hands over: rows of aliases, each form folded and as written; surroundings; borders."""
    return {"aliases": [[[fold(form), form] for form in row.forms] for row in aliases.rows()],
            "years": {fold(form): row.years for row in aliases.rows() if row.years for form in row.forms},
            "surroundings": {fold(row.id): list(map(fold, row.inside)) for row in rows()},
            "borders": ";".join(f"{word}{before}|{after}" for word, before, after in borders())}


def terms(facts: Sequence[dict[str, Any]], count: Callable[[Sequence[str]], Sequence[int]]) -> tuple[list[str], str]:
    """What ``terms.js`` hands over: the terms that the archive holds with their spelling, as in :mod:`search.lexicon`.

    A term is a line ``text pinyin initials documents``; the second value gives the
    sounds of single characters, ``sound characters`` a line, to spell what a
    reader types. ``count`` tells how many documents hold each of some terms.
    """
    values = {str(fact[name]) for fact in facts for name in ("speaker", "organization", "region") if name in fact}
    known = Lexicon(values, len).terms()
    counts = count([term.text for term in known])
    lines = [f"{term.text} {term.pinyin} {term.initials} {number}"
             for term, number in zip(known, counts, strict=True) if number]
    return lines, _sounds()


@cache
def _sounds() -> str:
    sounds: dict[str, list[str]] = {}
    for high in range(0xB0, 0xF8):
        for character in bytes(b for low in range(0xA1, 0xFF) for b in (high, low)).decode("gb2312", "ignore"):
            sounds.setdefault(spell(character).pinyin, []).append(character)
    return "\n".join(f"{sound} {''.join(characters)}" for sound, characters in sorted(sounds.items()))


def fingerprint() -> str:
    """Changes when the words or the language do."""
    data = json.dumps([words(), known_terms(), language()], ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:12]
