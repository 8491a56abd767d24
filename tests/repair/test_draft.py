"""Edits of several models, one behind the other, compose to page offsets."""

from hypothesis import given
from hypothesis import strategies as st

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.draft import Draft, apply

TEXT = st.text("abc\n文字", max_size=30)


@st.composite
def edits_of(draw, text):
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(a, b, draw(st.text("XY", max_size=3)), "test") for a, b in pairs if a < b]


@given(st.data(), TEXT)
def test_composed_edits_do_what_the_models_did_in_turn(data, page):
    draft, text = Draft(page), page
    for _ in range(4):
        found = data.draw(edits_of(text))
        text = apply(text, found)
        draft = draft.mend(Repairs(tuple(found)))
        assert draft.text == text == apply(page, draft.edits)
        assert all(e.start < e.end for e in draft.edits)
        assert all(a.end <= b.start for a, b in zip(draft.edits, draft.edits[1:], strict=False))


@given(st.data(), TEXT)
def test_untouched_characters_stay_untouched(data, page):
    """An edit covers no more than what a model replaced, and what its neighbours in the cluster replaced."""
    draft = Draft(page)
    for _ in range(2):
        draft = draft.mend(Repairs(tuple(data.draw(edits_of(draft.text)))))
    kept = sum(len(page[a:b]) for a, b in zip([0, *(e.end for e in draft.edits)],
                                              [*(e.start for e in draft.edits), len(page)], strict=True))
    assert kept == len(page) - sum(e.end - e.start for e in draft.edits)


def test_a_doubt_behind_edits_points_at_the_page():
    page = "甲(jia)乙?丙"
    draft = Draft(page).mend(Repairs((Edit(1, 6, "", "note"),)))
    assert draft.text == "甲乙?丙"
    draft = draft.mend(Repairs((Edit(2, 3, "□", "lost"),), (PageDoubt(2, 3, "lost", "a digit"),)))
    assert [page[d.start : d.end] for d in draft.doubts] == ["?"]
    draft = draft.mend(Repairs((), (PageDoubt(2, 3, "again", "the mark"),)))
    assert [page[d.start : d.end] for d in draft.doubts] == ["?", "?"]
