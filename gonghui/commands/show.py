"""``gonghui show``: one document, its ledger or its original."""

from __future__ import annotations

import sys

import click

from archive.record import front_matter
from gonghui import options
from gonghui.console import out, out_json
from gonghui.messages import say


@click.command("show", help=say("Print one document, its ledger or the bytes it came from.",
                                "显示一篇文稿、其账本或原始字节。"))
@click.argument("id", metavar="ID")
@click.option("--ledger", is_flag=True, help=say("The ledger of its best copy.", "最佳副本的账本。"))
@click.option("--original", is_flag=True, help=say("The bytes of its best copy.", "最佳副本的原始字节。"))
@options.json_option
@options.archive_option
def command(id: str, ledger: bool, original: bool, as_json: bool) -> int:
    """The command; its exit code."""
    if ledger and original:
        raise click.UsageError(say("--ledger and --original exclude each other", "--ledger 与 --original 不能同时使用"))
    store = options.existing_store()
    document = store.document(id)
    if original:
        sys.stdout.buffer.write(store.original(document.copies[0].sha256))
    elif ledger:
        sys.stdout.write(store.ledger_path(document.copies[0].sha256).read_text(encoding="utf-8"))
    elif as_json:
        out_json({**front_matter(document), "body": document.body})
    else:
        out(store.path(id).read_text(encoding="utf-8").rstrip("\n"))
    return 0
