"""What other programs spend on the corpus of :mod:`benchmarks.scale`, each in a process of its own.

    python -m benchmarks.scale_peers clean|trafilatura|fts5|tantivy|material FOLDER

``clean`` and ``trafilatura`` read the HTML copies, the others the records
(FTS5 and tantivy as in :mod:`benchmarks.search`, Material renders their
bodies with nothing of ours, its own search included).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.store import Store

MATERIAL_MOST = 1000
"""Copies up to which plain Material is run: every page of it lists every other."""
NEEDS = {"clean": None, "trafilatura": "trafilatura", "fts5": None, "tantivy": "tantivy", "material": "material"}
"""The module that each needs."""


def there(name: str, copies: int) -> bool:
    """Whether a peer is installed, and fit for so many copies."""
    needs = NEEDS[name]
    return (needs is None or find_spec(needs) is not None) and (name != "material" or copies <= MATERIAL_MOST)


def pages(folder: Path) -> list[bytes]:
    """The HTML copies."""
    return [path.read_bytes() for path in sorted((folder / "copies").glob("*.html"))]


def clean(folder: Path) -> None:
    from scraper import clean as ours

    for page in pages(folder):
        ours(page)


def trafilatura(folder: Path) -> None:
    peer: Any = import_module("trafilatura")
    for page in pages(folder):
        peer.extract(page.decode(), include_comments=False)


def fts5(folder: Path) -> None:
    from benchmarks import search

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        search.fts5(folder / "archive", [("AND", ["工会"])], Path(scratch))


def tantivy(folder: Path) -> None:
    from benchmarks import search

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        search.tantivy(folder / "archive", [("AND", ["工会"])], Path(scratch))


def material(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        docs = Path(scratch, "docs")
        docs.mkdir()
        for path in Store(folder / "archive").paths():
            shutil.copy(path, docs)
        Path(scratch, "mkdocs.yml").write_text(
            "site_name: 同一文稿\ntheme: {name: material, language: zh, font: false}\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=scratch, check=True)


PEERS: dict[str, Callable[[Path], None]] = {"clean": clean, "trafilatura": trafilatura, "fts5": fts5,
                                            "tantivy": tantivy, "material": material}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]))
