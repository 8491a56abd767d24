"""A process of its own that cleans what is handed to it, and tells what that took.

Time and memory are those of one source alone: the peak is set back before
each (``clear_refs``), and a process that has died or hangs is made anew.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds of the clock for one source."""


class Apart:
    """The process, as seen from the tests."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def clean(self, path: Path, sources: bool) -> tuple[list[str], float, float]:
        """What became of the copies in a file, seconds of the processor, megabytes at most in use.

        ``sources``: read as ``scrape`` reads it, packed or not; else as the bytes of one page.
        """
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen([sys.executable, "-m", "tests.torture.apart"], cwd=ROOT, text=True,
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        child = self._child
        assert child.stdin
        assert child.stdout
        assert child.stderr
        child.stdin.write(json.dumps([str(path), sources]) + "\n")
        child.stdin.flush()
        answer = child.stdout.readline() if select.select([child.stdout], [], [], PATIENCE)[0] else ""
        if not answer:
            child.kill()
            said = child.stderr.read()[-2000:]
            self.end()
            self._child = None
            raise AssertionError(f"died or hung: {said}")
        told: list[Any] = json.loads(answer)
        return told[0], told[1], told[2]

    def end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
                if pipe:
                    pipe.close()


def main() -> None:
    """Answer each line of standard input with one of standard output."""
    from scraper.clean import clean_capture
    from scraper.model import Capture

    clean_capture(Capture("在全市工会工作会议上的讲话\n同志们：今天开会。".encode(), "warm"))
    for line in sys.stdin:
        path, sources = json.loads(line)
        data = b"" if sources else Path(path).read_bytes()
        Path("/proc/self/clear_refs").write_text("5")
        start = time.process_time()
        told = _sources(path) if sources else _page(data)
        took = time.process_time() - start
        most = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
        print(json.dumps([told, took, most / 1024]), flush=True)


def _page(data: bytes) -> list[str]:
    from scraper.clean import clean_capture
    from scraper.laws import broken_page
    from scraper.model import Capture

    cleaned = clean_capture(Capture(data, "test"))
    assert not broken_page(cleaned.page.text, cleaned.ledger)
    return [cleaned.refused[0] if cleaned.refused else "taken"]


def _sources(path: str) -> list[str]:
    from archive.errors import Refused
    from scraper.clean import clean_capture
    from scraper.provenance import Origins
    from scraper.sources import read

    told = []
    for item in read([path], Origins(), lambda address: iter(())):
        try:
            if isinstance(item, Refused):
                raise item
            cleaned = clean_capture(item)
            told.append(cleaned.refused[0] if cleaned.refused else "taken")
        except Refused as error:
            told.append(type(error).__name__)
    return told


if __name__ == "__main__":
    main()
