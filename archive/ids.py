"""Permanent ids: opaque, short, minted once from the first capture and part."""

from __future__ import annotations

import hashlib

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def mint(sha256: str, part: int, salt: int = 0) -> str:
    """Eight letters and digits for a part (from 1) of a capture; ``salt`` tells apart the rare collision.

    >>> len(mint("00" * 32, 1)), mint("00" * 32, 1) != mint("00" * 32, 2)
    (8, True)
    """
    number = int.from_bytes(hashlib.sha256(f"{sha256}.{part}.{salt}".encode()).digest()[:8], "big")
    return "".join(_ALPHABET[number >> 5 * i & 31] for i in range(8))
