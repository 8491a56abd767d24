"""``gonghui show``: one document, its ledger or its original."""

from __future__ import annotations

from pathlib import Path

import click

from archive.errors import NotWritable
from archive.model import Document
from archive.record import front_matter
from archive.store import Store
from gonghui import options
from gonghui.console import note, out, out_json, out_raw, plural
from gonghui.messages import say
from publish.page import Site


@click.command("show", help=say("Print one document, its ledger or the bytes it came from.",
                                "显示一篇文稿、其账本或原始字节。"))
@click.argument("id", metavar="ID")
@click.option("--ledger", is_flag=True, help=say("The ledger of its best copy.", "最佳副本的账本。"))
@click.option("--original", is_flag=True, help=say("The bytes of its best copy.", "最佳副本的原始字节。"))
@click.option("--page", "number", metavar="N", type=click.IntRange(1), default=1,
              help=say("With --original: which page of an article over several.",
                       "配合 --original：分页文章的第几页。"))
@click.option("--docx", "word", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help=say("Write it as a Word file.", "写成 Word 文件。"))
@options.json_option
@options.archive_option
def command(id: str, ledger: bool, original: bool, number: int, word: Path | None, as_json: bool) -> int:
    """The command; its exit code."""
    if ledger + original + bool(word) > 1:
        raise click.UsageError(say("--ledger, --original and --docx exclude each other",
                                   "--ledger、--original、--docx 不能同时使用"))
    store = options.existing_store()
    document = store.document(id)
    if original:
        out_raw(_original(store, document, number))
    elif word:
        _write(word, document)
    elif ledger:
        store.ledger(document.copies[0].sha256)  # says what is wrong with it
        out_raw(store.ledger_path(document.copies[0].sha256).read_bytes())
    elif as_json:
        out_json({**front_matter(document), "body": document.body})
    else:
        out(store.path(id).read_text(encoding="utf-8").rstrip("\n"))
    return 0


def _original(store: Store, document: Document, number: int) -> bytes:
    """The bytes of one page of the best copy."""
    copy = document.copies[0]
    pages = [str(c["sha256"]) for c in copy.captures] or [copy.sha256]
    if number > len(pages):
        raise click.BadParameter(say(f"the copy has {plural(len(pages), 'page')}", f"该副本只有 {len(pages)} 页"),
                                 param_hint="--page")
    if len(pages) > 1:
        note(say(f"page {number} of {len(pages)}; --page names another",
                 f"第 {number} 页，共 {len(pages)} 页；用 --page 指定"))
    return store.original(pages[number - 1])


def _write(path: Path, document: Document) -> None:
    from publish.word import docx  # python-docx is slow to load

    if path.exists() and path.suffix.lower() != ".docx":
        raise click.UsageError(say(f"{path} is there already and no Word file; name another",
                                   f"{path} 已存在且不是 Word 文件；请换一个文件名"))
    try:
        path.write_bytes(docx(Site(), document))
    except OSError as error:
        raise NotWritable(where=path, reason=error.strerror or error) from error
