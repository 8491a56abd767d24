"""``gonghui withdraw``: take a document off everything published; its address stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import click

from archive.model import Document
from archive.store import replace_file
from gonghui import options
from gonghui.changing import put
from gonghui.console import note
from gonghui.messages import say
from scraper.overrule import withdrawal


@click.command("withdraw", help=say(
    "Withdraw a document: its address says so and why; its text leaves the site, the search and the data files.",
    "撤下一篇文稿：网址保留并说明原因，正文不再出现在网站、检索和数据文件中。"))
@click.argument("id", metavar="ID")
@click.option("--why", metavar="TEXT", required=True, help=say("The reason, shown in its place.", "原因，公开显示。"))
@options.archive_option
def command(id: str, why: str) -> int:
    """The command; its exit code."""
    reason = " ".join(why.split())
    if not reason:
        raise click.UsageError(say("--why needs a reason", "--why 须写明原因"))
    today = datetime.now(UTC).date().isoformat()
    store, told = options.existing_store(), {"why": reason, "when": today}

    def withdrawn(document: Document) -> Document:
        path = withdrawal(store.root, document.id)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, (json.dumps(told, ensure_ascii=False) + "\n").encode())
        return replace(document, withdrawn=told)

    put(store, "withdraw", id, withdrawn)
    note(say(f"{id} is withdrawn; `gonghui build` takes it off the site, `gonghui restore {id}` undoes it",
             f"已撤下 {id}；运行 `gonghui build` 后网站不再显示，`gonghui restore {id}` 可恢复"))
    return 0
