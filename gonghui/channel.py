"""One connection of the local server, with an end to what a slow client may take.

``waitress`` closes connections that are idle. One that sends its request a byte
at a time is never idle, and one that asks without reading the answer is never
looked at while a thread waits for it: a hundred of the first and four of the
second would keep everybody else out.

It refuses an address with bytes beyond ASCII as well, as one typed into
``curl`` has them; here they are read as if they were percent-encoded.
"""

from __future__ import annotations

import re
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestHeaderFieldsTooLarge

HEADERS = 32_768
"""Bytes of headers, the first line not counted."""
REQUEST = 10.0
"""Seconds from the first byte of a request to its last."""
STANDSTILL = 15.0
"""Seconds in which not a byte of an answer is taken."""
ANSWER = 300.0
"""Seconds from the first byte of an answer to its last."""


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request whose first line may hold UTF-8 as it is."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers."""
        line, end, headers = header_plus.partition(b"\r\n")
        if len(headers) >= HEADERS:
            super().parse_header(b"GET / HTTP/1.0\r\n")
            self.error = RequestHeaderFieldsTooLarge(f"exceeds {HEADERS} bytes")
            return
        super().parse_header(re.sub(rb"[\x80-\xff]", lambda m: b"%%%02X" % m[0][0], line) + end + headers)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed when its client takes too long."""

    parser_class = Parser
    _asked: float | None = None
    _answered: float | None = None

    def received(self, data: bytes) -> bool:
        """Take bytes of a request."""
        if self.request is None:
            self._asked = time.time()
        return bool(super().received(data))

    def readable(self) -> bool:
        """Whether to wait for bytes; asked before each round of the loop, at least once a second."""
        now = time.time()
        if not self.total_outbufs_len:
            self._answered = None
        elif self._answered is None:
            self._answered = now
        if (
            (self.request is not None and self._asked is not None and now - self._asked > REQUEST)
            or (self.total_outbufs_len and now - self.last_activity > STANDSTILL)
            or (self._answered is not None and now - self._answered > ANSWER)
        ):
            self.handle_close()  # not by a mark: nobody looks at it before the client reads
            return False
        return bool(super().readable())
