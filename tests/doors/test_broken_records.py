"""Records that ``check`` rejects: the site and the search do without them, each is named, the rest goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.store import Store
from gonghui.cli import run
from tests.doors.test_store import fill

HARMS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "not UTF-8": (lambda data: data + b"\xff", "UTF-8"),
    "no front matter": (lambda data: data[4:], "front matter"),
    "front matter without an end": (lambda data: data.replace(b"\n---\n", b"\n"), "front matter"),
    "no YAML": (lambda data: data.replace(b"---\n", b"---\nid: [\n", 1), "YAML"),
    "another kind": (lambda data: data.replace(b"\nkind: ", b"\nkind: un"), "kind"),
    "a title of parts": (lambda data: data.replace(b"\ntitle: ", b"\ntitle: [1, 2]\nsubtitle: "), "title"),
    "a key too many": (lambda data: data.replace(b"\nkind: ", b"\ncolour: red\nkind: "), "schema"),
    "no day": (lambda data: data.replace(b"\nkind: ", b"\ndate: '2013-02-31'\nkind: "), "2013-02-31"),
    "another id": (lambda data: data.replace(b"---\nid: ", b"---\nid: x"), "holds the document x"),
    "an id that is a path": (lambda data: data.replace(b"---\nid: ", b"---\nid: ../"), "id"),
    "a hash that is a path": (lambda data: data.replace(b"- sha256: ", b"- sha256: ../../"), "copies"),
    "a copy of nothing": (lambda data: data.replace(b"- sha256: ", b"- 7\n- sha256: "), "schema"),
    "empty": (lambda data: b"", "front matter"),
    "noughts": (lambda data: bytes(len(data)), "front matter"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole") / "archive"
    fill(root, 3)
    return root


@pytest.mark.parametrize("name", HARMS)
def test_what_check_rejects_is_not_published(name: str, whole: Path, tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    root, site = tmp_path / "archive", tmp_path / "site"
    shutil.copytree(whole, root)
    victim, *others = Store(root).paths()
    change, words = HARMS[name]
    old = victim.read_bytes()
    if b"\ndate: " in old and name == "no day":
        old = b"\n".join(line for line in old.split(b"\n") if not line.startswith(b"date: "))
    victim.write_bytes(change(old))
    assert run(["check", "--archive", str(root)]) == 1
    for _ in range(2 if name == "not UTF-8" else 1):  # the second build keeps what the first one made
        capsys.readouterr()
        assert run(["build", "--site", str(site), "--archive", str(root)]) == 1
        said = capsys.readouterr().err
        assert said.count(victim.name) == 1
        assert words in said
        assert "fault of the program" not in said
        assert {p.name for p in (site / "d").iterdir()} == {p.stem for p in others}
    capsys.readouterr()
    if name != "another id":  # the index knows documents by the id that they bear
        assert run(["search", "工会", "--json", "--archive", str(root)]) == 0
        assert {hit["id"] for hit in json.loads(capsys.readouterr().out)["hits"]} <= {p.stem for p in others}
