"""Where things are: the project's folder and the archive a command works on."""

from __future__ import annotations

import os
from pathlib import Path

from archive.remote import is_address


def project() -> Path:
    """The folder of the project: the checkout the code runs from, else the working folder."""
    home = Path(__file__).resolve().parent.parent
    return home if (home / "mkdocs.yml").exists() or (home / "pyproject.toml").exists() else Path.cwd()


def default_archive() -> Path | str:
    """``$GONGHUI_ARCHIVE`` (a folder or an address), else ``archive/`` of the project."""
    named = os.environ.get("GONGHUI_ARCHIVE")
    if named and is_address(named):
        return named
    return Path(named) if named else project() / "archive"


def default_site() -> Path:
    """``site/`` of the project."""
    return project() / "site"
