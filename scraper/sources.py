"""Sources: what the user names on the command line, as captures.

An address is fetched, a file read, a folder walked (sorted, hidden files and
the companion folders of saved pages left out), an archive (ZIP, WARC) opened.
What cannot be taken comes out as the :class:`archive.errors.Refused` that says
why, in its place; the rest goes on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import EmptyFolder, EmptySource, NotText, Refused, TooLarge, Unreadable
from scraper import elsewhere
from scraper.boxes import unpack_warc, unpack_zip
from scraper.formats import kind_of
from scraper.inflate import unpack_gzip
from scraper.model import Capture
from scraper.office import to_docx
from scraper.provenance import Origin, Origins, told_by
from scraper.together import Together

Item = Capture | Refused
Fetch = Callable[[str], Iterator[Item]]

_ADDRESS = re.compile(r"https?://", re.I)
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.I)
_COMPANION = re.compile(r".*(?:_files|\.files|_archivos|-Dateien)$")
_ASSET = re.compile(r"\.(?:css|js|map|ico|woff2?|ttf|svg)$", re.I)
"""What a browser saves beside a page; never a copy."""
_BOX = re.compile(r"\.(?:zip|warc|gz)$", re.I)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one source, in bytes and members, and whom to tell what lies beyond them."""

    file: int = 100 << 20
    unpacked: int = 1 << 30
    """All members of a ZIP together."""
    members: int = 20_000
    nesting: int = 2
    passed: Callable[[str, int], None] = lambda where, count: None
    """Told how many records of a WARC file were passed over: other status or type."""
    lacks: Callable[[str, str], None] = lambda where, address: None
    """Told where an article goes on on a page that is not among the sources: the source and that address."""


def count(names: Iterable[str]) -> int | None:
    """How many files ``names`` are, by their names alone; ``None`` where that tells nothing of the captures in them.

    >>> count(["https://mill.example/1.html"]), count(["-"]), count([])
    (None, None, 0)
    """
    total = 0
    for name in names:
        if name == "-" or _OTHER_ADDRESS.match(name):
            return None
        found = [file for _, _, files in _walk(Path(name)) for file in files] if os.path.isdir(name) else [name]
        if any(map(_BOX.search, found)):
            return None
        total += len(found)
    return total


def read(names: Iterable[str], origins: Origins, fetch: Fetch, limits: Limits = Limits()) -> Iterator[Item]:
    """The captures of all ``names``, in order; ``fetch`` gives those of an address.

    Pages that may belong to an article over several come last, joined.
    """
    with Together(limits.lacks) as together:
        for name in names:
            if _ADDRESS.match(name):
                yield from fetch(name)
            elif _OTHER_ADDRESS.match(name) and not Path(name).exists():
                yield from together.take(_elsewhere(name, origins, limits))
            elif name == "-":
                yield from together.take(_stdin(origins, limits))
            else:
                yield from together.take(_path(Path(name), origins, limits))
        yield from together.rest()
    yield from origins.faults()


def _elsewhere(address: str, origins: Origins, limits: Limits) -> Iterator[Item]:
    for found in elsewhere.files(address, limits.file):
        if isinstance(found, Refused):
            yield found
        elif not origins.refusal(found[0].rpartition("/")[2]):
            yield from open_bytes(found[1], found[0], origins.of(found[0].rpartition("/")[2]), origins, limits)


def _stdin(origins: Origins, limits: Limits) -> Iterator[Item]:
    data = sys.stdin.buffer.read(limits.file + 1)
    if len(data) > limits.file:
        yield TooLarge(where="-", size=f"> {limits.file}", limit=limits.file)
    else:
        yield from open_bytes(data, "-", origins.all, origins, limits)


def _path(path: Path, origins: Origins, limits: Limits) -> Iterator[Item]:
    if not path.is_dir():
        yield from _file(path, origins, limits)
        return
    found = 0
    failed: list[OSError] = []
    for folder, _, files in _walk(path, failed.append):
        for file in files:
            inner = Path(folder) / file
            if origins.listing and inner.resolve() == origins.listing.path.resolve():
                continue
            found += 1
            yield from _file(inner, origins, limits)
    for error in failed:
        yield Unreadable(where=error.filename, reason=error.strerror)
    if not found and not failed:
        yield EmptyFolder(where=path)


def _walk(path: Path, failed: Callable[[OSError], None] | None = None) -> Iterator[tuple[str, list[str], list[str]]]:
    """As :func:`os.walk`, sorted, without what is hidden and what browsers save beside a page."""
    for folder, folders, files in os.walk(path, onerror=failed):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _COMPANION.fullmatch(f))
        yield folder, folders, sorted(f for f in files if not f.startswith(".") and not _ASSET.search(f))


def _file(path: Path, origins: Origins, limits: Limits) -> Iterator[Item]:
    where = str(path)
    if origins.refusal(path):  # told with the list's other faults, at the end
        return
    try:
        with path.open("rb") as file:
            if file.read(5) == b"WARC/" or _is_gzip_of_warc(path):
                yield from unpack_warc(path, where, origins.of(path), limits)
                return
            size = os.fstat(file.fileno()).st_size
            if size > limits.file:
                yield TooLarge(where=where, size=size, limit=limits.file)
                return
            file.seek(0)
            data = file.read(limits.file)
    except (OSError, ValueError) as error:
        yield Unreadable(where=where, reason=getattr(error, "strerror", None) or error)
        return
    yield from open_bytes(data, where, origins.of(path), origins, limits)


def _is_gzip_of_warc(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return False
        file.seek(0)
        return unpack_gzip(file.read(1 << 16), 5, partial=True)[:5] == b"WARC/"


def open_bytes(
    data: bytes, where: str, origin: Origin, origins: Origins, limits: Limits, depth: int = 0,
) -> Iterator[Item]:
    """The captures in ``data``: one, or those of the archive it is. ``where`` is for messages."""
    kind, found = kind_of(data)
    if kind == "empty":
        yield EmptySource(where=where)
    elif kind == "refused":
        yield NotText(where=where, found=found)
    elif kind == "doc":
        yield from to_docx(data, found, where, origin, limits.file)
    elif kind in ("zip", "gzip", "warc") and depth >= limits.nesting:
        yield NotText(where=where, found="an archive inside an archive inside an archive")
    elif kind == "zip":
        for member, inner in unpack_zip(data, where, limits):
            if isinstance(inner, Refused):
                yield inner
            elif not (origins.listing and Path(member).name == origins.listing.path.name) \
                    and not origins.refusal(member):
                here = origins.of(member).over(origin)
                yield from open_bytes(inner, f"{where}!/{member}", here, origins, limits, depth + 1)
    elif kind == "gzip":
        try:
            inner = unpack_gzip(data, limits.file + 1)
        except (OSError, EOFError, ValueError) as error:
            yield Unreadable(where=where, reason=error)
            return
        if len(inner) > limits.file:
            yield TooLarge(where=where, size=f"> {limits.file}", limit=limits.file)
        else:
            yield from open_bytes(inner, where, origin, origins, limits, depth + 1)
    elif kind == "warc":
        yield from unpack_warc(data, where, origin, limits)
    else:
        told = origin.over(told_by(data, kind))
        yield Capture(data, where, told.url, told.site, told.captured)
