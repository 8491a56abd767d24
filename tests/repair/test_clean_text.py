"""Text that is not damaged comes through unchanged."""

from __future__ import annotations

from random import Random

import emulator
import invented
import pytest

from scraper.clean import read_page
from scraper.model import Capture, Page
from scraper.repair import repair

RHYME = "工会是职工自愿结合的群众组织要维护职工的合法权益"


def lesson(text):
    return "".join(f"{c}({emulator.sound(c)})" for c in text)


CLEAN = {
    "a pronunciation lesson": lesson(RHYME),
    "a lesson in lines": "\n".join(lesson(RHYME[i : i + 6]) for i in range(0, 24, 6)),
    "a lesson in traditional script": lesson(emulator.traditional(RHYME)),
    "readings of rare characters": "郴(chēn)州市总工会到亳(bó)州学习，走访了蔚(yù)县。" * 3,
    "the same in traditional script": "郴(chēn)州總工會到亳(bó)州學習,走訪了蔚(yù)縣。" * 3,
    "words of a lesson": "生词：工(gōng)人、会(huì)议、职(zhí)业、群(qún)众、组(zǔ)织、权(quán)益、益(yì)处。\n" * 3,
    "a list of characters": "\n".join(f"{c}({emulator.sound(c)})：{c}字的读音。" for c in RHYME),
    "characters of two readings": "银行(háng)与行(xíng)动、增长(zhǎng)与长(cháng)短、重(chóng)新与重(zhòng)点。" * 3,
    "one or two notes": "全市各级工(gōng)会组织要围绕中心，服务大局，维护职工合法权(quán)益。",
    "brackets that are no readings": "工会(gonghui)是组织(WTO)的一员，全委(扩大)会议(summary)通过了计划(plan)。",
    "the same, traditional": "工會(gonghui)是組織(WTO)的一員,全委(擴大)會議(summary)通過了計劃(plan)。業(ye)",
    "questions": "我们为什么要改革?怎么改?!依靠谁?,为了谁?、谁来干?答案是清楚的。",
    "questions, traditional": "我們為什麼要改革?怎麼改?!依靠誰?,為了誰?、誰來干?答案是清楚的。",
    "a speech from Taiwan": "本會理事長於民國一百一十一年五月九日召開會員代表大會,著重討論勞工權益,感謝代表參與!",
    "words of simplified script": "著作等身，成绩显著，土著居民；瞭望塔；乾隆；宫商角徵羽；于是、余下、里程。",
    "foreign words": "Élan vital, café, naïve; Zürich – Genève; 25 °C ± 2; £5; ©2013 ··· ！",
    "pinyin in a sentence": "拼音lǜ sè是绿色，tán的音调是阳平。",
    "masks": "20xx年，××县总工会的“”规划；党的xx届五中全会，____公司****员。",
    "quoted words": "他说'一心为民',又说`工作`要'实'。",
    "a spaced motto": "团 结 奋 进 求 实 创 新\n姓 名：朴  逸",
    "an ornament": "＊＊＊＊＊＊\n──────\n。。。。。。\n★☆★☆",
    "bopomofo": "注音ㄒㄧㄝ。ㄅㄆㄇㄈ是注音符号。",
    "Japanese and Greek": "これは日本語です。αβγ、Ωμ。",
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_clean_text_stays(text):
    repairs = repair(Page(text, "utf-8"))
    assert not repairs.edits
    assert not repairs.doubts


@pytest.mark.parametrize("turn", [str, emulator.traditional], ids=["hans", "hant"])
def test_clean_prose_stays(turn):
    random = Random(2)
    text = turn("\n".join(invented.paragraph(random) for _ in range(200)))
    assert not repair(Page(text, "utf-8")).edits


def test_real_clean_copies_stay(shared):
    """Seeds and article pages: only unseen characters fall, and only holes that the copy has are marked."""
    files = [f for f in (shared / "seeds").glob("*.txt") if not f.name.startswith("002")]
    files += (shared / "eval").glob("pages-dev*/*.html")
    for file in files:
        page = read_page(Capture(file.read_bytes()))
        for edit in repair(page).edits:
            old = page.text[edit.start : edit.end]
            hole = "\ufffd" in old or "\ue000" <= old[:1] <= "\uf8ff"
            assert edit.rule == "repair.control" or hole, (file.name, page.text[edit.start - 5 : edit.end + 5], edit)
