"""Text that is a cleaned body already: Markdown exactly as a record writes it.

Such a text is taken as it stands (cleaning a cleaned text changes nothing);
its marks and escapes are edits, its blocks are its paragraphs. Markdown of
any other shape is a text copy like all others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive import body as markdown
from scraper.model import Edit, Paragraph
from scraper.view import View

_CHUNK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_HEAD = re.compile(r"(#{1,6}) ")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Marked:
    """``edits`` take the marks out; ``stretches`` are the blocks as page offsets with their heading level."""

    edits: tuple[Edit, ...]
    stretches: tuple[tuple[int, int, int], ...]

    def title(self, view: View) -> tuple[tuple[int, int], ...]:
        """The view stretch of the ``# title`` line, if there is one."""
        first = self.stretches[0]
        return ((view.at(first[0]), view.end_at(first[1])),) if first[2] == 1 else ()

    def paragraphs(self, view: View) -> tuple[Paragraph, ...]:
        """The blocks below the title."""
        return tuple(Paragraph(((view.at(a), view.end_at(b)),), level) for a, b, level in self.stretches if level != 1)


def read_marked(text: str) -> Marked | None:
    """The blocks of a canonical body with at least one heading mark, else ``None``. Tables are not canonical here."""
    if not text.startswith("#") and "\n\n#" not in text:
        return None
    body = text.strip("\n")
    blocks = markdown.parse(body)
    if markdown.render(blocks) != body or any(b.kind == "table" for b in blocks):
        return None
    edits, stretches = [], []
    for chunk in _CHUNK.finditer(text):
        head = _HEAD.match(chunk[0])
        start = chunk.start() + (head.end() if head else 0)
        if head:
            edits.append(Edit(chunk.start(), start, "", "markdown.mark"))
        edits += [Edit(m.start(), m.end(), "", "markdown.escape") for m in _escapes(text, start, chunk.end())]
        stretches.append((start, chunk.end(), len(head[1]) if head else 0))
    if sum(level == 1 for _, _, level in stretches) > 1 or not stretches:
        return None
    return Marked(tuple(edits), tuple(stretches))


def _escapes(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The backslashes that escape; one behind another is the escaped character."""
    out: list[re.Match[str]] = []
    at = start
    while found := _ESCAPE.search(text, at, end):
        out.append(found)
        at = found.end() + 1
    return out
