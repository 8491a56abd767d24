"""What a person corrected does not shift what is told of the rest of the text."""

from __future__ import annotations

from archive.body import Block
from archive.model import Correction, Doubt, Ledger, Segment
from publish import glyphs
from publish.align import align
from publish.page import Site

PAGE = "發展會員□00人，覆盖面有擴大"


def test_doubts_and_letters_stay_in_place_behind_a_correction_of_another_length() -> None:
    ledger = Ledger("ab" * 32, "utf-8", len(PAGE), (Segment(0, len(PAGE), "keep", id="a"),),
                    (Doubt(9, 12, "repair.lost", "不明", "a"),))
    block = Block("paragraph", "发展会员12800人，覆盖面有扩大")
    fix = Correction("发展会员", "□", "128", "00人", "印刷原件")
    assert align("a", ledger, PAGE, [block]) is None
    aligned = align("a", ledger, PAGE, [block], [fix])
    assert aligned is not None
    [(number, start, end)] = aligned.find(9, 12)
    assert (number, block.text[start:end]) == (0, "覆盖面")
    assert [at for at, _ in aligned.original(1)[0]] == [0, 1, 2, 3, *range(7, len(block.text))]
    assert glyphs.island(Site(), aligned, [block], ["p-1"]).endswith(
        '{"p-1":[[0,"發"],[2,"會員"],[15,"擴"]]}</script>')
