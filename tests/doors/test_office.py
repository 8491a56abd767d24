"""Papers of office programs: through LibreOffice, as real files that it wrote itself."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import docx
import pytest

from archive.errors import NeedsOffice, NotText, Refused, Unreadable
from archive.store import Store
from scraper import office, sources
from scraper.formats import kind_of
from scraper.model import Capture
from scraper.provenance import Origins
from tests.doors.conftest import Call

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "WordDocument".encode("utf-16-le")
WITH_OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
LINES = ("（2013年4月2日）", "各位代表：",
         "现在，我代表云湖县总工会第五届委员会向大会报告工作，请予审议。过去五年，全县各级工会围绕中心、服务大局，成绩显著。",
         "一、五年来的主要工作",
         "五年来全县新建基层工会三百二十六家，发展会员一万八千余人，工会组织覆盖面持续扩大，职工之家建设得到加强。",
         "各位代表，让我们振奋精神，开拓进取，为建设美好云湖而努力奋斗！")


def read(path: Path) -> list[Capture | Refused]:
    return list(sources.read([str(path)], Origins(), lambda url: iter(())))


def office_file(folder: Path, ending: str) -> Path:
    """A paper in a form of LibreOffice's, made by it."""
    paper = docx.Document()
    paper.add_heading("在云湖县工会第六次代表大会上的工作报告", 0)
    for line in LINES:
        paper.add_paragraph(line)
    source = folder / "报告.docx"
    paper.save(str(source))
    subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
                    ending, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{ending}")


@WITH_OFFICE
@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_a_paper_is_read_and_kept_as_received(gonghui: Call, tmp_path: Path, ending: str) -> None:
    path = office_file(tmp_path, ending)
    assert kind_of(path.read_bytes()) == ("doc", ending)
    [row] = gonghui("scrape", path, "--json").rows
    [id] = row["ids"]
    store = Store(tmp_path / "archive")
    document = store.document(id)
    assert (document.title, document.date) == ("在云湖县工会第六次代表大会上的工作报告", "2013-04-02")
    assert LINES[-1] in document.body
    with zipfile.ZipFile(io.BytesIO(store.original(document.copies[0].sha256))) as box:
        assert box.read(f"received.{ending}") == path.read_bytes()
    assert gonghui("scrape", path, "--json").rows[0]["status"] == "unchanged"
    assert gonghui("check").code == 0


@WITH_OFFICE
def test_what_only_looks_like_a_paper_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.doc"
    path.write_bytes(OLE + bytes(range(256)) * 40)
    [found] = read(path)
    assert isinstance(found, Unreadable)


def test_other_papers_of_word_s_time_are_named(tmp_path: Path) -> None:
    for name, words in (("Workbook", "spreadsheet"), ("PowerPoint Document", "presentation"), ("x", "OLE")):
        path = tmp_path / "x.xls"
        path.write_bytes(OLE[:8] + bytes(600) + name.encode("utf-16-le"))
        [found] = read(path)
        assert isinstance(found, NotText)
        assert words in str(found)


@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_without_office_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    ending: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    path = tmp_path / "x"
    path.write_bytes({"doc": OLE, "rtf": b"{\\rtf1 x}"}[ending])
    [found] = read(path)
    assert isinstance(found, NeedsOffice)
    assert "LibreOffice" in str(found)
    assert "DOCX" in found.message("zh")


def test_a_conversion_that_hangs_ends_with_all_its_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, mark = tmp_path / "soffice", tmp_path / "alive"
    program.write_text(f"#!/bin/sh\n(sleep 4; touch {mark}) &\nwait\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    monkeypatch.setattr(office, "SECONDS", 1)
    path = tmp_path / "x.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    start = time.monotonic()
    [found] = read(path)
    assert isinstance(found, Unreadable)
    assert "1 s" in str(found)
    assert time.monotonic() - start < 3.5
    time.sleep(max(0.0, start + 4.5 - time.monotonic()))
    assert not mark.exists()


def test_other_open_documents_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", "<x/>")
    [found] = read(path)
    assert isinstance(found, NotText)
    assert "spreadsheet" in str(found)
