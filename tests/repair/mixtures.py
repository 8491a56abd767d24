"""Pages with several damages at once: true lines and how a copy shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import emulator
import invented

Lines = list[str]
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
PROSE = Path(__file__).with_name("prose.txt").read_text("utf-8").strip().translate(WIDE).split("\n")
HEADS = ["（一）", "（二）", "（三）", "（四）", "（五）"]
RADICALS = str.maketrans("工大行网人力心日月水", "⼯⼤⾏⽹⼈⼒⼼⽇⽉⽔")
LINKED = ["职工", "工会", "会议", "农民工"]


def paragraphs(random: Random, characters: int) -> Lines:
    """Different paragraphs of many kinds, as many as make so many characters."""
    out: Lines = []
    while sum(map(len, out)) < characters:
        p = random.choice(PROSE) if random.random() < 0.6 else invented.paragraph(random).translate(WIDE)
        if p not in out:
            out.append(p)
    return out


def some_list(random: Random) -> str:
    """A list of annotated characters: one that was seen, or any of their characters."""
    size = random.choice([12, 25, 40, 60])
    return random.choice([*emulator.LISTS.values(), "".join(random.sample(emulator.LONG, size))])


def masked(line: str, random: Random) -> str:
    """Years, places and quoted words taken out."""
    line = re.sub(r"\d{4}年", lambda m: "20xx年" if random.random() < 0.7 else m[0], line)
    line = re.sub("(?:青陵县|云溪市|南棠区)", lambda m: "××" + m[0][-1] if random.random() < 0.7 else m[0], line)
    return re.sub("“[^”]{2,6}”", lambda m: "“”" if random.random() < 0.3 else m[0], line)


def torn_at_links(lines: Lines, random: Random) -> Lines:
    """A linked word becomes a line of its own, 。 behind it and behind what stands before: here after a comma."""
    out: Lines = []
    for line in lines:
        words = "|".join(LINKED)
        m = re.search(rf"[，；：](?P<word>{words})(?=[\u4e00-\u9fff]{{4}})", line)
        if m and random.random() < 0.7:
            out += [line[: m.start("word")] + "。", m["word"] + "。", line[m.end() :]]
        else:
            out.append(line)
    return out


def converted(lines: Lines, listed: str, halves: bool) -> Lines:
    return [emulator.annotate(emulator.traditional(line), listed, halves=halves) for line in lines]


def everything(random: Random, lines: Lines) -> tuple[Lines, Lines]:
    """Masks, torn links, notes, slips, and lines of either script without any."""
    true = [masked(line, random) for line in lines]
    listed, halves = some_list(random), random.random() < 0.5
    shown = []
    for line in torn_at_links(true, random):
        way = random.random()
        plain = emulator.traditional(line) if way < 0.1 else line
        shown += [plain.translate(emulator.NARROW)] if way < 0.2 else converted([line], listed, halves)
    return true, shown


def strewn(random: Random, lines: Lines) -> tuple[Lines, Lines]:
    """Readings strewn at random, with blanks inside, control characters and masks."""
    true = [masked(line, random) for line in lines]
    noted = (emulator.strew(emulator.traditional(line), random, 0.1, True).translate(emulator.NARROW) for line in true)
    return true, [emulator.controls(line, random) for line in noted]


def compilation(random: Random, lines: Lines) -> tuple[Lines, Lines]:
    """Three texts on a page; the one in the middle is sound."""
    true: Lines = []
    shown: Lines = []
    listed, halves = some_list(random), random.random() < 0.5
    for i in range(3):
        part = lines[i::3]
        true += ["同志们：", *part]
        shown += [f"工会工作会议讲话篇{'一二三'[i]}", "同志们:"]
        shown += [p.translate(emulator.NARROW) for p in part] if i == 1 else converted(part, listed, halves)
    return true, shown


def some_misread(random: Random, lines: Lines) -> tuple[Lines, Lines]:
    """Some lines in the wrong encoding, the others with radicals for characters."""
    spoil = random.choice([emulator.as_latin_1, emulator.as_cp1252])
    return lines, [spoil(line) if i % 3 == 1 else line.translate(RADICALS) for i, line in enumerate(lines)]


def headed(random: Random, lines: Lines) -> tuple[Lines, Lines]:
    """Headings half a blank off before notes and slips."""
    true = [HEADS[i % 5] + line.lstrip("（）一二三四五、。") if i % 2 else line for i, line in enumerate(lines)]
    listed = some_list(random)
    shown = []
    for line in true:
        head, mark, rest = line.partition("，") if line.startswith("（") else ("", "", line)
        off = emulator.half_blank(emulator.traditional(head)) + mark.translate(emulator.NARROW) if head else ""
        shown.append(off + converted([rest], listed, False)[0])
    return true, shown


MIXTURES: dict[Callable[[Random, Lines], tuple[Lines, Lines]], float] = {
    everything: 0.995, strewn: 1.0, compilation: 0.995, some_misread: 1.0, headed: 0.99}
"""Each with the share of characters that is right again."""
