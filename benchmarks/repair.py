"""Measure repair on invented prose that emulated converters damaged.

    python -m benchmarks.repair [PARAGRAPHS]

For each list of annotated characters, and with full-width marks cut out by their bytes or not: the share of
characters restored, of edits and of slips right, of edits wrong without a doubt, of edits right with a needless doubt.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "repair"))

import emulator  # type: ignore[import-not-found]
import invented  # type: ignore[import-not-found]
import measure  # type: ignore[import-not-found]

PAGE = 25
NAMES = ("characters", "edits", "slips", "silent", "needless")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{'list':8}{'marks cut':10}" + "".join(f"{n:>12}" for n in NAMES))
    for name, listed in emulator.LISTS.items():
        for halves in (False, True):
            random = Random(11)
            total = measure.Tally()
            for _ in range(max(1, count // PAGE)):
                page = [emulator.traditional(invented.paragraph(random)) for _ in range(PAGE)]
                damaged = "\n".join(emulator.annotate(p, listed, halves=halves) for p in page)
                total += measure.measure("\n".join(page), damaged)
            shares = total.shares()
            print(f"{name:8}{'yes' if halves else 'no':10}" + "".join(f"{shares[n]:12.5f}" for n in NAMES))


if __name__ == "__main__":
    main()
