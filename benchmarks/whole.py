"""Whole invented copies with gold: body precision and recall, fields, number of documents.

A case is a text file: front matter that lists the documents' fields, then the
copy, in which ``⟦n:`` and ``⟧n`` enclose what belongs to document n. The marks
are taken out before cleaning.

    python -m benchmarks.whole [CASE...]
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scraper import clean
from scraper.script import simplify

CASES = Path(__file__).parents[1] / "tests" / "cases" / "whole"
FIELDS = ("title", "kind", "speaker", "organization", "region", "date", "meeting", "document_number")
_MARK = re.compile(r"⟦(\d+):|⟧(\d+)")
_PINYIN = re.compile(r"\s?\(\s?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\s?\)")
"""A reading put behind a character; the marked stretches hold the copy's damage, the scores do not."""


@dataclass(frozen=True)
class Case:
    name: str
    copy: str
    bodies: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Result:
    """Of one case: documents found and wanted, mean body precision and recall, wrong fields as text."""

    name: str
    found: int
    wanted: int
    precision: float
    recall: float
    right: int
    asked: int
    wrong: tuple[str, ...]


def read(path: Path) -> Case:
    """Parse a case file."""
    head, text = path.read_text(encoding="utf-8").split("---\n", 2)[1:]
    meta = yaml.safe_load(head)
    bodies = [""] * len(meta["documents"])
    copy, at, inside = "", 0, 0
    for m in _MARK.finditer(text):
        stretch = text[at : m.start()]
        copy += stretch
        if inside:
            bodies[inside - 1] += stretch + "\n"
        inside, at = int(m[1] or 0), m.end()
    return Case(path.stem, copy + text[at:], tuple(bodies), tuple(meta["documents"]))


def score(case: Case) -> Result:
    """Clean the copy and compare; documents are matched in order."""
    got = clean(case.copy.encode(), case.name)["documents"]
    p = r = 0.0
    right = asked = 0
    wrong = []
    for body, want, have in zip(case.bodies, case.fields, [*got, *[{}] * len(case.bodies)], strict=False):
        text = re.sub(r"\A# .*\n", "", have.get("body", ""))
        a, b = _grams(text), _grams(body)
        both = sum((a & b).values())
        p += both / max(sum(a.values()), 1)
        r += both / max(sum(b.values()), 1)
        for field in FIELDS:
            if field not in want or want[field] == "?":
                continue
            asked += 1
            told = _told(have.get(field))
            if told == _told(want[field]):
                right += 1
            else:
                wrong.append(f"{field}: {told!r} for {_told(want[field])!r}")
    n = len(case.bodies)
    return Result(case.name, len(got), n, p / n, r / n, right, asked, tuple(wrong))


def _told(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value))) if value is not None else ""


def _grams(text: str) -> Counter[str]:
    text = _PINYIN.sub("", unicodedata.normalize("NFKC", simplify(text)))
    text = re.sub(r"[\s#\\|]+", "", text)
    return Counter(text[i : i + 3] for i in range(len(text) - 2))


def mean(results: Sequence[Result]) -> dict[str, float]:
    """The means of a run; ``documents`` is the share of pages with the right number of them."""
    n = len(results)
    return {
        "precision": sum(x.precision for x in results) / n,
        "recall": sum(x.recall for x in results) / n,
        "fields": sum(x.right for x in results) / sum(x.asked for x in results),
        "documents": sum(x.found == x.wanted for x in results) / n,
    }


def main(names: Iterable[str]) -> int:
    paths = [Path(n) for n in names] or sorted(CASES.glob("*.txt"))
    results = [score(read(path)) for path in paths]
    for x in results:
        print(f"{x.name:22} documents {x.found}/{x.wanted}  P {x.precision:.3f}  R {x.recall:.3f}"
              f"  fields {x.right}/{x.asked}  {'; '.join(x.wrong)}")
    print(f"mean of {len(results)}: " + "  ".join(f"{k} {v:.4f}" for k, v in mean(results).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
