"""One writer at a time: a lock on the archive folder that dies with its holder.

``flock`` on ``.lock``: the system frees it when the process ends, however it
ends. Workers must not inherit the handle, so they are spawned, never forked
(see ``scraper.workers``). While it is held the file says who holds it;
afterwards it is empty again, so that a run that changes nothing changes no byte.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import Locked

NAME = ".lock"
WAIT = 60.0
"""Seconds to wait for another writer before giving up; ``GONGHUI_LOCK_WAIT`` sets it otherwise."""


@contextmanager
def exclusive(root: Path, purpose: str, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the archive for writing; ``purpose`` is shown to others.

    ``waiting`` is told once who holds it. Raises :class:`Locked` after the wait.
    """
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _wait(handle, root, fcntl.LOCK_EX, waiting)
        note = json.dumps({"pid": os.getpid(), "purpose": purpose, "since": time.strftime("%Y-%m-%dT%H:%M:%S%z")})
        os.ftruncate(handle, 0)
        os.pwrite(handle, note.encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def shared(root: Path, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Keep writers out while reading; where the folder cannot be written (or has no lock yet) there are none."""
    try:
        handle = os.open(root / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        _wait(handle, root, fcntl.LOCK_SH, waiting)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, root: Path, how: int, waiting: Callable[[str], None] | None) -> None:
    limit = time.monotonic() + float(os.environ.get("GONGHUI_LOCK_WAIT", WAIT))
    told = False
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(root)
            if time.monotonic() >= limit:
                raise Locked(where=root, holder=holder) from None
            if waiting and not told:
                waiting(holder)
                told = True
            time.sleep(0.05)


def _holder(root: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        note = json.loads((root / NAME).read_bytes())
        return f"{note['purpose']}, pid {note['pid']}, {note['since']}"
    return "another run"
