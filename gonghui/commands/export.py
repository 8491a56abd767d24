"""``gonghui export --bag DIR``: the archive as a BagIt bag."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from archive.bag import export
from archive.errors import NotWritable
from gonghui import options
from gonghui.console import meter, note, plural, waiting
from gonghui.messages import say


@click.command("export", help=say(
    "Write the archive as a BagIt bag: documents, originals, ledgers and rulings, with checksums. "
    "`gonghui import` takes it in elsewhere.",
    "将档案导出为 BagIt 包：文稿、原件、账本与人工裁定，附校验和；可在别处用 `gonghui import` 导入。"))
@click.option("--bag", metavar="DIR", type=click.Path(path_type=Path), required=True,
              help=say("The folder to make; it must not hold anything.", "要新建的目录，须不存在或为空。"))
@options.archive_option
def command(bag: Path) -> int:
    """The command; its exit code."""
    store = options.existing_store()
    documents = len(store.paths())
    facts = {"Bag-Software-Agent": f"gonghui-archive {version('gonghui-archive')}",
             "External-Description": f"{plural(documents, 'document')} of a Gonghui Archive, with copies and ledgers"}
    try:
        with meter(say("bagging", "打包")) as bar:
            count = export(store, bag, facts, bar.step, waiting)
    except OSError as error:
        raise NotWritable(where=error.filename or bag, reason=error.strerror or error) from error
    note(say(f"{bag}: {plural(documents, 'document')}, {plural(count, 'file')}",
             f"{bag}：文稿 {documents} 篇，文件 {count} 个"))
    return 0
