"""Errors as a user meets them: by a command, in both languages, each by its own words with place and way out."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from archive import errors
from archive.errors import ArchiveError
from archive.remote import OutOfReach, Parted, RemoteStore
from archive.store import Store
from gonghui.building import SiteFailed
from gonghui.cli import run
from gonghui.console import OutputFailed
from gonghui.server import Application
from scraper.cluster import NoCluster
from scraper.provenance import BadList
from scraper.rules import BrokenRule, SlowRule
from search.near import TooCommon
from tests.conftest import ROOT
from tests.doors.conftest import TEXT
from tests.doors.test_messages import KINDS
from tests.doors.test_remote import put
from tests.doors.test_store import fill


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


def _zip(home: Path) -> str:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("../up.txt", TEXT)
    (home / "up.zip").write_bytes(out.getvalue())
    return str(home / "up.zip")


def _listed(home: Path, first: str, row: str) -> str:
    (home / "list.csv").write_text(f"{first}\n{row}\n", encoding="utf-8")
    return _file(home, TEXT.encode())


def _large(home: Path) -> str:
    with (home / "large.txt").open("wb") as file:
        file.truncate((100 << 20) + 1)
    return str(home / "large.txt")


def _spoiled(home: Path) -> str:
    fill(home / "archive", 1)
    [path] = Store(home / "archive").paths()
    path.write_bytes(b"no record")
    return path.stem


def _basket(home: Path) -> str:
    _known(home)
    (home / "basket.json").write_text("[1, 2")
    return str(home / "basket.json")


def _parted(home: Path) -> str:
    """An archive elsewhere that changed while this machine held changes of its own."""
    place = f"file://{home}/there"
    store = RemoteStore(place)
    put(store, 0)
    put(Store(store.root), 1)
    with pytest.MonkeyPatch.context() as other:
        other.setenv("GONGHUI_CACHE", str(home / "other"))
        put(RemoteStore(place), 2)
    return place


def _ruled(home: Path, pattern: str) -> str:
    """A copy for an archive with a rule of its own."""
    rows = (f"[[rule]]\nid = 'own.mark'\naction = 'line'\nwhy = 'a mark'\nwhy_zh = '水印'\npattern = '{pattern}'\n"
            "hits = ['aa']\nmisses = ['各位代表']\n")
    (home / "archive/rules").mkdir(parents=True)
    (home / "archive/FORMAT").write_text("1\n")
    (home / "archive/rules/own.toml").write_text(rows, encoding="utf-8")
    return _file(home, TEXT.encode())


def _site(home: Path) -> str:
    fill(home / "archive", 1)
    return str(home / "site")


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
    errors.UnsafeName: ("scrape", _zip),
    errors.BadRow: ("scrape --manifest HOME/list.csv", lambda home: _listed(home, "file,url", "copy.html,gh/a")),
    BadList: ("scrape --manifest HOME/list.csv", lambda home: _listed(home, "name,link", "copy.html,x")),
    BrokenRule: ("scrape", lambda home: _ruled(home, "^(")),
    SlowRule: ("scrape", lambda home: _ruled(home, "^(?:[a-z]+)+$")),
    errors.TooLarge: ("scrape", _large),
    errors.NeedsOffice: ("scrape", lambda home: _file(home, b"{\\rtf1 x}")),
    errors.Failed: ("scrape", lambda home: _file(home, TEXT.encode())),
    errors.BrokenRecord: ("show", _spoiled),
    errors.Locked: ("scrape", lambda home: _file(home, TEXT.encode())),
    errors.NotWritable: ("export --bag", lambda home: _held(home).replace("/bag", "/archive/FORMAT/bag")),
    errors.BadBasket: ("pack -o HOME/pack.docx", _basket),
    errors.QueryError: ("search", lambda home: f"{_known(home)} ("),
    OutOfReach: ("scrape --archive nowhere://a/b", lambda home: _file(home, TEXT.encode())),
    Parted: ("search 工会 --archive", _parted),
    NoCluster: ("scrape --dask 127.0.0.1:1", lambda home: _file(home, TEXT.encode())),
    SiteFailed: ("build --site", _site),
}
BY_OTHER_DOORS = {errors.QueryCutOff, OutputFailed}
"""Those that no call within this process shows; each has its own test below."""
BASES = {ArchiveError, errors.Refused, TooCommon}
"""Never shown as they are: what says more stands in their place."""
USAGE = {errors.QueryError, BadList}
"""What is wrong is how it was called."""
NAMED = {errors.NewerFormat: "archive", errors.QueryError: "(", OutOfReach: "nowhere://a/b", NoCluster: "127.0.0.1:1",
         SiteFailed: "planned", BadList: "list.csv", errors.BadRow: "list.csv", errors.Locked: "archive",
         errors.NotWritable: "FORMAT", BrokenRule: "own.mark", SlowRule: "own.mark"}
"""What of the message tells where, if it is not the argument."""


def broken(*_: object, **__: object) -> object:
    raise RuntimeError("planned")


@contextmanager
def trouble(kind: type[ArchiveError], home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The world as it must be for an error that files alone do not bring about."""
    monkeypatch.setenv("GONGHUI_CACHE", str(home / "cache"))
    if kind is errors.NeedsOffice:
        monkeypatch.setattr("shutil.which", lambda name: None)
    elif kind is errors.Failed:
        monkeypatch.setattr(sys.modules["scraper.clean"], "read_page", broken)
    elif kind is NoCluster:
        monkeypatch.setattr("scraper.cluster._WAIT", 1)
    elif kind is SiteFailed:
        from mkdocs.exceptions import PluginError

        def stop(*_: object, **__: object) -> object:
            raise PluginError("planned")

        monkeypatch.setattr("gonghui.plugin.GonghuiPlugin.on_env", stop)
    holding = nullcontext()
    if kind is errors.Locked:
        (home / "archive").mkdir(exist_ok=True)
        monkeypatch.setenv("GONGHUI_LOCK_WAIT", "0.1")
        holding = Store(home / "archive").writing("another")  # type: ignore[assignment]
    with holding:
        yield


