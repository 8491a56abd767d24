"""What a build leaves in the site's folder, so that the next one makes only the pages that change.

A page is kept when the key of its sheet is what it was (``publish.page.Sheet``)
and its file lies there untouched. Nothing is kept when anything around the
pages has changed: the program, the theme, the configuration, the pages written
by hand. The notes are a cache beside the index (``index/site``); without them,
or with broken ones, everything is made anew, and the same bytes come of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import archive
import gonghui
import publish
import room
import scraper
import search
from gonghui import theme

_CODE = (archive, gonghui, publish, room, scraper, search)
_LIBRARIES = ("mkdocs", "mkdocs-material", "jinja2", "markdown")


@dataclass
class Kept:
    """The notes of a build."""

    surroundings: str = ""
    """Sum of all that stands around the pages."""
    pages: dict[str, list[Any]] = field(default_factory=dict)
    """Address -> key of the sheet, size and time of its file."""
    entries: dict[str, list[Any]] = field(default_factory=dict)
    """Path of a record -> its time and size and what the catalogue knows of it (``gonghui.reader``)."""
    shares: dict[str, float] = field(default_factory=dict)
    """Versions of two records -> share of their text in common (``gonghui.kinship``)."""

    def holds(self, address: str, key: str, path: Path) -> bool:
        """Whether the page at ``address`` is the one that ``key`` asks for and lies untouched in ``path``."""
        return bool(key) and self.pages.get(address) == [key, *_state(path)]

    def note(self, address: str, key: str, path: Path) -> None:
        """Remember a page that was made or kept."""
        if key:
            self.pages[address] = [key, *_state(path)]


def _state(path: Path) -> list[int]:
    try:
        state = path.stat()
    except OSError:
        return []
    return [state.st_size, state.st_mtime_ns]


def place(archive_root: Path, site: Path) -> Path:
    """Where the notes on the folder ``site`` lie."""
    name = hashlib.sha256(str(site.resolve()).encode()).hexdigest()[:16]
    return archive_root / "index" / "site" / f"{name}.json"


def load(path: Path) -> Kept:
    """The notes; empty ones where there are none that can be read."""
    try:
        return Kept(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Kept()


def save(kept: Kept, path: Path) -> None:
    """Write the notes; where that fails the next build makes everything."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(asdict(kept), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        os.replace(new, path)


def surroundings(config_file: Path, docs: Path, settings: Mapping[str, Any]) -> str:
    """The sum of program, libraries, configuration and hand-written pages; ``settings`` beside the file."""
    total = hashlib.sha256(repr(sorted(settings.items())).encode())
    total.update(repr([(name, version(name)) for name in _LIBRARIES]).encode())
    folders = [Path(str(module.__file__)).parent for module in _CODE]
    for path in sorted({config_file, *(p for folder in (*folders, docs, theme.docs()) for p in _files(folder))}):
        with suppress(FileNotFoundError):  # an editor's, gone by now
            total.update(str(path).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def sweep(site: Path, wanted: set[str], below: str) -> None:
    """Remove from ``site`` what no build would have left there: all but ``wanted``, ``below/`` and hidden files."""
    for folder, _, files in os.walk(site, topdown=False):
        here = Path(folder).relative_to(site).as_posix()
        if here.startswith((below, ".")) and here != ".":
            continue
        for name in files:
            where = name if here == "." else f"{here}/{name}"
            if where not in wanted and not (here == "." and name.startswith(".")):
                (site / where).unlink()
        if here != "." and not os.listdir(folder):
            os.rmdir(folder)
