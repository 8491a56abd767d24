"""Where a text stands on its page when the page holds it twice, or lends its title from a neighbour."""

from __future__ import annotations

from archive.body import Block
from archive.model import Ledger, Segment
from publish.align import align

PAGE = "会议讲话篇四\n過去一年工會會員增加\n會員幫扶工作\n过去一年工会会员增加"
BLOCKS = [Block("title", "会议讲话篇四", 1), Block("paragraph", "过去一年工会会员增加")]


def _ledger(*owners: str) -> Ledger:
    lines = PAGE.split("\n")
    segments, at = [], 0
    for line, owner in zip(lines, owners, strict=True):
        end = min(at + len(line) + 1, len(PAGE))
        segments.append(Segment(at, end, "keep", id=owner))
        at = end
    return Ledger("0" * 64, "utf-8", len(PAGE), tuple(segments))


def test_a_text_that_stands_twice_is_aligned_with_one_of_them() -> None:
    aligned = align("a", _ledger("a", "a", "b", "a"), PAGE, BLOCKS)
    assert aligned
    assert PAGE[aligned.pages[0]] == "会"
    assert aligned.original(2)[1][0] == (0, "過")


def test_a_text_whose_title_stands_with_another_is_aligned_without_it() -> None:
    aligned = align("a", _ledger("c", "a", "b", "b"), PAGE, BLOCKS)
    assert aligned
    assert set(aligned.blocks) == {1}


def test_other_words_of_the_same_length_are_not_aligned() -> None:
    ledger = _ledger("c", "a", "b", "b")
    assert align("a", ledger, PAGE, [Block("paragraph", "甲乙丙丁戊己庚辛壬癸")]) is None
