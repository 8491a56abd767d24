"""An archive that lies elsewhere: an object store or any file system that fsspec knows (``s3://bucket/archive``).

Work is done on a copy on this machine. What a transaction has written here is
laid there at once, the manifest last: it is what makes the change, so that a
reader sees the archive before or after it. A lease, an object that only one
writer can create, keeps a second writer out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.bag import RULINGS
from archive.errors import ArchiveError, BrokenRecord, Locked
from archive.store import MANIFEST, Store, read_manifest, replace_file

LEASE = "lease.json"
FRESH = 600.0
"""Seconds after which a lease that was not renewed is that of a dead run."""
WAIT = 60.0
_BASE = "manifest-there.txt"
"""The manifest of the other side as it was when both were equal."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
_LOOSE = ("FORMAT", *(f"{folder}/*" for folder in (*RULINGS, "rules")))
_TRIES = 5


class OutOfReach(ArchiveError):
    """Facts: ``where``, ``what``."""

    en = "{where}: out of reach: {what}; check the address, the network and the credentials"
    zh = "{where}：无法访问：{what}；请检查地址、网络和凭证"


class Parted(ArchiveError):
    """Facts: ``where``, ``here``."""

    en = ("{where}: it changed while this machine held changes that never arrived there; they are kept in {here}: "
          "move that folder away and merge it with `gonghui export --bag` and `gonghui import`")
    zh = ("{where}：该处已有变动，而本机另有未送达的改动（保存在 {here}）："
          "请移开该目录，再用 `gonghui export --bag` 与 `gonghui import` 合并")


def is_address(text: str) -> bool:
    """Whether ``text`` names a place by a protocol.

    >>> is_address("s3://bucket/archive"), is_address("archive"), is_address("C:/archive")
    (True, False, False)
    """
    return bool(_ADDRESS.match(text))


def working_copy(address: str) -> Path:
    """The folder on this machine: below ``$GONGHUI_CACHE``, else the user's cache."""
    cache = os.environ.get("GONGHUI_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gonghui")
    return Path(cache) / hashlib.sha256(address.encode()).hexdigest()[:16] / "archive"


