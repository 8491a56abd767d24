"""Words that a hit of a pattern must hold: the cheap test before the pattern."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"(?!\^)(?:-[^\w\s\\-]{0,16}|[^\w\s\\-]{1,16})")
_QUANTIFIER = re.compile(r"[?*]|\{0?,|\{0\}")


def literals(pattern: str) -> frozenset[str]:
    """A set of which each text that ``pattern`` hits holds at least one word; empty when none is found.

    Only words (Chinese, or Latin of two letters) and classes of a few signs that stand at the top of
    the pattern, or one per alternative of a group at the top (one that looks ahead, too), are read;
    anything else gives the empty set, which is always safe.

    >>> sorted(literals("^上传(?:人|者)[:：]"))
    ['上传']
    >>> sorted(literals("^(?:页数|大小)[:：]"))
    ['大小', '页数']
    >>> sorted(literals("[★☆]{1,6}$"))
    ['★', '☆']
    >>> sorted(literals("^(?=.*(?:预览|试读))[^。]{3,30}$"))
    ['试读', '预览']
    >>> literals("第?[一二]篇?")
    frozenset()
    """
    branches = _alternatives(pattern)
    if len(branches) > 1:
        found = [literals(b) for b in branches]
        return frozenset().union(*found) if all(found) else frozenset()
    best: frozenset[str] = frozenset()
    for word in _words(pattern):
        if _score(word) > _score(best):
            best = word
    return best


def anchored(pattern: str) -> bool:
    """Whether every hit of ``pattern`` begins at the beginning of a text.

    >>> anchored("^上传|^下载"), anchored("^上传|下载")
    (True, False)
    """
    return all(branch.startswith("^") for branch in _alternatives(pattern))


def _score(words: frozenset[str]) -> float:
    return min(map(len, words)) - 0.01 * len(words) if words else 0.0


def _words(pattern: str) -> list[frozenset[str]]:
    out: list[frozenset[str]] = []
    run = ""
    at = 0
    while at <= len(pattern):
        char = pattern[at] if at < len(pattern) else ""
        if "\u3400" <= char <= "\u9fff" or "\uff21" <= char <= "\uff5a" or (char.isascii() and char.isalpha()):
            run += char
            at += 1
            continue
        if run and _QUANTIFIER.match(pattern, at):
            run = run[:-1]
        if len(run) > run.isascii():
            out.append(frozenset({run}))
        run = ""
        if char == "(":
            end = _close(pattern, at)
            if pattern.startswith(("(?:", "(?="), at) and not _QUANTIFIER.match(pattern, end + 1):
                out.append(literals(pattern[at + 3 : end]))
            at = end + 1
        elif char == "[":
            end = pattern.index("]", at + 2)
            signs = pattern[at + 1 : end]
            if _SIGNS.fullmatch(signs) and not _QUANTIFIER.match(pattern, end + 1):
                out.append(frozenset(signs))
            at = end + 1
        elif char == "\\":
            at += 2
        else:
            at += 1
    return [w for w in out if w]


def _close(pattern: str, at: int) -> int:
    """The offset of the bracket that closes the one at ``at``."""
    depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = pattern.index("]", at + 2)
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth:
                return at
        at += 1
    raise ValueError(f"unbalanced bracket in {pattern!r}")


def _alternatives(pattern: str) -> list[str]:
    """The pattern cut at its outermost bars."""
    parts, start, at = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = pattern.index("]", at + 2)
        elif char == "(":
            at = _close(pattern, at)
        elif char == "|":
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]
