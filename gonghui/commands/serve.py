"""``gonghui serve``: the site with live search."""

from __future__ import annotations

from pathlib import Path

import click

from gonghui import options
from gonghui.console import note
from gonghui.messages import say
from gonghui.places import default_site


@click.command("serve", help=say("Serve the site with live search on this machine.", "在本机提供网站和实时检索。"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help=say("Port.", "端口。"))
@click.option("--host", default="127.0.0.1", help=say("Address to listen on.", "监听地址。"))
@click.option("--site", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help=say("The built site (site/ of the project).", "已生成的网站目录（默认为项目的 site/）。"))
@options.archive_option
def command(port: int, host: str, site: Path | None) -> int:
    """The command; its exit code."""
    from gonghui.server import serve

    store = options.existing_store()
    place = site or default_site()
    if not (place / "index.html").exists():
        raise click.UsageError(say(f"no site in {place}; run `gonghui build` first",
                                   f"{place} 中没有网站；请先运行 `gonghui build`"))
    try:
        serve(store.root, place, host=host, port=port,
              ready=lambda address: note(say(f"serving {address} (Ctrl-C ends)", f"已启动：{address}（Ctrl-C 结束）")))
    except OSError as error:
        raise click.UsageError(say(f"cannot listen on {host}:{port}: {error.strerror}",
                                   f"无法监听 {host}:{port}：{error.strerror}")) from error
    return 0
