"""Withdrawing a document and restoring it, on an archive made of invented copies."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.store import Store
from gonghui.building import build_site
from search import open_index
from tests.doors.conftest import Call

SENTENCE = "把沙柳湾渔港的补网女工全部吸收入会"
TITLE = "在沙柳湾渔港工会成立大会上的讲话"
ONE = f"""{TITLE}
同志们：
　　今天，沙柳湾渔港工会正式成立了，这是全港职工政治生活中的一件大喜事，我代表县总工会表示热烈祝贺。
　　一、扩大覆盖，让每一名职工都找得到组织
　　要走上渔船、走进网棚，{SENTENCE}，做到职工在哪里，工会就建到哪里，不让一名职工游离在组织之外。
　　二、突出维权，让每一名职工都感受到温暖
　　要督促船东签订劳动合同，足额缴纳工伤保险，出海作业配齐救生装备，休渔期安排好职工生活和技能培训。
　　同志们，新的工会要有新的气象，希望大家团结一心，把渔港工会办成职工信赖的职工之家！谢谢大家。
"""
TWO = """在全县劳动竞赛动员会上的讲话
同志们：
　　今天召开全县劳动竞赛动员会，主要任务是动员全县广大职工迅速行动起来，投身到重点工程建设中去。
　　一、认清形势，增强开展劳动竞赛的自觉性
　　去年全县重点工程完成投资二十三亿元，广大建设者顶烈日、战严寒，涌现出一大批先进集体和先进个人。
　　二、精心组织，确保劳动竞赛取得实效
　　各工程指挥部要成立竞赛领导小组，制定实施方案，按月检查，按季评比，年终表彰，形成比学赶超的氛围。
　　同志们，让我们振奋精神，扎实工作，以优异的成绩向县委、县政府交一份满意的答卷！谢谢大家。
"""


@pytest.fixture
def both(gonghui: Call, tmp_path: Path) -> tuple[str, str]:
    """The ids of two speeches from one page, the first of which also stands on a page of its own."""
    (tmp_path / "two.txt").write_text(f"领导讲话稿两篇\n\n篇一：{ONE}\n篇二：{TWO}", encoding="utf-8")
    (tmp_path / "one.txt").write_text(f"网站首页 > 讲话\n{ONE}\n【打印】【关闭】\n", encoding="utf-8")
    ids = gonghui("scrape", "--json", tmp_path / "two.txt").rows[0]["ids"]
    assert gonghui("scrape", "--json", tmp_path / "one.txt").rows[0]["ids"] == [ids[0]]
    assert len(ids) == 2
    return ids[0], ids[1]


def tell(root: Path) -> dict[str, str]:
    """The hash of every file of an archive but the index."""
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(root.rglob("*")) if p.is_file() and "index" not in p.parts}


def holding(site: Path, text: str) -> list[Path]:
    return [path for path in site.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_withdrawn_text_stands_nowhere_and_comes_back(gonghui: Call, both: tuple[str, str], tmp_path: Path) -> None:
    root, site = tmp_path / "archive", tmp_path / "site"
    gone, other = both
    before = tell(root)
    build_site(root, site)
    assert {"documents.jsonl", f"{gone}.md", "index.html"} <= {p.name for p in holding(site, SENTENCE)}
    assert open_index(root).search(SENTENCE)["total"] == 1

    assert gonghui("withdraw", gone, "--why", "权利人要求").code == 0
    build_site(root, site)
    assert holding(site, SENTENCE) == []
    assert holding(site, TITLE) == []
    assert "权利人要求" in (site / "d" / gone / "index.html").read_text(encoding="utf-8")
    assert not (site / "d" / gone / "original").exists()
    assert (site / "d" / other / "original" / "index.html").exists()
    assert open_index(root).search(SENTENCE)["total"] == 0
    assert gonghui("check").code == 0

    assert gonghui("restore", gone).code == 0
    assert tell(root) == before
    build_site(root, site)
    assert holding(site, SENTENCE)
    assert open_index(root).search(SENTENCE)["total"] == 1


def test_a_withdrawal_outlives_new_cleanings_and_new_copies(gonghui: Call, both: tuple[str, str],
                                                            tmp_path: Path) -> None:
    store = Store(tmp_path / "archive")
    gonghui("withdraw", both[0], "--why", "权利人要求")
    told = store.document(both[0]).withdrawn
    assert told
    assert told["why"] == "权利人要求"
    gonghui("scrape", tmp_path / "two.txt")
    gonghui("reclean")
    (tmp_path / "third.txt").write_text(f"某某网 > 文库\n{ONE}\n上一篇：无\n下一篇：无\n", encoding="utf-8")
    assert gonghui("scrape", "--json", tmp_path / "third.txt").rows[0]["ids"] == [both[0]]
    document = store.document(both[0])
    assert document.withdrawn == told
    assert len(document.copies) == 3


def test_bad_calls(gonghui: Call, both: tuple[str, str]) -> None:
    assert gonghui("withdraw", both[0]).code == 2
    assert gonghui("withdraw", both[0], "--why", " ").code == 2
    assert gonghui("withdraw", "nosuchid", "--why", "x").code == 1
    assert gonghui("restore", both[0]).code == 0
