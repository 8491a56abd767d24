"""Archives as sources: ZIP, gzip, WARC, each with limits against bombs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from archive.errors import NotText, Refused, TooLarge, Unreadable
from scraper.formats import kind_of
from scraper.model import Capture
from scraper.provenance import Origin


class Bounds(Protocol):
    """The limits an archive is held to, in bytes and members."""

    @property
    def file(self) -> int: ...
    @property
    def unpacked(self) -> int: ...
    @property
    def members(self) -> int: ...


_HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/)|_files/|\.files/|/$")


def unpack_gzip(data: bytes, limit: int, partial: bool = False) -> bytes:
    """At most ``limit`` bytes of a gzip file; ``partial`` takes a cut one. Raises ``ValueError``."""
    engine = zlib.decompressobj(31)
    try:
        out = engine.decompress(data, limit)
    except zlib.error as error:
        if partial:
            return b""
        raise ValueError(f"broken gzip ({error})") from error
    if not engine.eof and len(out) < limit and not partial:
        raise ValueError("gzip ends too early")
    return out


def unpack_zip(data: bytes, where: str, limits: Bounds) -> Iterator[tuple[str, bytes | Refused]]:
    """Names and bytes of the members, sorted by name; sizes are counted, not believed."""
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        members = sorted((_name(i), i) for i in box.infolist() if not _HIDDEN.search(i.filename))
        if len(members) > limits.members:
            yield "", TooLarge(where=where, size=f"{len(members)} members", limit=limits.members)
            return
        if not members:
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
    """A member's name; Windows in China writes it in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def unpack_warc(source: Path | bytes, where: str, origin: Origin, limit: int) -> Iterator[Capture | Refused]:
    """The HTML and text responses of a WARC file, each with its own address and time."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    count = 0
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=False):
                url = record.rec_headers.get_header("WARC-Target-URI")
                taken = _response(record, f"{where}!{url}", limit)
                if isinstance(taken, Refused):
                    yield taken
                elif taken is not None:
                    count += 1
                    when = record.rec_headers.get_header("WARC-Date")
                    yield Capture(taken, f"{where}!{url}", (url or "").strip("<>") or origin.url, origin.site,
                                  when or origin.captured)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error) as error:
        yield Unreadable(where=where, reason=error)
        return
    if not count:
        yield NotText(where=where, found="a WARC file without HTML or text responses")


def _response(record: object, where: str, limit: int) -> bytes | Refused | None:
    """The body of a response that may hold a document; ``None`` for pictures, redirects and the like."""
    if record.rec_type not in ("response", "resource", "conversion"):  # type: ignore[attr-defined]
        return None
    http = record.http_headers  # type: ignore[attr-defined]
    if http is not None and http.get_statuscode() != "200":
        return None
    told = (http or record.rec_headers).get_header("Content-Type") or ""  # type: ignore[attr-defined]
    if told and not re.match(r"\s*(?:text/(?:html|plain)|application/(?:xhtml|octet-stream|msword|vnd))", told, re.I):
        return None
    data: bytes = record.content_stream().read(limit + 1)  # type: ignore[attr-defined]
    if len(data) > limit:
        return TooLarge(where=where, size=f"> {limit}", limit=limit)
    if getattr(record.raw_stream, "limit", 0) > 0:  # type: ignore[attr-defined]
        return Unreadable(where=where, reason="the WARC file ends inside this record")
    return data if kind_of(data)[0] in ("text", "html", "docx", "mhtml") else None
