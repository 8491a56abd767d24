"""A record as text: YAML front matter, then the Markdown body.

``read(write(document)) == document`` and ``write(read(text)) == text`` for
every text that ``write`` made: keys stand in one order, absent fields are left
out, lines never wrap.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from typing import Any

import yaml

from archive.errors import BrokenRecord
from archive.model import KINDS, Copy, Correction, Damage, Document, Region, Variant

_FENCE = "---\n"
_ID = re.compile(r"[0-9a-z]{1,40}")
_HASH = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.A)
_TEXTS = ("id", "kind", "title", "subtitle", "date", "speaker", "organization", "meeting", "document_number", "script")
_COPY_KEYS = ("sha256", "part", "of", "url", "site", "published", "captured", "captures")


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(_Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v, flow_style=True))


def front_matter(document: Document) -> dict[str, Any]:
    """The front matter as plain values in the order of the contract; absent fields are left out."""
    d = document
    out: dict[str, Any] = {"id": d.id, "title": d.title, "subtitle": d.subtitle, "kind": d.kind, "date": d.date,
                           "speaker": d.speaker, "organization": d.organization}
    if d.region:
        out["region"] = _Flow({k: v for k, v in (("code", d.region.code), ("name", d.region.name)) if v})
    out["meeting"] = d.meeting
    if d.session:
        out["session"] = _Flow(d.session)
    out["document_number"] = d.document_number
    out["script"] = d.script
    if d.evidence:
        out["evidence"] = dict(d.evidence)
    out["copies"] = [_copy(c) for c in d.copies]
    out["damage"] = _Flow(repaired=d.damage.repaired, doubtful=d.damage.doubtful, masked=d.damage.masked)
    if d.aliases:
        out["aliases"] = list(d.aliases)
    if d.overridden:
        out["overridden"] = dict(d.overridden)
    if d.corrections:
        out["corrections"] = [_Flow((k, v) for k, v in asdict(c).items() if v != "") for c in d.corrections]
    if d.variants:
        out["variants"] = [_Flow(asdict(v)) for v in d.variants]
    if d.anchors:
        out["anchors"] = dict(d.anchors)
    if not d.publish:
        out["publish"] = False
    if d.withdrawn:
        out["withdrawn"] = dict(d.withdrawn)
    return {k: v for k, v in out.items() if v is not None}


def _copy(copy: Copy) -> dict[str, Any]:
    values = {k: getattr(copy, k) for k in _COPY_KEYS}
    values["captures"] = [_Flow(c) for c in copy.captures] or None
    return {k: v for k, v in values.items() if v is not None}


def write(document: Document) -> str:
    """The text of the record, ending in one line end."""
    head = yaml.dump(front_matter(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"{_FENCE}{head}{_FENCE}\n{document.body}\n"


def read(text: str, where: str = "record") -> Document:
    """Parse a record. Raises :class:`BrokenRecord` that names ``where``."""
    if not text.startswith(_FENCE) or (end := text.find("\n" + _FENCE, 3)) < 0:
        raise BrokenRecord(where=where, what="no front matter between --- lines")
    try:
        values = yaml.load(text[len(_FENCE) : end + 1], Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise BrokenRecord(where=where, what=f"front matter is not YAML ({error})") from error
    if not isinstance(values, dict):
        raise BrokenRecord(where=where, what="front matter is not a mapping")
    return from_values(values, text[end + 1 + len(_FENCE) :].strip("\n"), where)


def is_date(text: str) -> bool:
    """Whether an EDTF date names a day, month or year that there is.

    >>> is_date("2014-04-30"), is_date("2014-04-31"), is_date("2014-04"), is_date("2014-13")
    (True, False, True, False)
    """
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _correction(values: dict[str, Any]) -> Correction:
    return Correction(**{"before": "", "old": "", "new": "", "after": "", **values})


def from_values(values: dict[str, Any], body: str, where: str = "record") -> Document:
    """A document from front matter values. Raises :class:`BrokenRecord` for unknown or missing keys."""
    rest = dict(values)
    if rest.get("date") is not None:  # a record written by hand may leave the date without quotes
        rest["date"] = str(rest["date"])
    try:
        region = rest.pop("region", None)
        copies = tuple(Copy(**{**c, "captures": tuple(c.get("captures", ()))}) for c in rest.pop("copies", ()))
        document = Document(
            body=body,
            region=Region(**region) if region else None,
            copies=copies,
            damage=Damage(**rest.pop("damage", {})),
            aliases=tuple(rest.pop("aliases", ())),
            corrections=tuple(_correction(c) for c in rest.pop("corrections", ())),
            variants=tuple(Variant(**v) for v in rest.pop("variants", ())),
            **rest,
        )
    except (TypeError, AttributeError) as error:
        raise BrokenRecord(where=where, what=f"front matter does not fit the schema ({error})") from error
    if what := _unfit(document):
        raise BrokenRecord(where=where, what=f"front matter does not fit the schema ({what})")
    return document


def _unfit(document: Document) -> str | None:
    """What of a document no page could show or no search could hold; the schema says more, but takes its time."""
    d = document
    texts = {name: getattr(d, name) for name in _TEXTS}
    tables = {"evidence": d.evidence, "anchors": d.anchors, "overridden": d.overridden, "withdrawn": d.withdrawn or {}}
    if wrong := [name for name, value in texts.items() if value is not None and not isinstance(value, str)]:
        return f"{wrong[0]}: not text"
    if not _ID.fullmatch(d.id):
        return f"id: {d.id[:40]!r} is none"
    if d.kind not in KINDS:
        return f"kind: {d.kind[:40]!r} is none"
    if d.date is not None and not (_DATE.fullmatch(d.date) and is_date(d.date)):
        return f"date: {d.date[:40]} is no day of the calendar"
    if wrong := [name for name, value in tables.items() if not _is_table(value)]:
        return f"{wrong[0]}: not words by name"
    if d.region and not all(isinstance(v, str | None) for v in (d.region.code, d.region.name)):
        return "region: not text"
    if not all(isinstance(id, str) and _ID.fullmatch(id) for id in d.aliases):
        return "aliases: not ids"
    if not all(map(_is_copy, d.copies)):
        return "copies: not hashes with parts and addresses"
    if not all(isinstance(n, int) for n in (d.damage.repaired, d.damage.doubtful, d.damage.masked)):
        return "damage: not numbers"
    return None


def _is_copy(c: Copy) -> bool:
    told = all(isinstance(v, str | None) for v in (c.url, c.site, c.published, c.captured))
    numbered = isinstance(c.part, int) and isinstance(c.of, int)
    return told and numbered and isinstance(c.sha256, str) and bool(_HASH.fullmatch(c.sha256)) \
        and all(isinstance(page, dict) for page in c.captures)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())
