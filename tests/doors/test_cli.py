"""Flags, forms and exit codes of every command, as the contract has them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scraper import clean
from tests.doors.conftest import TEXT, Call, process


def state(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_scraped_page_can_be_shown_checked_and_stays_as_it_is(gonghui: Call, page: Path, tmp_path: Path) -> None:
    first = gonghui("scrape", "--json", "--url", "http://gh.example/1.html", "--captured", "2014-01-02T03:04:05Z", page)
    assert first.code == 0
    [row] = first.rows
    assert row["status"] == "stored"
    assert row["reason"] is None
    assert set(row) == {"source", "status", "ids", "reason"}
    [id] = row["ids"]
    before = state(tmp_path / "archive")
    second = gonghui("scrape", "--json", page)
    assert [r["status"] for r in second.rows] == ["unchanged"]
    assert second.rows[0]["ids"] == [id]
    assert state(tmp_path / "archive") == before
    shown = gonghui("show", id).out
    assert shown == (tmp_path / f"archive/documents/2013/{id}.md").read_text(encoding="utf-8")
    assert "url: http://gh.example/1.html" in shown
    assert "captured: '2014-01-02T03:04:05Z'" in shown or "captured: 2014-01-02T03:04:05Z" in shown
    assert gonghui("show", "--original", id).out == TEXT
    ledger = json.loads(gonghui("show", "--ledger", id).out)
    assert ledger["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert ledger["segments"][-1]["end"] == ledger["length"]
    assert gonghui("check").code == 0


def test_explain_json_is_what_python_gives_and_stores_nothing(gonghui: Call, page: Path, tmp_path: Path) -> None:
    said = gonghui("explain", "--json", page)
    assert said.code == 0
    assert said.rows == [json.loads(json.dumps(clean(page.read_bytes(), source=str(page))))]
    assert said.rows[0]["documents"][0]["body"].startswith("# 在全县工会工作会议上的讲话\n\n同志们：")
    assert not (tmp_path / "archive").exists()


def test_explain_is_a_view_of_every_character_with_reasons(gonghui: Call, page: Path, tmp_path: Path) -> None:
    view = gonghui("explain", page)
    assert view.code == 0
    assert "上一篇：关于召开会议的通知" in view.out
    why = gonghui("explain", "--why", "打印", page)
    assert why.code == 0
    assert "dropped" in why.out
    kept = gonghui("explain", "--json", "--why", "新建基层工会", page)
    assert {r["action"] for r in kept.rows} == {"keep"}
    assert gonghui("explain", "--why", "没有这句话", page).code == 1
    html = tmp_path / "view.html"
    assert gonghui("explain", "--html", html, page).code == 0
    assert "<del" in html.read_text(encoding="utf-8")


def test_bad_inputs_are_named_and_the_rest_goes_on(gonghui: Call, page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.html").write_bytes(b"<html><body> </body></html>")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(200))
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(200))
    names = ["empty.txt", "blank.html", "picture.jpg", "paper.pdf", "missing.txt"]
    said = gonghui("scrape", "--json", *(tmp_path / n for n in names), page)
    assert said.code == 1
    assert [r["status"] for r in said.rows] == ["refused"] * 5 + ["stored"]
    for name, row in zip(names, said.rows, strict=False):
        assert name in row["source"]
        assert row["reason"]
        assert row["reason"] in said.err
    assert gonghui("check").code == 0


def test_the_archive_may_be_named_before_and_behind_the_command(gonghui: Call, page: Path, tmp_path: Path) -> None:
    assert gonghui("--archive", tmp_path / "a", "scrape", page).code == 0
    assert gonghui("scrape", "--archive", tmp_path / "b", page).code == 0
    assert state(tmp_path / "a") == state(tmp_path / "b")
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("call", [
    ["scrape", "--url", "gh.example", "x"],
    ["nothing"], ["scrape"], ["scrape", "--captured", "gestern", "x"], ["show"], ["search"], ["search", "劳模 (", "x"],
    ["scrape", "--manifest", "missing.csv", "x"], ["--archive"], ["check", "--json", "--oh"],
])
def test_bad_usage_is_two(gonghui: Call, page: Path, call: list[str]) -> None:
    gonghui("scrape", page)
    assert gonghui(*call).code == 2


def test_a_document_as_a_word_file(gonghui: Call, page: Path, tmp_path: Path) -> None:
    import docx

    id = gonghui("scrape", "--json", page).rows[0]["ids"][0]
    assert gonghui("show", id, "--docx", tmp_path / "speech.docx").code == 0
    word = docx.Document(str(tmp_path / "speech.docx"))
    assert word.paragraphs[0].text == "在全县工会工作会议上的讲话"
    assert next(p.text for p in word.paragraphs if p.style.name == "Heading 1").startswith("一、认清形势")
    assert id in word.paragraphs[-1].text
    assert gonghui("show", id, "--docx", tmp_path).code == 2
    assert gonghui("show", id, "--docx", tmp_path / "no" / "speech.docx").code == 1


def test_unknown_ids_are_told(gonghui: Call, page: Path) -> None:
    gonghui("scrape", page)
    for id in ("zzzzzzzz", "../../etc/passwd", "*", ""):
        said = gonghui("show", id)
        assert said.code == 1
        assert "gonghui search" in said.err


def test_search_gives_the_object_of_the_contract(gonghui: Call, page: Path) -> None:
    gonghui("scrape", page)
    [found] = gonghui("search", "--json", "合法权益", "--year", "2013..2014", "--limit", "5").rows
    assert {"query", "total", "expanded", "hits", "facets"} <= set(found)
    assert found["total"] == 1
    keys = {"id", "title", "date", "kind", "speaker", "organization", "region", "score", "url", "snippets"}
    assert keys <= set(found["hits"][0])
    assert gonghui("search", "合法权益").code == 0
    assert gonghui("index", "--rebuild").code == 0
    assert gonghui("check").code == 0


def test_reclean_changes_nothing_under_the_same_rules(gonghui: Call, page: Path, tmp_path: Path) -> None:
    [row] = gonghui("scrape", "--json", page).rows
    before = state(tmp_path / "archive")
    assert "0 changed (+0 -0 lines), 1 unchanged" in gonghui("reclean").err
    assert gonghui("reclean", "--json", "--dry-run", row["ids"][0]).rows[0]["status"] == "unchanged"
    assert gonghui("reclean", "zzzzzzzz").code == 1
    assert state(tmp_path / "archive") == before


def test_reclean_with_a_rule_of_the_user_keeps_the_id(gonghui: Call, page: Path, tmp_path: Path) -> None:
    page.write_text(TEXT.replace("　　二、", "青禾之窗特供\n　　二、"), encoding="utf-8")
    [row] = gonghui("scrape", "--json", page).rows
    assert "青禾之窗" in gonghui("show", row["ids"][0]).out
    rules = tmp_path / "archive" / "rules"
    rules.mkdir()
    (rules / "own.toml").write_text(
        '[[rule]]\nid = "own.thanks"\naction = "line"\nwhy = "a test"\npattern = "^青禾之窗特供"\n'
        'hits = ["青禾之窗特供"]\nmisses = ["同志们"]\n', encoding="utf-8")
    dry = gonghui("reclean", "--dry-run")
    assert "1 changed" in dry.err
    assert gonghui("reclean").code == 0
    assert "青禾之窗" not in gonghui("show", row["ids"][0]).out
    assert gonghui("check").code == 0
    (rules / "own.toml").write_text('[[rule]]\nid = "own.broken"\n', encoding="utf-8")
    broken = gonghui("reclean")
    assert broken.code == 1
    assert "own.broken" in broken.err


def test_messages_follow_the_locale(gonghui: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    said = gonghui("scrape", page, "/missing")
    assert "存入" in said.out
    assert "无法读取" in said.err
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "cannot be read" in gonghui("scrape", "/missing").err


def test_a_terminal_is_not_commanded(gonghui: Call, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(TEXT.replace("同志们，", "\x1b]0;owned\x07\x1b[31m同志们，"), encoding="utf-8")
    assert "\x1b" not in gonghui("explain", path).out
    [row] = gonghui("scrape", "--json", path).rows
    assert "\x1b" not in gonghui("show", row["ids"][0]).out
    assert gonghui("check").code == 0


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    done = process("explain", "--json", "-", input=TEXT)
    assert done.returncode == 0
    assert json.loads(done.stdout)["source"] == "-"


def test_a_reader_that_goes_away_is_no_fault(page: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-m", "gonghui", "explain", "--json", "--jobs", "1", *[str(page)] * 200]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        err = child.stderr.read().decode()
        assert child.wait(60) == 0
    assert err == ""


def test_a_bug_of_ours_is_a_message(gonghui: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import scraper.result

    def broken(capture: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(scraper.result, "clean_capture", broken)
    said = gonghui("scrape", page)
    assert said.code == 1
    assert "oops" in said.err


def test_a_manifest_with_other_columns_is_bad_usage(gonghui: Call, page: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,link\nspeech.txt,x\n", encoding="utf-8")
    said = gonghui("scrape", "--manifest", tmp_path / "list.csv", page)
    assert said.code == 2
    assert "name,link" in said.err
    assert "file,url,site,captured" in said.err


def test_a_page_with_some_nul_bytes_is_read(gonghui: Call, tmp_path: Path) -> None:
    (tmp_path / "nul.txt").write_text(TEXT.replace("过去一年", "过\0去一年"), encoding="utf-8")
    said = gonghui("scrape", "--json", tmp_path / "nul.txt")
    assert said.code == 0
    assert "\0" not in gonghui("show", said.rows[0]["ids"][0]).out
    assert gonghui("check").code == 0


def spoiled(folder: Path, id: str) -> Path:
    """A record that is no longer UTF-8."""
    [path] = folder.glob(f"documents/*/{id}.md")
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    return path


@pytest.mark.parametrize("call", [["build", "--site", "SITE"], ["show"], ["index"], ["check"]], ids=lambda c: c[0])
def test_a_record_that_is_not_utf8_is_named(gonghui: Call, page: Path, tmp_path: Path, call: list[str]) -> None:
    [id] = gonghui("scrape", "--json", page).rows[0]["ids"]
    path = spoiled(tmp_path / "archive", id)
    said = gonghui(*(str(tmp_path / "site") if c == "SITE" else c for c in call), *([id] if call == ["show"] else []))
    assert said.code == 1
    assert f"{id}.md" in said.out + said.err
    assert "fault of the program" not in said.err
    assert path.exists()


def test_a_broken_record_does_not_stop_the_others(gonghui: Call, page: Path, tmp_path: Path) -> None:
    [id] = gonghui("scrape", "--json", page).rows[0]["ids"]
    before = spoiled(tmp_path / "archive", id).read_bytes()
    other = tmp_path / "other.txt"
    other.write_text("""中国共产党青岚市委办公室文件
