"""One record changed by hand: written, and the index brought up to date where there is one."""

from __future__ import annotations

from collections.abc import Callable

from archive import record
from archive.model import Document
from archive.store import Store
from gonghui.console import waiting


def put(store: Store, purpose: str, id: str, change: Callable[[Document], Document]) -> bool:
    """Change the record ``id``; whether anything did. Raises :class:`archive.errors.UnknownId`.

    The index follows at once, so that a running server gives what is true now.
    """
    with store.writing(purpose, waiting):
        new = change(store.document(id))
        changed = store.commit({store.path(id): record.write(new).encode()})
        if changed:
            _refresh(store)
    return changed


def _refresh(store: Store) -> None:
    from search.build import build_index  # Whoosh is slow to load
    from search.manifest import is_usable

    if is_usable(store.root):
        build_index(store.root)
