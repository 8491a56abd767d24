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

_SPLITS = 8
"""The most splits of a tree: its answers fit into one byte."""
_AT_ONCE = 512
Tree = list[list[float]]
"""Nodes as ``[column, threshold, left, right]``, left being "at most the threshold"; a leaf is ``[value]``."""


@dataclass(frozen=True)
class Forest:
    """Trees of at most eight splits.

    All splits of all trees are asked at once; the answers of a tree, read as
    one byte, point into its table of 256 values.
    """

    columns: tuple[str, ...]
    column: NDArray[np.intp]
    """Of every split, eight a tree."""
    threshold: NDArray[np.float64]
    values: NDArray[np.float64]
    """256 a tree."""

    @classmethod
    def of(cls, data: dict[str, Any]) -> Forest:
        """The forest of a data file with ``columns`` and ``trees``. Raises ValueError on a tree that is too large."""
        trees: list[Tree] = data["trees"]
        column = np.zeros((len(trees), _SPLITS), np.intp)
        threshold = np.zeros((len(trees), _SPLITS, 1))
        values = np.zeros((len(trees), 256))
        for t, tree in enumerate(trees):
            splits = [n for n, node in enumerate(tree) if len(node) > 1]
            if len(splits) > _SPLITS:
                raise ValueError(f"tree {t} has {len(splits)} splits, more than {_SPLITS}")
            for k, n in enumerate(splits):
                column[t, k], threshold[t, k] = int(tree[n][0]), tree[n][1]
            values[t] = [_leaf(tree, splits, answers) for answers in range(256)]
        return cls(tuple(data["columns"]), column.ravel(), threshold, values.ravel())

    def likelihood(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The likelihood, 0 to 1, of each row."""
        parts = [self._sums(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.asarray(1.0 / (1.0 + np.exp(-np.concatenate([np.zeros(0), *parts]))))

    def _sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        asked = np.ascontiguousarray(rows.T)[self.column].reshape(*self.threshold.shape[:2], len(rows))
        answers = np.packbits(asked <= self.threshold, axis=1)[:, 0, :]
        first = np.arange(len(answers), dtype=np.intp)[:, None] * 256
        return np.asarray(self.values[answers + first].sum(axis=0))


def _leaf(tree: Tree, splits: list[int], answers: int) -> float:
    """The value a tree gives for the answers of its splits, the first one in the highest bit."""
    node = 0
    while len(tree[node]) > 1:
        yes = answers >> (7 - splits.index(node)) & 1
        node = int(tree[node][2 if yes else 3])
    return tree[node][0]


@cache
def forest() -> Forest:
    """The forest that ships with the package."""
    text = files("scraper.extract").joinpath("html_model.json").read_text(encoding="utf-8")
    return Forest.of(json.loads(text))