在全市职工文艺汇演开幕式上的讲话
(2016年5月1日)
各位来宾：
　　红五月里歌声扬。今晚我们欢聚一堂，隆重举行全市职工文艺汇演。我代表市总工会，向各代表队表示热烈欢迎！
　　文艺汇演是广大职工展示才艺的舞台。希望各代表队赛出水平，赛出风格，用歌声和舞步唱响劳动光荣的主旋律。
　　最后，预祝本次汇演圆满成功！谢谢大家！
""", encoding="utf-8")
    said = gonghui("scrape", "--json", page, other)
    assert said.code == 1
    assert [r["status"] for r in said.rows] == ["unchanged", "stored"]
    assert said.err.count(f"{id}.md") == 1
    assert next((tmp_path / "archive").glob(f"documents/*/{id}.md")).read_bytes() == before
    assert gonghui("show", said.rows[1]["ids"][0]).code == 0


@pytest.mark.parametrize("call", [["search", "x"], ["index"], ["check"], ["build"], ["reclean"], ["serve"]],
                         ids=lambda c: c[0])
def test_a_folder_that_is_no_archive_is_not_touched(gonghui: Call, tmp_path: Path, call: list[str]) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "letter.txt").write_text("x", encoding="utf-8")
    before = state(tmp_path)
    said = gonghui(*call)
    assert said.code == 2
    assert "gonghui scrape" in said.err
    assert state(tmp_path) == before


def test_an_archive_without_documents_is_one(gonghui: Call, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    assert gonghui("scrape", tmp_path / "missing.txt").code == 1
    assert gonghui("check").code == 0
    assert gonghui("search", "劳模").code == 0
    assert gonghui("build", "--site", tmp_path / "site").code == 0


def test_check_looks_at_the_root(gonghui: Call, page: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    gonghui("scrape", page)
    gonghui("search", "劳模")
    for name in ("overrides", "corrections", "rules", "set-aside"):
        (root / name).mkdir()
    assert gonghui("check").code == 0
    (root / "letter.txt").write_text("x", encoding="utf-8")
    (root / "store.py").write_text("x", encoding="utf-8")
    (root / "FORMAT").unlink()
    assert [r["path"] for r in gonghui("check", "--json").rows] == ["FORMAT", "letter.txt", "store.py"]


@pytest.mark.parametrize(("call", "words"), [
    (["nothing"], ["没有命令 'nothing'", "用法：", "查看帮助"]), (["show"], ["缺少参数"]),
    (["check", "--oh"], ["没有选项 '--oh'"]), (["serve", "--port", "x"], ["'--port' 的值无效", "不是有效的数"]),
    (["search", "x", "--sort", "x"], ["不在可选值"]),
])
def test_usage_is_told_in_chinese(gonghui: Call, monkeypatch: pytest.MonkeyPatch, call: list[str],
                                  words: list[str]) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    said = gonghui(*call)
    for word in words:
        assert word in said.out + said.err
    assert "Usage" not in said.out + said.err


def test_help_is_told_in_chinese() -> None:
    done = process("check", "--help", env={**os.environ, "LC_ALL": "zh_CN.UTF-8"})
    for word in ("用法：", "选项", "显示本帮助后退出"):
        assert word in done.stdout
    assert "Usage" not in done.stdout
    assert "Show this" not in done.stdout


def test_a_query_that_cannot_be_read(gonghui: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gonghui("scrape", page)
    said = gonghui("search", "职工 (劳模")
    assert (said.code, "at character 4 of the query" in said.err) == (2, True)
    said = gonghui("search", "职工", "--year", "x")
    assert said.code == 2
    assert "Invalid value for --year: x is no year" in said.err
    assert "try" not in said.err.partition("Error")[2]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "第 4 个字符" in gonghui("search", "职工 (劳模").err
    assert "讲话" in gonghui("search", "合法权益").out.partition("[")[2]
    assert "speech" not in gonghui("search", "合法权益").out


def test_one_is_no_plural(gonghui: Call, page: Path) -> None:
    assert "; 1 document\n" in gonghui("scrape", page).err
    assert gonghui("search", "合法权益").err.endswith("1 document\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("call", [["scrape", "--json"], ["explain"], ["explain", "--json"]], ids=" ".join)
def test_output_that_cannot_be_written_is_told(page: Path, tmp_path: Path, call: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "gonghui", "--archive", str(tmp_path / "a"), *call, str(page)],
                              stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("standard output cannot be written") == 1
    assert str(tmp_path / "a") not in done.stderr
    assert "Exception" not in done.stderr


def test_the_view_as_a_page_names_every_rule_and_loads_nothing(gonghui: Call, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "view.html"
    assert gonghui("explain", page, "--html", target).code == 0
    text = target.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http" not in text
    tree = LexborHTMLParser(text)
    places = {n.attributes["id"] for n in tree.css("[id]")}
    links = [n.attributes["href"] or "" for n in tree.css("a[href^='#']")]
    assert links
    assert all(link[1:] in places for link in links)
    shown = "".join(n.text() for n in tree.css(".t .k, .t ins"))
    assert len(tree.css_first(".t").text()) - len(shown) == len(TEXT)
    assert gonghui("explain", page, "--html", tmp_path / "none/view.html").code == 1


@pytest.mark.parametrize("option", ["--site", "--offline"])
def test_what_a_killed_build_left_is_written_over(gonghui: Call, page: Path, tmp_path: Path, option: str,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    gonghui("scrape", page)
    with monkeypatch.context() as dying:
        def die(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        dying.setattr("gonghui.plugin.GonghuiPlugin.on_post_page", die)
        assert gonghui("build", option, tmp_path / "out").code == 130
    assert any((tmp_path / "out").iterdir())
    assert gonghui("build", option, tmp_path / "out").code == 0
    assert not (tmp_path / "out/.unfinished").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("x")
    assert gonghui("build", option, tmp_path / "mine").code == 2
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]
