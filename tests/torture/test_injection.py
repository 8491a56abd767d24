"""Text that would like to be something else: markup, script, template, front matter, path, command, formula.

Each row goes the whole way: a web copy, scraped, shown on the command line,
built into a site, opened in Chromium.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.body import unescape
from archive.store import Store
from gonghui.building import build_site
from gonghui.cli import run
from gonghui.server import Application
from tests.torture.conftest import times

HOSTILE = {
    "script": "<script>window.hit=1;alert(1)</script>",
    "handler": "<img src=x onerror=window.hit=1>",
    "breaking out": "\"><svg onload=window.hit=1><a title='",
    "ending tags": "</title></script></style></textarea></template><script>window.hit=1</script>",
    "comment": "--><script>window.hit=1</script><!--",
    "cdata": "]]><script>window.hit=1</script>",
    "javascript link": "[点这里](javascript:window.hit=1)",
    "data link": "[图](data:text/html,<script>window.hit=1</script>)",
    "picture": "![图](http://evil.example/a.png)",
    "raw link": "<http://evil.example/b>",
    "reference": "[甲]: http://evil.example/c",
    "frame": "<iframe src=http://evil.example/d></iframe>",
    "style": "<style>@import url(http://evil.example/e.css);</style>",
    "base": "<base href=http://evil.example/>",
    "refresh": "<meta http-equiv=refresh content=0;url=http://evil.example/f>",
    "jinja": "{{ config.__class__ }}{% include 'x' %}{# 注 #}",
    "entity": "&lt;b&gt;&#60;script&#62;",
    "yaml": "!!python/object/apply:os.system ['id']",
    "anchor": "&a *a <<: *a",
    "formula equals": "=cmd|' /C calc'!A0",
    "formula plus": "+1+cmd|' /C calc'!A0",
    "formula minus": "-2+3+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "path": "../../../../etc/passwd",
    "windows path": "..\\..\\con:nul|?*<>.md",
    "percent": "%00%2e%2e%2f%n%s%x",
    "shell": "$(touch hit) `touch hit` ; touch hit",
    "json": "\\\"}];window.hit=1;//",
    "attribute list": "{: onclick=window.hit=1 }",
    "admonition": "!!! danger \"<script>window.hit=1</script>\"",
    "heading mark": "# <b onclick=window.hit=1>一、标题</b>",
}
INVISIBLE = {
    "direction": "abc\u202edef\u2066ghi\u2069",
    "escape": "\x1b[31m\x1b]0;title\x07\x9b2J",
    "nought": "a\0b",
    "separators": "甲\u2028乙\u2029丙\x85丁",
    "tag characters": "甲\U000e0041乙",
}
COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys; tabs and line ends are none of it."""
FENCE = "---\nid: ../evil\ntitle: x\n---"
PAGE = """{0}关于开展劳动竞赛的讲话
{0}
何远
(2013年{2}月{3}日)
同志们：
　　今天召开全县工会工作会议，主要任务是总结去年工作，部署今年任务，{0}，望大家认真贯彻。
　　一、认清形势，增强责任感{0}
　　过去一年，全县各级工会组织围绕中心、服务大局，新建基层工会{1}家，发展会员8,430人，成绩来之不易。
{0}
　　二、突出重点，努力开创工会工作新局面
　　要广泛开展劳动竞赛，维护职工合法权益，关心困难职工生活，推动工会工作再上新台阶。
　　同志们，让我们扎实工作，为全县经济社会发展作出新的更大的贡献！
{0}
"""


