"""An archive that lies in an object store: the same bytes there as here, whoever dies."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from archive import remote
from archive.errors import Locked
from archive.remote import OutOfReach, Parted, RemoteStore
from archive.store import Store
from scraper.deposit import deposit
from tests.doors.conftest import Call
from tests.doors.test_bag import tree
from tests.doors.test_store import capture, problems

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3."""
    server = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


@pytest.fixture(params=["file", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty place."""
    monkeypatch.setenv("GONGHUI_CACHE", str(tmp_path / "cache"))
    if request.param == "file":
        return f"file://{tmp_path}/there"
    for name, value in (("AWS_ENDPOINT_URL", request.getfixturevalue("s3")), ("AWS_ACCESS_KEY_ID", "x"),
                        ("AWS_SECRET_ACCESS_KEY", "x"), ("AWS_DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    bucket = f"b{time.monotonic_ns()}"
    fsspec.filesystem("s3").mkdir(bucket)
    return f"s3://{bucket}/archive"


def there(address: str) -> dict[str, bytes]:
    """What lies at the address, by path."""
    fs, root = fsspec.core.url_to_fs(address)
    fs.invalidate_cache()
    return {str(p).split(root.strip("/"), 1)[1].strip("/"): fs.cat_file(p) for p in fs.find(root)}


def other_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGHUI_CACHE", str(tmp_path / "other"))


def put(store: Store, *numbers: int) -> None:
    with store.writing("test"):
        list(deposit(store, map(capture, numbers)))


def test_two_machines_see_one_archive(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(RemoteStore(place), 0, 1)
    own = Store(tmp_path / "own")
    put(own, 0, 1, 2)
    other_machine(monkeypatch, tmp_path)
    second = RemoteStore(place)
    assert len(second.paths()) == 2
    put(second, 2)
    monkeypatch.setenv("GONGHUI_CACHE", str(tmp_path / "cache"))
    first = RemoteStore(place)
    assert problems(first.root) == []
    assert tree(first.root) == tree(own.root)
    assert there(place) == tree(own.root)


def test_what_was_reported_has_arrived(place: str) -> None:
    store = RemoteStore(place)
    with store.writing("test"):
        for number, outcome in enumerate(deposit(store, map(capture, range(3)))):
            assert outcome.status == "stored"
            if number == 0:
                names = there(place)
                assert any(outcome.ids[0] in name for name in names)


def test_a_run_that_died_before_it_sent_is_completed(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RemoteStore(place)
    put(store, 0)

    def die(self: RemoteStore) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RemoteStore, "_send", die)
        with pytest.raises(KeyboardInterrupt):
            put(store, 1)
    assert len([n for n in there(place) if n.startswith("documents/")]) == 1
    again = RemoteStore(place)
    assert len(again.paths()) == 2
    assert len([n for n in there(place) if n.startswith("documents/")]) == 2


def test_changes_on_both_sides_are_told_and_kept(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RemoteStore(place)
    put(store, 0)
    put(Store(store.root), 1)  # never sent
    other_machine(monkeypatch, tmp_path)
    put(RemoteStore(place), 2)
    monkeypatch.setenv("GONGHUI_CACHE", str(tmp_path / "cache"))
    with pytest.raises(Parted, match="never arrived"):
        RemoteStore(place)
    assert len(Store(store.root).paths()) == 2


def test_a_second_writer_waits_and_a_dead_ones_lease_ends(
        place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = RemoteStore(place)
    monkeypatch.setenv("GONGHUI_LOCK_WAIT", "0.3")
    with first.writing("scrape"):
        other_machine(monkeypatch, tmp_path)
        second = RemoteStore(place)
        with pytest.raises(Locked, match="scrape"), second.writing("test"):
            pass
        monkeypatch.setattr(remote, "FRESH", 0.0)
        with second.writing("test"):
            pass
        fs, root = fsspec.core.url_to_fs(place)
        fs.pipe_file(f"{root}/{remote.LEASE}", b"{}")  # what the first will take away


def test_the_command_line_takes_addresses(place: str, gonghui: Call, page: Path) -> None:
    said = gonghui("scrape", "--archive", place, "--json", page)
    assert said.code == 0, said
    id = said.rows[0]["ids"][0]
    assert gonghui("search", "维护职工合法权益", "--json", "--archive", place).rows[0]["total"] == 1
    assert gonghui("check", "--archive", place).code == 0
    assert gonghui("withdraw", id, "--why", "测试", "--archive", place).code == 0
    assert f"withdrawn/{id}.json" in there(place)
    assert json.loads(there(place)[f"withdrawn/{id}.json"])["why"] == "测试"
    assert gonghui("restore", id, "--archive", place).code == 0
    assert f"withdrawn/{id}.json" not in there(place)


def test_a_place_out_of_reach_is_told(gonghui: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs")
    for name, value in (("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("AWS_ACCESS_KEY_ID", "x"),
                        ("AWS_SECRET_ACCESS_KEY", "x"), ("AWS_MAX_ATTEMPTS", "1"),
                        ("GONGHUI_CACHE", str(page.parent / "cache"))):
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    for address in ("s3://nowhere/archive", "nosuch://a/b"):
        said = gonghui("scrape", "--archive", address, page)
        assert said.code == 1
        assert f"{address}: out of reach" in said.err


def test_an_altered_object_is_not_taken(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(RemoteStore(place), 0)
    fs, root = fsspec.core.url_to_fs(place)
    name = next(n for n in there(place) if n.startswith("documents/"))
    fs.pipe_file(f"{root}/{name}", b"altered")
    other_machine(monkeypatch, tmp_path)
    monkeypatch.setattr(remote, "_TRIES", 1)
    with pytest.raises(OutOfReach, match="do not agree"):
        RemoteStore(place)


def test_copies_are_read_from_addresses(place: str, gonghui: Call, page: Path, tmp_path: Path) -> None:
    fs, root = fsspec.core.url_to_fs(place)
    for name in ("a/one.txt", "a/b/two.txt", "a/.hidden", "a/style.css", "a/picture.png"):
        fs.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        data = b"\x89PNG\r\n\x1a\n" if name.endswith("png") else capture(len(name)).data
        fs.pipe_file(f"{root}/{name}", data)
    listing = tmp_path / "list.csv"
    listing.write_text("file,url\none.txt,http://gh.example/1.html\n", encoding="utf-8")
    said = gonghui("scrape", "--json", "--manifest", listing, f"{place}/a")
    assert said.code == 1
    assert {row["source"].removeprefix(place): row["status"] for row in said.rows} == {
        "/a/b/two.txt": "stored", "/a/one.txt": "stored", "/a/picture.png": "refused"}
    assert {c.url for d in Store(tmp_path / "archive").documents() for c in d.copies} == {None, "http://gh.example/1.html"}
    again = gonghui("scrape", "--json", f"{place}/a/one.txt")
    assert [row["status"] for row in again.rows] == ["unchanged"]
    assert gonghui("scrape", f"{place}/none").code == 1
