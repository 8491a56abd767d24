"""``gonghui trend``: how often terms occur, year by year."""

from __future__ import annotations

from typing import Any

import click

from gonghui import options
from gonghui.console import note, out, out_json, out_raw
from gonghui.messages import say


@click.command("trend", help=say(
    "How often terms occur by year: documents that have them beside all of the year, and occurrences for 10,000 "
    "characters. A term is taken word for word. A year without a document is a gap.",
    "按年统计词语：出现的篇数与当年总篇数，以及每万字出现的次数。词语逐字匹配，没有文稿的年份是空缺。"))
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option("--region", metavar="R", help=say("Only documents of a region.", "只统计某地区的文稿。"))
@click.option("--kind", metavar="K", help=say("Only documents of a kind.", "只统计某类文稿。"))
@click.option("--csv", "as_csv", is_flag=True, help=say("As CSV.", "输出 CSV。"))
@options.json_option
@options.archive_option
def command(terms: tuple[str, ...], region: str | None, kind: str | None, as_csv: bool, as_json: bool) -> int:
    """The command; its exit code."""
    from room.trend import to_csv, trend
    from search import open_index  # Whoosh is slow to load

    if as_csv and as_json:
        raise click.UsageError(say("--csv and --json exclude each other", "--csv 与 --json 不能同时使用"))
    index = open_index(options.existing_store().root)
    found = [trend(index, term, region=region, kind=kind) for term in terms]
    if as_csv:
        out_raw(to_csv(found))
    elif as_json:
        for one in found:
            out_json(one)
    else:
        for one in found:
            _show(one)
    return 0


def _show(one: dict[str, Any]) -> None:
    seen = f"{one['first']}-{one['last']}" if one["first"] else say("no dated document", "没有注明日期的文稿")
    out(say(f"{one['term']}: {one['occurrences']} in {one['total']} documents, seen {seen}",
            f"{one['term']}：{one['total']} 篇 {one['occurrences']} 次，见于 {seen}"))
    for row in one["years"]:
        rate = "—" if row["rate"] is None else f"{row['rate']:.2f}"
        out(f"  {row['year']}  {rate:>8}  {row['documents']:>5}/{row['all']:<5}  {row['occurrences']}")
    if one["undated"]["documents"]:
        told = one["undated"]
        note(say(f"undated: {told['documents']} of {told['all']} documents",
                 f"日期不详：{told['all']} 篇中有 {told['documents']} 篇"))
