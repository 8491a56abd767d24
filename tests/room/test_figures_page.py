"""Figures on the command line, on the page of the archive, and on a document."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from archive import record
from archive.model import Document
from archive.store import Store
from gonghui.cli import run
from publish.figures import _row
from room.figures_table import rows as figures_of


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_command_tells_by_document_and_by_region(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--archive", str(archive)]
    assert run(["figures", "bbbb2013", "--json", *where]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"1500家", "1,500家"} & {row["written"] for row in told}
    assert all(row["id"] == "bbbb2013" and row["anchor"].startswith("p-") for row in told)
    assert run(["figures", "--region", "青岚", "--unit", "家", "--csv", *where]) == 0
    rows = _csv(capsys.readouterr().out)
    assert rows
    assert {row["unit"] for row in rows} == {"家"}
    assert all("青岚" in row["region"] for row in rows)
    assert run(["figures", *where]) == 0
    assert "#p-" in capsys.readouterr().out
    assert run(["figures", "--targets", "--json", *where]) == 0
    assert all(json.loads(line)["target"] for line in capsys.readouterr().out.splitlines())
    assert run(["figures", "nosuchid", *where]) == 1
    assert run(["figures", "--csv", "--json", *where]) == 2


def test_every_figure_leads_to_its_paragraph(built: Path) -> None:
    rows = _csv((built / "figures.csv").read_text(encoding="utf-8"))
    assert rows
    for row in rows:
        page = lxml.html.fromstring((built / f"d/{row['id']}/index.html").read_text(encoding="utf-8"))
        (at,) = page.xpath(f"//*[@id='{row['anchor']}']")
        assert row["written"] in at.text_content()
    page = lxml.html.fromstring((built / "figures/index.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//tbody/tr")) == min(len(rows), 200)


def test_a_fall_is_no_growth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    document = Document("cccc2013", "report", "# 题\n\n事故起数下降18.6%，会员增长2.5%。\n", date="2013")
    path = Store(tmp_path).document_path(document)
    path.parent.mkdir(parents=True)
    path.write_text(record.write(document), encoding="utf-8")
    assert run(["figures", "--archive", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "下降18.6%  下降" in out
    assert "  2.5%  增长" in out
    fell, grown = (_row(row, "../../") for row in figures_of(document))
    assert '<data value="-18.6">下降18.6%</data></td><td>下降' in fell
    assert '<data value="2.5">2.5%</data></td><td>增长' in grown


def test_a_document_tells_its_own_figures_folded(built: Path) -> None:
    page = lxml.html.fromstring((built / "d/bbbb2013/index.html").read_text(encoding="utf-8"))
    (panel,) = page.xpath("//details[contains(@class, 'r-figures-panel')]")
    assert "open" not in panel.attrib
    ids = set(page.xpath("//@id"))
    assert {href[1:] for href in panel.xpath(".//td/a/@href")} <= ids


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "file"])
def test_the_page_filters(visited: Any, served: str, built: Path, way: str) -> None:
    base = served if way == "http" else built.as_uri() + "/"
    page, wrong = visited("figures/index.html", base, viewport={"width": 360, "height": 740})
    rows = _csv((built / "figures.csv").read_text(encoding="utf-8"))
    page.wait_for_selector(f"[data-total='{len(rows)}']")
    page.select_option("[name=unit]", "家")
    of = [row for row in rows if row["unit"] == "家"]
    page.wait_for_selector(f"[data-total='{len(of)}']")
    assert page.locator("[data-part=rows] tr").count() == len(of)
    assert "unit=" in page.url
    page.select_option("[name=region]", "330900")
    page.wait_for_function("document.querySelector('[name=region]').value === '330900'")
    there = [row for row in of if row["region_code"].startswith("3309")]
    page.wait_for_selector(f"[data-total='{len(there)}']")
    page.select_option("[name=aim]", "yes")
    page.wait_for_selector(f"[data-total='{len([row for row in there if row['target'] == '1'])}']")
    page.select_option("[name=aim]", "")
    page.wait_for_selector(f"[data-total='{len(there)}']")
    with page.expect_download() as saved:
        page.click("[data-part=save]")
    assert _csv(Path(saved.value.path()).read_text(encoding="utf-8")) == there
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not wrong


@pytest.mark.browser
@pytest.mark.parametrize("address", ["figures/index.html", "d/bbbb2013/index.html"])
def test_axe_finds_nothing(faults: Any, served: str, address: str) -> None:
    assert faults(served + address) == []
