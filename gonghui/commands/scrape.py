"""``gonghui scrape``: web copies in, documents out."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from archive.errors import BrokenRecord
from gonghui import options
from gonghui.console import meter, note, out, out_json, plural, waiting
from gonghui.fetching import Remembered, fetch_options, fetcher
from gonghui.intake import captures
from gonghui.messages import say, tell
from scraper import cluster, workers
from scraper.deposit import Each, Outcome, deposit
from scraper.sources import count


@click.command("scrape", help=say(
    "Fetch or read web copies, clean them, store originals, ledgers and documents.\n\n"
    "SOURCE is an address, file, folder, WARC, ZIP or - for standard input. A second run changes nothing.",
    "抓取或读取网页副本，清洗后存入原件、账本和文稿。\n\n"
    "SOURCE 可为网址、文件、目录、WARC、ZIP 或 -（标准输入）。重复运行不会改变任何内容。"))
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.origin_options
@fetch_options
@options.jobs_option
@options.dask_option
@options.json_option
@options.archive_option
def command(sources: tuple[str, ...], url: str | None, captured: str | None, manifest: Path | None, jobs: int,
            dask: str | None, as_json: bool, **fetching: Any) -> int:
    """The command; its exit code."""
    store = options.store()
    counts: Counter[str] = Counter()
    documents: set[str] = set()
    broken: dict[str, BrokenRecord] = {}
    with store.writing("scrape", waiting), meter(say("cleaning", "清洗"), count(sources)) as bar:
        store.establish()
        memory = Remembered(store)
        items = captures(sources, fetcher(fetching, memory), url, captured, manifest)
        each: Each = partial(cluster.each, dask) if dask else workers.each
        for outcome in deposit(store, items, jobs, lambda e: broken.update({str(e.facts["where"]): e}), each):
            counts[outcome.status] += 1
            documents.update(outcome.ids)
            bar.step(outcome.source)
            _report(outcome, as_json)
        memory.save()
    for error in broken.values():
        note(tell(error))
    note(say(
        f"{counts['stored']} stored, {counts['unchanged']} unchanged, {counts['refused']} refused; "
        f"{plural(len(documents), 'document')}",
        f"存入 {counts['stored']}，未变 {counts['unchanged']}，拒收 {counts['refused']}；文稿 {len(documents)} 篇"))
    return 1 if counts["refused"] or broken else 0


def _report(outcome: Outcome, as_json: bool) -> None:
    reason = tell(outcome.error) if outcome.error else None
    if as_json:
        out_json({"source": outcome.source, "status": outcome.status, "ids": list(outcome.ids), "reason": reason})
    else:
        status = {"stored": say("stored", "存入"), "unchanged": say("unchanged", "未变"),
                  "refused": say("refused", "拒收")}[outcome.status]
        out(f"{status}\t{outcome.source}\t{' '.join(outcome.ids)}".rstrip())
    if reason:
        with suppress(BrokenPipeError):
            note(reason)
