"""Unpacking what was packed for the way: gzip and deflate, in bounded memory, cut streams told from whole ones."""

from __future__ import annotations

import zlib

_STEP = 1 << 16
_GZIP = 31
_MEMBERS = 20_000
"""Streams in one gzip file: block gzip writes one for 64 KB."""


class CutShort(ValueError):
    """The stream ends before its end."""


def unpack_gzip(data: bytes, limit: int, partial: bool = False) -> bytes:
    """At most ``limit`` bytes of a gzip file, all its streams; ``partial`` takes a cut one. Raises :class:`ValueError`.

    >>> import gzip
    >>> unpack_gzip(gzip.compress(b"one") + gzip.compress(b"two"), 100)
    b'onetwo'
    """
    return _unpacked(data, limit, _GZIP, partial)


def unpack_body(data: bytes, told: str, limit: int) -> bytes:
    """The body of an answer whose ``Content-Encoding`` is ``told``, at most ``limit`` bytes of it.

    An empty body is empty, whatever was told. Raises :class:`CutShort`, and
    :class:`ValueError` for what cannot be unpacked or was not asked for.
    """
    for name in reversed([word.strip().lower() for word in told.split(",")]):
        if not data or name in ("", "identity"):
            continue
        if name in ("gzip", "x-gzip"):
            data = unpack_gzip(data, limit)
        elif name == "deflate":  # by the letter with a zlib head, by many servers without
            bare = data[0] & 0x0F != zlib.DEFLATED or int.from_bytes(data[:2], "big") % 31
            data = _unpacked(data, limit, -15 if bare else 15, False)
        else:
            raise ValueError(f"packed by {name[:20]}, which was not asked for")
    return data


def _unpacked(data: bytes, limit: int, bits: int, partial: bool) -> bytes:
    view, at, out, room = memoryview(data), 0, list[bytes](), limit
    for _ in range(_MEMBERS):
        engine = zlib.decompressobj(bits)
        try:
            while not engine.eof and room and at < len(view):
                piece = view[at : at + _STEP]
                out.append(engine.decompress(piece, room))
                room -= len(out[-1])
                at += len(piece) - len(engine.unused_data)
        except zlib.error as error:
            if partial:
                return b"".join(out)
            raise ValueError(f"broken compressed data ({error})") from error
        if not engine.eof:
            if room and not partial:
                raise CutShort("the compressed data end too early")
            return b"".join(out)
        if not room or bits != _GZIP or data[at : at + 2] != b"\x1f\x8b":  # zeros behind it are padding
            return b"".join(out)
    raise ValueError(f"more than {_MEMBERS} compressed streams in one")
