"""What another copy tells where the best one is masked: in the record, on the page, in the search."""

from __future__ import annotations

from pathlib import Path

from archive.store import Store
from gonghui.building import build_site
from search import open_index
from tests.doors.conftest import TEXT, Call

BEST = TEXT.replace("刚才，县总工会", "刚才，××县总工会")
OTHER = TEXT.replace("刚才，县总工会", "刚才，沙柳县总工会").replace("为全县经济社会发展作出新的更大的贡献！", "")


def test_variants_are_recorded_shown_and_found(gonghui: Call, tmp_path: Path) -> None:
    for name, text in (("a", BEST), ("b", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    first, second = (row["ids"] for row in gonghui("scrape", "--json", tmp_path / "a.txt", tmp_path / "b.txt").rows)
    assert first == second
    store = Store(tmp_path / "archive")
    document = store.document(first[0])
    assert "××县总工会" in document.body
    assert [(v.text, v.sha256) for v in document.variants] == [("沙柳", document.copies[1].sha256)]
    assert gonghui("check").code == 0
    gonghui("reclean")
    assert store.document(first[0]) == document

    index = open_index(store.root)
    assert index.search("变体:沙柳")["total"] == 1
    assert index.search("沙柳")["total"] == 0
    build_site(store.root, tmp_path / "site", search=False)
    html = (tmp_path / "site" / "d" / first[0] / "index.html").read_text(encoding="utf-8")
    assert "作“沙柳”" in html
