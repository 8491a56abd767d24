"""Build the character model and the readings that ``scraper.repair`` loads.

    python scripts/build_language_model.py

Sources: the frequency list of ``jieba`` (MIT; words with counts from news and
literature), the phrase list and readings of ``pypinyin`` (MIT). Only their
files are read; neither package is imported. The result is the same for the
same sources: ``scraper/repair/characters.bin`` (counts on a logarithmic
scale) and ``scraper/repair/readings.txt`` (one syllable a line with its
characters).
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

OUT = Path(__file__).parent.parent / "scraper" / "repair"
SCALE = 8.0
"""Steps of the stored logarithm for a factor of e."""
LEAST_PAIR, LEAST_TRIPLE = 3, 8
PHRASE_WEIGHT = 5
UNITED = {"职代会": 400, "工会": 6000, "总工会": 3000, "职工之家": 300, "劳动关系": 2000, "企事业": 1500,
          "农民工": 2000}
"""Words of trade unions that the list does not hold or holds too low, with counts on its scale."""


def folder(package: str) -> Path:
    """Where a package's files lie, without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: pip install {package}")
    return Path(spec.submodule_search_locations[0])


def words() -> Iterator[tuple[str, int]]:
    """Words of at least one Chinese character in GBK, with their counts."""
    with open(folder("jieba") / "dict.txt", encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if chinese(word):
                yield word, int(count)
    for phrase in json.loads((folder("pypinyin") / "phrases_dict.json").read_text("utf-8")):
        if chinese(phrase):
            yield phrase, PHRASE_WEIGHT
    yield from UNITED.items()


def chinese(word: str) -> bool:
    return all("\u4e00" <= c <= "\u9fa5" for c in word)


def step(count: int) -> int:
    return min(255, round(math.log(count) * SCALE) + 1)


def build_model() -> bytes:
    """Header line, then for each part: characters; starts, ends; pairs, pairs that end a word; triples."""
    single: Counter[str] = Counter()
    start: Counter[str] = Counter()
    end: Counter[str] = Counter()
    pair: Counter[str] = Counter()
    last: Counter[str] = Counter()
    triple: Counter[str] = Counter()
    for word, count in words():
        start[word[0]] += count
        end[word[-1]] += count
        for i, c in enumerate(word):
            single[c] += count
            if i:
                pair[word[i - 1 : i + 1]] += count
            if i > 1:
                triple[word[i - 2 : i + 1]] += count
        if len(word) > 1:
            last[word[-2:]] += count
    chars = sorted(single)
    number = {c: i for i, c in enumerate(chars)}
    pairs = sorted((number[p[0]] << 14 | number[p[1]], p) for p, n in pair.items() if n >= LEAST_PAIR)
    triples = sorted((number[t[0]] << 28 | number[t[1]] << 14 | number[t[2]], t) for t, n in triple.items()
                     if n >= LEAST_TRIPLE)
    parts = [
        "".join(chars).encode("utf-16-le"),
        bytes(step(single[c]) for c in chars),
        bytes(step(start[c]) if start[c] else 0 for c in chars),
        bytes(step(end[c]) if end[c] else 0 for c in chars),
        array("I", (k for k, _ in pairs)).tobytes(),
        bytes(step(pair[p]) for _, p in pairs),
        bytes(step(last[p]) if last[p] else 0 for _, p in pairs),
        array("Q", (k for k, _ in triples)).tobytes(),
        bytes(step(triple[t]) for _, t in triples),
    ]
    header = json.dumps({"scale": SCALE, "total": sum(start.values()), "parts": [len(p) for p in parts]}).encode()
    return header + b"\n" + zlib.compress(b"".join(parts), 9)


def build_readings() -> str:
    """``syllable characters`` a line, for the characters that GBK holds."""
    by_sound: dict[str, list[str]] = {}
    for code, sounds in json.loads((folder("pypinyin") / "pinyin_dict.json").read_text("utf-8")).items():
        c = chr(int(code))
        try:
            if len(c.encode("gbk")) != 2:
                continue
        except UnicodeEncodeError:
            continue
        for sound in sounds.split(","):
            by_sound.setdefault(sound, []).append(c)
    return "".join(f"{sound} {''.join(sorted(chars))}\n" for sound, chars in sorted(by_sound.items()))


if __name__ == "__main__":
    (OUT / "characters.bin").write_bytes(build_model())
    (OUT / "readings.txt").write_text(build_readings(), "utf-8")
    for name in ("characters.bin", "readings.txt"):
        print(name, (OUT / name).stat().st_size, "bytes")
