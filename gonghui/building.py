"""Building the site of an archive without a site configuration of one's own."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from archive.errors import ArchiveError
from gonghui import theme


class SiteFailed(ArchiveError):
    """Facts: ``reason``."""

    en = "the site could not be built: {reason}"
    zh = "网站未能生成：{reason}"


def build_site(
    archive: Path | str, site: Path | str, *, config_file: Path | str | None = None, search: bool = True
) -> Path:
    """Build the site of ``archive`` into the folder ``site``; what the folder held before is removed.

    ``config_file`` is an ``mkdocs.yml`` that names the plugin; without it the
    project's own pages and theme are used. Raises :class:`SiteFailed` with
    what MkDocs says, and :class:`archive.errors.BrokenRecord`.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    said = _Said()
    log = logging.getLogger("mkdocs")
    log.addHandler(said)
    log.propagate, before = False, log.propagate
    try:
        config = load_config(config_file=str(config_file or theme.configuration()), site_dir=str(Path(site).resolve()))
        plugin = config.plugins["gonghui"]
        plugin.config.archive = str(Path(archive).resolve())
        plugin.config.search = search
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, KeyError) as error:
        raise SiteFailed(reason="; ".join(said.lines) or str(error)) from error
    finally:
        log.removeHandler(said)
        log.propagate = before
    return Path(site)


class _Said(logging.Handler):
    """Keeps warnings and errors instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
