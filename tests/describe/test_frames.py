"""What a case says of its bare text holds of a page that a site would make of it."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.framed import FRAMES, MARKERS, compilations, judge, texts, verdicts

FLOORS = {"portal": 0.98, "models": 0.98, "sharing": 0.96, "heading": 0.97, "cells": 0.97, "sections": 0.9}
"""Share of values that come out right; lines set apart one by one (``sections``) are the hardest."""
WRONG = {"sections": 0.03}
"""Share of values that may come out otherwise; .02 elsewhere."""
EVERY = 4


@pytest.mark.parametrize("frame", FRAMES)
def test_frames_change_no_field(frame: str) -> None:
    counts = Counter(verdict for case in texts(EVERY) for _, verdict, _, _ in judge(case, frame))
    assert counts["right"] / counts.total() >= FLOORS[frame]
    assert counts["wrong"] / counts.total() <= WRONG.get(frame, 0.02)


@pytest.mark.parametrize("marker", MARKERS)
def test_parts_keep_their_fields(marker: str) -> None:
    counts: Counter[str] = Counter()
    pages = wrong = 0
    for parts, found in compilations(marker, 10):
        pages += 1
        wrong += len(found) != 4
        for case, document in zip(parts, found, strict=False) if len(found) == 4 else ():
            counts.update(verdict for _, verdict, _, _ in verdicts(case, document))
    assert wrong * 10 <= pages
    assert counts["right"] / counts.total() >= 0.98
