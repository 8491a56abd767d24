"""Take today's cleaning of one sample as what is expected: bless.py samples/NAME

The expectation is the sample's records and ledger in ``archive/``; the
difference is shown, then written. A new sample is stored.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from archive.store import Store
from gonghui.cli import run
from scraper.result import ids_of

ROOT = Path(__file__).resolve().parent.parent


def main(name: str) -> int:
    """The exit code."""
    path = (ROOT / name).resolve()
    if not path.is_file() or path.parent != ROOT / "samples":
        print(f"{name} is no file of samples/", file=sys.stderr)
        return 2
    store = Store(ROOT / "archive")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    where = ["--archive", str(store.root)]
    if not store.ledger_path(sha256).exists():
        return run([*where, "scrape", "--manifest", str(ROOT / "samples/manifest.csv"), str(path)])
    ids = ids_of(store.ledger(sha256))
    return run([*where, "reclean", "--dry-run", *ids]) or run([*where, "reclean", *ids])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
