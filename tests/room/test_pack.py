"""Baskets and packs: what is read, what is told, and the files of the command."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from ooxml import faults
from pack_cases import anchor, basket, by_id, write

from archive.errors import BadBasket
from gonghui.cli import run
from publish.pack import slides, tell
from publish.page import Site
from room.basket import Basket, Item, from_link, read
from room.basket import write as written
from room.pack import pack
from room.slides import MOST, cut

SITE = Site(url="https://gonghui.example.org/", today="2026-11-21")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, and the basket's file beside it."""
    root = tmp_path_factory.mktemp("packs")
    write(root)
    (root / "篮子.json").write_text(written(basket()), encoding="utf-8")
    return root


def told() -> Any:
    return tell(SITE, pack(basket(), by_id().get))


@given(st.text(max_size=20), st.lists(st.tuples(st.from_regex(r"[0-9a-z]{1,9}", fullmatch=True), st.text(max_size=20))))
def test_a_basket_comes_back_from_its_file(name: str, notes: list[tuple[str, str]]) -> None:
    once = read(written(Basket(name, tuple(Item(id, note=note) for id, note in notes))).encode(), "x")
    assert read(written(once).encode(), "x") == once
    assert [item.id for item in once.items] == [id for id, _ in notes]


@pytest.mark.parametrize("data", [
    b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"format": "gonghui-basket", "version": 1}', b"[" * 100_000,
    b'{"format": "gonghui-basket", "version": 9, "items": []}',
    b'{"format": "gonghui-basket", "version": 1, "items": [{"id": "../../etc"}]}',
    b'{"format": "gonghui-basket", "version": 1, "items": [{"id": "aa", "anchor": "<script>"}]}',
    b'{"format": "gonghui-basket", "version": 1, "items": [{"id": "aa", "note": 7}]}',
])
def test_what_is_no_basket_is_told(data: bytes) -> None:
    with pytest.raises(BadBasket) as caught:
        read(data, "a.json")
    assert caught.value.message("zh").startswith("a.json：无法作为备课篮读取：")


@pytest.mark.parametrize("tail", ["1" + "A" * 40, "0WyJ4Il0", "1q1YqLU4tUrJSAlIA"])
def test_a_broken_link_is_told(tail: str) -> None:
    with pytest.raises(BadBasket):
        from_link(f"https://a.example/basket/#b={tail}")


def test_a_pack_holds_sections_paragraphs_and_documents_with_their_headings() -> None:
    section, long, table, untitled, phone, twin, whole, *_ = told().passages
    assert (section.heading, section.path, section.part) == ("（一）组织建设", ("一、过去一年",), "section")
    assert [b.kind for b in section.blocks] == ["paragraph", "table", "paragraph"]
    assert section.cite == ("沈砚秋. 青岚市总工会工作报告：在市总工会全委会上[R/OL]. 工会文稿库, "
                            "(2013-03-05)[2026-11-21]. "
                            f"“（一）组织建设”. https://gonghui.example.org/d/aaaa1111/#{anchor('aaaa1111', 5)}")
    assert (long.heading, long.place) == ("（二）维权服务", "第6段")
    assert (table.place, untitled.heading[0]) == ("", "〔")
    assert "0571" not in phone.blocks[0].text
    assert twin.place == "第8段"
    assert whole.part == "document"
    assert [(s.id, s.passages) for s in told().sources] == [
        ("aaaa1111", (1, 2, 3, 5, 6, 7, 9, 10)), ("bbbb2222", (4, 8))]
    assert [(m.id, m.reason) for m in told().missing] == [("zzzz9999", "unknown"), ("aaaa1111", "gone")]


