"""The records on their way into shards: read one by one, their texts kept in a file."""

from __future__ import annotations

import hashlib
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
from search.shards_known import Entry, Keeper, Known, entry
from search.shards_stream import points
from search.shards_text import Letters

CHUNK = 64
"""Documents that are in memory at once."""


@dataclass(slots=True)
class Spooled:
    """What is known of the records in the order of ids; the file holds outline and text of each."""

    file: BinaryIO
    path: Path
    names: list[str] = field(default_factory=list)
    """The hashes of the records."""
    facts: list[dict[str, Any]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Bytes of the outline and of the text of each document, in the file."""
    blocks: list[int] = field(default_factory=list)
    """Blocks of each document."""
    headings: list[int] = field(default_factory=list)
    variants: list[tuple[int, str]] = field(default_factory=list)
    """What other copies tell, a line each, by the number of the document that has any."""

    def add(self, name: str, one: Entry) -> None:
        """A record, by the hash of its bytes."""
        if one.variants:
            self.variants.append((len(self.facts), one.variants))
        for part in (one.outline, one.text):
            self.file.write(part)
        self.names.append(name)
        self.spans.append((len(one.outline), len(one.text)))
        self.facts.append(one.facts)
        self.blocks.append(one.blocks)
        self.headings.append(one.headings)

    def counts(self) -> Ints:
        """How often each character stands in the texts."""
        out = np.zeros(0x110000, np.int64)
        for texts in self.chunks():
            some = np.bincount(points(texts))
            out[: len(some)] += some
        return out

    def documents(self, wanted: Callable[[int], bool] = lambda number: True) -> Iterator[tuple[int, bytes, str]]:
        """Number, outline and text of those whose numbers are wanted."""
        at = 0
        for number, (outline, text) in enumerate(self.spans):
            if wanted(number):
                self.file.seek(at)
                yield number, self.file.read(outline), self.file.read(text).decode("utf-8", "surrogatepass")
            at += outline + text

    def chunks(self) -> Iterator[list[str]]:
        """The texts, some at a time."""
        held: list[str] = []
        for _, _, text in self.documents():
            held.append(text)
            if len(held) == CHUNK:
                yield held
                held = []
        yield held

    def coded(self, letters: Letters, wanted: Callable[[int], bool]) -> Iterator[tuple[int, bytes, bytes]]:
        """Number, outline and coded text, as they stand in a script, of the documents whose numbers are wanted."""
        held: list[tuple[int, bytes, str]] = []

        def code() -> Iterator[tuple[int, bytes, bytes]]:
            texts = letters.encode([text for _, _, text in held])
            for (number, outline, _), data in zip(held, texts, strict=True):
                yield number, outline, literal(data).encode()

        for document in self.documents(wanted):
            held.append(document)
            if len(held) == CHUNK:
                yield from code()
                held = []
        yield from code()

    def close(self) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)


_COLUMNS = ("id", "date", "kind", "speaker", "organization", "region", "code")


def read(paths: Sequence[Path], scratch: Path, progress: Callable[[int, int], None] | None,
         cover: Callable[[str], str], known: Known, keeper: Keeper) -> Spooled:
    """The records that are shown; those that cannot be read are left out."""
    path = scratch / "texts"
    out = Spooled(path.open("w+b"), path)
    for number, name in enumerate(paths):
        data = name.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        row = known.rows.get(digest)
        payload = known.payload(row) if row else b""
        one = entry(row, payload) if row else None
        if row is None or (row and one is None):
            one, payload = _entry(data, str(name), cover), b""
        keeper.add(digest, one, payload)
        if one:
            out.add(digest, one)
        if progress:
            progress(number + 1, len(paths))
    return out


def _entry(data: bytes, name: str, cover: Callable[[str], str]) -> Entry | None:
    """A record as it goes into the shards; ``None`` if it is not shown or cannot be read."""
    try:
        document = record.read(data.decode(), name)
    except (BrokenRecord, UnicodeDecodeError):
        return None
    if not document.publish or document.withdrawn:
        return None
    layout = lay_out(document, cover)
    return Entry(_outline(layout), SEPARATOR.join((*layout.texts, "")).encode("utf-8", "surrogatepass"),
                 {name: layout.facts[name] for name in _COLUMNS if name in layout.facts}, len(layout.texts),
                 layout.headings, SEPARATOR.join(layout.variants))


def _outline(layout: Layout) -> bytes:
    anchors = " ".join(anchor.removeprefix("p-") for anchor in layout.anchors)
    outline = json.dumps([layout.facts, anchors, "".join(map(str, layout.levels))], ensure_ascii=False,
                         separators=(",", ":"))
    return outline.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
