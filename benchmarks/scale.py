"""What a document costs from a few hundred copies to many thousand: scrape, index, build, search, one change.

    python -m benchmarks.scale N... [--jobs J] [--json FILE] [--svg FILE] [--no-site] [--no-peers]

For every N a corpus of N invented copies of 3,000-9,000 characters is written
(HTML with advertisements, saved text, text on one line; every tenth is one
more copy of another one's work), and the program is run on it as a user runs
it, then other programs on the same copies and records
(:mod:`benchmarks.scale_peers`). CPU time is that of the whole process tree,
start included. ``growth`` compares the cpu a document with that of the size
before.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive import body
from archive.body import Block
from benchmarks import scale_peers
from benchmarks.chart import draw
from benchmarks.corpus import ADS, copy_of, documents

SIZES = (3000, 6000, 9000)
HOSTS = ("甲乙", "丙丁", "戊己", "庚辛")


@dataclass(frozen=True)
class Cost:
    """One step: seconds of processor and clock, peak memory of the largest process in megabytes."""

    copies: int
    step: str
    cpu: float
    wall: float
    peak: float
    documents: int
    """By which the cost is divided; 1 for steps that concern one document."""

    @property
    def each(self) -> float:
        """Milliseconds of processor a document."""
        return self.cpu / self.documents * 1000


def copies(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """File name and content of ``count`` copies, the same for the same seed."""
    works = zip(*(documents(count // 3 + 1, seed + i, size) for i, size in enumerate(SIZES)), strict=True)
    rng = random.Random(seed)
    recent: list[list[Block]] = []
    for number, document in zip(range(count), itertools.chain.from_iterable(works), strict=False):
        blocks = body.parse(document.body)
        if number % 10 == 9:
            blocks = recent[-5]
        recent = [*recent[-8:], blocks]
        host = HOSTS[number % len(HOSTS)]
        if number % 3 == 0:
            yield f"{number:07}.html", copy_of(blocks, host)
        else:
            yield f"{number:07}.txt", _saved(blocks, host, "\n" if number % 3 == 1 else "　　", rng)


def _saved(blocks: list[Block], host: str, between: str, rng: random.Random) -> str:
    """A copy as somebody saved it: paragraphs, advertisements among them and behind."""
    ads = [ad.format(host=host) for ad in ADS]
    lines = [blocks[0].text, "发布时间：2019-05-06 作者：admin", *("　　" + b.text for b in blocks[1:])]
    for ad in ads[:4]:
        lines.insert(rng.randint(3, len(lines)), ad)
    return between.join([*lines, *ads[4:]])


class Bench:
    """A corpus in a folder and the program that works on it."""

    def __init__(self, root: Path, count: int, jobs: int) -> None:
        self.root, self.count, self.jobs = root, count, jobs
        self.costs: list[Cost] = []
        (root / "copies").mkdir(parents=True)
        for name, text in copies(count):
            (root / "copies" / name).write_text(text, encoding="utf-8")

    def run(self, step: str, *arguments: str, archive: str = "archive", documents: int = 1) -> Cost:
        """Run a command of the program; fails loudly if it does."""
        return self.measure(step, documents, "gonghui", *arguments, "--archive", str(self.root / archive))

    def measure(self, step: str, documents: int, *arguments: str) -> Cost:
        """Run a module; fails loudly if it does."""
        program = [sys.executable, "-m", *arguments]
        start = time.perf_counter()
        with (self.root / "messages").open("wb") as messages:
            process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=messages)
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            raise SystemExit((self.root / "messages").read_text(encoding="utf-8", errors="replace"))
        cost = Cost(self.count, step, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, documents)
        self.costs.append(cost)
        return cost

    def all(self, site: bool) -> None:
        """Every step in order."""
        n, folder = self.count, str(self.root / "copies")
        self.run("scrape", "scrape", "--jobs", "1", folder, documents=n)
        if self.jobs > 1:
            self.run(f"scrape --jobs {self.jobs}", "scrape", "--jobs", str(self.jobs), folder, archive="spread",
                     documents=n)
        self.run("scrape again, unchanged", "scrape", "--jobs", "1", folder, documents=n)
        if self.jobs > 1:
            self.run(f"index --jobs {self.jobs}", "index", "--jobs", str(self.jobs), archive="spread", documents=n)
        self.run("index", "index", "--jobs", "1", documents=n)
        self.run("search", "search", "职工合法权益", "--limit", "10")
        new = next(itertools.islice(copies(1, seed=1001), 1))
        (self.root / new[0]).write_text(new[1], encoding="utf-8")
        self.run("scrape one new copy", "scrape", str(self.root / new[0]))
        self.run("index after it", "index")
        if site:
            self.run("build", "build", "--site", str(self.root / "site"), documents=n)

    def peers(self) -> None:
        """The same work by others."""
        for name in scale_peers.PEERS:
            if scale_peers.there(name, self.count):
                count = self.count if name in ("fts5", "tantivy", "material") else -(-self.count // 3)
                self.measure(name if name != "clean" else "clean HTML alone", count, "benchmarks.scale_peers", name,
                             str(self.root))

    def sizes(self) -> dict[str, float]:
        """Megabytes on disk by what they are."""
        there = {"copies": "copies", "documents": "archive/documents", "ledgers": "archive/ledgers",
                 "originals": "archive/originals", "index": "archive/index", "site": "site"}
        return {name: round(_bytes(self.root / path) / 1e6, 1) for name, path in there.items()}


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("counts", nargs="+", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--no-site", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    before: dict[str, Cost] = {}
    told: list[dict[str, Any]] = []
    print("copies  step                        cpu s   cpu ms each   wall s   peak MB   growth")
    for count in options.counts:
        with tempfile.TemporaryDirectory(prefix="scale-") as folder:
            bench = Bench(Path(folder), count, options.jobs)
            bench.all(not options.no_site)
            if not options.no_peers:
                bench.peers()
            disk = bench.sizes()
        steps = []
        for cost in bench.costs:
            last = before.get(cost.step)
            grown = round(cost.each / last.each, 3) if last else None
            growth = f"{grown:6.2f}" if grown else ""
            steps.append(asdict(cost) | {"each": cost.each, "growth": grown})
            print(f"{count:6}  {cost.step:26} {cost.cpu:6.1f}  {cost.each:11.1f}  {cost.wall:7.1f}  {cost.peak:8.0f}"
                  f"   {growth}", flush=True)
            before[cost.step] = cost
        print(f"{count:6}  MB on disk: " + ", ".join(f"{k} {v}" for k, v in disk.items()), flush=True)
        told.append({"copies": count, "disk": disk, "steps": steps})
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    if options.svg:
        options.svg.parent.mkdir(parents=True, exist_ok=True)
        options.svg.write_text(draw(told), encoding="utf-8")


if __name__ == "__main__":
    main()
