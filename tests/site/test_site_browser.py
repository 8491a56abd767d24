"""The site in a real Chromium: silent, within its policy, for every reader, below a path and from a folder."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from gonghui.building import build_site
from gonghui.stick import build_stick

pytestmark = pytest.mark.browser

KINDS = ["", "d/7k2m9qxa/", "d/aaaa1111/", "d/7k2m9qxa/original/", "d/aaaa1111/original/", "d/7k2m9qxa/copies/",
         "years/", "years/2013/", "regions/", "regions/230000/", "organizations/", "speakers/", "kinds/",
         "kinds/report/", "meetings/", "editors/", "copies/", "data/", "d/cccc3333/", "about/", "citing/",
         "searching/", "server/", "study/", "trend/", "figures/", "compare/", "basket/", "glossary/",
         "glossary/regions/", "glossary/kinds/", "search/"]
"""One of each kind of page."""
WIDTHS = (1300, 360)
_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def browser(chromium: Any) -> Iterator[Any]:
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with search, and with the rooms that need it."""
    return build_site(archive, tmp_path_factory.mktemp("whole"))


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def served(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a path of a local server."""
    root = tmp_path_factory.mktemp("served")
    (root / "below").symlink_to(whole, target_is_directory=True)
    with _serving(root) as address:
        yield address + "below/"


def _visit(browser: Any, address: str, base: str, **context: Any) -> tuple[Any, list[str]]:
    """A page and everything that went wrong on it."""
    wrong: list[str] = []
    page = browser.new_context(**context).new_page()
    page.on("console", lambda m: wrong.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: wrong.append(f"error: {e}"))
    page.on("request", lambda r: None if r.url.startswith((base, "data:")) else wrong.append(f"request: {r.url}"))
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.goto(address)
    return page, wrong


_SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(l => l.getEntries().forEach(e => { sum += e.value; }))
      .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("address", KINDS)
def test_silent_narrow_and_still_on_http_and_from_a_folder(
    browser: Any, served: str, whole: Path, address: str
) -> None:
    for base in (served, whole.as_uri() + "/"):
        page, wrong = _visit(browser, f"{base}{address}index.html", base, viewport={"width": 360, "height": 740})
        assert not wrong
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(_SHIFT) < 0.02
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser: Any, served: str, width: int, scheme: str) -> None:
    script = _AXE.read_text(encoding="utf-8")
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,
                               reduced_motion="reduce", bypass_csp=True).new_page()
    found: list[tuple[str, str, str]] = []
    for address in KINDS:
        page.goto(served + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.evaluate(script)
        violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        found += [(address, v["id"], v["nodes"][0]["html"]) for v in violations]
    page.context.close()
    assert found == []


def test_the_pages_of_a_merged_id_and_of_a_wrong_address(browser: Any, whole: Path) -> None:
    merged = (whole / "d/0ldmerged/index.html").read_text(encoding="utf-8")
    still = merged.replace('http-equiv="refresh"', 'name="refresh"')
    with _serving(whole) as base:
        page, wrong = _visit(browser, base + "d/0ldmerged/", base, viewport={"width": 360, "height": 740})
        page.wait_for_url(base + "d/7k2m9qxa/index.html")
        assert not wrong
        page.context.close()
        for width in WIDTHS:
            page, wrong = _visit(browser, base + "404.html", base, viewport={"width": width, "height": 740})
            page.route("**/0ldmerged/**", lambda route: route.fulfill(body=still, content_type="text/html"))
            for address in ("404.html", "d/0ldmerged/"):
                page.goto(base + address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                page.evaluate(_AXE.read_text(encoding="utf-8"))
                assert page.evaluate("axe.run(document, {preload: false})")["violations"] == []
            assert not wrong
            page.context.close()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/", served, viewport={"width": 1300, "height": 900})
    wanted = page.evaluate("""() => Array.from(document.querySelectorAll(
        '.md-content a[href], .md-content button:not([hidden]), .md-content summary, .md-header input[type=search]'))
        .filter(e => e.checkVisibility({visibilityProperty: true})).length""")
    reached = set()
    for _step in range(300):
        page.keyboard.press("Tab")
        at, shown = page.evaluate("""() => {
            const e = document.activeElement, s = getComputedStyle(e);
            const all = Array.from(document.querySelectorAll('*'));
            const inside = e.closest('.md-content') || e.matches('.md-header input[type=search]');
            return [inside && e.matches('a, button, summary, input') ? all.indexOf(e) : null,
                    s.outlineStyle !== 'none' || s.boxShadow !== 'none'];
        }""")
        if at is not None:
            assert shown, page.evaluate("document.activeElement.outerHTML")
            if at in reached:
                break
            reached.add(at)
    assert len(reached) >= wanted
    page.context.close()


def test_every_room_is_reached_from_the_menu_of_a_phone(browser: Any, served: str) -> None:
    page, wrong = _visit(browser, served + "index.html", served, viewport={"width": 360, "height": 740})
    page.click("button[data-g-menu]")
    page.click("label.md-nav__link:has-text('研读') >> visible=true")
    page.click(".md-nav a:has-text('备课篮') >> visible=true")
    page.wait_for_url(served + "basket/index.html")
    page.wait_for_selector(".g-siblings a")
    shown = page.locator(".g-siblings a").all_inner_texts()
    assert shown == ["研读", "词语的走势", "文稿中的数字", "文稿比较", "备课篮", "术语"]
    page.click(".g-siblings a:has-text('研读')")
    page.wait_for_url(served + "study/index.html")
    ways = page.locator("#g-main .g-entries a").all_inner_texts()
    assert ways == shown[1:]
    page.click("#g-main .g-entries a:has-text('术语')")
    page.wait_for_url(served + "glossary/index.html")
    assert page.inner_text("h1") == "术语"
    assert page.locator(".md-header__topic").first.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert not wrong
    page.context.close()


def test_nothing_moves_for_those_who_want_it_still(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "years/", served, reduced_motion="reduce")
    moving = page.evaluate("""() => Array.from(document.querySelectorAll('*')).filter(e => {
        const s = getComputedStyle(e);
        return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0;
    }).length""")
    assert moving == 0
    page.context.close()


def test_a_paragraph_gives_its_link_and_its_citation(browser: Any, served: str) -> None:
    page, wrong = _visit(browser, served + "d/7k2m9qxa/", served)
    page.hover("p[data-n='2']")
    page.click("p[data-n='2'] .g-mark")
    pop = page.inner_text(".g-pop")
    assert "工作报告：团结动员职工建功立业[R/OL]. 工会文稿库, (2013-03-07)[20" in pop
    assert "第2段. " in pop
    assert "/below/d/7k2m9qxa/#p-" in pop
    told = {}
    for form in ("BibTeX", "RIS", "文字"):
        page.evaluate("navigator.clipboard.writeText = text => { window.told = text; return Promise.resolve(); }")
        page.click(f".g-pop button:text-is('{form}')")
        told[form] = page.evaluate("window.told")
    link = page.url
    assert told["BibTeX"].endswith(f"  pages = {{第2段}},\n  url = {{{link}}}\n}}")
    assert told["RIS"].endswith(f"\nSP  - 第2段\nUR  - {link}\nER  - ")
    assert told["文字"].endswith(f"（2013年3月7日），工会文稿库，编号7k2m9qxa。第2段。{link}")
    page.keyboard.press("Escape")
    assert page.query_selector(".g-pop") is None
    assert not wrong
    page.context.close()


_CITED = """() => {
    document.querySelector("p[data-n='2'] .g-mark").click();
    return ["GB/T 7714", "BibTeX", "RIS", "文字", "复制链接"].map(name => {
        navigator.clipboard.writeText = text => { window.told = text; return Promise.resolve(); };
        Array.from(document.querySelectorAll(".g-pop button")).find(b => b.textContent === name).click();
        return window.told;
    });
}"""


def test_citations_bear_the_address_of_the_site_or_none(
    browser: Any, served: str, whole: Path, tmp_path: Path
) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/index.html?q=1#x", served)
    told = page.evaluate(_CITED)
    assert all(f"{served}d/7k2m9qxa/#p-" in one and "?q" not in one for one in told)
    assert page.locator(".g-cite pre").first.text_content().endswith(f"]. {served}d/7k2m9qxa/")
    page.context.close()
    page, _ = _visit(browser, whole.as_uri() + "/d/7k2m9qxa/index.html", whole.as_uri())
    *told, link = page.evaluate(_CITED)
    assert not [one for one in told if "file:" in one or "url =" in one or "UR  -" in one or str(whole) in one]
    assert told[0].endswith("第2段.")
    assert link.startswith("file:")
    page.context.close()
    place = tmp_path / "d" / "page.html"
    place.parent.mkdir()
    known = (whole / "d/7k2m9qxa/index.html").read_text(encoding="utf-8").replace(
        'g-cite"', 'g-cite" data-url="https://gonghui.example.org/d/7k2m9qxa/"')
    place.write_text(known.replace("../../", f"{whole.as_uri()}/").replace("Content-Security-Policy", "off"),
                     encoding="utf-8")
    page, _ = _visit(browser, place.as_uri(), "file:")
    assert all("https://gonghui.example.org/d/7k2m9qxa/#p-" in one for one in page.evaluate(_CITED))
    page.context.close()


def test_the_day_of_citing_comes_with_the_script_alone(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/", served)
    day = page.evaluate("new Date().toLocaleDateString('sv')")
    gbt, bibtex, ris = (page.locator(f".g-cite pre[data-form={form}]").text_content()
                        for form in ("gbt", "bibtex", "ris"))
    assert f"(2013-03-07)[{day}]. " in gbt
    assert f"\n  urldate = {{{day}}},\n  langid" in bibtex
    assert f"\nY2  - {day.replace('-', '/')}\nLA  - zh" in ris
    page.goto(served + "d/bbbb2222/")
    assert f"工会文稿库, [{day}]. " in page.locator(".g-cite pre").first.text_content()
    page.context.close()


@pytest.mark.parametrize(("width", "shown"), [(360, True), (900, True), (1000, False)])
def test_narrow_screens_have_the_outline_above_the_text(browser: Any, served: str, width: int, shown: bool) -> None:
    page, wrong = _visit(browser, served + "d/7k2m9qxa/", served, viewport={"width": width, "height": 740},
                         java_script_enabled=False)
    outline = page.locator("details.g-outline")
    assert outline.is_visible() is shown
    assert page.locator(".md-sidebar--secondary").is_visible() is not shown
    if shown:
        page.click(".g-outline summary")
        page.click(".g-outline a:text-is('一、过去一年的工作')")
        assert page.locator(".g-text h2:target").is_visible()
    page.emulate_media(media="print")
    assert not outline.is_visible()
    assert not wrong
    page.context.close()


def test_a_mask_tells_why_by_touch_and_key_until_it_is_left(browser: Any, served: str) -> None:
    page, wrong = _visit(browser, served + "d/7k2m9qxa/", served)
    mask, other = page.locator(".g-text mark.g-mask").first, page.locator(".g-text mark.g-lost").first
    assert mask.get_attribute("role") == "button"
    mask.focus()
    page.keyboard.press("Enter")
    assert page.inner_text(".g-pop") == mask.get_attribute("title")
    assert mask.get_attribute("aria-expanded") == "true"
    other.click()
    assert page.locator(".g-pop").all_inner_texts() == [other.get_attribute("title")]
    assert mask.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Escape")
    assert page.locator(".g-pop").count() == 0
    assert other.evaluate("e => e === document.activeElement")
    for leave in (lambda: page.keyboard.press(" "), lambda: page.click("h1")):
        mask.click()
        assert page.locator(".g-pop").count() == 1
        leave()
        assert page.locator(".g-pop").count() == 0
    assert not wrong
    page.context.close()


def test_the_copys_own_script_and_back(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/", served)
    before = page.inner_text(".g-text")
    page.click("[data-g-script]")
    there = page.inner_text(".g-text")
    assert "過去一年,全市各級工會幫扶困难職工1200户" in there
    assert "13800001111" not in there
    page.click("[data-g-script]")
    assert page.inner_text(".g-text") == before
    page.context.close()


def test_reading_needs_no_script(browser: Any, served: str) -> None:
    page, wrong = _visit(browser, served + "d/7k2m9qxa/", served, java_script_enabled=False)
    assert "过去一年" in page.inner_text(".g-text")
    page.click("text=对照网页原文")
    assert "點擊下载本文" in page.inner_text(".g-page")
    assert not wrong
    page.context.close()


def test_steps_through_the_audit_view(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/original/", served)
    page.click("[data-g-step='1']")
    assert page.inner_text(".g-now").strip() == "柏志遠"
    page.context.close()


def test_only_changes_are_shown_without_a_script(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/original/", served, java_script_enabled=False)
    before = page.locator(".g-page").evaluate("e => getComputedStyle(e).fontSize")
    page.check(".g-only input")
    assert before != page.locator(".g-page").evaluate("e => getComputedStyle(e).fontSize") == "0px"
    assert page.locator(".g-page del").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 10
    page.context.close()


def test_the_reason_of_a_place_is_reached_by_tap_and_key_without_a_script(browser: Any, served: str) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    page, _ = _visit(browser, served + "d/7k2m9qxa/original/", served, java_script_enabled=False, **phone)
    page.tap(".g-page del a")
    assert page.locator(".g-reasons li:target").inner_text().startswith("删去：")
    page.focus(".g-page mark a")
    page.keyboard.press("Enter")
    assert page.locator(".g-reasons li:target").inner_text().startswith("存疑：")
    page.context.close()
    page, _ = _visit(browser, served + "d/7k2m9qxa/original/", served, **phone)
    page.tap(".g-page del a")
    assert page.locator(".g-told").inner_text().startswith("删去：")
    page.context.close()


def test_the_keyboard_opens_the_menu_on_a_phone(browser: Any, served: str) -> None:
    page, _ = _visit(browser, served + "d/7k2m9qxa/", served, viewport={"width": 360, "height": 740})
    page.focus("button[data-g-menu]")
    page.keyboard.press("Enter")
    assert page.is_checked("#__drawer")
    page.context.close()


def test_a_word_file_is_made_in_the_page(browser: Any, served: str, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    page, wrong = _visit(browser, served + "d/7k2m9qxa/", served)
    with page.expect_download() as download:
        page.click("[data-g-docx]")
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    paragraphs = [(p.style.name, p.text) for p in docx.Document(str(target)).paragraphs]
    assert paragraphs[0] == ("Title", "青岚市总工会十届三次全委会议上的工作报告")
    assert ("Heading 1", "一、过去一年的工作") in paragraphs
    assert ("Sign", "青岚市总工会") in paragraphs
    assert target.name == "7k2m9qxa.docx"
    assert not wrong
    page.context.close()


def test_a_stick_is_opened_and_searched_without_a_network(browser: Any, archive: Path, tmp_path: Path) -> None:
    start = build_stick(archive, tmp_path / "stick")
    base = (tmp_path / "stick").as_uri() + "/"
    page, wrong = _visit(browser, start.as_uri(), base)
    assert "共 5 篇文稿" in page.inner_text("main")
    page.click("text=打开首页")
    page.fill(".g-find input", "帮扶困难")
    page.press(".g-find input", "Enter")
    page.wait_for_selector("[data-total]")
    assert page.get_attribute("[data-total]", "data-total") == "1"
    page.evaluate(_AXE.read_text(encoding="utf-8"))  # the policy asks nothing of the browser's own door
    assert page.evaluate("axe.run(document, {preload: false})")["violations"] == []
    page.click("[data-id='7k2m9qxa'] a")
    assert "青岚市总工会十届三次全委会议上的工作报告" in page.title()
    assert not wrong
    page.context.close()