def pattern(kind: type[ArchiveError], language: str) -> str:
    """The words of an error, whatever its facts are."""
    template = kind.zh if language == "zh" else kind.en
    return ".+?".join(map(re.escape, re.split(r"\{\w+\}", template)))


def test_every_error_is_shown() -> None:
    """A new error needs a scenario here."""
    assert set(KINDS) - BASES == set(SHOWN) | BY_OTHER_DOORS


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_command_shows_it(kind: type[ArchiveError], language: str, tmp_path: Path,
                            capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGHUI_CACHE", str(tmp_path / "cache"))
    words, make = SHOWN[kind]
    given = make(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    capsys.readouterr()
    call = [*words.replace("HOME", str(tmp_path)).split(), given]
    if "--archive" not in words:
        call += ["--archive", str(tmp_path / "archive")]
    with trouble(kind, tmp_path, monkeypatch):
        assert run(call) == (2 if kind in USAGE else 1)
    said = capsys.readouterr().err
    assert re.search(pattern(kind, language), said), said
    assert NAMED.get(kind, given if "://" in given else Path(given).name) in said
    assert "Traceback" not in said


def test_the_server_shows_a_query_that_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "archive", 1)
    monkeypatch.setattr(Application, "limits", (-1.0, 1))
    told: list[str] = []
    body = Application(tmp_path / "archive", tmp_path)(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/search", "QUERY_STRING": "q=a", "HTTP_HOST": "localhost"},
        lambda status, headers: told.append(status))
    error = json.loads(b"".join(body))["error"]
    assert told == ["503 Service Unavailable"]
    assert re.fullmatch(pattern(errors.QueryCutOff, "en"), error["message"])
    assert re.fullmatch(pattern(errors.QueryCutOff, "zh"), error["message_zh"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_full_output_is_told(language: str, tmp_path: Path) -> None:
    fill(tmp_path / "archive", 1)
    call = [sys.executable, "-m", "gonghui", "search", "工会", "--json", "--archive", str(tmp_path / "archive")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT,
                              env={"LANG": "zh_CN.UTF-8" if language == "zh" else "C.UTF-8", "PATH": "/usr/bin"})
    assert done.returncode == 1
    assert re.search(pattern(OutputFailed, language), done.stderr), done.stderr
