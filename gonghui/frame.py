"""The theme around generated pages: rendered once for each depth and form, then filled in.

Thousands of pages differ in five places only (title, metadata, outline,
article, canonical link). Asking the theme for each of them took 3 ms a page;
filling the places in takes a tenth of that.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from html import escape

from jinja2 import Environment
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from publish.page import Heading, Made

_PLACE = re.compile(r"\x02(\w+)\x03")
PLACES = {name: f"\x02{name}\x03" for name in ("title", "head", "outline", "article", "canonical")}
"""Stand-ins that the templates put where a page's own matter goes; no text of an archive holds them."""


def render(env: Environment, context: Mapping[str, object], page: Page, form: str) -> Frame:
    """Render the theme around ``page`` with stand-ins for its own matter. ``form`` is that of the sheet."""
    stand_in = copy.copy(page)
    stand_in.title, stand_in.content, stand_in.canonical_url = PLACES["title"], PLACES["article"], PLACES["canonical"]
    stand_in.toc = TableOfContents([])
    own = {"form": form, **PLACES}
    return Frame(env.get_template("main.html").render({**context, "page": stand_in, "gonghui": own}))


class Frame:
    """A rendered page of the theme, cut at the places that differ."""

    def __init__(self, html: str) -> None:
        self._parts = _PLACE.split(html)

    def fill(self, values: Mapping[str, str]) -> str:
        """The page. ``values`` are HTML, by the names of :data:`PLACES`."""
        out = list(self._parts)
        out[1::2] = [values[name] for name in out[1::2]]
        return "".join(out)


def values(made: Made, title: str, canonical: str | None) -> dict[str, str]:
    """What a page puts into the places; ``title`` is HTML."""
    return {
        "title": title,
        "head": made.head,
        "outline": outline(made.outline),
        "article": made.html,
        "canonical": escape(canonical or ""),
    }


def outline(headings: tuple[Heading, ...]) -> str:
    """The outline as the theme's nested lists of links."""
    out: list[str] = []
    open_: list[int] = []
    above = ""
    for h in headings:
        while open_ and open_[-1] > h.level:
            open_.pop()
            out.append("</li></ul></nav>" if open_ else "</li>")
        if not open_:
            open_.append(h.level)
        elif open_[-1] == h.level:
            out.append("</li>")
        else:
            open_.append(h.level)
            out.append(f'<nav class="md-nav" aria-label="{above}"><ul class="md-nav__list">')
        above = h.title
        out.append(f'<li class="md-nav__item"><a href="#{h.id}" class="md-nav__link"><span class="md-ellipsis">'
                   f'{h.title}</span></a>')
    out.append("</li></ul></nav>" * (len(open_) - 1) + "</li>" * bool(open_))
    return "".join(out)
