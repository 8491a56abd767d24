"""Every error of the tree says what and where, in English and Chinese."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from importlib import import_module
from string import Formatter

import pytest

from archive.errors import ArchiveError, Unreadable
from gonghui.messages import language, say, tell

for _name in ("scraper.rules", "search", "gonghui.building"):
    import_module(_name)


def tree(kind: type[ArchiveError]) -> Iterator[type[ArchiveError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


KINDS = sorted(set(tree(ArchiveError)), key=lambda k: k.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_an_error_speaks_both_languages_and_travels_between_processes(
    kind: type[ArchiveError], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {n for text in (kind.en, kind.zh) for _, n, _, _ in Formatter().parse(text) if n}
    error = kind(**{name: f"<{name}>" for name in names})
    assert "{" not in error.message("en") + error.message("zh")
    for _, name, _, _ in Formatter().parse(kind.en):
        assert not name or f"<{name}>" in str(error)
    if kind.zh != "{what}":
        assert re.search(r"[\u4e00-\u9fff：]", kind.zh)
        assert not re.search(r"[\u4e00-\u9fff]", kind.en)
    assert pickle.loads(pickle.dumps(error)).facts == error.facts
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert tell(error) == error.message("zh")


@pytest.mark.parametrize(("variables", "expected"), [
    ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8"}, "en"), ({"LANG": "zh_TW", "LC_ALL": "en_US.UTF-8"}, "en"),
    ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, "zh"), ({}, "en"),
])
def test_the_language_follows_the_locale(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("LANG")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected
    assert say("yes", "是") == {"en": "yes", "zh": "是"}[expected]


def test_what_the_system_says_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    error = Unreadable(where="a", reason="No such file or directory")
    assert "No such file" in tell(error)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有这个文件" in tell(error)
    assert "No such file" not in tell(error)
