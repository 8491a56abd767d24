"""Words that the page must know: the language of queries, aliases, and the lexicon with its pinyin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from search import aliases, grammar
from search.fold import fold, narrow, table
from search.messages import MESSAGES


def language() -> tuple[dict[str, Any], str, str]:
    """What ``language.js`` hands over: names and messages; ignored characters; characters and what they fold to."""
    pairs = sorted(table().items())
    widths = "".join(old + narrow(old) for old, _ in pairs if narrow(old) != old)
    values = {"fields": grammar.FIELDS, "kinds": grammar.KINDS, "messages": MESSAGES, "widths": widths}
    return values, "".join(old for old, new in pairs if not new), "".join(old + new for old, new in pairs if new)


def words(facts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What ``words.js`` hands over: rows of aliases, each form folded and as written."""
    rows = [[[fold(form), form] for form in row.forms] for row in aliases.rows()]
    return {"aliases": rows}


def fingerprint() -> str:
    """Changes when the words or the language do."""
    data = json.dumps([words([]), language()], ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:12]
