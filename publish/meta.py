"""Metadata for machines in the head of a document page: citation_*, DCTERMS, JSON-LD."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from publish import address, cite, names
from publish.catalog import Entry
from publish.page import Site

_TYPES = {"report": "Report", "summary": "Report", "survey": "Report", "article": "Article"}
_ZOTERO = {"speech": "presentation", "article": "document", "other": "document"}
"""What Zotero takes a kind for; the rest are reports, which have a place, a number and an institution there."""
_HTTP = ("http://", "https://")


def head(site: Site, e: Entry) -> str:
    """The elements for ``<head>``, one a line.

    Zotero reads ``citation_*`` and, by the prefixes that it knows, ``z``, ``eprints`` and ``bib``: the place of a
    paper is told to it by ``eprints.place_of_pub`` alone, an item's type by ``z.itemType``; it takes
    ``DCTERMS.source`` for the title of a journal, so a web copy is told as ``DCTERMS.isVersionOf``.
    """
    d = e.document
    url = address.absolute(site.url, address.document(e.id))
    slashed = d.date.replace("-", "/") if d.date else None
    place = d.region.name if d.region else None
    kind = _ZOTERO.get(d.kind, "report")
    citation = [("title", e.label), *(("author", a) for a in cite.authors(e)), ("publication_date", slashed),
                ("date", slashed), ("language", "zh-CN"), ("publisher", d.organization or site.name),
                ("publication_place", place), ("conference_title", d.meeting if kind != "report" else None),
                ("technical_report_institution", d.organization if kind == "report" else None),
                ("technical_report_number", d.document_number if kind == "report" else None),
                ("public_url", url), ("fulltext_html_url", url)]
    terms = [("title", e.label), ("alternative", d.subtitle), *(("creator", a) for a in cite.authors(e)),
             ("publisher", site.name), ("date", d.date), ("issued", d.date), ("spatial", place),
             ("type", names.KINDS[d.kind]), ("language", "zh-CN"), ("identifier", url), ("isPartOf", d.meeting),
             *(("isVersionOf", c.url) for c in d.copies if c.url and c.url.startswith(_HTTP))]
    zotero = [("z.itemType", kind), ("eprints.place_of_pub", place), ("bib.presentedAt", d.meeting)]
    lines = [f'<meta name="description" content="{escape(_description(e))}">',
             '<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">']
    lines += [f'<meta name="citation_{k}" content="{escape(v)}">' for k, v in citation if v]
    lines += [f'<meta name="DCTERMS.{k}" content="{escape(v)}">' for k, v in terms if v]
    lines += [f'<meta name="{k}" content="{escape(v)}">' for k, v in zotero if v]
    lines.append(f'<script type="application/ld+json">{_inert(json_ld(site, e))}</script>')
    return "\n".join(lines)


def _description(e: Entry) -> str:
    """A document in a line, for those who list it elsewhere."""
    d = e.document
    told = [names.date(d.date), d.speaker, d.organization, d.meeting, names.KINDS[d.kind]]
    return f"{'，'.join(t for t in told if t)}，{e.characters:,}字。{e.label}"


def json_ld(site: Site, e: Entry) -> dict[str, Any]:
    """The document in the words of schema.org; ``isBasedOn`` names each web copy."""
    d = e.document
    url = address.absolute(site.url, address.document(e.id))
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(d.kind, "CreativeWork"),
        "@id": url,
        "url": url,
        "identifier": e.id,
        "name": e.label,
        "headline": e.label[:110],
        "alternativeHeadline": d.subtitle,
        "author": {"@type": "Person", "name": d.speaker} if d.speaker else None,
        "sourceOrganization": {"@type": "Organization", "name": d.organization} if d.organization else None,
        "dateCreated": d.date,
        "datePublished": d.date,
        "contentLocation": {"@type": "Place", "name": d.region.name} if d.region else None,
        "recordedAt": {"@type": "Event", "name": d.meeting} if d.meeting else None,
        "inLanguage": "zh-Hans",
        "genre": names.KINDS[d.kind],
        "isBasedOn": [_copy(c.url, c.sha256) for c in d.copies] or None,
        "isPartOf": {"@type": "Collection", "name": site.name},
    }
    return {k: v for k, v in values.items() if v}


def _copy(url: str | None, sha256: str) -> dict[str, str]:
    values = {"@type": "WebPage", "identifier": f"urn:sha256:{sha256}"}
    return {**values, "url": url} if url and url.startswith(_HTTP) else values


def _inert(values: dict[str, Any]) -> str:
    """JSON that can stand in a script element: nothing in it closes the element."""
    text = json.dumps(values, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
