"""Damage done by the emulated converters is undone; what cannot be known is marked."""

from __future__ import annotations

import json
import time
from difflib import SequenceMatcher
from random import Random

import emulator
import invented
import pytest
from measure import Tally, measurable, measure, plain

from scraper.model import Page
from scraper.repair import repair
from scraper.repair.draft import apply
from scraper.repair.lossy import RULE as LOSSY
from scraper.script import script_of


def mended(damaged):
    """The mended text and the repairs."""
    repairs = repair(Page(damaged, "utf-8"))
    return apply(damaged, repairs.edits), repairs


def converted(paragraphs, listed, **how):
    """The tally of paragraphs that the converter damaged, on pages of 25."""
    total = Tally()
    for i in range(0, len(paragraphs), 25):
        page = [emulator.traditional(p) for p in paragraphs[i : i + 25]]
        total += measure("\n".join(page), "\n".join(emulator.annotate(p, emulator.LISTS[listed], **how) for p in page))
    return total


HOW = [{"slips": False}, {"halves": False}, {"halves": True}, {"halves": True, "commas": True}]


@pytest.mark.parametrize("how", HOW, ids=str)
@pytest.mark.parametrize("listed", emulator.LISTS)
def test_converted_text_is_restored(listed, how):
    random = Random(7)
    shares = converted([invented.paragraph(random) for _ in range(100)], listed, **how).shares()
    assert shares["characters"] >= 0.99
    assert shares["edits"] >= 0.995
    assert shares["silent"] <= 0.001
    assert shares["needless"] <= 0.02


@pytest.mark.slow
@pytest.mark.parametrize("how", HOW[1:], ids=str)
@pytest.mark.parametrize("listed", emulator.LISTS)
def test_a_thousand_converted_paragraphs_are_restored(listed, how):
    random = Random(11)
    shares = converted([invented.paragraph(random) for _ in range(1000)], listed, **how).shares()
    assert shares["characters"] >= 0.999
    assert shares["edits"] >= 0.998
    assert shares["slips"] >= 0.9
    assert shares["silent"] <= 0.0001
    assert shares["needless"] <= 0.002


@pytest.mark.parametrize("how", HOW[1:3], ids=str)
def test_converted_news_is_restored_or_doubted(shared, how):
    """Text of other kinds than the model's word list was chosen for: more doubts, few silent faults."""
    gold = json.loads((shared / "eval" / "pages-dev2" / "gold.json").read_text("utf-8"))
    paragraphs = [p for p in measurable(json.dumps(gold, ensure_ascii=False)) if script_of(p) == "hans"][:300]
    shares = converted(paragraphs, "short", **how).shares()
    assert shares["characters"] >= 0.998
    assert shares["silent"] <= 0.002
    assert shares["needless"] <= 0.03


@pytest.mark.parametrize("blanks", [False, True])
def test_strewn_readings_fall_and_controls_with_them(blanks):
    random = Random(5)
    text = "\n".join(emulator.traditional(invented.paragraph(random)) for _ in range(40))
    damaged = emulator.controls(emulator.strew(text, random, blanks=blanks), random)
    assert plain(mended(damaged)[0]) == plain(text)


@pytest.mark.parametrize("share", [0.03, 0.1, 0.3])
def test_strewn_readings_fall_from_simplified_text_too(share):
    random = Random(5)
    text = "\n".join(invented.paragraph(random) for _ in range(20))
    damaged = "".join(f"{c}({emulator.sound(c)})" if "一" <= c <= "鿿" and random.random() < share else c for c in text)
    assert mended(damaged)[0] == text


@pytest.mark.parametrize("damage", [
    emulator.as_latin_1,
    emulator.as_cp1252,
    lambda t: emulator.as_cp1252(emulator.as_cp1252(t)),
    lambda t: emulator.as_cp1252(emulator.as_latin_1(t)),
], ids=["gbk-latin1", "utf8-cp1252", "twice", "gbk-then-utf8"])
@pytest.mark.parametrize("turn", [str, emulator.traditional], ids=["hans", "hant"])
def test_exact_mojibake_comes_back_exactly(damage, turn):
    random = Random(6)
    text = "\n".join(turn(invented.paragraph(random, 3)) for _ in range(60))
    got, repairs = mended(damage(text))
    assert got == text
    assert not repairs.doubts


