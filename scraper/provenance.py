"""Where a saved copy came from, as the file itself or a list beside it tells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from archive.errors import Unreadable
from scraper.formats import mhtml_root

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]+)\s*-->", re.I)
_SINGLEFILE = re.compile(
    rb"Page saved with SingleFile\s+url:\s*(\S+)\s*(?:saved date:\s*([^\n]*?)\s*)?(?:\n|-->)", re.I)
_HEAD = 1 << 14
_JS_DATE = re.compile(r"\w{3} (\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")


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
class Origins:
    """What the user said of the sources: one origin for all, and a list by file."""

    all: Origin = Origin()
    by_file: Mapping[str, Origin] = field(default_factory=dict)
    """Keys are resolved paths and, where no other row has it, the bare name."""
    manifest: Path | None = None

    def of(self, path: Path | str) -> Origin:
        """What was said of a file (or a member of an archive, by its name)."""
        named = self.by_file.get(str(Path(path).resolve())) or self.by_file.get(Path(path).name) or Origin()
        return named.over(self.all)


def read_manifest(path: Path) -> dict[str, Origin]:
    """The rows of ``file,url,site,captured``; ``file`` is relative to the list. Raises :class:`Unreadable`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(where=path, reason=getattr(error, "strerror", None) or error) from error
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or "file" not in rows[0]:
        raise Unreadable(where=path, reason="no rows under the heading file,url,site,captured")
    out: dict[str, Origin] = {}
    names: dict[str, list[Origin]] = {}
    for row in rows:
        file = (row.get("file") or "").strip()
        origin = Origin(*((row.get(k) or "").strip() or None for k in ("url", "site", "captured")))
        if file:
            out[str((path.parent / file).resolve())] = origin
            names.setdefault(Path(file).name, []).append(origin)
    return {name: found[0] for name, found in names.items() if len(found) == 1} | out


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
        return Origin(_address(url), None, _js_date(saved))
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
