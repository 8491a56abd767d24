"""The only network: addresses to captures, politely and within bounds.

One connection at a time, a pause for each host, robots.txt obeyed, limits for
size, time and redirects, private addresses refused, an answer that has not
changed not loaded again.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import version
from typing import Protocol
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from archive.errors import Forbidden, Refused, TooLarge, Unreadable
from scraper.inflate import CutShort, unpack_body
from scraper.line import cut_off
from scraper.model import Capture
from scraper.provenance import Origin, Origins, iso
from scraper.robots import Robots
from scraper.sources import Limits, open_bytes
from scraper.together import followed

_PERMANENT = {301, 308}
_REDIRECTS = {*_PERMANENT, 302, 303, 307}
_BUSY = {429, 503}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave towards servers. Times in seconds, sizes in bytes."""

    allow_private: bool = False
    pause: float = 1.0
    timeout: float = 60.0
    """For one address, redirects and waiting for the server included; pauses and Retry-After not."""
    contact: str | None = None
    size: int = 50 << 20
    redirects: int = 10
    tries: int = 3
    longest_wait: float = 120.0
    """A longer Retry-After or Crawl-delay is not waited for: the address is refused."""

    @property
    def agent(self) -> str:
        """The User-Agent, by which robots.txt may name us: ``gonghui-archive``."""
        return f"gonghui-archive/{version('gonghui-archive')}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier answer of an address told: its marks and its bytes' hash."""

    sha256: str
    etag: str | None = None
    modified: str | None = None


class Memory(Protocol):
    """Answers of earlier runs."""

    def recall(self, url: str) -> tuple[Seen, bytes] | None:
        """What was seen at ``url`` and its bytes, if they are still at hand."""

    def note(self, url: str, seen: Seen) -> None:
        """Remember an answer."""


class Forgetful:
    """A memory of nothing."""

    def recall(self, url: str) -> tuple[Seen, bytes] | None:
        return None

    def note(self, url: str, seen: Seen) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that was read to its end."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes
    hops: tuple[str, ...] = field(default=())


