"""Every kind of source, and what is said of where it came from."""

from __future__ import annotations

import base64
import gzip
import io
import time
import zipfile
from pathlib import Path

import docx
import pytest

from archive.errors import BadRow, EmptyFolder, NotText, Refused, TooLarge, Unreadable, UnsafeName, Unsupported
from scraper import sources
from scraper.clean import page_text
from scraper.formats import kind_of, to_markup
from scraper.model import Capture
from scraper.provenance import BadList, Origin, Origins, read_manifest
from scraper.sources import Limits

HTML = "<html><head><title>讲话</title></head><body><p>各位代表：现在开会。</p></body></html>"


def read(*names: object, origins: Origins = Origins(), limits: Limits = Limits()) -> list[Capture | Refused]:  # noqa: B008
    def no_fetch(url: str) -> None:
        raise AssertionError(url)

    return list(sources.read(map(str, names), origins, no_fetch, limits))  # type: ignore[arg-type]


def captures(*names: object, **more: object) -> list[Capture]:
    found = read(*names, **more)  # type: ignore[arg-type]
    assert all(isinstance(f, Capture) for f in found), found
    return found  # type: ignore[return-value]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)
    return out.getvalue()


def test_a_folder_is_walked_in_order_without_companions_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b.html", "a/2.txt", "a/1.txt", ".hidden/x.txt", "page_files/style.css", "c/.x", "c/site.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"各位代表{name}", encoding="utf-8")
    found = [Path(c.source).relative_to(tmp_path).as_posix() for c in captures(tmp_path)]
    assert found == ["b.html", "a/1.txt", "a/2.txt"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path)[0], EmptyFolder)


