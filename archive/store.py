"""The store: documents, originals and ledgers as files below one folder (see the contract's *Files*)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive import ledger as ledgers
from archive import record
from archive.errors import UnknownId
from archive.model import Document, Ledger


class Store:
    """An archive folder. Writing is atomic: a reader sees the old file or the new one."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def paths(self) -> list[Path]:
        """The record files, sorted by id."""
        return sorted(self.root.glob("documents/*/*.md"), key=lambda p: p.stem)

    def documents(self) -> Iterator[Document]:
        """All documents, by id. Raises :class:`archive.errors.BrokenRecord`."""
        for path in self.paths():
            yield record.read(path.read_text(encoding="utf-8"), str(path))

    def document(self, id: str) -> Document:
        """One document. Raises :class:`UnknownId`."""
        for path in self.root.glob(f"documents/*/{id}.md"):
            return record.read(path.read_text(encoding="utf-8"), str(path))
        raise UnknownId(id=id, archive=self.root)

    def original_path(self, sha256: str) -> Path:
        return self.root / "originals" / sha256[:2] / sha256

    def ledger_path(self, sha256: str) -> Path:
        return self.root / "ledgers" / sha256[:2] / f"{sha256}.json"

    def document_path(self, document: Document) -> Path:
        year = document.date[:4] if document.date else "undated"
        return self.root / "documents" / year / f"{document.id}.md"

    def original(self, sha256: str) -> bytes:
        """The bytes as received."""
        return self.original_path(sha256).read_bytes()

    def ledger(self, sha256: str) -> Ledger:
        path = self.ledger_path(sha256)
        return ledgers.from_json(path.read_text(encoding="utf-8"), str(path))

    def write(self, path: Path, data: bytes) -> bool:
        """Write a file atomically; whether anything changed."""
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        return True
