"""Work on captures over processes, in order, with bounded memory.

What the workers do is pure, so the results are those of one process.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from archive import processes
from archive.errors import Failed, Refused
from scraper.model import Capture
from scraper.rules import extended

T = TypeVar("T")
U = TypeVar("U", covariant=True)

_ALONE = 6
"""So many captures are worked on without other processes: starting one costs more."""
_SMALL = 1 << 20
"""Bytes of those captures, together."""
AHEAD = 48
"""Captures in flight for each worker: enough for as long as the writer writes a transaction ..."""
_HELD = 32 << 20
"""... but no more bytes of them together than this, beyond one for each worker."""


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
                yield from in_order(everything, partial(pool.submit, work), known, jobs)
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


class Task(Protocol[U]):
    """Work that goes on elsewhere."""

    def done(self) -> bool:
        """Whether the result is there."""
        ...

    def result(self) -> U:
        """The result; waits for it."""
        ...


def in_order(
    items: Iterable[Capture | Refused],
    submit: Callable[[Capture], Task[T | Refused]],
    known: Callable[[Capture], bool],
    jobs: int,
) -> Iterator[tuple[Capture | Refused, T | Refused | None]]:
    """Pairs as of :func:`each`: ``submit`` begins the work on a capture.

    A pair comes as soon as it is its turn and its work is done. At most
    :data:`AHEAD` items for each of ``jobs`` are in flight.
    """
    ahead: deque[tuple[Capture | Refused, Task[T | Refused] | None]] = deque()
    held = 0

    def first() -> tuple[Capture | Refused, T | Refused | None]:
        nonlocal held
        item, task = ahead.popleft()
        held -= _size(item)
        return item, item if isinstance(item, Refused) else None if task is None else task.result()

    for item in items:
        ahead.append((item, submit(item) if isinstance(item, Capture) and not known(item) else None))
        held += _size(item)
        while ahead and (len(ahead) >= jobs * AHEAD or (held > _HELD and len(ahead) > jobs) or _done(ahead[0][1])):
            yield first()
    while ahead:
        yield first()


def _done(task: Task[U] | None) -> bool:
    return task is None or task.done()


def _size(item: Capture | Refused) -> int:
    return sum(len(c.data) for c in (item, *item.pages)) if isinstance(item, Capture) else 0


class _Pool:
    """Processes, started anew when one of them died."""

    def __init__(self, jobs: int, rules: Sequence[Path]) -> None:
        self._start: Callable[[], ProcessPoolExecutor] = partial(processes.pool, jobs, _take, tuple(rules))
        self._processes = self._start()

    def submit(self, work: Callable[[Capture], T], item: Capture) -> Task[T | Refused]:
        future = _submit(self._processes, work, item)
        if future is None:
            self.close()
            self._processes = self._start()
            future = self._processes.submit(guarded, work, item)
        return _Cleaning(item, future)

    def close(self) -> None:
        self._processes.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, work: Callable[[Capture], T], item: Capture) -> Future[T | Refused] | None:
    try:
        return pool.submit(guarded, work, item)
    except BrokenProcessPool:
        return None


class _Cleaning(Generic[T]):
    """A capture in a worker."""

    def __init__(self, item: Capture, future: Future[T | Refused]) -> None:
        self._item, self._future = item, future
        self.done = future.done

    def result(self) -> T | Refused:
        try:
            return self._future.result()
        except BrokenProcessPool:
            return Failed(where=self._item.source, error="the worker process died (out of memory?)")


_FOR_LIFE = ExitStack()
"""What a worker holds until it ends; a block that nobody holds would end at once."""


def _take(rules: Sequence[Path]) -> None:
    """In the worker: the user's rules are in force."""
    _FOR_LIFE.enter_context(extended(rules))
