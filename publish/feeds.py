"""Atom feeds: the whole archive, and one for each region and kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from publish import address, cite, names
from publish.catalog import Catalog, Entry
from publish.listing import value_name
from publish.page import Site

_MOST = 50
_EPOCH = "1970-01-01"


def feeds(site: Site, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Address and text of every feed."""
    yield "atom.xml", atom(site, site.name, "", catalog.entries)
    for listing in ("regions", "kinds"):
        for value in catalog.listings[listing]:
            title = f"{site.name}：{value_name(listing, value)}"
            yield value.address + "atom.xml", atom(site, title, value.address, value.entries)


def atom(site: Site, title: str, base: str, entries: Sequence[Entry]) -> str:
    """A feed of what came last. ``updated`` is the last capture where one is known, else the document's own date.

    What bears no day at all stands last, with the earliest time of the feed.
    Ids are tag URIs, so that they hold wherever the site is published.
    """
    known = [(e, _updated(e)) for e in entries]
    earliest = min((time for _, time in known if time), key=datetime.fromisoformat, default=_stamp(_EPOCH))
    shown = sorted(((e, time or earliest) for e, time in known),
                   key=lambda pair: datetime.fromisoformat(pair[1]), reverse=True)[:_MOST]
    home = address.absolute(site.url, base) or "./"
    newest = shown[0][1] if shown else _stamp(_EPOCH)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
             f"<title>{_text(title)}</title>", f"<id>tag:gonghui.example,2026:{_text(base or 'all')}</id>",
             f"<link href={quoteattr(home)}/>",
             f'<link rel="self" href={quoteattr(address.absolute(site.url, base + "atom.xml"))}/>',
             f"<updated>{newest}</updated>", f"<author><name>{_text(site.name)}</name></author>"]
    lines += [_entry(site, e, time) for e, time in shown]
    return "\n".join([*lines, "</feed>", ""])


def _entry(site: Site, e: Entry, updated: str) -> str:
    d = e.document
    told = "，".join(t for t in (names.date(d.date), d.speaker, d.organization, d.meeting) if t)
    author = "".join(f"<author><name>{_text(a)}</name></author>" for a in cite.authors(e))
    return (f"<entry><title>{_text(e.label)}</title><id>tag:gonghui.example,2026:d/{e.id}</id>"
            f"<link href={quoteattr(address.absolute(site.url, address.document(e.id)))}/><updated>"
            f"{updated}</updated>"
            f"{author}<category term={quoteattr(d.kind)} label={quoteattr(names.KINDS[d.kind])}/><summary>"
            f"{_text(told)}</summary></entry>")


def _updated(e: Entry) -> str:
    """The last capture, else the document's own day, else the last day its copies were put up; empty if unknown."""
    copies = e.document.copies
    captured = [time for c in copies if c.captured and (time := _stamp(c.captured))]
    put_up = [time for c in copies if c.published and (time := _stamp(c.published))]
    return (max(captured, key=datetime.fromisoformat, default="") or _stamp(e.document.date or "")
            or max(put_up, key=datetime.fromisoformat, default=""))


def _stamp(told: str) -> str:
    """An RFC 3339 time from an EDTF date or an ISO time; empty where it is none.

    >>> _stamp("2013-03"), _stamp("2026-01-02T03:04:05+08:00"), _stamp("2026-01-02 03:04"), _stamp("昨天")
    ('2013-03-01T00:00:00Z', '2026-01-02T03:04:05+08:00', '2026-01-02T03:04:00Z', '')
    """
    try:
        time = datetime.fromisoformat(told + "-01-01"[: 3 * (2 - told.count("-"))] if len(told) < len(_EPOCH) else told)
    except ValueError:
        return ""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat().replace("+00:00", "Z")


def _text(text: str) -> str:
    """Text fit for XML 1.0."""
    return escape("".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")))
