"""Measure frame, split and outline on the invented copies of ``tests/cases/lines``.

    python -m benchmarks.lines [dev|test] [NAME...]

Precision and recall are of character 3-grams of the pieces' text (title and
by-lines included, markers not) after white space and width are folded.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.clean import read_page
from scraper.extract.lines import extract_lines
from scraper.model import Capture, Paragraph
from scraper.outline import outline
from scraper.repair import repair
from scraper.script import simplify
from scraper.split import split
from scraper.view import View, look

CASES = Path(__file__).parent.parent / "tests" / "cases" / "lines"


@dataclass(frozen=True, slots=True)
class Score:
    """One case: precision, recall, share of headings found, whether the number of documents is right."""

    family: str
    name: str
    precision: float
    recall: float
    headings: float
    documents: bool


def cases(part: str | None = None) -> Iterator[Path]:
    """The folders of the cases, of ``dev`` or ``test`` or all."""
    for about in sorted(CASES.glob("*/*/about.toml")):
        if part is None or tomllib.loads(about.read_text(encoding="utf-8"))["split"] == part:
            yield about.parent


def pieces(data: bytes) -> tuple[View, list[tuple[Paragraph, ...]]]:
    """The view of a copy and the outlines of its pieces, undescribed."""
    page = read_page(Capture(data))
    view = look(page.text, repair(page).edits, simplify)
    return view, [outline(view, p.spans, page) for p in split(view, extract_lines(view, page), page)]


def text_of(view: View, paragraph: Paragraph) -> str:
    """The text of a paragraph, its spans joined."""
    return "".join(view.text[a:b] for a, b in paragraph.spans)


def score(folder: Path) -> Score:
    """Compare one case with its expectation."""
    view, got = pieces((folder / "source.txt").read_bytes())
    want = [doc.strip().split("\n") for doc in (folder / "expected.txt").read_text(encoding="utf-8").split("=====\n")]
    whole = [[text_of(view, p) for p in doc] for doc in got]
    heads = [[text_of(view, p) for p in doc if p.level] for doc in got]
    both = Counter[str]()
    if len(got) == len(want):
        for mine, theirs in zip(whole, want, strict=True):
            both += _grams(mine) & _grams(theirs)
    else:
        both = _sum(whole) & _sum(want)
    size, aim = _sum(whole).total(), _sum(want).total()
    gold = [_fold(line.lstrip("# ")) for doc in want for line in doc if line.startswith("#")]
    have = [_fold(h) for doc in heads for h in doc]
    found = sum(any(h.startswith(g[:12]) for h in have) for g in gold) / len(gold) if gold else 1.0
    return Score(folder.parent.name, folder.name, both.total() / max(size, 1), both.total() / max(aim, 1), found,
                 len(got) == len(want))


def _sum(docs: Iterable[Sequence[str]]) -> Counter[str]:
    return sum((_grams(d) for d in docs), Counter[str]())


def _grams(lines: Sequence[str]) -> Counter[str]:
    text = _fold("".join(line.lstrip("#") for line in lines))
    return Counter(text[i : i + 3] for i in range(max(len(text) - 2, 0)))


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def mean(scores: Sequence[Score]) -> dict[str, float]:
    """The means of a run."""
    n = max(len(scores), 1)
    return {
        "precision": sum(s.precision for s in scores) / n,
        "recall": sum(s.recall for s in scores) / n,
        "headings": sum(s.headings for s in scores) / n,
        "documents": sum(s.documents for s in scores) / n,
    }


def main() -> None:
    part = sys.argv[1] if len(sys.argv) > 1 else None
    scores = [score(c) for c in cases(part) if not sys.argv[2:] or c.name in sys.argv[2:]]
    for s in scores:
        print(f"{s.family:12} {s.name:28} P {s.precision:.4f}  R {s.recall:.4f}  headings {s.headings:.2f}"
              f"{'' if s.documents else '  WRONG NUMBER OF DOCUMENTS'}")
    print("  ".join(f"{k} {v:.4f}" for k, v in mean(scores).items()))


if __name__ == "__main__":
    main()
