"""robots.txt, obeyed (RFC 9309), by Protego."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from archive.errors import Forbidden


class Robots:
    """What hosts allow. ``load(address, where)`` gives status and text of a robots.txt."""

    def __init__(self, agent: str, load: Callable[[str, str], tuple[int, str]]) -> None:
        self._agent = agent.partition("/")[0]
        self._load = load
        self._rules: dict[str, Protego] = {}

    def require(self, url: str, where: str, longest: float) -> None:
        """Raise :class:`Forbidden` where robots.txt forbids ``url`` or asks for a pause above ``longest`` seconds.

        A host without the file allows all; one that fails to give it allows nothing.
        """
        host = _host(url)
        if host not in self._rules:
            status, text = self._load(host + "/robots.txt", where)
            if status >= 500 or status == 429:
                raise Forbidden(where=where, what=f"robots.txt cannot be read (HTTP {status}); try again later",
                                what_zh=f"无法读取 robots.txt（HTTP {status}）；请稍后再试")
            self._rules[host] = Protego.parse(text if status == 200 else "")
        if not self._rules[host].can_fetch(url, self._agent):
            raise Forbidden(where=where, what="robots.txt forbids it; save the page in a browser and give the file",
                            what_zh="robots.txt 禁止抓取；请用浏览器保存网页后给出文件")
        if self.delay(url) > longest:
            raise Forbidden(where=where, what=f"robots.txt asks for a pause of {self.delay(url):g} s between requests",
                            what_zh=f"robots.txt 要求每次请求间隔 {self.delay(url):g} 秒")

    def delay(self, url: str) -> float:
        """The pause in seconds that the host asks for."""
        rules = self._rules.get(_host(url))
        return float(rules.crawl_delay(self._agent) or 0) if rules else 0.0


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
