"""Sources named on the command line, as captures: shared by ``scrape`` and ``explain``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from archive.errors import Refused
from gonghui.messages import say
from scraper import sources
from scraper.fetch import Fetcher
from scraper.model import Capture
from scraper.provenance import Origin, Origins, read_manifest


def captures(
    names: tuple[str, ...], fetcher: Fetcher, url: str | None, captured: str | None, manifest: Path | None
) -> Iterator[Capture | Refused]:
    """The captures of the sources. Raises :class:`click.UsageError` for a time that is none."""
    if captured:
        try:
            datetime.fromisoformat(captured)
        except ValueError:
            raise click.BadParameter(say(f"{captured!r} is no ISO time", f"{captured!r} 不是 ISO 时间"),
                                     param_hint="--captured") from None
    by_file = read_manifest(manifest) if manifest else {}
    return sources.read(names, Origins(Origin(url, None, captured), by_file, manifest), fetcher)
