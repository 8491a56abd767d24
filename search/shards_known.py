"""Records as they were read for the shards, kept by the hash of their bytes: what has not changed is not read again.

Beside the generations lie two files: ``records`` holds outline and text of
each record, compressed, one after the other; ``records.json`` where they
stand, and the settings they were read by. Like all of ``index/`` they may be
deleted at any time. A file that is broken is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is shown: outline and text as they go into its shard, and what other shards need of it."""

    outline: bytes
    text: bytes
    facts: dict[str, Any]
    blocks: int
    headings: int
    variants: str


Row = list[Any]
"""``[offset, length, length of the outline, facts, blocks, headings, variants]``, or ``[]``: read, and not shown."""


@dataclass(slots=True)
class Known:
    """What the last export read; closed when all is read."""

    rows: dict[str, Row] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of the text of each record in the generation."""
    generation: str = ""
    file: BinaryIO | None = None

    @classmethod
    def load(cls, home: Path, settings: str) -> Known:
        """What lies in a folder, if it was read by these settings; else nothing."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            told = json.loads((home / "records.json").read_text(encoding="utf-8"))
            if told["settings"] == settings:
                file = (home / told["file"]).open("rb")
                return cls(told["rows"], told["numbers"], told["generation"], file)
        return cls()

    def payload(self, row: Row) -> bytes:
        """The compressed outline and text of a row; empty where they are not to be read."""
        if not row or not self.file:
            return b""
        with contextlib.suppress(OSError):
            self.file.seek(row[0])
            return self.file.read(row[1])
        return b""

    def close(self) -> None:
        if self.file:
            self.file.close()


def entry(row: Row, payload: bytes) -> Entry | None:
    """The record of a row; ``None`` if its bytes are broken."""
    try:
        told = zlib.decompress(payload)
    except zlib.error:
        return None
    return Entry(told[: row[2]], told[row[2] :], *row[3:])


class Keeper:
    """Writes what the next export may take over; nothing is in its place before :meth:`keep`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records"
        self.file = self.path.open("wb")
        self.rows: dict[str, Row] = {}
        self.numbers: dict[str, int] = {}
        self.count = 0

    def add(self, name: str, one: Entry | None, payload: bytes = b"") -> None:
        """A record by the hash of its bytes; ``payload`` where it is compressed already."""
        if one is None:
            self.rows[name] = []
            return
        payload = payload or zlib.compress(one.outline + one.text, 1)
        self.rows[name] = [self.file.tell(), len(payload), len(one.outline), one.facts, one.blocks, one.headings,
                           one.variants]
        self.numbers[name] = self.count
        self.count += 1
        self.file.write(payload)

    def keep(self, home: Path, settings: str, generation: str) -> None:
        """Put all in its place; the generation is made."""
        self.file.close()
        name = f"records-{generation}"
        os.replace(self.path, home / name)
        told = {"settings": settings, "file": name, "generation": generation, "rows": self.rows,
                "numbers": self.numbers}
        beside = home / ".records.json"
        beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
        os.replace(beside, home / "records.json")
        for old in home.glob("records-*"):
            if old.name != name:
                old.unlink(missing_ok=True)
