"""Days in figures (2014-4-28) that sign or date a paper, told by where they stand from the day of an upload.

Sites write the day of an upload just so: on a line of its own or beside a
name. What sets a paper's day apart is its place: under the signature below
the last paragraph, or in brackets under the title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scraper.shapes import ends_sentence, is_byline, is_label, is_numbered, is_org, is_text
from scraper.view import Line

RULES = frozenset(("models.shared", "models.related-dated"))
"""The rows that take lines with a day in figures."""
_DAY = r"(?:19|20)\d\d\s?(?P<s>[-/.])\s?\d{1,2}\s?(?P=s)\s?\d{1,2}"
_ALONE = re.compile(rf"\s*{_DAY}\s*$")
_BRACKETED = re.compile(rf"\s*[（(\[【]\s?{_DAY}\s?[)）\]】]\s*$")
_BESIDE = re.compile(rf"(?P<who>\S.{{1,38}}?)\s{{0,8}}[（(]?{_DAY}[)）]?\s*$")
_SIGNER = re.compile(r"^(?:报告|述职|汇报|发言|讲话|倡议|总结|竞聘|承诺|演讲|落款)人?\s?[:：]\s?\S(?:.{0,10}\S)?$")
_OF_SITE = re.compile(r"来源|发布|编辑|作者|上传|投稿|录入|网$|网站$|文库$|小编|admin", re.I)
_BEFORE = 3
"""Units of text a signature follows at least one of, looked for so far up."""


def signing(lines: Sequence[Line], frame: Mapping[int, str]) -> list[int]:
    """The units in ``frame`` by :data:`RULES` that are the day of a signature or of a head."""
    return [i for i, rule in frame.items() if rule in RULES and (
        signs(lines, frame, i) or _heads(lines, frame, i) or _speaks(lines, frame, i))]


def signs(lines: Sequence[Line], frame: Mapping[int, str], i: int) -> bool:
    """Whether unit ``i`` is a day below, or beside, the signature of the text above it."""
    text = lines[i].text
    if _ALONE.match(text) or _BRACKETED.match(text):
        return i > 0 and i - 1 not in frame and _signature(lines[i - 1].text) and _closes(lines, frame, i - 1)
    beside = _BESIDE.match(text)
    return beside is not None and is_org(beside["who"]) and _signature(beside["who"]) and _closes(lines, frame, i)


def _signature(text: str) -> bool:
    if _OF_SITE.search(text) or is_numbered(text) or ends_sentence(text):
        return False
    return is_org(text) or _SIGNER.match(text) is not None or (is_byline(text) and len(text) <= 16)


def _closes(lines: Sequence[Line], frame: Mapping[int, str], i: int) -> bool:
    """Whether a text ends right above unit ``i``: its last sentence, other signatures between them."""
    for k in range(i - 1, max(i - 1 - _BEFORE, -1), -1):
        text = lines[k].text
        if k in frame:
            return False
        if ends_sentence(text) or is_text(text) or is_label(text):
            return True
        if not _signature(text):
            return is_numbered(text)
    return False


def _heads(lines: Sequence[Line], frame: Mapping[int, str], i: int) -> bool:
    """Whether a day in brackets stands between a title or by-line and the text."""
    if not _BRACKETED.match(lines[i].text) or i == 0 or i + 1 >= len(lines) or {i - 1, i + 1} & frame.keys():
        return False
    return not ends_sentence(lines[i - 1].text) and is_text(lines[i + 1].text)


_SPEAKER = re.compile(
    r"\s*[^\s。，]{0,20}(?:主席|书记|理事长|会长|部长|主任|总干事|秘书长)\s{1,4}"
    rf"[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){{1,3}}\s*[（(\[【]\s?{_DAY}\s?[)）\]】]\s*$"
)


def _speaks(lines: Sequence[Line], frame: Mapping[int, str], i: int) -> bool:
    """Whether office, name and day in brackets stand under a title: ``理事长 柏文澜 [ 2010/04/09 ]``."""
    if not 0 < i < len(lines) - 1 or i - 1 in frame or _SPEAKER.match(lines[i].text) is None:
        return False
    return not ends_sentence(lines[i - 1].text) and not _OF_SITE.search(lines[i].text)