class RemoteStore(Store):
    """An archive at an address, and its copy here (``root``). Raises :class:`OutOfReach`, :class:`Parted`."""

    def __init__(self, address: str) -> None:
        import fsspec  # slow to load, and seldom needed

        super().__init__(working_copy(address))
        self.address = address
        self._base = self.root.parent / _BASE
        with self._reaching():
            self._fs, place = fsspec.core.url_to_fs(address)
            self._place = place.rstrip("/")
        self.root.mkdir(parents=True, exist_ok=True)
        self._name_of_run = uuid.uuid4().hex
        self._fetch()

    @contextmanager
    def writing(self, purpose: str, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
        """As :meth:`Store.writing`, with the lease of the other side."""
        self._take_lease(purpose, waiting)
        try:
            self._fetch()
            with super().writing(purpose, waiting):
                try:
                    yield
                finally:
                    self._send()
        finally:
            with self._reaching():
                self._fs.rm_file(self._at(LEASE))

    def commit(self, writes: Mapping[Path, bytes], removes: Iterable[Path] = ()) -> bool:
        """As :meth:`Store.commit`; the change has arrived there when this returns."""
        changed = super().commit(writes, removes)
        if changed:
            self._send()
            self._renew_lease()
        return changed

    # both sides

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except ImportError as error:  # s3fs and its like come with an extra
            raise OutOfReach(where=self.address, what=f"{error} (pip install 'gonghui-archive[s3]')") from error
        except (OSError, ValueError) as error:
            raise OutOfReach(where=self.address, what=error) from error
        except ArchiveError:
            raise
        except Exception as error:
            if type(error).__module__.split(".")[0] not in ("botocore", "aiobotocore", "s3fs", "aiohttp"):
                raise
            raise OutOfReach(where=self.address, what=error) from error

    def _at(self, name: str) -> str:
        return f"{self._place}/{name}"

    def _cat(self, name: str) -> bytes:
        data: bytes = self._fs.cat_file(self._at(name))
        return data

    def _put(self, name: str, data: bytes) -> None:
        self._fs.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
        self._fs.pipe_file(self._at(name), data)

    def _there(self) -> dict[str, str]:
        """The manifest of the other side; empty where there is none."""
        self._fs.invalidate_cache()
        copy = self._base.with_suffix(".new")
        try:
            copy.write_bytes(self._cat(MANIFEST))
        except FileNotFoundError:
            return {}
        try:
            return read_manifest(copy)
        finally:
            copy.unlink()

    def _fetch(self) -> None:
        """Bring this side to the state of the other. Changes of a run that died here are laid there first."""
        with self._reaching():
            there, base = self._there(), read_manifest(self._base)
            here = read_manifest(self.root / MANIFEST)
            if here != base and here != there:
                if there != base:
                    raise Parted(where=self.address, here=self.root)
                self._send()
                return
            for _ in range(_TRIES):
                if self._fetch_files(there):
                    break
                time.sleep(0.2)
                there = self._there()
            else:
                raise OutOfReach(where=self.address, what=f"files do not agree with {MANIFEST}")
            self._fetch_loose()
        self._sums = None

    def _fetch_files(self, there: Mapping[str, str]) -> bool:
        here = read_manifest(self.root / MANIFEST)
        for name, digest in there.items():
            path = self.root / name
            if here.get(name) == digest and path.exists():
                continue
            try:
                data = self._cat(name)
            except FileNotFoundError:
                return False
            if hashlib.sha256(data).hexdigest() != digest:
                return False  # a writer is at work: its manifest is about to come
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
        for name in here.keys() - there.keys():
            (self.root / name).unlink(missing_ok=True)
            with suppress(OSError):
                (self.root / name).parent.rmdir()
        if there:
            text = "".join(f"{there[name]}  {name}\n" for name in sorted(there)).encode()
            replace_file(self.root / MANIFEST, text)
            replace_file(self._base, text)
        return True

    def _fetch_loose(self) -> None:
        """Files that no manifest lists: the format, and what persons wrote."""
        theirs = self._loose_there()
        for name, data in theirs.items():
            (self.root / name).parent.mkdir(exist_ok=True)
            replace_file(self.root / name, data)
        for pattern in _LOOSE:
            for path in self.root.glob(pattern):
                if path.relative_to(self.root).as_posix() not in theirs:
                    path.unlink()

    def _loose_there(self) -> dict[str, bytes]:
        out = {}
        for pattern in _LOOSE:
            for path in self._fs.glob(self._at(pattern)):
                name = _below(path, self._place)
                out[name] = self._cat(name)
        return out

    def _send(self) -> None:
        """Lay there what is new here, the manifest last; take away there what is gone here."""
        with self._reaching():
            here, base = read_manifest(self.root / MANIFEST), read_manifest(self._base)
            loose = {p.relative_to(self.root).as_posix(): p.read_bytes() for pattern in _LOOSE
                     for p in self.root.glob(pattern) if p.is_file() and not p.name.endswith(".new")}
            theirs = self._loose_there()
            for name, data in loose.items():
                if theirs.get(name) != data:
                    self._put(name, data)
            for name in theirs.keys() - loose.keys():
                self._fs.rm_file(self._at(name))
            if here == base:
                return
            for name, digest in here.items():
                if base.get(name) != digest:
                    self._put(name, (self.root / name).read_bytes())
            text = (self.root / MANIFEST).read_bytes()
            self._put(MANIFEST, text)
            for name in base.keys() - here.keys():
                with suppress(FileNotFoundError):
                    self._fs.rm_file(self._at(name))
            replace_file(self._base, text)

    # the lease

    def _take_lease(self, purpose: str, waiting: Callable[[str], None] | None) -> None:
        limit = time.monotonic() + float(os.environ.get("GONGHUI_LOCK_WAIT", WAIT))
        told = False
        while not self._create_lease(purpose):
            lease = self._lease()
            if lease and time.time() - float(lease.get("renewed", 0)) > FRESH:
                with self._reaching(), suppress(FileNotFoundError):
                    self._fs.rm_file(self._at(LEASE))
                continue
            holder = f"{lease['purpose']}, {lease['host']}, {lease['since']}" if lease else "another run"
            if time.monotonic() >= limit:
                raise Locked(where=self.address, holder=holder)
            if waiting and not told:
                waiting(holder)
                told = True
            time.sleep(0.2)

    def _told(self, purpose: str) -> bytes:
        return json.dumps({"purpose": purpose, "host": os.uname().nodename, "run": self._name_of_run,
                           "since": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "renewed": time.time()}).encode()

    def _create_lease(self, purpose: str) -> bool:
        self._purpose = purpose
        with self._reaching():
            self._fs.makedirs(self._place, exist_ok=True)
            try:
                self._fs.pipe_file(self._at(LEASE), self._told(purpose), mode="create")
            except FileExistsError:
                return False
            except OSError as error:
                if "PreconditionFailed" in str(error) or "412" in str(error):
                    return False
                raise
        return True

    def _renew_lease(self) -> None:
        with self._reaching():
            self._fs.pipe_file(self._at(LEASE), self._told(self._purpose))

    def _lease(self) -> dict[str, Any]:
        self._fs.invalidate_cache()
        with self._reaching(), suppress(FileNotFoundError, ValueError):
            found: dict[str, Any] = json.loads(self._cat(LEASE))
            return found
        return {}


def _below(path: object, place: str) -> str:
    text = str(path)
    at = text.find(place.lstrip("/"))
    if at < 0:
        raise BrokenRecord(where=text, what="does not lie in the archive")
    return text[at + len(place.lstrip("/")) :].strip("/")