class Fetcher:
    """Gives the captures of an address. ``sleep`` and ``clock`` (seconds), ``now`` are for tests."""

    def __init__(
        self,
        manners: Manners,
        memory: Memory | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._manners, self._memory = manners, memory or Forgetful()
        self._sleep, self._clock, self._now = sleep, clock, now
        self._robots = Robots(manners.agent, self._robots_txt)
        self._free: dict[str, float] = {}

    def __call__(self, url: str) -> Iterator[Capture | Refused]:
        """The captures of ``url``, or the reason why there are none; an article over several pages is one capture."""
        items = list(self._load(url))
        if len(items) == 1 and isinstance(items[0], Capture):
            yield from followed(items[0], lambda there: next(self._load(there)))
        else:
            yield from items

    def _load(self, url: str) -> Iterator[Capture | Refused]:
        """What one address holds."""
        try:
            known = self._memory.recall(url)
            answer = self.get(url, known[0] if known else None)
        except Refused as error:
            yield error
            return
        if answer.status == 304 and known:
            yield Capture(known[1], url, answer.url, captured=iso(self._now()))
            return
        if answer.status != 200:
            yield Unreadable(where=url, reason=f"HTTP {answer.status}")
            return
        origin = Origin(answer.url, None, iso(self._now()))
        for item in open_bytes(answer.data, url, origin, Origins(), Limits(file=self._manners.size)):
            if isinstance(item, Capture):
                self._memory.note(url, Seen(item.sha256, answer.headers.get("etag"),
                                            answer.headers.get("last-modified")))
            yield item

    def get(self, url: str, seen: Seen | None = None) -> Answer:
        """Load an address: redirects followed, robots.txt asked at every step. Raises :class:`Refused`."""
        here, hops = _plain(url, "", url), [url]
        deadline = self._clock() + self._manners.timeout
        while True:
            self._robots.require(here, url, self._manners.longest_wait)
            answer = self._patiently(here, url, deadline, seen)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            here = _plain(here, answer.headers["location"], url)
            if here in hops[1:]:
                raise Unreadable(where=url, reason="it redirects in a circle")
            hops.append(here)
            if len(hops) > self._manners.redirects + 1:
                raise Unreadable(where=url, reason=f"more than {self._manners.redirects} redirects")
            if urlsplit(here).scheme not in ("http", "https"):
                raise Unreadable(where=url, reason=f"it redirects to {here[:100]}, which is no web address")

    def _robots_txt(self, url: str, where: str) -> tuple[int, str]:
        """Status and text of a robots.txt; its redirects are followed, nothing is asked first."""
        deadline = self._clock() + self._manners.timeout
        here = url
        for _ in range(6):
            answer = self._patiently(here, where, deadline, None)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer.status, answer.data[: 500 << 10].decode("utf-8", "replace")
            here = _plain(here, answer.headers["location"], where)
        return 404, ""

    def _patiently(self, url: str, where: str, deadline: float, seen: Seen | None) -> Answer:
        """One address, tried again when the server is busy or the connection breaks."""
        for attempt in range(1, self._manners.tries + 1):
            try:
                answer = self._once(url, where, deadline, seen)
            except _Broken as error:
                if attempt == self._manners.tries:
                    raise Unreadable(where=where, reason=error) from error
                wait = 2.0 ** (attempt - 1)
            else:
                if answer.status not in _BUSY or attempt == self._manners.tries:
                    return answer
                wait = self._retry_after(answer) or 2.0**attempt
                if wait > self._manners.longest_wait:
                    raise Unreadable(where=where, reason=f"HTTP {answer.status}, asks to come back in {wait:.0f} s")
            self._sleep(wait)
            deadline += wait
        raise AssertionError("a loop over tries ends inside")

    def _retry_after(self, answer: Answer) -> float | None:
        told = answer.headers.get("retry-after", "").strip()
        if told.isdecimal():
            return float(told)
        with suppress(ValueError, TypeError):
            moment = parsedate_to_datetime(told)
            return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - self._now()).total_seconds())
        return None

    def _once(self, url: str, where: str, deadline: float, seen: Seen | None) -> Answer:
        """One request. Raises :class:`Refused`, or :class:`_Broken` where another try may help."""
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Unreadable(where=where, reason=f"not an address ({error})") from error
        if target.scheme not in ("http", "https") or not target.host:
            raise Unreadable(where=where, reason="not a web address")
        direct = proxy_bypass(target.host) or target.scheme not in getproxies()
        if direct:
            self._require_public(target.host, where)
        self._wait_for(target)
        headers = {"User-Agent": self._manners.agent, "Accept": "text/html,text/plain;q=0.9,*/*;q=0.5",
                   "Accept-Encoding": "gzip, deflate", "Accept-Language": "zh-CN,zh;q=0.9,*;q=0.5"}
        if seen and seen.etag:
            headers["If-None-Match"] = seen.etag
        if seen and seen.modified:
            headers["If-Modified-Since"] = seen.modified
        left = deadline - self._clock()
        if left <= 0:
            raise self._late(where)
        try:
            allow = partial(self._require_public_address, where=where) if direct else lambda address: None
            with cut_off(left, allow) as line, httpx.Client(timeout=min(30.0, left), headers=headers) as client:
                try:
                    with client.stream("GET", target, extensions={"trace": line.trace}) as response:
                        return self._read(response, where)
                except (httpx.HTTPError, OSError) as error:
                    if line.is_cut or isinstance(error, httpx.TimeoutException):
                        raise self._late(where) from error
                    if isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol):
                        raise Unreadable(where=where, reason=_said(error)) from error
                    raise _Broken(_said(error)) from error
        finally:
            self._free[target.netloc.decode()] = self._clock()

    def _read(self, response: httpx.Response, where: str) -> Answer:
        limit = self._manners.size
        told = response.headers.get("content-length", "")
        if told.isdecimal() and int(told) > limit:
            raise TooLarge(where=where, size=told, limit=limit)
        parts, size = [], 0
        for part in response.iter_raw(1 << 16):  # unpacked here: the library takes a cut stream for a whole one
            size += len(part)
            if size > limit:
                raise TooLarge(where=where, size=f"> {limit}", limit=limit)
            parts.append(part)
        try:
            data = unpack_body(b"".join(parts), response.headers.get("content-encoding", ""), limit + 1)
        except CutShort as error:
            raise _Broken(str(error)) from error
        except ValueError as error:
            raise Unreadable(where=where, reason=error) from error
        if len(data) > limit:
            raise TooLarge(where=where, size=f"> {limit}", limit=limit)
        return Answer(str(response.url), response.status_code, dict(response.headers), data)

    def _late(self, where: str) -> Unreadable:
        return Unreadable(where=where, reason=f"no complete answer within {self._manners.timeout:g} s")

    def _wait_for(self, target: httpx.URL) -> None:
        """Leave the host the pause it asks for, ours at least."""
        host = target.netloc.decode()
        if host in self._free:
            pause = max(self._manners.pause, self._robots.delay(str(target)))
            self._sleep(max(0.0, self._free[host] + pause - self._clock()))

    def _require_public(self, host: str, where: str) -> None:
        try:
            found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise Unreadable(where=where, reason=f"no such host: {host}") from error
        for address in sorted(map(str, found)):
            self._require_public_address(address, where)

    def _require_public_address(self, address: str, where: str) -> None:
        if not self._manners.allow_private and not _public(address):
            raise Forbidden(where=where, what=f"{address} is a private address; --allow-private permits it",
                            what_zh=f"{address} 是内网或本机地址；如需访问请加 --allow-private")


def _said(error: Exception) -> str:
    """
    >>> _said(OSError("[Errno 111] Connection refused"))
    'Connection refused'
    """
    return re.sub(r"\[Errno -?\d+\] ", "", str(error)) or type(error).__name__


def _plain(base: str, address: str, where: str) -> str:
    """``address`` as seen from ``base``, without its fragment. Raises :class:`Unreadable`."""
    try:
        return urlsplit(urljoin(base, address))._replace(fragment="").geturl()
    except ValueError as error:
        raise Unreadable(where=where, reason=f"not an address ({error})") from error


class _Broken(Exception):
    """A connection that broke; another try may help."""


def _public(address: str) -> bool:
    """
    >>> _public("127.0.0.1"), _public("::ffff:10.0.0.1"), _public("93.184.216.34"), _public("64:ff9b::7f00:1")
    (False, False, True, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if any(ip in ipaddress.ip_network(network) for network in ("64:ff9b::/96", "::/96")):
            inner = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)  # type: ignore[assignment]
        ip = inner or ip
    return ip.is_global and not ip.is_multicast
