"""What is handed out: wheel and sdist that work without a checkout, locks that name no host."""

from __future__ import annotations

import importlib.util
import re
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "scripts/release.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_packages_work_in_a_bare_environment(release: ModuleType, tmp_path: Path) -> None:
    sdist, wheel = sorted(release.make(tmp_path / "dist"), key=lambda p: p.suffix)
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"publish/mkdocs.yml", "publish/docs/index.md", "archive/schema.json"} <= names
    with tarfile.open(sdist) as held:
        names |= set(held.getnames())
    strays = [n for n in names if re.search(r"(^|/)(tests|samples)/|archive/(index|documents|originals|ledgers)/", n)]
    assert strays == []
    release.try_out(release.bare(tmp_path / "bare", wheel, locked=False))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host", text)
    entries = re.split(r"^(?=\S)", text, flags=re.M)[1:]
    assert len(entries) > 40
    assert [e.split("\n")[0] for e in entries if "--hash=sha256:" not in e] == []


def test_the_locks_agree_and_cover_what_the_project_asks_for(release: ModuleType) -> None:
    pins = [dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), flags=re.M))
            for name in ("requirements.lock", "requirements-dev.lock")]
    assert pins[0].items() <= pins[1].items()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.optional")[0]
    asked = re.findall(r'^  "([A-Za-z0-9._-]+)', project, flags=re.M)
    assert {a.lower() for a in asked} <= {p.lower() for p in pins[0]}


def test_a_state_that_is_no_release_is_told(release: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_git", lambda *a: " M README.md" if a[0] == "status" else "v0.0.1")
    assert len(release.faults("9.9.9")) == 3


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts/licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_library_has_a_licence_that_is_allowed(licences: ModuleType) -> None:
    rows, faults = licences.listed(ROOT / "requirements.lock")
    assert [fault for fault in faults if "is not among" in fault or "not installed" in fault] == []
    assert len(rows) > 50


def test_other_licences_and_versions_are_told(licences: ModuleType, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "lock"
    lock.write_text("click==0.0.1 \\\n    --hash=sha256:0\nno-such-library==1\n")
    monkeypatch.setattr(licences, "ALLOWED", {"MIT"})
    _, faults = licences.listed(lock)
    assert len(faults) == 3
    with pytest.raises(SystemExit, match="not installed"):
        licences.table(lock)
    for licence, right in (("MIT", True), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False),
                           ("MIT; Other/Proprietary License", False), ("", False)):
        assert licences.is_allowed(licence) is right
