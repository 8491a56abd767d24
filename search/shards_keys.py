"""How keys and document lists are told by bits, and the sorting that both passes share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.shards_bits import Ints, golomb, order

DELTA = 3
"""Order of the codes for the step from one character to the next beside it."""


def key_tokens(matrix: NDArray[np.uint16], lengths: Ints, same: Ints, counts: Ints, width: int,
               cuts: Ints) -> tuple[Ints, Ints, Ints]:
    """Codes for the keys with room for ``counts`` codes after each; where that room begins.

    A key is told by its difference to the one before (to none at ``cuts``): how many characters fall away (coded
    so that a neighbour costs one bit), how many come, the first of them as a step, the others as they are, the count.
    """
    before = np.append(0, lengths[:-1])
    before[cuts] = 0
    away = before - same
    fresh = lengths - same
    sizes = 3 + fresh + counts
    bases = np.cumsum(sizes) - sizes
    tokens, bits = np.zeros(int(sizes.sum()), np.int64), np.zeros(int(sizes.sum()), np.int64)

    def put(at: Ints, pair: tuple[Ints, Ints | int]) -> None:
        tokens[at], bits[at] = pair

    put(bases, golomb(np.where(away < 2, 1 - away, away), 0))
    put(bases + 1, golomb(fresh - 1, 0))
    rows = np.arange(len(lengths))
    mine = matrix[rows, same].astype(np.int64)
    theirs = np.where(away > 0, matrix[rows - 1, np.minimum(same, matrix.shape[1] - 1)], 0).astype(np.int64)
    put(bases + 2, golomb(mine - theirs - 1, DELTA))
    for extra in range(1, int(fresh.max(initial=0))):
        more = np.flatnonzero(fresh > extra)
        put(bases[more] + 2 + extra, (matrix[more, same[more] + extra].astype(np.int64), width))
    put(bases + 2 + fresh, golomb(counts - 1, 0))
    return tokens, bits, bases + 3 + fresh


def list_tokens(documents: Ints, times: Ints, zones: Ints, total: int, places: int) -> tuple[Ints, Ints]:
    """A document list: how many, how many ``places``, then for each the gap, the count, and its zones if it has any."""
    count = np.array([len(documents)])
    k = int(order(total, count)[0])
    gaps = gaps_of(documents, np.array([0]))
    high = int(order(int(times.sum()), count)[0])
    table = [golomb(gaps, k), golomb(times - 1, high), (np.where(zones > 0, zones | 8, 0), np.where(zones > 0, 4, 1))]
    codes, lengths = (np.stack([np.asarray(row[i], np.int64) for row in table], axis=1).ravel() for i in (0, 1))
    head = [golomb(count - 1, 8), golomb(places - count, 8), golomb(np.array([high]), 0)]
    return (np.concatenate([*(np.asarray(h[0]) for h in head), codes]),
            np.concatenate([*(np.asarray(h[1]) for h in head), lengths]))


def gaps_of(values: Ints, first: Ints) -> Ints:
    """Differences less one within groups that begin at ``first``; the first value of each stays."""
    gaps: Ints = np.diff(values, prepend=0) - 1
    gaps[first] = values[first]
    return gaps


def changes(values: Ints) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first does."""
    return np.append(True, values[1:] != values[:-1]) if len(values) else np.zeros(0, np.bool_)


def in_order(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """The stable order of keys, and the keys in it: sorting keys with their places in the low bits is quickest."""
    room = int(count).bit_length()
    if len(keys) and int(keys.max()).bit_length() + room > 62:
        turn = np.argsort(keys, kind="stable")
        return turn, keys[turn]
    packed = np.sort(keys << room | np.arange(len(keys)))
    return packed & ((1 << room) - 1), packed >> room


def cuts_of(ends: Ints, starts: Ints, size: int) -> Ints:
    """Of the places where a shard may begin, those where one does: each is filled up to ``size`` if it can be."""
    begins = np.append(0, ends)[starts]
    cuts = [0]
    while ends[-1] - begins[cuts[-1]] > size and cuts[-1] + 1 < len(starts):
        at = int(np.searchsorted(begins, begins[cuts[-1]] + size, side="right")) - 1
        cuts.append(max(at, cuts[-1] + 1))
    out: Ints = starts[np.array(cuts)]
    return out
