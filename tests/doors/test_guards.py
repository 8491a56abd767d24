"""Small guards of the command line: no file of the user's is written over, no day that there is not is stored."""

from __future__ import annotations

from pathlib import Path

from tests.doors.conftest import TEXT, Call


def test_the_page_explained_is_not_written_over(gonghui: Call, page: Path, tmp_path: Path) -> None:
    before = page.read_bytes()
    assert gonghui("explain", "--html", page, page).code == 2
    assert page.read_bytes() == before
    other = tmp_path / "kept.html"
    other.write_text("kept")
    assert gonghui("explain", "--html", other, tmp_path / "none.txt").code == 1
    assert other.read_text() == "kept"


def test_a_word_file_is_not_laid_over_another_kind(gonghui: Call, page: Path, tmp_path: Path) -> None:
    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    other = tmp_path / "table.csv"
    other.write_text("a,b")
    assert gonghui("show", id, "--docx", other).code == 2
    assert other.read_text() == "a,b"
    assert gonghui("show", id, "--docx", tmp_path / "a.docx").code == 0


def test_a_day_that_there_is_not_is_no_date(gonghui: Call, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT.replace("(2013年3月7日)", "(2013年2月30日)"), encoding="utf-8")
    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    assert "date" not in gonghui("show", id, "--json").rows[0]
    ruling = tmp_path / f"archive/overrides/{id}.toml"
    ruling.parent.mkdir()
    ruling.write_text('date = {value = "2013-02-30", why = "x"}\n', encoding="utf-8")
    assert gonghui("reclean", id).code == 1
