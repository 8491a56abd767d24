"""The converters that did the damage, run forwards on clean text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from random import Random

from scraper.repair.language import readings

SHORT = "業發務關設創經領產現權質調農優區協結規穩統聯環內術戰轉態網構礎執鄉監續節鎮養數據絡衛醫貿側驅"
MIDDLE = SHORT + "導報準紀責護認識達標進團費機當實濟嚴"
LONG = MIDDLE + "會國學習過項隊財級來開時間長擴個萬們說驗動強"
LISTS = {"short": SHORT, "middle": MIDDLE, "long": LONG}
SOUNDS = {
    "長": "cháng",
    "會": "huì",
    "調": "diào",
    "內": "nèi",
    "質": "zhì",
    "當": "dāng",
    "結": "jié",
    "數": "shù",
    "據": "jù",
    "間": "jiān",
    "個": "gè",
    "過": "guò",
    "強": "qiáng",
    "轉": "zhuǎn",
    "創": "chuàng",
    "監": "jiān",
    "準": "zhǔn",
    "實": "shí",
    "標": "biāo",
    "說": "shuō",
    "側": "cè",
    "費": "fèi",
    "術": "shù",
    "護": "hù",
    "來": "lái",
    "學": "xué",
}
HALVES = [b"\xa3\xa1", b"\xa3\xac", b"\xa3\xba", b"\xa3\xbb", b"\xa3\xbf"]
KEPT = "于余范里后干台占出表面别丑只志制系复卷征游准着致于"
NARROW = str.maketrans("，：；？！（）", ",:;?!()")


@cache
def _to_traditional() -> dict[int, str]:
    table = (files("opencc") / "dictionary" / "STCharacters.txt").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line)
    return {ord(k): v.split(" ")[0] for k, v in rows if k not in KEPT} | {ord("系"): "系", ord("着"): "著"}


def traditional(text: str) -> str:
    """Turned one character at a time, as mirrors do."""
    turned = text.translate(_to_traditional())
    return "".join(c if _gbk(c) else old for c, old in zip(turned, text, strict=True))


def _gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


@cache
def sound(char: str) -> str:
    """The reading that the converter knows."""
    return SOUNDS.get(char) or next(s for s, chars in readings().items() if char in chars)


def annotate(text: str, listed: str, *, slips: bool = True, halves: bool = True, commas: bool = False) -> str:
    """Pinyin behind the listed characters, found byte by byte in GBK (``slips``) or character by character.

    ``halves``: full-width marks are also cut out by their bytes; ``commas``: 、 too.
    """
    if not slips:
        return "".join(f"{c}({sound(c)})" if c in listed else c for c in text)
    keys = {c.encode("gbk"): sound(c) for c in listed}
    cuts = [*HALVES, *([b"\xa1\xa2"] if commas else [])] if halves else []
    out, chunk = [], bytearray()
    data, i = text.encode("gbk"), 0
    while i < len(data):
        two = data[i : i + 2]
        if two in keys:
            chunk += two + f"({keys[two]})".encode("gbk")
            i += 2
        elif two in cuts:
            out += [loosely(bytes(chunk)), two.decode("gbk")]
            chunk.clear()
            i += 2
        else:
            chunk.append(data[i])
            i += 1
    return "".join([*out, loosely(bytes(chunk))]).translate(NARROW)


def loosely(data: bytes) -> str:
    """GBK as those sites read it: ``?`` for a broken pair, nothing for a pair that no character has."""
    out, i = [], 0
    while i < len(data):
        if data[i] < 0x80:
            out.append(chr(data[i]))
            i += 1
            continue
        two = data[i : i + 2]
        if len(two) < 2 or two[1] < 0x40 or two[1] in (0x7F, 0xFF):
            out.append("?")
        else:
            out.append(two.decode("gbk", "ignore") if _whole(two) else "")
        i += 2
    return "".join(out)


def _whole(two: bytes) -> bool:
    try:
        return len(two.decode("gbk")) == 1
    except UnicodeDecodeError:
        return False


def strew(text: str, random: Random, share: float = 0.12, blanks: bool = False) -> str:
    """Toned readings over common characters, only some occurrences of each."""
    out = []
    for c in text:
        out.append(c)
        if "\u4e00" <= c <= "\u9fff" and random.random() < share:
            known = [s for s, chars in readings().items() if c in chars]
            if known:
                blank = " " if blanks and random.random() < 0.3 else ""
                out.append(f"({random.choice(known)}{blank})")
    return "".join(out)


def controls(text: str, random: Random) -> str:
    """One to four control characters before some marks."""
    out = []
    for c in text:
        if c in ",。、;" and random.random() < 0.3:
            out.append("".join(random.choice("\x05\x06\x07\x08") for _ in range(random.randrange(1, 5))))
        out.append(c)
    return "".join(out)


def half_blank(text: str) -> str:
    """Half of an ideographic space stripped from before a line."""
    lines = [loosely(b"\xa1" + line.encode("gbk")) if line.startswith("（") else line for line in text.split("\n")]
    return "\n".join(lines)


def as_latin_1(text: str) -> str:
    """GBK bytes read as Latin-1."""
    return text.encode("gbk").decode("latin-1")


def as_cp1252(text: str) -> str:
    """UTF-8 bytes read as Windows-1252, its five holes as C1 controls."""
    holes = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    return "".join(chr(b) if b in holes else bytes([b]).decode("cp1252") for b in text.encode())


def as_gbk(text: str) -> str:
    """UTF-8 bytes read as GBK, line by line, impossible pairs as U+FFFD."""
    return "\n".join(line.encode().decode("gbk", "replace") for line in text.split("\n"))
