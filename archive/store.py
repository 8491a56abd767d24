"""The store: documents, originals and ledgers as files below one folder (see the contract's *Files*).

Writing is a transaction: all new files are laid down in ``.pending/``, then a
list of what goes where is put beside them by one rename. From then on the
change is made, even if the process dies: whoever holds the lock next carries
it out. Before, nothing has happened. ``manifest-sha256.txt`` names every file
with its hash, in the form that ``sha256sum -c`` reads.

What no cleaning can tell of a document (:mod:`archive.kept`) is written a
second time beside its record, so that a lost record comes back with it.
"""

from __future__ import annotations

import filecmp
import hashlib
import itertools
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from archive import kept, lock, record
from archive import ledger as ledgers
from archive.errors import BrokenRecord, NewerFormat, NotWritable, UnknownId
from archive.model import Document, Ledger

FORMAT = 1
"""Version of the layout; it stands in the file ``FORMAT``."""
MANIFEST = "manifest-sha256.txt"
FOLDERS = ("documents", "ledgers", "originals", "kept")
MIGRATIONS: dict[int, Callable[[Path], None]] = {}
"""From a version of the layout to the next one: changes the files below a folder."""
_PENDING = ".pending"
_AT_ONCE = 8
"""Files that are synced at the same time, where there are more: a journal takes those that wait together in one go."""
_BATCH = 64
"""Files in memory at the same time."""
_COMMIT = "commit.json"
_APART = ("index", lock.NAME, _PENDING)
"""What no migration touches."""
_ID = re.compile(r"[0-9a-z]{1,40}")
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LINES = re.compile(r"(?:[0-9a-f]{64}  [!-~]+\n)*+")
"""A whole manifest of plain names."""


