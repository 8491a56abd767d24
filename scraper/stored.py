"""A stored copy as the capture it came in as."""

from __future__ import annotations

from archive.model import Copy
from archive.store import Store
from scraper.model import Capture


def capture_of(store: Store, copy: Copy) -> Capture:
    """The bytes of a copy, those of all its pages, with what the record tells of them.

    Raises :class:`archive.errors.BrokenRecord` where an original is gone.
    """
    further = tuple(
        Capture(store.original(str(c["sha256"])), str(c["sha256"]), _text(c.get("url")), copy.site,
                _text(c.get("captured")))
        for c in copy.captures[1:]
    )
    return Capture(store.original(copy.sha256), copy.sha256, copy.url, copy.site, copy.captured, pages=further)


def _text(value: object) -> str | None:
    return str(value) if value else None
