"""Comparison measured: pairs of invented texts with known edits, aligned sentences right and missed, and the time.

    python -m benchmarks.compare [--pairs N]

A text is edited sentence by sentence: words rewritten, sentences put in (some
much like the one before), left out, moved, split, merged, and a section moved.
Prints precision and recall over pairs of sentences, and for moves, changes,
additions and losses.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from archive.body import parse
from benchmarks.corpus import COMMON, TERMS, documents
from room.compare import compare
from room.sentences import cut

Blocks = list[tuple[int, str]]


@dataclass
class Known:
    """A pair of texts and what is known of it: linked sentences by number, moved and changed ones of the later."""

    a: Blocks
    b: Blocks
    links: set[tuple[int, int]] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


def made(number: int, characters: int = 4000) -> Known:
    """The pair of a number, the same for the same number."""
    rng = random.Random(f"compare {number}")
    one, other = islice(documents(2 * number + 2, seed=21, characters=characters), 2 * number, 2 * number + 2)
    a: Blocks = [(block.level, block.text) for block in parse(one.body) if block.level != 1]
    theirs = cut((block.level, block.text) for block in parse(other.body)).sentences
    pool = [s.text for s in theirs if s.text[-1] == "。"]
    return edited(a, pool, rng)


def edited(a: Blocks, pool: list[str], rng: random.Random) -> Known:
    """A later version of a text, made by edits; what is put in comes from ``pool``."""
    sections: list[tuple[str, list[list[tuple[int, str]]]]] = [("", [])]
    number = -1
    for level, text in a:
        if level:
            sections.append((text, []))
        else:
            sentences = re.findall(r"[^。！？；]+[。！？；]*", text)
            sections[-1][1].append([(number + 1 + i, s) for i, s in enumerate(sentences)])
            number += len(sentences)
    later: list[tuple[str, list[list[tuple[tuple[int, ...], str, str]]]]] = []
    stolen: list[tuple[tuple[int, ...], str, str]] = []
    for heading, paragraphs in sections:
        out = []
        for paragraph in paragraphs:
            row: list[tuple[tuple[int, ...], str, str]] = []
            for i, text in paragraph:
                chance = rng.random()
                if len(text) < 16 or chance < 0.45:
                    row.append(((i,), text, "kept"))
                elif chance < 0.65:
                    row.append(((i,), _rewritten(text, rng), "changed"))
                elif chance < 0.73:
                    pass
                elif chance < 0.81:
                    row += [((i,), text, "kept"), ((), _like(text, pool.pop(), rng), "new")]
                elif chance < 0.86:
                    stolen.append(((i,), text, "moved"))
                elif chance < 0.93:
                    row += _split(i, text)
                elif row and row[-1][2] == "kept" and len(row[-1][0]) == 1:
                    before = row.pop()
                    row.append(((*before[0], i), before[1].rstrip("。；！？") + "，" + text, "merged"))
                else:
                    row.append(((i,), text, "kept"))
            if row:
                out.append(row)
        later.append((heading, out))
    places = [p for _, paragraphs in later for p in paragraphs if p[-1][1][-1] == "。"]
    for one in stolen:
        place = rng.choice(places)
        place.insert(rng.randint(0, len(place)), one)
    if len(later) > 3 and rng.random() < 0.5:
        later.append(later.pop(rng.randint(1, len(later) - 2)))
    return _known(a, later)


def _known(a: Blocks, later: list[tuple[str, list[list[tuple[tuple[int, ...], str, str]]]]]) -> Known:
    known = Known(a, [])
    j = -1
    for heading, paragraphs in later:
        if heading:
            known.b.append((2, heading))
        for paragraph in paragraphs:
            for numbers, _, state in paragraph:
                j += 1
                known.links |= {(i, j) for i in numbers}
                if state == "moved":
                    known.moved.add(j)
                if state == "changed":
                    known.changed.add(j)
            known.b.append((0, "".join(text for _, text, _ in paragraph)))
    return known


def _like(text: str, other: str, rng: random.Random) -> str:
    """A new sentence; one in three shares half of its words with the sentence that it follows."""
    return other[: len(text) // 2].rstrip("，、。；") + text[len(text) // 2 :] if rng.random() < 0.33 else other


def _rewritten(text: str, rng: random.Random) -> str:
    """Some words put in place of others: up to a third of the sentence."""
    for _ in range(rng.randint(1, max(1, len(text) // 15))):
        at = rng.randrange(max(len(text) - 4, 1))
        new = rng.choice(TERMS) if rng.random() < 0.5 else "".join(rng.choices(COMMON, k=rng.choice((2, 3, 4))))
        text = text[:at] + new + text[at + rng.choice((0, 2, 3, 4)) :]
    return text if text.endswith("。") else text.rstrip("。；") + "。"


def _split(i: int, text: str) -> list[tuple[tuple[int, ...], str, str]]:
    commas = [m.start() for m in re.finditer("，", text) if 8 <= m.start() <= len(text) - 9]
    if not commas:
        return [((i,), text, "kept")]
    at = commas[len(commas) // 2]
    return [((i,), text[:at] + "。", "split"), ((i,), text[at + 1 :], "split")]


def measure(pairs: int, characters: int = 4000) -> dict[str, float]:
    """Precision and recall of links; the same for moved, changed, new and dropped sentences; seconds a pair."""
    tally: Counter[str] = Counter()
    spent = 0.0
    for number in range(pairs):
        known = made(number, characters)
        began = time.process_time()
        found = compare(known.a, known.b)
        spent += time.process_time() - began
        rows = [row for facing in found.sections for row in facing.rows]
        sets: dict[str, tuple[set[Any], set[Any]]] = {
            "link": ({(i, j) for r in rows for i in r.a for j in r.b}, known.links),
            "moved": ({r.b[0] for r in rows if r.moved}, known.moved),
            "new": ({j for r in rows if r.state == "new" for j in r.b},
                    set(range(len(found.b.sentences))) - {j for _, j in known.links}),
            "dropped": ({i for r in rows if r.state == "dropped" for i in r.a},
                        set(range(len(found.a.sentences))) - {i for i, _ in known.links}),
        }
        for name, (told, true) in sets.items():
            tally[f"{name} right"] += len(told & true)
            tally[f"{name} told"] += len(told)
            tally[f"{name} true"] += len(true)
    out = {f"{name} {what}": tally[f"{name} right"] / max(tally[f"{name} {of}"], 1)
           for name in ("link", "moved", "new", "dropped") for what, of in (("precision", "told"), ("recall", "true"))}
    return out | {"seconds": spent / pairs, "links": tally["link true"]}


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=60)
    options = parser.parse_args()
    for characters in (4000, 10000):
        told = measure(options.pairs if characters == 4000 else options.pairs // 6, characters)
        print(f"{characters} characters, {told.pop('links')} links, {1000 * told.pop('seconds'):.0f} ms CPU a pair")
        for name, value in told.items():
            print(f"  {name}: {value:.4f}")


if __name__ == "__main__":
    main()
