"""What a page of the site is to the door that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Site:
    """What pages know of the site they stand in."""

    name: str = "工会文稿库"
    url: str = ""
    """Where the site is published, with a closing ``/``; empty if that is not known."""
    today: str = ""
    """The day of citing (ISO); empty where the reader's day is put in by the page's script, so that the same
    archive gives the same pages on any day."""
    mask_contacts: bool = True
    search: bool = True
    """Whether there is a search page to lead to."""
    per_page: int = 50
    """Documents on one page of a listing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline: ``title`` is HTML."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Made:
    """A page ready for the theme: HTML of the article, of the head, and the outline."""

    html: str
    head: str = ""
    outline: tuple[Heading, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """Downloads that belong to the page: address and text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be made: where it stands, what it is called, and how to make it when its turn comes."""

    address: str
    title: str
    """Plain text."""
    make: Callable[[], Made] = field(repr=False)
    listed: bool = False
    """Whether it belongs into a navigation."""
    form: str = "list"
    """``document``, ``audit``, ``list``, ``tombstone``, ``redirect`` ...: a class for the style sheet."""
    indexed: bool = True
    """Whether it stands in the sitemap and may be indexed."""
    key: str = ""
    """Stands for all that the page is made of besides the site and the program: equal keys, equal pages. Empty: not
    known, the page is made in every build."""
