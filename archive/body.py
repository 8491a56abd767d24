"""The body of a record as blocks: Markdown that holds Chinese text as typed.

A body is blocks set apart by one blank line: ``# title``, headings ``##`` to
``######``, paragraphs, tables. Nothing else is Markdown in it: characters that
a Markdown reader would take for markup are escaped by a backslash, so that
``parse`` of ``render`` gives the blocks back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``text`` is reading text (no escapes); ``level`` is 1 for the title, 2-6 for headings, else 0.

    The text of a table holds its rows as lines, cells set apart by tabs, the first row as head.
    """

    kind: BlockKind
    text: str
    level: int = 0


_INLINE = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|(?<=!)\[")
_LINE_START = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|([-+=#>:]))")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEAD = re.compile(r"(#{1,6}) (.*)")
_NO_LETTERS = re.compile(r"[\W_]+")


def escape(text: str) -> str:
    r"""Escape what Markdown would eat.

    >>> escape("1. 20__年<b>")
    '1\\. 20\\_\\_年\\<b\\>'
    >>> unescape(escape("# a_b")) == "# a_b"
    True
    """
    text = _INLINE.sub(lambda m: "\\" + m[0], text)
    if m := _LINE_START.match(text):
        text = f"{m[1]}\\{text[m.end(1):]}" if m[1] else "\\" + text
    return text


def unescape(text: str) -> str:
    """Undo :func:`escape`."""
    return _UNESCAPE.sub(r"\1", text) if "\\" in text else text


def render(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown, without a trailing line end."""
    return "\n\n".join(map(_render, blocks))


def _render(block: Block) -> str:
    if block.kind == "table":
        rows = [row.split("\t") for row in block.text.split("\n")]
        width = max(map(len, rows))
        lines = ["| " + " | ".join(escape(c) for c in row + [""] * (width - len(row))) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        return "\n".join(lines)
    text = " ".join(block.text.split("\n"))
    if block.level:
        return "#" * block.level + " " + _INLINE.sub(lambda m: "\\" + m[0], text)
    return escape(text)


def parse(body: str) -> list[Block]:
    """The blocks of a Markdown body.

    >>> parse("# 题\\n\\n## 一、甲\\n\\n乙")
    [Block(kind='title', text='题', level=1), Block(kind='heading', text='一、甲', level=2), \
Block(kind='paragraph', text='乙', level=0)]
    """
    blocks = []
    for chunk in re.split(r"\n{2,}", body.strip("\n")):
        if not chunk:
            continue
        if chunk[0] == "#" and (head := _HEAD.match(chunk)):
            level = len(head[1])
            blocks.append(Block("title" if level == 1 else "heading", unescape(head[2]), level))
        elif chunk.startswith("| "):
            rows = [line[2:].removesuffix(" |").split(" | ") for line in chunk.split("\n")]
            text = "\n".join("\t".join(unescape(c) for c in row) for i, row in enumerate(rows) if i != 1)
            blocks.append(Block("table", text))
        else:
            blocks.append(Block("paragraph", unescape(chunk)))
    return blocks


def anchors(blocks: Iterable[Block], kept: Mapping[str, str] | None = None) -> list[str]:
    """An address ``p-xxxxxxxx`` for each block, from its own letters alone.

    Moving a paragraph or changing its neighbours, punctuation or spacing does
    not change its address; equal paragraphs are numbered. ``kept`` (the
    record's ``anchors``) maps an address by content to the one it had before
    a new cleaning.
    """
    seen: dict[str, int] = {}
    out = []
    for block in blocks:
        letters = _NO_LETTERS.sub("", block.text) or block.text
        name = "p-" + hashlib.sha256(letters.encode()).hexdigest()[:8]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f"-{seen[name]}"
        out.append((kept or {}).get(name, name))
    return out
