"""Fingerprints of the archive's records, kept beside them: a cache that may be thrown away at any time.

``index/prints`` holds one entry for each record that was written or read: id, time
and size of its file, its prints. Entries are only appended; the last one of an
id counts, and only while the file is what it was. An entry that a dead run
left half written ends the reading.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from archive.errors import BrokenRecord, stop
from archive.prints import Prints
from archive.store import Store, read_record
from scraper.collate import prints_of

NAME = "index/prints"
LEAST = 300
"""Fewer records are read each time: that takes less than starting the program."""
_MAGIC = b"gonghui prints 1\n"
_ENTRY = struct.Struct("<40sqqI")
_SLACK = 2
"""The file is written anew when it holds so many times the entries that count."""


def all_prints(store: Store, broken: Callable[[BrokenRecord], None] = stop) -> list[tuple[str, Prints]]:
    """The fingerprints of every record of the archive by id; records that changed since are read.

    ``broken`` is told of those that cannot be read, which are left out.
    """
    known, entries = _read(store.root / NAME)
    fresh: list[tuple[Path, Prints]] = []
    rest: list[tuple[Path, Prints]] = []
    for path in store.paths():
        entry = known.get(path.stem)
        if entry and entry[:2] == _state(path):
            rest.append((path, entry[2]))
        else:
            try:
                fresh.append((path, prints_of(read_record(path))))
            except BrokenRecord as error:
                broken(error)
    both = [*rest, *fresh]
    if len(both) >= LEAST:
        if entries > _SLACK * len(both) + 100:
            with suppress(OSError):
                (store.root / NAME).unlink()
                append(store, rest)
        append(store, fresh)
    return sorted(((path.stem, prints) for path, prints in both), key=lambda item: item[0])


def append(store: Store, items: Iterable[tuple[Path, Prints]]) -> None:
    """Note the prints of records as they are on disk now. Where the file cannot be written nothing is noted."""
    items = list(items)
    if not items:
        return
    with suppress(OSError):
        (store.root / NAME).parent.mkdir(exist_ok=True)
    with suppress(OSError), (store.root / NAME).open("ab") as file:
        if not file.tell():
            file.write(_MAGIC)
        for path, prints in items:
            entry = _ENTRY.pack(path.stem.encode(), *_state(path), len(prints))
            file.write(entry + prints.astype("<u8").tobytes())


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


def _read(path: Path) -> tuple[dict[str, tuple[int, int, Prints]], int]:
    """The entries by id, and how many there are in all."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}, 0
    found: dict[str, tuple[int, int, Prints]] = {}
    at, count = len(_MAGIC) if data.startswith(_MAGIC) else 0, 0
    while at and at + _ENTRY.size <= len(data):
        name, changed, size, held = _ENTRY.unpack_from(data, at)
        begin = at + _ENTRY.size
        if begin + 8 * held > len(data):
            break
        prints = np.frombuffer(data, "<u8", held, begin).astype(np.uint64, copy=False)
        found[name.rstrip(b"\0").decode("ascii", "replace")] = changed, size, prints
        at = begin + 8 * held
        count += 1
    if at < len(data):
        with suppress(OSError):
            os.truncate(path, at)
    return found, count
