"""The local server: what it gives, and what it never does."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.validate import validator

import pytest

import search
from benchmarks import corpus
from gonghui.server import Application

Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("served")
    corpus.write(12, root / "archive", characters=600)
    site = root / "site"
    (site / "d" / "abc").mkdir(parents=True)
    (site / "index.html").write_text("<p>首页", encoding="utf-8")
    (site / "404.html").write_text("<p>没有", encoding="utf-8")
    (site / "d" / "abc" / "index.html").write_text("<p>文稿", encoding="utf-8")
    (site / "a.js").write_text("1")
    (root / "secret.txt").write_text("secret")
    os.symlink(root / "secret.txt", site / "link.txt")
    os.symlink(root, site / "up")
    return root


@pytest.fixture(scope="module")
def get(home: Path) -> Get:
    application = Application(home / "archive", home / "site")

    def get(target: str, method: str = "GET", host: str = "localhost:8000", **headers: str) -> Any:
        path, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query,
            "HTTP_HOST": host, "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
            "SCRIPT_NAME": "", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(), "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
            **headers,
        }
        told: list[Any] = []
        start = lambda status, headers, exc_info=None: told.append((status, headers))  # noqa: E731
        parts = validator(application)(environ, start)  # type: ignore[arg-type]
        body = b"".join(parts)
        parts.close()  # type: ignore[attr-defined]
        status, pairs = told[0]
        return int(status[:3]), {key.lower(): value for key, value in pairs}, body

    return get


def test_search_gives_the_object_of_the_command_line(get: Get, home: Path) -> None:
    index = search.open_index(home / "archive")
    for query, rest, options in [("工会", "", {}), ("“职工”", "&limit=3&sort=oldest", {"limit": 3, "sort": "oldest"}),
                                 ("", "&kind=report", {"kind": "report"}), ("职代会", "&plain", {"plain": True})]:
        status, headers, body = get(f"/api/search?q={quote(query)}{rest}")
        assert status == 200
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert json.loads(body) == json.loads(json.dumps(index.search(query, **options)))


def test_a_query_that_takes_too_much_is_cut_off_and_says_so(home: Path, get: Get,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    for limits in ((-1.0, 50_000_000), (2.0, 5)):
        monkeypatch.setattr(Application, "limits", limits)
        for service in ("search", "kwic", "trend"):
            status, _, body = get(f"/api/{service}?q=" + quote("工会 NEAR/3 职工"))
            assert (status, json.loads(body)["error"]["code"]) == (503, "cut-off")
    monkeypatch.undo()
    assert get("/api/search?q=" + quote("工会 NEAR/3 职工"))[0] == 200


def test_the_years_of_a_query(get: Get) -> None:
    status, _, body = get("/api/trend?q=" + quote("工会") + "&kind=report")
    result = json.loads(body)
    assert status == 200
    assert result["total"] == result["undated"] + sum(year["documents"] for year in result["years"])
    assert all(year["documents"] <= year["all"] for year in result["years"])


def test_a_query_that_cannot_be_read_is_a_400_that_points_at_the_place(get: Get) -> None:
    status, _, body = get("/api/search?q=" + quote("工会 (职工"))
    assert status == 400
    assert json.loads(body)["error"] | {"message": "", "message_zh": ""} == {
        "code": "unclosed-paren", "at": 3, "message": "", "message_zh": "", "proposal": "工会 (职工)"}


@pytest.mark.parametrize("target", [
    "/api/search?q=%ff%fe", "/api/search?q=" + "a" * 2000, "/api/search?limit=-1", "/api/search?limit=x",
    "/api/search?limit=99999999999999999999", "/api/search?year=20xx", "/api/search?kind=foo", "/api/search?sort=best",
    "/api/search?region=%E2%80%9C", "/api/search?" + "&".join("a=1" for _ in range(99)), "/api/kwic?q=*",
    "/api/kwic?q=a&format=xml", "/api/search?q=%00", "/api/search?q=" + quote("((((" * 60), "/api/search?offset=1e9",
    "/api/suggest?q=%22%28", "/api/suggest?limit=a", "/api/search?q=%F0%A0%80%80&organization=%22%22%22",
    "/api/search?speaker=%22", "/api/search?q=" + quote("标题:" * 100), "/api/search?q=" + quote("-" * 900),
])
def test_no_query_is_an_error_500(get: Get, target: str) -> None:
    status, _, body = get(target)
    assert status in (200, 400)
    assert (status == 400) == ("error" in json.loads(body))


@pytest.mark.parametrize(("parameter", "value", "words"), [
    ("year", "abc", "no year"), ("year", "2015..2011", "no range of years"), ("kind", "foo", "no kind"),
    ("region", "“", "nothing to look for"), ("speaker", "a" * 1200, "longer than"),
])
def test_a_filter_that_cannot_be_read_is_named_and_not_a_place_in_the_query(
        get: Get, parameter: str, value: str, words: str) -> None:
    for service in ("search", "kwic", "trend"):
        status, _, body = get(f"/api/{service}?q={quote('工会')}&{parameter}={quote(value)}")
        error = json.loads(body)["error"]
        assert (status, error["code"], error["at"]) == (400, parameter, None)
        assert error["message"].startswith(f"{parameter}: ")
        assert words in error["message"]
        assert "try" not in error["message"]
        assert error["message_zh"].startswith(f"{parameter}：")


def test_suggest_and_kwic(get: Get) -> None:
    suggestions = json.loads(get("/api/suggest?q=" + quote("职"))[2])["suggestions"]
    assert {"职工", "职工代表大会"} <= {one["text"] for one in suggestions}
    rows = json.loads(get("/api/kwic?q=" + quote("合法权益"))[2])
    assert rows["total"] == len(rows["rows"])
    assert {row["match"] for row in rows["rows"]} == {"合法权益"}
    status, headers, body = get("/api/kwic?format=csv&q=" + quote("合法权益"))
    assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert len(body.decode("utf-8-sig").splitlines()) == rows["total"] + 1
    assert get("/api/other")[0] == 404


def test_a_query_of_1000_characters_is_answered_and_a_longer_one_refused_as_by_the_index(get: Get) -> None:
    for sign in ("工", "𠮷", "a"):
        assert get("/api/search?q=" + quote(sign * 1000))[0] == 200
        for service in ("search", "kwic", "trend"):
            status, _, body = get(f"/api/{service}?q=" + quote(sign * 1001))
            error = json.loads(body)["error"]
            assert (status, error["code"], error["at"]) == (400, "too-long", 1000)
            assert error["proposal"] == sign * 1000
    for length in (7000, 70_000, 700_000):
        status, _, body = get("/api/search?q=" + quote("工" * length))
        error = json.loads(body)["error"]
        assert (status, error["code"]) == (400, "too-long")
        assert "longer than 1,000 characters" in error["message"]
    assert get("/?q=" + quote("工" * 1000))[0] == 200, "the search page has its query in its address"


def test_control_characters_are_ignored(get: Get) -> None:
    plain = json.loads(get("/api/search?q=" + quote("工会"))[2])
    for sign in ("\0", "\x01", "\x1b", "\x7f", "\x9f"):
        told = json.loads(get("/api/search?q=" + quote(f"工{sign}会"))[2])
        assert (told["total"], told["hits"]) == (plain["total"], plain["hits"])
        assert json.loads(get("/api/search?q=" + quote(sign))[2])["error"]["code"] == "nothing"


def test_pages(get: Get) -> None:
    assert get("/")[2].decode() == "<p>首页"
    assert get("/d/abc/")[2].decode() == "<p>文稿"
    assert get("/d/abc/index.html")[0] == 200
    status, headers, _ = get("/d/abc?q=1")
    assert (status, headers["location"]) == (301, "/d/abc/?q=1")
    status, headers, body = get("/nothing")
    assert (status, body.decode()) == (404, "<p>没有")
    tag = get("/a.js")[1]["etag"]
    assert get("/a.js", HTTP_IF_NONE_MATCH=tag)[0] == 304
    assert get("/a.js", method="HEAD")[2] == b""


@pytest.mark.parametrize("path", [
    "/../secret.txt", "/%2e%2e/secret.txt", "/d/../../secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/link.txt",
    "/up/secret.txt", "/a.js/", "//etc/passwd", "/%00", "/a.js%00.html", "/\\..\\secret.txt", "/" + "a" * 5000, "/%ff",
])
def test_no_path_leaves_the_site(get: Get, path: str) -> None:
    status, _, body = get(path)
    assert status == 404
    assert b"secret" not in body


def test_a_doubled_slash_leads_nowhere_else(get: Get) -> None:
    status, headers, _ = get("//d/abc")
    assert (status, headers["location"]) == (301, "/d/abc/")


def test_only_reading_only_by_its_own_name_and_with_the_policy(get: Get) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        status, headers, _ = get("/", method=method)
        assert (status, headers["allow"]) == (405, "GET, HEAD")
    for host in ("evil.example", "evil.example:8000", "", "localhost.evil.example", "127.0.0.1.evil.example"):
        assert get("/", host=host)[0] == 421
    for host in ("127.0.0.1", "[::1]:80", "LOCALHOST:1"):
        status, headers, _ = get("/", host=host)
        assert status == 200
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert get("/" + "a" * 9000)[0] == 414


def test_a_new_generation_is_taken_up(tmp_path: Path) -> None:
    corpus.write(3, tmp_path / "archive", characters=300)
    application = Application(tmp_path / "archive", tmp_path)
    before = application.index()
    corpus.write(5, tmp_path / "archive", characters=300)
    search.build_index(tmp_path / "archive")
    after = application.index()
    assert (len(before), len(after)) == (3, 5)
    assert before.search("工会")["total"] == 3, "an answer under way keeps its generation"
