"""What the command line writes where: results to standard output, all else to standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveError
from gonghui.messages import say

if TYPE_CHECKING:
    from rich.progress import Progress

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    r"""Text that cannot command a terminal: control characters and direction overrides are shown as signs.

    >>> safe("\x1b[31mred\x07")
    '␛[31mred␇'
    """
    return _CONTROL.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 32 else "\ufffd", text)


class OutputFailed(ArchiveError):
    """Facts: ``reason``."""

    en = "standard output cannot be written: {reason}; what was done is kept"
    zh = "无法写入标准输出：{reason}；已完成的工作不受影响"


@contextmanager
def writing_out() -> Iterator[None]:
    """Tell faults of standard output from those of the archive. Raises :class:`OutputFailed`, ``BrokenPipeError``."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(reason=error.strerror or error) from error


def out(text: str) -> None:
    """A line of the result."""
    with writing_out():
        click.echo(safe(text))


def out_json(value: Any) -> None:
    """A result as one JSON object on one line."""
    out_raw(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def out_raw(data: str | bytes) -> None:
    """A result as it is."""
    with writing_out():
        if isinstance(data, str):
            sys.stdout.write(data)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


def note(text: str) -> None:
    """A message to the user."""
    click.echo(safe(text), err=True)


def waiting(holder: str) -> None:
    """Told once when another run holds the archive."""
    note(say(f"waiting for another run ({holder}) ...", f"正在等待另一进程结束（{holder}）……"))


def plural(number: int, one: str, many: str | None = None) -> str:
    """
    >>> plural(1, "page"), plural(0, "page"), plural(2, "copy", "copies")
    ('1 page', '0 pages', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Meter:
    """Shows how far long work has come, how fast it goes and what is left; silent where standard error is no terminal.

    ``total`` may become known later, by :meth:`to`.
    """

    def __init__(self, progress: Progress | None, task: Any) -> None:
        self._progress, self._task = progress, task

    def step(self, label: str = "") -> None:
        """One more is done."""
        if self._progress:
            self._progress.update(self._task, advance=1, label=safe(label[-50:]))

    def to(self, done: int, total: int) -> None:
        """``done`` of ``total`` are done."""
        if self._progress:
            self._progress.update(self._task, completed=done, total=total)


@contextmanager
def meter(what: str, total: int | None = None) -> Iterator[Meter]:
    """A meter for the work named ``what``; ``total`` where it is known."""
    if not sys.stderr.isatty():
        yield Meter(None, None)
        return
    from gonghui.bars import bars

    with bars() as progress:
        yield Meter(progress, progress.add_task(what, total=total, label=""))
