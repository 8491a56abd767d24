"""What readers wrote below a text: comments, and the further posts of a thread or of a blog's front page.

It reads as text and stands where text stands; that it is not this text is told
by the name of its box, by the heading over it, or by the line that every post
of the page bears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from scraper.model import Block

_BOX = re.compile(
    r"(?:^|[.#_-])(?:comments?|comment-?(?:list|box|area|content)|pinglun|repl(?:y|ies)|replylist|liuyan|cmt)(?:$|[.#_-])",
    re.I)
_HEADING = re.compile(
    r"^(?:(?:最新|网友|热门|精彩|全部|读者|用户|精选|文章)(?:评论|留言|回复|跟帖)(?:列表|区)?"
    r"(?:\s?[（(]?\s?(?:共\s?)?\d+\s?[条篇个]?\s?[)）]?)?|.{0,40}[已共]?有?\s?\d+\s?[条件篇个]\s?(?:评论|留言|回复|跟帖)"
    r"|发表(?:评论|留言|回复|我的评论)|我要(?:评论|留言)"
    r"|\d{1,4}\s(?:thoughts?|comments?|responses?|replies)\b.{0,60})\s?[:：]?$", re.I
)
_TIME = re.compile(r"\d{1,2}:\d\d")
_POSTED = re.compile(
    r"张贴|发表于|发布于|发帖|贴于|只看该?(?:作者|楼主)|\d\s?楼|引用|举报|[条篇个]\s?(?:评论|回复)|(?:评论|回复)\s?[（(]"
    r"|posted|TOP$", re.I)
_NUMBERED_ID = re.compile(r"#[\w-]*\d[\w-]*|\d+")
_STAMP, _BEGUN, _POST, _LEAST = 100, 150, 100, 0.2
"""Characters of the longest stamp, of a text that has begun, of a post; the first post beside the longest."""


def by_readers(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """The kept blocks that are comments or further posts."""
    kept = [i for i, why in enumerate(chosen) if why is None]
    size = {i: len(texts[i].strip()) for i in kept}
    total = sum(size.values())
    boxed = [i for i in kept if any(map(_names_comments, blocks[i].path))]
    if 2 * sum(size[i] for i in boxed) >= total:
        boxed = []
    ends = [*_headings(texts, size), *_second_posts(blocks, texts, size)]
    return sorted({*boxed, *(i for i in kept if ends and i > min(ends))})


@cache
def _names_comments(label: str) -> bool:
    return _BOX.search(label) is not None


def _headings(texts: Sequence[str], size: dict[int, int]) -> Iterator[int]:
    """The heading of the comments, if a text has begun before it."""
    for i, text in enumerate(texts):
        bare = text.strip()
        heads = len(bare) <= 60 and _may_head(bare) and _HEADING.match(bare)
        if heads and sum(n for k, n in size.items() if k < i) >= _BEGUN:
            yield i - 1
            return


def _may_head(text: str) -> bool:
    """The cheap question first."""
    return text[:1].isdecimal() or any(map(text.__contains__, ("评论", "留言", "回复", "跟帖")))


def _second_posts(blocks: Sequence[Block], texts: Sequence[str], size: dict[int, int]) -> Iterator[int]:
    """Where the first post ends on a page whose posts bear stamps in elements of one kind."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for i, text in enumerate(texts):
        bare = text.strip()
        if len(bare) <= _STAMP and ":" in bare and _TIME.search(bare) and _POSTED.search(bare):
            rows.setdefault(tuple(_NUMBERED_ID.sub("", label) for label in blocks[i].path), []).append(i)
    for stamps in rows.values():
        if len(stamps) < 2:
            continue
        edges = [-1, *stamps, len(texts)]
        posts = [sum(n for k, n in size.items() if a < k < b) for a, b in pairwise(edges)]
        first = 0 if posts[0] >= _POST else 1
        if posts[first] >= max(_POST, _LEAST * max(posts)) and max(posts[first + 1 :], default=0) > 0:
            yield edges[first + 1] - 1
