"""The records on their way into shards: read one by one, their texts kept in a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from archive import record
from archive.errors import BrokenRecord
from search.layout import SEPARATOR, Layout, lay_out
from search.shards_bits import Ints, literal
from search.shards_stream import points
from search.shards_text import Letters

CHUNK = 64
"""Documents that are in memory at once."""


@dataclass(slots=True)
class Spooled:
    """What is known of the records in the order of ids; the file holds outline and text of each."""

    file: BinaryIO
    path: Path
    facts: list[dict[str, Any]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Bytes of the outline and of the text of each document, in the file."""
    counts: Ints = field(default_factory=lambda: np.zeros(0x110000, np.int64))
    """How often each character stands in the texts."""
    blocks: list[int] = field(default_factory=list)
    """Blocks of each document."""
    headings: list[int] = field(default_factory=list)
    variants: list[tuple[int, str]] = field(default_factory=list)
    """What other copies tell, a line each, by the number of the document that has any."""

    def add(self, layout: Layout) -> None:
        if layout.variants:
            self.variants.append((len(self.facts), SEPARATOR.join(layout.variants)))
        anchors = " ".join(anchor.removeprefix("p-") for anchor in layout.anchors)
        outline = json.dumps([layout.facts, anchors, "".join(map(str, layout.levels))], ensure_ascii=False,
                             separators=(",", ":")).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        text = SEPARATOR.join((*layout.texts, ""))
        codes, times = np.unique(points([text]), return_counts=True)
        self.counts[codes] += times
        parts = outline.encode(), text.encode("utf-8", "surrogatepass")
        for part in parts:
            self.file.write(part)
        self.spans.append((len(parts[0]), len(parts[1])))
        self.facts.append({name: layout.facts[name] for name in _COLUMNS if name in layout.facts})
        self.blocks.append(len(layout.texts))
        self.headings.append(layout.headings)

    def documents(self) -> Iterator[tuple[bytes, str]]:
        """Outline and text of each."""
        self.file.seek(0)
        for outline, text in self.spans:
            yield self.file.read(outline), self.file.read(text).decode("utf-8", "surrogatepass")

    def chunks(self) -> Iterator[list[str]]:
        """The texts, some at a time."""
        held: list[str] = []
        for _, text in self.documents():
            held.append(text)
            if len(held) == CHUNK:
                yield held
                held = []
        yield held

    def coded(self, letters: Letters) -> Iterator[tuple[bytes, bytes]]:
        """Outline and coded text of each, as they stand in a script."""
        held: list[tuple[bytes, str]] = []

        def code(some: Sequence[tuple[bytes, str]]) -> Iterator[tuple[bytes, bytes]]:
            for (outline, _), data in zip(some, letters.encode([text for _, text in some]), strict=True):
                yield outline, literal(data).encode()

        for document in self.documents():
            held.append(document)
            if len(held) == CHUNK:
                yield from code(held)
                held = []
        yield from code(held)

    def close(self) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)


_COLUMNS = ("id", "date", "kind", "speaker", "organization", "region", "code")


def read(paths: Sequence[Path], scratch: Path, progress: Callable[[int, int], None] | None,
         cover: Callable[[str], str]) -> Spooled:
    """The records that are shown; those that cannot be read are left out."""
    path = scratch / "texts"
    out = Spooled(path.open("w+b"), path)
    for number, name in enumerate(paths):
        try:
            document = record.read(name.read_text(encoding="utf-8"), str(name))
        except (BrokenRecord, UnicodeDecodeError):
            continue
        if document.publish and not document.withdrawn:
            out.add(lay_out(document, cover))
        if progress:
            progress(number + 1, len(paths))
    return out
