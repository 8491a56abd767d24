"""A record as text: YAML front matter, then the Markdown body.

``read(write(document)) == document`` and ``write(read(text)) == text`` for
every text that ``write`` made: keys stand in one order, absent fields are left
out, lines never wrap.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import yaml

from archive.errors import BrokenRecord
from archive.model import Copy, Correction, Damage, Document, Region, Variant

_FENCE = "---\n"
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
        return Document(
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
