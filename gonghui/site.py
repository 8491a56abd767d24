"""The site of an archive, built by MkDocs."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click

from gonghui.console import note
from gonghui.messages import say
from gonghui.places import project


def default_site() -> Path:
    """``site/`` of the project."""
    return project() / "site"


def build_site(archive: Path, target: Path) -> None:
    """Build the site of ``archive`` into ``target``."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, BuildError, ConfigurationError

    logging.getLogger("mkdocs").addHandler(_Notes())
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    os.environ["GONGHUI_ARCHIVE"] = str(archive.resolve())
    try:
        config = load_config(str(project() / "mkdocs.yml"), site_dir=str(target.resolve()))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (Abort, BuildError, ConfigurationError) as error:
        raise click.ClickException(say(f"the site was not built: {error}", f"网站未能生成：{error}")) from error


class _Notes(logging.Handler):
    """MkDocs' warnings, as messages."""

    def emit(self, record: logging.LogRecord) -> None:
        note(self.format(record))
