"""The published page's search beside Pagefind and Material's own, on the same site, in Chromium.

    python -m benchmarks.peers [N] [--pagefind COMMAND] [--without Material]

The site: one page a document, the golden records of the tests and N invented
ones. Each search is built on it (processor and clock time, bytes on disk) and
asked, over http on this machine, the golden queries without operators:
answered rightly is what gives exactly the golden records that hold the words,
folded. Bytes are those of a fresh page up to the first hit, the search's own
scripts included; the time runs to the first hit with its text: from the
question on, in a page of the site that has been read (of ours, the search
page), and of ours once more from opening ``/search/?q=`` in a fresh window,
which has the question with it. A peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from archive.store import Store
from benchmarks import corpus
from benchmarks.page import at, browser, make_page

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
OPERATORS = set('"“”()（）*:：-－')

OURS = """async (queries) => {
  const search = gonghuiSearch, ids = await search.ids(), out = [];
  for (const q of queries) {
    const {order} = await search.answer({q, sort: 'relevance', off: []});
    if (order.length) await search.text(order[0]);
    out.push(order.map((i) => ids[i]));
  }
  return out;
}"""
ASKED = """async ([q]) => {
  const input = document.querySelector('input[name=q]');
  input.value = q;
  document.querySelector('[data-part=hits]').replaceChildren();
  input.form.requestSubmit();
  while (!document.querySelector('.gs-hit, .gs-why')) await new Promise((resolve) => requestAnimationFrame(resolve));
}"""
PAGEFIND = """async (queries) => {
  const pagefind = await import('/pagefind/pagefind.js'), out = [];
  await pagefind.init();
  for (const q of queries) {
    const {results} = await pagefind.search(q);
    const ids = [];
    if (queries.length === 1) { if (results.length) await results[0].data(); out.push([]); continue; }
    for (const result of results) ids.push((await result.data()).url.match(/d\\/([^/]+)\\//)[1]);
    out.push(ids);
  }
  return out;
}"""
MATERIAL = """async (queries) => {
  const base = location.origin, out = [];
  const index = await (await fetch(base + '/search/search_index.json')).json();
  const worker = new Worker(base + '/%s');
  const told = () => new Promise((resolve) => { worker.onmessage = ({data}) => resolve(data); });
  worker.postMessage({type: 0, data: {config: index.config, docs: index.docs, options: {suggest: false}}});
  await told();
  for (const q of queries) {
    worker.postMessage({type: 2, data: q});
    const {data} = await told();
    out.push([].concat(...data.items).map((item) => (item.location.match(/d\\/([^/]+)\\//) || [])[1]).filter(Boolean));
  }
  worker.terminate();
  return out;
}"""


def golden() -> list[dict[str, Any]]:
    """The golden queries without operators, filters and errors; those of aliases and pinyin are ours alone."""
    rows = tomllib.loads((GOLDEN / "queries.toml").read_text(encoding="utf-8"))["query"]
    return [row for row in rows if "ids" in row and "filters" not in row and row["q"].strip()
            and not OPERATORS & set(row["q"]) and not {"OR", "AND", "NEAR"} & set(row["q"].split())
            and "alias" not in row["why"] and "pinyin" not in row["why"]]


class _Counting(SimpleHTTPRequestHandler):
    """Counts the bytes of the files that are asked for."""

    count = 0

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Content-Length":
            _Counting.count += int(value)
        super().send_header(keyword, value)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def pages(archive: Path, folder: Path) -> None:
    """One bare HTML page a document."""
    for document in Store(archive).documents():
        path = folder / "d" / document.id / "index.html"
        path.parent.mkdir(parents=True)
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in document.body.split("\n\n"))
        title = html.escape(document.title or "")
        path.write_text(f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head>'
                        f"<body><main>{lines}</main></body></html>", encoding="utf-8")


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Processor and clock seconds of a command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, cwd=folder, capture_output=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start


def ours(archive: Path, folder: Path, _: str) -> tuple[float, float, list[Path], str, str]:
    start = time.monotonic()
    spent, _peak = make_page(archive, folder)
    wall = time.monotonic() - start
    return spent, wall, [folder / "search" / "shards"], "/search/index.html", OURS


def pagefind(archive: Path, folder: Path, command: str) -> tuple[float, float, list[Path], str, str]:
    pages(archive, folder)
    spent, wall = run([*command.split(), "--site", str(folder), "--force-language", "zh"], folder)
    return spent, wall, [folder / "pagefind"], f"/d/{next((folder / 'd').iterdir()).name}/", PAGEFIND


def material(archive: Path, folder: Path, _: str) -> tuple[float, float, list[Path], str, str]:
    """Built twice, with its search and without: the difference is what the search costs."""
    docs = folder / "docs"
    for document in Store(archive).documents():
        path = docs / "d" / f"{document.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.body, encoding="utf-8")
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    costs = []
    for plugins in ("[]", "[search: {lang: zh}]"):
        (folder / "mkdocs.yml").write_text(
            f"site_name: 同一网站\ntheme: {{name: material, language: zh, font: false}}\nnot_in_nav: 'd/'\n"
            f"nav: [index.md]\nplugins: {plugins}\n", encoding="utf-8")
        costs.append(run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "site")], folder))
    site = folder / "site"
    worker = next((site / "assets" / "javascripts" / "workers").glob("search.*.min.js")).relative_to(site)
    for path in site.iterdir():
        shutil.move(path, folder / path.name) if not (folder / path.name).exists() else None
    return (costs[1][0] - costs[0][0], costs[1][1] - costs[0][1], [folder / "search"], "/index.html",
            MATERIAL % worker.as_posix())


Build = Callable[[Path, Path, str], tuple[float, float, list[Path], str, str]]


def measure(name: str, build: Build, archive: Path, folder: Path, command: str, times: int) -> str:
    """A row of the table."""
    folder.mkdir()
    spent, wall, where, start, script = build(archive, folder, command)
    disk = sum(path.stat().st_size for root in where for path in root.rglob("*") if path.is_file())
    rows = golden()
    handler = partial(_Counting, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, browser() as chromium:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}{start}"
        asked = [row["q"] for row in rows[:: max(1, len(rows) // times)]]
        cells = [_first_hits(chromium, address, ASKED if build is ours else script, asked)]
        if build is ours:
            cells.append(_first_hits(chromium, address, "", asked))
        page = chromium.new_page()
        page.set_default_timeout(600_000)
        page.goto(address)
        found = page.evaluate(script, [row["q"] for row in rows])
        server.shutdown()
    known = {path.stem for path in (GOLDEN / "records").glob("*.md")}
    right = sum(sorted(set(ids) & known) == row["ids"] for ids, row in zip(found, rows, strict=True))
    lead = f"| {name} | {spent:.1f} / {wall:.1f} | {disk / 1e6:.1f} | {cells[0]} | {right} of {len(rows)} |"
    return "\n".join([lead, *(f"| {name}, with the page itself | | | {cell} | |" for cell in cells[1:])])


def _first_hits(chromium: Any, address: str, script: str, queries: Sequence[str]) -> str:
    """Two cells: KB and milliseconds to the first hit by ``script`` in a page that was read, or of ``?q=`` without."""
    loads, waits = [], []
    for query in queries:
        context = chromium.new_context()
        page = context.new_page()
        if script:
            page.goto(address)
            page.wait_for_load_state("networkidle")
        _Counting.count, begun = 0, time.monotonic()
        if script:
            page.evaluate(script, [query])
        else:
            page.goto(f"{address}?{urlencode({'q': query})}")
            page.wait_for_selector(".gs-hit, .gs-why")
        waits.append((time.monotonic() - begun) * 1000)
        loads.append(float(_Counting.count))
        context.close()
    return (f"{median(loads) / 1e3:.0f} / {max(loads) / 1e3:.0f} | {median(waits):.0f} / {at(waits, .95):.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=500)
    parser.add_argument("--pagefind", default=shutil.which("pagefind") or f"{sys.executable} -m pagefind")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--without", nargs="*", default=[], choices=["ours", "Pagefind", "Material"])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "archive"
        corpus.write(args.count, archive)
        (archive / "documents" / "golden").mkdir()
        for path in (GOLDEN / "records").glob("*.md"):
            shutil.copy(path, archive / "documents" / "golden" / path.name)
        for document in list(Store(archive).documents()):
            if not document.publish or document.withdrawn:
                next((archive / "documents").rglob(f"{document.id}.md")).unlink()
        text = sum(len(document.body.encode()) for document in Store(archive).documents())
        print(f"{args.count} invented documents and the golden records, {text / 1e6:.1f} MB of text\n")
        print("| | build, s cpu / clock | MB on disk | KB a first query, p50 / most | ms to the first hit, p50 / p95 "
              "| right |")
        print("|---|---|---|---|---|---|")
        for name, build in (("ours", ours), ("Pagefind", pagefind), ("Material", material)):
            if name in args.without:
                continue
            try:
                row = measure(name, build, archive, Path(scratch) / name, args.pagefind, args.times)
            except (FileNotFoundError, subprocess.CalledProcessError) as error:
                row = f"| {name} | not installed or failed: {type(error).__name__} |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
