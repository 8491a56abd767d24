"""``gonghui reclean``: stored originals with the rules of today."""

from __future__ import annotations

import click

from gonghui import options
from gonghui.console import meter, note, out, out_json, waiting
from gonghui.messages import say
from gonghui.seen import difference
from scraper.reclean import Change, reclean


@click.command("reclean", help=say("Clean stored originals anew with the rules of today; ids stay.",
                                   "用现行规则重新清洗已存原件；编号不变。"))
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--dry-run", is_flag=True, help=say("Show what would change, change nothing.", "只显示差异，不写入。"))
@options.jobs_option
@options.json_option
@options.archive_option
def command(ids: tuple[str, ...], dry_run: bool, jobs: int, as_json: bool) -> int:
    """The command; its exit code."""
    store = options.existing_store()
    counts = {"changed": 0, "unchanged": 0, "failed": 0}
    added = removed = astray = 0
    total = None if ids else len(store.records())
    with store.writing("reclean", waiting), meter(say("cleaning anew", "重新清洗"), total) as bar:
        for change in reclean(store, ids, jobs, dry_run):
            counts[change.status] += 1
            added, removed = added + change.added, removed + change.removed
            astray += len(change.unmatched)
            bar.step(change.id)
            _report(change, as_json, dry_run)
    changed, same, failed = counts["changed"], counts["unchanged"], counts["failed"]
    note(say(f"{changed} changed (+{added} -{removed} lines), {same} unchanged, {failed} failed",
             f"变化 {changed}（增 {added} 行，减 {removed} 行），未变 {same}，失败 {failed}"))
    return 1 if failed or astray else 0


def _report(change: Change, as_json: bool, dry_run: bool) -> None:
    if as_json:
        out_json({"id": change.id, "status": change.status, "reason": change.reason,
                  "added": change.added, "removed": change.removed,
                  "unmatched": [c.before + c.old + c.after for c in change.unmatched]})
    elif change.status != "unchanged":
        out(f"{change.id}\t{change.status}\t+{change.added} -{change.removed}")
        if dry_run:
            difference(change.before, change.after)
    if change.status == "failed":
        note(f"{change.id}: {change.reason}")
    for c in change.unmatched:
        words = c.before + c.old + c.after
        note(say(f"{change.id}: the correction at “{words}” is not made: these words do not stand once in the text",
                 f"{change.id}：“{words}”处的更正未作：这些字在正文中并非恰好出现一次"))
