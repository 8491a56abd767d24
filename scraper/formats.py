"""What kind of bytes a source is, and the markup inside DOCX and MHTML.

Everything here depends on the bytes alone, so that a stored original is read
the same way for ever.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from email import message_from_bytes
from email.message import Message
from typing import Literal
from xml.parsers.expat import ExpatError

Kind = Literal["text", "html", "mhtml", "docx", "doc", "zip", "gzip", "warc", "refused", "empty"]

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"SQLite format 3", "a database"),
    (b"AT&TFORM", "a DjVu document"),
)
_HTML = re.compile(rb"<\s*(?:!doctype|html|head|body|div|p|table|meta|title|font|span|br)\b", re.I)
_MHTML = re.compile(rb"(?i)^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*multipart/related\b")
_DATA_URI = re.compile(rb"(data:(?<=[\"'(=]data:)[\w.+/-]*)(?:;[\w=.-]+)*;base64,[A-Za-z0-9+/=%\s]{256,}")
_PROSE = re.compile(r"[\t\n\r -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\ufeff]+")
_CONTROLS = bytes((*range(1, 5), *range(14, 27), *range(28, 32)))
_OLE = {"WordDocument": "doc", "Workbook": "a spreadsheet", "PowerPoint Document": "a presentation"}
"""What an OLE file is, by the streams it names."""
_OPEN = b"application/vnd.oasis.opendocument."
_UNBOUNDED = (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
"""What Python unpacks in pieces of any size, so that no limit holds; hardly any program packs so."""
DOCX_LIMIT = 100 << 20
"""Bytes that the parts of a DOCX may unpack to."""
DOCX_MARKS = 400_000
"""Tags in its text: each takes a kilobyte and up to 50 microseconds, and a million of them are a few bytes in a ZIP."""
Fault = tuple[str, str]
"""In English and Chinese."""
_SWOLLEN: Fault = (f"a Word file that unpacks to more than {DOCX_LIMIT >> 20} MB; save it without pictures, or as text",
                   f"Word 文件解压后超过 {DOCX_LIMIT >> 20} MB；请去掉图片或另存为纯文本")
_TANGLED: Fault = (f"a Word file of more than {DOCX_MARKS:,} tags; split it, or save it as text",
                   f"Word 文件的标记超过 {DOCX_MARKS // 10_000} 万个；请拆分或另存为纯文本")
_BROKEN: Fault = ("a Word file that is broken: a part of it is missing or cannot be read; save it anew",
                  "Word 文件已损坏：其中有部分缺失或无法读取；请重新保存")
_TORN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, ValueError, RuntimeError, NotImplementedError)
"""What the readers of a harmed Word file raise."""


def kind_of(data: bytes) -> tuple[Kind, str]:
    """The kind of ``data`` and, for what is refused, what it is in words; for ``doc`` the ending of its name.

    >>> kind_of(b"%PDF-1.4"), kind_of("各位代表".encode()), kind_of(b"<!DOCTYPE html><p>x")[0]
    (('refused', 'a PDF'), ('text', ''), 'html')
    """
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        return "empty", ""
    if data[:4] == b"PK\x03\x04":
        return _kind_of_zip(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        found = next((name for word, name in _OLE.items() if word.encode("utf-16-le") in data), "")
        return ("refused", found or "an OLE file without a text") if found != "doc" else ("doc", "doc")
    if head.startswith(b"{\\rtf"):
        return "doc", "rtf"
    if data[:2] == b"\x1f\x8b":
        return "gzip", ""
    if data[:5] == b"WARC/":
        return "warc", ""
    if data[:4] == b"RIFF":
        return "refused", "a picture or sound file"
    for magic, name in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or _binary(data)):
            return "refused", name
    if _MHTML.match(data[:8192]):
        return "mhtml", ""
    if _binary(data):
        return "refused", "binary data"
    if head[:1] in (b"{", b"[") and _is_json(data):
        return "refused", "JSON data"
    return ("html" if _HTML.search(data[:20000].replace(b"\x00", b"")) else "text"), ""


def _kind_of_zip(data: bytes) -> tuple[Kind, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if any(i.compress_type in _UNBOUNDED for i in box.infolist()):
                return "refused", "a ZIP archive packed by bzip2 or LZMA"
            names = set(box.namelist())
            told = box.open("mimetype").read(len(_OPEN) + 20) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return "refused", "a broken ZIP archive"
    if told.startswith(_OPEN):
        for word, name in ((b"text", ""), (b"spreadsheet", "a spreadsheet"), (b"presentation", "a presentation")):
            if told.startswith(_OPEN + word):
                return ("refused", name) if name else ("doc", "odt")
        return "refused", "an OpenDocument drawing"
    if "word/document.xml" in names:
        return "docx", ""
    for part, name in (("xl/workbook.xml", "a spreadsheet"), ("ppt/presentation.xml", "a presentation")):
        if part in names:
            return "refused", name
    return "zip", ""


def _binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding: many control bytes, and no UTF-16 either.

    A few NUL bytes are damage that damaged copies have; a file of another kind has other control bytes as well.
    """
    part = data[: 1 << 16]
    nul = part.count(0)
    controls = len(part) - len(part.translate(None, _CONTROLS))
    if nul * 50 <= len(part) and controls * (200 if nul else 20) <= len(part):
        return False
    return not any(_is_prose(part[: len(part) & ~1].decode(name, "replace")) for name in ("utf-16-le", "utf-16-be"))


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_prose(text: str) -> bool:
    return sum(map(len, _PROSE.findall(text))) >= 0.8 * len(text)


