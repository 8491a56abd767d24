"""What the training room costs a build, and how much its data files hold.

    python -m benchmarks.rooms ARCHIVE [ROOM...]

Each room alone, in a process of its own over the records of ARCHIVE (made by
``benchmarks.corpus``): opened, asked for every reading page, its sheets and
files made. Prints processor milliseconds a document beside those of reading
the records, the memory that the room takes above the catalogue, the files of
its data and the largest that a page loads.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterable
from pathlib import Path

from gonghui.reader import Reader
from publish import basket, compare, figures, glossary, spread, trend
from publish.catalog import Catalog
from publish.page import Site
from publish.room import Room

ROOMS = {"basket": basket, "compare": compare, "spread": spread, "figures": figures, "trend": trend,
         "glossary": glossary}
_TAKEN = (".csv", ".json")
"""Files to take away, which no page loads."""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(archive: Path, name: str) -> None:
    """Print what one room costs; an empty name tells what the catalogue and the reading alone do."""
    reader = Reader(archive)
    site = Site(search=True)
    catalog = Catalog(reader.entries())
    sources = reader.sources()
    for e in catalog.entries[:50]:
        sources.text(e.id)
    before, began = _peak(), time.process_time()
    room = ROOMS[name].opened(site, catalog, sources) if name else Room()
    for sheet in room.sheets:
        sheet.make()
    for e in catalog.entries:
        text = sources.text(e.id)
        room.document(e, text.document, text.blocks, text.ids)
    sizes = {where: _size(text) for where, text in room.files()}
    spent = 1000 * (time.process_time() - began) / max(len(catalog.entries), 1)
    loaded = [size for where, size in sizes.items() if not where.endswith(_TAKEN)]
    print(f"{name or 'reading alone':>14}: {spent:6.2f} ms CPU a document, {_peak() - before:+6.1f} MB; "
          f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB, of those that a page loads the largest "
          f"{max(loaded, default=0) / 1000:.0f} KB", flush=True)


def _size(text: str | Iterable[str]) -> int:
    return sum(len(part.encode()) for part in ([text] if isinstance(text, str) else text))


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("archive", type=Path)
    parser.add_argument("rooms", nargs="*", default=["", *ROOMS])
    options = parser.parse_args()
    for name in options.rooms:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(options.archive, name))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