class Store:
    """An archive folder. A reader sees the old file or the new one, never half of one."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self._sums: dict[str, str] | None = None

    # reading

    def exists(self) -> bool:
        """Whether the folder is an archive, be there any documents in it or not."""
        return (self.root / "FORMAT").is_file() or (self.root / "documents").is_dir()

    def paths(self) -> list[Path]:
        """The record files, sorted by id."""
        return sorted(self.root.glob("documents/*/*.md"), key=lambda p: p.stem)

    def records(self) -> dict[str, tuple[Path, int, int]]:
        """The record file of each id, with its time of change (ns) and size; no file is opened."""
        found = {}
        with suppress(FileNotFoundError):
            for year in os.scandir(self.root / "documents"):
                for entry in os.scandir(year) if year.is_dir() else ():
                    if entry.name.endswith(".md"):
                        state = entry.stat()
                        found[entry.name[:-3]] = Path(entry.path), state.st_mtime_ns, state.st_size
        return found

    def documents(self) -> Iterator[Document]:
        """All documents, by id. Raises :class:`archive.errors.BrokenRecord`."""
        return map(read_record, self.paths())

    def path(self, id: str) -> Path:
        """The record file of a document. Raises :class:`UnknownId`."""
        if _ID.fullmatch(id):
            for path in self.root.glob(f"documents/*/{id}.md"):
                return path
        raise UnknownId(id=id, archive=self.root)

    def document(self, id: str) -> Document:
        """One document. Raises :class:`UnknownId`, :class:`BrokenRecord`."""
        return read_record(self.path(id))

    def original_path(self, sha256: str) -> Path:
        return self.root / "originals" / sha256[:2] / sha256

    def ledger_path(self, sha256: str) -> Path:
        return self.root / "ledgers" / sha256[:2] / f"{sha256}.json"

    def document_path(self, document: Document) -> Path:
        return self.root / "documents" / year_folder(document.date) / f"{document.id}.md"

    def original(self, sha256: str) -> bytes:
        """The bytes as received. Raises :class:`BrokenRecord` where they are gone."""
        return _bytes(self.original_path(sha256))

    def pages(self, ledger: Ledger) -> list[bytes]:
        """The bytes of all pages that a ledger speaks of. Raises :class:`BrokenRecord` where one is gone."""
        return [self.original(sha256) for sha256 in ledger.originals]

    def ledger(self, sha256: str) -> Ledger:
        """The ledger of a capture. Raises :class:`BrokenRecord`."""
        path = self.ledger_path(sha256)
        return ledgers.from_json(_text(path), str(path))

    def kept_path(self, id: str) -> Path:
        return self.root / "kept" / f"{id}.json"

    def kept(self, id: str) -> Document:
        """A document as far as no cleaning tells it: an empty one with the ids, anchors and state it had."""
        path = self.kept_path(id)
        return kept.read(_text(path), id, str(path)) if path.exists() else Document(id=id, kind="other", body="")

    # writing

    @contextmanager
    def writing(self, purpose: str, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
        """Hold the archive for writing and finish what a dead run left.

        Raises :class:`archive.errors.Locked`, :class:`NewerFormat`, :class:`NotWritable`.
        """
        try:
            with lock.exclusive(self.root, purpose, waiting):
                if self._version() not in MIGRATIONS:
                    self.require_format()
                self.recover()
                self._migrate()
                self._sums = None
                yield
        except BrokenPipeError:  # standard output is gone: not this folder's fault
            raise
        except OSError as error:
            raise NotWritable(where=error.filename or self.root, reason=error.strerror or error) from error

    def establish(self) -> None:
        """Make the folder an archive, if it is none yet. Call it inside :meth:`writing`."""
        if not (self.root / "FORMAT").exists():
            replace_file(self.root / "FORMAT", f"{FORMAT}\n".encode())

    def commit(self, writes: Mapping[Path, bytes], removes: Iterable[Path] = ()) -> bool:
        """Write and remove files, all or nothing; whether anything changed. Call it inside :meth:`writing`.

        ``removes`` are taken away first: a file may move by being in both under two paths.
        """
        sums = self.sums()
        new = {self._name(p): data for p, data in writes.items()}
        gone = sorted({self._name(p) for p in removes} - new.keys())
        told = {self._name(self.kept_path(p.stem)): kept.told(data) for p, data in writes.items() if p.suffix == ".md"}
        new |= {name: data for name, data in told.items() if data}
        written = {Path(name).stem for name in new if name.endswith(".md")}
        gone += sorted({name for name, data in told.items() if not data} |
                       {self._name(self.kept_path(Path(n).stem)) for n in gone
                        if n.endswith(".md") and Path(n).stem not in written})
        gone = [name for name in gone if name in sums or (self.root / name).exists()]
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in new.items()}
        new = {name: data for name, data in new.items()
               if sums.get(name) != hashes[name] or not (self.root / name).exists()}
        if not new and not gone:
            return False
        after = {k: v for k, v in sums.items() if k not in gone} | hashes
        new[MANIFEST] = manifest(after)
        if not (self.root / "FORMAT").exists():
            new["FORMAT"] = f"{FORMAT}\n".encode()
        self._stage(new.items(), gone)
        self.recover()
        self._sums = after
        return True

    def sums(self) -> dict[str, str]:
        """The hashes of all files by path below the root, as the manifest tells them."""
        if self._sums is None:
            self._sums = read_manifest(self.root / MANIFEST)
        return self._sums

    def recount(self) -> bool:
        """Make the manifest name the files that are there; whether it did not. Call it inside :meth:`writing`."""
        sums = {self._name(path): hashlib.sha256(path.read_bytes()).hexdigest()
                for pattern in ("documents/*/*.md", "ledgers/*/*.json", "originals/*/*", "kept/*.json")
                for path in self.root.glob(pattern)}
        self._sums = sums
        return bool(sums or (self.root / MANIFEST).exists()) and replace_file(self.root / MANIFEST, manifest(sums))

    def pending(self) -> bool:
        """Whether a dead run left a change that is made but not carried out."""
        return (self.root / _PENDING / _COMMIT).exists()

    def unfinished(self) -> bool:
        """Whether a dead run left anything for :meth:`recover`."""
        return self.pending() or bool(self._half_written())

    def _half_written(self) -> list[Path]:
        """What :func:`replace_file` had not put into its place."""
        return [p for pattern in ("*.new", "withdrawn/*.new") for p in self.root.glob(pattern) if p.is_file()]

    def recover(self) -> None:
        """Carry out a change that was made, forget one that was not."""
        for path in self._half_written():
            path.unlink(missing_ok=True)
        pending = self.root / _PENDING
        if not pending.exists():
            return
        if self.pending():
            plan = json.loads((pending / _COMMIT).read_bytes())
            for name in plan["removes"]:
                (self.root / name).unlink(missing_ok=True)
                with suppress(OSError):
                    (self.root / name).parent.rmdir()
            for number, name in enumerate(plan["writes"]):
                target = self.root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileNotFoundError):  # a rename that the dead run had done
                    os.replace(pending / str(number), target)
            (pending / _COMMIT).unlink()
        shutil.rmtree(pending)

    def require_format(self) -> None:
        """Raise :class:`NewerFormat` for an archive of a later version."""
        path = self.root / "FORMAT"
        found = _bytes(path) if path.exists() else f"{FORMAT}\n".encode()
        if found != f"{FORMAT}\n".encode():
            shown = found[:20].decode("utf-8", "replace").strip()
            raise NewerFormat(where=self.root, found=shown, known=FORMAT)

    def _migrate(self) -> None:
        """Bring an archive of an older version up to this one; the old one is kept beside it.

        The step is taken in a second copy, and what it changed comes over in one transaction:
        a run that dies leaves the old archive or the new one.
        """
        while (found := self._version()) in MIGRATIONS:
            self._keep(found)
            new = self.root / _PENDING / "new"
            self._copy(new)
            MIGRATIONS[found](new)
            Store(new).recount()
            replace_file(new / "FORMAT", f"{found + 1}\n".encode())
            before, after = (set(_files(root)) for root in (self.root, new))
            changed = [name for name in sorted(after) if name not in before
                       or not filecmp.cmp(self.root / name, new / name, shallow=False)]
            self._stage(((name, (new / name).read_bytes()) for name in changed), sorted(before - after))
            self.recover()

    def _keep(self, version: int) -> None:
        """A copy of the archive as it is beside it; one that is there already may be another archive's."""
        for number in itertools.count(1):
            kept = self.root.with_name(f"{self.root.name}.format-{version}" + (f".{number}" if number > 1 else ""))
            if not kept.exists():
                new = self.root.with_name(f"{self.root.name}.new-{version}")
                self._copy(new)
                os.replace(new, kept)
                return
            if read_manifest(kept / MANIFEST) == read_manifest(self.root / MANIFEST):
                return

    def _copy(self, target: Path) -> None:
        """The archive without its index and its lock, in place of what a dead run left at ``target``."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.root, target, ignore=shutil.ignore_patterns(*_APART))

    def _version(self) -> int:
        """The version that the archive says it has; 0 where it says none that is a number."""
        with suppress(OSError, ValueError):
            return int((self.root / "FORMAT").read_text(encoding="ascii"))
        return 0

    def _stage(self, writes: Iterable[tuple[str, bytes]], removes: list[str]) -> None:
        pending = self.root / _PENDING
        pending.mkdir(parents=True, exist_ok=True)
        names = []
        try:
            numbered = enumerate(writes)
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                while some := list(islice(numbered, _BATCH)):
                    names += [name for _, (name, _) in some]
                    each = pool.map if len(some) > _AT_ONCE else map
                    list(each(lambda one: _durable(pending / str(one[0]), one[1][1]), some))
            plan = json.dumps({"writes": names, "removes": removes}, ensure_ascii=False)
            _durable(pending / "plan", plan.encode())
            os.replace(pending / "plan", pending / _COMMIT)
        except OSError:
            shutil.rmtree(pending, ignore_errors=True)
            raise

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def year_folder(date: str | None) -> str:
    """The folder of a record: the year of its date or ``undated``.

    >>> year_folder("2013-03"), year_folder(None)
    ('2013', 'undated')
    """
    return date[:4] if date else "undated"


def _files(root: Path) -> Iterator[str]:
    """The paths below ``root`` of all files a migration may change."""
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if not set(name.parts) & set(_APART) and path.is_file():
            yield name.as_posix()


def manifest(sums: Mapping[str, str]) -> bytes:
    """The manifest's text: one ``hash  path`` a line, by path."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def read_manifest(path: Path) -> dict[str, str]:
    """Hashes by path; empty where there is no manifest. Raises :class:`BrokenRecord`."""
    if not path.exists():
        return {}
    text = _text(path)
    if _LINES.fullmatch(text):
        out = {line[66:]: line[:64] for line in text.splitlines()}
        if len(out) == text.count("\n"):
            return out
    out = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (m := _LINE.fullmatch(line)) or m[2] in out:
            raise BrokenRecord(where=f"{path}:{number}", what="not a line of `hash  path`")
        out[m[2]] = m[1]
    return out


def read_record(path: Path) -> Document:
    """The document of a record file. Raises :class:`BrokenRecord`."""
    return record.read(_text(path), str(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrokenRecord(where=path, what=error.strerror or str(error)) from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise BrokenRecord(where=path, what=f"not UTF-8 at byte {error.start}") from error


def _durable(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> bool:
    """Write a file that no manifest lists, atomically; whether anything changed."""
    if path.exists() and path.read_bytes() == data:
        return False
    beside = path.with_name(path.name + ".new")
    _durable(beside, data)
    os.replace(beside, path)
    return True
