"""Several damages on one page, through the whole cleaning: what is right again, what is told, what can be undone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from random import Random

import emulator
import mixtures
import pytest

from scraper import clean_capture
from scraper.laws import broken_body, broken_page
from scraper.model import Capture
from scraper.repair.masks import masks
from scraper.script import simplify

TITLE = "云溪市总工会工作会议讲话"


def plain(text):
    return re.sub(r"[\s#]+", "", simplify(text).translate(emulator.NARROW))


def pages(mixture, characters):
    for seed in range(4):
        random = Random(100 + seed)
        true, shown = mixture(random, mixtures.paragraphs(random, characters))
        yield "".join(true), clean_capture(Capture("\n".join([TITLE, *shown]).encode()))


@pytest.mark.parametrize("characters", [300, 1500])
@pytest.mark.parametrize("mixture", mixtures.MIXTURES, ids=lambda m: m.__name__)
def test_a_page_of_several_damages(mixture, characters):
    whole = wrong = 0
    for true, cleaned in pages(mixture, characters):
        page, ledger = cleaned.page.text, cleaned.ledger
        bodies = "".join(d.body.partition("\n")[2] if d.body.startswith("# ") else d.body for d in cleaned.documents)
        blocks = SequenceMatcher(None, plain(true), plain(bodies), autojunk=False).get_opcodes()
        whole += len(plain(true))
        wrong += sum(max(b - a, d - c) for kind, a, b, c, d in blocks if kind != "equal")
        assert broken_page(page, ledger) == []
        for document in cleaned.documents:
            assert broken_body(page, ledger, document) == []
            mine = [s for s in ledger.segments if s.id == document.id]
            assert document.damage.repaired == sum((s.rule or "").startswith("repair.") for s in mine)
            assert document.damage.doubtful == sum(d.id == document.id for d in ledger.doubts)
            assert document.damage.masked == len(masks(document.body))
        repairs = [s for s in ledger.segments if (s.rule or "").startswith("repair.")]
        assert repairs
        assert all(s.action in ("replace", "drop") and 0 < s.confidence <= 1 for s in repairs)
    assert 1 - wrong / whole >= mixtures.MIXTURES[mixture]
