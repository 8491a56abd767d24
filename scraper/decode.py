"""Bytes to text: a scored cascade over the encodings of Chinese pages.

What the bytes say goes before what a server or a ``<meta>`` declares: saved
pages are declared wrongly too often. The whole file is weighed, not its head.

1. A byte-order mark or many NUL bytes: UTF-16.
2. Strict UTF-8, unless a single cut character at the very end is missing its tail.
3. Else every candidate is decoded with replacement and scored by its share of
   common Han characters less a heavy penalty for bad ones.
4. Stretches between markup and line ends that the winner cannot read, or that
   are plainly UTF-8 inside another encoding, are read on their own: a UTF-8
   frame around a GBK text is common where one program pasted into another.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np

_COMMON = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军"
    "者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见"
    "被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真"
    "论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直"
    "德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记"
    "南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔族深组织会职企业劳动"
    "這個們來為國說時過發後裡種經麼學當沒動還進樣開從實軍無與長機關點業將兩間問並戰頭體見產話內給門員處"
    "條氣題變總電數報結務場計區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運組織職勞"
    "，。、：；！？“”（）《》"
)
_BEST = frozenset(_COMMON)
_HANS = ("utf-8", "gb18030", "big5", "big5hkscs")
_CANDIDATES = ("gb18030", "utf-8", "big5", "big5hkscs", "utf-16-le", "utf-16-be", "windows-1252")
_SURE = 1.1
"""A score that only the right reading of more than a line reaches; the other candidates are spared then."""
_STRETCHES = re.compile(rb"[\x80-\xff][^<>\r\n]*")
"""From the first byte above ASCII to the next edge: markup or a line end."""
_RUNS = re.compile(
    rb"(?:^|[<>\r\n])[\x00-\x09\x0b\x0c\x0e-;=?-\x7f]*"
    rb"(?:(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
    rb"[\x00-\x09\x0b\x0c\x0e-;=?-\x7f]*)+(?:[<>\r\n]|\Z)"
)
"""A stretch that may be UTF-8."""
_MARKUP = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_WIDE = re.compile(rb"[\x80-\xff]")
_LONG = 5000
"""Characters from which counting them by number pays."""
_MANY = 0.02
"""Share of NUL bytes from which a file may be UTF-16; Chinese prose without any ASCII stays below."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and the name of its encoding.

    What a server told is not asked: a stored original must read the same for
    ever. A declaration inside the markup only decides between readings that
    score alike. Names are ``utf-8``, ``gb18030``,
    ``big5``, ``big5hkscs``, ``utf-16-le``, ``utf-16-be`` and ``windows-1252``.
    A byte-order mark is no part of the text; line ends stay as they are.
    Bytes that are no character become U+FFFD; nothing else is lost.
    """
    for mark, wide in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(wide, "replace"), wide
    data = data.removeprefix(codecs.BOM_UTF8)
    nul = data.count(0)
    if nul > _MANY * len(data) and (name := _wide(data)):
        return data.decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and _WIDE.search(data, 0, error.start):
            return data.decode("utf-8", "replace"), "utf-8"
    return _weighed(data)


def _wide(data: bytes) -> str | None:
    """Which UTF-16 the bytes are, or nothing: read with the halves exchanged, ASCII becomes rare ideographs."""
    marks = {name: _score(data.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    name = max(marks, key=lambda n: marks[n])
    return name if marks[name] >= 0 else None


def _weighed(data: bytes) -> tuple[str, str]:
    """The best scored reading, its unreadable stretches read on their own."""
    told = _declared(data)
    texts: dict[str, str] = {}
    marks: dict[str, float] = {}
    for name in _CANDIDATES:
        texts[name] = data.decode(name, "replace")
        marks[name] = _score(texts[name]) + (0.02 if name == told else 0)
        if marks[name] > _SURE and "\ufffd" not in texts[name]:
            break
    name = max(marks, key=lambda n: marks[n])
    if name.startswith("utf-16"):
        return texts[name], name
    return _mixed(data, name) or texts[name], name


def _mixed(data: bytes, name: str) -> str | None:
    """``data`` read stretch by stretch where ``name`` fails or UTF-8 fits better; nothing if neither happens.

    Markup and line ends are ASCII below 0x40, which is no second byte in any of
    the encodings, so stretches between them never cut a character.
    """
    sound = name != "utf-8" and _strict(data, name) is not None
    if sound and not _RUNS.search(data):
        return None
    parts: list[str] = []
    at = 0
    for match in _STRETCHES.finditer(data):
        stretch = match[0]
        if (sound and _strict(stretch, "utf-8") is None) or (text := _stretch(stretch, name)) is None:
            continue
        parts += (data[at : match.start()].decode(name, "replace"), text)
        at = match.end()
    return "".join([*parts, data[at:].decode(name, "replace")]) if parts else None


def _stretch(data: bytes, name: str) -> str | None:
    """The text of a stretch that is not in encoding ``name``, or nothing."""
    try:
        text = data.decode(name)
        if name == "utf-8":
            return None
        other = _strict(data, "utf-8")
        return other if other is not None and _score(other) > _score(text) + 0.3 else None
    except UnicodeDecodeError:
        bad = _score(data.decode(name, "replace"))
        readings = [(_score(t), t) for n in _HANS if n != name and (t := _strict(data, n)) is not None]
        score, text = max(readings, default=(0.0, ""))
        return text if score > max(bad + 0.3, 0.3) else None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _score(text: str) -> float:
    """How much ``text`` reads as Chinese, or as Latin prose: about 1 for good text, far below 0 for a wrong reading."""
    total = good = 0.0
    weight = _weight
    for char, count in _counted(text):
        if char > "\x7f":
            total += count
            good += weight(char) * count
        elif char < "\t":
            total += count
            good -= 2 * count
    return good / total if total else 0.0


def _counted(text: str) -> Iterable[tuple[str, int]]:
    """How often each character stands in ``text``; long texts are counted by their numbers, far quicker."""
    if len(text) < _LONG:
        return Counter(text).items()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    counts = np.bincount(codes)
    known = np.flatnonzero(counts > 0)
    return zip(map(chr, known.tolist()), counts[known].tolist(), strict=True)


@cache
def _weight(char: str) -> float:
    """What one character above ASCII says for a reading."""
    if char in _BEST:
        return 1.6
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char < "\xa0":
        return -6.0
    if "\u4e00" <= char <= "\u9fff":
        return 0.6 if _level_one(char) else -0.6
    if char in "\u3000\xa0·—…‘’「」『』－　×～％＊○●■◆★":
        return 0.5
    if "\uff01" <= char <= "\uff5e" or "\u2460" <= char <= "\u249b":
        return 0.3
    kind = unicodedata.category(char)
    if kind in ("Cn", "Co", "Cs"):
        return -6.0
    if char < "\u0250" and kind[0] == "L":
        return -0.1
    return -1.0


def _level_one(char: str) -> bool:
    """Whether a Han character is in the everyday half of GB 2312 or of Big5."""
    try:
        return b"\xb0\xa1" <= char.encode("gb2312") <= b"\xd7\xf9"
    except UnicodeEncodeError:
        pass
    try:
        return b"\xa4\x40" <= char.encode("big5") <= b"\xc6\x7e"
    except UnicodeEncodeError:
        return False


def _declared(data: bytes) -> str | None:
    match = _MARKUP.search(data, 0, 4096)
    return _name(match[1].decode("ascii")) if match else None


def _name(label: str | None) -> str | None:
    """The cascade's name of a declared charset."""
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "cp950": "big5", "utf-8-sig": "utf-8", "cp1252": "windows-1252",
            "iso8859-1": "windows-1252"}.get(name, name)
