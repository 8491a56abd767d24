"""SIGKILL at random moments: the archive is in order, what was reported is there, the next run completes."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.store import Store
from gonghui.cli import run
from tests.doors.test_store import capture, fill, problems
from tests.torture.conftest import times

HELD = 6
"""Documents in the archive before."""
NEW = times(12, 24)
"""Copies to come."""


@dataclass(frozen=True)
class Ground:
    """Where a run is killed: an archive, copies to scrape, a bag to import, a site to build."""

    root: Path
    copies: Path
    bag: Path
    site: Path

    def call(self, name: str) -> list[str]:
        """The command line of the run ``name``."""
        id = Store(self.root).paths()[0].stem
        words = {"scrape": ["scrape", "--json", str(self.copies)],
                 "workers": ["scrape", "--json", "--jobs", "2", str(self.copies)],
                 "index": ["index", "--rebuild"],
                 "build": ["build", "--site", str(self.site)],
                 "withdraw": ["withdraw", id, "--why", "应作者要求"],
                 "restore": ["restore", id],
                 "reclean": ["reclean"],
                 "repair": ["check", "--repair"],
                 "import": ["import", "--json", str(self.bag)]}[name]
        return [sys.executable, "-m", "gonghui", *words, "--archive", str(self.root)]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The ground that each killed run gets a copy of."""
    home = tmp_path_factory.mktemp("ground")
    ground = Ground(home / "archive", home / "copies", home / "bag", home / "site")
    fill(ground.root, HELD)
    assert run(["index", "--archive", str(ground.root)]) == 0
    ground.copies.mkdir()
    for number in range(HELD, HELD + NEW):
        (ground.copies / f"{number:02}.txt").write_bytes(capture(number).data)
    other = home / "other"
    store = Store(other)
    with store.writing("test"):
        from scraper.deposit import deposit

        list(deposit(store, map(capture, range(HELD - 2, HELD + 8))))
    assert run(["export", "--bag", str(ground.bag), "--archive", str(other)]) == 0
    return ground


def copied(ground: Ground, home: Path) -> Ground:
    new = Ground(home / "archive", ground.copies, ground.bag, home / "site")
    shutil.copytree(ground.root, new.root)
    return new


def kill(call: list[str], after: float) -> tuple[str, bool]:
    """What the run had said when it was killed, and whether it had ended before."""
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        time.sleep(after)
        ended = child.poll() is not None
        child.send_signal(signal.SIGKILL)
        return child.communicate()[0], ended


def took(call: list[str]) -> float:
    start = time.monotonic()
    complete(call)
    return time.monotonic() - start


def complete(call: list[str]) -> None:
    """Run to the end; what it said if it failed."""
    done = subprocess.run(call, check=False, capture_output=True, text=True)
    assert done.returncode == 0, (call, done.stdout[-500:], done.stderr[-2000:])


