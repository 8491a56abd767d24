"""The glossary: the names that mean the same, and where the archive has each of them first and last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.model import Document
from search.aliases import rows
from search.fold import fold
from search.tree import KINDS


@dataclass(slots=True)
class Seen:
    """A name and the documents that have it: how many, and the first and the last dated one."""

    name: str
    folded: str
    documents: int = 0
    first: tuple[str, str] | None = None
    """Date and id."""
    last: tuple[str, str] | None = None

    def add(self, document: Document) -> None:
        """Count a document that has the name."""
        self.documents += 1
        if document.date:
            here = (document.date, document.id)
            self.first = min(self.first or here, here)
            self.last = max(self.last or here, here)


@dataclass(slots=True)
class Term:
    """A row of the alias dictionary: its full name, all its names, and the years of the thing where it changed."""

    id: str
    name: str
    years: str | None
    names: list[Seen] = field(default_factory=list)


def terms(documents: Iterable[Document]) -> list[Term]:
    """The alias dictionary with where each name stands; the texts are read once, one after the other.

    A name counts where a search for it in quotation marks finds it: within one paragraph, heading or field.
    """
    out = [Term(row.id, max(row.forms, key=len), row.years,
                [Seen(form, fold(form)) for form in sorted(row.forms, key=lambda form: (-len(form), form))])
           for row in rows()]
    names = [name for term in out for name in term.names]
    for document in documents:
        text = "\n".join(map(fold, _pieces(document)))
        for name in names:
            if name.folded in text:
                name.add(document)
    return sorted(out, key=lambda term: (-sum(name.documents for name in term.names), term.name))


def _pieces(document: Document) -> list[str]:
    fields = (document.title, document.subtitle, document.speaker, document.organization, document.meeting,
              document.document_number)
    return [*(f for f in fields if f), *document.body.split("\n\n")]


def kind_names() -> dict[str, list[str]]:
    """For each kind the words by which a query may name it.

    >>> kind_names()["speech"]
    ['讲话', '发言', '致辞', '开幕词', '主持词']
    """
    out: dict[str, list[str]] = {}
    for word, kind in KINDS.items():
        if word != kind:
            out.setdefault(kind, []).append(word)
    return out
