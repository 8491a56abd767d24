"""``gonghui explain``: what cleaning makes of a copy, and why, without storing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.errors import NoDocument, NotWritable, Refused
from gonghui import options
from gonghui.console import note, out_json, out_raw
from gonghui.fetching import fetch_options, fetcher
from gonghui.intake import captures
from gonghui.messages import say, tell
from gonghui.seen import colour, passages
from gonghui.view_page import page_html
from scraper import workers
from scraper.clean import clean_capture, explained
from scraper.model import Capture
from scraper.result import own_rules


@click.command("explain", help=say(
    "Show what is kept, dropped and mended of a copy, by which rule and why; nothing is stored.",
    "显示副本中哪些保留、哪些删去、哪些修补，依据哪条规则；不存入任何内容。"))
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--why", metavar="TEXT",
              help=say("Tell which rule took or kept a passage.", "查问某段文字由哪条规则处理。"))
@click.option("--html", "html", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help=say("Write the view as a page; - to standard output.", "把视图写成网页；- 为标准输出。"))
@options.origin_options
@fetch_options
@options.jobs_option
@options.json_option
@options.archive_option
def command(sources: tuple[str, ...], why: str | None, html: Path | None, url: str | None, captured: str | None,
            manifest: Path | None, jobs: int, as_json: bool, **fetching: Any) -> int:
    """The command; its exit code."""
    if html and any(Path(source).exists() and html.resolve() == Path(source).resolve() for source in sources):
        raise click.UsageError(say(f"--html names the source {html}; name another file",
                                   f"--html 指定的正是来源文件 {html}；请换一个文件名"))
    failed = False
    found = False
    pages: list[dict[str, Any]] = []
    items = captures(sources, fetcher(fetching), url, captured, manifest)
    for item, made in workers.each(items, work, jobs, rules=own_rules(options.store())):
        if made is None or isinstance(made, Refused):
            failed = True
            assert made is not None
            note(tell(made))
            if as_json:
                where = item.source if isinstance(item, Capture) else str(made.facts["where"])
                out_json({"source": where, "refused": tell(made), "documents": []})
            continue
        value, refusal = made
        if refusal:
            failed = True
            note(tell(refusal))
        if why:
            found = passages(value, why, as_json) or found
        elif as_json:
            out_json(value)
        elif html:
            pages.append(value)
        else:
            colour(value)
    if pages and html == Path("-"):
        out_raw(page_html(pages))
    elif pages and html:
        try:
            html.write_text(page_html(pages), encoding="utf-8")
        except OSError as error:
            raise NotWritable(where=html, reason=error.strerror or error) from error
    if why and not found:
        note(say(f"no page holds {why!r}", f"没有页面含有“{why}”"))
        return 1
    return 1 if failed else 0


def work(capture: Capture) -> tuple[dict[str, Any], Refused | None]:
    """Explain a capture, in a worker."""
    cleaned = clean_capture(capture)
    refusal = None
    if cleaned.refused:
        refusal = NoDocument(where=capture.source, reason=cleaned.refused[0], reason_zh=cleaned.refused[1])
    return explained(cleaned), refusal
