"""Lines of by-lines, days and bodies in the box of a text, and terms of a list that holds a text."""

from __future__ import annotations

from scraper import clean

TEXT = (
    "春节将至，县总工会组织干部走访慰问了四十户困难职工，把米面油和慰问金送到他们手中，也把党委的牵挂送到了门口。",
    "在纺织厂的老宿舍楼里，退休挡车工拉着工会干部的手，说起当年三班倒的日子，眼里有泪，脸上有笑，话里尽是感激。",
    "工会干部把每户的难处记在本子上，能当场解决的当场解决，不能当场解决的列出清单，明确专人，限期办结，逐一回访。",
    "大家都说，工会的门好进，工会的人好找，工会办的事暖心，往后有什么难处，第一个想到的还是咱们工会这个娘家。",
)


def _page(title: str, body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'.encode()


def test_lines_that_tell_of_a_text_stay_in_its_box() -> None:
    title = "在送温暖活动启动仪式上的讲话"
    rows = (title, "县总工会主席　祁海川", "（2012年1月9日上午9:00）", "同志们：", *TEXT)
    body = "".join(f"<section><p><span>{row}</span></p></section>" for row in rows)
    page = _page(title, f'<h2>{title}</h2><div id="meta"><em>2018-05-03</em></div><div id="content">{body}</div>')
    [document] = clean(page)["documents"]
    assert (document["date"], document["speaker"]) == ("2012-01-09", "祁海川")
    assert document["body"].count("同志们：") == 1


def test_captions_in_the_box_do_not_stay() -> None:
    rows = [TEXT[0], "工会干部在慰问现场 石涧摄", TEXT[1], "新款电暖器", *TEXT[2:]]
    page = _page("冬日里的牵挂", '<h1>冬日里的牵挂</h1><div>' + "".join(f"<p>{row}</p>" for row in rows) + "</div>")
    assert "石涧摄" not in clean(page)["documents"][0]["body"]


def test_terms_of_a_list_that_holds_the_text_go() -> None:
    facts = (("标题", "石涧县总工会关于表彰模范职工小家的决定"), ("发文字号", "石工发〔2016〕8号"),
             ("入库时间", "2016-06-01"), ("上传者", "资料员07"), ("密级", "公开"))
    told = "".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in facts)
    text = "".join(f"<dd>{p}</dd>" for p in ("各乡镇总工会：", *TEXT, "石涧县总工会", "2016年4月24日"))
    text = f"<dt>全文</dt><dd><dl>{text}</dl></dd>"
    page = _page("文件详情", f"<div><dl>{told}{text}<dt>浏览</dt><dd>56</dd></dl></div>")
    [document] = clean(page)["documents"]
    assert document["title"] == facts[0][1]
    assert (document["document_number"], document["date"]) == ("石工发〔2016〕8号", "2016-04-24")
    assert not any(word in document["body"] for word in ("入库时间", "资料员07", "密级", "全文", "浏览"))


def test_terms_of_the_text_itself_stay() -> None:
    terms = "".join(f"<dt>{n}号驿站</dt><dd>{p}</dd>" for n, p in zip("一二三四", TEXT, strict=True))
    body = clean(_page("驿站名录", f"<h1>驿站名录</h1><dl>{terms}</dl>"))["documents"][0]["body"]
    assert all(f"{n}号驿站" in body for n in "一二三四")


def test_a_list_without_links_that_ends_the_text_stays() -> None:
    text = "".join(f"<p>{p}</p>" for p in (*TEXT, "附件："))
    items = ("1. 慰问登记表", "2. 走访情况反馈单")
    own = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    other = "<div><ul><li><a href=/1>上一篇 召开座谈会</a></li><li><a href=/2>下一篇 举办运动会</a></li></ul></div>"
    page = _page("关于走访慰问的情况", f"<h1>关于走访慰问的情况</h1><div>{text}{own}</div>{other}")
    body = clean(page)["documents"][0]["body"].replace("\\", "")
    assert all(item in body for item in items)
    assert "座谈会" not in body


def test_ways_to_reach_a_body_stay_above_its_signature() -> None:
    told = ["联系人：苗得草", "联系电话：0000-2233", "电子邮箱：jn@example.org", "附件：全县职工技能竞赛报名表"]
    lines = ["各乡镇工会，县直各工会：", "为提高职工技能，经研究，决定在全县举办职工技能竞赛，现将有关事项通知如下。",
             "竞赛设钳工、焊工、育婴三个工种，预赛由各单位自行组织，决赛在县职业中学举行。",
             "请各单位于七月底以前报名，每个工种不超过三人，报名表加盖公章后送县总工会经济部。",
             *told, "沧原县总工会", "20**年6月2日"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = (f"<html><title>关于举办全县职工技能竞赛的通知</title><body><div class='nav'><a href='/'>首页</a></div>"
            f"<div class='con'><h1>关于举办全县职工技能竞赛的通知</h1>{body}</div>"
            "<div class='foot'><p>联系电话：0000-9999</p><p>地址：沧原县人民路1号</p></div></body></html>")
    found = clean(page.encode())["documents"][0]["body"]
    assert all(line.replace("*", "\\*") in found for line in (*told, "20**年6月2日"))
    assert "0000-9999" not in found
