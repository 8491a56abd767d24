"""Parts of an index: groups of records, each made into a segment by itself, in this process or in others.

What a group becomes depends on the group alone, but for the list of characters
beyond the first plane (:class:`search.fold.Codes`). Others build with the list
as it was at the start; a group whose new characters turn out to have other
places in the list is built once more. So the parts are the same however many
processes there are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from archive import contacts, processes, record
from archive.errors import BrokenRecord
from archive.model import Document
from search import codec
from search.fold import Codes
from search.grams import Array, make
from search.layout import SEPARATOR, Layout, lay_out
from search.manifest import BROKEN, Row

LONGEST = 10_000_000
"""Characters of a document."""
_PLACES = 1 << 24
"""Places of a segment: a number of 24 bits each."""
_BYTES = 3
"""Bytes of a character, mostly."""

Progress = Callable[[int, int], None]
"""Told how many records are done, of how many."""


@dataclass(slots=True)
class Part:
    """What became of a group of records."""

    segments: list[Any] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    """By path: hash, segment and number, as in the manifest."""
    sizes: dict[str, int] = field(default_factory=dict)
    others: str = ""
    """The characters beyond the first plane known before, and those met here."""
    indexed: int = 0
    broken: list[BrokenRecord] = field(default_factory=list)


def groups(paths: Sequence[str], found: Mapping[str, tuple[int, int]], characters: int) -> list[list[str]]:
    """The records in groups of about equal size, in order: one, or an even number of at most ``characters``.

    ``found`` tells time and size of each file.
    """
    ends = list(accumulate(found[path][1] for path in paths))
    if not ends:
        return []
    most = characters * _BYTES
    count = 1 if ends[-1] <= most else -(-ends[-1] // (2 * most)) * 2
    out: list[list[str]] = [[] for _ in range(count)]
    for path, end in zip(paths, ends, strict=True):
        out[min((end - 1) * count // ends[-1], count - 1)].append(path)
    return [group for group in out if group]


def built(archive: Path, todo: Sequence[Sequence[str]], others: str, folder: Path, jobs: int,
          progress: Progress | None = None) -> Generator[Part, None, None]:
    """The part of each group, in order; files come into being in ``folder``."""
    count, done = sum(map(len, todo)), 0

    def step(number: int) -> None:
        if progress:
            progress(done + number, count)

    if jobs < 2 or len(todo) < 2:
        for paths in todo:
            part = build(archive, paths, others, folder, step)
            others = part.others
            done += len(paths)
            yield part
        return
    begun = others
    pool = processes.pool(min(jobs, len(todo)))
    try:
        for paths, future in [(paths, pool.submit(build, archive, paths, begun, folder)) for paths in todo]:
            try:
                part = future.result()
            except BrokenProcessPool:  # a worker was killed: what is left is built here
                part = build(archive, paths, others, folder)
            new = part.others[len(begun):]
            if new and part.others != others + new:
                _forget(part, folder)
                part = build(archive, paths, others, folder)
                new = part.others
            others = part.others = part.others if new else others
            step(len(paths))
            done += len(paths)
            yield part
    finally:
        pool.shutdown(cancel_futures=True)


def _forget(part: Part, folder: Path) -> None:
    for segment in part.segments:
        for path in folder.glob(f"{segment.segment_id()}.*"):
            path.unlink()


def build(archive: Path, paths: Sequence[str], others: str, folder: Path,
          step: Callable[[int], None] | None = None) -> Part:
    """Make the segments of a group of records: one, but for a group of very long texts.

    ``step`` is told how many records are done.
    """
    codes = Codes(others)
    part = Part()
    batch = _Batch(codes, folder, part)
    for number, path in enumerate(paths):
        document = read(archive, path)
        row: Row = [digest((archive / "documents" / path).read_bytes()), "", -1]
        part.rows[path] = row
        if isinstance(document, BrokenRecord):
            row[1] = BROKEN
            part.broken.append(document)
            continue
        part.indexed += 1
        if document.publish and not document.withdrawn:
            batch.add(lay_out(document, contacts.cover), row)
        if step:
            step(number + 1)
    batch.write()
    part.others = codes.others
    return part


def digest(data: bytes) -> str:
    """The hash by which a record is known to be the same."""
    return hashlib.sha256(data).hexdigest()[:32]


def read(archive: Path, path: str) -> Document | BrokenRecord:
    """The record, or why it cannot be indexed."""
    try:
        document = record.read((archive / "documents" / path).read_text(encoding="utf-8"), path)
    except BrokenRecord as error:
        return error
    except UnicodeDecodeError:
        return BrokenRecord(where=path, what="not UTF-8")
    if len(document.body) > LONGEST:
        return BrokenRecord(where=path, what=f"longer than {LONGEST:,} characters")
    return document


class _Batch:
    """Documents on their way into one segment."""

    def __init__(self, codes: Codes, folder: Path, part: Part) -> None:
        self.codes, self._part = codes, part
        self._storage, self._schema = FileStorage(str(folder)), codec.schema()
        self.clear()

    def clear(self) -> None:
        self.layouts: list[Layout] = []
        self.encoded: list[Array] = []
        self.rows: list[Row] = []
        self.size = 0

    def add(self, layout: Layout, row: Row) -> None:
        encoded = self.codes.encode(SEPARATOR.join([*layout.texts, ""]))
        if self.size + len(encoded) >= _PLACES:
            self.write()
        self.layouts.append(layout)
        self.encoded.append(encoded)
        self.rows.append(row)
        self.size += len(encoded)

    def write(self) -> None:
        """Write the segment, if there is anything to write, and empty the batch; the rows learn of it."""
        if not self.layouts:
            return
        writer = codec.GramCodec()
        segment = writer.new_segment(self._storage, codec.NAME)
        stem = f"{self._storage.folder}/{segment.segment_id()}"
        make(self.layouts, self.encoded, self.codes).save(stem)
        facts = [layout.facts | ({"variants": "\n".join(layout.variants)} if layout.variants else {})
                 for layout in self.layouts]
        Path(f"{stem}.facts.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        _write_words(writer, self._storage, segment, self._schema, self.layouts)
        for number, row in enumerate(self.rows):
            row[1:] = [segment.segid, number]
        self._part.sizes[segment.segid] = self.size
        self._part.segments.append(segment)
        self.clear()


def _write_words(writer: Any, storage: FileStorage, segment: Any, schema: Any, layouts: list[Layout]) -> None:
    """The fields that Whoosh's own codec holds: ids, and values to select by."""
    words: dict[tuple[str, str], list[int]] = {}
    perdoc = writer.per_document_writer(storage, segment)
    for number, layout in enumerate(layouts):
        facts = layout.facts
        perdoc.start_doc(number)
        perdoc.add_field("id", schema["id"], facts["id"], 0)
        perdoc.finish_doc()
        values = {"year": facts.get("date", "")[:4], **facts}
        for name in schema.names():
            if values.get(name):
                words.setdefault((name, str(values[name])), []).append(number)
    perdoc.close()
    segment.set_doc_count(len(layouts))
    fields = writer.field_writer(storage, segment)
    before = None
    for (name, word), numbers in sorted(words.items(), key=lambda item: (item[0][0], item[0][1].encode())):
        if name != before:
            if before:
                fields.finish_field()
            fields.start_field(name, schema[name])
            before = name
        fields.start_term(word.encode())
        for number in numbers:
            fields.add(number, 1.0, b"", None)
        fields.finish_term()
    if before:
        fields.finish_field()
    fields.close()
