"""An archive as a BagIt bag (RFC 8493): to move house, to deposit, to hand over on a disk.

The payload ``data/`` is the archive itself: whoever unpacks it has one. The
index and other caches stay behind. The Library of Congress' ``bagit`` writes
and verifies the bag.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import bagit

from archive import lock
from archive.errors import BadBag, BagInTheWay, BrokenRecord
from archive.store import FOLDERS, Store

RULINGS = ("overrides", "corrections", "withdrawn")
"""Folders of what persons ruled; they belong to the archive but stand in no manifest of its own."""
_LARGEST = 256 << 20
"""Bytes of one file: more than twice what scraping takes for one copy."""
_SHOWN = 5
"""Faults of a bag that its refusal names."""
_PAYLOAD = ("FORMAT", "manifest-sha256.txt", *FOLDERS, *RULINGS, "rules")

logging.getLogger("bagit").setLevel(logging.CRITICAL)  # what it finds comes as an exception, told once


def export(store: Store, target: Path, facts: Mapping[str, str], step: Callable[[str], None] = lambda name: None,
           waiting: Callable[[str], None] | None = None) -> int:
    """Write the archive as a bag to ``target``, which appears whole or not at all; the number of payload files.

    ``facts`` go into ``bag-info.txt``. Every file is compared with the archive's own
    manifest on its way. Raises :class:`BagInTheWay` where ``target`` holds anything,
    :class:`BrokenRecord` for a file that is not what the manifest says, :class:`OSError`.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BagInTheWay(where=target)
    beside = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        with lock.shared(store.root, waiting):
            store.require_format()
            count = _copy(store, beside, step)
        bagit.make_bag(str(beside), dict(facts), checksums=["sha256"])
        if target.exists():
            target.rmdir()
        os.replace(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _copy(store: Store, target: Path, step: Callable[[str], None]) -> int:
    sums, seen = store.sums(), set()
    for path in _files(store.root):
        name = path.relative_to(store.root).as_posix()
        data = path.read_bytes()
        if name.startswith(FOLDERS) and sums.get(name) != hashlib.sha256(data).hexdigest():
            raise BrokenRecord(where=path, what="not what the archive's manifest says")
        seen.add(name)
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
        step(name)
    if missing := sorted(sums.keys() - seen):
        raise BrokenRecord(where=store.root / missing[0], what="missing")
    return len(seen)


def _files(root: Path) -> Iterator[Path]:
    for part in _PAYLOAD:
        path = root / part
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink())


def payload(folder: Path) -> Store:
    """The archive in a bag, once every file of the bag was verified.

    Raises :class:`BadBag` that names what is altered, missing or added, links, and bags that hold no archive.
    """
    folder = folder.parent if folder.name == "bagit.txt" else folder
    if not folder.is_dir():
        raise BadBag(where=folder, what="no folder", what_zh="不是目录")
    for path in sorted(folder.rglob("*")):
        if fault := _strange(path):
            name = path.relative_to(folder).as_posix()
            raise BadBag(where=folder, what=f"{name} {fault[0]}", what_zh=f"{name} {fault[1]}")
    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagValidationError as error:
        what = "; ".join(map(str, error.details[:_SHOWN])) or str(error)
        raise BadBag(where=folder, what=what, what_zh=f"校验未通过：{what}") from error
    # paths that lead out of it and lines that are none; encodings that there are not, or that are none of text
    except (bagit.BagError, OSError, ValueError, LookupError, TypeError) as error:
        raise BadBag(where=folder, what=str(error), what_zh=f"无法读取：{error}") from error
    store = Store(folder / "data")
    if not (store.root / "FORMAT").is_file():
        raise BadBag(where=folder, what="data/ holds no archive", what_zh="data/ 中没有档案")
    store.require_format()
    return store


def _strange(path: Path) -> tuple[str, str] | None:
    """Why a file of a bag is not even looked at: reading it could lead elsewhere, or never end."""
    if path.is_symlink():
        return "is a link", "是链接"
    if path.is_dir():
        return None
    if not path.is_file():
        return "is no file but a pipe, socket or device", "不是普通文件，而是管道、套接字或设备"
    if path.name == "fetch.txt" and path.parent.joinpath("bagit.txt").exists():
        return "names files that lie elsewhere: they are not fetched", "指向别处的文件：不予抓取"
    if path.stat().st_size > _LARGEST:
        return f"is larger than {_LARGEST >> 20} MB", f"超过 {_LARGEST >> 20} MB"
    return None
