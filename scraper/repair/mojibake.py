"""Text read in the wrong encoding, where nothing was lost: GBK as Latin-1, UTF-8 as Windows-1252, both twice over.

The proof is that the bytes decode strictly and give common characters. The
five holes of Windows-1252 stand as C1 controls; both tables are taken as one.
"""

from __future__ import annotations

import re

from scraper.model import Edit, Repairs

RULE = "repair.mojibake"
BYTES = {c: b for b in range(0x80, 0x100) for c in (chr(b), bytes([b]).decode("cp1252", "replace"))}
BYTES.pop("\ufffd")
_HIGH = "".join(map(re.escape, BYTES))
_RUN = re.compile(rf"[{_HIGH}][\x20-\x7e{_HIGH}]*[{_HIGH}]")
_LETTERS = re.compile(r"[\u00a1-\u00ff][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}")
SIGN = re.compile("[\u00a1-\u00ff]")
_LEAST = 4
_COMMON = 0.8
_DEEP = 3


def find(text: str) -> Repairs:
    """Runs of such characters, decoded."""
    if not _LETTERS.search(text):
        return Repairs()
    edits = []
    for m in _RUN.finditer(text):
        for end in (m.end(), m.end() + 1):
            # A traditional GBK character may end in an ASCII byte.
            if end > m.end() and not "@" <= text[end - 1 : end] <= "~":
                break
            good = decoded(text[m.start() : end])
            if good is not None:
                edits.append(Edit(m.start(), end, good, RULE, 0.999))
                break
    return Repairs(tuple(edits))


def decoded(run: str) -> str | None:
    """What a run was before it was read wrongly, once or more often; none if it is no mojibake.

    >>> decoded("å·¥ä¼š"), decoded("¹¤»á¹¤×÷"), decoded("Élan — café")
    ('工会', '工会工作', None)
    """
    if len({c for c in run if c in BYTES}) < _LEAST:
        return None
    for _ in range(_DEEP):
        data = _bytes(run)
        if data is None:
            return None
        for encoding in ("utf-8", "gb18030", "big5"):
            try:
                good = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _sound(good):
                return good
            if encoding == "utf-8" and good != run:
                run = good
                break
        else:
            return None
    return None


def _bytes(run: str) -> bytes | None:
    try:
        return bytes(BYTES.get(c) or ord(c) for c in run)
    except ValueError:
        return None


def _sound(text: str) -> bool:
    """Whether the characters above ASCII are mostly the common ones of GB 2312."""
    high = [c for c in text if not c.isascii()]
    common = sum(_common(c) for c in high)
    return bool(high) and common >= _COMMON * len(high) and any("\u4e00" <= c <= "\u9fff" for c in high)


def _common(char: str) -> bool:
    data = char.encode("gbk", "replace")
    if len(data) != 2:
        return False
    return 0xB0 <= data[0] <= 0xD7 or data[0] in (0xA1, 0xA3) or data[1] < 0xA1