def test_a_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("各位代表", encoding="utf-8")

    def denied(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    [item] = read(tmp_path / "a.txt")
    assert isinstance(item, Unreadable)
    assert "Permission denied" in str(item)


def test_a_manifest_tells_where_files_came_from(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "in/b.html").write_text(HTML + " ", encoding="utf-8")
    listed = tmp_path / "in/list.csv"
    listed.write_text("file,url,site,captured\na.html,http://gh.example/a,某站,2014-01-01\n", encoding="utf-8-sig")
    origins = Origins(Origin(captured="2020-01-01"), read_manifest(listed))
    a, b = captures(tmp_path / "in", origins=origins)
    assert (a.url, a.site, a.captured) == ("http://gh.example/a", "某站", "2014-01-01")
    assert (b.url, b.site, b.captured) == (None, None, "2020-01-01")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_manifest_is_read_in_the_encodings_of_office_programs(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "讲话.txt").write_text("各位代表", encoding="utf-8")
    listed = tmp_path / "list.csv"
    listed.write_text("file,url,site,captured\r\n讲话.txt,http://gh.example/a,工人日報,2014-01-01\r\n",
                      encoding=encoding)
    [a] = captures(tmp_path / "讲话.txt", origins=Origins(listing=read_manifest(listed)))
    assert (a.url, a.site) == ("http://gh.example/a", "工人日報")


def test_other_columns_of_a_manifest_are_named(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    for text, found in (("文件,网址\na.txt,x\n", "文件,网址"), ("file,link\na.txt,x\n", "file,link"), ("", "-")):
        listed.write_text(text, encoding="utf-8")
        with pytest.raises(BadList) as error:
            read_manifest(listed)
        assert found in str(error.value)
        assert "file,url,site,captured" in str(error.value)


def test_a_wrong_row_of_a_manifest_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("各位代表", encoding="utf-8")
    (tmp_path / "z.zip").write_bytes(zipped({"in/m.txt": "同志们".encode()}))
    listed = tmp_path / "list.csv"
    listed.write_text("file,url,site,captured\na.txt,gh.example/a,,\na.txt,,,2014/1/2\nb.txt,http://gh.example/b,,\n"
                      ",http://gh.example/c,,\n\nm.txt,http://gh.example/m,,\nz.zip,,,\n", encoding="utf-8")
    *found, first, second, fourth, third = read(
        tmp_path / "a.txt", tmp_path / "z.zip", origins=Origins(listing=read_manifest(listed)))
    assert [f.url for f in found if isinstance(f, Capture)] == ["http://gh.example/m"]
    assert "a.txt is not taken" in str(first)
    for item, line, what in ((first, 2, "'gh.example/a'"), (second, 3, "2014/1/2"), (third, 4, "b.txt"),
                             (fourth, 5, "names no file")):
        assert isinstance(item, BadRow)
        assert f"list.csv:{line}: " in str(item)
        assert what in str(item)


def test_addresses_of_other_kinds_are_unsupported() -> None:
    for address in ("ftp://gh.example/1", "gopher://gh.example/1"):
        [item] = read(address)
        assert isinstance(item, Unsupported)


def test_unsafe_names_in_a_zip_are_named(tmp_path: Path) -> None:
    names = ["../up.txt", "/root.txt", "a/../../b.txt", "C:/c.txt", "..\\d.txt"]
    (tmp_path / "z.zip").write_bytes(zipped({**dict.fromkeys(names, b"x"), "./ok.txt": "各位代表".encode()}))
    found = read(tmp_path / "z.zip")
    assert [type(f) for f in found] == [UnsafeName] * 5 + [Capture]
    assert any("z.zip!/../up.txt" in str(f) for f in found)


def test_what_a_saved_page_tells_of_itself(tmp_path: Path) -> None:
    single = ("<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://gh.example/1 \n"
              " saved date: Tue Mar 05 2013 10:20:30 GMT+0800 (CST)\n-->" + HTML)
    (tmp_path / "s.html").write_text(single, encoding="utf-8")
    (tmp_path / "i.html").write_text("<!-- saved from url=(0021)http://gh.example/2 -->\n" + HTML, encoding="utf-8")
    i, s = captures(tmp_path)
    assert (i.url, i.captured) == ("http://gh.example/2", None)
    assert (s.url, s.captured) == ("https://gh.example/1", "2013-03-05T02:20:30Z")


def test_mhtml_gives_its_page(tmp_path: Path) -> None:
    body = base64.encodebytes(HTML.encode()).decode()
    text = ("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gh.example/3\r\n"
            "Date: Tue, 5 Mar 2013 02:20:30 -0000\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n------B\r\n'
            "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body.replace("\n", "\r\n")
            + "\r\n------B\r\nContent-Type: image/png\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\niVBO\r\n------B--\r\n")
    (tmp_path / "m.mhtml").write_bytes(text.encode())
    [m] = captures(tmp_path / "m.mhtml")
    assert (m.url, m.captured) == ("https://gh.example/3", "2013-03-05T02:20:30Z")
    assert m.data == text.encode()
    assert page_text(m.data) == page_text(HTML.encode())


def test_docx_gives_its_text_from_the_bytes_alone(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("工作报告", 1)
    paper.add_paragraph("各位代表：现在，我作工作报告。")
    table = paper.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "数量"
    paper.save(str(tmp_path / "p.docx"))
    [p] = captures(tmp_path / "p.docx")
    assert p.data == (tmp_path / "p.docx").read_bytes()
    text = page_text(p.data)
    assert "工作报告\n" in text
    assert "各位代表：现在，我作工作报告。" in text
    assert text == page_text(p.data)


@pytest.mark.parametrize("zipped_gzip", [False, True])
def test_warc_gives_text_responses_with_address_and_date(tmp_path: Path, zipped_gzip: bool) -> None:
    records = []
    for url, kind, status, data in (
        ("http://gh.example/1", "text/html; charset=utf-8", "200 OK", HTML.encode()),
        ("http://gh.example/logo", "image/png", "200 OK", b"\x89PNG\r\n\x1a\n"),
        ("http://gh.example/gone", "text/html", "404 Not Found", HTML.encode()),
        ("http://gh.example/2", "text/plain", "200 OK", "各位代表".encode("gb18030")),
    ):
        block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + data
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2013-03-05T02:20:30Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{len(records):032}>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(block)}\r\n\r\n")
        records.append(head.encode() + block + b"\r\n\r\n")
    whole = b"".join(gzip.compress(r) if zipped_gzip else r for r in records)
    path = tmp_path / ("x.warc.gz" if zipped_gzip else "x.warc")
    path.write_bytes(whole)
    one, two = captures(path)
    assert (one.url, one.captured, one.data) == ("http://gh.example/1", "2013-03-05T02:20:30Z", HTML.encode())
    assert two.data.decode("gb18030") == "各位代表"
    passed: list[tuple[str, int]] = []
    captures(path, limits=Limits(passed=lambda where, count: passed.append((where, count))))
    assert passed == [(str(path), 2)]
    path.write_bytes(whole[:-30])
    one, two = read(path)
    assert isinstance(one, Capture)
    assert isinstance(two, Unreadable)


def test_zip_gives_its_members_with_chinese_names(tmp_path: Path) -> None:
    data = zipped({"b.html": HTML.encode(), "a/讲话.txt": "各位代表".encode(), "pic.png": b"\x89PNG\r\n\x1a\n\0\1",
                   "__MACOSX/x": b"x", "inner.zip": zipped({"c.txt": "同志们".encode()})})
    (tmp_path / "z.zip").write_bytes(data)
    found = read(tmp_path / "z.zip")
    assert [type(f) for f in found] == [Capture, Capture, Capture, NotText]
    assert [f.source.partition("!/")[2] for f in found if isinstance(f, Capture)] == [
        "a/讲话.txt", "b.html", "inner.zip!/c.txt"]


def test_bombs_are_refused(tmp_path: Path) -> None:
    limits = Limits(file=1 << 20, unpacked=3 << 20, members=50)
    bomb = zipped({f"{n}.txt": b"a" * (1 << 20) for n in range(9)})
    (tmp_path / "z.zip").write_bytes(bomb)
    found = read(tmp_path / "z.zip", limits=limits)
    assert isinstance(found[-1], TooLarge)
    assert len(found) <= 4
    (tmp_path / "z.zip").write_bytes(zipped({f"{n}.txt": b"a" for n in range(60)}))
    assert isinstance(read(tmp_path / "z.zip", limits=limits)[0], TooLarge)
    (tmp_path / "g.gz").write_bytes(gzip.compress(b"a" * (5 << 20)))
    assert isinstance(read(tmp_path / "g.gz", limits=limits)[0], TooLarge)
    nested = b"deep"
    for _ in range(6):
        nested = zipped({"x.zip": nested})
    (tmp_path / "n.zip").write_bytes(nested)
    assert isinstance(read(tmp_path / "n.zip", limits=limits)[0], NotText)
    (tmp_path / "large.txt").write_bytes(b"a" * (2 << 20))
    assert isinstance(read(tmp_path / "large.txt", limits=limits)[0], TooLarge)


@pytest.mark.parametrize(("data", "kind"), [
    (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (b"%PDF-1.4", "refused"), (b"GIF89a", "refused"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "refused"), (b"PK\x03\x04broken", "refused"),
    (bytes(range(256)) * 9, "refused"),
    (HTML.replace("：", "\0：").encode() * 3, "html"), (bytes(9) + b"ab" * 9, "refused"),
    (b'{"a": ["b"]}', "refused"), ("[转载]工会工作报告".encode(), "text"),
    ("各位代表".encode("utf-16"), "text"), ("各位代表".encode("utf-16-le"), "text"),
    (HTML.encode("utf-16"), "html"), (HTML.encode("gb18030"), "html"), ("BMW 公司工会".encode(), "text"),
    ("MZ 县工会".encode(), "text"), ("各位\x08\x06代表，同志们".encode(), "text"),
])
def test_kinds_are_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data)[0] == kind


def test_pictures_written_into_a_page_cost_little(tmp_path: Path) -> None:
    picture = base64.b64encode(bytes(range(256)) * 90_000).decode()
    page = HTML.replace("<p>", f'<img src="data:image/png;base64,{picture}"><p>').encode()
    assert len(page) > 30_000_000
    begin = time.process_time()
    assert page_text(page) == page_text(HTML.replace("<p>", '<img src=""><p>').encode())
    assert time.process_time() - begin < 2
    assert len(to_markup(page)) < 1000


def test_prose_that_speaks_of_data_stays(tmp_path: Path) -> None:
    text = "正文 data:image/png;base64," + "A" * 400
    assert to_markup(text.encode()) == text.encode()
