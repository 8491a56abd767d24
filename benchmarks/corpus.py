"""Invented records and ad-laden copies of them, by the thousand, the same for the same seed.

    python -m benchmarks.corpus N DIR [--seed S] [--characters C] [--copies FOLDER]

writes N records of about C characters into the archive folder DIR; with
``--copies`` also one saved web page a record, full of the noise of document
mills, and ``manifest.csv`` (``file,url,site,captured``) beside them. Places,
people and sentences are made up; only the vocabulary is that of the trade.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import html
import random
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from archive import body, ids, record
from archive.body import Block
from archive.model import Copy, Document, Region
from archive.store import Store

_WORDS = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()
TERMS, COMMON = _WORDS[:-1], _WORDS[-1]
PLACES = [a + b for a in ("青岚", "沧原", "柳渡", "云汀", "石涧", "白桐", "霞浦湾", "东陵溪", "鹤坪", "兰渚", "桂垣",
                          "长汀口") for b in "市县区"]
SURNAMES, GIVEN = "柏祁荀穆桑裴郁甄佘岑", re.findall("..", "志远明哲文澜建新晓岚海川玉山立群守正清和")
OFFICES = {"report": "工作报告", "speech": "讲话", "summary": "工作总结", "survey": "调研报告", "notice": "通知",
           "plan": "工作要点", "article": "思考"}
PARTICLES = ["，", "，", "，", "、", "的", "和", "了", "，"]
ADS = ["点击下载本文Word版", "更多精彩范文请访问 www.{host}.example", "本文来源:{host}范文网 未经许可不得转载",
       "〖来源:{host}文秘网〗", "推荐阅读：工会个人工作总结三篇", "上一篇：返回列表　下一篇：没有了"]


def documents(count: int, seed: int = 7, characters: int = 7000) -> Iterator[Document]:
    """``count`` invented documents of about ``characters`` code points, each the same for the same seed and number."""
    maker = random.Random(f"words {seed}")
    rare = ["".join(maker.choices(COMMON, k=maker.choice((2, 2, 2, 3)))) for _ in range(6000)]
    words = TERMS + rare
    weights = list(accumulate(1 / (rank + 12) for rank in range(len(words))))
    for number in range(count):
        yield _document(random.Random(f"{seed} {number}"), words, weights, characters)


def _document(rng: random.Random, words: list[str], weights: list[float], characters: int) -> Document:
    place, kind, year = rng.choice(PLACES), rng.choice(list(OFFICES)), rng.randint(2003, 2018)
    organization = f"{place}总工会"
    speaker = rng.choice(SURNAMES) + rng.choice(GIVEN) if kind in ("report", "speech") else None
    date = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}" if rng.random() < 0.8 else None
    meeting = f"{organization}{rng.choice('一二三四五六七八九')}届{rng.choice('一二三四五')}次全委会议"
    title = rng.choice((f"{organization}{year}年{OFFICES[kind]}", f"在{meeting}上的{OFFICES[kind]}",
                        f"关于{rng.choice(words)}{rng.choice(words)}的{OFFICES[kind]}"))
    blocks = [Block("title", title, 1), Block("paragraph", "同志们：")]
    total = 0
    for chapter in "一二三四五六":
        blocks.append(Block("heading", f"{chapter}、{_clause(rng, words, weights, 4)}", 2))
        while total < characters * ("一二三四五六".index(chapter) + 1) // 6:
            blocks.append(Block("paragraph", _paragraph(rng, words, weights, year)))
            total += len(blocks[-1].text)
    text = body.render(blocks)
    sha256 = hashlib.sha256(copy_of(blocks, "").encode()).hexdigest()
    copy = Copy(sha256, url=f"https://www.mill{rng.randint(1, 9)}.example/{sha256[:8]}.html", site="mill.example")
    return Document(ids.mint(sha256, 1), kind, text, title=title, date=date, speaker=speaker,
                    organization=organization, region=Region(place), meeting=meeting if "届" in title else None,
                    copies=(copy,))


def _clause(rng: random.Random, words: list[str], weights: list[float], count: int) -> str:
    return "".join(rng.choices(words, cum_weights=weights, k=count))


def _paragraph(rng: random.Random, words: list[str], weights: list[float], year: int) -> str:
    out: list[str] = []
    for _ in range(rng.randint(2, 6)):
        for word in rng.choices(words, cum_weights=weights, k=rng.randint(8, 24)):
            out.append(word)
            if rng.random() < 0.3:
                out.append(rng.choice(PARTICLES))
        if rng.random() < 0.3:
            share = f"{rng.randint(10, 99)}.{rng.randint(1, 9)}%"
            out.append(rng.choice((f"{year}年", f"{rng.randint(2, 999)}人", share, f"“{rng.choice(words)}”",
                                   f"《{rng.choice(words)}办法》")))
        out.append("。")
    return "".join(out)


def copy_of(blocks: list[Block], host: str) -> str:
    """A saved web page of the blocks, with the advertisements, navigation and tails of a document mill."""
    rng = random.Random(f"{host} {blocks[0].text}")
    ads = [ad.format(host=host) for ad in ADS]
    lines = [f"<p>　　{html.escape(b.text)}</p>" for b in blocks[1:]]
    for ad in ads[:4]:
        lines.insert(rng.randint(1, len(lines)), f"<p>{ad}</p>")
    links = "".join(f'<li><a href="/{n}.html">{rng.choice(TERMS)}{rng.choice(TERMS)}范文</a></li>' for n in range(20))
    head = html.escape(blocks[0].text)
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{head} - {host}范文网</title></head><body>'
            f'<ul class="nav">{links}</ul><h1>{head}</h1><div class="info">发布时间：2019-05-06 作者：admin</div>'
            f'<div id="content">{"".join(lines)}</div><div>{ads[4]}</div><ul>{links}</ul><p>{ads[5]}</p>'
            '<p>Copyright © 范文网 备案号</p></body></html>')


def write(count: int, archive: Path, seed: int = 7, characters: int = 7000, copies: Path | None = None) -> None:
    """Write the records (plainly, without the store's fsync: they can be made again) and the copies."""
    store = Store(archive)
    rows = []
    for document in documents(count, seed, characters):
        path = store.document_path(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record.write(document), encoding="utf-8")
        if copies:
            copies.mkdir(parents=True, exist_ok=True)
            name = f"{document.id}.html"
            (copies / name).write_text(copy_of(body.parse(document.body), "甲乙丙丁"), encoding="utf-8")
            rows.append((name, document.copies[0].url, document.copies[0].site, "2020-01-01"))
    if copies:
        with (copies / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("file", "url", "site", "captured"), *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--characters", type=int, default=7000)
    parser.add_argument("--copies", type=Path)
    args = parser.parse_args()
    write(args.count, args.archive, args.seed, args.characters, args.copies)


if __name__ == "__main__":
    main()
