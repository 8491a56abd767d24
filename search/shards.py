"""The search of the published page as static files: scripts that call ``gonghuiShard`` with data.

Classic scripts work where fetch, modules and workers do not: from a stick,
under a strict policy. Below the folder stand::

    meta.js                what the generation is called
    <generation>/
        dir.js, docs.js    which shard holds what; a row for each document
        g/, l/             places of grams; documents of heavy grams     (search.shards_grams)
        hdir.js, heads.js, h/    the same for titles, fields and headings alone, for queries of one field
        b/                 lengths of blocks, for NEAR
        t/                 the reading text of each document, for passages
        ids.js             ids of all documents
        variants.js        what other copies have in masked places
        people.js, words.js, terms.js    values of facets; aliases; the lexicon with its pinyin
        language.js        the table of folding, names of fields and kinds, messages

The same records give the same bytes. Records are read one by one, texts go through files: memory holds two and a
half bytes a character (``search.shards_heavy``). What the last export read of a record that has not changed is taken
over, its text too where the code of the texts is the same (``search.shards_known``); places are told anew.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.store import Store, replace_file
from search import shards_columns, shards_grams, shards_words
from search.shards_columns import GROUP, call
from search.shards_heavy import Limits, Stream
from search.shards_known import Keeper, Known
from search.shards_read import Spooled, read
from search.shards_stream import Alphabet, heads, whole
from search.shards_terms import counted
from search.shards_text import Letters

HEADS = Limits(short=16_000, long=16_000, shard=16_000)

Progress = Callable[[int, int], None]
Cover = Callable[[str], str]


def export(archive_dir: Path | str, out_dir: Path | str, progress: Progress | None = None,
           limits: Limits | None = None, cover: Cover = str) -> None:
    """Write the shards of an archive below ``out_dir``; nothing is done if they are there already.

    They are made beside the index (:func:`prepare`) and linked from there,
    so that only an archive that changed is paid for, and copied where links
    are not possible. Records that cannot be read are left out, as in the
    index. ``progress(done, total)`` counts records. ``cover`` hides contact
    data in every text and keeps its length: what it hides is in no shard.
    """
    out = Path(out_dir)
    made = prepare(archive_dir, progress, limits, cover)
    meta = call("meta", {"generation": made.name})
    if not ((out / made.name).is_dir() and (out / "meta.js").is_file() and (out / "meta.js").read_bytes() == meta):
        new = out / f".{made.name}"
        shutil.rmtree(new, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, new, copy_function=_linked)
        shutil.rmtree(out / made.name, ignore_errors=True)
        new.rename(out / made.name)
        replace_file(out / "meta.js", meta)
        for old in out.iterdir():
            if old.is_dir() and old.name != made.name:
                shutil.rmtree(old)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)


def prepare(archive_dir: Path | str, progress: Progress | None = None, limits: Limits | None = None,
            cover: Cover = str) -> Path:
    """The folder of the shards of an archive as it is, named by their generation; made if it is not there.

    It lies in ``index/shards/`` of the archive, which like all of ``index/``
    may be deleted at any time, or, where that cannot be written, in the
    system's folder for temporary files. Older generations of the same
    settings are cleared away.
    """
    limits, paths = limits or Limits(), Store(archive_dir).paths()
    told = f"{_code()} {limits} {cover is not str} {shards_words.fingerprint()}"
    settings = hashlib.sha256(told.encode()).hexdigest()
    kind = ("covered" if cover is not str else "open") + ("" if limits == Limits() else f"-{settings[:6]}")
    made = _home(Path(archive_dir)) / kind / _generation(paths, settings)
    if made.is_dir():
        return made
    made.parent.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".", dir=made.parent))
    try:
        with contextlib.closing(Known.load(made.parent, settings)) as known:
            keeper = Keeper(new)
            with contextlib.closing(read(paths, new, progress, cover, known, keeper)) as spooled:
                _write(spooled, new, limits, _Texts(made.parent / known.generation, known.numbers))
        keeper.keep(made.parent, settings, made.name)
        for old in made.parent.iterdir():
            if old.is_dir() and not old.name.startswith("."):
                _keep_equal(old, new)
        new.chmod(0o755)
        with contextlib.suppress(OSError):  # another process was quicker
            new.rename(made)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    for old in made.parent.iterdir():
        if old != made:
            shutil.rmtree(old, ignore_errors=True)
    return made


class _Texts:
    """Coded texts of an older generation, which stand as long as their code does."""

    def __init__(self, folder: Path, numbers: Mapping[str, int]) -> None:
        self.folder, self.numbers = folder, numbers

    def take_over(self, out: Path, names: Sequence[str]) -> set[int]:
        """Put the texts of records there that have not changed; the numbers of those."""
        taken: set[int] = set()
        with contextlib.suppress(OSError):
            if not filecmp.cmp(self.folder / "letters.js", out / "letters.js", shallow=False):
                return taken
            for number, name in enumerate(names):
                if (old := self.numbers.get(name)) is None:
                    continue
                source, target = self.folder / "t" / f"{old}.js", out / "t" / f"{number}.js"
                if old == number:
                    _linked(str(source), str(target))
                else:
                    _, _, rest = source.read_bytes().partition(b",")
                    target.write_bytes(b'gonghuiShard("t/%d",%s' % (number, rest))
                taken.add(number)
        return taken


def _keep_equal(old: Path, new: Path) -> None:
    """Puts the file of an older generation, with its time of change, where a new one has the same bytes."""
    for path in new.rglob("*.js"):
        known = old / path.relative_to(new)
        with contextlib.suppress(OSError):
            if not known.samefile(path) and filecmp.cmp(known, path, shallow=False):
                link = path.with_suffix(".old")
                os.link(known, link)
                link.replace(path)


def _home(archive: Path) -> Path:
    home = archive / "index" / "shards"
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    if not os.access(home, os.W_OK):
        home = Path(tempfile.gettempdir()) / f"gonghui-shards-{os.getuid()}"
        home.mkdir(mode=0o700, exist_ok=True)
    return home


def _generation(paths: Iterable[Path], settings: str) -> str:
    digest = hashlib.sha256(settings.encode())
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


@cache
def _code() -> str:
    """The program that makes shards: what it read and wrote before it was changed counts no more."""
    paths = sorted(path for package in ("archive", "search") for path in files(package).iterdir()  # type: ignore[type-var]
                   if path.name.endswith((".py", ".toml", ".txt")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _write(archive: Spooled, out: Path, limits: Limits, texts: _Texts) -> None:
    for folder in "glhbt":
        (out / folder).mkdir()

    def emit(kind: str, number: int, data: bytes) -> None:
        (out / kind / f"{number}.js").write_bytes(call(f"{kind}/{number}", strings=[data]))

    def emit_head(kind: str, number: int, data: bytes) -> None:
        if kind == "g":
            emit("h", number, data)

    letters = Letters.of(archive.counts())
    _put(out, "letters", letters.characters, letters.lengths)
    taken = texts.take_over(out, archive.names)
    for number, outline, data in archive.coded(letters, lambda number: number not in taken):
        (out / "t" / f"{number}.js").write_bytes(b'gonghuiShard("t/%d",%s,"%s");\n' % (number, outline, data))
    alphabet = Alphabet(letters.characters)
    codes, blocks = whole(alphabet, archive.chunks(), archive.blocks, archive.headings, out / "codes")
    archive.close()
    zones = blocks.zones()
    (out / "docs.js").write_bytes(shards_columns.docs(archive.facts, zones, blocks))
    _put(out, "heads", strings=[shards_columns.heads(blocks)])
    for number in range(-(-len(archive.facts) // GROUP)):
        emit("b", number, shards_columns.block_lengths(blocks, number * GROUP))
    head = Stream(*heads(codes, blocks), alphabet.width)
    directory = shards_grams.build(head, HEADS, emit_head, out)
    (out / "hdir.js").write_bytes(shards_columns.directory_file("hdir", directory, head, ""))
    del head
    row = Stream(codes, blocks.starts, alphabet.width, zones)
    directory = shards_grams.build(row, limits, emit, out)
    (out / "dir.js").write_bytes(shards_columns.directory_file("dir", directory, row, alphabet.characters))
    _put(out, "ids", " ".join(fact["id"] for fact in archive.facts))
    _put(out, "variants", archive.variants)
    (out / "people.js").write_bytes(shards_columns.people(archive.facts))
    _put(out, "language", *shards_words.language())
    _put(out, "words", shards_words.words())
    _put(out, "terms", *shards_words.terms(archive.facts, lambda terms: counted(alphabet, codes, blocks.starts, terms)))


def _put(out: Path, name: str, *values: object, strings: Iterable[bytes] = ()) -> None:
    (out / f"{name}.js").write_bytes(call(name, *values, strings=list(strings)))
