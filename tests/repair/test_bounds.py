"""What repair may cost, and what becomes of text that costs more."""

from __future__ import annotations

from random import Random

import emulator
import invented

from scraper.model import Page
from scraper.repair import lossy, repair, slips
from scraper.repair.draft import apply


def torn_page(lines):
    random = Random(3)
    return "\n".join(emulator.annotate(emulator.traditional(invented.paragraph(random)), emulator.SHORT)
                     for _ in range(lines))


def test_where_most_is_lost_nothing_is_guessed():
    random = Random(13)
    page = torn_page(20)
    harmed = "".join(c if random.random() < 0.3 else random.choice(("\ufffd?", "\ufffd??", "??")) for c in page[-600:])
    edits = repair(Page(page + "\n" + harmed, "utf-8")).edits
    assert not [e for e in edits if e.rule == slips.RULE and e.start > len(page)]


def test_torn_places_behind_the_last_that_is_read_are_doubted(monkeypatch):
    page = torn_page(60)
    all_read = repair(Page(page, "utf-8"))
    monkeypatch.setattr(slips, "_MOST", 50)
    some = repair(Page(page, "utf-8"))
    torn = [e for e in all_read.edits if e.rule == slips.RULE]
    read = [e for e in some.edits if e.rule == slips.RULE]
    assert 0 < len(read) < len(torn)
    assert read == torn[: len(read)]
    assert sum("too many" in d.note for d in some.doubts) >= 1


def test_lossy_text_behind_the_last_that_is_weighed_says_what_its_bytes_tell(monkeypatch):
    random = Random(8)
    line = invented.paragraph(random, 2)
    damaged = line.encode().decode("gbk", "replace")
    monkeypatch.setattr(lossy, "_CAREFUL", len(damaged))
    got, repairs = apply_all(damaged + "\n" + damaged)
    weighed, told = got.split("\n")
    assert weighed == line
    assert told.count("□") > 0
    assert all(c in line for c in told.replace("□", ""))
    assert repairs.doubts[-1].rule == lossy.LOST_RULE
    assert repairs.doubts[-1].start > len(damaged)


def test_lines_half_a_blank_off_are_mended_or_doubted():
    random = Random(5)
    lines = [head + invented.paragraph(random) for head in ("（一）", "", "《", "“", "二是", "（二）", "1、", "（三）")]
    damaged = "\n".join(emulator.loosely(b"\xa1" + line.encode("gbk")) for line in lines) + "\n" + lines[1]
    got, repairs = apply_all(damaged)
    at = 0
    for line, shown, new in zip([*lines, lines[1]], damaged.split("\n"), got.split("\n"), strict=True):
        doubted = any(d.start < at + len(shown) and at < d.end for d in repairs.doubts)
        assert new == line or doubted, shown
        at += len(shown) + 1
    assert not doubted


def apply_all(text):
    repairs = repair(Page(text, "utf-8"))
    return apply(text, repairs.edits), repairs
