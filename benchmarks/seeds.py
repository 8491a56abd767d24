"""Clean the given copies and print them as ``explain --json`` does, one a line.

    python -m benchmarks.seeds COPY... > pages.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scraper.clean import clean


def main() -> None:
    for name in sys.argv[1:]:
        print(json.dumps(clean(Path(name).read_bytes(), name), ensure_ascii=False))


if __name__ == "__main__":
    main()
