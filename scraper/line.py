"""The connection of one request: looked at before a byte is sent, cut when its time is over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from archive.errors import Refused


class Line:
    """The connection of one request, so that it can be cut when its time is over."""

    def __init__(self, allow: Callable[[str], None]) -> None:
        self.is_cut = False
        self._allow = allow
        self._stream: Any = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by the HTTP library of every step; keeps the newest stream.

        A name may have changed its address since it was asked for: the address that
        the connection leads to is looked at before a byte is sent.
        """
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]
        if event.endswith("connect_tcp.complete") and (peer := self._stream.get_extra_info("server_addr")):
            try:
                self._allow(peer[0])
            except Refused:
                self._stream.close()
                raise

    def cut(self) -> None:
        """Close the connection under a read that still waits."""
        self.is_cut = True
        found = self._stream.get_extra_info("socket") if self._stream else None
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)


@contextmanager
def cut_off(seconds: float, allow: Callable[[str], None]) -> Iterator[Line]:
    """A line that is cut after ``seconds``: a read timeout alone lets a server send a byte at a time for ever.

    ``allow`` is asked for the address of the other side and raises where it is not to be talked to.
    """
    line = Line(allow)
    timer = threading.Timer(seconds, line.cut)
    timer.daemon = True
    timer.start()
    try:
        yield line
    finally:
        timer.cancel()
