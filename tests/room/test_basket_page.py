"""The basket in a real Chromium, from an empty basket to a printed pack, over http and from a folder."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest
from ooxml import faults
from pack_cases import anchor, basket, by_id

from gonghui.building import build_site
from gonghui.cli import run
from publish.pack import slides, tell
from publish.pack_markdown import markdown
from publish.page import Site
from room.basket import Basket, Item, from_link, read
from room.basket import write as written
from room.pack import pack

pytestmark = pytest.mark.browser
DAY = "2026-11-21"
_OVER = "(s => s.scrollHeight - s.clientHeight)(document.querySelector('.k-slide:not([hidden])'))"
"""By how much the text of the slide is too high for the window."""


def _saved(page: Any, part: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click(f"[data-part={part}]")
    target: Path = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def _kept(page: Any) -> list[str]:
    return page.evaluate("gonghui.basket.current().items.map(i => i.id + '#' + (i.anchor || ''))")  # type: ignore[no-any-return]


@pytest.mark.parametrize("way", ["http", "file"])
def test_from_an_empty_basket_to_a_printed_pack(
    visited: Any, packs_served: str, packs_built: Path, way: str, tmp_path: Path
) -> None:
    base = packs_served if way == "http" else packs_built.as_uri() + "/"
    page, wrong = visited("basket/index.html", base)
    assert page.is_visible("text=篮子还是空的")
    page.goto(base + "d/aaaa1111/index.html")
    page.click(f"#{anchor('aaaa1111', 5)} .g-mark")
    page.click(".g-pop >> text=加入篮子")
    page.click(f"#{anchor('aaaa1111', 10)} .g-mark")
    page.click(".g-pop >> text=加入篮子")
    assert page.inner_text(".k-told").startswith("已加入“我的备课篮”，共 2 项。")
    page.click("[data-k-add]")
    page.click("[data-k-add]")
    assert page.inner_text(".k-told").startswith("已经在“我的备课篮”里。")
    page.goto(base + "search/index.html?q=职工之家")
    page.click(".gs-hit >> text=＋本段")
    assert page.inner_text("[data-k-count]") == "4"
    page.goto(base + "search/index.html?q=职工之家&view=kwic")
    page.click(".gs-kwic >> text=＋本段")
    assert page.inner_text(".k-told").startswith("已经在")
    page.click(".g-basket")
    page.wait_for_selector(".k-item >> text=第6段")
    assert page.locator(".k-item .k-part").first.inner_text() == "一节　2013年3月5日　青岚市总工会"
    page.fill("[data-part=name]", "新干部培训")
    page.locator(".k-item textarea").first.fill("先讲这一节。")
    page.locator(".k-item textarea").first.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.value") == "先讲这一节。"
    page.reload()
    page.wait_for_selector(".k-item >> text=第6段")
    kept = ["aaaa1111#" + anchor("aaaa1111", 10), "aaaa1111#" + anchor("aaaa1111", 5), "aaaa1111#",
            "bbbb2222#" + anchor("bbbb2222", 0)]
    assert _kept(page) == kept
    page.click(".k-made >> text=阅读材料")
    page.wait_for_selector("[data-ready]")
    assert page.inner_text(".k-cover h1") == "新干部培训"
    assert page.locator(".k-passage").count() == 4
    assert page.inner_text("#k-2 .k-note") == "备注先讲这一节。"
    assert "0571" not in page.inner_text(".k-pack")
    page.pdf(path=str(tmp_path / "a.pdf"), prefer_css_page_size=True)
    assert (tmp_path / "a.pdf").stat().st_size > 10_000
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True,
                              text=True)
        pages = done.stdout.split("\f")[:-1]
        assert "新干部培训" in pages[0]
        assert "目录" in pages[1]
        assert "资料来源" in pages[-1]
        assert "返回备课篮" not in done.stdout
    assert not wrong


def test_items_are_ordered_by_pointer_and_buttons_and_come_back(visited: Any, packs_served: str) -> None:
    page, wrong = visited("d/aaaa1111/", packs_served)
    for number in (5, 7, 10):
        page.evaluate("(a) => gonghui.basket.add({id: 'aaaa1111', anchor: a, title: 't'})", anchor("aaaa1111", number))
    page.goto(packs_served + "basket/")
    first, second, third = ("aaaa1111#" + anchor("aaaa1111", n) for n in (5, 7, 10))
    boxes = [handle.bounding_box() for handle in page.locator(".k-handle").all()]
    page.mouse.move(boxes[0]["x"] + 4, boxes[0]["y"] + 8)
    page.mouse.down()
    page.mouse.move(boxes[2]["x"] + 4, boxes[2]["y"] + 70, steps=5)
    page.mouse.up()
    assert _kept(page) == [second, third, first]
    page.focus("[aria-label='上移第 3 项']")
    page.keyboard.press("Enter")
    assert _kept(page) == [second, first, third]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "上移第 2 项"
    page.click("[aria-label='移除第 1 项']")
    assert _kept(page) == [first, third]
    page.click(".k-told >> text=撤销")
    assert _kept(page) == [second, first, third]
    page.click("[data-part=new]")
    assert (page.locator(".k-item").count(), page.input_value("[data-part=name]")) == (0, "我的备课篮 2")
    page.select_option("[data-part=choice]", "0")
    assert page.locator(".k-item").count() == 3
    page.click("[data-part=delete]")
    assert page.locator("[data-part=choice] option").count() == 1
    assert not wrong


def test_a_basket_goes_by_file_and_by_link(visited: Any, packs_served: str, tmp_path: Path) -> None:
    page, wrong = visited("basket/", packs_served)
    (tmp_path / "a.json").write_text(written(basket()), encoding="utf-8")
    (tmp_path / "b.json").write_text('{"items": []}', encoding="utf-8")
    page.set_input_files("[data-part=file]", tmp_path / "b.json")
    page.wait_for_selector(".k-told:text-is('这不是备课篮文件。')")
    page.set_input_files("[data-part=file]", tmp_path / "a.json")
    page.wait_for_selector(".k-item >> text=库中没有这篇文稿，或已撤下")
    page.wait_for_selector(".k-item >> text=文稿中已没有此处文字")
    again = _saved(page, "save", tmp_path)
    assert again.name == "工会“备课”_一_.json"
    assert read(again.read_bytes(), "x") == basket()
    link = page.url + page.evaluate("gonghui.basket.toHash(gonghui.basket.current())")
    assert len(link) < 800
    expected = [(i.id, i.anchor, i.note, i.title) for i in basket().items]
    got = from_link(link)
    assert got
    assert (got.name, [(i.id, i.anchor, i.note, i.title) for i in got.items]) == (basket().name, expected)
    other, quiet = visited("basket/" + link.partition("/basket/")[2], packs_served)
    other.click("text=存为新篮子")
    assert len(_kept(other)) == len(expected)
    assert "#b=" not in other.url
    broken, calm = visited("basket/#b=1" + "A" * 30, packs_served)
    broken.wait_for_selector(".k-told:text-is('链接不完整或被改动。')")
    assert not wrong + quiet + calm


def test_the_page_tells_what_the_command_line_tells(visited: Any, packs_served: str, tmp_path: Path) -> None:
    page, wrong = visited("basket/", packs_served)
    for url in ("https://gonghui.example.org/", ""):
        told = tell(Site(url=url, today=DAY), pack(basket(), by_id().get))
        page.evaluate("([b, site]) => gonghuiPack.tell(b, site, gonghuiPack.finder('../search/shards/', gonghuiKnown))"
                      ".then(t => { window.told = t; })",
                      [json.loads(written(basket())), {"name": Site().name, "url": url, "today": DAY}])
        assert page.evaluate("told") == json.loads(json.dumps(dataclasses.asdict(told)))
        assert page.evaluate("gonghuiPack.slides(told)") == json.loads(
            json.dumps([dataclasses.asdict(s) for s in slides(told)]))
        assert page.evaluate("gonghuiPack.markdown(told)") == markdown(told)
    assert not wrong


def test_cuts_of_slides_are_the_same(visited: Any, packs_served: str) -> None:
    from room.slides import cut

    page, _ = visited("basket/", packs_served)
    cases = [["，".join("一二三四五六七八九十" * n for n in range(1, 9)) + "。"] * 2, ["甲" * 700],
             ["𠀀" * 149 + "。", "乙"],
             [f"（{n}）建会；“好！”再看。" for n in range(60)], ["", "。。。", "a"]]
    for case in cases:
        assert page.evaluate("c => gonghuiPack.cut(c)", case) == cut(case)


def test_a_word_file_and_markdown_are_made_in_the_page(visited: Any, packs_served: str, tmp_path: Path) -> None:
    page, wrong = visited("basket/", packs_served)
    (tmp_path / "a.json").write_text(written(basket()), encoding="utf-8")
    page.set_input_files("[data-part=file]", tmp_path / "a.json")
    page.wait_for_selector(".k-item")
    target = _saved(page, "docx", tmp_path)
    assert faults(target) == []
    file: Any = docx.Document(str(target))
    lines = [(p.style.name, p.text) for p in file.paragraphs]
    assert ("Pack Head 1", "选文1　（一）组织建设") in lines
    assert ("PackNote", "备注：先讲这一节。") in lines
    assert file.tables[0].cell(1, 1).text == "120"
    assert [s.start_type for s in file.sections]
    assert any(r.is_external for r in file.part.rels.values())
    assert "## 选文1　（一）组织建设" in _saved(page, "markdown", tmp_path).read_text(encoding="utf-8")
    if shutil.which("soffice"):
        subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
                        "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)],
                       check=True, capture_output=True, timeout=120)
        assert target.with_suffix(".pdf").stat().st_size > 10_000
    assert not wrong


def _slide(page: Any) -> str:
    return page.locator(".k-slide:visible h2").inner_text()  # type: ignore[no-any-return]


def test_slides_are_shown_by_keyboard(visited: Any, packs_built: Path) -> None:
    page, wrong = visited("d/aaaa1111/index.html", packs_built.as_uri() + "/")
    for number in (5, 10):
        page.evaluate("(a) => gonghui.basket.add({id: 'aaaa1111', anchor: a, title: 't'})", anchor("aaaa1111", number))
    page.goto(packs_built.as_uri() + "/basket/index.html?view=slides")
    page.wait_for_selector(".k-slides:not([hidden])")
    assert _slide(page) == "我的备课篮"
    page.keyboard.press("ArrowRight")
    assert _slide(page) == "（一）组织建设"
    assert page.inner_text(".k-slide:visible .k-from") == "来源：沈砚秋：《青岚市总工会工作报告》，2013年3月5日"
    page.keyboard.press("End")
    assert _slide(page) == "（二）维权服务（续1）"
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("F")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.keyboard.press("Home")
    assert page.inner_text(".k-count") == "1 / 4"
    for width, height in ((1280, 720), (800, 600), (360, 740), (740, 360)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.querySelector('.k-slides').scrollWidth") <= width
        for _ in range(4):
            page.keyboard.press("ArrowRight")
            assert page.evaluate(_OVER) <= 1, (width, height, _slide(page))
        page.keyboard.press("Home")
    page.keyboard.press("Escape")
    page.wait_for_selector(".k-item")
    assert not wrong


def test_a_pack_in_one_file_shows_slides_without_a_network(
    visited: Any, packs: Path, packs_built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["pack", "aaaa1111", f"aaaa1111#{anchor('aaaa1111', 10)}", "-o", str(tmp_path / "a.html"), "--archive",
         str(packs)])
    capsys.readouterr()
    base = tmp_path.as_uri() + "/"
    page, wrong = visited("a.html", base)
    page.click("[data-k-slides]")
    page.keyboard.press("End")
    assert _slide(page) == "（二）维权服务（续1）"
    page.keyboard.press("Escape")
    assert page.is_visible(".k-pack")
    assert not wrong


@pytest.mark.parametrize("where", ["basket/index.html", "basket/index.html?view=pack", "basket/index.html?view=slides",
                                   "d/aaaa1111/index.html", "search/index.html?q=职工"])
def test_axe_finds_nothing(chromium: Any, packs_served: str, where: str) -> None:
    axe = pytest.importorskip("axe_playwright_python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    items = [{"id": "aaaa1111", "anchor": anchor("aaaa1111", 5), "title": "题", "words": "文", "note": "备"},
             {"id": "zzzz9999", "title": "题"}, {"id": "bbbb2222", "title": "题"}]
    state = json.dumps({"version": 1, "current": 0, "baskets": [{"name": "篮", "items": items}]})
    for width, scheme in ((1300, "light"), (360, "dark")):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        context.add_init_script(f"localStorage.setItem('gonghui-baskets', {json.dumps(state)})")
        page = context.new_page()
        page.goto(packs_served + where)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        page.evaluate(script)
        violations = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_a_basket_of_this_browser_is_counted_on_every_page_and_in_every_window(visited: Any, packs_served: str) -> None:
    page, wrong = visited("d/aaaa1111/", packs_served)
    other = page.context.new_page()
    other.goto(packs_served + "years/")
    page.click("[data-k-add]")
    other.wait_for_function("() => document.querySelector('[data-k-count]').textContent === '1'")
    assert other.get_attribute(".g-basket", "aria-label") == "备课篮，1 项"
    page.evaluate("localStorage.setItem('gonghui-baskets', '{\"version\": 1}')")
    page.reload()
    assert page.inner_text("[data-k-count]") == ""
    assert not wrong


def test_a_browser_that_keeps_nothing_says_so(visited: Any, packs_served: str) -> None:
    page, wrong = visited("years/", packs_served)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page.goto(packs_served + "d/aaaa1111/")
    page.click("[data-k-add]")
    assert page.inner_text(".k-told").startswith("已加入“我的备课篮”，共 1 项。浏览器不允许保存")
    assert not wrong


def test_documents_have_the_button_and_a_site_without_search_has_nothing(
    packs_built: Path, packs: Path, tmp_path: Path
) -> None:
    page = lxml.html.fromstring((packs_built / "d/aaaa1111/index.html").read_text(encoding="utf-8"))
    assert page.xpath("//div[@class='g-tools']/button[@data-k-add][@hidden]")
    assert re.search(r'"aaaa1111":\{"7":2\}', (packs_built / "basket/known.js").read_text(encoding="utf-8"))
    bare = build_site(packs, tmp_path / "bare", search=False)
    assert not (bare / "basket").exists()
    assert "data-k-add" not in (bare / "d/aaaa1111/index.html").read_text(encoding="utf-8")


def test_a_note_and_a_name_stay_text(visited: Any, packs_served: str, tmp_path: Path) -> None:
    page, wrong = visited("basket/", packs_served)
    hostile = "<img src=x onerror=alert(1)>"
    (tmp_path / "a.json").write_text(written(Basket(hostile, (Item("bbbb2222", title=hostile, note=hostile),))),
                                     encoding="utf-8")
    page.set_input_files("[data-part=file]", tmp_path / "a.json")
    page.wait_for_selector(".k-item")
    page.click(".k-made >> text=阅读材料")
    page.wait_for_selector("[data-ready]")
    assert page.inner_text(".k-cover h1") == hostile
    assert page.locator("img[src=x]").count() == 0
    assert not wrong
