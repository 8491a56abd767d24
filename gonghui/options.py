"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.remote import RemoteStore, is_address
from archive.store import Store
from gonghui.messages import say
from gonghui.places import default_archive

F = TypeVar("F", bound=Callable[..., Any])


class _Place(click.Path):
    """A folder, or the address of one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and is_address(value) else super().convert(value, param, ctx)


def _remember(ctx: click.Context, parameter: click.Parameter, value: Path | str | None) -> None:
    if value is not None:
        ctx.find_root().ensure_object(dict)["archive"] = value


def archive_option(function: F) -> F:
    """``--archive DIR``, before or behind the command's name; the one behind wins."""
    return click.option(
        "--archive", metavar="DIR", type=_Place(path_type=Path, file_okay=False), callback=_remember,
        expose_value=False, help=say(
            "The archive's folder or address, as s3://bucket/name ($GONGHUI_ARCHIVE, else archive/ of the project).",
            "档案目录或地址，如 s3://bucket/name（默认 $GONGHUI_ARCHIVE，否则为项目的 archive/）。"))(function)


def json_option(function: F) -> F:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True,
                        help=say("One JSON object a line.", "每行一个 JSON 对象。"))(function)


def jobs_option(function: F) -> F:
    """``--jobs N``."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return click.option("--jobs", metavar="N", type=click.IntRange(1), default=cores,
                        help=say("Processes to work with (all cores).", "并行进程数（默认全部核心）。"))(function)


def dask_option(function: F) -> F:
    """``--dask ADDRESS|local``."""
    return click.option("--dask", metavar="ADDRESS|local",
                        help=say("Clean on a Dask cluster: its scheduler's address, or `local` for processes here.",
                                 "在 Dask 集群上清洗：调度器地址，或以 local 表示本机多进程。"))(function)


def origin_options(function: F) -> F:
    """``--url``, ``--captured``, ``--manifest``."""
    for option in (
        click.option("--manifest", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE.csv",
                     help=say("A list `file,url,site,captured` of where files came from.",
                              "来源清单，列为 file,url,site,captured。")),
        click.option("--captured", metavar="TIME", help=say("When it was saved (ISO).", "抓取时间（ISO 格式）。")),
        click.option("--url", metavar="URL", help=say("Where the saved file came from.", "所存文件的原网址。")),
    ):
        function = option(function)
    return function


def folder() -> Path | str:
    """The archive's folder of the running command, or its address."""
    found = (click.get_current_context().find_root().obj or {}).get("archive")
    return found if isinstance(found, (Path, str)) else default_archive()


def store() -> Store:
    """The archive of the running command. Raises :class:`archive.remote.OutOfReach` for one that lies elsewhere."""
    place = folder()
    return RemoteStore(place) if isinstance(place, str) else Store(place)


def existing_store() -> Store:
    """The archive of the running command; bad usage where there is none."""
    place = folder()
    if isinstance(place, Path) and not place.is_dir():
        raise click.UsageError(say(f"there is no archive at {place}", f"{place} 处没有档案"))
    found = store()
    if not found.exists():
        raise click.UsageError(say(
            f"{place} is no archive (it has neither FORMAT nor documents/); `gonghui scrape` makes one, "
            "--archive names another folder",
            f"{place} 不是档案目录（没有 FORMAT 和 documents/）；"
            "可用 `gonghui scrape` 建立，或用 --archive 指定其他目录"))
    return found
