"""Files that lie in an object store or on another file system, by an address that fsspec knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.errors import EmptyFolder, Refused, TooLarge, Unreadable, Unsupported

PROTOCOLS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "oss", "hdfs", "sftp", "smb", "file", "memory"})
"""What is read through fsspec. Pages of a web server are fetched by our own manners."""
_PASSED = re.compile(r"(?:^|/)\.|\.(?:css|js|map|ico|woff2?|ttf|svg)$", re.I)


def files(address: str, limit: int) -> Iterator[tuple[str, bytes] | Refused]:
    """Name below ``address`` and bytes of each file, sorted; a file alone bears its own name.

    ``limit`` bounds one file (bytes). What cannot be read comes as the refusal that says why.
    """
    import fsspec  # slow to load, and seldom needed

    protocol = address.partition(":")[0].lower()
    if protocol not in PROTOCOLS:
        yield Unsupported(where=address)
        return
    try:
        fs, place = fsspec.core.url_to_fs(address)
        found = [place] if fs.isfile(place) else sorted(map(str, fs.find(place)))
    except Exception as error:  # each store has its own errors; whatever it is, the batch goes on
        yield Unreadable(where=address, reason=error)
        return
    base = place.rstrip("/").rpartition("/")[0] if found == [place] else place.rstrip("/")
    names = {path: path.removeprefix(base).strip("/") for path in found}
    taken = [path for path in found if not _PASSED.search(names[path])]
    if not taken:
        yield EmptyFolder(where=address)
    for path in taken:
        where = address if found == [place] else f"{address.rstrip('/')}/{names[path]}"
        try:
            size = int(fs.size(path) or 0)
            if size > limit:
                yield TooLarge(where=where, size=size, limit=limit)
                continue
            data: bytes = fs.cat_file(path)
        except Exception as error:
            yield Unreadable(where=where, reason=error)
            continue
        yield where, data
