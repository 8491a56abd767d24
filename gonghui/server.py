"""The local server: the built site, and live search beside it (``docs/server.md``).

A WSGI application without state but the open index. Nothing is written,
nothing outside the site's folder is ever read, every answer carries the
site's policy. An answer comes from one generation of the index; a newer one
is opened for the next request.
"""

from __future__ import annotations

import gc
import ipaddress
import json
import mimetypes
import threading
from collections.abc import Callable, Iterable, Mapping
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote

from archive.errors import ArchiveError, QueryCutOff, QueryError
from search import Index, open_index
from search.budget import Budget
from search.filters import fault
from search.index import SORTS, latest
from search.kwic import SORTS as KWIC_SORTS
from search.kwic import to_csv
from search.manifest import current
from search.messages import MESSAGES

Start: TypeAlias = Callable[[str, list[tuple[str, str]]], Any]
Answer: TypeAlias = tuple[int, list[tuple[str, str]], bytes]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_PATH, LONGEST_TARGET = 8000, 60_000
"""Bytes of a path, and of path and query. A query of 1,000 characters has up to 12,000, and beside it stand filters."""
MOST_HEADERS = 98_304
"""Bytes of a request without its body; of those, :data:`gonghui.channel.HEADERS` behind the first line."""
MOST_HITS, MOST_ROWS, DEEPEST = 100, 1000, 100_000