@pytest.mark.parametrize("turn", [str, emulator.traditional], ids=["hans", "hant"])
@pytest.mark.parametrize("mode", ["replace", "ignore"])
def test_lossy_mojibake_comes_back_nearly(mode, turn):
    random = Random(8)
    text = "\n".join(turn(invented.paragraph(random, 2)) for _ in range(60))
    damaged = "\n".join(line.encode().decode("gbk", mode) for line in text.split("\n"))
    got, repairs = mended(damaged)
    assert sum(e.rule == LOSSY for e in repairs.edits) > 0.9 * len(repairs.edits)
    alike = [SequenceMatcher(None, a, b, autojunk=False).ratio()
             for a, b in zip(text.split("\n"), got.split("\n"), strict=True)]
    assert sum(alike) / len(alike) >= 0.985


@pytest.mark.parametrize(("true", "read", "turn", "least"), [
    ("gbk", "big5", str, 0.96), ("big5", "gbk", emulator.traditional, 0.9),
], ids=["gbk-as-big5", "big5-as-gbk"])
@pytest.mark.parametrize("few", [False, True], ids=["all", "few"])
def test_text_read_in_the_other_encoding_comes_back_nearly(true, read, turn, least, few):
    random = Random(12)
    lines = [turn(invented.paragraph(random, 3)).encode(true, "ignore").decode(true) for _ in range(20)]
    damaged = [line if few and i % 7 else line.encode(true).decode(read, "replace") for i, line in enumerate(lines)]
    text = "\n".join(damaged)
    got, repairs = mended(text)
    alike = [SequenceMatcher(None, a, b, autojunk=False).ratio()
             for a, b in zip(lines, got.split("\n"), strict=True)]
    assert sum(alike) / len(alike) >= least
    lost = [e for e in repairs.edits if "□" in e.text]
    assert all(any(d.start <= e.start < d.end for d in repairs.doubts) for e in lost)
    assert len(repairs.edits) == (3 if few else 20)


def test_big5_read_as_latin_1_comes_back():
    random = Random(12)
    text = emulator.traditional(invented.paragraph(random, 3)).encode("big5", "ignore")
    assert mended(text.decode("latin-1"))[0] == text.decode("big5")


def test_half_a_blank_before_headings():
    heads = ["（一）加强组织建设", "（二）保障职工权益", "（三）抓好思想政治工作", "（五）做好送温暖工作"]
    text = "\n".join(f"{h}\n各级工会要抓好落实,取得实效." for h in heads)
    got, _ = mended(emulator.half_blank(text))
    assert [line for line in got.split("\n") if line.startswith("（")] == heads


def test_where_lines_are_half_a_blank_off_others_that_look_sound_are_too():
    """A sign of a line that clean text has too (“, 』, an ideographic blank) counts where others prove the damage."""
    random = Random(4)
    heads = ["二、", "三是", "“", "——", "会议指出，", "今天，", "最后，", "一年来，"]
    lines = [head + invented.paragraph(random) for head in heads]
    damaged = "\n".join(emulator.loosely(b"\xa1" + line.translate(emulator.NARROW).encode("gbk")) for line in lines)
    got, repairs = mended(damaged)
    alike = [SequenceMatcher(None, plain(a), plain(b), autojunk=False).ratio()
             for a, b in zip(lines, got.split("\n"), strict=True)]
    assert min(alike) >= 0.95
    assert all(e.confidence >= 0.5 or "□" in e.text for e in repairs.edits)
    assert all(any(d.start <= e.start < d.end for d in repairs.doubts) for e in repairs.edits if "□" in e.text)


def test_repair_is_linear_in_the_length():
    random = Random(9)
    text = "\n".join(emulator.annotate(emulator.traditional(invented.paragraph(random)), emulator.SHORT)
                     for _ in range(60))
    mended(text)
    spans = []
    for times in (1, 4):
        start = time.process_time()
        mended("\n".join([text] * times))
        spans.append(time.process_time() - start)
    assert spans[1] < 12 * spans[0] + 0.2
