"""Work on captures over processes, in order, with bounded memory.

Workers are spawned: they inherit no file handle (so no lock), and they die
with their parent. What they do is pure, so the results are those of one process.
"""

from __future__ import annotations

import ctypes
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from archive.errors import Failed, Refused
from scraper.model import Capture
from scraper.rules import extended

T = TypeVar("T")

_ALONE = 6
"""So many captures are worked on without other processes: starting one costs more."""
_SMALL = 1 << 20
"""Bytes of those captures, together."""
AHEAD = 6
"""Captures in flight for each worker."""


def each(
    items: Iterable[Capture | Refused],
    work: Callable[[Capture], T],
    jobs: int,
    known: Callable[[Capture], bool] = lambda capture: False,
    rules: Sequence[Path] = (),
) -> Iterator[tuple[Capture | Refused, T | Refused | None]]:
    """Pairs of an item and what ``work`` made of it, in the order of ``items``.

    An item that is refused already is its own result; ``None`` stands for a
    capture that ``known`` says needs no work. An exception of ``work``
    becomes :class:`archive.errors.Failed`; the rest goes on. ``rules`` are the
    user's own rule files, in force beside the bundled ones.
    """
    rest = iter(items)
    first = list(itertools.islice(rest, _ALONE + 1)) if jobs > 1 else []
    few = len(first) <= _ALONE and sum(len(i.data) for i in first if isinstance(i, Capture)) <= _SMALL
    everything = itertools.chain(first, rest)
    if jobs > 1 and not few:
        with extended(rules):  # refuses a broken row here, not in a worker
            pool = _Pool(jobs, rules)
            try:
                yield from in_order(everything, partial(pool.submit, work), known, jobs * AHEAD)
            finally:
                pool.close()
        return
    with extended(rules):
        for item in everything:
            if isinstance(item, Refused):
                yield item, item
            else:
                yield item, None if known(item) else guarded(work, item)


def guarded(work: Callable[[Capture], T], capture: Capture) -> T | Refused:
    """What ``work`` makes of a capture, or why it makes nothing."""
    try:
        return work(capture)
    except Refused as error:
        return error
    except Exception as error:  # a fault of ours on one page must not end the batch
        return Failed(where=capture.source, error=f"{type(error).__name__}: {error}")


def in_order(
    items: Iterable[Capture | Refused],
    submit: Callable[[Capture], Callable[[], T | Refused]],
    known: Callable[[Capture], bool],
    window: int,
) -> Iterator[tuple[Capture | Refused, T | Refused | None]]:
    """Pairs as of :func:`each`: ``submit`` begins the work on a capture and gives what waits for its result.

    At most ``window`` items are in flight.
    """
    ahead: deque[tuple[Capture | Refused, Callable[[], T | Refused] | None]] = deque()

    def first() -> tuple[Capture | Refused, T | Refused | None]:
        item, wait = ahead.popleft()
        return item, item if isinstance(item, Refused) else wait and wait()

    for item in items:
        ahead.append((item, submit(item) if isinstance(item, Capture) and not known(item) else None))
        if len(ahead) >= window:
            yield first()
    while ahead:
        yield first()


class _Pool:
    """Processes, started anew when one of them died."""

    def __init__(self, jobs: int, rules: Sequence[Path]) -> None:
        self._start: Callable[[], ProcessPoolExecutor] = partial(_pool, jobs, rules)
        self._processes = self._start()

    def submit(self, work: Callable[[Capture], T], item: Capture) -> Callable[[], T | Refused]:
        future = _submit(self._processes, work, item)
        if future is None:
            self.close()
            self._processes = self._start()
            future = self._processes.submit(guarded, work, item)
        return partial(_result, item, future)

    def close(self) -> None:
        self._processes.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, work: Callable[[Capture], T], item: Capture) -> Future[T | Refused] | None:
    try:
        return pool.submit(guarded, work, item)
    except BrokenProcessPool:
        return None


def _result(item: Capture, future: Future[T | Refused]) -> T | Refused:
    try:
        return future.result()
    except BrokenProcessPool:
        return Failed(where=item.source, error="the worker process died (out of memory?)")


def _pool(jobs: int, rules: Sequence[Path]) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (os.getpid(), tuple(rules)))


_FOR_LIFE = ExitStack()
"""What a worker holds until it ends; a block that nobody holds would end at once."""


def _begin(parent: int, rules: Sequence[Path]) -> None:
    """In the worker: leave Ctrl-C to the parent, end when it ends, take the user's rules."""
    _FOR_LIFE.enter_context(extended(rules))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
