"""In how many documents each term of the lexicon stands, counted on the row of codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints
from search.shards_stream import Alphabet

CHUNK = 64
"""Documents that are looked through at once."""


def counted(alphabet: Alphabet, codes: NDArray[np.uint16], starts: Ints, terms: Sequence[str]) -> list[int]:
    """The numbers for folded terms; one that has a character that is not in the archive stands nowhere."""
    told = [alphabet.of(term) for term in terms]
    some = [number for number, term in enumerate(told) if len(term) > 1]
    out = [0] * len(terms)
    for number, count in zip(some, documents(codes, starts, [told[i] for i in some]).tolist(), strict=True):
        out[number] = count
    for number, term in enumerate(told):
        if len(term) == 1:
            out[number] = len(np.unique(np.searchsorted(starts, np.flatnonzero(codes == term[0]), "right")))
    return out


def documents(codes: NDArray[np.uint16], starts: Ints, terms: Sequence[Sequence[int]]) -> Ints:
    """For each term, as codes (two at least), the number of documents that hold it; ``starts`` as in the shards.

    >>> documents(np.array([1, 2, 3, 0, 2, 3, 0, 0], np.uint16), np.array([0, 4, 7]), [[2, 3], [1, 2], [3, 2]]).tolist()
    [2, 1, 0]
    """
    out = np.zeros(len(terms), np.int64)
    pairs: dict[int, list[int]] = {}
    for number, term in enumerate(terms):
        pairs.setdefault(int(term[0]) << 16 | int(term[1]), []).append(number)
    heads = np.zeros(0x10000, np.bool_)
    heads[[pair >> 16 for pair in pairs]] = True
    wanted = np.array(sorted(pairs), np.int64)
    for low in range(0, len(starts) - 1, CHUNK):
        mine = starts[low : low + CHUNK + 1]
        row = codes[mine[0] : mine[-1] + 1]
        for pair, places in _by_pair(row, heads, wanted):
            found = np.searchsorted(mine - mine[0], places, side="right")
            for number in pairs[pair]:
                some = found[_match(row, places, terms[number])]
                out[number] += np.count_nonzero(np.diff(some)) + 1 if len(some) else 0
    return out


def _by_pair(row: NDArray[np.uint16], heads: NDArray[np.bool_], wanted: Ints) -> Iterator[tuple[int, Ints]]:
    places = np.flatnonzero(heads[row[:-1]])
    keys = row[places].astype(np.int64) << 16 | row[places + 1]
    some = np.isin(keys, wanted)
    places, keys = places[some], keys[some]
    turn = np.argsort(keys, kind="stable")
    places, keys = places[turn], keys[turn]
    cuts = np.flatnonzero(np.diff(keys)) + 1
    for part in np.split(np.arange(len(keys)), cuts) if len(keys) else ():
        yield int(keys[part[0]]), places[part]


def _match(row: NDArray[np.uint16], places: Ints, term: Sequence[int]) -> NDArray[np.bool_]:
    """At which of the places the rest of the term follows."""
    fits = places + len(term) <= len(row)
    for i, code in enumerate(term[2:], 2):
        fits &= row[np.minimum(places + i, len(row) - 1)] == code
    return fits
