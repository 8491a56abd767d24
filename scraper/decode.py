"""Bytes to text."""

from __future__ import annotations


def decode(data: bytes, hint: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the name of its encoding; ``hint`` is a declared charset, trusted least."""
    for name in ("utf-8-sig", "gb18030", "big5"):
        try:
            return data.decode(name), name.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), "utf-8"
