"""Torture: the same tests in small in every run, at length with ``make torture``."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("GONGHUI_TORTURE"))


def times(usual: int, torture: int) -> int:
    """How often to do a thing."""
    return torture if LONG else usual
