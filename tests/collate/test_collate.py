"""Copies of one work come together, works that share text do not; all texts are invented."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from archive.model import Copy, Damage, Document, Region
from archive.prints import fingerprints
from scraper.collate import best_first, conflict, merged, place, related, same_work, share, text_of
from scraper.collate_prints import CAP, Table
from scraper.collate_variants import variants

_LEXICON = """工会 职工 劳动 竞赛 合同 帮扶 组织 基层 企业 协商 工资 困难 会员 代表 大会
民主 管理 厂务 公开 技能 培训 班组 安全 生产 女工 法律 援助 经费 审查 宣传
文化 体育 调查 服务 创新 发展 和谐 关系 责任 作风 机关 干部 队伍 制度 机制
平台 活动"""
_WORDS = _LEXICON.split()


def _text(seed: int, paragraphs: int = 12) -> str:
    rng = random.Random(seed)
    sentences = ("".join(rng.choices(_WORDS, k=rng.randint(6, 14))) + "。" for _ in range(paragraphs * 4))
    return "\n\n".join("".join(next(sentences) for _ in range(4)) for _ in range(paragraphs))


def _document(id: str, text: str, **told: object) -> Document:
    plain = Document(id=id, kind="speech", body=f"# 题目{id}\n\n{text}", copies=(Copy(sha256=id * 8),))
    return replace(plain, **told)  # type: ignore[arg-type]


def _place(new: Document, *old: Document) -> str | None:
    table = Table()
    table.extend((d.id, fingerprints(text_of(d))) for d in old)
    (placed,) = place([new], table, {d.id: d for d in old}.__getitem__)
    return placed.same


def test_cut_masked_and_repunctuated_copies_are_the_same_work() -> None:
    text = _text(1)
    rng = random.Random(2)
    old = _document("a", text, date="2013-03-07", speaker="祁海川")
    assert _place(_document("b", text), old) == "a"
    assert _place(_document("c", text[: len(text) * 7 // 10]), old) == "a"
    assert _place(_document("d", "".join("×" if rng.random() < 0.05 else c for c in text)), old) == "a"
    assert _place(_document("e", text.replace("。", "!").replace("\n\n", "\n")), old) == "a"


def test_works_that_share_a_third_are_two_and_related() -> None:
    one, other = _text(1).split("\n\n"), _text(3).split("\n\n")
    a, b = _document("a", "\n\n".join(one)), _document("b", "\n\n".join(one[:4] + other[4:]))
    assert _place(b, a) is None
    found = related([a, b, _document("c", _text(5))])
    assert [id for id, _ in found["a"]] == ["b"] == [id for id, _ in found["b"]] or found["b"][0][0] == "a"
    assert 0.2 < found["a"][0][1] < 0.6
    assert found["c"] == []


def test_a_yearly_form_filled_in_anew_is_another_work() -> None:
    form = "全县发展会员{0}人，建会{1}家，签订合同{2}份，帮扶{3}人，培训{4}人，走访{5}户。" + _text(7, 1)
    a = _document("a", form.format(811, 52, 63, 704, 915, 26))
    b = _document("b", form.format(932, 61, 75, 813, 408, 37))
    assert share(text_of(a), text_of(b)) > 0.62
    assert not same_work(a, replace(b, date="2013"), 0.8)


@pytest.mark.parametrize(("one", "two", "contradict"), [
    ({"date": "2013"}, {"date": "2013-03-07"}, False),
    ({"date": "2013-03-07"}, {"date": "2014-03-07"}, True),
    ({"speaker": "祁海川"}, {"speaker": "穆文澜"}, True),
    ({"region": Region("甲省", "230000")}, {"region": Region("甲省乙市", "230100")}, False),
    ({"region": Region("乙市", "230100")}, {"region": Region("丙市", "230200")}, True),
    ({"document_number": "青工发〔2013〕1号"}, {"document_number": "青工发〔2013〕2号"}, True),
])
def test_conflict(one: dict[str, object], two: dict[str, object], contradict: bool) -> None:
    assert conflict(_document("a", "", **one), _document("b", "", **two)) is contradict


def test_copies_within_one_batch_come_together_and_the_older_id_stays() -> None:
    text = _text(1)
    placed = list(place([_document("a", text), _document("b", text)], Table(), {}.__getitem__))
    assert [p.same for p in placed] == [None, "a"]


def test_merged_takes_the_best_text_fills_in_fields_and_keeps_aliases() -> None:
    text = _text(1)
    cut = _document("a", text[:400], date="2013-03-07", evidence={"date": "(2013年3月7日)"})
    masked = _document("b", text, damage=Damage(masked=40), aliases=("z",))
    full = _document("c", text)
    assert best_first([cut, masked, full])[0].id == "c"
    work = merged([cut, masked, full], "a")
    assert (work.id, work.date, work.evidence["date"]) == ("a", "2013-03-07", "(2013年3月7日)")
    assert work.body == full.body
    assert [c.sha256[0] for c in work.copies] == ["c", "b", "a"]
    assert work.aliases == ("b", "c", "z")


@pytest.mark.parametrize(("harm", "damage"), [
    (lambda t: t.replace("工", "工(gōng)").replace("业", "业（yè）"), Damage()),
    (lambda t: t[:600] + t[600:700].encode().decode("latin-1") + t[700:], Damage()),
    (lambda t: t[:600] + t[600:700].encode().decode("cp1252", "replace") + t[700:], Damage()),
    (lambda t: t, Damage(repaired=3)),
    (lambda t: t, Damage(repaired=300, doubtful=2)),
    (lambda t: t + "(以上由网友a b c d e f g提供)" * 3, Damage(masked=9)),
], ids=["notes", "latin", "cp1252", "repaired", "doubtful", "masked"])
def test_a_clean_copy_is_better_than_a_damaged_one(harm, damage) -> None:
    text = _text(1)
    clean, harmed = _document("a", text), _document("b", harm(text), damage=damage)
    assert best_first([harmed, clean])[0] is clean
    assert best_first([clean, harmed])[0] is clean


def test_a_whole_copy_that_was_repaired_is_better_than_half_of_a_clean_one() -> None:
    text = _text(1)
    whole, half = _document("a", text, damage=Damage(repaired=400, doubtful=3)), _document("b", text[: len(text) // 2])
    assert best_first([half, whole])[0] is whole


def test_rewritten_by_synonyms_is_flagged_not_merged() -> None:
    text = _text(1)
    washed = text
    for pair in ("服务 效劳", "发展 进展", "干部 骨干", "活动 运动", "基层 下层", "组织 机构", "困难 艰难", "协商 商量",
                 "机制 体制", "企业 公司", "培训 训练"):
        word, other = pair.split()
        washed = washed.replace(word, other)
    old = _document("a", text)
    table = Table()
    table.add("a", fingerprints(text_of(old)))
    (placed,) = place([_document("b", washed)], table, {"a": old}.__getitem__)
    assert placed.same is None or share(text, washed) >= 0.62
    assert placed.same == "a" or placed.rewritten == ("a",)


def test_prints_that_many_documents_hold_are_formulas() -> None:
    formula = _text(9, 2)
    table = Table()
    for i in range(CAP + 1):
        table.add(f"d{i}", fingerprints(formula))
    assert list(table.sharing(fingerprints(formula))) == []


def test_variants_tell_the_masked_place_and_never_guess() -> None:
    best = "我们在XX县召开会议，总结20xx年的工作，部署□□年的任务，努力完成全年的各项目标。"
    other = "我们在青溪县召开会议，总结2012年的工作，部署××年的任务，努力完成全年的各项目标。"
    assert [(v.text, best[v.start : v.end]) for v in variants(best, other, "s")] == [("青溪", "XX"), ("2012", "20xx")]
    assert variants(best, "另一篇文章", "s") == []
