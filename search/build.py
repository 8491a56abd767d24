"""Building the index: only what changed, beside the old one, put in its place by one rename.

The index lies in ``archive/index/``::

    CURRENT              the name of the generation that readers open
    g000007/             one generation: a Whoosh index and its arrays
        manifest.json    what was indexed, by path: time, size, hash, segment, number
    lock                 held by the one that builds

A new generation shares the files of unchanged segments by hard links. A
killed build leaves a folder that nothing points to; readers of the old
generation go on, their files stay open.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from archive import record
from archive.errors import BrokenRecord
from archive.model import Document
from search import codec
from search.fold import Codes
from search.grams import Array, make
from search.layout import SEPARATOR, Layout, lay_out
from search.manifest import BROKEN, Manifest, Row, index_folder, scan, usable

NAME = "MAIN"
SEGMENT = 6_000_000
"""Characters of a full segment: few enough to sort in little memory, many enough that segments stay few."""
LONGEST = 10_000_000
"""Characters of a document; places in a segment have 24 bits."""
SMALL = SEGMENT // 8
MOST_SMALL = 8

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What a build did; ``broken`` are the records that could not be read, with the reason."""

    generation: str = ""
    indexed: int = 0
    removed: int = 0
    unchanged: int = 0
    broken: list[BrokenRecord] = field(default_factory=list)


