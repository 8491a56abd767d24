"""Work on captures over a Dask cluster: the same pairs in the same order as :func:`scraper.workers.each`.

Sources are listed here, captures are cleaned there, and one writer, this
process, stores. Cleaning is pure, so a task that is lost with its worker is
simply done again elsewhere; nothing is stored twice, because workers store
nothing. ``pip install gonghui-archive[dask]`` brings what this needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import ArchiveError, Failed, Refused
from scraper.model import Capture
from scraper.rules import RuleSet, extended, in_force
from scraper.workers import Task, guarded, in_order

T = TypeVar("T")
LOCAL = "local"
"""Instead of an address: processes of this machine."""
_TRIES = 3
"""How often a capture may lose its worker before it is held for the cause."""
_WAIT = 20
"""Seconds in which a scheduler must answer."""


class NoCluster(ArchiveError):
    """Facts: ``where``, ``what``, ``what_zh``."""

    en = "{where}: no work can be handed to this cluster: {what}"
    zh = "{where}：无法把工作交给此集群：{what_zh}"


def each(
    address: str,
    items: Iterable[Capture | Refused],
    work: Callable[[Capture], T],
    jobs: int,
    known: Callable[[Capture], bool] = lambda capture: False,
    rules: Sequence[Path] = (),
) -> Iterator[tuple[Capture | Refused, T | Refused | None]]:
    """As :func:`scraper.workers.each`, on the scheduler at ``address`` or on ``jobs`` processes here (``"local"``).

    Raises :class:`NoCluster` where Dask is not installed, nobody answers, or a
    worker runs another version: its results could differ.
    """
    with extended(rules) as own, client(address, jobs) as hand:
        threads = sum(hand.nthreads().values())
        told = hand.scatter(own, broadcast=True) if rules else own

        def submit(item: Capture) -> Task[T | Refused]:
            return _Away(item, hand.submit(_apart, work, item, told, pure=False, retries=_TRIES))

        yield from in_order(items, submit, known, max(threads, 1))


class _Away:
    """A capture on the cluster."""

    def __init__(self, item: Capture, future: Any) -> None:
        self._item, self._future = item, future
        self.done = future.done

    def result(self) -> Any:
        try:
            return self._future.result()
        except Exception as error:  # whatever became of the worker, the batch goes on
            return Failed(where=self._item.source, error=f"{type(error).__name__}: {error}")
        finally:
            self._future.release()


def _apart(work: Callable[[Capture], T], capture: Capture, rules: RuleSet) -> T | Refused:
    """On the worker: clean one capture by the rules of the one who asks."""
    with in_force(rules):
        return guarded(work, capture)


@contextmanager
def client(address: str, jobs: int) -> Iterator[Any]:
    """A client of the cluster. Raises :class:`NoCluster`."""
    try:
        dask: Any = import_module("dask")
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise NoCluster(where=address, what="Dask is not installed; `pip install gonghui-archive[dask]`",
                        what_zh="未安装 Dask；请运行 `pip install gonghui-archive[dask]`") from error
    # a capture travels with its task: data laid down on a worker would be lost with it
    settings = {"distributed.admin.large-graph-warning-threshold": "4 GiB", "distributed.comm.timeouts.connect": _WAIT}
    with dask.config.set(settings), ExitStack() as stack:
        try:
            if address == LOCAL:
                cluster = stack.enter_context(distributed.LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50))
                hand = stack.enter_context(distributed.Client(cluster))
            else:
                hand = stack.enter_context(distributed.Client(address, timeout=_WAIT))
        except (OSError, ValueError, TimeoutError) as error:
            raise NoCluster(where=address, what=error, what_zh=error) from error
        found = {_version(), *hand.run(_version).values()}
        if len(found) > 1:
            what = ", ".join(sorted(found))
            raise NoCluster(where=address, what=f"versions differ ({what})", what_zh=f"版本不一致（{what}）")
        yield hand


def _version() -> str:
    return version("gonghui-archive")
