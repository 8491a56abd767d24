"""``gonghui build``: index and site."""

from __future__ import annotations

from pathlib import Path

import click

from gonghui import options
from gonghui.console import note, waiting
from gonghui.messages import say
from gonghui.places import default_site


@click.command("build", help=say("Build the index and the site.", "生成索引和网站。"))
@click.option("--site", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help=say("Where the site goes (site/ of the project).", "网站目录（默认为项目的 site/）。"))
@options.archive_option
def command(site: Path | None) -> int:
    """The command; its exit code."""
    from gonghui.building import build_site  # MkDocs and Whoosh are slow to load
    from search import build_index

    store = options.existing_store()
    target = site or default_site()
    if target.is_dir() and any(target.iterdir()) and not (target / "sitemap.xml").exists():
        raise click.UsageError(say(f"{target} holds something that is no site; name an empty or new folder",
                                   f"{target} 中有并非网站的内容；请指定空目录或新目录"))
    with store.writing("build", waiting):
        build_index(store.root)
        build_site(store.root, target)
    note(say(f"the site is in {target}", f"网站已生成：{target}"))
    return 0
