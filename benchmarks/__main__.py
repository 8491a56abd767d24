"""All comparisons that need nothing from outside, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

import subprocess
import sys

RUNS = (["search", "2000", "10000"], ["page", "2000"], ["peers", "200"], ["scale", "200", "1000"], ["relevance"],
        ["whole"], ["lines"], ["fields"], ["framed"], ["collation"])


def main() -> int:
    """1 if any run failed."""
    failed = []
    for name, *arguments in RUNS:
        print(f"\n== {name} {' '.join(arguments)}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode:
            failed.append(name)
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
