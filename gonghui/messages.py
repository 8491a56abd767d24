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


_FOUND = {
    "a PDF": " PDF 文件",
    "an old Word file (DOC)": "旧版 Word 文件（DOC）",
    "an RTF document": " RTF 文件",
    "an OpenDocument text (ODT)": " OpenDocument 文本（ODT）",
    "a spreadsheet": "电子表格",
    "a presentation": "演示文稿",
    "a program": "程序文件",
    "a database": "数据库文件",
    "a sound file": "音频文件",
    "a picture or sound file": "图片或音频文件",
    "a DjVu document": " DjVu 文件",
    "an OpenDocument drawing": " OpenDocument 绘图",
    "a broken ZIP archive": "损坏的 ZIP 压缩包",
    "a ZIP archive without files": "不含文件的 ZIP 压缩包",
    "a WARC file without HTML or text responses": "不含网页或文本响应的 WARC 文件",
    "an archive inside an archive inside an archive": "多层嵌套的压缩包",
    "an OLE file without a text": "不含文稿的 OLE 文件",
    "binary data": "二进制数据",
    "JSON data": " JSON 数据",
    "a RAR archive": " RAR 压缩包",
    "a 7z archive": " 7z 压缩包",
    **{f"a picture ({name})": f"图片（{name}）" for name in ("PNG", "JPEG", "GIF", "BMP", "TIFF")},
}
"""What a file is that is not taken, in Chinese."""


def tell(error: ArchiveError) -> str:
    """The message of an error in the user's language."""
    reason = _REASONS.get(str(error.facts.get("reason")))
    if reason and language() == "zh":
        error = type(error)(**error.facts | {"reason": reason})
    found = _FOUND.get(str(error.facts.get("found")))
    if found and language() == "zh":
        error = type(error)(**error.facts | {"found": found})
    return error.message(language())
