"""Which of the regions of an archive lie in which, by their names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.grams import Array


def pairs(names: Sequence[str]) -> tuple[Array, Array]:
    """Numbers of folded names, pair by pair: ``upper[i]`` is held by the name ``lower[i]``, itself included.

    A region is told with those above it (浙江省青岚市), so that the filter 浙江省 reads as ``地区:浙江省`` does; the
    facets count the same.

    >>> [one.tolist() for one in pairs(["浙江省", "浙江省青岚市", "青岚市"])]
    [[0, 0, 1, 2, 2], [0, 1, 1, 1, 2]]
    """
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        numbers.setdefault(name, []).append(number)
    found = sorted({(upper, lower) for lower, name in enumerate(names) for start in range(len(name))
                    for end in range(start + 1, len(name) + 1) for upper in numbers.get(name[start:end], ())})
    table = np.array(found, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
