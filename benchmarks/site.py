"""What a site costs: CPU a document and peak memory.

    python -m benchmarks.site ARCHIVE [--search] [--again]

The bounds: 12 ms a document without the search shards, 20 ms with them, and
250 MB at 2,000 documents. ``--again`` tells also what a second build costs, which
keeps all pages of the first. The site is written where TMPDIR says: some disks take
half a millisecond of the system's time for every new file.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile

from archive.store import Store
from gonghui.building import build_site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    count = len(Store(options.archive).paths())
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2 if options.again else 1):
            began = os.times()
            build_site(options.archive, folder, search=options.search, fresh=not options.again)
            ended = os.times()
            _tell(count, ended.user - began.user, ended.system - began.system)


def _tell(count: int, user: float, system: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = user + system
    print(f"{count} documents: {spent:.2f} s CPU ({system:.2f} of it the system's, for files), "
          f"{1000 * spent / max(count, 1):.2f} ms a document, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
