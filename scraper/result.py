"""What cleaning a capture gives to the store, and the ids that its ledger names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from archive import ledger as ledgers
from archive.model import Document, Ledger
from archive.prints import Prints
from archive.store import Store
from scraper.clean import clean_capture
from scraper.collate import prints_of
from scraper.model import Capture


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker hands back of a cleaned capture."""

    ledger: Ledger
    documents: tuple[Document, ...]
    refused: tuple[str, str] | None
    prints: tuple[Prints, ...]
    """The fingerprints of each document's text."""
    json: bytes
    """The ledger as it is stored, unless an id of it is taken."""


def work(capture: Capture) -> Result:
    """Clean a capture, in a worker; and all that the one writer need not do itself."""
    cleaned = clean_capture(capture)
    return Result(cleaned.ledger, cleaned.documents, cleaned.refused, tuple(map(prints_of, cleaned.documents)),
                  b"" if cleaned.refused else ledgers.to_json(cleaned.ledger).encode())


def own_rules(store: Store) -> list[Path]:
    """The user's rule files of an archive."""
    return sorted(store.root.glob("rules/*.toml"))


def ids_of(ledger: Ledger) -> tuple[str, ...]:
    """The documents a page became part of, in the order of the page."""
    return tuple(dict.fromkeys(s.id for s in ledger.segments if s.id))


def rename(ledger: Ledger, names: dict[str, str]) -> Ledger:
    """The ledger with the ids of its documents exchanged."""
    if all(a == b for a, b in names.items()):
        return ledger
    return replace(
        ledger,
        segments=tuple(replace(s, id=names.get(s.id, s.id)) if s.id else s for s in ledger.segments),
        doubts=tuple(replace(d, id=names.get(d.id, d.id)) if d.id else d for d in ledger.doubts),
    )
