"""Build the character model and the readings that ``scraper.repair`` loads.

    python scripts/build_language_model.py

Sources: the frequency list of ``jieba`` (MIT; words with counts from news and
literature), the phrase list and readings of ``pypinyin`` (MIT). Only their
files are read; neither package is imported. The result is the same for the
same sources: ``scraper/repair/characters.bin`` (counts on a logarithmic
scale), ``scraper/repair/words.bin`` (words of up to four characters with their
counts) and ``scraper/repair/readings.txt`` (one syllable a line with its
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
LEAST_WORD, LONGEST_WORD = 3, 4
UNITED = """
工会 总工会 县总工会 市总工会 省总工会 全总 工会组织 工会干部 工会工作 工会主席 基层工会
工会会员 会员代表大会 职代会 职工代表大会 全委会 全委会议 常委会议 主席团会议 职工之家 娘家人
劳动关系 和谐劳动关系 合法权益 职工权益 企事业 农民工 女职工 困难职工 广大职工 劳动竞赛
技能竞赛 技能大赛 集体协商 工资集体协商 集体合同 劳动合同 厂务公开 民主管理 劳动保护 安全生产
职业病 法律援助 帮扶 送温暖 金秋助学 医疗互助 职工书屋 劳动模范 劳模 劳模精神 工匠精神
先进工作者 先进集体 先进个人 先进单位 工人先锋号 劳动奖章 劳动奖状 安康杯 建功立业 创先争优
两个普遍 面对面 心贴心 实打实 转型升级 高质量发展 能耗 节能减排 营商环境 党组织 党的建设
基层组织 精神文明 非公企业 民营企业 工业园区 乡镇 街道 社区 高举 旗帜 贯彻落实 统一思想
提高认识 加强领导 开拓创新 求真务实 围绕中心 服务大局 以人为本
""".split()  # noqa: SIM905
UNITED_WEIGHT = 2000
"""Words of the genre that the list does not hold or holds too low, with a count on its scale."""


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
    yield from ((word, UNITED_WEIGHT) for word in UNITED)


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


def build_words() -> bytes:
    """Header line, then CRC-32 of each word in UTF-16, sorted, and its count: what ``scraper.repair.words`` reads."""
    count: Counter[str] = Counter()
    for word, n in words():
        if len(word) <= LONGEST_WORD:
            count[word] += n
    total = sum(count.values())
    rows = sorted((zlib.crc32(w.encode("utf-16-le")), step(n)) for w, n in count.items() if n >= LEAST_WORD)
    packed = array("I", (k for k, _ in rows)).tobytes() + bytes(n for _, n in rows)
    header = json.dumps({"scale": SCALE, "total": total, "words": len(rows)}).encode()
    return header + b"\n" + zlib.compress(packed, 9)


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
    (OUT / "words.bin").write_bytes(build_words())
    (OUT / "readings.txt").write_text(build_readings(), "utf-8")
    for name in ("characters.bin", "words.bin", "readings.txt"):
        print(name, (OUT / name).stat().st_size, "bytes")
