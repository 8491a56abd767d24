"""Words that the page must know: aliases, and the lexicon with its pinyin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from search import aliases
from search.fold import fold, table


def words(facts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What ``words.js`` hands over: rows of aliases, each form folded and as written."""
    rows = [[[fold(form), form] for form in row.forms] for row in aliases.rows()]
    return {"aliases": rows}


def fingerprint() -> str:
    """Changes when the words or the folding do."""
    data = json.dumps([words([]), sorted(table().items())], ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:12]
