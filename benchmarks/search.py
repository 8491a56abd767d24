"""The search beside SQLite FTS5 and tantivy, on the same folded texts and queries, in one run.

    python -m benchmarks.search [N ...] [--queries 200] [--folder DIR]

Each peer gets every folded character as a token (a run of letters or digits
is one), so that a phrase of tokens is a piece of adjacent characters; a token
between blocks keeps phrases from crossing them. Every engine gives the count,
the ten best and a passage of each; the counts must agree. tantivy is left out
where it is not installed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import search
from archive.store import Store
from benchmarks import corpus
from search.fold import RUN, fold
from search.layout import lay_out

_TOKEN = re.compile(f"[{RUN}]+|.", re.S)
Query = tuple[str, list[str]]
"""``("AND" or "OR", pieces)``."""


def tokens(folded: str) -> list[str]:
    """Words for engines that drop punctuation: a sign becomes a word of its own."""
    return [t if t.isalnum() else f"u{ord(t):x}" for t in _TOKEN.findall(folded)]


def texts(archive: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each document as tokens joined by blanks."""
    for document in Store(archive).documents():
        yield document.id, " zzz ".join(" ".join(tokens(fold(text))) for text in lay_out(document).texts)


def queries(archive: Path, count: int, seed: int = 1) -> list[Query]:
    """Pieces of 2 to 8 characters of the texts: alone, three joined by AND, five by OR."""
    rng = random.Random(seed)
    some = zip(Store(archive).documents(), range(300), strict=False)
    bodies: list[list[str]] = [re.findall(r"[\u4e00-\u9fff]{2,}", fold(document.body)) for document, _ in some]

    def piece() -> str:
        while True:
            text = rng.choice(rng.choice(bodies))
            length = rng.randint(2, 8)
            if len(text) >= length:
                start = rng.randint(0, len(text) - length)
                return text[start : start + length]

    out: list[Query] = []
    for number in range(count):
        size = (1, 1, 3, 5)[number % 4]
        out.append(("OR" if size == 5 else "AND", [piece() for _ in range(size)]))
    return out


def timed(run: Callable[[Query], int], cases: Sequence[Query]) -> tuple[list[float], list[int]]:
    """Milliseconds of processor (of all threads) and counts, each query once, after one to warm up."""
    run(cases[0])
    spent, counts = [], []
    for case in cases:
        start = time.process_time()
        counts.append(run(case))
        spent.append((time.process_time() - start) * 1000)
    return spent, counts


def ours(archive: Path, cases: Sequence[Query]) -> dict[str, Any]:
    start = time.process_time()
    report = search.build_index(archive, rebuild=True)
    build = time.process_time() - start
    size = sum(path.stat().st_size for path in (archive / "index" / report.generation).iterdir())
    index = search.open_index(archive)

    def run(case: Query) -> int:
        joined = f" {case[0]} ".join(f'"{piece}"' for piece in case[1])
        return int(index.search(joined, passages=1)["total"])

    spent, counts = timed(run, cases)
    return {"build": build, "size": size, "spent": spent, "counts": counts}


def fts5(archive: Path, cases: Sequence[Query], folder: Path) -> dict[str, Any]:
    path = folder / "fts5.db"
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, body, tokenize='unicode61')")
    rows = list(texts(archive))
    start = time.process_time()
    base.executemany("INSERT INTO d VALUES (?, ?)", rows)
    base.execute("INSERT INTO d(d) VALUES ('optimize')")
    base.commit()
    build = time.process_time() - start

    def run(case: Query) -> int:
        match = f" {case[0]} ".join('"' + " ".join(tokens(piece)) + '"' for piece in case[1])
        base.execute("SELECT id, snippet(d, 1, '[', ']', '…', 30) FROM d WHERE d MATCH ? ORDER BY rank LIMIT 10",
                     (match,)).fetchall()
        return int(base.execute("SELECT count(*) FROM d WHERE d MATCH ?", (match,)).fetchone()[0])

    spent, counts = timed(run, cases)
    base.close()
    return {"build": build, "size": path.stat().st_size, "spent": spent, "counts": counts}


