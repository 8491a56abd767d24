"""A document as files to take away: Markdown with its facts, and plain text."""

from __future__ import annotations

from dataclasses import replace

from archive import body as markdown
from archive import record
from archive.model import Document
from publish import address, cite, contacts
from publish.catalog import Entry
from publish.page import Site


def files(site: Site, document: Document, e: Entry) -> tuple[tuple[str, str], ...]:
    """Addresses and contents of a document's downloads."""
    base = address.document(e.id) + e.id
    shown = covered(site, document)
    return (base + ".md", record.write(shown)), (base + ".txt", text(site, shown, e))


def covered(site: Site, document: Document) -> Document:
    """The document with contact data covered where the site does so."""
    shown = [document.body, document.title or "", document.subtitle or "", *document.evidence.values()]
    changed = document.corrections or document.variants
    if not site.mask_contacts or not (changed or contacts.possible("\n".join(shown))):
        return document
    evidence = {k: contacts.cover(v) for k, v in document.evidence.items()}
    blocks = [replace(b, text=contacts.cover(b.text)) for b in markdown.parse(document.body)]
    title, subtitle = (text and contacts.cover(text) for text in (document.title, document.subtitle))
    part = contacts.cover_part
    told = [b.text for b in markdown.parse(document.body)]
    return replace(
        document, body=markdown.render(blocks), evidence=evidence, title=title, subtitle=subtitle,
        corrections=tuple(replace(c, old=part(c.before, c.old, c.after), new=part(c.before, c.new, c.after),
                                  before=contacts.cover(c.before), after=contacts.cover(c.after))
                          for c in document.corrections),
        variants=tuple(replace(v, text=part(told[v.block][: v.start], v.text, told[v.block][v.end :]))
                       for v in document.variants if v.block < len(told)),
    )


def text(site: Site, document: Document, e: Entry) -> str:
    """Plain text of a covered document: a paragraph a line, a blank line between, the citation at the foot."""
    blocks = markdown.parse(document.body)
    lines = [b.text for b in blocks if b.kind != "title"]
    head = [e.label, document.subtitle] if document.subtitle else [e.label]
    return "\n\n".join([*head, *lines, "——", cite.plain(site, e)]) + "\n"
