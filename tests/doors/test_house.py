"""The house rules: types, style, layers, dependencies, locks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PACKAGES = ("archive", "scraper", "search", "room", "publish", "gonghui")
NAMES = {"yaml": "pyyaml", "bs4": "beautifulsoup4", "docx": "python-docx", "pptx": "python-pptx",
         "opencc": "opencc-python-reimplemented", "google": "protobuf"}
READ_AS_DATA = {"mkdocs-material", "opencc-python-reimplemented"}


@pytest.mark.parametrize("call", [["mypy"], ["ruff", "check"], ["lint-imports"]], ids=lambda c: c[0])
def test_the_code_is_in_order(call: list[str]) -> None:
    done = subprocess.run([str(BIN / call[0]), *call[1:]], cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_every_library_that_is_imported_is_named_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=\[; ]", d)[0].lower() for d in project["dependencies"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    used = {m for package in PACKAGES for path in (ROOT / package).rglob("*.py") for m in imports(path)}
    foreign = used - set(sys.stdlib_module_names) - set(PACKAGES)
    names = {NAMES.get(m, m.lower().replace("_", "-")) for m in foreign}
    assert names - named == set()
    assert named - names <= READ_AS_DATA, "named but not imported"
    for name in named:
        assert re.search(rf"^{re.escape(name)}==", lock, re.M), name


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[\w.-]+==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.M)
        assert len(pinned) == len(re.findall(r"^[\w.-]+==", text, re.M))
        assert not re.search(r"://|^-|@ ", text, re.M)
