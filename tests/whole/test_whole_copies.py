"""Whole invented copies, from bytes to documents, against floors that only rise."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks.whole import CASES, Result, mean, read, score

FLOORS = tomllib.loads((CASES / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return [score(read(path)) for path in sorted(CASES.glob("*.txt"))]


def test_floors_hold(results: list[Result]) -> None:
    got = mean(results)
    assert {k: v for k, v in got.items() if v + 5e-5 < FLOORS[k]} == {}


def test_every_page_gives_its_number_of_documents(results: list[Result]) -> None:
    assert [x.name for x in results if x.found != x.wanted] == []