def build_index(archive: Path | str, rebuild: bool = False, progress: Progress | None = None) -> Report:
    """Bring the index up to date. ``progress(done, all)`` counts documents to read."""
    home = index_folder(archive)
    home.mkdir(parents=True, exist_ok=True)
    with _lock(home):
        return _build(Path(archive), home, rebuild, progress)


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    """One builder at a time; the lock falls with the process that holds it."""
    with (home / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(archive: Path, home: Path, rebuild: bool, progress: Progress | None) -> Report:
    folder, old = (None if rebuild else usable(archive)) or (None, Manifest())
    found = scan(archive)
    rows, changed = _compare(archive, old, found)
    report = Report(removed=len(old.rows.keys() - found.keys()), unchanged=len(rows))
    report.broken = [error for path, row in rows.items() if row[3] == BROKEN
                     if isinstance(error := _read(archive, path), BrokenRecord)]
    if folder and not changed and not report.removed:
        report.generation = folder.name
        if rows != old.rows:
            old.rows = rows
            _rewrite(folder, old)
        return report
    stale = _stale(old, rows)
    changed += [path for path, row in rows.items() if row[3] in stale]
    rows = {path: row for path, row in rows.items() if row[3] not in stale}
    new = _next_folder(home)
    try:
        _write(archive, folder, new, old, rows, changed, found, report, progress)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    report.generation = new.name
    _point(home, new.name)
    return report


def _compare(archive: Path, old: Manifest, found: dict[str, tuple[int, int]]) -> tuple[dict[str, Row], list[str]]:
    """The rows that stand, and the paths to read."""
    rows: dict[str, Row] = {}
    changed = []
    for path, (time, size) in sorted(found.items()):
        row = old.rows.get(path)
        if row and row[0] == time and row[1] == size:
            rows[path] = row
        elif row and row[1] == size and row[2] == _hash((archive / "documents" / path).read_bytes()):
            rows[path] = [time, *row[1:]]
        else:
            changed.append(path)
    return rows, changed


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _stale(old: Manifest, rows: dict[str, Row]) -> set[str]:
    """Segments to write anew: half of them gone, or too many small ones."""
    live: dict[str, int] = {}
    total: dict[str, int] = {}
    for out, source in ((live, rows), (total, old.rows)):
        for row in source.values():
            out[row[3]] = out.get(row[3], 0) + 1
    stale = {name for name in old.sizes if live.get(name, 0) * 2 < total.get(name, 0)}
    small = {name for name, size in old.sizes.items() if size < SMALL}
    return stale | small if len(small) >= MOST_SMALL else stale


def _next_folder(home: Path) -> Path:
    numbers = [int(path.name[1:]) for path in home.glob("g[0-9]*") if path.name[1:].isdigit()]
    folder = home / f"g{max(numbers, default=0) + 1:06}"
    folder.mkdir()
    return folder


def _write(archive: Path, folder: Path | None, new: Path, old: Manifest, rows: dict[str, Row], changed: list[str],
           found: dict[str, tuple[int, int]], report: Report, progress: Progress | None) -> None:
    storage = FileStorage(str(new))
    schema = codec.schema()
    segments = _kept_segments(folder, new, rows)
    manifest = Manifest(others=old.others, rows=rows,
                        sizes={s.segid: old.sizes[s.segid] for s in segments})
    codes = Codes(old.others)
    batch = _Batch(codes)
    for number, path in enumerate(changed):
        document = _read(archive, path)
        row: Row = [*found[path], _hash((archive / "documents" / path).read_bytes()), "", -1]
        rows[path] = row
        if isinstance(document, BrokenRecord):
            row[3] = BROKEN
            report.broken.append(document)
            continue
        report.indexed += 1
        if document.publish and not document.withdrawn:
            batch.add(lay_out(document), row)
        if batch.size >= SEGMENT:
            segments.append(batch.write(storage, schema, manifest))
        if progress:
            progress(number + 1, len(changed))
    if batch.layouts:
        segments.append(batch.write(storage, schema, manifest))
    manifest.others = codes.others
    manifest.write(new)
    TOC(schema, segments, 1).write(storage, NAME)
    _sync(new)


def _read(archive: Path, path: str) -> Document | BrokenRecord:
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


def _kept_segments(folder: Path | None, new: Path, rows: dict[str, Row]) -> list[Any]:
    """The segments of the old generation that still hold documents, linked into the new one."""
    if folder is None:
        return []
    live: dict[str, set[int]] = {}
    for row in rows.values():
        live.setdefault(row[3], set()).add(row[4])
    kept = []
    for segment in FileIndex(FileStorage(str(folder)), indexname=NAME)._segments():
        numbers = live.get(segment.segid)
        if not numbers:
            continue
        for number in range(segment.doc_count_all()):
            if number not in numbers:
                segment.delete_document(number)
        for path in folder.glob(f"{segment.segment_id()}.*"):
            try:
                os.link(path, new / path.name)
            except OSError:
                shutil.copy2(path, new / path.name)
        kept.append(segment)
    return kept


class _Batch:
    """Documents on their way into one segment."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.clear()

    def clear(self) -> None:
        self.layouts: list[Layout] = []
        self.encoded: list[Array] = []
        self.rows: list[Row] = []
        self.size = 0

    def add(self, layout: Layout, row: Row) -> None:
        encoded = self.codes.encode(SEPARATOR.join([*layout.texts, ""]))
        self.layouts.append(layout)
        self.encoded.append(encoded)
        self.rows.append(row)
        self.size += len(encoded)

    def write(self, storage: FileStorage, schema: Any, manifest: Manifest) -> Any:
        """Write the segment and empty the batch; the rows learn where their documents went."""
        writer = codec.GramCodec()
        segment = writer.new_segment(storage, NAME)
        make(self.layouts, self.encoded, self.codes).save(f"{storage.folder}/{segment.segment_id()}")
        path = Path(storage.folder, f"{segment.segment_id()}.facts.json")
        facts = [layout.facts | ({"variants": "\n".join(layout.variants)} if layout.variants else {})
                 for layout in self.layouts]
        path.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        _write_words(writer, storage, segment, schema, self.layouts)
        for number, row in enumerate(self.rows):
            row[3:] = [segment.segid, number]
        manifest.sizes[segment.segid] = self.size
        self.clear()
        return segment


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


def _rewrite(folder: Path, manifest: Manifest) -> None:
    """New times of unchanged records, without a new generation."""
    path = folder / "manifest.json"
    beside = folder / "manifest.json.new"
    values = {"version": manifest.version, "others": manifest.others, "sizes": manifest.sizes, "rows": manifest.rows}
    beside.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    os.replace(beside, path)


def _sync(folder: Path) -> None:
    """Bring what is new to the disk; files shared with the old generation are there already."""
    shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)
    for path in folder.iterdir():
        if path.stat().st_nlink == 1:
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _point(home: Path, name: str) -> None:
    """Make a generation the current one, and clear away those that nobody can be about to open."""
    beside = home / "CURRENT.new"
    beside.write_text(name + "\n", encoding="ascii")
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(beside, home / "CURRENT")
    for old in sorted(home.glob("g[0-9]*"))[:-2]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
