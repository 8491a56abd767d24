"""Torture: the same tests in small in every run, at length with ``make torture``."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.torture.apart import Apart

LONG = bool(os.environ.get("GONGHUI_TORTURE"))


def times(usual: int, torture: int) -> int:
    """How often to do a thing."""
    return torture if LONG else usual


@pytest.fixture(scope="session")
def apart() -> Iterator[Apart]:
    """A process that cleans in bounds."""
    process = Apart()
    yield process
    process.end()
