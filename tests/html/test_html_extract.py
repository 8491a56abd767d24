"""The body of invented pages stays, their frame goes, pages without a document are refused."""

from __future__ import annotations

import itertools

import pytest

from scraper.clean import clean
from scraper.extract import extract, refusal
from scraper.extract.html_choice import choose
from scraper.extract.html_features import NAMES, features
from scraper.extract.html_model import Forest, forest
from scraper.extract.refusal import Reason
from scraper.markup import read_html
from scraper.model import Cut, Page
from scraper.view import View

OPENINGS = ("今年以来", "第二季度", "在县委领导下", "在基层", "在企业", "面对困难", "通过努力", "下一步")
PARAGRAPHS = [
    f"　　{n}，云溪县总工会认真落实上级部署，围绕中心、服务大局，组织职工参加技能竞赛{i}场，办理实事{i + 3}件，"
    "受到职工欢迎。"
    for i, n in enumerate(OPENINGS, 4)
]
WORDS = ("首页", "工会概况", "新闻中心", "政策法规", "下载专区", "网上服务")
NAV = "".join(f'<li><a href="/{w}.html">{w}</a></li>' for w in WORDS)
LIST = "".join(f'<li><a href="/d/{i}.html">青石市总工会召开第{i}次会议</a> 2015-03-{i:02}</li>' for i in range(1, 25))


def _page(body: str, title: str = "云溪县总工会工作总结_示例工会网") -> str:
    return (f'<html><head><title>{title}</title></head><body><div class="nav"><ul>{NAV}</ul></div>{body}'
            f'<div class="related"><h3>相关阅读</h3><ul>{LIST[:600]}</ul></div>'
            '<div class="footer">版权所有 © 示例工会网 备案号：示ICP备00000000号 联系我们</div></body></html>')


ARTICLE = _page(
    '<div class="content"><h1>云溪县总工会工作总结</h1>'
    '<div class="info">发布时间：2015-06-08 来源：示例网 阅读次数：12</div>'
    + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</div>"
)
STUB = f"<div class=content><h1>工作总结</h1><p>{PARAGRAPHS[0]}</p><p>剩余80%未读，开通会员后查看全文</p></div>"


def _told(markup: str) -> tuple[Page, tuple[Cut, ...], Reason | None]:
    page = read_html(markup, "utf-8")
    view = View(page.text, len(page.text))
    cuts = extract(view, page)
    return page, cuts, refusal(view, page, cuts)


def test_article() -> None:
    body = clean(ARTICLE.encode())["documents"][0]["body"]
    assert all(p.strip()[:20] in body for p in PARAGRAPHS)
    assert not any(w in body for w in ("相关阅读", "备案", "网上服务", "阅读次数", "青石市"))


def test_cuts_are_sorted_and_apart() -> None:
    _, cuts, _ = _told(ARTICLE)
    assert all(a.start < a.end <= b.start for a, b in itertools.pairwise(cuts))
    assert {"html.title", "html.legal"} <= {c.rule for c in cuts}


def test_address_and_signature_stay() -> None:
    lines = ["各乡镇总工会，县直各基层工会：", *PARAGRAPHS, "云溪县总工会", "2015年6月8日"]
    markup = _page(f"<div class=content><h1>通知</h1>{''.join(f'<div>{x}</div>' for x in lines)}</div>")
    body = clean(markup.encode())["documents"][0]["body"]
    assert "各乡镇总工会，县直各基层工会：" in body
    assert body.rstrip().endswith("云溪县总工会\n\n2015年6月8日")


def test_printed_twice() -> None:
    markup = _page("".join(f"<div class=text>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div>" for _ in range(2)))
    body = clean(markup.encode())["documents"][0]["body"]
    assert body.count(PARAGRAPHS[3].strip()[:20]) == 1


@pytest.mark.parametrize(("markup", "word"), [
    (_page(f'<div class="list"><ul>{LIST}</ul></div>', "工作动态_示例工会网"), "list"),
    (_page("<div><h1>404 Not Found</h1><p>您访问的页面不存在或已被删除。</p></div>", "404 错误"), "error"),
    (_page("<form><p>请先登录</p><p>用户名 <input> 密码 <input></p></form>", "会员登录"), "login"),
    (_page(STUB), "paywall"),
    ("<html><body></body></html>", "nothing"),
])
def test_refused(markup: str, word: str) -> None:
    page, cuts, reason = _told(markup)
    if page.text:
        assert reason is not None
        assert word in reason[0]
        assert [(c.start, c.end) for c in cuts] == [(0, len(page.text))]
    assert word in clean(markup.encode())["refused"]


def test_a_document_is_not_refused() -> None:
    assert _told(ARTICLE)[2] is None


def test_model_fits_the_columns() -> None:
    assert forest().columns == NAMES
    page = read_html(ARTICLE, "utf-8")
    rows = features(page.blocks, [page.text[b.start : b.end] for b in page.blocks], "")
    assert rows.shape == (len(page.blocks), len(NAMES))
    assert choose(forest().likelihood(rows), [""] * len(rows))


def test_forest_walks_its_trees() -> None:
    tree = [[0, 1.5, 1, 2], [-2.0], [1, 0.5, 3, 4], [0.0], [2.0]]
    small = Forest.of({"columns": ["a", "b"], "trees": [tree]})
    rows = features(read_html("<p>一</p>", "utf-8").blocks, ["一"], "")[:, :2]
    for a, b, value in ((1, 0, -2.0), (2, 0, 0.0), (2, 1, 2.0)):
        rows[0] = (a, b)
        assert small.likelihood(rows)[0] == pytest.approx(1 / (1 + 2.718281828459045 ** -value))


