"""The options of fetching and the fetcher they make."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.errors import BrokenRecord
from archive.store import Store, replace_file
from gonghui.messages import say
from scraper.fetch import Fetcher, Manners, Seen

F = TypeVar("F", bound=Callable[..., Any])


def fetch_options(function: F) -> F:
    """``--allow-private``, ``--pause``, ``--timeout``, ``--contact``."""
    for option in (
        click.option("--contact", metavar="TEXT", envvar="GONGHUI_CONTACT",
                     help=say("Mail or address told to servers ($GONGHUI_CONTACT).",
                              "告知服务器的联系方式（$GONGHUI_CONTACT）。")),
        click.option("--timeout", metavar="SECONDS", type=click.FloatRange(0.1), default=60.0,
                     help=say("Longest time for one address.", "单个网址的最长用时（秒）。")),
        click.option("--pause", metavar="SECONDS", type=click.FloatRange(0), default=1.0,
                     help=say("Pause between requests to one host.", "对同一主机两次请求的间隔（秒）。")),
        click.option("--allow-private", is_flag=True,
                     help=say("Fetch from private and loopback addresses too.", "允许访问内网和本机地址。")),
    ):
        function = option(function)
    return function


class Remembered:
    """The answers of earlier runs, in ``.fetched.json`` of the archive; losing it costs only time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._path: Path = store.root / ".fetched.json"
        self._seen: dict[str, dict[str, str | None]] = {}
        self._due = 0.0
        with suppress(OSError, ValueError):
            self._seen = json.loads(self._path.read_bytes())

    def recall(self, url: str) -> tuple[Seen, bytes] | None:
        """What was seen at ``url``, while its original is still stored."""
        with suppress(KeyError, TypeError, BrokenRecord):
            seen = Seen(**self._seen[url])  # type: ignore[arg-type]
            return seen, self._store.original(seen.sha256)
        return None

    def note(self, url: str, seen: Seen) -> None:
        """Remember an answer that can be asked for again, also for the run after one that is killed."""
        if seen.etag or seen.modified:
            self._seen[url] = asdict(seen)
            if time.monotonic() >= self._due:
                self.save()

    def save(self) -> None:
        """Write what is remembered; nothing where nothing is. Due again when it has taken a fiftieth of the time."""
        begin = time.monotonic()
        if self._seen:
            replace_file(self._path, json.dumps(self._seen, indent=0, sort_keys=True).encode())
        end = time.monotonic()
        self._due = end + 50 * (end - begin)


def fetcher(options: Mapping[str, Any], memory: Remembered | None = None) -> Fetcher:
    """A fetcher with the manners the user asked for."""
    return Fetcher(Manners(**options), memory)
