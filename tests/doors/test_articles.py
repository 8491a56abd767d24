"""Articles over several pages: from real servers, WARC files, folders; joined, stored, checked."""

from __future__ import annotations

import gzip
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.store import Store
from scraper.clean import clean_capture, page_text
from scraper.fetch import Fetcher, Manners
from scraper.laws import broken_body, broken_page
from scraper.model import Capture
from tests.doors.conftest import Call

TITLE = "在云湖县工会第六次代表大会上的工作报告"
PARTS = (
    ("各位代表：",
     "现在，我代表云湖县总工会第五届委员会向大会报告工作，请予审议。过去五年，全县各级工会围绕中心、服务大局，团结动员广大职工建功立业，取得了新的成绩。",
     "一、五年来的主要工作",
     "（一）组织建设不断加强。五年来全县新建基层工会三百二十六家，发展会员一万八千余人，工会组织覆盖面持续扩大，职工之家建设得到加强。",
     "（二）帮扶工作扎实推进。县总工会建立困难职工档案一千二百余份，使困难职工切实感受到组织的温暖，全县上下形成了关心困难职工、"),
    ("支持工会工作的良好氛围，职工满意率逐年提高。",
     "二、今后五年的主要任务",
     "今后五年，全县各级工会要牢牢把握工人运动的时代主题，深入开展劳动竞赛和技术创新活动，引导职工学技术、比贡献，为全县经济社会发展再立新功。"),
    ("要坚持以职工为本，主动依法科学维权，推动完善工资集体协商制度，努力构建和谐劳动关系，让广大职工实现体面劳动。",
     "各位代表，让我们振奋精神，开拓进取，为建设美好云湖而努力奋斗！"),
)
OTHER = ("同志们：",
         "今天我们召开表彰大会，表彰一批在劳动竞赛中涌现的先进集体和个人，我代表县总工会向受到表彰的同志们表示热烈的祝贺。",
         "希望受到表彰的同志珍惜荣誉、再接再厉，在各自的岗位上为全县的发展作出新的更大的贡献，让劳动光荣成为全社会的风尚。")
Links = list[tuple[str, str]]


def article(paragraphs: tuple[str, ...], links: Links, title: str = TITLE, script: str = "") -> bytes:
    """A page of a news site with frame, teaser, editor line and page bar."""
    bar = "".join(f'<a href="{there}">{text}</a> ' for text, there in links)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_云湖工会网</title></head><body>
