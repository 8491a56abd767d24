"""``gonghui build``: index and site."""

from __future__ import annotations

from pathlib import Path

import click

from archive.errors import BrokenRecord
from gonghui import options
from gonghui.console import meter, note, waiting
from gonghui.messages import say, tell
from gonghui.places import default_site

_UNFINISHED = ".unfinished"
"""Stands in the folder while a build is under way: what a killed one left there is ours, and written over."""


@click.command("build", help=say("Build the index and the site.", "生成索引和网站。"))
@click.option("--site", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help=say("Where the site goes (site/ of the project).", "网站目录（默认为项目的 site/）。"))
@click.option("--offline", "stick", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help=say("A folder for a memory stick instead: the site and a page to open first.",
                       "改为生成可拷入优盘的文件夹：网站和供双击的开始页。"))
@click.option("--rebuild", is_flag=True,
              help=say("Make every page anew, also those that have not changed.", "所有页面重新生成，未变的也不例外。"))
@options.archive_option
def command(site: Path | None, stick: Path | None, rebuild: bool) -> int:
    """The command; its exit code."""
    from gonghui.building import build_site  # MkDocs and Whoosh are slow to load
    from gonghui.stick import build_stick, is_stick
    from search import build_index

    if site and stick:
        raise click.UsageError(say("--site and --offline exclude each other", "--site 与 --offline 不能同时使用"))
    store = options.existing_store()
    target = stick or site or default_site()
    ours = is_stick(target) if stick else not target.is_dir() or not any(target.iterdir()) \
        or (target / "sitemap.xml").exists()
    unfinished = target / _UNFINISHED
    if not ours and not unfinished.exists():
        raise click.UsageError(say(f"{target} holds something that is no site; name an empty or new folder",
                                   f"{target} 中有并非网站的内容；请指定空目录或新目录"))
    broken: list[BrokenRecord] = []
    with store.writing("build", waiting):
        with meter(say("indexing", "正在索引")) as bar:
            build_index(store.root, progress=bar.to)
        target.mkdir(parents=True, exist_ok=True)
        unfinished.touch()
        start = build_stick(store.root, target, broken.append) if stick \
            else build_site(store.root, target, fresh=rebuild, broken=broken.append)
        unfinished.unlink()
    for error in broken:
        note(tell(error))
    note(say(f"copy {target} to the stick; open {start.name} there", f"请将 {target} 拷入优盘，打开其中的 {start.name}")
         if stick else say(f"the site is in {target}", f"网站已生成：{target}"))
    return 1 if broken else 0