@dataclass(frozen=True)
class Ground:
    root: Path
    site: Path
    ids: dict[str, str]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """An archive of hostile copies, and its site. Their dates differ, or they would be copies of one work."""
    home = tmp_path_factory.mktemp("hostile")
    copies = home / "copies"
    copies.mkdir()
    everything = HOSTILE | INVISIBLE | {"fence": FENCE}
    topics = iter("竞赛帮扶协商维权书屋经审女工安全民主培训宣传法律慰问疗养")
    for number, (name, text) in enumerate(everything.items()):
        topic = f"第{number}号{next(topics, '综合')}活动"
        page = PAGE.format(text, 100 + number, number % 12 + 1, number // 12 + 1).replace("劳动竞赛", topic)
        (copies / f"{number:02}-{name.replace(' ', '_')}.txt").write_text(page, encoding="utf-8")
    evil = copies / "=cmd|' calc'!A0 <img src=x onerror=window.hit=1> $(touch hit).txt"
    evil.write_text(PAGE.format("文件名", 99, 12, 31).replace("劳动竞赛", "文件名活动"), encoding="utf-8")
    assert run(["scrape", "--archive", str(home / "archive"), "--url", "https://a.example/%3Cscript%3E?a='onload=window.hit=1&b=1",
                str(copies)]) == 0
    assert run(["check", "--archive", str(home / "archive")]) == 0
    store = Store(home / "archive")
    ids = {}
    for document in store.documents():
        data = store.original(document.copies[0].sha256).decode()
        ids[document.id] = next((n for n, t in everything.items() if t in data), "file name")
    assert run(["index", "--archive", str(home / "archive")]) == 0
    build_site(home / "archive", home / "site")
    return Ground(home / "archive", home / "site", ids)


def test_every_copy_became_a_document(ground: Ground) -> None:
    assert len(ground.ids) >= len(HOSTILE) + len(INVISIBLE) - 1


def test_nothing_was_written_or_run_elsewhere(ground: Ground) -> None:
    assert [p.name for p in ground.root.parent.rglob("hit")] == []
    names = [p.relative_to(ground.root).as_posix() for p in ground.root.glob("documents/**/*") if p.is_file()]
    assert all(re.fullmatch(r"documents/(\d{4}|undated)/[0-9a-z]+\.md", name) for name in names)
    assert not any("evil" in p.name for p in ground.site.rglob("*"))


def test_what_is_seen_is_the_text(ground: Ground) -> None:
    """As typed, but for links and for what stands so often on a page that it is taken for a watermark."""
    store = Store(ground.root)
    seen = {name for id, name in ground.ids.items()
            if name in HOSTILE and HOSTILE[name] in unescape(store.document(id).body)}
    assert len(seen) >= 20
    assert {"script", "jinja", "shell", "path", "formula equals", "attribute list", "cdata"} <= seen


@pytest.mark.parametrize("command", ["show", "search", "explain", "show --ledger"])
def test_no_terminal_is_commanded(ground: Ground, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    for id, name in ground.ids.items():
        if name not in INVISIBLE:
            continue
        original = Store(ground.root).original_path(Store(ground.root).document(id).copies[0].sha256)
        words = {"search": ["search", "工会"], "explain": ["explain", str(original)],
                 "show": ["show", id], "show --ledger": ["show", id, "--ledger"]}[command]
        capfd.readouterr()
        run([*words, "--archive", str(ground.root)])
        said = capfd.readouterr()
        assert not COMMANDS.search(said.out + said.err), (name, command)


def test_no_cell_is_a_formula(ground: Ground) -> None:
    files = [*ground.site.rglob("*.csv")]
    assert files
    for path in files:
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()):
            for cell in row:
                assert not re.match(r"\s*[=+@\t]|-[^\d]", cell), (path.name, cell)
    for line in (ground.site / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        json.loads(line)


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_asked_for(ground: Ground, chromium: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    found: list[str] = []
    home = ground.site.as_uri()
    page.on("dialog", lambda d: (found.append(f"dialog {d.message}"), d.dismiss()))
    page.on("console", lambda m: found.append(f"console {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: found.append(f"error {e}"))
    page.on("request", lambda r: None if r.url.startswith((home, "data:", "blob:")) else found.append(f"asks {r.url}"))
    for address in addresses(ground):
        page.goto(f"{home}/{address}")
        page.wait_for_load_state("load")
        if address.startswith("search"):
            page.wait_for_selector("[data-total], [role=alert]", state="attached")
        assert page.evaluate("window.hit") is None, address
        assert found == [], address
    context.close()


def addresses(ground: Ground) -> Iterator[str]:
    """Every page of text; every audit page and search at length only, else each fourth."""
    step = times(4, 1)
    yield from (f"d/{id}/index.html" for id in ground.ids)
    yield from (f"d/{id}/original/index.html" for id in list(ground.ids)[::step])
    yield from (f"{part}index.html" for part in ("", "years/", "regions/", "speakers/", "kinds/", "meetings/"))
    yield from (f"search/index.html?q={quote(text)}" for text in list(HOSTILE.values())[::step])


def test_the_server_answers_with_data(ground: Ground) -> None:
    application = Application(ground.root, ground.site)
    for text in (HOSTILE | INVISIBLE).values():
        told: list[Any] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/search", "QUERY_STRING": f"q={quote(text)}",
                   "HTTP_HOST": "localhost"}
        body = b"".join(application(environ, lambda status, headers, told=told: told.append((status, dict(headers)))))
        status, headers = told[0]
        assert status[:3] in ("200", "400"), text
        assert headers["Content-Type"].startswith("application/json")
        assert headers["X-Content-Type-Options"] == "nosniff"
        json.loads(body)