<div class="top"><a href="/">网站首页</a> <a href="/ld/">领导讲话</a> <a href="/tz/">通知公告</a></div>
<h1>{title}</h1><div class="info">来源：云湖工会网 发布时间：2013-04-02 09:12 编辑：小禾</div>
<div class="summary">摘要：本报告回顾了云湖县总工会五年来的工作，部署了今后五年的任务。</div>
<div class="content">{"".join(f"<p>　　{p}</p>" for p in paragraphs)}<p>（责任编辑：小禾）</p></div>
<div class="pages">{bar}{script}</div>
<div class="rel"><h3>相关文章</h3><ul><li><a href="/ld/90.html">云湖县总工会召开全委会</a></li></ul></div>
<div class="foot">版权所有 云湖县总工会</div></body></html>""".encode()


def pages(form: str = "{stem}_{n}.html", first: str = "{stem}.html", stem: str = "/ld/123",
          words: bool = True) -> dict[str, bytes]:
    """The three pages by path; ``words`` says whether there is a "next page" besides the numbers."""
    def path(n: int) -> str:
        return (first if n == 1 else form).format(stem=stem, n=n)

    out = {}
    for n, paragraphs in enumerate(PARTS, 1):
        links: Links = [("上一页", path(n - 1))] if n > 1 and words else []
        links += [(str(k), path(k)) for k in (1, 2, 3) if k != n]
        links += [("下一页", path(n + 1))] if n < 3 and words else []
        out[path(n)] = article(paragraphs, links, TITLE + (f"({n})" if n > 1 else ""))
    return out


def whole() -> str:
    """The body that the three pages make, letters only."""
    return letters("".join(p for part in PARTS for p in part))


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@dataclass
class Site:
    """A server that gives what stands in ``pages`` by path and query, and counts."""

    pages: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    base: str = ""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(pages())

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            made.asked.append(self.path)
            data = made.pages.get(self.path)
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def fetch(site: Site, path: str) -> list[object]:
    return list(Fetcher(Manners(allow_private=True, pause=0))(site.base + path))


SCHEMES = {
    "file_2": pages(),
    "numbers alone": pages(words=False),
    "query": pages("{stem}&page={n}", "{stem}", "/show?id=5"),
    "folder": pages("{stem}/{n}/", "{stem}/", "/post/9001"),
    "first is numbered": pages("{stem}-{n}.html", "{stem}-1.html", "/news/9"),
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_address_is_followed_over_its_pages(site: Site, scheme: str) -> None:
    site.pages = SCHEMES[scheme]
    [capture] = fetch(site, next(iter(site.pages)))
    assert isinstance(capture, Capture)
    assert [c.url for c in (capture, *capture.pages)] == [site.base + p for p in site.pages]
    made = clean_capture(capture)
    [document] = made.documents
    assert letters(document.body) == letters(TITLE) + whole()
    assert "关心困难职工、支持工会工作" in document.body
    assert document.title == TITLE
    assert not made.ledger.doubts
    assert broken_page(page_text(capture.data, *(c.data for c in capture.pages)), made.ledger) == []
    assert broken_body(made.page.text, made.ledger, document) == []
    told = document.copies[0].captures
    assert [c["sha256"] for c in told] == [c.sha256 for c in (capture, *capture.pages)]
    for row, page in zip(told, (capture, *capture.pages), strict=True):
        assert made.page.text.startswith(page_text(page.data), row["offset"])


def test_a_script_that_writes_the_page_bar_is_read(site: Site) -> None:
    ends = ['<script>createPageHTML(3, 0, "t2013_77", "html");</script>'.replace(" 0,", f" {n},") for n in range(3)]
    names = ["/xx/t2013_77.html", "/xx/t2013_77_1.html", "/xx/t2013_77_2.html"]
    site.pages = {name: article(part, [], script=end) for name, part, end in zip(names, PARTS, ends, strict=True)}
    [capture] = fetch(site, names[0])
    assert isinstance(capture, Capture)
    assert len(capture.pages) == 2


def test_a_page_in_the_middle_leads_to_the_first(site: Site) -> None:
    [capture] = fetch(site, "/ld/123_2.html")
    assert isinstance(capture, Capture)
    assert capture.url == site.base + "/ld/123.html"
    assert len(capture.pages) == 2
    assert sorted(set(site.asked)) == ["/ld/123.html", "/ld/123_2.html", "/ld/123_3.html", "/robots.txt"]
    assert len(site.asked) == 4


def test_the_next_article_is_not_the_next_page(site: Site) -> None:
    site.pages = {
        "/ld/123.html": article(PARTS[0], [("下一页", "/ld/124.html")]),
        "/ld/124.html": article(OTHER, [], "在表彰大会上的讲话"),
        "/ld/9_1.html": article(PARTS[0], [("下一页", "/ld/9_2.html")]),
        "/ld/9_2.html": article(OTHER, [], "在表彰大会上的讲话"),
        "/ld/5.html": article(PARTS[0], [("下一页", "http://other.example/ld/5_2.html")]),
    }
    for path in ("/ld/123.html", "/ld/9_1.html", "/ld/5.html"):
        [capture] = fetch(site, path)
        assert isinstance(capture, Capture)
        assert capture.pages == ()


def test_pages_that_lead_in_a_circle_end(site: Site) -> None:
    site.pages["/ld/123_3.html"] = article(PARTS[2], [("下一页", "/ld/123_4.html")])
    site.pages["/ld/123_4.html"] = site.pages["/ld/123_3.html"]
    [capture] = fetch(site, "/ld/123.html")
    assert isinstance(capture, Capture)
    assert len(capture.pages) == 2


def test_a_missing_page_is_named_doubted_and_taken_when_it_comes(site: Site, gonghui: Call, tmp_path: Path) -> None:
    third = site.pages.pop("/ld/123_3.html")
    options = ("--allow-private", "--pause", "0", "--json")
    said = gonghui("scrape", site.base + "/ld/123.html", *options)
    stored, refused = said.rows
    assert said.code == 1
    assert stored["status"] == "stored"
    assert refused["status"] == "refused"
    assert "123_3.html" in refused["reason"]
    [id] = stored["ids"]
    [doubt] = json.loads(gonghui("show", id, "--ledger").out)["doubts"]
    assert doubt["rule"] == "page.goes-on"
    assert doubt["id"] == id
    assert gonghui("check").code == 0

    site.pages["/ld/123_3.html"] = third
    [again] = gonghui("scrape", site.base + "/ld/123.html", *options).rows
    assert (again["status"], again["ids"]) == ("stored", [id])
    document = Store(tmp_path / "archive").document(id)
    assert letters(document.body) == letters(TITLE) + whole()
    assert len(document.copies[0].captures) == 3
    assert document.damage.doubtful == 0
    assert gonghui("check").code == 0

    del site.pages["/ld/123_3.html"]  # gone again: what is stored stays
    rows = gonghui("scrape", site.base + "/ld/123.html", *options).rows
    assert [r["status"] for r in rows] == ["unchanged", "refused"]
    assert Store(tmp_path / "archive").document(id) == document


def warc(found: dict[str, bytes], zipped: bool) -> bytes:
    out = []
    for url, data in found.items():
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + data
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2013-03-05T02:20:30Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{len(out):032}>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(block)}\r\n\r\n")
        record = head.encode() + block + b"\r\n\r\n"
        out.append(gzip.compress(record) if zipped else record)
    return b"".join(out)


def stored(gonghui: Call, tmp_path: Path, *sources: object) -> list[str]:
    """Scrape, check, scrape again, clean anew; the ids."""
    said = gonghui("scrape", *sources, "--json")
    assert said.code == 0, said.err
    assert gonghui("check").code == 0
    before = {p: p.read_bytes() for p in (tmp_path / "archive").rglob("*") if p.is_file()}
    assert {r["status"] for r in gonghui("scrape", *sources, "--json").rows} == {"unchanged"}
    assert {r["status"] for r in gonghui("reclean", "--json").rows} == {"unchanged"}
    assert {p: p.read_bytes() for p in (tmp_path / "archive").rglob("*") if p.is_file()} == before
    return sorted({id for row in said.rows for id in row["ids"]})


@pytest.mark.parametrize("zipped", [False, True])
def test_a_warc_gives_an_article_once(gonghui: Call, tmp_path: Path, zipped: bool) -> None:
    found = {f"http://gh.example{path}": data for path, data in reversed(pages().items())}
    found["http://gh.example/ld/124.html"] = article(OTHER, [("上一页", "/ld/123.html")], "在表彰大会上的讲话")
    (tmp_path / "crawl.warc").write_bytes(warc(found, zipped))
    ids = stored(gonghui, tmp_path, tmp_path / "crawl.warc")
    documents = [Store(tmp_path / "archive").document(id) for id in ids]
    assert sorted(len(d.copies[0].captures) for d in documents) == [0, 3]
    assert any(letters(d.body) == letters(TITLE) + whole() for d in documents)


def saved(url: str, data: bytes) -> bytes:
    return f"<!-- saved from url=(0030){url} -->\n".encode() + data


def test_saved_pages_in_a_folder_and_a_zip_are_joined(gonghui: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as box:
        for n, (path, data) in enumerate(reversed(pages().items())):
            (tmp_path / f"in/页{n}.html").write_bytes(saved(f"http://gh.example{path}", data))
            box.writestr(f"{n}.html", saved(f"http://gh.example{path}", data))
    [id] = stored(gonghui, tmp_path, tmp_path / "in")
    rows = gonghui("scrape", tmp_path / "in.zip", "--json").rows
    assert {(r["status"], *r["ids"]) for r in rows} == {("unchanged", id)}
    assert len(rows) == 3


@pytest.mark.parametrize("links", [b'href="', b'href="/ld/'])
def test_a_mirror_on_disk_is_joined_by_the_places_of_its_files(gonghui: Call, tmp_path: Path, links: bytes) -> None:
    for path, data in pages().items():
        place = tmp_path / f"mirror{path}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b'href="/ld/', links))
    [id] = stored(gonghui, tmp_path, tmp_path / "mirror")
    assert len(Store(tmp_path / "archive").document(id).copies[0].captures) == 3


def test_a_page_alone_says_that_there_are_others(gonghui: Call, tmp_path: Path) -> None:
    one, two, _ = pages().items()
    for name, (path, data) in (("one", one), ("two", two)):
        (tmp_path / f"{name}.html").write_bytes(data)
        said = gonghui("explain", tmp_path / f"{name}.html", "--url", f"http://gh.example{path}", "--json")
        rules = [d["rule"] for d in said.rows[0]["doubts"]]
        assert rules == {"one": ["page.goes-on"], "two": ["page.begins-before", "page.goes-on"]}[name]
        assert "goes on at" in said.err


def test_records_ledgers_and_pages_of_an_article_are_made_anew(gonghui: Call, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(warc({f"http://gh.example{p}": d for p, d in pages().items()}, True))
    [id] = stored(gonghui, tmp_path, tmp_path / "crawl.warc")
    store = Store(tmp_path / "archive")
    document = store.document(id)
    files = {"record": store.path(id), "ledger": store.ledger_path(document.copies[0].sha256)}
    for name, path in files.items():
        was = path.read_bytes()
        path.unlink()
        assert gonghui("check").code == 1
        assert gonghui("check", "--repair").code == 0, name
        made = store.document(id)
        assert len(made.copies[0].captures) == 3
        assert made.body == document.body
        if name == "ledger":
            assert path.read_bytes() == was
    lost = store.original_path(str(document.copies[0].captures[1]["sha256"]))
    lost.unlink()
    assert gonghui("check").code == 1
    gonghui("check", "--repair")
    assert store.document(id).body == document.body
    assert gonghui("scrape", tmp_path / "crawl.warc").code == 0
    assert lost.exists()
    assert gonghui("show", id, "--original", "--page", "2").out.encode() == lost.read_bytes()
    assert gonghui("show", id, "--original", "--page", "4").code == 2
    assert gonghui("withdraw", id, "--why", "误收").code == 0
    assert {r["status"] for r in gonghui("reclean", "--json").rows} == {"unchanged"}
    assert gonghui("check").code == 0
    assert len(gonghui("show", id, "--original").out.encode()) == len(store.original(document.copies[0].sha256))


def test_explain_shows_the_joined_text(gonghui: Call, tmp_path: Path) -> None:
    names = []
    for n, (path, data) in enumerate(pages().items()):
        names.append(tmp_path / f"{n}.html")
        names[-1].write_bytes(saved(f"http://gh.example{path}", data))
    [row] = gonghui("explain", *names, "--json").rows
    assert [c["url"] for c in row["captures"]] == [f"http://gh.example{p}" for p in pages()]
    assert row["text"] == page_text(*(p.read_bytes() for p in names))
    cut = {s["rule"] for s in row["segments"] if s["action"] == "drop"}
    assert "page.again" in cut


def test_what_a_joined_article_gives_does_not_depend_on_the_way_it_came(tmp_path: Path) -> None:
    one, two, three = (Capture(d, "x", f"http://gh.example{p}") for p, d in pages().items())
    first = clean_capture(replace(one, pages=(two, three)))
    assert first.ledger == clean_capture(replace(one, source="y", pages=(two, three))).ledger


def test_a_last_page_that_holds_little_keeps_it(tmp_path: Path) -> None:
    parts = (*PARTS[:2], ("谢谢大家！", "云湖县总工会", "二〇一三年四月二日"))
    captures = [Capture(article(p, [], f"{TITLE}({n})"), "x", f"http://gh.example/1_{n}.html")
                for n, p in enumerate(parts, 1)]
    [document] = clean_capture(replace(captures[0], pages=tuple(captures[1:]))).documents
    assert document.body.endswith("谢谢大家！\n\n云湖县总工会\n\n二〇一三年四月二日")
    assert document.body.count("编辑") == 0
