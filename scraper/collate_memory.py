"""Fingerprints of the archive's records, kept beside them: a cache that may be thrown away at any time.

``index/collation/`` holds::

    rows      one row for each record that was written or read: id, time and size of its file, how many prints
    prints    the prints of all rows, one after the other
    table     the sorted entries of the first rows (:mod:`scraper.collate_prints`), asked in place

Rows are only appended; the last one of an id counts, and only while the file
is what it was. What a dead run left half written is cut off. So a run that
brings one copy reads the rows and a few pages of the table, however many
records there are; the table is made anew when an eighth of the rows is new.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.errors import BrokenRecord, stop
from archive.prints import Prints
from archive.store import Store, read_record
from scraper.collate import prints_of
from scraper.collate_prints import Table, entries

NAME = "index/collation"
LEAST = 300
"""Fewer records are read each time: that takes less than starting the program."""
_ROW = np.dtype([("id", "S40"), ("time", "<i8"), ("size", "<i8"), ("prints", "<i8")])
_PRINT = np.dtype("<u8")
_SLACK = 2
"""The files are written anew when they hold so many times the rows that count."""
_TAIL = 256
"""Rows, beside an eighth of all, that may be new before the table is made anew."""
_CHUNK = 2000
"""Rows whose prints are read at once."""


class _Kept:
    """The rows on disk and what belongs to them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows = self._read_rows()
        self._starts = np.concatenate([[0], np.cumsum(self.rows["prints"])])

    def _read_rows(self) -> npt.NDArray[np.void]:
        """The rows whose prints are there whole; the rest is cut off."""
        try:
            data = (self._folder / "rows").read_bytes()
            room = (self._folder / "prints").stat().st_size
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            return np.zeros(0, _ROW)
        rows = np.frombuffer(data, _ROW, len(data) // _ROW.itemsize)
        sound = (rows["prints"] >= 0) & (np.cumsum(rows["prints"]) * _PRINT.itemsize <= room)
        if not sound.all():
            rows = rows[: int(np.argmin(sound))]
        with suppress(OSError):
            if len(data) != rows.nbytes:
                (self._folder / "table").unlink(missing_ok=True)
                os.truncate(self._folder / "rows", rows.nbytes)
            if room != (whole := int(rows["prints"].sum()) * _PRINT.itemsize):
                os.truncate(self._folder / "prints", whole)
        return rows

    def ids(self) -> list[str]:
        return [id.decode("ascii", "replace") for id in self.rows["id"].tolist()]

    def prints(self, first: int, end: int) -> Prints:
        """The prints of rows ``first`` to ``end``."""
        begin, stop = (int(self._starts[n]) for n in (first, end))
        if begin == stop:
            return np.zeros(0, np.uint64)
        return np.fromfile(self._folder / "prints", _PRINT, stop - begin, offset=begin * _PRINT.itemsize).astype(
            np.uint64, copy=False)

    def each(self) -> Iterator[Prints]:
        """The prints of every row; views of what is read at once."""
        for low in range(0, len(self.rows), _CHUNK):
            high = min(low + _CHUNK, len(self.rows))
            starts = self._starts[low : high + 1] - self._starts[low]
            yield from np.split(self.prints(low, high), starts[1:-1])

    def entries(self, first: int, end: int) -> Prints:
        """The table's entries of rows ``first`` to ``end``, unsorted."""
        out = np.empty(int(self._starts[end] - self._starts[first]), np.uint64)
        for low in range(first, end, _CHUNK):
            high = min(low + _CHUNK, end)
            owners = np.repeat(np.arange(low, high, dtype=np.uint64), self.rows["prints"][low:high])
            at = int(self._starts[low] - self._starts[first])
            out[at : at + len(owners)] = entries(self.prints(low, high), owners)
        return out

    def sorted(self) -> tuple[int, Prints | None]:
        """How many rows the sorted table covers, and its entries, in place."""
        path = self._folder / "table"
        try:
            covered, count = (int(n) for n in np.fromfile(path, _PRINT, 2))
            if not count or covered > len(self.rows) or count != self._starts[covered] or (
                    path.stat().st_size != (count + 2) * _PRINT.itemsize):
                return 0, None
            return covered, np.memmap(path, _PRINT, "r", 2 * _PRINT.itemsize, (count,))
        except (OSError, ValueError):
            return 0, None

    def sort(self) -> None:
        """Make the sorted table of all rows."""
        run = self.entries(0, len(self.rows))
        run.sort()
        with suppress(OSError):
            beside = self._folder / "table.new"
            with beside.open("wb") as file:
                np.array([len(self.rows), len(run)], _PRINT).tofile(file)
                run.tofile(file)
            os.replace(beside, self._folder / "table")


class Memory:
    """The fingerprints of every record of an archive; those of records that changed since are read.

    ``broken`` is told of records that cannot be read, which are left out.
    """

    def __init__(self, store: Store, broken: Callable[[BrokenRecord], None] = stop) -> None:
        files = store.records()
        self._kept = _Kept(store.root / NAME)
        last = {id: row for row, id in enumerate(self._kept.ids())}
        states = list(zip(self._kept.rows["time"].tolist(), self._kept.rows["size"].tolist(), strict=True))
        self._row = {id: row for id, row in last.items() if id in files and states[row] == files[id][1:]}
        self._fresh: dict[str, Prints] = {}
        for id in sorted(files.keys() - self._row.keys()):
            try:
                self._fresh[id] = prints_of(read_record(files[id][0]))
            except BrokenRecord as error:
                broken(error)
        if len(self._row) + len(self._fresh) < LEAST:
            return
        rows = len(self._kept.rows)
        if rows > _SLACK * len(self._row) + 100:
            held = [(files[id][0], self._kept.prints(row, row + 1)) for id, row in self._row.items()]
            shutil.rmtree(store.root / NAME, ignore_errors=True)
            append(store, held)
        append(store, ((files[id][0], prints) for id, prints in self._fresh.items()))
        if rows > _SLACK * len(self._row) + 100:
            self._kept = _Kept(store.root / NAME)
            self._row, self._fresh = {id: row for row, id in enumerate(self._kept.ids())}, {}

    def all(self) -> list[tuple[str, Prints]]:
        """The prints of every record, by id."""
        ids = {row: id for id, row in self._row.items()}
        found = [(ids[row], prints) for row, prints in enumerate(self._kept.each()) if row in ids]
        return sorted([*found, *self._fresh.items()], key=itemgetter(0))

    def table(self) -> Table:
        """The table of every record."""
        rows = len(self._kept.rows)
        gone = np.setdiff1d(np.arange(rows), np.fromiter(self._row.values(), np.intp, len(self._row)))
        covered, run = self._kept.sorted()
        runs = [] if run is None else [run]
        table = Table(self._kept.ids(), self._kept.rows["prints"].tolist(), runs, gone)
        if covered < rows:
            table.push(self._kept.entries(covered, rows))
        table.extend(self._fresh.items())
        return table


def settle(store: Store) -> None:
    """Make the sorted table anew, if much has come since it was made."""
    kept = _Kept(store.root / NAME)
    rows = len(kept.rows)
    if rows - kept.sorted()[0] > _TAIL + rows // 8:
        kept.sort()


def all_prints(store: Store, broken: Callable[[BrokenRecord], None] = stop) -> list[tuple[str, Prints]]:
    """The fingerprints of every record of the archive by id; records that changed since are read."""
    return Memory(store, broken).all()


def append(store: Store, items: Iterable[tuple[Path, Prints]]) -> None:
    """Note the prints of records as they are on disk now. Where the files cannot be written nothing is noted."""
    items = list(items)
    if not items:
        return
    folder = store.root / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows = np.array([(path.stem.encode(), *_state(path), len(prints)) for path, prints in items], _ROW)
        with (folder / "prints").open("ab") as file:
            np.concatenate([prints for _, prints in items]).astype(_PRINT, copy=False).tofile(file)
        with (folder / "rows").open("ab") as file:
            rows.tofile(file)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size
