"""``gonghui search``: find documents, or every occurrence in its context."""

from __future__ import annotations

from typing import Any

import click

from gonghui import options
from gonghui.console import note, out, out_json, out_raw, plural, safe, writing_out
from gonghui.messages import say
from publish.names import KINDS

_FACTS = ("date", "kind", "speaker", "organization", "region")


@click.command("search", context_settings={"ignore_unknown_options": True}, help=say(
    "Find documents. Adjacent characters are found exactly; \"...\" phrase, OR, -word, ( ), NEAR/n, "
    "年: 地区: 类型: 讲话人: 单位: 标题: narrow.",
    "检索文稿。相邻汉字精确匹配；支持 \"...\"、OR、-词、( )、NEAR/n 以及 年: 地区: 类型: 讲话人: 单位: 标题:。"))
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(0), default=10, metavar="N", help=say("Hits to show.", "显示条数。"))
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help=say("Hits to pass over.", "跳过条数。"))
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "position", "left", "right"]), default=None,
              help=say("Order of the hits; of --kwic: position, left or right.",
                       "排序方式；--kwic 可用 position、left、right。"))
@click.option("--year", metavar="2011..2015", help=say("A year or a span.", "年份或区间。"))
@click.option("--region", metavar="R", help=say("Place.", "地区。"))
@click.option("--kind", metavar="K", help=say("Kind of document.", "文稿类型。"))
@click.option("--speaker", metavar="S", help=say("Who spoke.", "讲话人。"))
@click.option("--organization", metavar="O", help=say("Whose paper it is.", "单位。"))
@click.option("--plain", is_flag=True, help=say("Without aliases and pinyin.", "不用别名和拼音。"))
@click.option("--kwic", is_flag=True, help=say("Every occurrence in its context.", "列出每一处及其上下文。"))
@click.option("--csv", "as_csv", is_flag=True, help=say("With --kwic: as CSV.", "与 --kwic 同用：输出 CSV。"))
@options.json_option
@options.archive_option
def command(query: tuple[str, ...], as_json: bool, kwic: bool, as_csv: bool, sort: str | None, **asked: Any) -> int:
    """The command; its exit code."""
    from search import open_index  # Whoosh is slow to load

    _check(kwic or as_csv, sort)
    store = options.existing_store()
    _check_filters(asked)
    index = open_index(store.root)
    if kwic or as_csv:
        found = index.kwic(" ".join(query), sort=sort or "position", **asked)
        _show_occurrences(found, as_json, as_csv)
        return 0
    found = index.search(" ".join(query), sort=sort or "relevance", **asked)
    if as_json:
        out_json(found)
        return 0
    for hit in found["hits"]:
        facts = [say(str(hit[k]), KINDS.get(hit[k], hit[k])) for k in _FACTS if hit.get(k)]
        out(f"{hit['id']}  {hit.get('title') or say('(untitled)', '（无题）')}  [{' · '.join(facts)}]")
        for snippet in hit["snippets"]:
            _line("    " + _marked(snippet["text"], snippet["marks"]))
    _tell(found)
    return 0


def _check(occurrences: bool, sort: str | None) -> None:
    fits = ("position", "left", "right") if occurrences else ("relevance", "newest", "oldest")
    if sort and sort not in fits:
        raise click.UsageError(say(f"--sort {sort} does not go with this; one of {', '.join(fits)}",
                                   f"此处不能用 --sort {sort}；可用 {'、'.join(fits)}"))


def _check_filters(asked: dict[str, Any]) -> None:
    """Speak of the option where its value cannot be read, not of a query."""
    from search.filters import fault

    for name in ("year", "region", "kind", "speaker", "organization"):
        if asked[name] and (found := fault(name, asked[name])):
            raise click.BadParameter(say(*found), param_hint=f"--{name}")


def _line(text: str) -> None:
    """A line that holds colours: its parts are safe already."""
    with writing_out():
        click.echo(text)


def _marked(text: str, marks: list[list[int]]) -> str:
    """The passage with what matched in colour (left out where the output is no terminal)."""
    parts, at = [], 0
    for start, end in marks:
        parts += [safe(text[at:start]), click.style(safe(text[start:end]), fg="yellow", bold=True)]
        at = end
    return "".join([*parts, safe(text[at:])])


def _show_occurrences(found: dict[str, Any], as_json: bool, as_csv: bool) -> None:
    from search.kwic import to_csv

    if as_csv:
        out_raw(to_csv(found))
    elif as_json:
        out_json(found)
    else:
        width = max((len(row["left"]) for row in found["rows"]), default=0)
        for row in found["rows"]:
            lead = safe(row["left"].rjust(width, "　"))
            match = click.style(safe(row["match"]), fg="yellow", bold=True)
            _line(f"{lead} {match} {safe(row['right'])}  [{row['date'] or '—'} {row['id']}]")
        note(say(f"{plural(found['total'], 'occurrence')} in {plural(found['documents'], 'document')}",
                 f"共 {found['total']} 处，见于 {found['documents']} 篇"))


def _tell(found: dict[str, Any]) -> None:
    """What the query was widened to, how many were found, and if none, why and what might be meant."""
    for one in found["expanded"]:
        terms = "、".join(one["to"])
        note(say(f"{one['from']}: also searched {terms} (\"{one['from']}\" switches this off)",
                 f"{one['from']}：同时检索 {terms}（加引号可关闭）"))
    note(say(plural(found["total"], "document"), f"共 {found['total']} 篇"))
    for reason in found.get("why", ()):
        name = found["query"][slice(*reason["at"])] if "at" in reason else (
            f"--{reason['filter']} {reason['value']}" if "filter" in reason else say("without filters", "不用筛选"))
        note(say(f"  {name}: {plural(reason['total'], 'document')}", f"  {name}：{reason['total']} 篇"))
    for hint in found.get("hints", ()):
        note(say(hint["message"], hint["message_zh"]))
    for other in found.get("suggestions", ()):
        note(say(f"did you mean: {other['query']} ({other['total']})",
                 f"是否要找：{other['query']}（{other['total']} 篇）"))
