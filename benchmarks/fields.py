"""Precision and recall of the described fields, field by field, over the invented cases.

    python -m benchmarks.fields [--held] [--wrong] [CASES.toml ...]

Cases lie in ``tests/cases/describe/*.toml``; those marked ``held`` were
written after the rules and are counted apart. A value that should be absent is
a wrong one; ``score`` counts a wrong value twice.
"""

from __future__ import annotations

import argparse
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scraper.describe import describe
from scraper.model import Capture, Page, Piece
from scraper.script import simplify
from scraper.view import look

CASES = Path(__file__).parent.parent / "tests" / "cases" / "describe"
FIELDS = ("title", "subtitle", "kind", "date", "speaker", "organization", "region", "meeting", "document_number")


def cases(paths: Iterable[Path] = (), held: bool = False) -> Iterator[dict[str, Any]]:
    """The cases of the files (all of the folder by default)."""
    for path in paths or sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if bool(case.get("held")) is held:
                yield case


def described(case: dict[str, Any]) -> dict[str, str]:
    """The fields that the rules find in a case; a region by its name."""
    text = case["text"].strip("\n")
    marker = case.get("marker")
    start = len(marker) + 1 if marker else 0
    view = look(f"{marker}\n{text}" if marker else text, (), simplify)
    piece = Piece(((start, len(view.text)),), (0, start - 1) if marker else None)
    facts = describe(view, piece, Page(view.text, "utf-8"), Capture(b"")).facts
    return {k: str(getattr(f.value, "name", f.value)) for k, f in facts.items() if k in FIELDS}


def fold(value: str) -> str:
    """A value without width and white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))


def judge(case: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Field, verdict (right, wrong, missed), what was found, what should be."""
    found, want = described(case), case["want"]
    for name in FIELDS:
        got, should = found.get(name, ""), want.get(name, "")
        if not got and not should:
            continue
        verdict = "right" if fold(got) == fold(should) else "missed" if not got else "wrong"
        yield name, verdict, got, should


def table(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Lines of field, precision, recall."""
    for name in (*FIELDS, "all"):
        r, w, m = (sum(n for (f, v), n in counts.items() if v == verdict and name in (f, "all"))
                   for verdict in ("right", "wrong", "missed"))
        precision, recall = r / max(r + w, 1), r / max(r + w + m, 1)
        score = (r - w) / max(r + w + m, 1)
        yield f"{name:<16} precision {precision:.3f}  recall {recall:.3f}  score {score:.3f}  of {r + w + m}"


def main() -> None:
    """Print the table, with ``--wrong`` every value that does not agree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    number = 0
    for case in cases(options.files, options.held):
        number += 1
        for name, verdict, got, should in judge(case):
            counts[name, verdict] += 1
            if options.wrong and verdict != "right":
                print(f"{case['id']}: {name} {verdict}: {got!r}, should be {should!r}")
    print(f"{number} cases")
    print("\n".join(table(counts)))


if __name__ == "__main__":
    main()
