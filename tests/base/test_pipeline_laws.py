"""The ledger's laws on whole pages: the samples, pages Hypothesis makes, and real ones where they lie near."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import clean_capture
from scraper.laws import broken_body, broken_page
from scraper.model import Capture

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("samples/*.*"), *ROOT.parent.glob("shared/seeds/*.txt"),
                *ROOT.parent.glob("shared/eval/pages-dev*/*.html")])
PAGES = [p for p in PAGES if p.suffix in (".txt", ".html", ".htm")]

FORMULAS = [
    *["同志们:", "各位代表:", "一、", "(一)", "1、", "工会", "职工", "第一篇:", "篇二", "关于", "的讲话"],
    *["\n", "\n\n", "  ", "　", "。", ",", "(jié)", "總結", "20xx年", "上传时间:", "<p>", "</p>", "<div>", "&nbsp;"],
    *["2013年3月7日", "_", "*", "下一页", "版权所有", "\x08", "\ufeff", "\ufffd", "?"],
]
COPIES = st.lists(st.one_of(st.sampled_from(FORMULAS), st.text(max_size=6)), max_size=60).map("".join)


def laws_hold(data: bytes) -> None:
    cleaned = clean_capture(Capture(data))
    assert broken_page(cleaned.page.text, cleaned.ledger) == []
    for document in cleaned.documents:
        assert broken_body(cleaned.page.text, cleaned.ledger, document) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_laws_on_real_pages(path: Path) -> None:
    laws_hold(path.read_bytes())


@settings(max_examples=150, deadline=None)
@given(COPIES, st.sampled_from(["utf-8", "gb18030"]))
def test_laws_on_made_pages(text: str, encoding: str) -> None:
    laws_hold(text.encode(encoding, "replace"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_cleaning_a_cleaned_text_changes_nothing(path: Path) -> None:
    for document in clean_capture(Capture(path.read_bytes())).documents:
        if "\n\n| " in document.body:
            continue
        again = clean_capture(Capture(document.body.encode()))
        assert [d.body for d in again.documents] == [document.body]
