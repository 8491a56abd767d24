"""Fields overruled and texts corrected by a person: over every cleaning, on the page, in the laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store import Store
from gonghui.building import build_site
from tests.doors.conftest import TEXT, Call

LOST = TEXT.replace("帮扶困难职工312户", "帮扶困难职工□12户")
OVERRIDE = """[date]
value = "2013-03-08"
why = "县志第12页"

[title]
value = "在全县工会工作会议上的讲话（摘要）"
why = "油印原件"

[speaker]
value = "柏志远"
why = "油印原件"
"""
CORRECTION = """[[correction]]
before = "帮扶困难职工"
old = "□"
new = "3"
after = "12户"
why = "油印原件此处清楚"
source = "县档案馆藏件"
"""


@pytest.fixture
def ruled(gonghui: Call, tmp_path: Path) -> str:
    """The id of a speech with an override and a correction in force."""
    (tmp_path / "speech.txt").write_text(LOST, encoding="utf-8")
    id = str(gonghui("scrape", "--json", tmp_path / "speech.txt").rows[0]["ids"][0])
    for folder, text in (("overrides", OVERRIDE), ("corrections", CORRECTION)):
        (tmp_path / "archive" / folder).mkdir()
        (tmp_path / "archive" / folder / f"{id}.toml").write_text(text, encoding="utf-8")
    return id


def test_rulings_survive_every_cleaning_and_go_with_their_files(gonghui: Call, ruled: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "archive")
    before = store.path(ruled).read_bytes()
    found = gonghui("check")
    assert found.code == 1
    assert found.out.count("gonghui reclean") == 2

    assert gonghui("reclean", ruled).code == 0
    document = store.document(ruled)
    assert (document.date, document.speaker) == ("2013-03-08", "柏志远")
    assert document.title == "在全县工会工作会议上的讲话（摘要）"
    assert "帮扶困难职工312户" in document.body
    assert set(document.overridden) == {"title", "date", "speaker"}
    assert gonghui("check").code == 0

    made = store.path(ruled).read_bytes()
    (tmp_path / "copy.txt").write_text(f"另一网站\n{LOST}\n下一篇：没有了\n", encoding="utf-8")
    gonghui("scrape", tmp_path / "speech.txt", tmp_path / "copy.txt")
    assert len(store.document(ruled).copies) == 2
    assert "帮扶困难职工312户" in store.document(ruled).body
    assert gonghui("reclean").code == 0
    assert store.document(ruled).overridden == document.overridden
    assert gonghui("check").code == 0
    assert store.path(ruled).read_bytes() != made  # it lists one more copy

    for folder in ("overrides", "corrections"):
        (tmp_path / "archive" / folder / f"{ruled}.toml").unlink()
    gonghui("reclean")
    assert store.document(ruled).body.encode() in before
    assert not store.document(ruled).overridden


def test_the_page_tells_what_a_person_ruled(gonghui: Call, ruled: str, tmp_path: Path) -> None:
    gonghui("reclean")
    build_site(tmp_path / "archive", tmp_path / "site", search=False)
    html = (tmp_path / "site" / "d" / ruled / "index.html").read_text(encoding="utf-8")
    assert '<mark class="g-mended" title="编者更正：网页原作“□”；油印原件此处清楚（县档案馆藏件）">3</mark>12户' in html
    assert "编者改定：县志第12页" in html
    assert "编者更正 1 处" in html


def test_a_correction_without_its_words_is_told_not_dropped(gonghui: Call, ruled: str, tmp_path: Path) -> None:
    path = tmp_path / "archive" / "corrections" / f"{ruled}.toml"
    path.write_text(CORRECTION.replace("12户", "13户"), encoding="utf-8")
    done = gonghui("reclean")
    assert done.code == 1
    assert "帮扶困难职工□13户" in done.err
    assert "帮扶困难职工□13户" in gonghui("check").out
    assert "□" in Store(tmp_path / "archive").document(ruled).body


@pytest.mark.parametrize("text", ["[date", '[date]\nvalue = "2013"\n', '[speaker]\nvalue = 7\nwhy = "x"\n'])
def test_a_ruling_that_cannot_be_read_is_named(gonghui: Call, ruled: str, tmp_path: Path, text: str) -> None:
    (tmp_path / "archive" / "overrides" / f"{ruled}.toml").write_text(text, encoding="utf-8")
    for call in (("reclean",), ("scrape", tmp_path / "speech.txt")):
        said = gonghui(*call)
        assert said.code == 1
        assert f"{ruled}.toml" in said.err
    assert f"overrides/{ruled}.toml" in gonghui("check").out


def test_a_document_can_be_kept_off_the_site(gonghui: Call, ruled: str, tmp_path: Path) -> None:
    path = tmp_path / "archive" / "overrides" / f"{ruled}.toml"
    path.write_text('[publish]\nvalue = false\nwhy = "未获授权"\n', encoding="utf-8")
    store = Store(tmp_path / "archive")
    gonghui("reclean")
    gonghui("reclean")
    assert not store.document(ruled).publish
    path.unlink()
    gonghui("reclean")
    assert store.document(ruled).publish
