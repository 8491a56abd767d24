"""The audit view tells a doubt wherever it lies: in text as it came and in text that was mended."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

from archive.model import Doubt, Ledger, Segment
from publish import audit


def test_a_doubt_on_a_mended_stretch_is_told_and_counted() -> None:
    page = "奖章?0名"
    segments = (Segment(0, 1, "keep", id="a"), Segment(1, 3, "replace", "repair.slip", "章□", 0.99, "a"),
                Segment(3, 5, "keep", id="a"))
    ledger = Ledger("ab" * 32, "utf-8", len(page), segments, (Doubt(1, 3, "repair.lost", "一字已失", "a"),))
    reasons = audit._Reasons(cast(Any, SimpleNamespace(reason=lambda rule: rule)))
    counts: Counter[str] = Counter()
    html = "".join(audit._page("a", ledger, page, reasons, cast(Any, None), counts, str))
    assert counts["doubt"] == counts["replace"] == 1
    assert "章□</a></ins><mark class=\"g-doubt\">" in html
    assert "一字已失" in reasons.list()
