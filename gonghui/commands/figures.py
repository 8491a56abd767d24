"""``gonghui figures``: the numbers of documents with what they count."""

from __future__ import annotations

import click

from gonghui import options
from gonghui.console import note, out, out_json, out_raw, plural
from gonghui.messages import say

_SENSES = {"level": "水平", "growth": "增长", "share": "比率", "rank": "名次"}


@click.command("figures", help=say(
    "The numbers of documents (all, or those named) with what they count, unit, sense, the year they mean and the "
    "paragraph they stand in. What the text does not tell is left open.",
    "列出文稿（全部或所给编号）中的数字：所计对象、单位、性质、所指年份和所在段落。文中没有交代的，留空不猜。"))
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--region", metavar="R", help=say("Only documents of a place (name or code) and the places in it.",
                                                "只列某地区（名称或代码）及其下级的文稿。"))
@click.option("--unit", metavar="U", help=say("Only this unit.", "只列这个单位（如 人次、元、%）。"))
@click.option("--targets/--no-targets", default=None, help=say(
    "Only what is aimed at or asked for, or none of it.", "只列目标、要求、预计的，或不列这些。"))
@click.option("--csv", "as_csv", is_flag=True, help=say("As CSV.", "输出 CSV。"))
@options.json_option
@options.archive_option
def command(ids: tuple[str, ...], region: str | None, unit: str | None, targets: bool | None, as_csv: bool,
            as_json: bool) -> int:
    """The command; its exit code."""
    from room.figures_table import COLUMNS, lies_in, lines, rows

    if as_csv and as_json:
        raise click.UsageError(say("--csv and --json exclude each other", "--csv 与 --json 不能同时使用"))
    store = options.existing_store()
    documents = [store.document(id) for id in ids] if ids else (
        d for d in store.documents() if d.publish and not d.withdrawn)
    found = (row for d in documents if not region or lies_in(d, region) for row in rows(d)
             if unit in (None, row["unit"]) and targets in (None, row["target"]))
    if as_csv:
        for line in lines(found):
            out_raw(line)
        return 0
    count = 0
    for row in found:
        count += 1
        if as_json:
            out_json({name: row[name] for name in COLUMNS})
        else:
            year = row["year"] or row["time"] or say("(year not told)", "（年份未明）")
            fell = row["sense"] == "growth" and row["value"] < 0
            sense = say("fall", "下降") if fell else say(row["sense"], _SENSES[row["sense"]])
            of = f" [{row['row']}]" if row["row"] else ""
            written = say("-", "下降") * fell + row["written"]
            told = ((row["object"] or say("(object not told)", "（对象未明）")) + of, written,
                    say("target ", "目标 ") + sense if row["target"] else sense, year)
            out(f"{row['id']}#{row['anchor']}  " + "  ".join(told))
    note(say(plural(count, "figure"), f"共 {count} 个数字"))
    return 0
