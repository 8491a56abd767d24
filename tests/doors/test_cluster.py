"""Cleaning on a Dask cluster: the same archive as on one process, whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store
from scraper import cluster
from scraper.deposit import deposit
from scraper.model import Capture
from tests.doors.conftest import Call
from tests.doors.test_bag import tree
from tests.doors.test_store import capture, problems

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.filterwarnings("default::pytest.PytestWarning")]
COUNT = 40


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process stores of the captures."""
    root = tmp_path_factory.mktemp("one") / "archive"
    with Store(root).writing("test"):
        list(deposit(Store(root), map(capture, range(COUNT))))
    return tree(root)


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    """A cluster of two processes."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                                  silence_logs=50) as made:
        yield made


def test_a_worker_killed_in_the_middle_changes_nothing(one: dict[str, bytes], two_workers: Any, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    address = two_workers.scheduler_address
    with distributed.Client(address) as client:
        pids = list(client.run(os.getpid).values())
    assert len(pids) == 2
    stored = threading.Event()

    def kill() -> None:
        stored.wait(60)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()

    def arriving() -> Iterator[Capture]:
        for number in range(COUNT):
            if number == 14:  # twelve are in flight, some are back
                stored.set()
                time.sleep(0.2)
            yield capture(number)

    store = Store(root)
    with store.writing("test"):
        outcomes = list(deposit(store, arriving(), each=partial(cluster.each, address)))
    killer.join()
    assert [o.status for o in outcomes] == ["stored"] * COUNT
    assert tree(root) == one
    assert problems(root) == []


def test_the_command_line_works_on_processes_here(gonghui: Call, one: dict[str, bytes], tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_bytes(capture(number).data)
    said = gonghui("scrape", "--dask", "local", "--jobs", "2", "--json", *sorted(tmp_path.glob("*.txt")))
    assert said.code == 0, said
    assert {row["status"] for row in said.rows} == {"stored"}
    again = gonghui("scrape", "--dask", "local", "--jobs", "2", "--json", *sorted(tmp_path.glob("*.txt")))
    assert {row["status"] for row in again.rows} == {"unchanged"}
    assert problems(tmp_path / "archive") == []


def test_a_cluster_that_is_not_there_is_told(gonghui: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT", 1)
    said = gonghui("scrape", "--dask", "tcp://127.0.0.1:9", page)
    assert said.code == 1
    assert "tcp://127.0.0.1:9: no work can be handed" in said.err


def test_own_rules_go_with_the_work(two_workers: Any, tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text('[[rule]]\nid = "own.line"\nwhy = "own"\naction = "line"\npattern = "^滨海独家播报$"\n'
                     'hits = ["滨海独家播报"]\nmisses = ["滨海"]\n', encoding="utf-8")
    item = Capture(capture(1).data.replace("网站首页".encode(), "滨海独家播报\n网站首页".encode()), "1")
    from scraper.deposit import work

    ((_, made),) = cluster.each(two_workers.scheduler_address, [item], work, 1, rules=[rules])
    assert "own.line" in {s.rule for s in made.ledger.segments}  # type: ignore[union-attr]
