"""The query language: recursive descent with the place of everything (``docs/search-language.md``).

``parse`` is total: it gives a tree or raises :class:`archive.errors.QueryError`
that points at a code point of the query and proposes a query that can be read.
"""

from __future__ import annotations

import re
from typing import Literal

from archive.errors import QueryError
from search.fold import fold, narrow
from search.messages import MESSAGES
from search.tree import FIELDS, KINDS, All, Both, Field, Near, Node, Not, Span, Text, Value, Year

MAX_LENGTH, MAX_WORDS, MAX_DEPTH = 1000, 64, 20

def parse(query: str) -> Node:
    """The tree of a query. Raises :class:`QueryError`.

    >>> parse("工會 -年：2013").parts[1]
    Not(part=Year(start=2013, end=2013, at=(4, 10), op='year'), op='not')
    """
    return _Parser(query).query_()


_CLOSERS = {'"': '"', "“": '”"', "”": "”"}
_FIELD = re.compile(r"([\w]+):")
_NEAR = re.compile(r"NEAR(/(.*))?", re.S)
_NUMBER = re.compile("[〇零一二三四五六七八九十百]{1,5}|[0-9]{1,2}")
_YEAR = r"([0-9]{4})?年?"
_RANGE = re.compile(rf"{_YEAR}(?:(\.{{2,3}}|…|-|—|–|~|至|到){_YEAR})?")


