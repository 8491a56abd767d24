"""Where a saved copy came from, as the file itself or a list beside it tells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import ArchiveError, BadRow, Refused, Unreadable
from scraper.decode import decode
from scraper.formats import mhtml_root

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]+)\s*-->", re.I)
_SINGLEFILE = re.compile(
    rb"Page saved with SingleFile\s++url:\s*+(\S++)(?:\s*+saved date:([^\n]*?)(?:\n|-->))?", re.I)
_HEAD = 1 << 14
_COLUMNS = ("file", "url", "site", "captured")
_JS_DATE = re.compile(r"\w{3} (\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")


class BadList(ArchiveError):
    """A manifest with other columns. Facts: ``where``, ``found``, ``wanted``."""

    en = "{where}: its first line names the columns {found}; wanted are {wanted} (file, and what is known of the rest)"
    zh = "{where}：首行的列名是 {found}；应为 {wanted}（file 必有，其余可缺）"


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a copy besides its bytes; absent fields are ``None``."""

    url: str | None = None
    site: str | None = None
    captured: str | None = None

    def over(self, other: Origin) -> Origin:
        """This, completed by ``other``."""
        return Origin(self.url or other.url, self.site or other.site, self.captured or other.captured)


@dataclass(frozen=True, slots=True)
class Listing:
    """A manifest as read."""

    path: Path
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By resolved path."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Resolved path by bare name, where one row alone has it."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Where a resolved path is listed: ``list.csv:3``."""
    refused: tuple[tuple[str, Refused], ...] = ()
    """The rows that are wrong, each with the resolved path it names (empty if none): such a file is not taken,
    for it would be stored without what the row meant to say of it."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What the user said of the sources: one origin for all, and a list by file."""

    all: Origin = Origin()
    listing: Listing | None = None
    used: set[str] = field(default_factory=set)
    """Paths of the list that were asked for."""

    def of(self, path: Path | str) -> Origin:
        """What was said of a file (or a member of an archive, by its name)."""
        if self.listing is None:
            return self.all
        key = self._key(self.listing, path)
        self.used.add(key)
        return self.listing.origins.get(key, Origin()).over(self.all)

    def refusal(self, path: Path | str) -> Refused | None:
        """Why a file is not taken: its row in the list is wrong."""
        if self.listing is None or not self.listing.refused:
            return None
        key = self._key(self.listing, path)
        return next((fault for name, fault in self.listing.refused if name == key), None)

    def _key(self, listing: Listing, path: Path | str) -> str:
        key = str(Path(path).resolve())
        if key in listing.origins or any(key == name for name, _ in listing.refused):
            return key
        return listing.names.get(Path(path).name, "-")

    def faults(self) -> Iterator[Refused]:
        """The rows that were refused, and those whose file is neither there nor in an archive that was read."""
        if self.listing is None:
            return
        yield from (fault for _, fault in self.listing.refused)
        for key, where in self.listing.rows.items():
            if key not in self.used and not Path(key).exists():
                yield BadRow(where=where, what=f"there is no file {key}", what_zh=f"没有文件 {key}")


def read_manifest(path: Path) -> Listing:
    """The rows of ``file,url,site,captured``; ``file`` is relative to the list. Any encoding of Chinese is read.

    A row that is wrong stands in ``refused``. Raises :class:`Unreadable`, and
    :class:`BadList` for other columns.
    """
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise Unreadable(where=path, reason=error.strerror or error) from error
    table = csv.reader(io.StringIO(text, newline=""))
    columns = [name.strip() for name in next(table, [])]
    if "file" not in columns or not set(filter(None, columns)) <= set(_COLUMNS):
        raise BadList(where=path, found=",".join(columns) or "-", wanted=",".join(_COLUMNS))
    origins: dict[str, Origin] = {}
    rows: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    refused = []
    for cells in table:
        where = f"{path}:{table.line_num}"
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        file = row.get("file")
        key = str((path.parent / file).resolve()) if file else ""
        if wrong := _wrong(row):
            en, zh = (f"; {file} is not taken", f"；{file} 未收录") if file else ("", "")
            refused.append((key, BadRow(where=where, what=wrong[0] + en, what_zh=wrong[1] + zh)))
            names.setdefault(Path(file or "").name, []).append(key)
        elif file:
            origins[key] = Origin(*(row.get(k) or None for k in _COLUMNS[1:]))
            rows[key] = where
            names.setdefault(Path(file).name, []).append(key)
    alone = {name: keys[0] for name, keys in names.items() if len(keys) == 1}
    return Listing(path, origins, alone, rows, tuple(refused))


def _wrong(row: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a row of a manifest, in English and Chinese."""
    file, url, captured = (row.get(k, "") for k in ("file", "url", "captured"))
    if any(row.values()) and not file:
        return "names no file", "没有写明文件"
    if url and not is_address(url):
        return f"{url!r} is no http or https address", f"“{url}”不是 http 或 https 网址"
    if captured and not is_time(captured):
        return f"{captured!r} is no ISO time", f"“{captured}”不是 ISO 时间"
    return None


def is_address(text: str) -> bool:
    """
    >>> is_address("http://gh.example/1"), is_address("gh.example/1"), is_address("javascript:alert(1)")
    (True, False, False)
    """
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
    except ValueError:
        return False


def is_time(text: str) -> bool:
    """
    >>> is_time("2014-01-02T03:04:05Z"), is_time("2014-01-02"), is_time("2014/1/2")
    (True, True, False)
    """
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def told_by(data: bytes, kind: str) -> Origin:
    """What the file itself tells: SingleFile's and browsers' comments, the headers of MHTML."""
    if kind == "mhtml":
        headers = mhtml_root(data)[1]
        url = headers.get("Snapshot-Content-Location") or headers.get("Content-Location")
        return Origin(_address(url), None, _mail_date(headers.get("Date")))
    if kind != "html":
        return Origin()
    head = data[:_HEAD]
    if m := _SINGLEFILE.search(head):
        url, saved = ((part or b"").decode("utf-8", "replace") for part in m.groups())
        return Origin(_address(url), None, _js_date(saved.strip()))
    if m := _SAVED_FROM.search(head):
        return Origin(_address(m[1].decode("utf-8", "replace")))
    return Origin()


def _address(text: str | None) -> str | None:
    text = (text or "").strip()
    return text if re.match(r"https?://", text) else None


def _mail_date(text: str | None) -> str | None:
    try:
        return iso(parsedate_to_datetime(text)) if text else None
    except (ValueError, TypeError):
        return None


def _js_date(text: str) -> str | None:
    """
    >>> _js_date("Tue Mar 05 2013 10:20:30 GMT+0800 (China Standard Time)")
    '2013-03-05T02:20:30Z'
    """
    if not (m := _JS_DATE.search(text)):
        return None
    try:
        return iso(datetime.strptime(" ".join(m.groups()), "%b %d %Y %H:%M:%S %z"))
    except ValueError:
        return None


def iso(moment: datetime) -> str:
    """A moment as written in records: UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
