"""Rule rows proposed from what a site repeats: taken by a person, never by themselves."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from archive.store import Store
from scraper.rules import load
from tests.doors.conftest import Call

TOPICS = ("安全生产", "职工文化", "技能竞赛", "送温暖", "女职工",
          "工资协商", "困难帮扶", "组织建设", "法律援助", "职工书屋")
UNITS = ("东柳镇工会", "西泽乡工会", "南屿街道工会", "北渚园区工会", "上云厂工会", "下湾矿工会", "白石港工会")
DEEDS = ("走访", "培训", "慰问", "调研", "评比", "义诊", "签约", "回访", "巡查", "演练")
PEOPLE = ("一线职工", "农民工", "困难家庭", "班组长", "退休职工", "货车司机", "环卫工人", "护理人员")
ENDS = ("效果良好", "反响热烈", "形成了制度", "积累了经验", "受到欢迎", "仍有差距", "不能松劲")


def page(number: int, host: str, behind_a_paragraph: str, at_the_end: str) -> str:
    """A speech of its own, closing formula and all, on a page of ``host``."""
    topic, choice = TOPICS[number], random.Random(number)

    def paragraph() -> str:
        return "，".join(f"{choice.choice(UNITS)}{choice.choice(DEEDS)}{choice.choice(PEOPLE)}{choice.randint(12, 980)}"
                        f"人次，{topic}{choice.choice(ENDS)}" for _ in range(3)) + "。"

    title = f"在全县{topic}会议上的讲话"
    return f"""<!-- saved from url=(0030)http://{host}/a/{number}.html -->
<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><div class="content">
<p>同志们：</p><p>{paragraph()}{behind_a_paragraph}</p><p>一、{choice.choice(DEEDS)}要有新举措</p><p>{paragraph()}</p>
<p>二、{choice.choice(PEOPLE)}是工作的重点</p><p>{paragraph()}</p><p>谢谢大家！</p>
{at_the_end.format(number=number, title=title)}</div></body></html>"""


@pytest.fixture
def filled(gonghui: Call, tmp_path: Path) -> Path:
    """An archive with five pages of a site that repeats itself and five of a union that signs its papers."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(5):
        (folder / f"a{n}.html").write_text(page(
            n, "wen.lakeside.example", "（湖畔文苑供稿）",
            "<p>湖畔文苑收录本篇《{title}》，编号HP{number}88，读者可凭此编号索取排印本。</p>"
            "<p>湖畔文苑编务组 审读：禾苗</p>"), encoding="utf-8")
        (folder / f"b{n}.html").write_text(page(
            n + 5, "gh.yunhu.example", "", "<p>云湖县总工会</p><p>2013年3月{number}日</p>"), encoding="utf-8")
    assert gonghui("scrape", folder).code == 0
    return folder


def bodies(archive: Path) -> str:
    return "\n".join(d.body for d in Store(archive).documents())


def test_what_a_site_repeats_is_proposed_and_taken_by_hand(gonghui: Call, tmp_path: Path, filled: Path) -> None:
    archive = tmp_path / "archive"
    before = bodies(archive)
    said = gonghui("suggest-rules")
    assert said.code == 0
    rows = tomllib.loads(said.out)["rule"]
    assert sorted(row["action"] for row in rows) == ["inline", "line", "line"]
    assert all(row["id"].startswith("wen-lakeside-example.") for row in rows)
    assert "5 pages, 5 documents" in said.out
    assert bodies(archive) == before

    assert [r["saved"] for r in gonghui("suggest-rules", "--json").rows] == sorted(
        (sum(len(h) for h in _found(before, row)) for row in rows), reverse=True)
    assert gonghui("suggest-rules", "--site", "gh.yunhu.example").out == ""

    target = archive / "rules/lakeside.toml"
    assert gonghui("suggest-rules", "-o", target).code == 0
    assert gonghui("suggest-rules", "-o", target).code == 2
    assert len(load(target)) == 3
    assert gonghui("reclean").code == 0
    after = bodies(archive)
    for gone in ("湖畔文苑", "审读"):
        assert gone in before
        assert gone not in after
    for stays in ("同志们：", "谢谢大家！", "云湖县总工会"):
        assert after.count(stays) == before.count(stays)
    assert gonghui("check").code == 0
    assert gonghui("suggest-rules").out == ""


def _found(text: str, row: dict[str, object]) -> list[str]:
    import re

    return [m[0] for line in text.splitlines() if (m := re.search(str(row["pattern"]), line))]


def test_rules_hold_in_other_processes_too(gonghui: Call, tmp_path: Path, filled: Path) -> None:
    archive = tmp_path / "archive"
    (archive / "rules").mkdir()
    assert gonghui("suggest-rules", "-o", archive / "rules/lakeside.toml").code == 0
    changed = [r for r in gonghui("reclean", "--dry-run", "--jobs", "2", "--json").rows if r["status"] == "changed"]
    assert len(changed) == 5
