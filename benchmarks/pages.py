"""Score main-text extraction on folders of pages with gold text, beside other extractors.

    python -m benchmarks.pages FOLDER... [--peers] [--worst N]

A folder holds ``*.html`` and ``gold.json``, a list of ``{"id", "body"}``.
The measure is F1 of 4-grams over tokens (one Han character is one token),
mean over pages; a leading title line counts or not, whichever fits the gold.
Records are in simplified script, so gold and peers are simplified for the
column F1; ``as is`` compares without that. Peers get the decoded text. Time is that of the
process, all told.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scraper.clean import clean
from scraper.decode import decode
from scraper.script import simplify

HAN = r"\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
Scores = tuple[float, float, float]


def grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The multiset of token n-grams of a text."""
    tokens = TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    return Counter(tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1))) if tokens else Counter()


def agreement(got: str, want: str) -> Scores:
    """Precision, recall and F1, with or without a leading title."""
    best: Scores = (0.0, 0.0, 0.0)
    wanted = grams(want)
    for text in (got, re.sub(r"\A# .*\n", "", got)):
        have = grams(text)
        both = sum((have & wanted).values())
        p, r = both / max(sum(have.values()), 1), both / max(sum(wanted.values()), 1)
        best = max(best, (p, r, 2 * p * r / (p + r) if both else 0.0), key=lambda s: s[2])
    return best


def ours(data: bytes) -> str:
    return "\n".join(d["body"] for d in clean(data)["documents"])


def peers() -> dict[str, Callable[[bytes], str]]:
    """The extractors that are installed."""
    found: dict[str, Callable[[bytes], str]] = {}
    try:
        import trafilatura
    except ImportError:
        pass
    else:
        found["trafilatura"] = lambda data: trafilatura.extract(decode(data)[0]) or ""
        found["trafilatura precision"] = lambda data: trafilatura.extract(decode(data)[0], favor_precision=True) or ""
    try:
        import justext  # type: ignore[import-untyped]
    except ImportError:
        pass
    else:
        def paragraphs(data: bytes) -> str:
            told = justext.justext(decode(data)[0], frozenset(), 20, 60, stopwords_low=0, stopwords_high=0)
            return "\n".join(p.text for p in told if not p.is_boilerplate)

        found["justext 20/60"] = paragraphs
    try:
        from readability import Document  # type: ignore[import-not-found]
    except ImportError:
        pass
    else:
        from lxml.html import fromstring
        found["readability-lxml"] = lambda data: fromstring(Document(decode(data)[0]).summary()).text_content()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    readers = {"scraper.clean": ours, **(peers() if options.peers else {})}
    for folder in options.folders:
        gold = {g["id"]: g["body"] for g in json.loads((folder / "gold.json").read_text(encoding="utf-8"))}
        pages = {i: (folder / f"{i}.html").read_bytes() for i in gold}
        ours(next(iter(pages.values())))  # load the tables
        print(f"{folder.name}, {len(gold)} pages\n{'':24}P      R      F1     as is  F1>=.9  ms/page")
        for name, read in readers.items():
            start = time.process_time()
            texts = {i: read(data) for i, data in pages.items()}
            spent = (time.process_time() - start) / len(pages) * 1000
            scores = {i: agreement(simplify(t), simplify(gold[i])) for i, t in texts.items()}
            plain = sum(agreement(t, gold[i])[2] for i, t in texts.items()) / len(gold)
            p, r, f = (sum(s[k] for s in scores.values()) / len(gold) for k in range(3))
            high = sum(s[2] >= 0.9 for s in scores.values()) / len(gold)
            print(f"{name:22}  {p:.4f} {r:.4f} {f:.4f} {plain:.4f} {high:5.0%}   {spent:.1f}")
            if name == "scraper.clean":
                for i, s in sorted(scores.items(), key=lambda x: x[1][2])[: options.worst]:
                    print(f"    {i}  P {s[0]:.3f}  R {s[1]:.3f}  F1 {s[2]:.3f}")


if __name__ == "__main__":
    main()
