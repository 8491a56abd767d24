"""Comments and further posts are none of the text."""

from __future__ import annotations

from scraper.clean import read_page
from scraper.extract.html_threads import by_readers
from scraper.model import Capture

TEXT = ("各级工会要把职工队伍建设摆上重要位置，切实抓紧抓好，"
        "确保各项任务落到实处，让职工群众真正得到实惠，这是我们的根本职责所在。")
TALK = "说得很好，我们厂里也是这样做的，大家都很满意，希望以后多多组织这样的活动。"


def _readers(body: str) -> list[str]:
    page = read_page(Capture(f"<html><body>{body}</body></html>".encode()))
    texts = [page.text[b.start : b.end] for b in page.blocks]
    chosen = [None if len(t) > 30 else "" for t in texts]
    return [texts[i] for i in by_readers(page.blocks, texts, chosen)]


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def test_box_named_for_comments() -> None:
    assert _readers(f"{_paragraphs(TEXT, TEXT, TEXT)}<ol class=commentlist><li><p>{TALK}</p></li></ol>") == [TALK]


def test_box_that_holds_the_page_is_no_comment() -> None:
    assert _readers(f"<div id=comment>{_paragraphs(TEXT, TEXT, TEXT)}</div><p>{TALK}</p>") == []


def test_heading_of_comments_under_a_text() -> None:
    below = f"{_paragraphs(TEXT, TEXT, TEXT)}<h3>网友评论(12)</h3>{_paragraphs(TALK)}"
    assert _readers(below) == [TALK]
    assert _readers(f"<h3>网友评论(12)</h3>{_paragraphs(TEXT, TEXT)}") == []


def test_first_post_of_a_blog_or_thread_stays() -> None:
    foot = "<div class=foot>由山里人张贴 @ 2009-6-14 03:25:55 共 11 篇评论</div>"
    head = "<div class=head id=p{}>{}# 发表于 2010-4-22 08:36 | 只看该作者</div>"
    posts = _paragraphs(TEXT, TEXT)
    for page in (posts + foot + _paragraphs(TALK) + foot, head.format(1, 1) + posts + head.format(2, 2) + f"<p>{TALK}"):
        assert TALK in _readers(page)
        assert TEXT not in _readers(page)


def test_question_whose_answer_is_the_text_keeps_the_answer() -> None:
    head = "<div class=head>发表于 2010-4-22 08:36 | 只看该作者</div>"
    assert _readers(head + _paragraphs(TALK) + head + _paragraphs(*[TEXT] * 6)) == []
