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


_REASONS = {
    "No such file or directory": "没有这个文件或目录",
    "Permission denied": "没有权限",
    "Is a directory": "这是目录",
    "Not a directory": "这不是目录",
    "No space left on device": "磁盘空间不足",
    "Read-only file system": "文件系统只读",
    "Connection refused": "对方拒绝连接",
}
"""What the system says, in its own words and in Chinese."""


def tell(error: ArchiveError) -> str:
    """The message of an error in the user's language."""
    reason = _REASONS.get(str(error.facts.get("reason")))
    if reason and language() == "zh":
        error = type(error)(**error.facts | {"reason": reason})
    return error.message(language())
