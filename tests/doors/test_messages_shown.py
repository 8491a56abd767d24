"""Errors as a user meets them: by a command, in both languages, each by its own words with place and way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import errors
from archive.errors import ArchiveError
from gonghui.cli import run
from tests.doors.conftest import TEXT


def _file(home: Path, data: bytes) -> str:
    (home / "copy.html").write_bytes(data)
    return str(home / "copy.html")


def _held(home: Path) -> str:
    """Something in the way of a bag."""
    (home / "copy.txt").write_text(TEXT, encoding="utf-8")
    assert run(["scrape", str(home / "copy.txt"), "--archive", str(home / "archive")]) == 0
    (home / "bag").mkdir()
    (home / "bag/mine.txt").write_text("mine")
    return str(home / "bag")


def _newer(home: Path) -> str:
    (home / "archive").mkdir()
    (home / "archive/FORMAT").write_text("99\n")
    return _file(home, TEXT.encode())


def _bare(home: Path) -> str:
    (home / "bare").mkdir()
    return str(home / "bare")


def _known(home: Path) -> str:
    (home / "archive/documents").mkdir(parents=True)
    return "none"


SHOWN: dict[type[ArchiveError], tuple[str, Callable[[Path], str]]] = {
    errors.EmptySource: ("scrape", lambda home: _file(home, b"\n")),
    errors.NotText: ("scrape", lambda home: _file(home, b"%PDF-1.4 x")),
    errors.NoDocument: ("scrape", lambda home: _file(home, b"<html><body><a href=1.html>x</a></body></html>")),
    errors.Unreadable: ("scrape", lambda home: str(home / "none.html")),
    errors.EmptyFolder: ("scrape", _bare),
    errors.Unsupported: ("scrape", lambda home: "gopher://a.example/1"),
    errors.Forbidden: ("scrape", lambda home: "http://127.0.0.1:9/"),
    errors.NewerFormat: ("scrape", _newer),
    errors.UnknownId: ("show", _known),
    errors.BadBag: ("import", lambda home: str(home)),
    errors.BagInTheWay: ("export --bag", _held),
}


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_command_shows_it(kind: type[ArchiveError], language: str, tmp_path: Path,
                            capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words, make = SHOWN[kind]
    given = make(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    capsys.readouterr()
    assert run([*words.split(), given, "--archive", str(tmp_path / "archive")]) == 1
    said = capsys.readouterr().err
    template = kind.zh if language == "zh" else kind.en
    assert re.search(".+?".join(map(re.escape, re.split(r"\{\w+\}", template))), said), said
    assert ("archive" if kind is errors.NewerFormat else Path(given).name) in said
