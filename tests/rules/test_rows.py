"""Every row of every rule table proves itself by its own examples, in linear time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from scraper import rules
from scraper.rules import REACH, Rule, SlowRule, bundled, load
from scraper.rules.patience import slow_line

ROW = """[[rule]]
id = "own.watermark"
action = "line"
why = "a site's mark"
why_zh = "站点水印"
pattern = '^某某文库'
hits = ["某某文库欢迎你"]
misses = ["各位代表"]
"""


@pytest.mark.parametrize("rule", bundled().rules, ids=lambda r: r.id)
def test_row_hits_and_misses(rule: Rule) -> None:
    assert all(rule.pattern.search(text) for text in rule.hits)
    assert not any(rule.pattern.search(text) for text in rule.misses)
    assert all(rule.found_in(text) for text in rule.hits)


RUNS = ("返回首页", "首页 ", "（", "【", "[[", "…", ".", "- ", "★ ", "www.a.", "网 ", "第1页", "第一篇", " ", "\u3000",
        "\t", "1", "13-03-07 ", "2013年3月7日 ", "工会", "，", "：", "“", "A", "_", "××")
"""What copies hold long runs of."""


@pytest.mark.parametrize("rule", bundled().rules, ids=lambda r: r.id)
def test_row_takes_linear_time(rule: Rule) -> None:
    reach = REACH.get(rule.action)
    sizes = (reach // 4, reach) if reach else (2_500, 10_000)
    torn = [h[:k] for h in rule.hits for k in (len(h) // 2, len(h) - 1) if k > 0]
    for seed in (*rule.hits, *rule.misses, *torn, *RUNS):
        once, more = (_spent(rule, (seed * (size // len(seed) + 1))[:size] + "。末尾") for size in sizes)
        assert more < 0.03 or more <= 8 * once, (seed, once, more)


@pytest.mark.parametrize("rule", bundled().rules, ids=lambda r: r.id)
def test_row_is_not_led_astray_by_lines_like_its_hits(rule: Rule) -> None:
    assert slow_line(rule.pattern, rule.hits, REACH.get(rule.action, sys.maxsize)) is None


@pytest.mark.parametrize(("pattern", "hit"), [
    ("^(?:文库)*(?:文|库|文库)+欢迎$", "文库文库欢迎"), (r"^(?:\w+\s?)+[:：]$", "某某 文库:"), (r"^(\d+)+页$", "12页"),
    (r"(?:某|某某)*文库$", "某某某文库"), (r"^(?:\s*(?:阅读|评论)\s?\d*\s?)*$", "阅读 12 评论 3"),
    (r"(.*?,){12}库", "某," * 12 + "库"),
    (r"^\s*\d*\s*\d*\s*\d*\s*\d*\s*文库$", "  1 文库"),
])
def test_pattern_that_explodes_is_refused_by_name(tmp_path: Path, pattern: str, hit: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ROW.replace("'^某某文库'", f"'{pattern}'").replace("某某文库欢迎你", hit), encoding="utf-8")
    begin = time.process_time()
    with pytest.raises(SlowRule, match=r"own\.watermark.*characters") as caught, rules.extended([path]):
        pass
    assert "own.watermark" in caught.value.message("zh")
    assert time.process_time() - begin < 1


def test_trying_a_table_of_common_rows_is_quick(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    row = ROW.replace("^某某文库", "^某某文库.{0,40}你$")
    path.write_text("\n".join(row.replace("own.", f"own.{i}.") for i in range(5)), encoding="utf-8")
    begin = time.process_time()
    assert len(load(path)) == 5
    assert time.process_time() - begin < 0.05


def _spent(rule: Rule, text: str) -> float:
    spent = []
    for _ in range(2):
        begin = time.process_time()
        sum(1 for _ in rule.pattern.finditer(text))
        spent.append(time.process_time() - begin)
    return min(spent)


def test_ids_are_unique_over_all_tables() -> None:
    ids = [r.id for r in bundled().rules]
    assert len(ids) == len(set(ids))


def test_own_row_stands_in_force_only_within_the_block(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ROW, encoding="utf-8")
    with rules.extended([path]) as ruleset:
        assert ruleset.rules[-1].id == "own.watermark"
        assert rules.reason("own.watermark", "zh") == "站点水印"
    assert all(r.id != "own.watermark" for r in rules.active().rules)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('hits = ["某某文库欢迎你"]', "hits = []", "hits and misses"),
        ('misses = ["各位代表"]', "", "misses missing"),
        ('hits = ["某某文库欢迎你"]', 'hits = ["别的"]', "does not hit"),
        ('misses = ["各位代表"]', 'misses = ["某某文库"]', "says it misses"),
        ("'^某某文库'", "'(某某'", "pattern"),
        ('action = "line"', 'action = "cut"', "action must be"),
        ('action = "line"', 'action = "line"\nnote = 1', "unknown key note"),
    ],
)
def test_broken_row_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ROW.replace(old, new), encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"own\.watermark") as caught:
        load(path)
    assert said in str(caught.value)
    assert "own.watermark" in caught.value.message("zh")


def test_id_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ROW + ROW, encoding="utf-8")
    with pytest.raises(ArchiveError, match="stands twice"):
        load(path)


def test_reasons_speak_both_languages() -> None:
    assert rules.reason("lines.teaser") != rules.reason("lines.teaser", "zh")
    assert rules.reason("lines.not-yet-told", "zh") == rules.reason("lines", "zh")
    assert rules.reason("nobody.knows") == "nobody.knows"
