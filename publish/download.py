"""A document as files to take away: Markdown with its facts, and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive import body as markdown
from archive import contacts, record
from archive.body import Block
from archive.model import Document
from publish import address, cite
from publish.catalog import Entry
from publish.page import Site
from publish.sources import Text


def files(site: Site, own: Text, e: Entry) -> tuple[tuple[str, str], ...]:
    """Addresses and contents of a document's downloads."""
    base = address.document(e.id) + e.id
    shown = covered(site, own.document, e)
    blocks = own.blocks if shown is own.document else markdown.parse(shown.body)
    return (base + ".md", record.write(shown)), (base + ".txt", _text(site, shown, blocks, e))


def covered(site: Site, document: Document, e: Entry) -> Document:
    """The document with contact data covered where the site does so; ``e`` is its entry."""
    fields = [document.title or "", document.subtitle or "", *document.evidence.values()]
    changed = document.corrections or document.variants
    if not site.mask_contacts or not (changed or e.contacts or contacts.possible("\n".join(fields))):
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


def _text(site: Site, document: Document, blocks: Sequence[Block], e: Entry) -> str:
    """Plain text of a covered document: a paragraph a line, a blank line between, the citation at the foot."""
    lines = [b.text for b in blocks if b.kind != "title"]
    head = [e.label, document.subtitle] if document.subtitle else [e.label]
    return "\n\n".join([*head, *lines, "——", cite.plain(site, e)]) + "\n"
