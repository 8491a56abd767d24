"""Messages in the user's language: Chinese where the locale says so, else English."""

from __future__ import annotations

import os
import re

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
_TOLD = tuple((re.compile(pattern), chinese) for pattern, chinese in (
    (r"HTTP (\d+)", r"HTTP \1"),
    (r"HTTP (\d+), asks to come back in (\d+) s", r"HTTP \1，对方要求 \2 秒后再来"),
    (r"it redirects in a circle", "循环跳转"),
    (r"more than (\d+) redirects", r"跳转超过 \1 次"),
    (r"it redirects to (.*), which is no web address", r"跳转到 \1，不是网址"),
    (r"no complete answer within (\S+) s", r"\1 秒内未收到完整应答"),
    (r"no such host: (.*)", r"没有这台主机：\1"),
    (r"not a web address", "不是网址"),
    (r"not an address \((.*)\)", r"不是网址（\1）"),
    (r"the compressed data end too early", "压缩数据不完整"),
    (r"broken compressed data \((.*)\)", r"压缩数据损坏（\1）"),
    (r"packed by (.*), which was not asked for", r"以 \1 压缩，并非所请求的方式"),
    (r"the WARC file ends inside this record", "WARC 文件在此记录中途结束"),
    (r"Server disconnected without sending a response\.", "对方未作应答即断开连接"),
    (r"peer closed connection without sending complete message body.*", "对方未发完正文即断开连接"),
    (r"LibreOffice was not ready after (\d+) s", r"LibreOffice 在 \1 秒内未完成"),
))
"""Why something cannot be read, as the readers of sources say it, and in Chinese."""


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
    if "reason" in error.facts and language() == "zh":
        error = type(error)(**error.facts | {"reason": _in_chinese(str(error.facts["reason"]))})
    found = _FOUND.get(str(error.facts.get("found")))
    if found and language() == "zh":
        error = type(error)(**error.facts | {"found": found})
    return error.message(language())


def _in_chinese(reason: str) -> str:
    """A reason in Chinese; as it is where nobody has put it into Chinese.

    >>> _in_chinese("more than 10 redirects"), _in_chinese("Permission denied"), _in_chinese("odd")
    ('跳转超过 10 次', '没有权限', 'odd')
    """
    if known := _REASONS.get(reason):
        return known
    return next((m.expand(chinese) for pattern, chinese in _TOLD if (m := pattern.fullmatch(reason))), reason)
