"""The options of fetching and the fetcher they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from archive.store import Store
from gonghui.messages import say
from scraper.fetch import Fetcher, Manners

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


def fetcher(store: Store | None, options: Mapping[str, Any]) -> Fetcher:
    """A fetcher with the manners the user asked for."""
    return Fetcher(Manners(**options))
