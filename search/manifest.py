"""What an index holds, and which generation of it is the one to read."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.grams import fingerprint

SCHEMA = 5
Row = list[Any]
"""Of the manifest: time of change (ns), size, sha256, segment id ("" if not shown) or ``BROKEN``, number there."""
BROKEN = "broken"


@dataclass(slots=True)
class Manifest:
    """What an index holds."""

    version: str = f"{SCHEMA}.{fingerprint()}"
    others: str = ""
    rows: dict[str, Row] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    """Characters of each segment."""

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return cls(values["version"], values["others"], values["rows"], values["sizes"])

    def write(self, folder: Path) -> None:
        values = {"version": self.version, "others": self.others, "sizes": self.sizes, "rows": self.rows}
        (folder / "manifest.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def index_folder(archive: Path | str) -> Path:
    return Path(archive) / "index"


def current(archive: Path | str) -> Path | None:
    """The folder of the generation to read, or ``None`` if there is none."""
    try:
        name = (index_folder(archive) / "CURRENT").read_text(encoding="ascii").strip()
    except OSError:
        return None
    folder = index_folder(archive) / name
    return folder if (folder / "manifest.json").exists() else None


def scan(archive: Path | str) -> dict[str, tuple[int, int]]:
    """The records of the archive by path below ``documents/``: time of change (ns) and size."""
    out = {}
    root = Path(archive) / "documents"
    if root.is_dir():
        for year in os.scandir(root):
            if year.is_dir():
                for entry in os.scandir(year.path):
                    if entry.name.endswith(".md") and not entry.name.startswith("."):
                        stat = entry.stat()
                        out[f"{year.name}/{entry.name}"] = (stat.st_mtime_ns, stat.st_size)
    return out


def is_current(archive: Path | str) -> bool:
    """Whether the index holds the records as they are (by time and size)."""
    folder = current(archive)
    if folder is None:
        return False
    try:
        manifest = Manifest.read(folder)
    except (OSError, ValueError, KeyError):
        return False
    known = {path: (row[0], row[1]) for path, row in manifest.rows.items()}
    return manifest.version == Manifest().version and known == scan(archive)


def usable(archive: Path | str) -> tuple[Path, Manifest] | None:
    """The current generation with its manifest, if it is of this version."""
    folder = current(archive)
    if folder:
        with contextlib.suppress(OSError, ValueError, KeyError):
            manifest = Manifest.read(folder)
            if manifest.version == Manifest().version:
                return folder, manifest
    return None


def is_usable(archive: Path | str) -> bool:
    """Whether there is an index of this version, be it up to date or not."""
    return usable(archive) is not None
