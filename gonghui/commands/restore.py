"""``gonghui restore``: publish a withdrawn document again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import click

from archive.model import Document
from gonghui import options
from gonghui.changing import put
from gonghui.console import note
from gonghui.messages import say
from scraper.overrule import withdrawal


@click.command("restore", help=say("Publish a withdrawn document again, as it was.", "恢复一篇已撤下的文稿。"))
@click.argument("id", metavar="ID")
@options.archive_option
def command(id: str) -> int:
    """The command; its exit code."""
    store = options.existing_store()

    def restored(document: Document) -> Document:
        path = withdrawal(store.root, document.id)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()
        return replace(document, withdrawn=None)

    if put(store, "restore", id, restored):
        note(say(f"{id} is restored; `gonghui build` puts it on the site again",
                 f"已恢复 {id}；运行 `gonghui build` 后重新发布"))
    else:
        note(say(f"{id} is not withdrawn", f"{id} 并未撤下"))
    return 0
