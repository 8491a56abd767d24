"""Every regular expression of the program against long runs of what it repeats: none explodes.

A subprocess imports all modules and cleans some samples with ``re`` watched, so
that patterns put together at run time are seen too; those written into a call
are read from the source. Each pattern is parsed, and for each of its
repetitions lines are made that hold what it repeats, thousands of times, and
then end otherwise.
"""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT
from tests.torture.conftest import LONG

LENGTH = 2000 if LONG else 250
"""Characters of a line. Exponential and cubic time show at either length, slow quadratic time at the first."""
SECONDS = 2.0
"""Of the processor, for one pattern over one line: some hundred times what the slowest takes."""
SEEN = 600
"""Patterns that are found at least: fewer means that the watching fails."""


def test_no_pattern_explodes() -> None:
    call = [sys.executable, "-m", "tests.torture.patterns", str(LENGTH), str(SECONDS)]
    done = subprocess.run(call, cwd=ROOT, text=True, capture_output=True, check=False, timeout=1500)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    print(f"{told['patterns']} patterns, {told['lines']} lines of {LENGTH}, {told['seconds']:.0f} s, "
          f"slowest {told['slowest']}")
    assert told["exploded"] == []
    assert told["patterns"] > SEEN
