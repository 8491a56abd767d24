"""How well the order of hits agrees with judgements by hand: nDCG, beside plain BM25F on the same index.

    python -m benchmarks.relevance [--verbose]

The samples are cleaned into a folder of their own. BM25F gets the same
matches and the usual weights (title 3, headings 2, body 1; k1 1.2, b 0.75).
Fails below the floor.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

import search
from archive import ids, record
from archive.model import Copy, Document
from archive.store import Store
from search import words
from search.evaluate import Form
from search.grammar import parse
from search.grams import Array
from search.tree import Both, Node, Text

FLOOR = 0.93
"""May rise freely; falls only with a reason in the commit."""
TOP = 10
FILLER = "会前传达了文件，会后进行了讨论。" * 12
_HERE = Path(__file__).parent
_WEIGHTS = ((0, 1, 3.0), (1, 6, 2.0), (6, 8, 1.0))
"""Columns of the bounds, and what an occurrence between them counts."""


def ndcg(ids: Sequence[str], good: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    def gain(grades: Sequence[int]) -> float:
        return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:TOP])))

    best = gain(sorted(good.values(), reverse=True))
    return gain([good.get(id, 0) for id in ids]) / best


def bm25f(index: search.Index, query: str) -> list[str]:
    """Ids by BM25F."""
    tree = parse(query)
    match = index.evaluator.run(tree, lambda text: [Form(text.folded, text.prefix, text.field)]).match
    lengths = index.columns.lengths
    norm = 1.2 * (0.25 + 0.75 * lengths / max(float(lengths.mean()), 1))
    score = np.zeros(len(match))
    for text in _texts(tree):
        weighted = np.concatenate([_weighted(index, number, text) for number in range(len(index.segments))])
        found = int((weighted > 0).sum())
        idf = math.log(1 + (len(index) - found + 0.5) / (found + 0.5))
        score += idf * 2.2 * weighted / (weighted + norm)
    slots = np.flatnonzero(match)
    return [str(index.facts[i]["id"]) for i in slots[np.argsort(-score[slots], kind="stable")]]


def _weighted(index: search.Index, number: int, text: Text) -> Array:
    segment = index.segments[number]
    places = index.evaluator.places(segment, Form(text.folded, text.prefix, text.field))
    out = np.zeros(segment.count)
    for first, last, weight in _WEIGHTS:
        begin, end = (np.searchsorted(places, segment.bounds[:, column]) for column in (first, last))
        out += weight * (end - begin)
    return out


def _texts(node: Node) -> list[Text]:
    if isinstance(node, Both):
        return [text for part in node.parts for text in _texts(part)]
    return [node] if isinstance(node, Text) else []


def pairs(rows: Sequence[Mapping[str, Any]], folder: Path) -> dict[tuple[str, bool], float]:
    """nDCG of whole words against pieces, by the order and by ``table`` of a row."""
    store = Store(folder)
    found: dict[str, str] = {}
    for row in rows:
        for sort in ("whole", "piece"):
            text = f"# 简报\n\n各单位：\n\n{row[sort]}{FILLER}\n"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            document = Document(ids.mint(sha256, 1), "notice", text, title="简报", copies=(Copy(sha256),))
            path = store.document_path(document)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(record.write(document), encoding="utf-8")
            found[row["q"] + sort] = document.id
    index = search.open_index(folder)
    out: dict[tuple[str, bool], float] = {}
    for covered in (True, False):
        mine = [row for row in rows if row["table"] is covered]
        good = [{found[row["q"] + "whole"]: 3, found[row["q"] + "piece"]: 1} for row in mine]

        def mean(order: Callable[[str], Sequence[str]], mine: Any = mine, good: Any = good) -> float:
            return float(np.mean([ndcg(order(row["q"]), one) for row, one in zip(mine, good, strict=True)]))

        def ours(query: str) -> list[str]:
            return [hit["id"] for hit in index.search(f'"{query}"')["hits"]]

        out["ours", covered] = mean(ours)
        with mock.patch.object(words, "surroundings", dict):
            out["without the table", covered] = mean(ours)
        out["BM25F", covered] = mean(lambda query: bm25f(index, query))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--verbose", action="store_true")
    verbose = parser.parse_args().verbose
    cases = tomllib.loads((_HERE / "relevance.toml").read_text(encoding="utf-8"))
    samples = _HERE.parent / "samples"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "gonghui", "scrape", str(samples), "--manifest",
                        str(samples / "manifest.csv"), "--archive", folder], check=True, capture_output=True)
        heads = {d.id: d.title or d.body[:40] for d in Store(folder).documents()}
        ids = {name: next((id for id, title in heads.items() if words in title), name)
               for name, words in cases["documents"].items()}
        index = search.open_index(folder)
        ours, peer = [], []
        for case in cases["query"]:
            good = {ids[name]: grade for name, grade in case["good"].items()}
            found = [hit["id"] for hit in index.search(case["q"], limit=TOP)["hits"]]
            ours.append(ndcg(found, good))
            peer.append(ndcg(bm25f(index, case["q"]), good))
            if verbose:
                names = {id: name for name, id in ids.items()}
                print(f"{ours[-1]:.3f} {peer[-1]:.3f} {case['q']}: {' '.join(names.get(id, id) for id in found)}")
    mean, other = float(np.mean(ours)), float(np.mean(peer))
    print(f"nDCG@{TOP} of {len(ours)} judged queries: {mean:.3f}; plain BM25F on the same index: {other:.3f}")
    with tempfile.TemporaryDirectory() as folder:
        for (name, covered), value in pairs(cases["pair"], Path(folder)).items():
            print(f"whole words before pieces, {'in' if covered else 'not in'} the table: {name} {value:.3f}")
    return 0 if mean >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
