"""Figures measured: texts marked by hand against what is read from them, set by set.

    python -m benchmarks.figures [--show] [SET...]

A mark is ``[object, value, unit, sense, year]``; ``a|b`` are readings that are
both right, an empty one is "not told". A value may be ``[from, to]``. Behind it
may stand ``"target"`` (``"target|"``: either way) and ``"@word"``, the row of a
table. Prints right, told and marked, precision and recall; ``--show`` what was
told wrongly and what was missed.
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model import Document
from room.figures import Figure
from room.figures_document import of

SETS = Path(__file__).parents[1] / "tests/room/figures"


@dataclass(frozen=True, slots=True)
class Tally:
    """Marks and what was told of them."""

    right: int
    wrong: tuple[Figure, ...]
    missed: tuple[list[Any], ...]

    @property
    def told(self) -> int:
        return self.right + len(self.wrong)

    @property
    def marked(self) -> int:
        return self.right + len(self.missed)


def texts(name: str) -> list[dict[str, Any]]:
    """The texts of a set with their marks."""
    found: list[dict[str, Any]] = tomllib.loads((SETS / f"{name}.toml").read_text(encoding="utf-8"))["text"]
    return found


def tally(sets: list[dict[str, Any]]) -> Tally:
    """What is told of the texts; what is told without an object or a year is right where the mark says the same."""
    right, wrong, missed = 0, [], []
    for text in sets:
        marks = list(text["figures"])
        for f in of(Document("a", "report", text["text"], date=text.get("date"))):
            if mark := next((m for m in marks if is_(m, f)), None):
                marks.remove(mark)
                right += 1
            else:
                wrong.append(f)
        missed += marks
    return Tally(right, tuple(wrong), tuple(missed))


def is_(mark: list[Any], f: Figure) -> bool:
    """Whether a figure is what a mark says."""
    object, value, unit, sense, year, *more = mark
    low, high = value if isinstance(value, list) else (value, None)
    target = next((m for m in more if m.startswith("target")), "")
    row = next((m[1:] for m in more if m.startswith("@")), "")
    return ((f.object or "") in object.split("|") and (f.value, f.to, f.unit, f.sense) == (low, high, unit, sense)
            and (f.year or "") in year.split("|") and f.target in (bool(target), target == "target")
            and f.row == row)


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("sets", nargs="*", default=[path.stem for path in sorted(SETS.glob("*.toml"))])
    options = parser.parse_args()
    for name in options.sets:
        found = tally(texts(name))
        print(f"{name}: {found.right} right, {found.told} told, {found.marked} marked; "
              f"precision {found.right / max(found.told, 1):.3f}, recall {found.right / max(found.marked, 1):.3f}")
        if options.show:
            for f in found.wrong:
                print("  told  ", f.object, f.value, f.to, f.unit, f.sense, f.year, f.target, f.row, "|", f.written)
            for mark in found.missed:
                print("  marked", *mark)


if __name__ == "__main__":
    main()
