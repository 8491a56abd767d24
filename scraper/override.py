"""What a person knows better: fields of a record overruled, lost words of its text given back.

``overrides/<id>.toml``, a field a table::

    [date]
    value = "2013-03-07"
    why = "the printed yearbook, page 12"

(``value = false`` takes a field away), and ``corrections/<id>.toml``, a
replacement a table::

    [[correction]]
    before = "发展会员"
    old = "□"
    new = "8"
    after = "00人"
    why = "the printed original has the digit"
    source = "工会年鉴 2013"

Both survive every new cleaning. A correction whose anchors no longer stand
once in the text is reported, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import body as markdown
from archive.body import Block
from archive.errors import BrokenRecord
from archive.model import KINDS, Correction, Document, Region
from archive.record import is_date

FIELDS = ("title", "subtitle", "kind", "date", "speaker", "organization", "region", "meeting", "document_number",
          "publish")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CORRECTION = ("before", "old", "new", "after", "why", "source")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document with its corrections: those made stand in it; and those that no longer fit."""

    document: Document
    unmatched: tuple[Correction, ...] = ()


def apply(document: Document, overrides: Mapping[str, Any], where: str = "overrides") -> Document:
    """The document with the fields of an override file set and named in ``overridden``.

    Raises :class:`archive.errors.BrokenRecord` that names ``where`` for an
    unknown field, a missing reason or a value that cannot stand.
    """
    told: dict[str, Any] = {}
    evidence = dict(document.evidence)
    for name, row in overrides.items():
        told[name] = _value(name, row, where)
        evidence.pop(name, None)
    why = {name: " ".join(str(overrides[name]["why"]).split()) for name in FIELDS if name in told}
    if "meeting" in told:
        told["session"] = {}
    new = replace(document, evidence=evidence, overridden=why, **told)
    return replace(new, body=_retitled(new.body, new.title)) if "title" in told else new


def _value(name: str, row: object, where: str) -> object:
    if name not in FIELDS:
        raise BrokenRecord(where=where, what=f"{name} is no field that can be overruled ({', '.join(FIELDS)})")
    if not isinstance(row, Mapping) or "value" not in row or not str(row.get("why", "")).strip():
        raise BrokenRecord(where=where, what=f"{name} needs a value and a reason (why)")
    value = row["value"]
    if name == "publish":
        fits = isinstance(value, bool)
    elif name == "kind":
        fits = value in KINDS
    elif value is False:
        return None
    elif name == "region":
        fits = isinstance(value, Mapping) and set(value) <= {"name", "code"} and bool(value.get("name"))
        value = Region(**value) if fits else value
    else:
        fits = isinstance(value, str) and bool(value.strip())
        fits = fits and (name != "date" or (bool(_DATE.fullmatch(value)) and is_date(value)))
    if not fits:
        raise BrokenRecord(where=where, what=f"{name} cannot be {value!r}")
    return value


def _retitled(text: str, title: str | None) -> str:
    blocks = [b for b in markdown.parse(text) if b.kind != "title"]
    return markdown.render([*([Block("title", title, 1)] if title else []), *blocks])


def read_corrections(values: Mapping[str, Any], where: str = "corrections") -> tuple[Correction, ...]:
    """The corrections of a file. Raises :class:`archive.errors.BrokenRecord` that names ``where`` and the row."""
    out = []
    for number, row in enumerate(values.get("correction", ()), 1):
        if set(row) - set(_CORRECTION) or not all(isinstance(v, str) for v in row.values()):
            raise BrokenRecord(where=where, what=f"correction {number}: only {', '.join(_CORRECTION)}, all text")
        if not row.get("why") or not (row.get("before") or row.get("after")) or "new" not in row:
            raise BrokenRecord(where=where, what=f"correction {number}: needs new, why, and before or after")
        out.append(Correction(**{k: row.get(k, "") for k in _CORRECTION}))
    return tuple(out)


def correct(document: Document, corrections: Iterable[Correction]) -> Corrected:
    """The document with its corrections made, each where its anchors stand exactly once."""
    blocks = markdown.parse(document.body)
    made: list[Correction] = []
    unmatched = []
    for c in corrections:
        anchored, done = (c.before + x + c.after for x in (c.old, c.new))
        found = [i for i, b in enumerate(blocks) for _ in range(b.text.count(anchored))]
        if len(found) == 1:
            at = found[0]
            blocks[at] = replace(blocks[at], text=blocks[at].text.replace(anchored, done))
            made.append(replace(c, block=at))
        elif not found and (there := [i for i, b in enumerate(blocks) if done in b.text]):
            made.append(replace(c, block=there[0]))
        else:
            unmatched.append(c)
    title = document.title
    if any(blocks[c.block].kind == "title" for c in made):
        title = next(b.text for b in blocks if b.kind == "title")
    new = replace(document, body=markdown.render(blocks), title=title, corrections=tuple(made))
    return Corrected(new, tuple(unmatched))


def uncorrected(document: Document) -> list[Block]:
    """The blocks of the body as they were before its corrections."""
    blocks = markdown.parse(document.body)
    for c in reversed(document.corrections):
        if c.block < len(blocks):
            text = blocks[c.block].text.replace(c.before + c.new + c.after, c.before + c.old + c.after, 1)
            blocks[c.block] = replace(blocks[c.block], text=text)
    return blocks
