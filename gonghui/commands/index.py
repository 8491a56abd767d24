"""``gonghui index``: bring the index up to date."""

from __future__ import annotations

import click

from gonghui import options
from gonghui.console import meter, note, waiting
from gonghui.messages import say, tell


@click.command("index", help=say("Bring the search index up to date: only what changed.",
                                 "更新检索索引：只处理有变化的文稿。"))
@click.option("--rebuild", is_flag=True, help=say("From nothing.", "从头重建。"))
@options.jobs_option
@options.archive_option
def command(rebuild: bool, jobs: int) -> int:
    """The command; its exit code."""
    from search import build_index  # Whoosh is slow to load

    store = options.existing_store()
    with store.writing("index", waiting), meter(say("indexing", "正在索引")) as bar:
        report = build_index(store.root, rebuild=rebuild, progress=bar.to, jobs=jobs)
    for error in report.broken:
        note(tell(error))
    note(say(f"indexed {report.indexed}, unchanged {report.unchanged}, removed {report.removed}",
             f"已索引 {report.indexed} 篇，未变 {report.unchanged} 篇，移除 {report.removed} 篇"))
    return 1 if report.broken else 0
