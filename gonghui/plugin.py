"""The MkDocs plugin ``gonghui``: an archive becomes pages of the site that is being built.

    plugins:
      - gonghui:
          archive: path/to/archive

Pages are added in memory (``File.generated``), made one at a time when their
turn comes and let go when they are written. Documents stay out of the
navigation; listing pages lead to them.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterable, Set
from itertools import chain
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from archive import contacts
from gonghui import frame, theme
from gonghui.kept import Kept
from gonghui.reader import Reader
from gonghui.whole import whole
from publish import address, feeds, home, outward, room, rooms, site
from publish.catalog import Catalog, covered
from publish.page import Made, Sheet, Site

log = logging.getLogger("mkdocs.plugins.gonghui")


_DATA = ("documents.csv", "documents.jsonl", "datapackage.json", "SHA256SUMS", "atom.xml")
"""Files written after the pages; named before, so that hand-written pages can link to them."""


class GonghuiConfig(Config):  # type: ignore[no-untyped-call]
    archive = c.Type(str, default="archive")
    """The archive folder; relative to the configuration file."""
    audits = c.Type(bool, default=True)
    """Whether each document has a page that shows the web copy beside the text."""
    mask_contacts = c.Type(bool, default=True)
    """Whether telephone, identity card and bank numbers are covered on the site."""
    per_page = c.Type(int, default=50)
    """Documents on one page of a listing."""
    related = c.Type(bool, default=True)
    """Whether a document names others that share text with it."""
    search = c.Type(bool, default=True)
    """Whether the search page and its shards are made."""
    local_only = c.Type(bool, default=True)
    """Whether the build fails when a page would load something from outside the site."""


class GeneratedPage(Page):
    """A page whose HTML comes from ``publish``; Markdown is not asked."""

    def __init__(self, sheet: Sheet, file: File, config: MkDocsConfig, framed: bool) -> None:
        self.sheet, self.framed = sheet, framed
        super().__init__(html.escape(sheet.title, quote=False), file, config)
        self._tell()

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def _tell(self) -> None:
        """What the theme and the sitemap ask of a page, also of one that is not made in this build."""
        self.meta = {"hide": ["navigation"] if self.sheet.form == "document" else ["navigation", "toc"]}
        if not self.sheet.indexed:
            self.meta["robots"] = "noindex"
        if self.framed:
            self.meta["template"] = "gonghui.html"

    def stand_in_navigation(self) -> None:
        """The theme makes the page: its place in the navigation is marked."""
        self.meta.pop("template", None)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = TableOfContents([])


class SheetFile(File):
    """The file of a generated page. MkDocs leaves out the pages of a *dirty* build that are not modified."""

    kept = False

    def is_modified(self) -> bool:
        return not self.kept


class GonghuiPlugin(BasePlugin[GonghuiConfig]):  # type: ignore[no-untyped-call]
    """See the module."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being here keeps this object, and what it has read, over the builds of ``mkdocs serve``."""
        self._serving = command == "serve"
        self._readers: dict[Path, Reader] = {}
        self._made: Made | None = None
        self._kept = Kept()
        self._written: set[str] = set()

    def keep(self, kept: Kept) -> None:
        """Bring the notes of a former build; those of this one stand in them when it is done."""
        self._kept = kept

    def remember(self, config: MkDocsConfig) -> set[str]:
        """Note the pages as they lie there now; all files that belong into the folder, but the shards."""
        own = [file for file in self._files.documentation_pages() if isinstance(file.page, GeneratedPage)]
        self._kept.pages.clear()
        for file in own:
            sheet = cast(GeneratedPage, file.page).sheet
            self._kept.note(sheet.address, sheet.key, Path(file.abs_dest_path))
        wanted = {file.dest_uri for file in self._files} | self._written | set(config.theme.static_templates)
        wanted |= {f"{base}{e.id}.{end}" for e in self._catalog.entries for end in ("md", "txt")
                   for base in (address.document(e.id),)}
        return wanted | {"sitemap.xml.gz"}

    @property
    def archive(self) -> Path:
        """The archive folder, absolute."""
        return self._archive

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        self._archive = (base / self.config.archive).resolve()
        if not self._archive.is_dir():
            raise PluginError(f"gonghui: no archive at {self._archive}; set `archive:` in mkdocs.yml to its folder")
        config.use_directory_urls = True
        if not self.config.search and config.nav:
            config.nav = _without(config.nav, {"search.md", "basket.md"})
        self._own_theme = theme.prepare(config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.config.search:  # first of all: it takes the most memory, and leaves none taken
            from search.shards import prepare

            prepare(self._archive, cover=contacts.cover if self.config.mask_contacts else str)
        reader = self._readers.setdefault(self._archive, Reader(self._archive, self._kept))
        entries = reader.entries()
        self.broken = reader.broken
        for error in self.broken:
            log.warning("gonghui: %s; the site does without it", error)
        self._catalog = Catalog(map(covered, entries) if self.config.mask_contacts else entries)
        own = self.config
        self._site = Site(config.site_name, config.site_url or "", "", own.mask_contacts, own.search, own.per_page)
        sources = reader.sources(own.related)
        self._rooms = rooms.opened(self._site, self._catalog, sources)
        for sheet in site.sheets(self._site, self._catalog, sources, audits=own.audits, rooms=self._rooms):
            self._add(files, sheet, config)
        if self.config.search:
            self._add(files, Sheet("search/", "检索", self._search, listed=True, form="search"), config)
        if not files.get_file_from_path("index.md"):
            self._add(files, site.home_sheet(self._site, self._catalog), config)
        theme.add_assets(files, config)
        for name in (*_DATA, *(table.path for table in room.tables(self._rooms))):
            if not files.get_file_from_path(name):
                files.append(File.generated(config, name, content=b""))
        for file in files.documentation_pages():
            if file.url.endswith("/"):
                file.url = ("" if file.url == "./" else file.url) + "index.html"
            if not isinstance(file, SheetFile):
                file.content_string = file.content_string  # pages by hand tell of the archive: never left out
        self._files = files
        return files

    def _add(self, files: Files, sheet: Sheet, config: MkDocsConfig) -> None:
        uri = f"{sheet.address.rstrip('/')}.md" if sheet.address else "index.md"
        if files.get_file_from_path(uri):
            return
        shown = sheet.listed and config.nav is None
        level = InclusionLevel.INCLUDED if shown else InclusionLevel.NOT_IN_NAV
        file = SheetFile.generated(config, uri, content="", inclusion=level)
        cast(SheetFile, file).kept = self._kept.holds(sheet.address, sheet.key, Path(file.abs_dest_path))
        files.append(file)
        if file.url.endswith("/"):
            file.url += "index.html" if sheet.address else ""
        GeneratedPage(sheet, file, config, framed=self._own_theme and not sheet.listed)

    def _search(self) -> Made:
        from search.page import search_page_html

        return Made('<h1 class="g-hidden">检索</h1>' + search_page_html("../"))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        for page in nav.pages:
            if isinstance(page, GeneratedPage):
                page.stand_in_navigation()
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.globals["gonghui_policy"] = theme.policy(self._serving)
        self._env, self._frames = env, dict[tuple[str, str, bool], frame.Frame]()
        for file in files.documentation_pages():
            page = file.page
            if page and page.canonical_url:
                page.canonical_url = page.canonical_url.removesuffix("index.html")
        return env

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        root = "../" * page.file.dest_uri.count("/")
        return home.fill(html, self._site, self._catalog, root) if "gonghui:" in html else html

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        if not isinstance(page, GeneratedPage):
            return context
        self._made = made = page.sheet.make()
        values = frame.values(made, str(page.title), page.canonical_url)
        more: dict[str, Any] = cast("dict[str, Any]", context)
        if page.meta.get("template"):
            key = (more["base_url"], page.sheet.form, page.sheet.indexed)
            if key not in self._frames:
                self._frames[key] = frame.render(self._env, more, page, page.sheet.form)
            more["gonghui_html"] = self._frames[key].fill(values)
        else:
            page.content = made.html
            more["gonghui"] = {**values, "form": page.sheet.form}
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if self.config.local_only and self._own_theme and (found := outward.loads(output)):
            raise PluginError(f"{page.file.src_uri}: the page would load {found[0]}; keep a copy in the site or set"
                              " `local_only: false`")
        if isinstance(page, GeneratedPage):
            page.content = ""
            for where, text in self._made.files if self._made else ():
                _write(Path(config.site_dir) / where, text)
            self._made = None
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir)
        for where, text in chain(feeds.feeds(self._site, self._catalog), room.written(self._rooms)):
            _write(folder / where, text)
            self._written.add(where)
        self._readers[self._archive].write_data(folder, self._site, self._catalog, room.tables(self._rooms))
        if self.config.search:
            from search.shards import export

            export(self._archive, folder / "search" / "shards",
                   cover=contacts.cover if self.config.mask_contacts else str)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        for name in ("documents", "ledgers"):
            if (self._archive / name).is_dir():
                server.watch(str(self._archive / name))
        return server


def _without(nav: list[Any], uris: Set[str]) -> list[Any]:
    """The navigation without the pages ``uris``."""
    out: list[Any] = []
    for item in nav:
        if isinstance(item, dict):
            item = {k: _without(v, uris) if isinstance(v, list) else v for k, v in item.items()}
            out.append({k: v for k, v in item.items() if not isinstance(v, str) or v not in uris})
        elif item not in uris:
            out.append(item)
    return [item for item in out if item]


def _write(path: Path, text: str | Iterable[str]) -> None:
    with whole(path) as file:
        file.writelines(piece.encode() for piece in ([text] if isinstance(text, str) else text))


__all__ = ["GonghuiConfig", "GonghuiPlugin"]
