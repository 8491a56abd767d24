"""Sources named on the command line, as captures: shared by ``scrape`` and ``explain``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from archive.errors import Refused
from gonghui.console import note, plural
from gonghui.messages import say, tell
from scraper import sources
from scraper.fetch import Fetcher
from scraper.model import Capture
from scraper.provenance import BadList, Origin, Origins, is_address, is_time, read_manifest


def captures(
    names: tuple[str, ...], fetcher: Fetcher, url: str | None, captured: str | None, manifest: Path | None
) -> Iterator[Capture | Refused]:
    """The captures of the sources. Raises :class:`click.UsageError` for what the user says of them wrongly."""
    if captured and not is_time(captured):
        raise click.BadParameter(say(f"{captured!r} is no ISO time", f"{captured!r} 不是 ISO 时间"),
                                 param_hint="--captured")
    if url and not is_address(url):
        raise click.BadParameter(say(f"{url!r} is no http or https address", f"{url!r} 不是 http 或 https 网址"),
                                 param_hint="--url")
    try:
        listing = read_manifest(manifest) if manifest else None
    except BadList as error:
        raise click.UsageError(tell(error)) from error
    limits = sources.Limits(passed=_passed, lacks=_lacks)
    return sources.read(names, Origins(Origin(url, None, captured), listing), fetcher, limits)


def _passed(where: str, count: int) -> None:
    records = plural(count, "record")
    note(say(f"{where}: {records} of another status or type passed over",
             f"{where}：略过 {count} 条其他状态或类型的记录"))


def _lacks(where: str, address: str) -> None:
    note(say(f"{where}: the article goes on at {address}, which is not among the sources; what is here bears a doubt",
             f"{where}：文章续见 {address}，该页不在来源之中；已有部分附存疑说明"))
