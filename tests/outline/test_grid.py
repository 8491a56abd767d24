"""Tables of HTML pages: rows that are alike stay rows."""

from __future__ import annotations

from scraper import clean

TEXT = "石涧县职工服务中心成立于2009年，现有工作人员12名，几年来共接待职工来访二万余人次，受到职工的广泛好评。"


def body(table: str) -> str:
    page = (f"<html><head><meta charset=utf-8><title>服务中心工作总结</title></head><body><h1>服务中心工作总结</h1>"
            f"<div><p>{TEXT}</p><p>{TEXT}</p>{table}<p>{TEXT}</p><p>{TEXT}</p></div></body></html>")
    (document,) = clean(page.encode(), source="x")["documents"]
    return str(document["body"])


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_rows_that_are_alike_stand_as_a_table() -> None:
    rows = row("项目", "人数", "金额（万元）") + row("生活救助", "612", "48.6") + row("金秋助学", "79", "23.7")
    head = "| 项目 | 人数 | 金额（万元） |\n| --- | --- | --- |\n"
    assert f"{head}| 生活救助 | 612 | 48.6 |" in body(f"<table>{rows}</table>")


def test_a_table_with_an_empty_cell_moves_none_under_another_head() -> None:
    rows = row("项目", "人数", "金额（万元）") + row("生活救助", "", "48.6") + row("金秋助学", "79", "23.7")
    assert "|" not in body(f"<table>{rows}</table>")


def test_a_table_that_lays_out_the_text_is_none() -> None:
    assert "|" not in body(f"<table>{row(TEXT * 2, TEXT * 2) * 2}</table>")
