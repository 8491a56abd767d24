"""The published pages, as files: what the contract promises of them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import lxml.html
import pytest

from archive import body
from archive.model import Copy, Document
from archive.store import Store
from publish import feeds, listing, outward
from publish.catalog import _MARKER, _NUMBER, entry
from publish.page import Site
from publish.reading import shape

PROJECT = Path(__file__).parents[2]
Html = Callable[[str], str]
MAIN = "7k2m9qxa"
SECRETS = ("这一段文字已经撤下不得出现", "这一段文字从未发布不得出现", "13800001111")


def pages(built: Path) -> list[Path]:
    return sorted(built.rglob("*.html"))


@pytest.mark.parametrize("listing", ["years", "regions", "organizations", "speakers", "kinds", "meetings"])
def test_listings_stand_with_counts(html: Html, listing: str) -> None:
    tree = lxml.html.fromstring(html(f"{listing}/"))
    rows = tree.xpath("//table[contains(@class,'g-values')]/tbody/tr")
    assert rows
    assert all(int(r.xpath("./td[1]")[0].text) > 0 for r in rows)


def test_every_internal_link_names_a_file(built: Path) -> None:
    for page in pages(built):
        if page.name == "404.html":
            continue
        for element, _, link, _ in lxml.html.fromstring(page.read_bytes()).iterlinks():
            target, _ = urldefrag(link)
            if not target or re.match(r"\w+:", target) or element.tag == "meta":
                continue
            path = (page.parent / unquote(target.partition("?")[0])).resolve()
            assert path.is_file(), f"{page}: {link}"


def test_anchors_of_links_within_a_page_stand_in_it(built: Path) -> None:
    for page in pages(built):
        tree = lxml.html.fromstring(page.read_bytes())
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), page
        for link in tree.xpath("//a/@href[starts-with(., '#')]"):
            assert link[1:] in ids, f"{page}: {link}"


def test_nothing_is_loaded_from_outside_or_stands_inline(built: Path) -> None:
    for page in pages(built):
        text = page.read_text(encoding="utf-8")
        assert not outward.loads(text), page
        tree = lxml.html.fromstring(text)
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert not tree.xpath("//@style | //style | //*[@onclick or @onload or @onerror]"), page
        kinds = tree.xpath("//script[not(@src)]/@type")
        assert all(k in ("application/json", "application/ld+json") for k in kinds), page
        assert len(tree.xpath("//script[not(@src)]")) == len(kinds), page
        assert not tree.xpath("//meta[@name='generator']")
        assert not tree.xpath("//a[starts-with(@href, 'javascript:')]")


def test_text_of_a_copy_is_never_markup(built: Path) -> None:
    for page in pages(built):
        tree = lxml.html.fromstring(page.read_text(encoding="utf-8"))
        assert not tree.xpath("//script[contains(., 'alert')][not(@type)] | //img[@onerror] | //b[.='题']"), page
    evil = lxml.html.fromstring((built / "d/aaaa1111/index.html").read_text(encoding="utf-8"))
    assert evil.xpath("//h1")[0].text_content() == "</title><script>alert(2)</script><b>题</b> & “引号”"
    assert evil.xpath("//title")[0].text.startswith("</title><script>alert(2)</script>")
    braces = (built / "d/eeee5555/index.html").read_text(encoding="utf-8")
    assert "在{{ config }}会上的讲话 {% raw %}" in braces


def test_canonical_and_sitemap_say_the_short_address(html: Html, built: Path) -> None:
    canonical = lxml.html.fromstring(html(f"d/{MAIN}/")).xpath("//link[@rel='canonical']/@href")
    assert canonical == [f"https://gonghui.example/d/{MAIN}/"]
    places = [e.text for e in ElementTree.parse(built / "sitemap.xml").iter() if e.tag.endswith("loc")]
    assert f"https://gonghui.example/d/{MAIN}/" in places
    assert "https://gonghui.example/" in places
    assert not [p for p in places if "index.html" in (p or "") or "cccc3333" in (p or "")]


def test_paragraphs_bear_the_ids_of_the_archive(html: Html, archive: Path) -> None:
    blocks = body.parse(Store(archive).document(MAIN).body)
    ids = body.anchors(blocks)
    found = lxml.html.fromstring(html(f"d/{MAIN}/")).xpath("//div[contains(@class,'g-text')]/*/@id")
    assert found == ids[1:]


def test_metadata_for_zotero_dublin_core_and_schema_org(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/"))
    meta = {m.get("name"): m.get("content") for m in tree.xpath("//meta[@name]")}
    assert meta["citation_title"] == "青岚市总工会十届三次全委会议上的工作报告"
    assert meta["citation_author"] == "柏志远"
    assert meta["citation_publication_date"] == "2013/03/07"
    assert meta["DCTERMS.spatial"] == "浙江省杭州市"
    assert meta["DCTERMS.date"] == "2013-03-07"
    data = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert data["@type"] == "Report"
    assert data["author"]["name"] == "柏志远"
    assert data["isBasedOn"][0]["url"] == "https://www.mill.example/a.html"


def test_a_field_not_told_is_not_said(html: Html) -> None:
    text = html("d/bbbb2222/")
    assert "citation_author" not in text
    assert "citation_publication_date" not in text
    assert "〔各位代表：本文开头的文字，说明本年度的主要工作。…〕" in text


def test_doubts_and_masks_are_marked(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/"))
    assert [m.text for m in tree.xpath("//mark[@class='g-doubt']")] == ["2、"]
    assert "序号与上文不一致" in tree.xpath("//mark[@class='g-doubt']/@title")[0]
    assert [m.text for m in tree.xpath("//div[contains(@class,'g-text')]//mark[@class='g-mask']")] == ["××", "20xx"]


def test_the_audit_view_shows_the_whole_page_text(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/original/"))
    pre = tree.xpath("//pre[@class='g-page']")[0]
    for ins in pre.xpath("ins"):
        assert ins.text_content() == "1200"
    cut = [d.text_content().strip() for d in pre.xpath("del[not(@class)]")]
    assert cut == ["柏志遠", "(2013年3月7日)", "點擊下载本文"]
    assert "12 00" in pre.xpath("del[@class='g-was']/text()")
    assert [m.text_content() for m in pre.xpath("mark[@class='g-doubt']")] == ["2、"]


def test_every_place_of_the_audit_view_leads_to_its_reason(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/original/"))
    places = tree.xpath("//pre/*[self::del[not(@class)] or self::ins or self::mark]/a")
    reasons = [tree.get_element_by_id(a.get("href")[1:]).xpath("span")[0].text for a in places]
    assert len(places) == 5
    assert {r[:3] for r in reasons} == {"删去：", "修补：", "存疑："}
    stops = [a.get("href") for a in places if a.get("tabindex") != "-1"]
    assert sorted(stops) == sorted({a.get("href") for a in places})
    assert all("划线" in li or "底" in li or "灰" in li for li in tree.xpath("//ul[@class='g-legend']/li/text()"))


def test_withdrawn_unpublished_and_covered_text_is_nowhere(built: Path) -> None:
    for path in built.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [s for s in SECRETS if s.encode() in data], path


def test_other_documents_of_a_page_are_told_not_shown(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/original/"))
    told = [other.text_content() for other in tree.xpath("//pre//*[@class='g-other']")]
    assert told == ["〔此处不予显示，9 字〕", "〔同一网页的另一篇文稿，18 字〕"]


def test_editors_are_told_of_contact_data(html: Html) -> None:
    row = lxml.html.fromstring(html("editors/")).xpath(f"//tr[th/a[contains(@href, '{MAIN}')]]")[0]
    assert [td.text_content() for td in row.xpath("td")] == ["1", "3", "1", "1", "对照"]


def test_tombstone_and_redirect(html: Html, built: Path) -> None:
    for id in ("cccc3333", "c0ld1111"):
        assert "文稿已撤下" in html(f"d/{id}/")
        assert "权利人要求" in html(f"d/{id}/")
    assert not (built / "d/dddd4444").exists()
    tree = lxml.html.fromstring(html("d/0ldmerged/"))
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url=../../d/{MAIN}/index.html"]


def test_the_copies_of_a_work_have_a_page(html: Html) -> None:
    tree = lxml.html.fromstring(html(f"d/{MAIN}/copies/"))
    rows = tree.xpath("//ol[@class='g-copy-list']/li")
    assert [r.xpath("a[last()]/@href")[0] for r in rows] == [
        f"../../../d/{MAIN}/original/index.html", f"../../../d/{MAIN}/original/2/index.html"]
    assert lxml.html.fromstring(html("copies/")).xpath("//li/@data-id") == [MAIN]
    assert f"d/{MAIN}/copies/index.html" in html(f"d/{MAIN}/")


def test_downloads(built: Path) -> None:
    text = (built / f"d/{MAIN}/{MAIN}.txt").read_text(encoding="utf-8")
    assert text.startswith("青岚市总工会十届三次全委会议上的工作报告\n\n团结动员职工建功立业\n\n同志们：\n\n一、")
    assert (built / f"d/{MAIN}/{MAIN}.md").read_text(encoding="utf-8").startswith("---\nid: 7k2m9qxa\n")


def test_data_files(built: Path) -> None:
    with (built / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["id"] for r in rows] == ["7k2m9qxa", "aaaa1111", "bbbb2222", "eeee5555", "ffff6666"]
    assert not [c for r in rows for c in r.values() if c.startswith(("=", "+", "-", "@"))]
    lines = [json.loads(line) for line in (built / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [v["id"] for v in lines] == [r["id"] for r in rows]
    assert lines[0]["body"].startswith("# 青岚市")
    package = json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (built / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        if resource["path"].endswith(".csv"):
            head = next(csv.reader(data.decode("utf-8-sig").splitlines()))
            assert head == [field["name"] for field in resource["schema"]["fields"]]
    for line in (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((built / name).read_bytes()).hexdigest() == digest


def test_every_data_file_is_described_summed_and_listed(built: Path, html: Html) -> None:
    there = {p.name for p in built.iterdir() if p.suffix in (".csv", ".json", ".jsonl")} - {"datapackage.json"}
    assert there == {"documents.csv", "documents.jsonl", "figures.csv", "spread.csv", "spread.json"}
    package = json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} == there
    sums = {line.split("  ")[1] for line in (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert sums == there | {"datapackage.json"}
    links = lxml.html.fromstring(html("data/")).xpath("//*[@id='g-main']//a/@href")
    assert {link.removeprefix("../") for link in links} == sums | {"SHA256SUMS", "atom.xml"}


ATOM = "{http://www.w3.org/2005/Atom}"


def test_feeds(built: Path) -> None:
    for name, count in (("atom.xml", 5), ("kinds/report/atom.xml", 2), ("regions/230000/atom.xml", 2)):
        tree = ElementTree.parse(built / name).getroot()
        assert tree.tag == f"{ATOM}feed"
        assert len(tree.findall(f"{ATOM}entry")) == count
    every = sorted(built.rglob("atom.xml"))
    assert len(every) == 1 + 4 + 5
    for path in every:
        _is_atom(ElementTree.parse(path).getroot())


def _is_atom(feed: ElementTree.Element) -> None:
    """What RFC 4287 asks of a feed and of its entries."""
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
            assert element.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(str(element.findtext(f"{ATOM}updated"))).tzinfo
        assert [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") in (None, "alternate")]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert len(set(ids)) == len(ids)
    times = [datetime.fromisoformat(str(e.findtext(f"{ATOM}updated"))) for e in entries]
    assert times == sorted(times, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")


def test_a_feed_begins_with_what_came_last() -> None:
    old = Document("a", "report", "", date="2015", copies=(Copy("a" * 64, captured="2020-01-01"),))
    new = Document("b", "report", "", date="2003", copies=(Copy("b" * 64, captured="2026-01-01T08:00:00+08:00"),
                                                           Copy("c" * 64, captured="gestern")))
    none = Document("c", "report", "", date="2010-05")
    text = feeds.atom(Site(), "全部", "", [entry(d) for d in (old, none, new)])
    found = [e.findtext(f"{ATOM}id") for e in ElementTree.fromstring(text).findall(f"{ATOM}entry")]
    assert found == [f"tag:gonghui.example,2026:d/{id}" for id in "bac"]


def test_what_bears_no_day_stands_last_in_a_feed_and_not_in_1970() -> None:
    dated = Document("a", "report", "", date="2015-02-03")
    put_up = Document("b", "report", "", copies=(Copy("b" * 64, published="2016-01-01"),))
    none = Document("c", "report", "")
    told = ElementTree.fromstring(feeds.atom(Site(), "全部", "", [entry(d) for d in (none, dated, put_up)]))
    found = [(e.findtext(f"{ATOM}id", "")[-1], e.findtext(f"{ATOM}updated", "")[:10])
             for e in told.findall(f"{ATOM}entry")]
    assert found == [("b", "2016-01-01"), ("a", "2015-02-03"), ("c", "2015-02-03")] or found == [
        ("b", "2016-01-01"), ("c", "2015-02-03"), ("a", "2015-02-03")]


@pytest.mark.parametrize(("text", "hails"), [
    ("同志们：", True), ("各位代表，同志们：", True), ("各县（市、区）总工会，市直各工会：", True),
    ("尊敬的各位领导：", True),
    ("为贯彻落实上级会议精神，现就有关事项通知如下：", False), ("现将评选结果公布如下：", False),
    ("根据年度安排，经研究决定：", False), ("主要做了以下工作：", False), ("经研究，现将名单公布：", False),
])
def test_a_salutation_hails_somebody(text: str, hails: bool) -> None:
    assert shape(text, 1, 9) == ("salute" if hails else "")


def test_regions_form_a_tree(html: Html) -> None:
    tree = lxml.html.fromstring(html("regions/"))
    names = [(th.get("class"), th.text_content()) for th in tree.xpath("//tbody/tr/th")]
    assert names == [("g-level0", "黑龙江省"), ("g-level1", "哈尔滨市"), ("g-level2", "道里区"),
                     ("g-level0", "浙江省"), ("g-level1", "杭州市")]


def test_the_home_page_counts_the_places_that_documents_have(html: Html) -> None:
    counts = [li.text_content() for li in lxml.html.fromstring(html("")).xpath("//ul[@class='g-counts']/li")]
    assert "3 个地区" in counts


def test_the_years_are_drawn_with_what_occurs_in_them(html: Html) -> None:
    tree = lxml.html.fromstring(html("years/"))
    columns = tree.xpath("//ol[@class='g-columns']/li")
    assert [c.xpath("string(a[1])") + c.xpath("string(a[2])") for c in columns] == ["12012", "22013", "12014"]
    kinds = columns[1].xpath(".//svg/a")
    assert [a.get("aria-label") for a in kinds] == ["2013年报告，1篇", "2013年通知，1篇"]
    assert [a.get("href") for a in kinds] == ["../years/2013/report/index.html", "../years/2013/notice/index.html"]
    heights = [float(svg.get("viewbox").split()[3]) for svg in tree.xpath("//ol[@class='g-columns']//svg")]
    assert heights == [22, 44, 22]
    assert [li.text_content() for li in tree.xpath("//ul[@class='g-legend']/li")] == ["报告", "讲话", "通知"]


def test_a_year_divides_into_its_kinds(html: Html) -> None:
    year = lxml.html.fromstring(html("years/2013/"))
    assert [li.text_content() for li in year.xpath("//ul[@class='g-chips']/li")] == ["报告 1", "通知 1"]
    kind = lxml.html.fromstring(html("years/2013/report/"))
    assert kind.xpath("//h1")[0].text == "2013年报告"
    up = kind.xpath("//nav[@class='g-crumbs']/a/@href")
    assert up == ["../../../years/index.html", "../../../years/2013/index.html"]
    assert kind.xpath("//ol[@class='g-entries']/li/@data-id") == [MAIN]


def test_a_table_of_equal_counts_has_no_bars(html: Html) -> None:
    assert "g-barcell" not in html("speakers/")
    assert "g-barcell" in html("years/")


@pytest.mark.parametrize(("title", "marker"), [
    ("市总工会讲话内容篇五", True), ("【篇一】", True), ("范文(一)", True), ("第三篇", True), ("工作总结范文1", True),
    ("第十二次代表大会", False), ("学习心得三篇", False), ("争创全国第一", False), ("在第三次会议上的讲话", False),
])
def test_a_title_that_is_a_marker_has_the_opening_words_beside_it(title: str, marker: bool) -> None:
    text = f"# {title}\n\n同志们：\n\n今天的会议很重要。\n"
    e = entry(Document(id="aaaa1111", body=text, title=title, kind="speech"))
    assert e.opening == ("同志们：今天的会议很重要。" if marker else "")
    assert ("g-opening" in listing.entries([e], "")) == marker
    script = (PROJECT / "docs/assets/search/view.js").read_text(encoding="utf-8")
    assert _MARKER.pattern.replace(_NUMBER, "N") in script


def test_two_builds_give_the_same_bytes(archive: Path, built: Path, tmp_path: Path) -> None:
    from gonghui.building import build_site

    again = build_site(archive, tmp_path / "site", search=False)
    for path in built.rglob("*"):
        if path.is_file() and path.suffix != ".gz":
            assert path.read_bytes() == (again / path.relative_to(built)).read_bytes(), path
