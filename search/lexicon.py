"""Terms that stand in the archive: for words typed in pinyin, for suggestions, for "did you mean".

The terms are the forms of the aliases, ``terms.txt``, and the speakers,
organizations and regions of the records; only those that are found count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search import aliases
from search.fold import fold, narrow
from search.tree import FIELDS

MOST = 8
_LETTERS = re.compile("[a-z]{2,40}")
_LEAD = re.compile(r"[-－]+|(\w+)[:：]")
_CHINESE = re.compile("[一-鿿〇]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term folded, and how it is spelt: ``zhigong``, ``zg``."""

    text: str
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A term and the number of documents that hold it."""

    term: Term
    documents: int


@cache
def spell(text: str) -> Term:
    """A term with its pinyin, without tones, ü as v.

    >>> spell("职工")
    Term(text='职工', pinyin='zhigong', initials='zg')
    """
    from pypinyin import Style, lazy_pinyin  # its tables are slow to load

    syllables = lazy_pinyin(text, style=Style.NORMAL)
    return Term(text, "".join(syllables), "".join(syllable[:1] for syllable in syllables))


@cache
def known_terms() -> tuple[str, ...]:
    """The terms that need no archive: aliases and ``terms.txt``, folded."""
    words = (files("search") / "terms.txt").read_text(encoding="utf-8").split()
    forms = [form for row in aliases.rows() for form in row.forms]
    return tuple(dict.fromkeys(fold(word) for word in (*forms, *words)))


def lead(word: str) -> int:
    """How many characters at the start of a word of a query are minus signs and names of fields.

    >>> lead("标题:集"), lead("-单位：总"), lead("时间:2013")
    (3, 4, 0)
    """
    at = 0
    while match := _LEAD.match(word, at):
        if match[1] and "".join(map(narrow, match[1])).lower() not in FIELDS:
            break
        at = match.end()
    return at


def is_pinyin(folded: str) -> bool:
    """Whether a word could be pinyin."""
    return bool(_LETTERS.fullmatch(folded))


class Lexicon:
    """The terms of one index; ``count`` tells how many documents hold a term."""

    def __init__(self, values: Iterable[str], count: Callable[[str], int]) -> None:
        texts = dict.fromkeys([*known_terms(), *sorted({fold(value) for value in values})])
        self._texts = [text for text in texts if _CHINESE.fullmatch(text)]
        self._count = count
        self._spelt: list[Term] | None = None

    def terms(self) -> Sequence[Term]:
        """All terms, spelt."""
        if self._spelt is None:
            self._spelt = [spell(text) for text in self._texts]
        return self._spelt

    def counted(self) -> list[Counted]:
        """All terms that are found, with their numbers of documents: what the page needs to do the same."""
        return self._ranked(self.terms(), len(self._texts))

    def by_pinyin(self, letters: str) -> list[Counted]:
        """The terms that a word in pinyin or initials means, those of most documents first."""
        tests: tuple[Callable[[Term], bool], ...] = (
            lambda term: term.pinyin == letters,
            lambda term: term.initials == letters,
            lambda term: _blurred(letters) in (_blurred(term.pinyin), term.initials),
        )
        for fits in tests:
            if found := self._ranked([term for term in self.terms() if fits(term)], MOST):
                return found
        return []

    def beginning(self, text: str, most: int) -> list[Counted]:
        """Terms that begin with ``text`` (folded), or, if it is letters, whose pinyin or initials do."""
        if is_pinyin(text) or (len(text) == 1 and text.isascii()):
            terms = [t for t in self.terms() if t.pinyin.startswith(text) or t.initials.startswith(text)]
        else:
            terms = [spell(t) for t in self._texts if t.startswith(text) and t != text]
        return self._ranked(terms, most)

    def like(self, text: str, most: int = 3) -> list[Counted]:
        """Terms that sound like ``text`` or differ from it in one character."""
        if not _CHINESE.fullmatch(text) or len(text) < 2:
            return []
        sound = _blurred(spell(text).pinyin)
        close = [term for term in self.terms() if term.text != text
                 and (_blurred(term.pinyin) == sound or (len(text) > 2 and one_apart(term.text, text)))]
        return self._ranked(close, most)

    def _ranked(self, terms: Iterable[Term], most: int) -> list[Counted]:
        counted = [Counted(term, n) for term in terms if (n := self._count(term.text))]
        return sorted(counted, key=lambda c: (-c.documents, c.term.text))[:most]


def _blurred(letters: str) -> str:
    """Sounds that many speakers do not tell apart.

    >>> _blurred("jingshen") == _blurred("jinseng")
    True
    """
    return re.sub("(?<=[aei])ng", "n", re.sub("([zcs])h", r"\1", letters))


def one_apart(a: str, b: str) -> bool:
    """Whether one character was changed, added or left out."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + 1 :] == b[start + 1 :] or a[start:] == b[start + 1 :] or a[start + 1 :] == b[start:]
