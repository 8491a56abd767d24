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

The same records give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from archive import record
from archive.errors import BrokenRecord
from archive.store import Store
from search import shards_grams, shards_words
from search.layout import SEPARATOR, Layout, lay_out
from search.shards_bits import Ints, golomb, literal, pack
from search.shards_grams import Directory, Gram, Limits
from search.shards_stream import Alphabet, Blocks, heads, stream
from search.shards_text import Letters

FORMAT = 2
HEADS = Limits(short=16_000, long=16_000, shard=16_000)
GROUP = 512
"""Documents whose lengths of blocks share a file."""

Progress = Callable[[int, int], None]
Cover = Callable[[str], str]
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(slots=True)
class _Archive:
    """What is kept of the records, in the order of ids."""

    facts: list[dict[str, Any]] = field(default_factory=list)
    outlines: list[str] = field(default_factory=list)
    """The tail of each document's text file: addresses and levels of its blocks."""
    texts: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """Blocks of each document."""
    headings: list[int] = field(default_factory=list)
    variants: list[tuple[int, str]] = field(default_factory=list)
    """What other copies tell, a line each, by the number of the document that has any."""


def export(archive_dir: Path | str, out_dir: Path | str, progress: Progress | None = None,
           limits: Limits | None = None, cover: Cover = str) -> None:
    """Write the shards of an archive below ``out_dir``; nothing is done if they are there already.

    Records that cannot be read are left out, as in the index. ``progress(done, total)`` counts records.
    ``cover`` hides contact data in every text and keeps its length: what it hides is in no shard.
    """
    limits = limits or Limits()
    out, paths = Path(out_dir), Store(archive_dir).paths()
    raw = [path.read_bytes() for path in paths]
    generation = _generation(raw, limits, cover is not str)
    meta = _call("meta", {"generation": generation})
    if (out / generation).is_dir() and (out / "meta.js").is_file() and (out / "meta.js").read_bytes() == meta:
        return
    new = out / f".{generation}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    _write(_read(raw, [str(path) for path in paths], progress, cover), new, limits)
    shutil.rmtree(out / generation, ignore_errors=True)
    new.rename(out / generation)
    (out / "meta.js").write_bytes(meta)
    for old in out.iterdir():
        if old.is_dir() and old.name != generation:
            shutil.rmtree(old)


def _generation(raw: Iterable[bytes], limits: Limits, covered: bool) -> str:
    digest = hashlib.sha256(f"{FORMAT} {limits} {covered} {shards_words.fingerprint()}".encode())
    for data in raw:
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:12]


def _call(name: str, *values: object, strings: Sequence[bytes] = ()) -> bytes:
    """A script that hands over values and strings of seven-bit values."""
    parts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in (name, *values)]
    parts += [f'"{literal(string)}"' for string in strings]
    text = ",".join(parts).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"gonghuiShard({text});\n".encode()


def _read(raw: list[bytes], names: list[str], progress: Progress | None, cover: Cover) -> _Archive:
    out = _Archive()
    for number, name in enumerate(names):
        data, raw[number] = raw[number], b""
        try:
            document = record.read(data.decode("utf-8"), name)
        except (BrokenRecord, UnicodeDecodeError):
            continue
        if document.publish and not document.withdrawn:
            _add(out, lay_out(document, cover))
        if progress:
            progress(number + 1, len(names))
    return out


def _add(out: _Archive, layout: Layout) -> None:
    if layout.variants:
        out.variants.append((len(out.facts), SEPARATOR.join(layout.variants)))
    out.facts.append(layout.facts)
    anchors = " ".join(anchor.removeprefix("p-") for anchor in layout.anchors)
    out.outlines.append(json.dumps([layout.facts, anchors, "".join(map(str, layout.levels))], ensure_ascii=False,
                                   separators=(",", ":")))
    out.texts.append(SEPARATOR.join((*layout.texts, "")))
    out.counts.append(len(layout.texts))
    out.headings.append(layout.headings)


