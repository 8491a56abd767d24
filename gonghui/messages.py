"""Messages in the user's language: Chinese where the locale says so, else English."""

from __future__ import annotations

import os

from archive.errors import ArchiveError


def language() -> str:
    """``zh`` or ``en``, after LC_ALL, LC_MESSAGES, LANG: the first that is set decides."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(en: str, zh: str) -> str:
    """The one of the two in the user's language."""
    return zh if language() == "zh" else en


def tell(error: ArchiveError) -> str:
    """The message of an error in the user's language."""
    return error.message(language())
