"""Site rows: selectors of a user lead to cuts; a faulty row is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper import clean
from scraper.rules import BrokenRule, extended, load_sites, reason

ROW = """
[[site]]
id = "lakeside.article"
host = "lakeside.example"
keep = "div.text"
drop = "p.source, div.share"
why = "the article of the Lakeside union's pages"
why_zh = "湖滨工会网站的正文"
hits = ['<div class="text">同志们：</div>']
misses = ['<div class="menu">首页</div>']
"""
PAGE = """<html><head><title>在湖滨区工会全委会上的讲话</title></head><body>
<div class="menu"><a href="/">首页</a> <a href="/x">动态</a></div>
<div class="text"><h1>在湖滨区工会全委会上的讲话</h1><p class="source">湖滨工会网今日发布，欢迎转发到朋友圈。</p>
<p>同志们：</p><p>这次会议的任务，是总结去年的工作，部署今年的任务。我讲三点意见。</p>
<div class="share">转发给您的工友，让更多的人看到这篇文章吧。</div>
<p>一要认清形势，二要突出重点，三要狠抓落实，把各项工作做得更好。</p></div>
<div class="more"><p>猜您还想看：湖滨区职工运动会圆满落幕，八百名职工参加了比赛。</p></div></body></html>"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "lakeside.toml"
    path.write_text(ROW, encoding="utf-8")
    return path


def test_a_site_row_tells_where_the_text_stands(rules: Path) -> None:
    with extended([rules]):
        page = clean(PAGE.encode(), "page", url="http://gh.lakeside.example/1.html")
        assert reason("lakeside.article", "zh") == "湖滨工会网站的正文"
    body = page["documents"][0]["body"]
    assert "同志们：\n\n这次会议的任务" in body
    assert "一要认清形势" in body
    for frame in ("首页", "朋友圈", "转发给", "猜您还想看"):
        assert frame not in body
    cut = {s["rule"] for s in page["segments"] if s["action"] == "drop" and "rule" in s}
    assert "lakeside.article" in cut


def test_other_sites_are_not_touched(rules: Path) -> None:
    with extended([rules]):
        other = clean(PAGE.encode(), "page", url="http://example.org/1.html")
    assert other == clean(PAGE.encode(), "page", url="http://example.org/1.html")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('keep = "div.text"', 'keep = "div["'), "selector"),
        (('host = "lakeside.example"\n', ""), "host missing"),
        (('hits = [\'<div class="text">', "hits = ['<b>"), "does not hit"),
        (('class="menu"', 'class="share"'), "says it misses"),
        (("hits = ['<div class=\"text\">同志们：</div>']", "hits = []"), "example"),
    ],
)
def test_a_faulty_row_is_refused_by_name(rules: Path, change: tuple[str, str], fault: str) -> None:
    rules.write_text(ROW.replace(*change), encoding="utf-8")
    with pytest.raises(BrokenRule, match=r"lakeside\.article.*" + fault):
        load_sites(rules)
