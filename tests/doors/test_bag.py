"""Moving house: an archive out as a bag, in again, and two archives into one."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from archive.store import Store
from gonghui.cli import run
from tests.doors.test_store import capture, problems


def scrape(root: Path, *numbers: int) -> list[str]:
    """An archive of the invented captures of these numbers; the ids, capture by capture."""
    from scraper.deposit import deposit

    store = Store(root)
    with store.writing("test"):
        return [outcome.ids[0] for outcome in deposit(store, map(capture, numbers))]


def bag(root: Path, target: Path) -> Path:
    assert run(["export", "--bag", str(target), "--archive", str(root)]) == 0
    return target


def take(root: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, tuple[str, str | None]]]:
    capsys.readouterr()
    code = run(["import", str(source), "--json", "--archive", str(root)])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return code, {row["id"]: (row["status"], row["reason"]) for row in rows}


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*")
            if p.is_file() and p.name != ".lock" and "index" not in p.relative_to(root).parts}


def test_out_and_in_again_is_the_same_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids = scrape(tmp_path / "old", 0, 1, 2)
    (tmp_path / "old/withdrawn").mkdir()
    (tmp_path / "old/overrides").mkdir()
    ruling = tmp_path / f"old/overrides/{ids[0]}.toml"
    ruling.write_text('speaker = {value = "何远", why = "据原件"}\n', encoding="utf-8")
    assert run(["reclean", ids[0], "--archive", str(tmp_path / "old")]) == 0
    made = bag(tmp_path / "old", tmp_path / "bag")
    assert bagit.Bag(str(made)).is_valid()
    code, rows = take(tmp_path / "new", made, capsys)
    assert code == 0
    assert {status for status, _ in rows.values()} == {"taken"}
    assert tree(tmp_path / "new") == tree(tmp_path / "old")
    before = tree(tmp_path / "new")
    code, rows = take(tmp_path / "new", made, capsys)
    assert code == 0
    assert {status for status, _ in rows.values()} == {"unchanged"}
    assert tree(tmp_path / "new") == before


def test_two_archives_become_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scrape(tmp_path / "here", 0, 1, 2)
    theirs = scrape(tmp_path / "there", 2, 3, 4)
    code, rows = take(tmp_path / "here", bag(tmp_path / "there", tmp_path / "bag"), capsys)
    assert code == 0
    assert [rows[id][0] for id in theirs] == ["unchanged", "taken", "taken"]
    assert problems(tmp_path / "here") == []
    assert len(list((tmp_path / "here").glob("originals/*/*"))) == 5


def test_a_copy_of_a_work_that_is_here_joins_it_and_its_id_lives_on(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(capture(0).data)
    other = tmp_path / "other.txt"
    other.write_bytes(capture(0).data + "\n　　本文来自滨海文档网。\n".encode())
    assert run(["scrape", str(page), "--archive", str(tmp_path / "here")]) == 0
    assert run(["scrape", str(other), "--archive", str(tmp_path / "there")]) == 0
    (ours,), (theirs,) = ([p.stem for p in Store(tmp_path / name).paths()] for name in ("here", "there"))
    code, rows = take(tmp_path / "here", bag(tmp_path / "there", tmp_path / "bag"), capsys)
    assert code == 0
    assert rows == {theirs: ("merged", None)}
    document = Store(tmp_path / "here").document(ours)
    assert document.aliases == (theirs,)
    assert len(document.copies) == 2
    assert problems(tmp_path / "here") == []


def test_what_differs_is_named_and_what_is_here_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (id,) = scrape(tmp_path / "here", 0)
    scrape(tmp_path / "there", 0)
    for name, speaker in (("here", "何远"), ("there", "江一舟")):
        folder = tmp_path / name / "overrides"
        folder.mkdir()
        (folder / f"{id}.toml").write_text(f'speaker = {{value = "{speaker}", why = "据原件"}}\n', encoding="utf-8")
        assert run(["reclean", id, "--archive", str(tmp_path / name)]) == 0
    before = tree(tmp_path / "here")
    code, rows = take(tmp_path / "here", bag(tmp_path / "there", tmp_path / "bag"), capsys)
    assert code == 1
    assert rows[id][0] == "conflict"
    assert "speaker" in str(rows[id][1])
    assert rows[f"overrides/{id}.toml"][0] == "conflict"
    assert tree(tmp_path / "here") == before


@pytest.mark.parametrize("harm", ["altered", "missing", "added", "link", "lawless", "empty"])
def test_a_bag_that_does_not_verify_changes_nothing(
        harm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scrape(tmp_path / "old", 0)
    made = bag(tmp_path / "old", tmp_path / "bag")
    record = next(made.glob("data/documents/*/*.md"))
    if harm == "altered":
        record.write_bytes(record.read_bytes().replace("工会".encode(), "公会".encode(), 1))
    elif harm == "missing":
        record.unlink()
    elif harm == "added":
        (made / "data/documents/more.md").write_text("more")
    elif harm == "link":
        os.symlink("/etc/hostname", made / "data/documents/link.md")
    elif harm == "lawless":  # a bag made anew over an archive that was meddled with
        record.write_bytes(record.read_bytes().replace("工会".encode(), "公会".encode(), 1))
        bagit.Bag(str(made)).save(manifests=True)
    else:
        made = tmp_path / "nothing"
        made.mkdir()
    capsys.readouterr()
    assert run(["import", str(made), "--archive", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err
    assert str(made) in told
    assert "Traceback" not in told
    assert not (tmp_path / "new").exists()


def test_a_bag_is_not_laid_over_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scrape(tmp_path / "old", 0)
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag/mine.txt").write_text("mine")
    assert run(["export", "--bag", str(tmp_path / "bag"), "--archive", str(tmp_path / "old")]) == 1
    assert "something already" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "bag").iterdir()] == ["mine.txt"]


def test_an_archive_that_is_out_of_order_is_not_handed_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scrape(tmp_path / "old", 0)
    original = next((tmp_path / "old").glob("originals/*/*"))
    original.write_bytes(original.read_bytes() + b"x")
    assert run(["export", "--bag", str(tmp_path / "bag"), "--archive", str(tmp_path / "old")]) == 1
    assert original.name in capsys.readouterr().err
    assert not (tmp_path / "bag").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["old"]


def _add_line(made: Path, name: str, digest: str = "0" * 64) -> None:
    with (made / "manifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{digest}  {name}\n")
    _sign(made)


def _sign(made: Path) -> None:
    """Make the sums of the tag files right again, as one who meddles would."""
    rows = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in sorted(made.glob("*.txt"))
            if not p.name.startswith("tagmanifest")]
    (made / "tagmanifest-sha256.txt").write_text("".join(rows), encoding="utf-8")


def _rewrite(made: Path, name: str, text: str) -> None:
    (made / name).write_text(text, encoding="utf-8")
    _sign(made)


def _resum(made: Path, name: str, data: bytes) -> None:
    """Change or add a payload file and all sums of the bag."""
    (made / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (made / "data" / name).write_bytes(data)
    bagit.Bag(str(made)).save(manifests=True)


def _alter(made: Path) -> None:
    path = made / "bag-info.txt"
    path.write_text(path.read_text(encoding="utf-8") + "Contact: x\n", encoding="utf-8")


def _sparse(made: Path) -> None:
    with (made / "data/originals/large").open("wb") as file:
        file.truncate(1 << 40)


def _record(made: Path, old: bytes, new: bytes) -> None:
    path = next((made / "data").glob("documents/*/*.md"))
    _resum(made, path.relative_to(made / "data").as_posix(), path.read_bytes().replace(old, new, 1))


TRICKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "up": (lambda made: _add_line(made, "../../secret"), "unsafe"),
    "up within": (lambda made: _add_line(made, "data/../../secret"), "unsafe"),
    "absolute": (lambda made: _add_line(made, "/etc/hostname"), "unsafe"),
    "home": (lambda made: _add_line(made, "~/.profile"), "unsafe"),
    "drive": (lambda made: _add_line(made, "C:\\\\windows\\\\win.ini"), "windows"),
    "percent": (lambda made: _add_line(made, "data/%2e%2e/%2e%2e/secret"), "secret"),
    "line end in a name": (lambda made: _add_line(made, "data/a%0A../../b"), "in manifest"),
    "no line": (lambda made: _rewrite(made, "manifest-sha256.txt", "not a manifest\n"), ""),
    "twice": (lambda made: _add_line(made, "data/FORMAT"), "FORMAT"),
    "fetch": (lambda made: _rewrite(made, "fetch.txt", "http://gh.example/x 5 data/x\n"), "fetch.txt"),
    "fetch up": (lambda made: _rewrite(made, "fetch.txt", "file:///etc/passwd - ../../x\n"), "fetch.txt"),
    "tag altered": (_alter, "bag-info.txt"),
    "amount": (lambda made: _rewrite(made, "bag-info.txt", "Payload-Oxum: 1.1\n"), "Oxum"),
    "another BagIt": (lambda made: _rewrite(
        made, "bagit.txt", "BagIt-Version: 99.0\nTag-File-Character-Encoding: UTF-8\n"), "99"),
    "encoding": (lambda made: _rewrite(
        made, "bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: rot13\n"), ""),
    "no bagit": (lambda made: (made / "bagit.txt").unlink(), "bagit.txt"),
    "no manifest": (lambda made: (made / "manifest-sha256.txt").unlink(), ""),
    "data is a link": (lambda made: (made / "data").rename(made.parent / "away") and os.symlink(
        made.parent / "away", made / "data"), "data is a link"),
    "a pipe": (lambda made: os.mkfifo(made / "data/documents/pipe.md"), "pipe.md is no file"),
    "a terabyte": (_sparse, "larger than"),
    "newer format": (lambda made: _resum(made, "FORMAT", b"2\n"), "newer version"),
    "older format": (lambda made: _resum(made, "FORMAT", b"0\n"), "format 0"),
    "no format": (lambda made: _resum(made, "FORMAT", b"\xff\n"), "format"),
    "half a change": (lambda made: _resum(made, ".pending/commit.json", b'{"writes": ["../../x"], "removes": []}'),
                      ".pending"),
    "another file": (lambda made: _resum(made, "run.py", b"print()"), "run.py"),
    "a record elsewhere": (lambda made: _resum(made, "documents/2013/a/b.md", b"x"), "documents/2013/a/b.md"),
    "an id up": (lambda made: _record(made, b"---\nid: ", b"---\nid: ../../"), "id"),
    "a copy up": (lambda made: _record(made, b"- sha256: ", b"- sha256: ../../"), "copies"),
    "a tag of YAML": (lambda made: _record(made, b"\ntitle: ", b"\ntitle: !!python/object/apply:os.system [x]\nx: "),
                      "YAML"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", TRICKS)
def test_a_bag_with_tricks_is_refused_by_name(name: str, language: str, tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str],
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    scrape(tmp_path / "old", 0)
    made = bag(tmp_path / "old", tmp_path / "bag")
    (tmp_path / "secret").write_text("secret")
    harm, words = TRICKS[name]
    harm(made)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    capsys.readouterr()
    assert run(["import", str(made), "--archive", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err
    assert str(made) in told
    assert "fault of the program" not in told
    assert "程序出错" not in told
    if language == "en":
        assert words in told
        assert re.search("export --bag|newer version", told)
    else:
        assert re.search("export --bag|更新版本", told)
    assert not (tmp_path / "new").exists()
    assert {p: before.get(p) for p in tmp_path.rglob("*") if p.name != ".lock"} == {
        p: t for p, t in before.items() if p.name != ".lock"}