def test_without_an_address_of_the_site_a_citation_has_none(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tell(Site(today="2026-11-21"), pack(Basket("", (Item("aaaa1111"),)), by_id().get))
    assert one.passages[0].cite.endswith("[2026-11-21].")
    assert one.sources[0].cite.endswith("[2026-11-21].")
    monkeypatch.delenv("GONGHUI_SITE_URL", raising=False)
    assert _run(folder, "aaaa1111", "-o", str(tmp_path / "pack.md")) == 0
    assert "--site-url" in capsys.readouterr().err
    assert "/d/" not in (tmp_path / "pack.md").read_text(encoding="utf-8")
    assert _run(folder, "aaaa1111", "-o", str(tmp_path / "pack.md"), "--site-url", SITE.url) == 0
    assert "--site-url" not in capsys.readouterr().err


@given(st.lists(st.text("工会，。；：“”123\U00020000", max_size=400), max_size=6))
def test_slides_hold_all_and_none_too_much(paragraphs: list[str]) -> None:
    found = cut(paragraphs)
    assert "".join(line for slide in found for line in slide) == "".join(paragraphs)
    assert all(sum(map(len, slide)) <= MOST for slide in found)


def test_slides_of_a_long_paragraph_are_full_evenly_and_end_with_sentences() -> None:
    of_long = [s for s in slides(told()) if s.number == 2]
    assert len(of_long) == 2
    assert all(s.lines[-1].endswith("。") for s in of_long)
    assert max(len(s.lines[0]) for s in of_long) - min(len(s.lines[0]) for s in of_long) < 40


def _run(folder: Path, *words: str) -> int:
    return run(["pack", *words, "--archive", str(folder)])


def test_a_word_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "包.docx"
    assert _run(folder, str(folder / "篮子.json"), "-o", str(target), "--site-url", SITE.url) == 1
    said = capsys.readouterr().err
    assert "zzzz9999 别处的文稿: left out: no such document here" in said
    assert faults(target) == []
    file: Any = docx.Document(str(target))
    lines = [(p.style.name, p.text) for p in file.paragraphs]
    assert ("Pack Name", "工会“备课” <一>") in lines
    assert ("Heading 1", "选文1　（一）组织建设") in lines
    assert ("Pack Note", "备注：先讲这一节。") in lines
    assert file.tables[0].cell(1, 1).text == "120"
    assert not any("87654321" in text or "13800001111" in text for _, text in lines)
    links = {r.target_ref for r in file.part.rels.values() if r.is_external}
    assert f"https://gonghui.example.org/d/aaaa1111/#{anchor('aaaa1111', 5)}" in links
    again = tmp_path / "again.docx"
    _run(folder, str(folder / "篮子.json"), "-o", str(again), "--site-url", SITE.url)
    assert docx.Document(str(again)).element.xml == file.element.xml


def test_a_word_file_is_opened_by_libreoffice(folder: Path, tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("no LibreOffice or no poppler")
    _run(folder, str(folder / "篮子.json"), "-o", str(tmp_path / "a.docx"))
    _run(folder, str(folder / "篮子.json"), "-o", str(tmp_path / "b.pptx"))
    for name in ("a.docx", "b.pptx"):
        subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
                        "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / name)],
                       check=True, capture_output=True, timeout=120)
    pages = _pages(tmp_path / "a.pdf")
    assert "学习阅读材料" in pages[0]
    contents = re.search(r"资料来源[.．… ]*(\d+)", pages[1])
    assert contents, pages[1]
    assert "资料来源" in pages[int(contents[1])], "the contents tell the right page"
    assert pages[int(contents[1])].split()[-1].strip("—") == contents[1]
    heads = {"".join(p.text.split()) for p in docx.Document(str(tmp_path / "a.docx")).paragraphs
             if p.style and str(p.style.name).startswith("Heading")}
    last = [["".join(line.split()) for line in page.split("\n") if line.strip()][-2] for page in pages[1:]]
    assert not heads & set(last), "no heading stands alone at the foot"
    assert len(_pages(tmp_path / "b.pdf")) == len(list(slides(told())))


def _pages(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    return done.stdout.split("\f")[:-1]


def test_faults_of_word_files_are_seen(tmp_path: Path) -> None:
    """The check itself: children out of order, a relation that leads nowhere, a link without its bookmark."""
    file: Any = docx.Document()
    paragraph = file.add_paragraph("文").paragraph_format.element
    properties = paragraph.get_or_add_pPr()
    for name in ("jc", "keepNext"):
        properties.append(OxmlElement(f"w:{name}"))
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "nirgends")
    link.set(qn("r:id"), "rId999")
    paragraph.append(link)
    file.save(str(tmp_path / "a.docx"))
    assert [fault.partition(": ")[2] for fault in faults(tmp_path / "a.docx")] == [
        "no relation rId999", "pPr out of order: jc keepNext", "a link to the bookmark nirgends, which is not there"]


def test_slides_for_powerpoint(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    _run(folder, str(folder / "篮子.json"), "-o", str(target))
    assert faults(target) == []
    show = pptx.Presentation(str(target))
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in show.slides]
    assert texts[1][1] == "（一）组织建设" or "（一）组织建设" in texts[1]
    assert any("来源：沈砚秋：《青岚市总工会工作报告》，2013年3月5日" in text for text in texts[1])
    assert show.slides[1].notes_slide.notes_text_frame.text == "先讲这一节。\n再讨论<十分钟>。"
    assert not any("13800001111" in text for slide in texts for text in slide)


def test_one_file_to_read_print_and_show(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    _run(folder, str(folder / "篮子.json"), "-o", str(target))
    page = lxml.html.parse(io.BytesIO(target.read_bytes()))
    assert page.xpath("//h1/text()") == ["工会“备课” <一>"]
    assert len(page.xpath("//section[contains(@class, 'k-slide')]")) == len(list(slides(told())))
    assert not page.xpath("//*[@src or @style]|//link")
    for link in page.xpath("//ol[@class='k-contents']//a/@href"):
        assert page.xpath(f"//*[@id='{link[1:]}']")


def test_markdown(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    _run(folder, str(folder / "篮子.json"), "-o", str(target))
    text = target.read_text(encoding="utf-8")
    assert "## 选文1　（一）组织建设\n\n一、过去一年\n\n坚持哪里有职工" in text
    assert "| 项目 | 家数 |\n| --- | --- |\n| 新建 | 120 |" in text
    assert r"以上\*数字\*为年底统计\_初稿\_。" in text
    assert "> 备注：先讲这一节。  \n> 再讨论\\<十分钟\\>。" in text


def test_ids_links_and_queries(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"aaaa1111#{anchor('aaaa1111', 4)}", "mmmm1111", f"https://a.example/d/bbbb2222/#{anchor('bbbb2222', 1)}",
             "职工之家"]
    assert _run(folder, *words, "-o", str(tmp_path / "a.md"), "--json", "--title", "题") == 0
    assert json.loads(capsys.readouterr().out) == {
        "output": str(tmp_path / "a.md"), "passages": 4, "sources": ["aaaa1111", "bbbb2222"], "left_out": []}
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.startswith("# 题\n")
    assert "开门办工会" in text.split("## 选文4")[1]


@pytest.mark.parametrize(("words", "code", "said"), [
    (["cccc3333", "-o", "a.md"], 1, "cccc3333: left out: withdrawn"),
    (["dddd4444", "-o", "a.md"], 1, "dddd4444: left out: not published"),
    (["eeee5555#p-12345678", "-o", "a.md"], 1, "eeee5555#p-12345678: left out: no such document here"),
    (["nix.json", "-o", "a.md"], 1, "nix.json: cannot be read"),
    (["没有这句话", "-o", "a.md"], 1, "nothing found"),
    (["（", "-o", "a.md"], 2, "this bracket is never closed"),
    (["aaaa1111", "-o", "a.pdf"], 2, "must end in .docx"),
    (["aaaa1111"], 2, "-o"),
    (["-o", "a.md"], 2, "BASKET.json"),
    (["aaaa1111", "-o", "no/such/folder/a.md"], 1, "cannot be written"),
])
def test_bad_input_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                            capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(folder, *words) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "此处文字" not in told.err
    assert not list(tmp_path.iterdir())


def test_messages_are_chinese_where_the_user_is(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert _run(folder, "cccc3333", "aaaa1111", "-o", str(tmp_path / "a.md")) == 1
    assert "cccc3333：未收入：文稿已撤下" in capsys.readouterr().err
