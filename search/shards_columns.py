"""Files of the page that tell about documents, a row each: spans, dates, kinds, places, people, lengths of blocks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from search.shards_bits import Ints, golomb, literal, pack
from search.shards_grams import Directory
from search.shards_heavy import PAD, Gram, Stream
from search.shards_keys import key_tokens
from search.shards_stream import Blocks

GROUP = 512
"""Documents whose lengths of blocks share a file."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def call(name: str, *values: object, strings: Sequence[bytes] = ()) -> bytes:
    """A script that hands over values and strings of seven-bit values."""
    parts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in (name, *values)]
    parts += [f'"{literal(string)}"' for string in strings]
    text = ",".join(parts).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"gonghuiShard({text});\n".encode()


def directory_file(name: str, directory: Directory, stream: Stream, characters: str) -> bytes:
    values = {"places": len(stream.codes) - PAD, "width": stream.width, "shards": len(directory.firsts),
              "heavy": len(directory.heavy), "lists": directory.lists, "characters": characters}
    sizes = np.array(directory.sizes, np.int64) >> 6
    return call(name, values, strings=[_keys(directory.firsts, sizes, stream.width),
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
    tokens, bits, bases = key_tokens(matrix, lengths, same, ones, width, np.array([0]))
    tokens[bases], bits[bases] = golomb(values, 5)
    return pack(tokens, bits, np.array([0]))[0]


def _common(a: Gram, b: Gram) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def docs(facts: list[dict[str, Any]], ends: Ints, blocks: Blocks) -> bytes:
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
    return call("docs", values, strings=[_rows(columns)])


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


def people(facts: list[dict[str, Any]]) -> bytes:
    speakers, speaker = _column([fact.get("speaker", "") for fact in facts])
    organizations, organization = _column([fact.get("organization", "") for fact in facts])
    return call("people", [speakers, organizations], strings=[_rows([golomb(speaker, 3), golomb(organization, 3)])])


def heads(blocks: Blocks) -> bytes:
    """For each document the lengths of its seven fields and of its headings together, separators included."""
    lengths = np.diff(blocks.fields(), axis=1, prepend=0)
    return _rows([golomb(lengths[:, i], 3) for i in range(lengths.shape[1])])


def block_lengths(blocks: Blocks, low: int) -> bytes:
    """For each of ``GROUP`` documents from ``low`` on the number of its blocks and the length of each."""
    first = blocks.first[low : low + GROUP + 1]
    lengths = blocks.lengths()[first[0] : first[-1]]
    codes, bits = golomb(np.insert(lengths, first[:-1] - first[0], np.diff(first)), 7)
    return pack(codes, bits, np.array([0]))[0]