def _write(archive: _Archive, out: Path, limits: Limits) -> None:
    for folder in "glhbt":
        (out / folder).mkdir()

    def emit(kind: str, number: int, data: bytes) -> None:
        (out / kind / f"{number}.js").write_bytes(_call(f"{kind}/{number}", strings=[data]))

    def emit_head(kind: str, number: int, data: bytes) -> None:
        if kind == "g":
            emit("h", number, data)

    letters = Letters.of(archive.texts)
    (out / "letters.js").write_bytes(_call("letters", letters.characters, letters.lengths))
    for number, data in enumerate(letters.encode(archive.texts)):
        script = f'gonghuiShard("t/{number}",{archive.outlines[number]},"{literal(data)}");\n'
        (out / "t" / f"{number}.js").write_bytes(script.encode())
    alphabet = Alphabet(letters.characters)
    codes = alphabet.encode(archive.texts)
    archive.texts, archive.outlines = [], []
    blocks = Blocks.of(codes, archive.counts, archive.headings)
    zones = blocks.zones()
    (out / "docs.js").write_bytes(_docs(archive.facts, zones, blocks))
    (out / "heads.js").write_bytes(_call("heads", strings=[_heads(blocks)]))
    for number in range(-(-len(archive.facts) // GROUP)):
        emit("b", number, _block_lengths(blocks, number * GROUP))
    head = stream(*heads(codes, blocks), alphabet.width)
    (out / "hdir.js").write_bytes(_directory("hdir", shards_grams.build(head, HEADS, emit_head), head, ""))
    whole = stream(codes, blocks.starts, alphabet.width, zones)
    del codes, head
    directory = shards_grams.build(whole, limits, emit)
    (out / "dir.js").write_bytes(_directory("dir", directory, whole, alphabet.characters))
    (out / "ids.js").write_bytes(_call("ids", " ".join(fact["id"] for fact in archive.facts)))
    (out / "variants.js").write_bytes(_call("variants", archive.variants))
    (out / "people.js").write_bytes(_people(archive.facts))
    (out / "language.js").write_bytes(_call("language", *shards_words.language()))
    (out / "words.js").write_bytes(_call("words", shards_words.words()))
    (out / "terms.js").write_bytes(_call("terms", *shards_words.terms(archive.facts)))


def _directory(name: str, directory: Directory, stream: shards_grams.Stream, characters: str) -> bytes:
    values = {"places": len(stream.codes) - shards_grams.PAD, "width": stream.width, "shards": len(directory.firsts),
              "heavy": len(directory.heavy), "lists": directory.lists, "characters": characters}
    sizes = np.array(directory.sizes, np.int64) >> 6
    return _call(name, values, strings=[_keys(directory.firsts, sizes, stream.width),
                                        _keys(directory.heavy, np.zeros(len(directory.heavy), np.int64), stream.width)])


def _keys(grams: list[Gram], values: Ints, width: int) -> bytes:
    """Sorted grams, each with a value, in the code of the gram shards."""
    if not grams:
        return b""
    matrix = np.zeros((len(grams), max(map(len, grams))), np.uint16)
    for number, gram in enumerate(grams):
        matrix[number, : len(gram)] = gram
    same = np.array([0, *(_common(a, b) for a, b in pairwise(grams))])
    lengths = np.array(list(map(len, grams)))
    ones = np.ones(len(grams), np.int64)
    tokens, bits, bases = shards_grams.key_tokens(matrix, lengths, same, ones, width, np.array([0]))
    tokens[bases], bits[bases] = golomb(values, 5)
    return pack(tokens, bits, np.array([0]))[0]


def _common(a: Gram, b: Gram) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _docs(facts: list[dict[str, Any]], ends: Ints, blocks: Blocks) -> bytes:
    """A row for each document: its span and zones, the weight of its length, date, kind, region."""
    lengths = ends[:, 3] - np.diff(blocks.first)
    average = max(1, int(lengths.sum()) // max(1, len(lengths)))
    dates = [_date(fact.get("date")) for fact in facts]
    kinds, kind = _column([fact["kind"] for fact in facts])
    regions, region = _column([(fact.get("region", ""), fact.get("code", "")) for fact in facts])
    columns: list[tuple[Ints, Ints | int]] = [
        golomb(ends[:, 3], 12), golomb(ends[:, 0], 5), golomb(ends[:, 1] - ends[:, 0], 8),
        golomb(ends[:, 2] - ends[:, 1], 9), (np.minimum(9, 1 + 2 * lengths // average), 4)]
    columns += [(np.array([date[i] for date in dates], np.int64), bits) for i, bits in enumerate((14, 4, 5))]
    columns += [golomb(kind, 1), golomb(region, 4)]
    odd = {str(i): fact["date"] for i, fact in enumerate(facts) if fact.get("date") and not dates[i][0]}
    values = {"count": len(facts), "kinds": kinds, "regions": regions, "odd": odd}
    return _call("docs", values, strings=[_rows(columns)])


def _date(text: str | None) -> tuple[int, int, int]:
    """Year plus one, month, day; zeros for what is not told."""
    match = _DATE.fullmatch(text or "")
    return (int(match[1]) + 1, int(match[2] or 0), int(match[3] or 0)) if match else (0, 0, 0)


def _column(values: Sequence[Any]) -> tuple[list[Any], Ints]:
    """The different values, the commonest first, and the number of each one's own."""
    counts = Counter(values)
    names = sorted(counts, key=lambda value: (-counts[value], value))
    place = {value: i for i, value in enumerate(names)}
    return names, np.array([place[value] for value in values], np.int64)


def _rows(columns: Sequence[tuple[Ints, Ints | int]]) -> bytes:
    """Codes of columns, row by row."""
    if not len(columns[0][0]):
        return b""
    codes = np.stack([c for c, _ in columns], axis=1).ravel()
    bits = np.stack([np.broadcast_to(np.asarray(b, np.int64), c.shape) for c, b in columns], axis=1).ravel()
    return pack(codes, bits, np.array([0]))[0]


def _people(facts: list[dict[str, Any]]) -> bytes:
    speakers, speaker = _column([fact.get("speaker", "") for fact in facts])
    organizations, organization = _column([fact.get("organization", "") for fact in facts])
    return _call("people", [speakers, organizations], strings=[_rows([golomb(speaker, 3), golomb(organization, 3)])])


def _heads(blocks: Blocks) -> bytes:
    """For each document the lengths of its seven fields and of its headings together, separators included."""
    lengths = np.diff(blocks.fields(), axis=1, prepend=0)
    return _rows([golomb(lengths[:, i], 3) for i in range(lengths.shape[1])])


def _block_lengths(blocks: Blocks, low: int) -> bytes:
    """For each of ``GROUP`` documents from ``low`` on the number of its blocks and the length of each."""
    first = blocks.first[low : low + GROUP + 1]
    lengths = blocks.lengths()[first[0] : first[-1]]
    codes, bits = golomb(np.insert(lengths, first[:-1] - first[0], np.diff(first)), 7)
    return pack(codes, bits, np.array([0]))[0]
