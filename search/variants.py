"""What other copies have in masked places: searched by its own field alone, text by text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from search.fold import RUN, is_run

MOST = 15
"""Occurrences in one document that count."""


def occurrences(text: str, folded: str, prefix: bool) -> int:
    """How often a folded piece stands in a folded text, overlapping ones too; letters and digits as whole runs.

    >>> occurrences("2012", "2012", False), occurrences("2012", "201", False), occurrences("2012", "201", True)
    (1, 0, 1)
    """
    head = f"(?<![{RUN}])" if is_run(folded[0]) else ""
    tail = f"(?![{RUN}])" if is_run(folded[-1]) and not prefix else ""
    return sum(1 for _ in re.finditer(f"(?={head}{re.escape(folded)}{tail})", text))


def tally(variants: Mapping[int, Sequence[str]], folded: str, prefix: bool) -> dict[int, int]:
    """For each document (by its number) that tells the piece, how often, up to :data:`MOST`."""
    found = {number: sum(occurrences(text, folded, prefix) for text in texts) for number, texts in variants.items()}
    return {number: min(count, MOST) for number, count in found.items() if count}