_POLICY = ("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
           "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
_HEADERS = [
    ("Content-Security-Policy", _POLICY), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
_UTF8 = "; charset=utf-8"
_TYPES = {
    ".html": "text/html" + _UTF8, ".js": "text/javascript" + _UTF8, ".css": "text/css" + _UTF8,
    ".json": "application/json", ".jsonl": "application/x-ndjson" + _UTF8, ".csv": "text/csv" + _UTF8,
    ".xml": "application/xml" + _UTF8, ".txt": "text/plain" + _UTF8, ".md": "text/markdown" + _UTF8,
    ".svg": "image/svg+xml", ".woff2": "font/woff2",
}
_FILTERS = ("year", "region", "kind", "speaker", "organization")


class BadRequest(Exception):
    """A parameter that cannot be read; answered with status 400."""

    def __init__(self, code: str, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.body = {"error": {"code": code, "at": None, "message": message, "message_zh": message_zh,
                               "proposal": None}}


class Application:
    """The WSGI application. ``hosts`` are the names it answers to; ``None``: any address, but no other name."""

    limits = (2.0, 40_000_000)
    """Seconds, and bytes of occurrences (:mod:`search.budget`): with what is made of them, 50 MB for a query."""

    def __init__(self, archive: Path, site: Path, hosts: Iterable[str] | None = LOOPBACK) -> None:
        self.archive, self.site = Path(archive), Path(site).resolve()
        self.hosts = None if hosts is None else {host.lower() for host in hosts}
        self._lock = threading.Lock()
        self._index: Index | None = None

    def __call__(self, environ: Mapping[str, Any], start: Start) -> list[bytes]:
        status, headers, body = self._answer(environ)
        headers += _HEADERS if status == 304 else [*_HEADERS, ("Content-Length", str(len(body)))]
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: Mapping[str, Any]) -> Answer:
        if not self._is_ours(environ.get("HTTP_HOST", "")):
            return _text(421, "this server answers only to its own address")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            status, headers, body = _text(405, "only GET and HEAD")
            return status, [*headers, ("Allow", "GET, HEAD")], body
        # WSGI hands the path over as bytes in Latin-1.
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        query = str(environ.get("QUERY_STRING", ""))
        if len(path) > LONGEST_PATH:
            return _text(414, "the address is too long")
        if len(path) + len(query) > LONGEST_TARGET:
            return _json(400, BadRequest("too-long", *MESSAGES["too-long"]).body)
        try:
            if path.startswith(b"/api/"):
                return self._api(path[5:].decode("ascii", "replace"), query)
            try:
                return self._file(path, query, environ)
            except OSError:  # a name too long for the disk, a file that may not be read
                return self._missing()
        except BadRequest as error:
            return _json(400, error.body)
        except QueryError as error:
            return _json(400, _told(error))
        except QueryCutOff as error:
            return _json(503, {"error": {"code": "cut-off", "at": None, "message": error.message("en"),
                                         "message_zh": error.message("zh"), "proposal": None}})
        except ArchiveError as error:
            return _json(503, {"error": {"code": "archive", "at": None, "message": error.message("en"),
                                         "message_zh": error.message("zh"), "proposal": None}})

    def _is_ours(self, host: str) -> bool:
        """Whether the Host header names this server: a page elsewhere must not reach it by a name of its own."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
        name = name.strip("[]").lower()
        if self.hosts is not None:
            return name in self.hosts
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name == "localhost"
        return True

    def index(self) -> Index:
        """The index of now."""
        with self._lock:
            if self._index is None:
                self._index = open_index(self.archive)
                self._index.lexicon.terms()  # loading the pinyin is no query's time
            elif (folder := current(self.archive)) and folder != self._index.folder:
                self._index = latest(self.archive)
                self._index.lexicon.terms()
                gc.collect()  # the files of the former one are mapped until it is gone
            return self._index

    def _api(self, name: str, query: str) -> Answer:
        given = _parameters(query)
        for key in _FILTERS:
            if given.get(key) and (why := fault(key, given[key])):
                raise BadRequest(key, f"{key}: {why[0]}", f"{key}：{why[1]}")
        if name == "search":
            return _json(200, self._ask(lambda index: index.search(
                given.get("q", ""), limit=_number(given, "limit", 10, MOST_HITS), sort=_choice(given, "sort", SORTS),
                offset=_number(given, "offset", 0, DEEPEST), passages=_number(given, "passages", 2, 20),
                plain="plain" in given, **{key: given.get(key) for key in _FILTERS})))
        if name == "suggest":
            return _json(200, self._ask(lambda index: index.suggest(
                given.get("q", "")[:200], limit=_number(given, "limit", 8, 50))))
        if name == "trend":
            return _json(200, self._ask(lambda index: index.trend(
                given.get("q", ""), plain="plain" in given, **{key: given.get(key) for key in _FILTERS})))
        if name == "kwic":
            as_csv = _choice(given, "format", ("json", "csv")) == "csv"
            found = self._ask(lambda index: index.kwic(
                given.get("q", ""), limit=_number(given, "limit", 100, MOST_ROWS),
                sort=_choice(given, "sort", KWIC_SORTS), width=_number(given, "width", 20, 200),
                offset=_number(given, "offset", 0, DEEPEST), plain="plain" in given,
                **{key: given.get(key) for key in _FILTERS}))
            if as_csv:
                headers = [("Content-Type", _TYPES[".csv"]), ("Content-Disposition", 'attachment; filename="kwic.csv"')]
                return 200, headers, ("\ufeff" + to_csv(found)).encode()
            return _json(200, found)
        return _json(404, {"error": {"code": "unknown", "at": None, "message": "no such service: /api/" + name,
                                     "message_zh": "没有这个接口：/api/" + name, "proposal": None}})

    def _ask(self, question: Callable[[Index], dict[str, Any]]) -> dict[str, Any]:
        """The answer of one generation to one question at a time, within the limits."""
        index = self.index()
        with self._lock:
            index.evaluator.check = Budget(*self.limits).check
            return question(index)

    def _file(self, path: bytes, query: str, environ: Mapping[str, Any]) -> Answer:
        target = self._inside(path)
        if target is None:
            return self._missing()
        if target.is_dir():
            if not path.endswith(b"/"):
                where = "/" + quote(path.lstrip(b"/")) + "/" + (f"?{query}" if query else "")
                return 301, [("Location", where), ("Content-Type", "text/plain")], b""
            target = target / "index.html"
            if not self._is_within(target):
                return self._missing()
        if not target.is_file() or (path.endswith(b"/") and target.name != "index.html"):
            return self._missing()
        stat = target.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        headers = [("Content-Type", _type(target)), ("ETag", tag), ("Cache-Control", "no-cache"),
                   ("Last-Modified", formatdate(stat.st_mtime, usegmt=True))]
        if _unchanged(environ, tag, stat.st_mtime):
            return 304, headers[1:], b""
        return 200, headers, target.read_bytes()

    def _inside(self, path: bytes) -> Path | None:
        """The file that a path names, if it lies in the site."""
        try:
            text = path.decode("utf-8")
        except UnicodeDecodeError:
            return None
        parts = text.split("/")
        if any(part in ("..", ".") or "\\" in part or "\0" in part for part in parts):
            return None
        target = self.site.joinpath(*[part for part in parts if part])
        return target if self._is_within(target) else None

    def _is_within(self, target: Path) -> bool:
        """Whether a path stays in the site after links are followed."""
        try:
            return target.resolve().is_relative_to(self.site)
        except OSError:
            return False

    def _missing(self) -> Answer:
        page = self.site / "404.html"
        if page.is_file():
            return 404, [("Content-Type", _TYPES[".html"])], page.read_bytes()
        return _text(404, "not found")


def _parameters(query: str) -> dict[str, str]:
    """The parameters, the last of a name; percent signs and UTF-8 as browsers write them."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50, errors="replace")
    except ValueError as error:
        raise BadRequest("parameters", "too many parameters", "参数过多") from error
    return {key: value for key, value in pairs if value or key in ("q", "plain")}


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = given.get(name, str(default))
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise BadRequest(name, f"{name}: a whole number from 0 to {most} is needed", f"{name} 应为 0 到 {most} 的整数")
    return min(int(value), most)


def _choice(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = given.get(name, choices[0])
    if value not in choices:
        raise BadRequest(name, f"{name}: one of {', '.join(choices)} is needed",
                         f"{name} 应为 {'、'.join(choices)} 之一")
    return value


def _told(error: QueryError) -> dict[str, Any]:
    facts = error.facts
    return {"error": {"code": facts.get("code"), "at": facts.get("at"), "message": error.message("en"),
                      "message_zh": error.message("zh"), "proposal": facts.get("proposal")}}


def _json(status: int, value: dict[str, Any]) -> Answer:
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")]
    return status, headers, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _text(status: int, text: str) -> Answer:
    return status, [("Content-Type", "text/plain; charset=utf-8")], (text + "\n").encode()


def _type(path: Path) -> str:
    suffix = path.suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _unchanged(environ: Mapping[str, Any], tag: str, time: float) -> bool:
    if known := environ.get("HTTP_IF_NONE_MATCH"):
        return tag in str(known)
    if since := environ.get("HTTP_IF_MODIFIED_SINCE"):
        try:
            return int(time) <= parsedate_to_datetime(str(since)).timestamp()
        except (TypeError, ValueError):
            return False
    return False


def serve(archive: Path, site: Path, host: str = "127.0.0.1", port: int = 8000,
          ready: Callable[[str], object] | None = None) -> None:
    """Serve until interrupted. ``ready`` is told the address. Raises :class:`OSError` if it cannot be listened on."""
    import waitress
    from waitress.server import BaseWSGIServer

    from gonghui.channel import Channel

    hosts = None if host in ("0.0.0.0", "::", "") else LOOPBACK | {host}
    application = Application(archive, site, hosts)
    application.index()
    sockets: dict[int, object] = {}
    server = waitress.create_server(
        application, map=sockets, host=host, port=port, threads=4, ident=None, connection_limit=100, channel_timeout=15,
        cleanup_interval=5, max_request_header_size=MOST_HEADERS, max_request_body_size=1024,
        clear_untrusted_proxy_headers=True)
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = Channel
    name = f"[{host}]" if ":" in host else host
    if ready:
        ready(f"http://{name}:{getattr(server, 'effective_port', port)}/")
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
