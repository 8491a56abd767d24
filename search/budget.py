"""What one query may take where others wait for theirs: the local server sets it, the command line does not."""

from __future__ import annotations

import time
from collections.abc import Callable

from archive.errors import QueryCutOff


class Budget:
    """Seconds on the clock and bytes of occurrences held at once; asked between steps, each of which is short.

    >>> Budget(2.0, 50_000_000).check(1000)
    """

    def __init__(self, seconds: float, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self.size, self._clock = seconds, size, clock
        self._end = clock() + seconds

    def check(self, size: int = 0) -> None:
        """Go on, or raise :class:`archive.errors.QueryCutOff`; ``size`` is what the next step is about to hold."""
        if self._clock() > self._end:
            raise QueryCutOff(limit=f"{self.seconds:g} s", limit_zh=f"{self.seconds:g} 秒")
        if size > self.size:
            limit = f"{self.size / 1e6:g} MB"
            raise QueryCutOff(limit=limit, limit_zh=limit)


def unlimited(size: int = 0) -> None:
    """No budget."""
