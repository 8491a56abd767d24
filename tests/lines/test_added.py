"""Further posts and machine summaries in saved text; a paragraph of the text that asks to be of use."""

from __future__ import annotations

from scraper.clean import clean

TITLE, HELLO = "工会主席竞聘演讲稿", "尊敬的各位领导、同志们："
BODY = ["大家好！我叫某小春，今年三十四岁，现任检修分公司团支部书记，竞聘的岗位是工会主席，感谢组织给我这个机会。",
        "如果竞聘成功，我要当好传声筒，每月拿出四天到班组跟班作业，听大伙儿说真话，能办的三天内办。",
        "如果落选，我仍旧会一颗螺丝一颗螺丝地拧下去，因为岗位不分高低，服务不论职位。", "我的演讲完了，谢谢大家！"]


def _body(*lines: str) -> str:
    [document] = clean("\n\n".join(lines).encode())["documents"]
    return str(document["body"])


def test_second_post_and_signature_of_the_first_go() -> None:
    body = _body("山里人", "注册会员", "发表于 2014-9-2 20:16:44  |  只看该作者", TITLE, HELLO, *BODY, "-" * 30,
                 "站得高，看得远，别忘了系安全带。", "TOP", "铁塔", "中级会员", "发表于 2014-9-2 21:30:11", "2#",
                 "父亲那一段很感人，结尾可以再短一点。", "TOP")
    assert body.rstrip().endswith(BODY[-1])


def test_answer_longer_than_the_question_stays() -> None:
    asked, answered = ("山里人 发表于 2014-9-2 20:16", "谁有竞聘演讲稿？"), ("铁塔 发表于 2014-9-2 21:30", TITLE)
    body = _body(*asked, *answered, HELLO, *BODY)
    assert BODY[1] in body


def test_summary_of_a_machine_goes() -> None:
    summary = "文章从合同、托育、培训三方面提出对策，强调服务职工。"
    body = _body(TITLE, "AI导读", summary, "内容由AI智能生成  有用 无用", HELLO, *BODY)
    assert summary not in body
    assert "AI" not in body


def test_paragraph_amid_the_text_that_asks_to_be_of_use_stays() -> None:
    useful = "组织青年医师病历书写评比，优秀病历装订成册供大家借鉴。"
    long = "我们还要把劳动竞赛、技能培训、岗位练兵结合起来，动员广大职工立足岗位建功立业，形成比学赶超的浓厚氛围。"
    assert useful in _body(TITLE, HELLO, *BODY, *[f"第{n}，{long}" for n in "一二三四五六"], useful, BODY[-1])
