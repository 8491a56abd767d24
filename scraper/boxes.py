"""Archives as sources: ZIP, gzip, WARC, each with limits against bombs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from archive.errors import NotText, Refused, TooLarge, Unreadable, UnsafeName
from scraper.formats import kind_of
from scraper.model import Capture
from scraper.office import to_docx
from scraper.provenance import Origin

_RESPONSES = ("response", "resource", "conversion")


class Bounds(Protocol):
    """The limits an archive is held to, in bytes and members."""

    @property
    def file(self) -> int: ...
    @property
    def unpacked(self) -> int: ...
    @property
    def members(self) -> int: ...
    @property
    def passed(self) -> Callable[[str, int], None]: ...


_HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/)|_files/|\.files/|/$")
_UNSAFE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")


def unpack_zip(data: bytes, where: str, limits: Bounds) -> Iterator[tuple[str, bytes | Refused]]:
    """Names and bytes of the members, sorted by name; sizes are counted, not believed."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        named = [(_name(i), i) for i in box.infolist()]
        for name in sorted(name for name, _ in named if _UNSAFE.search(name)):
            yield name, UnsafeName(where=f"{where}!/{name}")
        members = sorted(((name, i) for name, i in named if not _UNSAFE.search(name) and not _HIDDEN.search(name)),
                         key=lambda member: member[0])
        if len(members) > limits.members:
            yield "", TooLarge(where=where, size=f"{len(members)} members", limit=limits.members)
            return
        if not members and not any(_UNSAFE.search(name) for name, _ in named):
            yield "", NotText(where=where, found="a ZIP archive without files")
        for name, info in members:
            inside = f"{where}!/{name}"
            try:
                with box.open(info) as file:
                    inner = file.read(limits.file + 1)
            except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error, NotImplementedError) as error:
                yield name, Unreadable(where=inside, reason=error)
                continue
            total += len(inner)
            if len(inner) > limits.file or total > limits.unpacked:
                yield name, TooLarge(where=inside, size=f"> {limits.file}", limit=limits.file)
                if total > limits.unpacked:
                    return
                continue
            yield name, inner


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name with ``/`` between folders; Windows in China writes it in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return name


_TYPES = re.compile(r"\s*(?:text/(?:html|plain|rtf)|application/(?:xhtml|octet-stream|msword|rtf|vnd))", re.I)


def unpack_warc(source: Path | bytes, where: str, origin: Origin, limits: Bounds) -> Iterator[Capture | Refused]:
    """The HTML and text responses of a WARC file, each with its own address and time; the others are counted."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    count = passed = 0
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            records = ArchiveIterator(file, no_record_parse=False)
            records.reader = _bounded(records.reader)
            for record in records:
                url = record.rec_headers.get_header("WARC-Target-URI")
                taken = _response(record, f"{where}!{url}", limits.file)
                if isinstance(taken, Refused):
                    yield taken
                elif taken is None:
                    passed += record.rec_type in _RESPONSES
                else:
                    count += 1
                    when = record.rec_headers.get_header("WARC-Date")
                    here = Origin((url or "").strip("<>") or origin.url, origin.site, when or origin.captured)
                    kind, ending = kind_of(taken)
                    if kind == "doc":
                        yield from to_docx(taken, ending, f"{where}!{url}", here, limits.file)
                    else:
                        yield Capture(taken, f"{where}!{url}", here.url, here.site, here.captured)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error) as error:
        yield Unreadable(where=where, reason=error)
        return
    if passed:
        limits.passed(where, passed)
    if not count:
        yield NotText(where=where, found="a WARC file without HTML or text responses")


_HEADERS = 8 << 20
"""Bytes of the headers of one record: warcio takes as many as there are, in one line too."""


def _bounded(reader: Any) -> Any:
    """The reader of a WARC file that gives up on headers without end."""
    from warcio.exceptions import ArchiveLoadFailed

    whole, read, held = reader.readline, reader.read, 0

    def readline(length: int | None = None) -> bytes:
        nonlocal held
        line: bytes = whole(min(length or _HEADERS, _HEADERS))
        held += len(line)
        if held >= _HEADERS:
            raise ArchiveLoadFailed(f"headers longer than {_HEADERS >> 20} MB")
        return line

    def content(length: int | None = None) -> bytes:
        nonlocal held
        held = 0
        data: bytes = read(length)
        return data

    reader.readline, reader.read = readline, content
    return reader


def _response(record: object, where: str, limit: int) -> bytes | Refused | None:
    """The body of a response that may hold a document; ``None`` for pictures, redirects and the like."""
    if record.rec_type not in _RESPONSES:  # type: ignore[attr-defined]
        return None
    http = record.http_headers  # type: ignore[attr-defined]
    if http is not None and http.get_statuscode() != "200":
        return None
    told = (http or record.rec_headers).get_header("Content-Type") or ""  # type: ignore[attr-defined]
    if told and not _TYPES.match(told):
        return None
    stream = record.content_stream()  # type: ignore[attr-defined]
    data: bytes = stream.read(limit + 1)
    if len(data) > limit:
        return TooLarge(where=where, size=f"> {limit}", limit=limit)
    if getattr(record.raw_stream, "limit", 0) > 0:  # type: ignore[attr-defined]
        return Unreadable(where=where, reason="the WARC file ends inside this record")
    engine = getattr(stream, "decompressor", None)
    if data and engine and not getattr(engine, "eof", True):
        return Unreadable(where=where, reason="the compressed data end too early")
    return data if kind_of(data)[0] in ("text", "html", "docx", "mhtml", "doc") else None
