"""Which document a document is best compared with: the one of the year before, of the same body and kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.model import Document

_COUNTED = re.compile(r"[0-9〇○一二三四五六七八九十百零×xX]+")


def earlier(documents: Iterable[Document]) -> Mapping[str, Document]:
    """For each dated document the last one of an earlier year by the same organization (else place) and of its kind.

    Of several of that year, one whose title differs in its numbers alone goes before the latest.
    """
    series: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for d in documents:
        if d.date and (whose := d.organization or (d.region and (d.region.code or d.region.name))):
            series[whose, d.kind].append(d)
    out = {}
    for group in series.values():
        for d in group:
            before = [o for o in group if _year(o) < _year(d)]
            if before:
                out[d.id] = max(before, key=lambda o: (_year(o), _form(o) == _form(d), o.date or "", o.id))
    return out


def _year(document: Document) -> str:
    return (document.date or "")[:4]


def _form(document: Document) -> str:
    return _COUNTED.sub("", document.title or "")
