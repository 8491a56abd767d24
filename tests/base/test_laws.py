"""The base layer's laws: records, bodies, ledgers, views."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive import body, ledger, record
from archive.ids import mint
from archive.model import Copy, Damage, Document, Doubt, Ledger, Region, Segment
from scraper.model import Edit
from scraper.view import look
from scraper.width import fold_width

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60)
LINE = PLAIN.map(lambda s: " ".join(s.split())).filter(bool)
BLOCK = st.one_of(
    LINE.map(lambda t: body.Block("paragraph", t)),
    st.builds(lambda t, n: body.Block("heading", t, n), LINE, st.integers(2, 6)),
)


@given(st.lists(BLOCK, max_size=8))
def test_body_parses_to_the_blocks_it_was_made_of(blocks: list[body.Block]) -> None:
    assert body.parse(body.render(blocks)) == blocks


@given(st.lists(st.lists(LINE, min_size=2, max_size=4), min_size=2, max_size=5))
def test_tables_survive(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    block = body.Block("table", "\n".join("\t".join(row) for row in rows))
    assert body.parse(body.render([block])) == [block]


@given(LINE, st.one_of(st.none(), LINE), st.lists(BLOCK, min_size=1, max_size=4), st.booleans())
def test_a_record_reads_back_and_writes_the_same_bytes(
    title: str, speaker: str | None, blocks: list[body.Block], masked: bool
) -> None:
    document = Document(
        id=mint("ab" * 32, 1), kind="speech", title=title, speaker=speaker, body=body.render(blocks), date="2013-03",
        region=Region("南河省", "990000") if masked else None, evidence={"title": title},
        copies=(Copy("ab" * 32, url="https://example.org/1.html", captures=({"sha256": "cd" * 32, "offset": 0},)),),
        damage=Damage(1, 2, 3), publish=masked, session={"届": 4},
    )
    text = record.write(document)
    assert record.read(text) == document
    assert record.write(record.read(text)) == text


@given(st.lists(BLOCK, max_size=8))
def test_anchors_are_unique_and_stay_with_their_paragraph(blocks: list[body.Block]) -> None:
    names = body.anchors(blocks)
    assert len(set(names)) == len(names) == len(blocks)
    assert body.anchors(blocks[:1]) == names[:1]


@given(st.text(max_size=80), st.data())
def test_a_view_leads_back_to_the_page(page: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(page)), max_size=8)))
    new = st.sampled_from(["", "甲", "乙丙"])
    edits = [Edit(a, b, data.draw(new), "t") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    view = look(page, edits, lambda s: s)
    expected, at = "", 0
    for e in edits:
        expected += page[at : e.start] + e.text
        at = e.end
    assert view.text == expected + page[at:]
    for i in range(len(view.text)):
        start, end = view.page_span(i, i + 1)
        assert 0 <= start < end <= len(page)
        assert page[start:end] == view.text[i] or any(e.start == start and e.end == end for e in edits)


@given(st.text(alphabet="甲乙丙,:;?!()1a 。“”", max_size=40))
def test_width_folding_keeps_length_and_is_stable(text: str) -> None:
    once = fold_width(text)
    assert len(once) == len(text)
    assert fold_width(once) == once


def test_a_ledger_reads_back() -> None:
    segments = (
        Segment(0, 4, "keep", id="a"), Segment(4, 6, "replace", "r", "甲", 0.9, "a"), Segment(6, 9, "drop", "frame")
    )
    book = Ledger("ab" * 32, "gb18030", 9, segments, (Doubt(1, 2, "r", "a lost digit", "a"),))
    assert ledger.from_json(ledger.to_json(book)) == book
    assert ledger.tiles(book.segments, 9)
    assert not ledger.tiles(book.segments, 10)
    assert not ledger.tiles(book.segments[1:], 9)
    assert ledger.replay(book.segments, "012345678") == "0123甲"
