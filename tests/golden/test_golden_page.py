"""The golden queries in the published page, in Chromium, over http and from files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive import record
from archive.errors import QueryError
from archive.store import Store
from benchmarks.corpus import write
from search import Index, open_index
from search.fold import RUN, fold
from search.grammar import parse
from search.layout import lay_out
from search.tree import to_json
from tests.golden.conftest import TIGHT, settle
from tests.search.test_exactness import noisy

pytestmark = pytest.mark.browser

ANSWER = """async (rows) => {
  const search = gonghuiSearch, out = [];
  const ids = await search.ids();
  for (const row of rows) {
    try {
      const state = Object.assign({sort: 'relevance', off: []}, row);
      const {total, order, expanded, facets, why, suggestions, hints} = await search.answer(state);
      out.push({total, ids: order.map((i) => ids[i]), expanded, facets, why, suggestions, hints});
    } catch (error) {
      if (!(error instanceof search.QueryError)) throw error;
      out.push({error: error.code, at: error.at, what: error.what, what_zh: error.whatZh, proposal: error.proposal});
    }
  }
  return out;
}"""
PARSE = """(queries) => queries.map((query) => {
  try { return gonghuiSearch.parse(query); } catch (error) { return error.code || String(error); }
})"""


@pytest.fixture(params=["http", "file"])
def page(request: pytest.FixtureRequest, golden_site: Path, open_page: Callable[..., Any]) -> Any:
    address = request.getfixturevalue("golden_server") if request.param == "http" else golden_site.as_uri()
    page = open_page(address)
    page.address = address
    return page


def test_every_query_gives_its_documents_in_the_page(page: Any, golden_rows: list[dict[str, Any]]) -> None:
    results = page.evaluate(ANSWER, [{"q": row["q"], **row.get("filters", {})} for row in golden_rows])
    wrong = []
    for row, result in zip(golden_rows, results, strict=True):
        if "error" in row:
            got, wanted = (result.get("error"), result.get("at")), (row["error"], row["at"])
        else:
            got, wanted = (result.get("total"), sorted(result.get("ids", []))), (len(row["ids"]), row["ids"])
        if got != wanted:
            wrong.append((row["q"][:60], row["why"], got, wanted))
    assert wrong == []


def _asked(index: Index, row: dict[str, Any]) -> dict[str, Any]:
    """The answer of the index, or the facts of the error."""
    filters = dict(row)
    try:
        return index.search(filters.pop("q"), limit=1000, **filters)
    except QueryError as error:
        return {"facts": error.facts}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_order_and_all_else_are_those_of_the_index(sort: str, golden_site: Path, golden_archive: Path,
                                                   open_page: Callable[..., Any],
                                                   golden_rows: list[dict[str, Any]]) -> None:
    index = open_index(golden_archive)
    asked = [{"q": row["q"], "sort": sort, **row.get("filters", {})} for row in golden_rows]
    for row, result in zip(asked, open_page(golden_site.as_uri()).evaluate(ANSWER, asked), strict=True):
        query = row["q"][:60]
        wanted = _asked(index, row)
        if "facts" in wanted:
            assert (result["what"], result["what_zh"], result["proposal"]) == \
                tuple(wanted["facts"][name] for name in ("what", "what_zh", "proposal")), query
            continue
        assert result["ids"] == [hit["id"] for hit in wanted["hits"]], query
        assert [{k: e[k] for k in e if k != "folded"} for e in result["expanded"]] == wanted["expanded"], query
        for name in ("year", "region", "kind"):
            assert dict(result["facets"][name]) == wanted["facets"][name], query
        if not wanted["total"]:
            keys = ("at", "total", "filter", "value", "without")
            assert result["suggestions"] == wanted["suggestions"], query
            assert result["hints"] == wanted.get("hints", []), query
            assert [{k: w[k] for k in keys if k in w} for w in result["why"]] == \
                [{k: w[k] for k in keys if k in w} for w in wanted["why"]], query


def test_queries_are_read_as_by_python(golden_site: Path, open_page: Callable[..., Any],
                                       golden_rows: list[dict[str, Any]]) -> None:
    rng = random.Random(11)
    marks = ["工会", "職代會", "2013", "ab", "*", "**", "-", "－", '"', "“", "”", "(", ")", "（", "）", " ", "　", ":",
             "：", "OR", "AND", "NEAR/3", "NEAR", "ＯＲ", "NEAR/x", "标题:", "年:", "2011..2015", "地区:", "类型:报告",
             "《", "》", "𠮷", "/", "\0", "\x01", "\x1c", "\x7f", "foo:"]
    queries = [row["q"] for row in golden_rows]
    queries += ["".join(rng.choices(marks, k=rng.randint(1, 9))) for _ in range(1500)]
    queries += [" ".join(rng.choices(marks, k=rng.randint(1, 7))) for _ in range(1000)]
    for query, tree in zip(queries, open_page(golden_site.as_uri()).evaluate(PARSE, queries), strict=True):
        try:
            wanted: Any = to_json(parse(query))
        except QueryError as error:
            wanted = error.facts["code"]
        assert tree == wanted, repr(query)


def test_near_is_the_same_from_texts_and_refused_where_it_would_load_too_much(
        page: Any, golden_rows: list[dict[str, Any]]) -> None:
    rows = [row for row in golden_rows if "NEAR" in row["q"] and "error" not in row]
    asked = [{"q": row["q"], **row.get("filters", {})} for row in rows]
    page.evaluate("gonghuiSearch.NEAR.text = 0")
    for row, result in zip(rows, page.evaluate(ANSWER, asked), strict=True):
        assert sorted(result["ids"]) == row["ids"], row["q"]
    page.evaluate("Object.assign(gonghuiSearch.NEAR, {texts: 0, most: 10})")
    told = page.evaluate(ANSWER, [{"q": "工会 (职工 NEAR/5 的)"}])[0]
    assert (told.get("error"), told.get("at"), told.get("proposal")) == ("near-common", 4, "工会 (职工 的)")
    told = page.evaluate(ANSWER, [{"q": '(工会 OR 职工) ＮＥＡＲ／５ "的" NEAR 和'}])[0]
    assert told.get("proposal") == '(工会 OR 职工) "的" 和'
    page.evaluate("gonghuiSearch.NEAR.texts = 100")
    assert "ids" in page.evaluate(ANSWER, [{"q": "职工 NEAR/5 的", "year": "2013"}])[0]


def test_the_address_holds_the_state(page: Any) -> None:
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '工会', 'year': '2013', 'sort': 'newest'})}")
    settle(page)
    assert page.get_attribute("[data-total]", "data-total") == "7"
    hits = page.eval_on_selector_all("[data-id]", "all => all.map((one) => one.dataset.id)")
    assert len(hits) == 7
    page.click("[data-facet=kind][data-value=notice]")
    settle(page)
    assert "kind=notice" in page.url
    assert page.get_attribute("[data-total]", "data-total") != "7"
    page.go_back()
    page.wait_for_selector("[data-total='7']")
    page.fill("input[name=q]", "维护职工")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{urlencode({'q': '维护职工'})}*")
    settle(page)
    assert page.locator("[data-id] mark").first.inner_text() == "维护职工"


def test_terms_are_suggested_while_typing(page: Any, golden_archive: Path) -> None:
    field = page.locator("input[name=q]")
    index = open_index(golden_archive)
    texts = ["集体", "工会 职", "zgdb", "jiti", "县", "工", "x", "劳", "标题:集", "-集体",
             "工会 －標題：職", "ｔｉｔｌｅ：集", "时间:集", "标题:", "年:2"]
    wanted = [index.suggest(text)["suggestions"] for text in texts]
    assert page.evaluate("(texts) => Promise.all(texts.map((one) => gonghuiSearch.suggest(one)))", texts) == wanted
    field.fill("集体")
    page.wait_for_selector("[role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator(f"#{field.get_attribute('aria-activedescendant')}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.locator("[role=option]").count() == 0
    assert field.input_value() == "集体"
    field.fill("工会 集体")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    settle(page)
    assert field.input_value().startswith("工会 集体")
    assert page.locator("[role=option]").count() == 0


def test_marks_stand_over_the_reading_text(page: Any) -> None:
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '三个代表重要思想'})}")
    settle(page)
    assert page.locator(".gs-passage mark").all_inner_texts() == ["三个代表”重要思想"]
    assert page.locator(".gs-section").inner_text().startswith("二、今后的任务")
    assert re.search(r"\.\./d/g01/index\.html#p-[0-9a-f]{8}$", page.locator(".gs-passage a").get_attribute("href"))


def test_a_bad_query_points_at_the_place_and_proposes_another(page: Any) -> None:
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '工会 (维权 OR 帮扶'})}")
    settle(page)
    assert page.get_attribute(".gs-error", "data-at") == "3"
    page.click(".gs-error a")
    settle(page)
    assert page.get_attribute("[data-part=count]", "data-total") is not None


def test_an_alias_is_shown_and_can_be_taken_away(page: Any) -> None:
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '劳模'})}")
    settle(page)
    wide = int(page.get_attribute("[data-part=count]", "data-total"))
    page.click(".gs-chip a")
    settle(page)
    assert int(page.get_attribute("[data-part=count]", "data-total")) <= wide
    assert page.locator(".gs-chip").count() == 0


def test_the_concordance_has_every_occurrence(page: Any) -> None:
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '劳工神圣 OR 旗帜', 'view': 'kwic'})}")
    settle(page)
    page.wait_for_selector(".gs-kwic tbody tr")
    assert sorted(page.locator(".gs-kwic .gs-word").all_inner_texts()) == ["劳工神圣", "旗帜"]


def _contains(block: str, piece: str) -> bool:
    before = f"(?<![{RUN}])" if re.match(f"[{RUN}]", piece) else ""
    after = f"(?![{RUN}])" if re.match(f"[{RUN}]", piece[-1]) else ""
    return bool(re.search(before + re.escape(piece) + after, block))


def _pieces(blocks: list[str], count: int, rng: random.Random) -> list[str]:
    out: list[str] = []
    while len(out) < count:
        block = rng.choice(blocks)
        start, length = rng.randrange(len(block) or 1), rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 8, 12, 20])
        piece = block[start : start + length].translate({ord(c): None for c in '"“”'})
        if fold(piece):
            out.append(piece)
    return out


@pytest.mark.parametrize("limits", [TIGHT, None])
def test_random_pieces_are_found_exactly(limits: Any, tmp_path: Path, make_page: Callable[..., Path],
                                         open_page: Callable[..., Any]) -> None:
    archive = tmp_path / "archive"
    write(40, archive, seed=23, characters=900)
    rng = random.Random(8)
    for document in list(Store(archive).documents())[::2]:
        Store(archive).document_path(document).write_text(record.write(noisy(document, rng)), encoding="utf-8")
    for path in (Path(__file__).parent / "records").glob("*.md"):
        (archive / "documents" / "2013" / path.name).write_bytes(path.read_bytes())
    layouts = [lay_out(d) for d in Store(archive).documents() if d.publish and not d.withdrawn]
    folded = {layout.facts["id"]: [fold(text) for text in layout.texts] for layout in layouts}
    pieces = _pieces([text for layout in layouts for text in layout.texts], 400, random.Random(5))
    results = open_page(make_page(archive, limits).as_uri()).evaluate(ANSWER, [{"q": f'"{p}"'} for p in pieces])
    for piece, result in zip(pieces, results, strict=True):
        wanted = sorted(id for id, blocks in folded.items() if any(_contains(block, fold(piece)) for block in blocks))
        assert sorted(result["ids"]) == wanted, piece


def test_two_windows_and_the_way_back_keep_the_result(page: Any) -> None:
    """The address is the state; what a screen reader is told, the field and the place of reading follow from it."""
    page.set_viewport_size({"width": 800, "height": 500})
    page.goto(f"{page.address}/search/index.html?{urlencode({'q': '工会', 'sort': 'oldest'})}")
    settle(page)
    total, ids = page.get_attribute("[data-total]", "data-total"), _shown(page)
    assert page.locator("[role=status]").first.inner_text() == f"找到 {total} 篇"
    window = page.context.new_page()
    window.goto(page.url)
    settle(window)
    assert (window.get_attribute("[data-total]", "data-total"), _shown(window)) == (total, ids)
    window.close()
    page.locator("[data-part=hits] > li").nth(6).scroll_into_view_if_needed()
    seen = page.evaluate("scrollY")
    assert seen > 0
    page.evaluate("""() => {
      const input = document.querySelector('input[name=q]');
      input.value = '龘';
      input.form.requestSubmit();
    }""")
    page.wait_for_selector(".gs-why")
    assert page.locator("[role=status]").first.inner_text() == "没有找到"
    page.go_back()
    page.wait_for_selector(f"[data-total='{total}']")
    settle(page)
    assert (_shown(page), page.input_value("input[name=q]")) == (ids, "工会")
    assert abs(page.evaluate("scrollY") - seen) < 100
    page.locator("h1, body").first.click(position={"x": 1, "y": 1})
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def _shown(page: Any) -> list[str]:
    ids: list[str] = page.eval_on_selector_all("[data-id]", "all => all.map((one) => one.dataset.id)")
    return ids