def to_markup(data: bytes) -> bytes:
    """The bytes to decode: the HTML inside MHTML and DOCX, pages without their inlined pictures; else as they are."""
    kind, _ = kind_of(data)
    if kind == "mhtml":
        return _shed(mhtml_root(data)[0])
    if kind == "docx":
        made = _docx(data)
        return made if isinstance(made, bytes) else b""
    return _shed(data) if kind == "html" else data


def _shed(markup: bytes) -> bytes:
    """Without the pictures that SingleFile and browsers write into a page: they hold no text."""
    return _DATA_URI.sub(rb"\1,", markup) if b";base64," in markup else markup


def mhtml_root(data: bytes) -> tuple[bytes, Message]:
    """The first HTML part of an MHTML file, decoded, and the headers of the file."""
    head, _, rest = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    top = message_from_bytes(head + b"\n\n")
    boundary = top.get_boundary()
    parts = rest.split(b"\n--" + boundary.encode()) if boundary else [rest]
    parts[0] = parts[0].removeprefix(b"--" + (boundary or "").encode())
    for part in parts:
        lead, _, content = part.lstrip(b"\n").partition(b"\n\n")
        headers = message_from_bytes(lead + b"\n\n")
        if headers.get_content_type() in ("text/html", "application/xhtml+xml"):
            whole = message_from_bytes(lead + b"\n\n" + content)
            found = whole.get_payload(decode=True)
            for name in ("Content-Location", "Date"):
                if name in headers and name not in top:
                    top[name] = headers[name]
            return (found if isinstance(found, bytes) else b""), top
    return b"", top


def no_text(data: bytes) -> Fault | None:
    """Why a Word file gives no text, in English and Chinese; nothing where it gives some, or is none."""
    made = _docx(data) if kind_of(data)[0] == "docx" else b""
    return made if isinstance(made, tuple) else None


def _docx(data: bytes) -> bytes | Fault:
    import mammoth  # a second of start-up that only DOCX pays

    no_picture = mammoth.images.img_element(lambda image: {"src": ""})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            if sum(i.file_size for i in box.infolist()) > DOCX_LIMIT:
                return _SWOLLEN
            if box.read("word/document.xml").count(b"<") > DOCX_MARKS:
                return _TANGLED
        made = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_picture, include_default_style_map=True)
    except (ExpatError, *_TORN):  # no XML, a flood of entities, a part that is missing or harmed
        return _BROKEN
    return f'<html><head><meta charset="utf-8"></head><body>{made.value}</body></html>'.encode()
