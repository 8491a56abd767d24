"""How likely each block belongs to the document: a small ensemble of decision trees, read from a data file.

``html_model.json`` is written by ``scripts/train_extract.py``; reading and
applying it needs numpy only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Forest:
    """Trees as tables of nodes, one row a tree. A leaf points at itself and holds a value."""

    columns: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int

    @classmethod
    def of(cls, data: dict[str, Any]) -> Forest:
        """The forest of a data file: ``columns`` and ``trees``, a tree being ``[feature, threshold, left, right]``
        rows with ``[value]`` for leaves."""
        trees: list[list[list[float]]] = data["trees"]
        width = max(map(len, trees))
        shape = (len(trees), width)
        feature, left, right = (np.zeros(shape, np.int64) for _ in range(3))
        threshold, value = np.zeros(shape), np.zeros(shape)
        for t, tree in enumerate(trees):
            for n, node in enumerate(tree):
                if len(node) == 1:
                    left[t, n] = right[t, n] = n
                    value[t, n] = node[0]
                else:
                    feature[t, n], left[t, n], right[t, n] = int(node[0]), int(node[2]), int(node[3])
                    threshold[t, n] = node[1]
        return cls(tuple(data["columns"]), feature, threshold, left, right, value, max(map(_depth, trees)))

    def likelihood(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The likelihood, 0 to 1, of each row."""
        tree = np.arange(len(self.feature))[None, :]
        item = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.feature)), np.int64)
        for _ in range(self.depth):
            low = rows[item, self.feature[tree, node]] <= self.threshold[tree, node]
            node = np.where(low, self.left[tree, node], self.right[tree, node])
        total = self.value[tree, node].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


def _depth(tree: list[list[float]], node: int = 0) -> int:
    row = tree[node]
    return 0 if len(row) == 1 else 1 + max(_depth(tree, int(row[2])), _depth(tree, int(row[3])))


@cache
def forest() -> Forest:
    """The forest that ships with the package."""
    text = files("scraper.extract").joinpath("html_model.json").read_text(encoding="utf-8")
    return Forest.of(json.loads(text))
