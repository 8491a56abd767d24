"""Copies of one work over the whole archive, and works that share text.

Candidates come from a table of fingerprints; whether two texts are copies of
one work is decided on the texts themselves, so that a third of shared
sentences, or a notice that returns every year, never merges two works. Pure:
the store looks documents up and writes what comes out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from archive import body as markdown
from archive.model import Document
from archive.prints import Prints, fingerprints, letters
from scraper.collate_prints import Table

COPY = 0.62
"""Share of the shorter text's 4-grams from which two texts are copies of one work."""
LOOK = 0.12
"""Share of prints from which the texts themselves are compared."""
RELATED = 0.10
"""Share of text from which two works are listed as related."""
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A document and where it belongs: ``same`` is the work it is a copy of (``None``: a new work)."""

    document: Document
    same: str | None = None
    related: tuple[tuple[str, float], ...] = ()
    """Other works by the share of the shorter text that both hold, most first."""
    rewritten: tuple[str, ...] = ()
    """Works of which this looks like a version rewritten by synonyms: to be shown, never merged."""


def text_of(document: Document) -> str:
    """The reading text of a record: paragraphs and headings without the title."""
    return "\n".join(b.text for b in markdown.parse(document.body) if b.kind != "title")


def prints_of(document: Document) -> Prints:
    """The fingerprints of a record's text; those of the last few are remembered. Not to be changed."""
    return _prints(text_of(document))


@lru_cache(128)
def _prints(text: str) -> Prints:
    return fingerprints(text)


def share(a: str, b: str) -> float:
    """How much of the shorter text stands in the other, by 4-grams of letters (0 to 1)."""
    one, two = _grams(a), _grams(b)
    least = min(one.total(), two.total())
    return sum((one & two).values()) / least if least else 0.0


def _grams(text: str) -> Counter[str]:
    bare = letters(text)
    return Counter(bare[i : i + _GRAM] for i in range(max(len(bare) - _GRAM + 1, min(len(bare), 1))))


def conflict(a: Document, b: Document) -> bool:
    """Whether what two documents tell of themselves cannot be true of one work.

    A less exact date (2013) does not contradict a more exact one (2013-03-07).
    What a person set differs from what the copies tell: it contradicts nothing.
    """
    def tell(name: str) -> tuple[Any, Any]:
        ruled = name in a.overridden or name in b.overridden
        return (None, None) if ruled else (getattr(a, name), getattr(b, name))

    one, two = tell("date")
    if one and two and not (one.startswith(two) or two.startswith(one)):
        return True
    one, two = tell("document_number")
    if one and two and letters(one) != letters(two):
        return True
    one, two = tell("speaker")
    if one and two and one != two:
        return True
    one, two = (region.code if region else None for region in tell("region"))
    return bool(one and two and not _inside(one, two) and not _inside(two, one))


def _inside(code: str, above: str) -> bool:
    return code.startswith(above[:2] if above.endswith("0000") else above[:4] if above.endswith("00") else above)


def same_work(a: Document, b: Document, shared: float | None = None) -> bool:
    """Whether two documents are copies of one work. ``shared``: their :func:`share`, where it is known."""
    if conflict(a, b):
        return False
    one, two = text_of(a), text_of(b)
    value = share(one, two) if shared is None else shared
    if value < COPY:
        return False
    short, long = sorted((len(letters(one)), len(letters(two))))
    if short < 60 and value < 0.98:
        return False
    return value >= 0.9 or (not _other_figures(one, two) and short >= 0.15 * long)


_FIGURE = re.compile(r"(?<![\d.xX×*□_])\d+(?:\.\d+)?(?![\d.xX×*□_])")


def _other_figures(a: str, b: str) -> bool:
    """Whether most figures differ: the same form filled in anew (a yearly notice, a yearly summary)."""
    one, two = (Counter(_FIGURE.findall(t)) for t in (a, b))
    least = min(one.total(), two.total())
    return least >= 6 and sum((one & two).values()) < 0.5 * least


def place(documents: Iterable[Document], table: Table, look_up: Callable[[str], Document]) -> Iterator[Placed]:
    """Place new documents one after another; each that is a new work is entered into ``table``.

    ``look_up`` gives a document of the table by id. Of several works that fit,
    the one that shares most wins.
    """
    fresh: dict[str, Document] = {}
    for document in documents:
        prints = prints_of(document)
        placed = place_one(document, prints, table, lambda id: fresh.get(id) or look_up(id))
        if placed.same is None:
            fresh[document.id] = document
        yield placed


def place_one(document: Document, prints: Prints, table: Table, look_up: Callable[[str], Document]) -> Placed:
    """Place one document that has the fingerprints ``prints``; see :func:`place`."""
    text = ""
    near: list[tuple[float, str, Document]] = []
    for id, shared, size in table.sharing(prints):
        if id == document.id or shared < LOOK * min(len(prints), size) or len(near) >= 40:
            continue
        other, text = look_up(id), text or text_of(document)
        near.append((share(text, text_of(other)), id, other))
    near.sort(key=lambda n: (-n[0], n[1]))
    same = next((id for value, id, other in near if same_work(document, other, value)), None)
    if same is None:
        table.add(document.id, prints)
    rest = [(value, id, other) for value, id, other in near if id != same]
    return Placed(document, same,
                  tuple((id, round(value, 2)) for value, id, _ in rest if value >= RELATED),
                  tuple(id for value, id, other in rest if value < COPY and rewritten(text, text_of(other))))


