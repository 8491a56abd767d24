"""What persons rule in an archive, read once and laid over each record.

``overrides/`` and ``corrections/`` are written by hand
(:mod:`scraper.override`); ``withdrawn/<id>.json`` (``{"why", "when"}``) by
``gonghui withdraw``, so that a withdrawal outlives even the record.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive.errors import BrokenRecord
from archive.model import Correction, Document
from scraper.override import apply, correct, read_corrections

OVERRIDES, CORRECTIONS, WITHDRAWN = "overrides", "corrections", "withdrawn"


@dataclass(frozen=True)
class Rulings:
    """By id of the document: its override file as it is, and its corrections."""

    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def over(self, document: Document) -> Document:
        """The cleaned ``document`` with what a person set and corrected."""
        new = apply(document, self.overrides.get(document.id, {}), f"{OVERRIDES}/{document.id}.toml")
        new = replace(new, withdrawn=self.withdrawn.get(document.id, document.withdrawn))
        return correct(new, self.corrections.get(document.id, ())).document

    def unmatched(self, document: Document) -> list[Correction]:
        """The corrections of ``document`` that its text gives no place to."""
        made = [replace(c, block=0) for c in document.corrections]
        return [c for c in self.corrections.get(document.id, ()) if c not in made]


def read_rulings(root: Path) -> Rulings:
    """The rulings of the archive at ``root``. Raises :class:`archive.errors.BrokenRecord` that names file and row."""
    overrides = {path.stem: _overrides(path) for path in _files(root, OVERRIDES)}
    withdrawn = {path.stem: _withdrawal(path) for path in sorted((root / WITHDRAWN).glob("*.json"))}
    return Rulings(overrides, {path.stem: _corrections(path) for path in _files(root, CORRECTIONS)}, withdrawn)


def withdrawal(root: Path, id: str) -> Path:
    """The file that says that a document is withdrawn."""
    return root / WITHDRAWN / f"{id}.json"


def _withdrawal(path: Path) -> Mapping[str, str]:
    try:
        values = json.loads(path.read_bytes())
        return {"why": str(values["why"]), "when": str(values["when"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRecord(where=path, what=f"no withdrawal ({error})") from error


def _files(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).glob("*.toml"))


def _overrides(path: Path) -> Mapping[str, Any]:
    values = _toml(path)
    apply(Document(id=path.stem, kind="other", body=""), values, str(path))
    return values


def _corrections(path: Path) -> tuple[Correction, ...]:
    return read_corrections(_toml(path), str(path))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenRecord(where=path, what=f"not TOML ({error})") from error


def faults(root: Path, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    """What is wrong with the rulings of an archive that holds ``documents``: (path, reason)."""
    for folder, read in ((OVERRIDES, _overrides), (CORRECTIONS, _corrections)):
        for path in _files(root, folder):
            name = f"{folder}/{path.name}"
            document = documents.get(path.stem)
            try:
                read(path)
            except BrokenRecord as error:
                yield name, str(error.facts["what"])
                continue
            if document is None:
                yield name, f"there is no document {path.stem}"
            elif folder == OVERRIDES and _not_in_force(_overrides(path), document):
                yield name, f"not in force; run `gonghui reclean {path.stem}`"
            elif folder == CORRECTIONS:
                rulings = Rulings(corrections={path.stem: _corrections(path)})
                yield from ((name, unmatched(c)) for c in rulings.unmatched(document))


def _not_in_force(overrides: Mapping[str, Any], document: Document) -> bool:
    new = apply(document, overrides)
    return replace(new, evidence=document.evidence) != document


def unmatched(correction: Correction) -> str:
    """What to tell of a correction whose anchors do not stand once in the text."""
    words = correction.before + correction.old + correction.after
    return f"“{words}” does not stand once in the text; mend the words around it, or run `gonghui reclean`"
