"""The store: transactions that survive kills, a lock that frees itself, a check that finds every change."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive import store as stores
from archive.check import check
from archive.errors import Locked, NewerFormat, NotWritable
from archive.store import Store
from gonghui.cli import run
from scraper.clean import page_text
from scraper.deposit import deposit
from scraper.laws import broken_body, broken_page
from scraper.model import Capture
from tests.doors.conftest import TEXT
from tests.torture.conftest import times

TOPICS = ("劳动竞赛", "集体协商", "困难帮扶", "职工书屋", "女职工工作", "经费审查", "安全生产", "民主管理")


def capture(number: int) -> Capture:
    topic = TOPICS[number % len(TOPICS)]
    rng = random.Random(number)
    lines = "\n".join(
        "　　" + "".join(rng.choices("全市各级工会组织围绕中心服务大局开展活动维护职工权益取得新成效", k=60)) + "。"
        for _ in range(4))
    text = TEXT.replace("全县工会", f"全县{topic}").replace("　　二、", f"{lines}\n　　二、")
    return Capture(text.encode(), f"{number}.txt", f"http://gh.example/{number}.html")


def problems(root: Path) -> list[tuple[str, str]]:
    return [(p.path, p.reason) for p in check(Store(root), page_text, broken_page, broken_body)]


def fill(root: Path, count: int) -> None:
    store = Store(root)
    with store.writing("test"):
        assert {o.status for o in deposit(store, map(capture, range(count)))} == {"stored"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filled") / "archive"
    fill(root, 4)
    assert problems(root) == []
    return root


class Dead(BaseException):
    """Stands for SIGKILL between two calls of the system."""


@pytest.mark.parametrize("fatal", range(14))
def test_a_run_that_dies_between_two_file_calls_is_clean_or_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    root = tmp_path / "archive"
    fill(root, 1)
    calls = 0
    real = os.replace, os.fsync

    def dying(which: int):  # type: ignore[no-untyped-def]
        def call(*arguments: object) -> object:
            nonlocal calls
            calls += 1
            if calls > fatal:
                raise Dead
            return real[which](*arguments)  # type: ignore[operator]
        return call

    store = Store(root)
    with monkeypatch.context() as patch:
        patch.setattr(stores.os, "replace", dying(0))
        patch.setattr(stores.os, "fsync", dying(1))
        try:
            with store.writing("test"):
                list(deposit(store, [capture(1)]))
        except Dead:
            pass
    left = problems(root)
    assert [p for p, _ in left if p != ".pending"] == [] or (root / ".pending/commit.json").exists()
    fresh = Store(root)
    with fresh.writing("again"):
        again = list(deposit(fresh, map(capture, range(2))))
    assert again[0].status == "unchanged"
    assert problems(root) == []
    assert not (root / ".pending").exists()


def test_the_lock_names_its_holder_and_dies_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "archive"
    script = ("import sys, time; from archive.store import Store\n"
              "with Store(sys.argv[1]).writing('scrape'): print('in', flush=True); time.sleep(60)")
    monkeypatch.setenv("GONGHUI_LOCK_WAIT", "0.2")
    with subprocess.Popen([sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"in\n"
        told: list[str] = []
        with pytest.raises(Locked) as caught, Store(root).writing("test", told.append):
            pass
        assert f"pid {child.pid}" in str(caught.value)
        assert told
        child.kill()
        child.wait()
    with Store(root).writing("test"):
        pass
    assert (root / ".lock").read_bytes() == b""


def test_workers_die_with_their_parent_and_hold_no_lock(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_bytes(capture(number).data)
    script = ("import sys, time; from archive.store import Store; from scraper import workers\n"
              "from scraper.model import Capture\n"
              "def work(capture): time.sleep(60)\n"
              "if __name__ == '__main__':\n"
              "    with Store(sys.argv[1]).writing('scrape'):\n"
              "        items = [Capture(b'x' * 10, str(i)) for i in range(20)]\n"
              "        list(workers.each(items, work, 2))\n")
    program = tmp_path / "program.py"
    program.write_text(script)
    root = tmp_path / "archive"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(program), str(root)], env=environment) as child:
        deadline = time.monotonic() + 30
        while len(workers := children(child.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert workers
        child.kill()
        child.wait()
    with Store(root).writing("test"):
        pass
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(alive(pid) for pid in workers)


def children(parent: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_check_finds_every_flipped_byte(filled: Path, tmp_path: Path) -> None:
    rng = random.Random(11)
    files = [p for p in sorted(filled.rglob("*")) if p.is_file() and p.name != ".lock"]
    for number in range(times(60, 300)):
        root = tmp_path / "a"
        shutil.copytree(filled, root)
        victim = files[number % len(files)].relative_to(filled)
        data = bytearray((root / victim).read_bytes())
        at = rng.randrange(len(data))
        data[at] ^= 1 << rng.randrange(8)
        (root / victim).write_bytes(data)
        found = problems(root)
        assert found, f"{victim} at {at}"
        if victim.name != "manifest-sha256.txt":
            assert any(victim.as_posix() == path for path, _ in found), (victim, found)
        shutil.rmtree(root)


def test_check_finds_what_is_missing_added_cut_off_or_elsewhere(filled: Path, tmp_path: Path) -> None:
    for number, victim in enumerate(p for p in sorted(filled.rglob("*")) if p.is_file() and p.name != ".lock"):
        name = victim.relative_to(filled)
        if name.name == "FORMAT":
            continue
        gone, cut, more = (shutil.copytree(filled, tmp_path / f"{number}{k}") for k in "abc")
        (gone / name).unlink()
        (cut / name).write_bytes(victim.read_bytes()[:-7])
        other = more / name.with_name("zz" + name.name)
        other.write_bytes(victim.read_bytes())
        assert name.as_posix() in [p for p, _ in problems(gone)]
        assert problems(cut)
        if name.parts[0] in ("documents", "originals", "ledgers"):
            assert other.relative_to(more).as_posix() in [p for p, _ in problems(more)]


def test_the_manifest_is_one_that_other_programs_read(filled: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=filled, check=True)


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "FORMAT").write_text("2\n")
    with pytest.raises(NewerFormat), Store(tmp_path).writing("test"):
        pass
    assert problems(tmp_path)[0][0] == "FORMAT"


def test_an_older_archive_is_brought_up_to_date_and_kept(filled: Path, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "archive"
    shutil.copytree(filled, root)

    def change(folder: Path) -> None:
        for path in folder.glob("documents/*/*.md"):
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    monkeypatch.setattr(stores, "FORMAT", 2)
    monkeypatch.setitem(stores.MIGRATIONS, 1, change)
    store = Store(root)
    with store.writing("test"):
        pass
    assert (root / "FORMAT").read_text() == "2\n"
    assert (tmp_path / "archive.format-1" / "FORMAT").read_text() == "1\n"
    name = next(filled.glob("documents/*/*.md")).relative_to(filled)
    assert (tmp_path / "archive.format-1" / name).read_bytes() == (filled / name).read_bytes()
    assert (root / name).read_bytes() == (filled / name).read_bytes() + b"\n"
    assert store.sums()[str(name)] == hashlib.sha256((root / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("fatal", [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 14, "step"])
def test_a_migration_that_dies_is_undone_or_completed(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int | str
) -> None:
    root = tmp_path / "archive"
    shutil.copytree(filled, root)
    (root / "overrides").mkdir()
    (root / "overrides/old.toml").write_text("")
    before = files(root)
    calls = 0

    def change(folder: Path) -> None:
        for path in folder.glob("documents/*/*.md"):
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
            if fatal == "step" and not (tmp_path / "again").exists():
                raise Dead
        (folder / "overrides/old.toml").rename(folder / "overrides/new.toml")

    def dying(real):  # type: ignore[no-untyped-def]
        def call(*arguments: object) -> object:
            nonlocal calls
            calls += 1
            if isinstance(fatal, int) and calls > fatal:
                raise Dead
            return real(*arguments)
        return call

    monkeypatch.setattr(stores, "FORMAT", 2)
    monkeypatch.setitem(stores.MIGRATIONS, 1, change)
    with monkeypatch.context() as patch:
        for name in ("replace", "fsync"):
            patch.setattr(stores.os, name, dying(getattr(os, name)))
        with pytest.raises(Dead), Store(root).writing("test"):
            pass
    if not Store(root).pending():
        assert files(root) == before
    (tmp_path / "again").touch()
    with Store(root).writing("test"):
        pass
    after = files(root)
    assert after["FORMAT"] == b"2\n"
    assert "overrides/old.toml" not in after
    assert "overrides/new.toml" in after
    assert all(after[name] == data + b"\n" for name, data in before.items() if name.endswith(".md"))
    assert files(tmp_path / "archive.format-1") == before
    assert not (root / ".pending").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "archive", "archive.format-1"]


def test_a_migration_keeps_no_old_copy_for_a_new_one(filled: Path, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(filled, tmp_path / "archive")
    fill(tmp_path / "archive.format-1", 1)
    other = files(tmp_path / "archive.format-1")
    before = files(root)
    monkeypatch.setattr(stores, "FORMAT", 2)
    monkeypatch.setitem(stores.MIGRATIONS, 1, lambda folder: None)
    with Store(root).writing("test"):
        pass
    assert files(tmp_path / "archive.format-1") == other
    assert files(tmp_path / "archive.format-1.2") == before


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*")
            if p.is_file() and not {".lock", ".pending"} & set(p.relative_to(root).parts)}


def test_a_full_disk_is_told_and_harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "archive"
    fill(root, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    store = Store(root)
    with monkeypatch.context() as patch:
        patch.setattr(stores.os, "fsync", full)
        with pytest.raises(NotWritable, match="No space left"), store.writing("test"):
            list(deposit(store, [capture(1)]))
    assert problems(root) == []


def test_a_moved_date_moves_the_file_and_keeps_the_id(filled: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    from archive import record

    root = shutil.copytree(filled, tmp_path / "a")
    store = Store(root)
    old = next(store.documents())
    new = replace(old, date="1999-05-01")
    with store.writing("test"):
        store.commit({store.document_path(new): record.write(new).encode()}, [store.document_path(old)])
    assert store.path(old.id) == root / f"documents/1999/{old.id}.md"
    assert problems(root) == []


def test_the_result_does_not_depend_on_jobs_or_on_how_often_one_starts(tmp_path: Path) -> None:
    captures = [capture(n) for n in range(12)]
    roots = [tmp_path / name for name in ("one", "two", "three")]
    for root, jobs, parts in zip(roots, (1, 2, 1), (1, 1, 3), strict=True):
        for part in range(parts):
            store = Store(root)
            with store.writing("test"):
                list(deposit(store, captures[part * 12 // parts : (part + 1) * 12 // parts], jobs))
    trees = [{str(p.relative_to(r)): p.read_bytes() for p in r.rglob("*") if p.is_file()} for r in roots]
    assert trees[0] == trees[1] == trees[2]


@pytest.mark.parametrize("name", ["FORMAT.new", ".fetched.json.new", "withdrawn/0abc.json.new"])
def test_a_file_that_a_dead_run_had_half_written_is_forgotten(filled: Path, tmp_path: Path, name: str) -> None:
    root = shutil.copytree(filled, tmp_path / "a")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_bytes(b"ha")
    assert run(["check", "--archive", str(root)]) == 0
    assert not (root / name).exists()
