"""Site rows: where on the pages of one site the text stands, as CSS selectors.

A row of a user's ``archive/rules/*.toml``::

    [[site]]
    id = "lakeside.article"
    host = "gh.lakeside.example"
    keep = "div.article-body"
    drop = "p.source, div.share"
    why = "the article of the Lakeside union's pages"
    hits = ['<div class="article-body"><p class="source">来源</p><p>同志们：</p></div>']
    misses = ['<div class="menu">首页</div>']

``keep`` names the elements outside of which all is frame, ``drop`` elements
that are frame wherever they stand; one of the two may be absent. Selectors
are those of soupsieve. In each hit a selector must find something, in no miss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_KEYS = {"id", "host", "why", "hits", "misses"}
_FREE = {"keep", "drop", "why_zh"}


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One row; ``host`` stands for itself and all hosts below it."""

    id: str
    host: str
    keep: str
    drop: str
    why: str
    why_zh: str

    def holds_for(self, host: str) -> bool:
        """Whether a page of ``host`` is one of this site's."""
        return host == self.host or host.endswith("." + self.host)


def rules_for(url: str | None, rules: Sequence[SiteRule]) -> list[SiteRule]:
    """The rows that hold for the host of an address."""
    host = (urlsplit(url or "").hostname or "").lower()
    return [r for r in rules if host and r.holds_for(host)]


def site_rule(row: Mapping[str, Any], refuse: Callable[[str], Exception]) -> SiteRule:
    """The row as a rule; raises what ``refuse`` makes of the fault."""
    from soupsieve import SelectorSyntaxError  # costs a fifth of a second that only a user's site rows should pay

    if missing := sorted(_KEYS - row.keys()):
        raise refuse(f"{', '.join(missing)} missing")
    if strange := sorted(row.keys() - _KEYS - _FREE):
        raise refuse(f"unknown key {', '.join(strange)}")
    if not row["hits"] or not row["misses"]:
        raise refuse("hits and misses must each hold an example")
    selectors = [s for s in (row.get("keep", ""), row.get("drop", "")) if s]
    if not selectors:
        raise refuse("keep or drop must name a selector")
    try:
        for example in row["hits"]:
            if not any(_finds(example, s) for s in selectors):
                raise refuse(f"does not hit its own example {example!r}")
        for example in row["misses"]:
            if any(_finds(example, s) for s in selectors):
                raise refuse(f"hits {example!r}, which it says it misses")
    except SelectorSyntaxError as fault:
        raise refuse(f"selector: {str(fault).splitlines()[0]}") from None
    return SiteRule(row["id"], str(row["host"]).lower(), row.get("keep", ""), row.get("drop", ""), row["why"],
                    row.get("why_zh", row["why"]))


def _finds(markup: str, selector: str) -> bool:
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "html.parser").select_one(selector) is not None
