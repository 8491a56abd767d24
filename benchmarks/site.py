"""What a site costs: CPU a document and peak memory.

    python -m benchmarks.site ARCHIVE [--search]

The bounds: 12 ms a document without the search shards, 20 ms with them, and
250 MB at 2,000 documents.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time

from archive.store import Store
from gonghui.building import build_site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--search", action="store_true")
    options = parser.parse_args()
    count = len(Store(options.archive).paths())
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        build_site(options.archive, folder, search=options.search)
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} documents: {spent:.2f} s CPU, {1000 * spent / max(count, 1):.2f} ms a document, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
