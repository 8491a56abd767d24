"""The command line: ``gonghui COMMAND [--archive DIR]``.

Exit 0: all done; 1: some inputs were refused or a check failed, each named;
2: bad usage. No traceback reaches a user.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click
from rich.cells import cell_len

from archive.errors import ArchiveError, QueryError
from gonghui.chinese import teach
from gonghui.console import OutputFailed, note, safe, writing_out
from gonghui.messages import say, tell
from gonghui.options import archive_option

COMMANDS = ("scrape", "explain", "search", "reclean", "show", "check", "index", "build", "serve", "withdraw", "restore",
            "export", "import", "suggest-rules", "compare", "pack", "figures", "trend")


teach()


class _Commands(click.Group):
    """Loads the module of a command when it is named: ``--help`` and ``show`` start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = import_module(f"gonghui.commands.{module}").command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say("A searchable archive of trade-union speeches and work reports, made from web copies.",
             "工会讲话与工作报告档案：清洗网页副本，建库、检索、成站。"),
)
@click.version_option(package_name="gonghui-archive", prog_name="gonghui")
@archive_option
def cli() -> None:
    """The group."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = run(arguments)
        with writing_out():
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        _let_go()
        code = 0
    except OutputFailed as error:
        _let_go()
        note(tell(error))
        code = 1
    sys.exit(code)


def _let_go() -> None:
    """Drop what standard output still holds: Python would try again at the end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def pointed(error: QueryError) -> str:
    """The query with a sign under the place that cannot be read, and the message."""
    query, at = str(error.facts.get("query", "")), error.facts.get("at")
    blanks = " " * cell_len(query[: at if isinstance(at, int) else 0])
    return f"  {query}\n  {blanks}^\n{tell(error)}"


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        result: Any = cli.main(args=arguments, prog_name="gonghui", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except SystemExit as end:  # click's own way of saying that the pipe is broken
        raise BrokenPipeError from end
    except (BrokenPipeError, OutputFailed):
        raise
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        note(say("stopped; what was reported is stored", "已中断；此前报告的内容均已保存"))
        return 130
    except QueryError as error:
        note(pointed(error))
        return 2
    except ArchiveError as error:
        note(tell(error))
        return 1
    except Exception as error:
        if os.environ.get("GONGHUI_DEBUG"):
            raise
        note(safe(say(
            f"a fault of the program: {type(error).__name__}: {error} (GONGHUI_DEBUG=1 shows more; please report it)",
            f"程序出错：{type(error).__name__}: {error}（设 GONGHUI_DEBUG=1 可看详情；请反馈给我们）")))
        return 1
