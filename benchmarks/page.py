"""What the published page's search costs: shards on disk, bytes a query loads, time to the answer, in Chromium.

    python -m benchmarks.page [N ...] [--queries 200] [--folder DIR]

N invented documents of 7,000 characters are exported in a process of their
own (peak memory, processor time, files, bytes beside those of the text); then
every query — pieces of 1 to 8 characters of the texts, three words with AND,
five with OR, two with NEAR, one with -word — is asked once in a page opened
from ``file://``: bytes of gram shards by the sizes of the files that were
asked for, time from the call to the answer with the shards in the cache of
the page. Fails where a limit does not hold.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.store import Store
from benchmarks import corpus
from benchmarks.search import queries
from search.page import search_page_html

CHROMIUM = "/usr/bin/chromium"
ASSETS = Path(__file__).parent.parent / "docs" / "assets" / "search"
PIECE, ANSWER, DISK, NEAR, NEAR_ANSWER = 300_000, 300.0, 1.7, 14_000_000, 4000.0
"""Bytes of gram shards of a piece; milliseconds of an answer (p95); disk beside the text; both of NEAR."""

_EXPORT = """
import json, resource, sys, time
from search import shards
start = time.process_time()
shards.export(sys.argv[1], sys.argv[2])
print(json.dumps([time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_ASK = """async (query) => {
  const search = gonghuiSearch;
  const state = {q: query, sort: 'relevance', off: []};
  try { await search.answer(state); } catch (error) {
    if (!(error instanceof search.QueryError)) throw error;
    return {code: error.code, ms: 0, total: null};
  }
  search.main.known.clear();
  const start = performance.now();
  const {total} = await search.answer(state);
  return {ms: performance.now() - start, total};
}"""


def make_page(archive: Path, site: Path) -> tuple[float, float]:
    """The search page of an archive and nothing else; processor seconds and peak megabytes of its export."""
    (site / "search").mkdir(parents=True)
    out = subprocess.run([sys.executable, "-c", _EXPORT, str(archive), str(site / "search" / "shards")],
                         check=True, capture_output=True, text=True)
    shutil.copytree(ASSETS, site / "assets" / "search")
    (site / "search" / "index.html").write_text(
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>检索</title></head>'
        f"<body>{search_page_html()}</body></html>", encoding="utf-8")
    spent, peak = json.loads(out.stdout)
    return spent, peak


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium; one page for each query keeps nothing of the one before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def cases(archive: Path, count: int) -> dict[str, list[str]]:
    """Queries by their sort."""
    rng = random.Random(3)
    pieces = [piece for _, some in queries(archive, count * 2) for piece in some]
    ones = ["".join(rng.choices(piece)) for piece in pieces[: count // 10]]
    common = ["工会", "职工", "的", "和", "工作", "，", "。"]
    return {
        "piece": [f'"{piece}"' for piece in (*common, *ones, *pieces)][:count],
        "and": [" ".join(pieces[i : i + 3]) for i in range(0, count, 3)][: count // 4],
        "or": [" OR ".join(pieces[i : i + 5]) for i in range(0, count, 5)][: count // 4],
        "not": [f"{a} -{b}" for a, b in zip(common * 3, pieces, strict=False)][: count // 8],
        "near": ["的 NEAR/3 和", "工会 NEAR/5 的", "职工 NEAR/10 工作", "工会 NEAR/20 职工 NEAR/20 工作",
                 *(f"{a} NEAR/10 {b}" for a, b in zip(pieces, pieces[9:], strict=False))][: count // 8],
    }


def ask(chromium: Any, site: Path, query: str) -> dict[str, Any]:
    """Bytes that a query loads in a fresh page (of gram shards and of all), and the time of its answer."""
    page = chromium.new_page()
    loaded: list[Path] = []
    page.on("request", lambda request: loaded.append(Path(request.url.removeprefix("file://").partition("?")[0])))
    page.goto(f"{site.as_uri()}/search/index.html?q=&sort=oldest&limit=0")
    page.wait_for_selector(".gs:not([aria-busy])")
    first = sum(path.stat().st_size for path in loaded)
    loaded.clear()
    result: dict[str, Any] = page.evaluate(_ASK, query)
    page.close()
    grams = sum(path.stat().st_size for path in loaded if path.parent.name in "glhb")
    return result | {"grams": grams, "all": sum(path.stat().st_size for path in loaded), "first": first}


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


def measure(count: int, number: int, folder: Path) -> bool:
    """Prints the figures; whether all limits hold."""
    archive, site = folder / f"archive{count}", folder / f"page{count}"
    if not archive.exists():
        corpus.write(count, archive)
    shutil.rmtree(archive / "index" / "shards", ignore_errors=True)
    shutil.rmtree(site, ignore_errors=True)
    spent, peak = make_page(archive, site)
    text = sum(len(document.body.encode()) + len((document.title or "").encode())
               for document in Store(archive).documents())
    files = list((site / "search" / "shards").rglob("*.js"))
    size = sum(path.stat().st_size for path in files)
    print(f"{count} documents, {text / 1e6:.1f} MB of text: export {spent / count * 1000:.1f} ms cpu a document, peak "
          f"{peak:.0f} MB; {len(files)} files, {size / text:.3f} of the text")
    held = size / text <= DISK
    print(f"{'':6} {'queries':>7} {'gram KB p50':>12} {'p95':>6} {'most':>6} {'answer ms p50':>14} {'p95':>6} "
          f"{'refused':>8}")
    with browser() as chromium:
        for sort, some in cases(archive, number).items():
            found = [ask(chromium, site, query) for query in some]
            grams = [float(one["grams"]) for one in found]
            spent_ms = [one["ms"] for one in found if one["total"] is not None]
            print(f"{sort:6} {len(found):7} {at(grams, .5) / 1e3:12.0f} {at(grams, .95) / 1e3:6.0f} "
                  f"{max(grams) / 1e3:6.0f} {at(spent_ms, .5):14.1f} {at(spent_ms, .95):6.1f} "
                  f"{len(found) - len(spent_ms):8}")
            slow, large = (NEAR_ANSWER, NEAR) if sort == "near" else (ANSWER, PIECE if sort == "piece" else 8 * PIECE)
            held &= at(spent_ms, .95) <= slow and max(grams) <= large
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[2000])
    parser.add_argument("--queries", type=int, default=80)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        held = [measure(count, args.queries, args.folder or Path(scratch)) for count in args.counts]
    if not all(held):
        print("a limit does not hold", file=sys.stderr)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