def related(documents: Iterable[Document]) -> dict[str, list[tuple[str, float]]]:
    """For every document the others that share text with it, most first, with the share."""
    known = {d.id: d for d in documents}
    table = Table()
    prints = {id: fingerprints(text_of(d)) for id, d in known.items()}
    table.extend(prints.items())
    texts = {id: text_of(d) for id, d in known.items()}
    found: dict[tuple[str, str], float] = {}
    for id, mine in prints.items():
        for other, shared, size in table.sharing(mine):
            pair = (min(id, other), max(id, other))
            if other != id and pair not in found and shared >= LOOK * min(len(mine), size):
                found[pair] = share(texts[id], texts[other])
    out: dict[str, list[tuple[str, float]]] = {id: [] for id in known}
    for (a, b), value in found.items():
        if value >= RELATED:
            out[a].append((b, round(value, 2)))
            out[b].append((a, round(value, 2)))
    return {id: sorted(pairs, key=lambda p: (-p[1], p[0])) for id, pairs in out.items()}


def rewritten(a: str, b: str) -> bool:
    """Whether one text is the other with words exchanged: paragraph for paragraph alike, hardly one the same."""
    one, two = ([letters(x) for x in t.split("\n") if len(letters(x)) > 20] for t in (a, b))
    if min(len(one), len(two)) < 3 or abs(len(one) - len(two)) > 0.1 * max(len(one), len(two)):
        return False
    values = [_alike(x, y) for x, y in zip(one, two, strict=False)]
    alike = sum(v > 0.4 for v in values)
    return alike >= 0.7 * len(values) and sum(v > 0.95 for v in values) < 0.3 * len(values)


def _alike(a: str, b: str) -> float:
    one, two = (Counter(t[i : i + 2] for i in range(len(t) - 1)) for t in (a, b))
    return 2 * sum((one & two).values()) / max(one.total() + two.total(), 1)


_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOTE = re.compile(r"[(（]\s*[a-zɡɑ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹɡɑ][a-zɡɑ]*\s*[)）]")
_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
"""Letters of Latin-1: not × and ÷, which stand in Chinese texts."""
_UNREAD = re.compile(
    f"[\u00a1-\u00b6\u00b8-\u00bf{_LATIN}\u0152-\u0178\u02c6\u02dc\u2020\u2021\u20ac\u2122\ufffd]{{3,}}|[{_LATIN}]")
_HARM, _MENDED = 10, 10
"""A mask, a doubt or a note left standing costs as much as so many letters, so many repairs as much as one."""


def length(document: Document) -> int:
    """How much text a copy has: its ideographs. Notes of pronunciation and bytes read wrongly are no text."""
    return len(_HAN.findall(text_of(document)))


def cost(document: Document, fullest: int) -> int:
    """What a copy lacks, in letters: text that the fullest copy has beyond it, and the damage that it shows."""
    text, damage = text_of(document), document.damage
    shown = len(_NOTE.findall(text)) + len(_UNREAD.findall(text))
    return (fullest - length(document) + _HARM * (damage.masked + damage.doubtful + shown)
            + -(-damage.repaired // _MENDED))


def best_first(copies: Sequence[Document]) -> list[Document]:
    """The cleaned copies of one work, fewest losses and least damage first, then most text; equal ones as given."""
    fullest = max(map(length, copies))
    return sorted(copies, key=lambda d: cost(d, fullest))


_TOLD = ("title", "subtitle", "date", "speaker", "organization", "region", "meeting", "document_number")


def merged(copies: Sequence[Document], id: str) -> Document:
    """One record of the cleaned copies of a work under ``id``: text and fields of the best copy.

    A field that the best copy does not tell is taken from the next that tells
    it, with its evidence. Ids given up live on as aliases.
    """
    ranked = best_first(copies)
    best = ranked[0]
    fields: dict[str, object] = {}
    evidence = dict(best.evidence)
    for name in _TOLD:
        for copy in ranked:
            value = getattr(copy, name)
            if value:
                fields[name] = value
                if copy is not best and name in copy.evidence:
                    evidence[name] = copy.evidence[name]
                break
    session = next((d.session for d in ranked if d.session and d.meeting == fields.get("meeting")), {})
    seen = dict.fromkeys(c for d in ranked for c in d.copies)
    aliases = dict.fromkeys(a for d in copies for a in (*d.aliases, d.id) if a != id)
    return replace(best, id=id, session=session, evidence=evidence, copies=tuple(seen), aliases=tuple(sorted(aliases)),
                   **fields)  # type: ignore[arg-type]
