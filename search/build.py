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
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from archive.errors import BrokenRecord
from search import codec
from search.manifest import BROKEN, Manifest, Row, index_folder, scan, usable
from search.parts import Progress, built, digest, groups, read

NAME = codec.NAME
SEGMENT = 6_000_000
"""Characters of a segment at most, by the size of the files: few enough to sort in little memory."""
SMALL = SEGMENT // 8
MOST_SMALL = 8



@dataclass(slots=True)
class Report:
    """What a build did; ``broken`` are the records that could not be read, with the reason."""

    generation: str = ""
    indexed: int = 0
    removed: int = 0
    unchanged: int = 0
    broken: list[BrokenRecord] = field(default_factory=list)


def build_index(archive: Path | str, rebuild: bool = False, progress: Progress | None = None,
                jobs: int = 1) -> Report:
    """Bring the index up to date, with ``jobs`` processes. ``progress(done, all)`` counts documents to read."""
    home = index_folder(archive)
    home.mkdir(parents=True, exist_ok=True)
    with _lock(home):
        return _build(Path(archive), home, rebuild, jobs, progress)


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    """One builder at a time; the lock falls with the process that holds it."""
    with (home / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(archive: Path, home: Path, rebuild: bool, jobs: int, progress: Progress | None) -> Report:
    folder, old = (None if rebuild else usable(archive)) or (None, Manifest())
    found = scan(archive)
    rows, changed = _compare(archive, old, found)
    report = Report(removed=len(old.rows.keys() - found.keys()), unchanged=len(rows))
    report.broken = [error for path, row in rows.items() if row[3] == BROKEN
                     if isinstance(error := read(archive, path), BrokenRecord)]
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
        _write(archive, folder, new, old, rows, changed, found, report, jobs, progress)
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
        elif row and row[1] == size and row[2] == digest((archive / "documents" / path).read_bytes()):
            rows[path] = [time, *row[1:]]
        else:
            changed.append(path)
    return rows, changed


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
           found: dict[str, tuple[int, int]], report: Report, jobs: int, progress: Progress | None) -> None:
    storage = FileStorage(str(new))
    schema = codec.schema()
    segments = _kept_segments(folder, new, rows)
    manifest = Manifest(others=old.others, rows=rows,
                        sizes={s.segid: old.sizes[s.segid] for s in segments})
    with closing(built(archive, groups(changed, found, SEGMENT), old.others, new, jobs, progress)) as parts:
        for part in parts:
            segments += part.segments
            rows |= {path: [*found[path], *rest] for path, rest in part.rows.items()}
            manifest.sizes |= part.sizes
            manifest.others = part.others
            report.indexed += part.indexed
            report.broken += part.broken
    manifest.write(new)
    TOC(schema, segments, 1).write(storage, NAME)
    _sync(new)


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
