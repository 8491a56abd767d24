"""Collation measured: pairs that are copies, pairs that are not, and the time a document takes.

    python -m benchmarks.collation [--pairs N] [--sizes 1000,5000,20000]

Pairs are made of invented documents: exact copies, cut by 30 %, masked by 5 %,
converted and re-punctuated, damaged; works that share a third of their
sentences; yearly notices of one form. Prints precision and recall for merging, then
milliseconds a document when an archive of each size takes 200 more.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from archive.model import Document
from archive.prints import fingerprints
from benchmarks.corpus import documents
from scraper.collate import place, text_of
from scraper.collate_prints import Table


def copies(document: Document, rng: random.Random) -> Iterator[tuple[str, Document]]:
    """What the web makes of a document."""
    head, _, text = document.body.partition("\n\n")

    def copy(name: str, body: str) -> tuple[str, Document]:
        made = replace(document, id=f"{document.id}{name}", body=f"{head}\n\n{body}")
        return name, replace(made, date=None, speaker=None)

    yield copy("exact", text)
    start = rng.randrange(len(text) * 3 // 10)
    yield copy("cut", text[start : start + len(text) * 7 // 10])
    yield copy("masked", "".join("×" if c.isalnum() and rng.random() < 0.05 else c for c in text))
    yield copy("converted", text.replace("着", "著").replace("，", ",").replace("“", "「").replace("”", "」"))
    slips = ("□" if c.isalnum() and rng.random() < 0.03 else c for c in text)
    yield copy("damaged", "".join(slips))


def strangers(a: Document, b: Document, rng: random.Random) -> Document:
    """A work of ``b`` a third of whose sentences are those of ``a``."""
    ours, theirs = (re.split(r"(?<=。)", d.body.partition("\n\n")[2]) for d in (a, b))
    mixed = [ours[i % len(ours)] if rng.random() < 0.33 else s for i, s in enumerate(theirs)]
    return replace(b, id=f"{a.id}third", body="# 另一篇\n\n" + "".join(mixed), date=None, speaker=None, region=None)


def quality(pairs: int) -> tuple[float, float]:
    """Precision and recall of merging over generated pairs."""
    rng = random.Random(11)
    made = list(islice(documents(3 * pairs, seed=3, characters=3000), 3 * pairs))
    right = wrong = missed = 0
    for a, b in zip(made[:pairs], made[pairs : 2 * pairs], strict=True):
        table = Table()
        known = {a.id: a}
        list(place([a], table, known.__getitem__))
        for name, copy in copies(a, rng):
            (found,) = place([copy], Table(table.ids[:], table.sizes[:], table._runs[:]), known.__getitem__)
            if found.same == a.id:
                right += 1
            else:
                missed += 1
                print(f"missed: {name}")
        (found,) = place([strangers(a, b, rng)], table, known.__getitem__)
        wrong += found.same is not None
    return right / max(right + wrong, 1), right / max(right + missed, 1)


def speed(size: int, more: int = 200) -> float:
    """Milliseconds to place a document in an archive of ``size``."""
    base = {d.id: d for d in documents(size, seed=5, characters=3000)}
    table = Table()
    table.extend((id, fingerprints(text_of(d))) for id, d in base.items())
    news = [replace(d, id=f"new{d.id}") for d in documents(more, seed=6, characters=3000)]
    start = time.process_time()
    for _ in place(news, table, base.__getitem__):
        pass
    return (time.process_time() - start) * 1000 / more


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--sizes", default="1000,5000,20000")
    options = parser.parse_args()
    precision, recall = quality(options.pairs)
    print(f"merging: precision {precision:.3f}, recall {recall:.3f} over {options.pairs} x 6 pairs")
    for size in map(int, options.sizes.split(",")):
        print(f"{size:>6} documents: {speed(size):.2f} ms a document")


if __name__ == "__main__":
    main()
