"""``gonghui check``: the archive's laws."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import click

from archive.check import check
from archive.errors import NewerFormat, NotWritable
from archive.store import Store
from gonghui import options
from gonghui.console import meter, note, out, out_json, waiting
from gonghui.messages import say
from scraper.clean import page_text
from scraper.laws import broken_body, broken_page
from scraper.mend import mend
from scraper.overrule import faults


@click.command("check", help=say(
    "Check the archive: schema, hashes, ledgers tile and replay, ids unique, nothing missing or added.",
    "检查档案：结构、校验和、账本的铺排与重放、编号唯一、无缺失或多余文件。"))
@click.option("--repair", is_flag=True, help=say(
    "Make anew what comes from originals (records, ledgers, sums, index); set aside what is broken, delete nothing.",
    "由原件重建文稿、账本、校验和与索引；损坏的文件另存，不删除任何内容。"))
@options.json_option
@options.archive_option
def command(repair: bool, as_json: bool) -> int:
    """The command; its exit code."""
    store = options.existing_store()
    if repair:
        _repair(store, as_json)
    elif store.unfinished():
        _complete(store)
    rulings = partial(faults, store.root)
    count = 0
    total = len(store.records()) + sum(1 for _ in store.root.glob("ledgers/*/*.json"))
    with meter(say("checking", "检查"), total) as bar:
        for problem in check(store, page_text, broken_page, broken_body, bar.step, waiting, rulings):
            count += 1
            if as_json:
                out_json({"path": problem.path, "reason": problem.reason})
            else:
                out(f"{problem.path}: {problem.reason}")
    if count:
        note(say(f"{count} problems", f"发现 {count} 个问题"))
        return 1
    note(say("the archive is in order", "档案完好"))
    return 0


def _complete(store: Store) -> None:
    """Carry out what a run that was stopped had decided; where that cannot be written, the check names it."""
    with suppress(NotWritable, NewerFormat), store.writing("check", waiting):
        note(say("completed what a stopped run had begun to write", "已补全中断的写入"))


def _repair(store: Store, as_json: bool) -> None:
    from search import build_index  # Whoosh is slow to load

    with store.writing("repair", waiting):
        store.establish()
        for one in mend(store):
            if as_json:
                out_json({"path": one.path, "done": one.done})
            else:
                out(f"{one.path}: {one.done}")
        build_index(store.root, rebuild=True)
    note(say("the index is made anew", "索引已重建"))
