"""Doubts are told in Chinese, whatever rule notes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scraper
from publish.doubts import told


def _notes() -> Iterator[str]:
    """Every note that the rules can write, with an address where they put one."""
    for path in sorted(Path(scraper.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names: dict[str, str] = {}
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(str(value))):
                    names[name] = value
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "PageDoubt":
                match call.args:
                    case [_, _, _, ast.Constant(str(note))]:
                        yield note
                    case [_, _, _, ast.Name(id=name)]:
                        yield names[name]
                    case [_, _, _, ast.JoinedStr(values=[ast.Constant(str(head)), *_])]:
                        yield f"{head}{'http://www.mill.example/2.html' if head.endswith(': ') else '乙'}"


def test_there_are_notes_of_rules() -> None:
    assert len(set(_notes())) >= 10


@pytest.mark.parametrize("note", sorted(set(_notes())))
def test_a_note_of_a_rule_is_told_in_chinese(note: str) -> None:
    address = note.partition(": ")[2]
    shown = told("无法恢复的字", "repair.lost", note)
    assert shown.startswith("无法恢复的字：")
    assert shown.endswith(address)
    assert not re.search("[A-Za-z]", shown.removesuffix(address))


def test_a_note_that_is_not_known_is_left_out() -> None:
    assert told("无法恢复的字", "repair.lost", "something new") == "无法恢复的字"
    assert told("a.rule", "a.rule", "something new") == "a.rule"
