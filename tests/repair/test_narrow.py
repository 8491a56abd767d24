"""UTF-8 read as Windows-1252 with bytes lost on the way: read back, doubted, or refused, never taken as sound."""

from __future__ import annotations

from difflib import SequenceMatcher
from random import Random

import emulator
import invented
import pytest

from scraper import clean_capture
from scraper.laws import broken_body, broken_page
from scraper.model import Capture, Page
from scraper.repair import repair
from scraper.repair.draft import apply

HOLES = "\x81\x8d\x8f\x90\x9d"
LOSSES = {
    "holes dropped": lambda t: t.translate(dict.fromkeys(map(ord, HOLES))),
    "holes as ?": lambda t: t.translate(dict.fromkeys(map(ord, HOLES), "?")),
    "blanks": lambda t: t.replace("\xa0", " "),
    "soft hyphens": lambda t: t.replace("\xad", ""),
    "all": lambda t: t.translate(dict.fromkeys(map(ord, HOLES))).replace("\xad", "").replace("\xa0", " "),
}
LEAST = {"blanks": 0.9999, "soft hyphens": 0.99}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_was_lost_is_read_back_or_doubted(loss):
    random = Random(8)
    text = "\n".join(invented.paragraph(random, 2) for _ in range(40))
    damaged = LOSSES[loss](emulator.as_cp1252(text))
    repairs = repair(Page(damaged, "utf-8"))
    got = apply(damaged, repairs.edits)
    alike = [SequenceMatcher(None, a, b, autojunk=False).ratio()
             for a, b in zip(text.split("\n"), got.split("\n"), strict=True)]
    assert sum(alike) / len(alike) >= LEAST.get(loss, 0.97)
    lost = [e for e in repairs.edits if "□" in e.text]
    assert all(any(d.start <= e.start < d.end for d in repairs.doubts) for e in lost)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_laws_hold(loss):
    random = Random(9)
    text = "云溪市总工会工作报告\n\n" + "\n\n".join(invented.paragraph(random, 3) for _ in range(8))
    made = clean_capture(Capture(LOSSES[loss](emulator.as_cp1252(text)).encode()))
    assert broken_page(made.page.text, made.ledger) == []
    [document] = made.documents
    assert broken_body(made.page.text, made.ledger, document) == []


def test_what_cannot_be_read_back_is_refused():
    random = Random(10)
    text = "\n\n".join(invented.paragraph(random, 3) for _ in range(8))
    kept = "".join(c for c in emulator.as_cp1252(text) if c in "\n" or random.random() < 0.6)
    made = clean_capture(Capture(kept.encode()))
    assert made.refused is not None
    assert "encoding" in made.refused[0]
    assert made.documents == ()


def test_one_line_that_cannot_be_read_bears_a_doubt():
    random = Random(11)
    lines = [invented.paragraph(random, 3) for _ in range(6)]
    lines[3] = "".join(c for c in emulator.as_cp1252(lines[3]) if random.random() < 0.6)
    start = len("\n".join(lines[:3])) + 1
    doubts = repair(Page("\n".join(lines), "utf-8")).doubts
    assert any(start <= d.start < start + len(lines[3]) for d in doubts)
