"""Spread measured: planted passages found, and what a document costs.

    python -m benchmarks.spread [SIZE...]

Invented documents of 7,000 characters; each takes three passages of 24 to 240
letters from earlier ones, two out of three hold a formula. Prints recall of
the planted runs that no more works hold than are followed, milliseconds a
document to enter and to ask, and the peak of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from archive import body
from archive.body import Block
from archive.model import Document
from benchmarks.corpus import documents
from room.spread import CAP, Spread

FORMULA = "高举中国特色旗帜以先进理论为指导深入贯彻落实各项决策部署团结动员广大职工群众为全面建设而努力奋斗"
Planted = tuple[str, str, str]
"""From, to, the letters."""


def planted(count: int, characters: int = 7000) -> Iterator[tuple[Document, list[Planted]]]:
    """Documents one after the other, with the passages that each took."""
    rng = random.Random(f"spread {count}")
    pool: list[tuple[str, str]] = []
    for document in documents(count, seed=31, characters=characters):
        blocks = body.parse(document.body)
        known: list[Planted] = []
        for source, passage in rng.sample(pool, min(3, len(pool))):
            at = rng.randrange(2, len(blocks) + 1)
            blocks.insert(at, Block("paragraph", f"{rng.choice('甲乙丙丁戊己庚辛')}，{passage}。"))
            known.append((source, document.id, passage))
        if rng.random() < 0.66:
            blocks.insert(2, Block("paragraph", FORMULA + "。"))
        texts = [b.text for b in blocks if b.kind == "paragraph" and len(b.text) > 300]
        text = "".join(c for c in rng.choice(texts) if c.isalnum()) if texts else ""
        length = rng.randint(24, 240)
        if len(text) > length:
            pool.append((document.id, text[20 : 20 + length]))
        if len(pool) > 400:
            del pool[rng.randrange(len(pool))]
        yield replace(document, body=body.render(blocks)), known


def measure(count: int, characters: int = 7000) -> dict[str, float]:
    """Recall of planted passages; milliseconds to enter a document and to ask for it; runs a document."""
    known: list[Planted] = []
    making = 0.0

    def read(one: tuple[Document, list[Planted]]) -> Document:
        known.extend(one[1])
        return one[0]

    source = planted(count, characters)
    current: list[Document] = []

    def ids() -> Iterator[str]:
        nonlocal making
        while True:
            began = time.process_time()
            one = next(source, None)
            making += time.process_time() - began
            if one is None:
                return
            current[:] = [read(one)]
            yield one[0].id

    began = time.process_time()
    spread = Spread(ids(), lambda id: current[0])
    entered = time.process_time() - began - making
    began = time.process_time()
    found: dict[tuple[str, str], list[str]] = {}
    runs = 0
    wanted = {(to, of) for of, to, _ in known}
    for id in spread.ids:
        shared = spread.shared(id)
        spread.formulas(id)
        runs += len(shared)
        for s in shared:
            if (id, s.other) in wanted:
                found.setdefault((id, s.other), []).append(spread.words(id, s.start, s.letters))
    asked = time.process_time() - began
    uses = Counter(passage for _, _, passage in known)
    few = [one for one in known if uses[one[2]] < CAP]
    right = sum(any(passage in words for words in found.get((to, of), ())) for of, to, passage in few)
    return {"recall": right / max(len(few), 1), "planted": len(few), "runs": runs / count,
            "enter": 1000 * entered / count, "ask": 1000 * asked / count}


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 4000])
    for size in parser.parse_args().sizes:
        told = measure(size)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>6} documents: recall {told['recall']:.4f} of {told['planted']:.0f}, {told['runs']:.1f} runs and "
              f"{told['enter']:.2f} + {told['ask']:.2f} ms CPU a document, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
