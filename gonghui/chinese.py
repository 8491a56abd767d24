"""What click says of itself (usage, help, bad usage), in the user's language.

Click asks gettext, which wants compiled catalogues in system folders; here the
function that its modules call is exchanged for one that looks into a table.
"""

from __future__ import annotations

from gettext import gettext
from importlib import import_module

from gonghui.messages import language

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
_TABLE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本帮助后退出。",
    "Show the version and exit.": "显示版本后退出。",
    "%(prog)s, version %(version)s": "%(prog)s，版本 %(version)s",
    "Try '{command} {option}' for help.": "运行 '{command} {option}' 查看帮助。",
    "Error: {message}": "错误：{message}",
    "Did you mean {possibility}?": "是否要用 {possibility}？",
    "Invalid value: {message}": "无效的值：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少命令。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要一个值。",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选值 {choices} 之中。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的数（{number_type}）。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "file": "文件",
    "directory": "目录",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是目录。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 无法读取。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 无法写入。",
}


def _told(message: str) -> str:
    return _TABLE.get(message) or gettext(message) if language() == "zh" else gettext(message)


def _counted(one: str, many: str, count: int) -> str:
    return _told(one if count == 1 else many)


def teach() -> None:
    """Let click speak the user's language; it is asked anew for each message."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for function, ours in (("_", _told), ("ngettext", _counted)):
            if hasattr(module, function):
                setattr(module, function, ours)
