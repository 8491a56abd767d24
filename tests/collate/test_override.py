"""Overrides and corrections of a person; all texts are invented."""

from __future__ import annotations

from typing import Any

import pytest

from archive.body import render
from archive.errors import BrokenRecord
from archive.model import Document, Region
from scraper.override import apply, correct, read_corrections, uncorrected

DOCUMENT = Document(id="a", kind="speech", title="旧题", body="# 旧题\n\n发展会员□00人。\n\n发展会员□00人，建会5家。",
                    date="2012", evidence={"date": "2012年"})


def test_fields_are_overruled_and_named() -> None:
    new = apply(DOCUMENT, {"date": {"value": "2013-03-07", "why": "年鉴"}, "title": {"value": "新题", "why": "原件"},
                           "region": {"value": {"name": "青溪县"}, "why": "原件"}})
    assert (new.date, new.title, new.region) == ("2013-03-07", "新题", Region("青溪县"))
    assert new.overridden == {"title": "原件", "date": "年鉴", "region": "原件"}
    assert new.body.startswith("# 新题\n")
    assert "date" not in new.evidence


def test_a_field_is_taken_away() -> None:
    assert apply(DOCUMENT, {"date": {"value": False, "why": "上传时间"}}).date is None


@pytest.mark.parametrize("row", [
    {"id": {"value": "b", "why": "x"}}, {"date": {"value": "2013"}}, {"date": {"value": "昨天", "why": "x"}},
    {"kind": {"value": "poem", "why": "x"}}, {"region": {"value": "青溪县", "why": "x"}},
])
def test_what_cannot_stand_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(BrokenRecord, match="overrides"):
        apply(DOCUMENT, row)


def test_corrections_are_made_where_their_anchors_stand_once() -> None:
    rows = read_corrections({"correction": [
        {"before": "发展会员", "old": "□", "new": "8", "after": "00人，", "why": "原件", "source": "年鉴"},
        {"before": "发展会员", "old": "□", "new": "7", "after": "00人。", "why": "原件"},
        {"before": "培训", "old": "□", "new": "9", "why": "原件"},
    ]})
    done = correct(DOCUMENT, rows)
    assert "发展会员700人。" in done.document.body
    assert "发展会员800人，" in done.document.body
    assert [c.block for c in done.document.corrections] == [2, 1]
    assert render(uncorrected(done.document)) == DOCUMENT.body
    assert [c.before for c in done.unmatched] == ["培训"]
    assert correct(done.document, rows).document == done.document


def test_a_correction_without_reason_is_refused() -> None:
    with pytest.raises(BrokenRecord, match="correction 1"):
        read_corrections({"correction": [{"before": "a", "old": "b", "new": "c"}]})
