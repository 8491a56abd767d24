"""Rows on their way from one order into another, kept in a file instead of in memory.

Rows come in chunks, each sorted by bucket; a bucket is read back as the rows
that all chunks have of it, in the order of the chunks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints


class Spool:
    """A file of rows of one type (``dtype``); ``close`` removes it.

    >>> import tempfile
    >>> spool = Spool(Path(tempfile.mkdtemp()) / "rows", np.uint32)
    >>> spool.add(np.array([7, 8, 9]), np.array([0, 2, 3])); spool.add(np.array([5]), np.array([0, 0, 1]))
    >>> spool.read(0).tolist(), spool.read(1).tolist()
    ([7, 8], [9, 5])
    >>> spool.close()
    """

    def __init__(self, path: Path, dtype: Any) -> None:
        self.path, self.dtype = path, np.dtype(dtype)
        self._file = path.open("w+b")
        self._starts: list[int] = []
        self._bounds: list[Ints] = []
        self._rows = 0

    def add(self, rows: NDArray[Any], bounds: Ints) -> None:
        """Rows of bucket ``b`` stand from ``bounds[b]`` to ``bounds[b + 1]``."""
        self._file.seek(self._rows * self.dtype.itemsize)
        self._file.write(rows.astype(self.dtype, copy=False).tobytes())
        self._starts.append(self._rows)
        self._bounds.append(bounds)
        self._rows += len(rows)

    def read(self, bucket: int) -> NDArray[Any]:
        """All rows of a bucket."""
        spans = [(start + int(bounds[bucket]), int(bounds[bucket + 1] - bounds[bucket]))
                 for start, bounds in zip(self._starts, self._bounds, strict=True)]
        out = np.empty(sum(count for _, count in spans), self.dtype)
        at = 0
        for start, count in spans:
            if count:
                self._file.seek(start * self.dtype.itemsize)
                out[at : at + count] = np.frombuffer(self._file.read(count * self.dtype.itemsize), self.dtype)
                at += count
        return out

    def chunk(self, number: int) -> NDArray[Any]:
        """All rows of one chunk."""
        start = self._starts[number]
        self._file.seek(start * self.dtype.itemsize)
        count = int(self._bounds[number][-1])
        return np.frombuffer(self._file.read(count * self.dtype.itemsize), self.dtype)

    def close(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class Nibbles:
    """Whole numbers of 0 and 2 to 16, half a byte each.

    >>> some = Nibbles(5)
    >>> some[np.array([1, 2, 4])] = 16
    >>> some[np.array([2])] = 3
    >>> some[np.arange(5)].tolist()
    [0, 16, 3, 0, 16]
    """

    def __init__(self, count: int) -> None:
        self._bytes = np.zeros(count // 2 + 1, np.uint8)

    def __getitem__(self, places: Ints) -> NDArray[np.uint8]:
        found = (self._bytes[places >> 1] >> ((places & 1) << 2).astype(np.uint8)) & np.uint8(15)
        out: NDArray[np.uint8] = found + (found > 0).astype(np.uint8)
        return out

    def __setitem__(self, places: Ints, value: int) -> None:
        low, high = places[places & 1 == 0] >> 1, places[places & 1 == 1] >> 1
        code = np.uint8(value - (value > 0))
        self._bytes[low] = (self._bytes[low] & np.uint8(0xF0)) | code
        self._bytes[high] = (self._bytes[high] & np.uint8(0x0F)) | (code << np.uint8(4))