def test_what_is_hidden_inside_a_line_goes() -> None:
    strewn = (
        '认真<span style="display:none">转载自示例网</span>', '落实<font style="font-size:0px;color:#fff">kQ7,x</font>',
        '围绕<b class="veil">o8 ]+</b>', '推进<em style="font-size:0.9em">改革</em>',
    )
    lines = [f"{a}{b}" for a, b in zip(strewn, PARAGRAPHS, strict=False)]
    markup = _page("<style>.veil { color: #fff; display: none }</style><div class=content><h1>工作总结</h1>"
                   + "".join(f"<p>{x}</p>" for x in lines) + "</div>")
    cleaned = clean(markup.encode())
    body = cleaned["documents"][0]["body"]
    assert not any(x in body for x in ("转载自", "kQ7", "o8 ]"))
    assert "推进改革" in body
    assert body.count("认真") >= 1
    text = cleaned["text"]
    assert [s["rule"] for s in cleaned["segments"] if "kQ7" in text[s["start"] : s["end"]]] == ["html.hidden"]


def test_folded_text_is_not_strewn() -> None:
    folded = f"<span style='display:none'>{PARAGRAPHS[1] * 2}</span>"
    markup = _page(f"<div class=content><h1>工作总结</h1><p>{PARAGRAPHS[0]}{folded}</p>"
                   f"{''.join(f'<p>{p}</p>' for p in PARAGRAPHS[2:])}</div>")
    assert PARAGRAPHS[1].strip()[:20] in clean(markup.encode())["documents"][0]["body"]


def test_labels_of_minutes_stay_together() -> None:
    labels = ["时间：2016年5月4日上午", "地点：二楼会议室", "主持：韦长河", "出席：罗青、田立本", "列席：各车间主席"]
    text = "".join(f"<div>{x}</div>" for x in [*labels, *(p.strip() for p in PARAGRAPHS[:3])])
    head = "<h1>工会委员会会议纪要</h1><div>2016-05-06 | 浏览 45 次</div>"
    markup = _page(f"{head}<div class=text>{text}</div>", "会议纪要")
    body = clean(markup.encode())["documents"][0]["body"]
    assert all(x in body for x in labels)
    assert "浏览" not in body


def test_text_shown_line_by_line() -> None:
    text = "".join(p.strip() for p in PARAGRAPHS)
    rows = ["关于开展技能竞赛情况的汇报", "云溪县总工会", "市总工会检查组：", "一、基本情况",
            *(text[i : i + 26] for i in range(0, len(text), 26))]
    drawn = "".join(f'<div class="t m0 x1 y{i}">{row}</div>' for i, row in enumerate(rows))
    markup = _page(f'<h1>汇报.pdf</h1><div id=reader><div class=pf>{drawn}</div></div>')
    body = clean(markup.encode())["documents"][0]["body"]
    assert all(row in body.replace("\n", "") for row in rows[2:4])
    assert body.startswith(f"# {rows[0]}\n")


def test_markup_in_a_form_field_is_no_text() -> None:
    held = "\n".join(f"&lt;p style='x'&gt;{p}&lt;/p&gt;" for p in PARAGRAPHS)
    markup = _page(f"<h1>工作总结</h1><textarea style='display:none'>{held}</textarea>")
    body = clean(markup.encode())["documents"][0]["body"]
    assert all(p.strip() in body for p in PARAGRAPHS)
    assert "<p" not in body.replace("\\", "")


def test_a_table_of_the_text_stays_and_a_box_put_into_it_goes() -> None:
    pairs = (("隐患", "期限"), ("一般", "三日"), ("重大", "当日"))
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in pairs)
    box = "<div class=hot><div>热点新闻</div><ul><li>·市总工会为环卫工人送去凉茶。</li></ul></div>"
    text = [f"<p>{p}</p>" for p in PARAGRAPHS]
    facts = "<table><tr><td>点阅</td><td>45</td></tr><tr><td>来文</td><td>本会</td></tr></table>"
    markup = _page(f"<div class=content><h1>工作总结</h1>{facts}{''.join(text[:3])}<table>{cells}</table>"
                   f"{''.join(text[3:5])}{box}{''.join(text[5:])}</div>")
    body = clean(markup.encode())["documents"][0]["body"]
    assert all(x in body for x in ("隐患", "三日", "重大"))
    assert not any(x in body for x in ("热点新闻", "凉茶", "点阅"))


def test_an_extract_over_the_text_goes() -> None:
    first = PARAGRAPHS[0].strip()
    markup = _page(f"<div class=content><h1>工作总结</h1><p>文章导读：{first[:24]}……</p>"
                   + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</div>")
    body = clean(markup.encode())["documents"][0]["body"]
    assert "文章导读" not in body
    assert body.count(first[:20]) == 1


def test_bold_lines_over_text_are_headings() -> None:
    parts = zip(("小驿站 大温情", "练绝活 强技能", "解急难 暖民心"), PARAGRAPHS, strict=False)
    text = "".join(f"<p><strong>{head}</strong></p><p>{p}</p>" for head, p in parts)
    markup = _page(f"<div class=content><h1>工作综述</h1><p>{PARAGRAPHS[4]}</p>{text}</div>")
    body = clean(markup.encode())["documents"][0]["body"]
    assert body.count("\n## ") == 3


def test_a_page_that_names_what_it_lacks_is_an_error() -> None:
    told = "<p>很抱歉，您要访问的页面《关于竞赛的决定》不存在或已被删除。</p>"
    more = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:3])
    assert clean(_page(f"<div>{told}{more}</div>", "出错了").encode())["refused"].startswith("an error page")
