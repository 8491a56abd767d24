"""Words looked for all at once are those that a search for each of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scraper.rules.words import Words

WORDS = ("工会", "会议", "会议室", "★", "www", "𠀀", "𠀀会", "会𠀀", "A片")


@given(st.text(alphabet="工会议室★w𠀀A片\n", max_size=12))
def test_words_at_once_are_those_found_one_by_one(text: str) -> None:
    assert Words(WORDS).held(text) == {word for word in WORDS if word in text}


def test_no_words_stand_in_any_text() -> None:
    assert Words(()).held("工会") == set()
    assert Words(WORDS).held("") == set()
