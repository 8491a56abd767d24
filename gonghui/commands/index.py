"""``gonghui index``: bring the index up to date."""

from __future__ import annotations

import click

from gonghui import options
from gonghui.console import note, waiting
from gonghui.messages import say


@click.command("index", help=say("Bring the search index up to date: only what changed.",
                                 "更新检索索引：只处理有变化的文稿。"))
@click.option("--rebuild", is_flag=True, help=say("From nothing.", "从头重建。"))
@options.archive_option
def command(rebuild: bool) -> int:
    """The command; its exit code."""
    from search import build_index  # Whoosh is slow to load

    store = options.existing_store()
    with store.writing("index", waiting):
        build_index(store.root, rebuild=rebuild)
    note(say("the index is up to date", "索引已是最新"))
    return 0
