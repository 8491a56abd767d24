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
_BITS = np.array([[128], [64], [32], [16], [8], [4], [2], [1]], np.uint8)
Tree = list[list[float]]
"""Nodes as ``[column, threshold, left, right]``, left being "at most the threshold"; a leaf is ``[value]``."""


@dataclass(frozen=True)
class Forest:
    """Trees of at most eight splits.

    Every question (column, threshold) that some tree asks is asked once; the
    answers of a tree, read as one byte, point into its table of 256 values.
    """

    columns: tuple[str, ...]
    column: NDArray[np.intp]
    """Of every question."""
    threshold: NDArray[np.float64]
    asked: NDArray[np.intp]
    """The questions of the trees, eight a tree."""
    values: NDArray[np.float64]
    """256 a tree."""

    @classmethod
    def of(cls, data: dict[str, Any]) -> Forest:
        """The forest of a data file with ``columns`` and ``trees``. Raises ValueError on a tree that is too large."""
        trees: list[Tree] = data["trees"]
        questions: dict[tuple[int, float], int] = {(0, 0.0): 0}
        asked = np.zeros((len(trees), _SPLITS), np.intp)
        values = np.zeros((len(trees), 256))
        for t, tree in enumerate(trees):
            splits = [n for n, node in enumerate(tree) if len(node) > 1]
            if len(splits) > _SPLITS:
                raise ValueError(f"tree {t} has {len(splits)} splits, more than {_SPLITS}")
            for k, n in enumerate(splits):
                asked[t, k] = questions.setdefault((int(tree[n][0]), tree[n][1]), len(questions))
            values[t] = [_leaf(tree, splits, answers) for answers in range(256)]
        column, threshold = zip(*questions, strict=True)
        return cls(tuple(data["columns"]), np.array(column, np.intp), np.array(threshold)[:, None],
                   asked.ravel(), values.ravel())

    def likelihood(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The likelihood, 0 to 1, of each row."""
        parts = [self._sums(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.asarray(1.0 / (1.0 + np.exp(-np.concatenate([np.zeros(0), *parts]))))

    def _sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        answers = (np.ascontiguousarray(rows.T).take(self.column, 0) <= self.threshold).view(np.uint8)
        bits = answers.take(self.asked, 0).reshape(-1, _SPLITS, len(rows)) * _BITS
        leaves = bits.sum(axis=1, dtype=np.intp)
        leaves += np.arange(len(leaves), dtype=np.intp)[:, None] * 256
        return np.asarray(self.values.take(leaves).sum(axis=0))


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