def here(call: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run without a process of its own, whose start costs more than the work; exit code and what was said."""
    capsys.readouterr()
    code = run(call[3:])
    return code, *capsys.readouterr()


def stored(out: str) -> set[str]:
    rows = [json.loads(line) for line in out.splitlines() if line.startswith("{") and line.endswith("}")]
    return {id for row in rows for id in row.get("ids", [row.get("into")]) if id}


RUNS = ("scrape", "workers", "index", "build", "withdraw", "restore", "reclean", "repair", "import")


@pytest.mark.parametrize("name", RUNS)
def test_a_killed_run_leaves_an_archive_in_order(name: str, first: Ground, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(name)
    start = copied(first, tmp_path / "start")
    if name == "restore":
        assert here(start.call("withdraw"), capsys)[0] == 0
    trial = copied(start, tmp_path / "trial")
    length = took(trial.call(name))
    kept = {p.relative_to(trial.root).as_posix(): p.read_bytes() for p in trial.root.glob("*/*/*")
            if "index" not in p.parts}
    wanted = times(2 if name == "scrape" else 1, 14)
    killed = 0
    for number in range(3 * wanted):
        ground = copied(start, tmp_path / f"{number}")
        before = {p.stem for p in Store(ground.root).paths()}
        out, ended = kill(ground.call(name), chance.uniform(0.2, 0.95) * length)
        killed += not ended
        assert_in_order(ground, before | stored(out), capsys)
        if name == "workers":
            complete(ground.call(name))
        else:
            said = here(ground.call(name), capsys)
            assert said[0] == 0, said
        assert problems(ground.root) == []
        after = {p.relative_to(ground.root).as_posix(): p.read_bytes() for p in ground.root.glob("*/*/*")
                 if "index" not in p.parts}
        assert after == kept
        shutil.rmtree(ground.root.parent)
        if killed == wanted:
            break
    print(f"{name}: killed {killed} times in {number + 1} runs of {length:.1f} s")
    assert killed


def assert_in_order(ground: Ground, ids: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    """``check`` finds nothing, no document is lost, the search answers for all of them or says why not."""
    capsys.readouterr()
    assert run(["check", "--archive", str(ground.root)]) == 0, capsys.readouterr()
    assert ids <= {p.stem for p in Store(ground.root).paths()}
    assert not [p for p in ground.root.rglob("*.new") if p.is_file()]
    if ground.site.exists():
        for path in ground.site.rglob("*.html"):
            assert path.read_text(encoding="utf-8").rstrip().endswith("</html>"), path
    assert run(["search", "工会", "--json", "--archive", str(ground.root)]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["scrape", "index"])
def test_two_runs_at_once_wait_for_each_other(name: str, first: Ground, tmp_path: Path) -> None:
    ground = copied(first, tmp_path)
    both = [subprocess.Popen(ground.call(name), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    said = [child.communicate(timeout=120) for child in both]
    assert [child.returncode for child in both] == [0, 0], said
    assert problems(ground.root) == []
    if name == "scrape":
        status = [json.loads(line)["status"] for out, _ in said for line in out.splitlines()]
        assert sorted(set(status)) == ["stored", "unchanged"]
        assert status.count("stored") == NEW


Full = Callable[[Path], Path]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Full]:
    """A file system of a megabyte, where one can be mounted."""
    made: list[Path] = []

    def mount(source: Path) -> Path:
        place = tmp_path / "disk"
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False,
                          capture_output=True).returncode:
            pytest.skip("no file system can be mounted here")
        made.append(place)
        shutil.copytree(source, place / "archive")
        return place

    yield mount
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=False)


@pytest.mark.parametrize("name", ["scrape", "index", "build", "import", "withdraw"])
def test_a_full_disk_is_told_and_harms_nothing(name: str, first: Ground, small_disk: Full,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    place = small_disk(first.root)
    ground = Ground(place / "archive", first.copies, first.bag, place / "site")
    before = {p.stem for p in Store(ground.root).paths()}
    stuffing = place / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    code, out, told = here(ground.call(name), capsys)
    assert code == 1, told
    assert "No space left on device" in told
    assert before | stored(out) <= {p.stem for p in Store(ground.root).paths()}
    stuffing.unlink()
    assert run(["check", "--archive", str(ground.root)]) == 0


def test_a_folder_that_cannot_be_written_is_told(first: Ground, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    ground = copied(first, tmp_path)
    if subprocess.run(["mount", "--bind", ground.root, ground.root], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", ground.root], check=True)
        for name in ("scrape", "withdraw", "import", "index"):
            code, _, told = here(ground.call(name), capsys)
            assert code == 1, told
            assert "Read-only file system" in told
        assert run(["check", "--archive", str(ground.root)]) == 0
        assert run(["search", "工会", "--archive", str(ground.root)]) == 0
    finally:
        subprocess.run(["umount", "-l", ground.root], check=False)
