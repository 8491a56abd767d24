"""A Whoosh codec for grams: the field ``text`` lives in arrays, all else in Whoosh's own codec.

Whoosh asks a codec for a reader of terms and postings; this one answers for
``text`` from :class:`search.grams.Grams` (terms of one and two folded
characters, a posting for each document with the number of occurrences) and
hands every other field to ``W3Codec``. Whoosh's own format for the same
postings costs ten times the time and, with positions, three times the size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.analysis import IDAnalyzer
from whoosh.codec.base import TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3FieldCursor
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Frequency
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from search.grams import SEP, START, Array, Grams

NAME = "MAIN"
"""Of the index, as Whoosh counts them."""
FIELD = "text"


class GramField(FieldType):  # type: ignore[misc]
    """Folded characters, alone and by two; terms are looked up as they are."""

    def __init__(self) -> None:
        self.format = Frequency()
        self.analyzer = IDAnalyzer()
        self.vector = None
        self.scorable = False
        self.stored = False
        self.unique = False


def schema() -> Schema:
    """The fields of the index."""
    word = {name: ID() for name in ("kind", "year", "region", "code", "speaker", "organization")}
    return Schema(id=ID(stored=True, unique=True), **word, **{FIELD: GramField()})


class GramCodec(W3Codec):  # type: ignore[misc]
    """``W3Codec`` whose field ``text`` is read from arrays."""

    def terms_reader(self, storage: Any, segment: Any) -> GramTermsReader:
        return GramTermsReader(super().terms_reader(storage, segment), load(storage, segment))


def load(storage: Any, segment: Any) -> Grams:
    """The arrays of a segment."""
    return Grams.load(f"{storage.folder}/{segment.segment_id()}")


class GramTermsReader(TermsReader):  # type: ignore[misc]
    """Terms and postings of one segment."""

    def __init__(self, others: Any, grams: Grams) -> None:
        self._others = others
        self._grams = grams

    def _postings(self, term: bytes) -> tuple[Array, Array]:
        codes = np.frombuffer(term.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass"), "<u2")
        if len(codes) not in (1, 2) or int(codes[0]) == SEP:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first = int(codes[0]) << 16 | (int(codes[1]) if len(codes) == 2 else 0)
        last = first if len(codes) == 2 else first | 0xFFFF
        documents = np.searchsorted(self._grams.bounds[:, START], self._grams.places(first, last), "right") - 1
        return np.unique(documents, return_counts=True)

    def _terms(self) -> Iterator[bytes]:
        before = -1
        for key in self._grams.keys.tolist():
            high, low = key >> 16, key & 0xFFFF
            if high != before:
                yield chr(high).encode("utf-8", "surrogatepass")
                before = high
            if low != SEP:
                yield (chr(high) + chr(low)).encode("utf-8", "surrogatepass")

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        if term[0] != FIELD:
            return term in self._others
        return bool(len(self._postings(term[1])[0]))

    def indexed_field_names(self) -> list[str]:
        return [*self._others.indexed_field_names(), FIELD]

    def cursor(self, fieldname: str, fieldobj: Any) -> W3FieldCursor:
        return self._others.cursor(fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        yield from self._others.terms()
        yield from ((FIELD, term) for term in self._terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        if fieldname != FIELD:
            yield from self._others.terms_from(fieldname, prefix)
        else:
            yield from ((FIELD, term) for term in self._terms() if term >= prefix)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        yield from self._others.items()
        yield from (((FIELD, term), self.term_info(FIELD, term)) for term in self._terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        if fieldname != FIELD:
            yield from self._others.items_from(fieldname, prefix)
        else:
            yield from ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        if fieldname != FIELD:
            return self._others.term_info(fieldname, tbytes)
        documents, counts = self._postings(tbytes)
        if not len(documents):
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        return TermInfo(weight=int(counts.sum()), df=len(documents), maxweight=int(counts.max()),
                        minid=int(documents[0]), maxid=int(documents[-1]))

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        if fieldname != FIELD:
            return float(self._others.frequency(fieldname, tbytes))
        return float(self._postings(tbytes)[1].sum())

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        if fieldname != FIELD:
            return int(self._others.doc_frequency(fieldname, tbytes))
        return len(self._postings(tbytes)[0])

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> Any:
        if fieldname != FIELD:
            return self._others.matcher(fieldname, tbytes, format_, scorer=scorer)
        documents, counts = self._postings(tbytes)
        if not len(documents):
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        return ListMatcher(documents.tolist(), counts.astype(float).tolist(), None, format_, scorer=scorer,
                           term=(fieldname, tbytes), terminfo=self.term_info(fieldname, tbytes))

    def close(self) -> None:
        self._others.close()
