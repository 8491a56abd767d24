"""The copy's own letters, as data for the script toggle of the reading page."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive import contacts
from archive.body import Block
from publish.align import Alignment
from publish.page import Site


def island(site: Site, aligned: Alignment | None, blocks: Sequence[Block], ids: Sequence[str]) -> str:
    """The copy's own letters where they differ, as data for the script toggle: id -> [[offset, letters] ...]."""
    if aligned is None:
        return ""
    out = {}
    for number, letters in aligned.original(len(blocks)).items():
        if site.mask_contacts and (found := contacts.find(blocks[number].text)):
            letters = [(at, c) for at, c in letters if not any(f.start <= at < f.end for f in found)]
        runs = _runs(blocks[number].text, letters)
        if runs and blocks[number].kind != "title":
            out[ids[number]] = runs
    if not out:
        return ""
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json" data-g-letters>{text}</script>'


def _runs(text: str, letters: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Stretches in which the copy's letters differ from the text: (offset, letters).

    >>> _runs("过去一年", [(0, "過"), (1, "去"), (2, "一"), (3, "年")])
    [(0, '過')]
    """
    runs: list[tuple[int, str]] = []
    for at, letter in letters:
        if letter == text[at]:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + letter)
        else:
            runs.append((at, letter))
    return runs
