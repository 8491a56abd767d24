"""Building the site of an archive without a site configuration of one's own."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from archive.errors import ArchiveError, BrokenRecord
from gonghui import kept, theme
from gonghui.whole import pages_whole

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from gonghui.plugin import GonghuiPlugin


class SiteFailed(ArchiveError):
    """Facts: ``reason``."""

    en = "the site could not be built: {reason}"
    zh = "网站未能生成：{reason}"


def build_site(
    archive: Path | str, site: Path | str, *, config_file: Path | str | None = None, search: bool = True,
    fresh: bool = True, broken: Callable[[BrokenRecord], object] = lambda error: None,
) -> Path:
    """Build the site of ``archive`` into the folder ``site``; what the folder held before is removed.

    ``config_file`` is an ``mkdocs.yml`` that names the plugin; without it the
    project's own pages and theme are used. Unless ``fresh``, pages of a former
    build that would come out the same are left as they lie there
    (:mod:`gonghui.kept`). ``broken`` is told of each record
    that the site does without. Raises :class:`SiteFailed` with what MkDocs says.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
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
        config.plugins.on_startup(command="build", dirty=not fresh)
        try:
            with pages_whole():
                _build(config, Path(archive).resolve(), fresh)
        finally:
            config.plugins.on_shutdown()
        for error in cast("GonghuiPlugin", plugin).broken:
            broken(error)
    except (MkDocsException, KeyError) as error:
        raise SiteFailed(reason="; ".join(said.lines) or str(error)) from error
    finally:
        log.removeHandler(said)
        log.propagate = before
    return Path(site)


def _build(config: MkDocsConfig, archive: Path, fresh: bool) -> None:
    """Build, keeping what a former build left and what has not changed since."""
    from mkdocs.commands.build import build

    from gonghui.plugin import GonghuiPlugin

    plugin, site = cast(GonghuiPlugin, config.plugins["gonghui"]), Path(config.site_dir)
    if fresh or list(config.plugins) != ["gonghui"]:
        build(config)
        return
    notes = kept.place(archive, site)
    around = kept.surroundings(Path(str(config.config_file_path)), Path(config.docs_dir), {
        "site_url": config.site_url, "site_name": config.site_name, "archive": str(archive), **plugin.config})
    known = kept.load(notes)
    if known.surroundings != around:
        known = kept.Kept(around)
    notes.unlink(missing_ok=True)  # a build that dies leaves none
    plugin.keep(known)
    build(config, dirty=bool(known.pages))
    kept.sweep(site, plugin.remember(config), "search/shards" if plugin.config.search else "\0")
    kept.save(known, notes)


class _Said(logging.Handler):
    """Keeps warnings and errors instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
