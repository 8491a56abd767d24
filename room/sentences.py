"""A body cut into sections and sentences, and what of a sentence is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.body import Block

_END = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)】》\"']*|[^。！？；!?;]+")
_KEPT = re.compile(r"[^\W_]|[%‰□×]|(?<=[0-9])\.(?=[0-9])")
_NUMBER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百〇零]+[、.．：章节篇]|第[一二三四五六七八九十百〇零]+(?:部分|个)?"
    r"|[(（][一二三四五六七八九十百0-9]+[)）]|[0-9]+[、.．)）])\s*")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text`` as it reads, ``key`` what is compared, the numbers of its section and its block."""

    text: str
    key: str
    section: int
    block: int


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. The opening of a text has ``heading`` "" and ``block`` -1."""

    heading: str
    key: str
    block: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in pieces."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


def key(text: str) -> str:
    """Letters, digits and what changes a figure: what two sentences have in common but for their punctuation.

    >>> key("增长14.3％，新建工会 1,200 家。"), key("“ＧＤＰ”")
    ('增长14.3%新建工会1200家', 'gdp')
    """
    return "".join(_KEPT.findall(text.translate(_WIDE))).lower()


def heading_key(text: str) -> str:
    """A heading without its number.

    >>> heading_key("（三）加强基层组织建设"), heading_key("一、过去五年"), heading_key("一年来的工作")
    ('加强基层组织建设', '过去五年', '一年来的工作')
    """
    return key(_NUMBER.sub("", text))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; parts of an enumeration that ``；`` sets apart are sentences too.

    >>> sentences("他说：“好！”大家同意。一是建会；二是维权")
    ['他说：“好！”', '大家同意。', '一是建会；', '二是维权']
    """
    return [m[0].strip() for m in _END.finditer(text) if m[0].strip()]


def cut(blocks: Iterable[tuple[int, str]]) -> Cut:
    """Sections and sentences of blocks given as level and text: level 0 is a paragraph, above 1 a heading.

    A title (level 1) is left out. Pieces without a letter are no sentences.
    """
    sections = [Section("", "", -1)]
    found: list[Sentence] = []
    for number, (level, text) in enumerate(blocks):
        if level > 1:
            sections.append(Section(text, heading_key(text), number))
        elif level == 0:
            for sentence in sentences(text):
                if told := key(sentence):
                    found.append(Sentence(sentence, told, len(sections) - 1, number))
    return Cut(tuple(sections), tuple(found))


def of_body(blocks: Sequence[Block]) -> Cut:
    """The pieces of a parsed body."""
    return cut((block.level, block.text) for block in blocks)