class _Parser:
    """One reading of one query; ``plain`` is the query in the usual width, character by character."""

    def __init__(self, query: str, proposing: bool = True) -> None:
        self.query = query
        self.proposing = proposing
        self.plain = "".join(map(narrow, query[: MAX_LENGTH + 1]))
        self.at = 0
        self.depth = 0
        self.words = 0
        self.field: Field | None = None
        self.split: int | None = None
        """Of the first bracket that a word opens and leaves open."""
        if len(query) > MAX_LENGTH:
            raise self._error("too-long", MAX_LENGTH, query[:MAX_LENGTH])

    def query_(self) -> Node:
        node = self._or()
        if node is None and self.query.strip():
            raise self._error("nothing", 0)
        return node or All()

    def _error(self, code: str, at: int, proposal: str | None = None, **facts: str) -> QueryError:
        en, zh = MESSAGES[code]
        if proposal is not None and self.proposing and _readable(proposal := " ".join(proposal.split())):
            en, zh = f"{en}; try: {{proposal}}", f"{zh}；可以试试：{{proposal}}"
        else:
            proposal = None
        facts["proposal"] = proposal or ""
        return QueryError(query=self.query, at=at, code=code, what=en.format(**facts), what_zh=zh.format(**facts),
                          proposal=proposal)

    def _unclosed(self, start: int) -> QueryError:
        return self._error("unclosed-paren", start, self.query + ("）" if self.query[start] == "（" else ")"))

    def _stray(self, at: int) -> QueryError:
        if self.split is not None:
            return self._error("split-paren", self.split, self._without(self.split, self.split, " "))
        return self._error("stray-paren", at, self._without(at, at + 1))

    def _without(self, start: int, end: int, new: str = "") -> str:
        return self.query[:start] + new + self.query[end:]

    def _skip(self) -> None:
        while self.at < len(self.plain) and self.plain[self.at].isspace():
            self.at += 1

    def _ends(self, at: int) -> bool:
        return at >= len(self.plain) or self.plain[at].isspace()

    def _operator(self) -> str | None:
        """The operator word here, not yet taken."""
        if self.plain[self.at : self.at + 1] not in ("O", "A", "N"):
            return None
        end = self._word_end(self.at)
        word = self.plain[self.at : end]
        return word if word in ("OR", "AND", "NEAR") or word.startswith("NEAR/") else None

    def _or(self) -> Node | None:
        parts = [first] if (first := self._and()) else []
        while self._operator() == "OR":
            start = self.at
            self.at += 2
            part = self._and() if parts else None
            if part is None:
                raise self._missing(start, 2, "OR")
            parts.append(part)
        return _join("or", parts)

    def _and(self) -> Node | None:
        parts: list[Node] = []
        while True:
            self._skip()
            operator = self._operator()
            if operator == "AND":
                start = self.at
                self.at += 3
                self._skip()
                part = self._near() if parts and not self._operator() else None
                if part is None:
                    raise self._missing(start, 3, "AND")
                parts.append(part)
            elif operator == "OR" or self.at >= len(self.plain) or (self.plain[self.at] == ")" and self.depth):
                return _join("and", parts)
            elif part := self._near():
                parts.append(part)

    def _missing(self, at: int, length: int, word: str) -> QueryError:
        return self._error("missing-operand", at, self._without(at, at + length), word=word)

    def _near(self) -> Node | None:
        parts: list[Node] = []
        distances: list[int] = []
        places: list[int] = []
        first = None if self._operator() else self._unary()
        if first:
            parts.append(first)
        while True:
            self._skip()
            word = self._operator()
            if not word or not (match := _NEAR.fullmatch(word)):
                break
            start = self.at
            if not parts:
                raise self._missing(start, len(word), word)
            if match[1] and not re.fullmatch(r"[0-9]{1,4}", match[2]):
                raise self._error("bad-near", start, self._without(start, start + len(word), "NEAR/10"))
            self.at += len(word)
            self._skip()
            part = None if self._operator() else self._unary()
            if part is None:
                raise self._missing(start, len(word), word)
            parts.append(part)
            distances.append(int(match[2]) if match[1] else 10)
            places.append(start)
        if len(parts) < 2:
            return first
        for i, part in enumerate(parts):
            if not _is_near_operand(part):
                place = places[max(i - 1, 0)]
                raise self._error("near-operand", place)
        return Near(tuple(distances), tuple(parts))

    def _unary(self) -> Node | None:
        """An atom, or ``None`` if nothing is left of it; the place is at its first character."""
        self._skip()
        if self.at < len(self.plain) and self.plain[self.at] == "-" and not self.field:
            start = self.at
            self.at += 1
            if self._ends(self.at) or self.plain[self.at] == ")":
                raise self._error("lone-minus", start, self._without(start, start + 1))
            self._deeper(start)
            part = self._unary()
            self.depth_minus -= 1
            return Not(part) if part else None
        return self._atom()

    depth_minus = 0

    def _deeper(self, at: int) -> None:
        self.depth_minus += 1
        if self.depth + self.depth_minus > MAX_DEPTH:
            raise self._error("too-deep", at)

    def _atom(self) -> Node | None:
        start = self.at
        if start >= len(self.plain):
            return None
        character = self.plain[start]
        if character == ")":
            if self.depth:
                return None
            raise self._stray(start)
        if character == "(":
            close = self._closing(start)
            if close is None:
                raise self._unclosed(start)
            if self._is_group(start, close):
                return self._group(start)
        if (match := _FIELD.match(self.plain, start)) and (field := FIELDS.get(match[1].lower())):
            return self._field(field, match)
        return self._piece(start)

    def _is_group(self, start: int, close: int) -> bool:
        """Whether a pair of brackets holds a group: white space inside, or nothing that adjoins it after.

        The number of a heading, ``(三)``, is text.
        """
        inside = self.plain[start + 1 : close]
        if self.field not in ("year", "region", "kind") and _NUMBER.fullmatch(inside):
            return False
        return any(map(str.isspace, inside)) or self._ends(close + 1) or self.plain[close + 1] == ")"

    def _closing(self, start: int) -> int | None:
        """The place of the bracket that closes the one at ``start``; brackets within phrases do not count."""
        level, at = 0, start
        while at < len(self.plain):
            character = self.plain[at]
            if character in _CLOSERS and (at == 0 or self.plain[at - 1].isspace() or self.plain[at - 1] in "(:-"):
                end = self._quote_end(at)
                at = at if end is None else end
            elif character == "(":
                level += 1
            elif character == ")":
                level -= 1
                if level == 0:
                    return at
            at += 1
        return None

    def _quote_end(self, at: int) -> int | None:
        """The place of the quote that closes the one at ``at``."""
        closers = _CLOSERS[self.plain[at]]
        return next((i for i in range(at + 1, len(self.plain)) if self.plain[i] in closers), None)

    def _group(self, start: int) -> Node | None:
        if self.depth >= MAX_DEPTH:
            raise self._error("too-deep", start)
        self.depth += 1
        minus, self.depth_minus = self.depth_minus, 0
        self.at = start + 1
        self._skip()
        if self.plain[self.at : self.at + 1] == ")":
            raise self._error("empty-group", start, self._without(start, self.at + 1))
        node = self._or()
        self.depth_minus = minus
        self.depth -= 1
        if self.plain[self.at : self.at + 1] != ")":
            raise self._unclosed(start)
        self.at += 1
        return node

    def _field(self, field: Field, match: re.Match[str]) -> Node | None:
        start = match.start()
        if self.field:
            raise self._error("nested-field", start, self._without(start, match.end()))
        self.at = match.end()
        self._skip()
        if self.at >= len(self.plain) or self.plain[self.at] == ")" or self._operator():
            raise self._error("empty-field", start, self._without(start, match.end()),
                              name=self.query[start : match.end() - 1])
        self.field = field
        node = self._atom_of_field(start)
        self.field = None
        if node is None:
            raise self._error("empty-field", start, self._without(start, self.at),
                              name=self.query[start : match.end() - 1])
        return node

    def _atom_of_field(self, start: int) -> Node | None:
        if self.plain[self.at] == "(":
            close = self._closing(self.at)
            if close is None:
                raise self._unclosed(self.at)
            if self._is_group(self.at, close):
                return self._group(self.at)
        return self._piece(start)

    def _piece(self, start: int) -> Node | None:
        """A phrase or a word; ``start`` is the place of its field name if it has one."""
        begin = self.at
        quoted, phrase, tail = False, "", begin
        if self.plain[begin] in _CLOSERS:
            end = self._quote_end(begin)
            if end is None and self.plain[begin] != "”":
                raise self._error("unclosed-quote", begin, self.query + self._closer(begin))
            if end is not None:
                quoted = True
                if not fold(self.query[begin + 1 : end]):
                    raise self._error("empty-phrase", begin, self._without(begin, end + 1))
                phrase, tail = self.query[begin + 1 : end], end + 1
        self.at = self._word_end(tail)
        typed = self.plain[tail : self.at]
        prefix = typed.endswith("*") and not typed.endswith("**")
        text = phrase + self.query[tail : self.at - prefix]
        field = self.field
        if field == "year" or field == "region" or field == "kind":
            return self._value(field, text + "*" * prefix, (start, self.at), begin)
        folded = fold(text)
        if prefix and not folded:
            raise self._error("lone-star", begin)
        if not folded:
            return None
        self.words += 1
        if self.words > MAX_WORDS:
            raise self._error("too-many", begin, self.query[:begin])
        return Text(text, folded, quoted, prefix, field, (start, self.at))

    def _closer(self, at: int) -> str:
        return "”" if self.query[at] == "“" else '"'

    def _word_end(self, at: int) -> int:
        """Where the word that ``at`` is in ends: white space, or a bracket that it did not open."""
        opened: list[int] = []
        while not self._ends(at):
            character = self.plain[at]
            if character == "(":
                opened.append(at)
            elif character == ")":
                if opened:
                    opened.pop()
                elif self.depth:
                    break
                elif self._ends(at + 1):
                    raise self._stray(at)
            at += 1
        if opened and self.split is None:
            self.split = opened[-1]
        return at

    def _value(self, field: Literal["year", "region", "kind"], text: str, at: Span, begin: int) -> Node:
        if field == "year":
            return self._year("".join(map(narrow, text)).strip(), at, begin)
        folded = fold(text)
        if field == "kind":
            kind = KINDS.get(folded)
            if kind is None:
                raise self._error("bad-kind", begin, self._without(begin, self.at, "报告"), text=text)
            return Value("kind", kind, at)
        if not folded:
            raise self._error("empty-field", at[0], None, name="地区")
        return Value("region", _code(folded), at)

    def _year(self, plain: str, at: Span, begin: int) -> Node:
        if fold(plain) in ("无", "none"):
            return Year(None, None, at)
        match = _RANGE.fullmatch("".join(plain.split()))
        if match and (match[1] or match[3]):
            start = int(match[1]) if match[1] else None
            end = int(match[3]) if match[3] else None if match[2] else start
            if start is None or end is None or start <= end:
                return Year(start, end, at)
        digits = re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", plain)
        proposal = "..".join(sorted(digits[:2])) or "2011..2015"
        raise self._error("bad-year", begin, self._without(begin, self.at, proposal), text=plain)


def _code(folded: str) -> str:
    """A region's value: six digits of a code lose the pairs of zeros that stand for "all of it".

    >>> _code("230000"), _code("230100"), _code("黑龙江")
    ('23', '2301', '黑龙江')
    """
    if re.fullmatch(r"[0-9]{2,6}", folded):
        while len(folded) > 2 and folded.endswith("00"):
            folded = folded[:-2]
    return folded


def _is_near_operand(node: Node) -> bool:
    if isinstance(node, Both) and node.op == "or":
        return all(isinstance(part, Text) for part in node.parts)
    return isinstance(node, Text)


def _readable(query: str) -> bool:
    try:
        return _Parser(query, proposing=False).query_() != All()
    except QueryError:
        return False


def _join(op: Literal["and", "or"], parts: list[Node]) -> Node | None:
    """The parts as one node, nested ones of the same kind opened."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Both) and part.op == op else [part])
    if len(flat) < 2:
        return flat[0] if flat else None
    return Both(op, tuple(flat))
