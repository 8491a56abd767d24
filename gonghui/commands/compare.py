"""``gonghui compare``: documents side by side."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from archive.errors import NotWritable, UnknownId
from gonghui import options
from gonghui.console import note, out_json, out_raw, plural, safe, writing_out
from gonghui.messages import say

_COLOURS: dict[str, dict[str, Any]] = {"=": {"dim": True}, "~": {"fg": "yellow"}, "+": {"fg": "green"},
                                       "-": {"fg": "red"}}
_SIGNS = {"kept": "=", "changed": "~", "new": "+", "dropped": "-"}


@click.command("compare", help=say(
    "Compare documents sentence by sentence, each with the one before it: = kept, ~ changed, + new, - dropped, "
    "> moved; and the wordings that are new, with where the archive has them and since when.",
    "逐句比较文稿，每篇与前一篇相比：= 保留，~ 改动，+ 新增，- 删去，> 移动；"
    "并列出新的提法及其在库中的出处和起始时间。"))
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@click.option("--all", "whole", is_flag=True, help=say("Show kept sentences too.", "同时列出保留的句子。"))
@click.option("--html", "html", metavar="FILE", is_flag=False, flag_value="-",
              help=say("Write a page to print, in one file; - or no name: to standard output.",
                       "写成可打印的网页（单个文件）；- 或不写文件名：输出到标准输出。"))
@options.json_option
@options.archive_option
def command(ids: tuple[str, ...], whole: bool, html: str | None, as_json: bool) -> int:
    """The command; its exit code."""
    from room.report import report
    from search import open_index  # Whoosh is slow to load

    if html and _is_document(html):  # --html ID ID, as it was written when the option took no file
        ids, html = (html, *ids), "-"
    if len(ids) < 2:
        raise click.UsageError(say("name two documents or more", "请给出两篇或更多文稿的编号"))
    if html and as_json:
        raise click.UsageError(say("--html and --json exclude each other", "--html 与 --json 不能同时使用"))
    store = options.existing_store()
    documents = [store.document(id) for id in ids]
    index = open_index(store.root)
    reports = [report(a, b, index) for a, b in pairwise(documents)]
    if as_json:
        for one in reports:
            out_json(one)
    elif html == "-":
        out_raw(_page(reports))
    elif html:
        target = Path(html)
        try:
            target.write_text(_page(reports), encoding="utf-8")
        except OSError as error:
            raise NotWritable(where=target, reason=error.strerror or error) from error
        note(say(f"wrote {target}", f"已写入 {target}"))
    else:
        for one in reports:
            _show(one, whole)
    return 0


def _is_document(word: str) -> bool:
    with suppress(UnknownId):
        return bool(options.existing_store().path(word))
    return False


def _page(reports: list[dict[str, Any]]) -> str:
    from gonghui.theme import docs
    from publish.compare import standalone

    return standalone(reports, (docs() / "assets/room/compare.css").read_text(encoding="utf-8"))


def _line(text: str) -> None:
    """A line that holds colours: its parts are safe already."""
    with writing_out():
        click.echo(text)


def _show(told: dict[str, Any], whole: bool) -> None:
    for sign, name in (("-", "a"), ("+", "b")):
        facts = [told[name][key] for key in ("date", "organization") if told[name][key]]
        title = told[name]["title"] or say("(untitled)", "（无题）")
        _line(click.style(safe(f"{sign}{sign} {told[name]['id']}  {title}  [{' · '.join(facts)}]"), bold=True))
    for section in told["sections"]:
        _line("")
        _line(_heading(section))
        kept = 0
        for row in section["rows"]:
            if row["state"] == "kept" and not row["moved"] and not whole:
                kept += len(row["b"])
                continue
            _kept(kept)
            kept = 0
            _line(_row(row))
        _kept(kept)
    _line("")
    _wordings(told["wordings"])
    counts = told["counts"]
    note(say(f"kept {counts['kept']}, changed {counts['changed']}, new {counts['new']}, dropped {counts['dropped']}, "
             f"moved {counts['moved']} (sentences); {counts['share']} % of the later text was kept word for word",
             f"保留 {counts['kept']} 句，改动 {counts['changed']} 句，新增 {counts['new']} 句，"
             f"删去 {counts['dropped']} 句，移动 {counts['moved']} 句；后文逐字保留 {counts['share']}%"))


def _kept(number: int) -> None:
    if number:
        _line(click.style("  = " + say(f"({plural(number, 'sentence')} kept)", f"（保留 {number} 句）"), dim=True))


def _heading(section: dict[str, Any]) -> str:
    old, new = section["a"], section["b"]
    opening = say("(opening)", "（开头）")
    if new is None:
        return click.style(safe(f"- {old or opening}"), fg="red", bold=True)
    if old is None:
        return click.style(safe(f"+ {new or opening}"), fg="green", bold=True)
    sign = "> " if section["moved"] else ""
    was = "" if old == new else f"  ← {old or opening}"
    return click.style(safe(f"{sign}{new or opening}{was}"), bold=True)


def _row(row: dict[str, Any]) -> str:
    sign = _SIGNS[row["state"]]
    colour = _COLOURS[sign]
    moved = ">" if row["moved"] else " "
    source = say(f"  (from {row['from']})", f"  （原在“{row['from']}”）") if row["moved"] and row["from"] else ""
    if row["state"] == "changed":
        text = "".join(_part(*part) for part in row["parts"])
    else:
        text = click.style(safe("".join(s["text"] for s in row["b"] or row["a"])), **colour)
    return f" {moved}{click.style(sign, **colour)} {text}{safe(source)}"


def _part(sign: str, text: str) -> str:
    if sign == "=":
        return safe(text)
    brackets = "[-{}-]" if sign == "-" else "{{+{}+}}"
    return click.style(brackets.format(safe(text)), **_COLOURS[sign])


def _wordings(wordings: list[dict[str, Any]]) -> None:
    head = say("New wordings", "新的提法") if wordings else say("No new wordings", "没有新的提法")
    _line(click.style(head, bold=True))
    for one in wordings:
        others = "；".join(f"{d['date'] or '—'} {d['id']} {d['title'] or ''}" for d in one["documents"])
        since = one["since"] or say("undated", "时间不详")
        told = say(f"{one['count']}x here; in {plural(one['total'], 'document')} since {since}",
                   f"本文 {one['count']} 次；库中 {one['total']} 篇，最早 {since}")
        _line(safe(f"  {one['text']}  {told}" + (f"：{others}" if others else "")))