def tantivy(archive: Path, cases: Sequence[Query], folder: Path) -> dict[str, Any] | None:
    try:
        peer: Any = import_module("tantivy")
    except ImportError:
        return None
    home = folder / "tantivy"
    home.mkdir()
    schema = peer.SchemaBuilder().add_text_field("body", stored=True, tokenizer_name="whitespace").build()
    index = peer.Index(schema, path=str(home))
    rows = list(texts(archive))
    start = time.process_time()
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for _, text in rows:
        writer.add_document(peer.Document(body=text))
    writer.commit()
    writer.wait_merging_threads()
    build = time.process_time() - start
    index.reload()
    searcher = index.searcher()

    def run(case: Query) -> int:
        parts = [index.parse_query('"' + " ".join(tokens(piece)) + '"', ["body"]) for piece in case[1]]
        occur = peer.Occur.Should if case[0] == "OR" else peer.Occur.Must
        query = peer.Query.boolean_query([(occur, part) for part in parts])
        found = searcher.search(query, 10, count=True)
        snippets = peer.SnippetGenerator.create(searcher, query, schema, "body")
        for _, address in found.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)

    spent, counts = timed(run, cases)
    size = sum(path.stat().st_size for path in home.iterdir())
    return {"build": build, "size": size, "spent": spent, "counts": counts}


_OPENING = """
import json, resource, sys, time
import search, search.index
with open("/proc/self/statm") as f: before = int(f.read().split()[1])
start = time.perf_counter()
index = search.open_index(sys.argv[1])
opened = time.perf_counter() - start
with open("/proc/self/statm") as f: after = int(f.read().split()[1])
index.search("工会 职工")
print(json.dumps([opened, time.perf_counter() - start - opened, (after - before) * resource.getpagesize() / 1e6]))
"""


def opening(archive: Path) -> tuple[float, float, float]:
    """Seconds to open, seconds of the first query, megabytes that opening adds, in a process of its own."""
    out = subprocess.run([sys.executable, "-c", _OPENING, str(archive)], capture_output=True, check=True, text=True)
    opened, first, memory = json.loads(out.stdout)
    return opened, first, memory


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def compare(count: int, number: int, folder: Path) -> None:
    archive = folder / f"archive{count}"
    if not archive.exists():
        corpus.write(count, archive)
    size = sum(len(lay_out(d).texts[0]) + len(d.body.encode()) for d in Store(archive).documents())
    cases = queries(archive, number)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        results = {"ours": ours(archive, cases), "FTS5": fts5(archive, cases, Path(scratch)),
                   "tantivy": tantivy(archive, cases, Path(scratch))}
    print(f"{count} documents, {size / 1e6:.1f} MB of text, {number} queries")
    print(f"{'':8} {'ms p50':>8} {'p95':>8} {'cpu ms/doc':>11} {'size/text':>10} {'same counts':>12}")
    for name, result in results.items():
        if result is None:
            print(f"{name:8} not installed")
            continue
        same = sum(a == b for a, b in zip(result["counts"], results["ours"]["counts"], strict=True))  # type: ignore[index]
        print(f"{name:8} {_at(result['spent'], 0.5):8.2f} {_at(result['spent'], 0.95):8.2f} "
              f"{result['build'] * 1000 / count:11.2f} {result['size'] / size:10.2f} {same:8}/{number}")
    opened, first, memory = opening(archive)
    print(f"opening {opened * 1000:.0f} ms, {memory:.0f} MB; first query {first * 1000:.0f} ms; "
          f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[2000])
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for count in args.counts:
            compare(count, args.queries, args.folder or Path(scratch))


if __name__ == "__main__":
    main()
