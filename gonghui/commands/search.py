"""``gonghui search``: find documents."""

from __future__ import annotations

import re
from typing import Any

import click

from gonghui import options
from gonghui.console import note, out, out_json
from gonghui.messages import say


@click.command("search", help=say(
    "Find documents. Adjacent characters are found exactly; \"...\" phrase, OR, -word, ( ), NEAR/n, "
    "年: 地区: 类型: 讲话人: 单位: 标题: narrow.",
    "检索文稿。相邻汉字精确匹配；支持 \"...\"、OR、-词、( )、NEAR/n 以及 年: 地区: 类型: 讲话人: 单位: 标题:。"))
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(0), default=10, metavar="N", help=say("Hits to show.", "显示条数。"))
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance",
              help=say("Order of the hits.", "排序方式。"))
@click.option("--year", metavar="2011..2015", help=say("A year or a span.", "年份或区间。"))
@click.option("--region", metavar="R", help=say("Place.", "地区。"))
@click.option("--kind", metavar="K", help=say("Kind of document.", "文稿类型。"))
@click.option("--speaker", metavar="S", help=say("Who spoke.", "讲话人。"))
@click.option("--organization", metavar="O", help=say("Whose paper it is.", "单位。"))
@options.json_option
@options.archive_option
def command(query: tuple[str, ...], as_json: bool, **asked: Any) -> int:
    """The command; its exit code."""
    from search import open_index  # Whoosh is slow to load

    found = open_index(options.existing_store().root).search(" ".join(query), **asked)
    if as_json:
        out_json(found)
        return 0
    for hit in found["hits"]:
        facts = [str(hit[k]) for k in ("date", "kind", "speaker", "organization", "region") if hit.get(k)]
        out(f"{hit['id']}  {hit.get('title') or say('(untitled)', '（无题）')}  [{' · '.join(facts)}]")
        for snippet in hit["snippets"]:
            out("    " + re.sub(r"</?mark>", "", snippet["text"]))
    if found.get("expanded"):
        note(say("also searched: ", "同时检索：") + " ".join(map(str, found["expanded"])))
    note(say(f"{found['total']} documents", f"共 {found['total']} 篇"))
    return 0
