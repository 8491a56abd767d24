"""Train the model that tells the blocks of a document from the frame of its page.

    train_extract.py FOLDER... [--write]

A folder holds ``*.html`` and ``gold.json``, a list of ``{"id", "body"}``. The
figures printed are cross-validated by site (no site is in training and test
at once). ``--write`` trains on everything and writes the model file. Needs
lightgbm and scikit-learn, which are no run-time dependencies.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

from scraper.clean import read_page
from scraper.extract.html_choice import choose
from scraper.extract.html_features import NAMES, features
from scraper.model import Capture
from scraper.repair import repair
from scraper.script import simplify
from scraper.view import look

MODEL = Path(__file__).parents[1] / "scraper" / "extract" / "html_model.json"
SETTINGS = {
    "objective": "cross_entropy", "learning_rate": 0.05, "num_leaves": 7, "min_data_in_leaf": 20,
    "feature_fraction": 0.3, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5,
    "verbose": -1, "num_threads": 2,
}
ROUNDS = 300
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A page with its blocks' rows, the share of each block that the gold holds, and its weight."""

    name: str
    site: str
    rows: Array
    labels: Array
    weights: Array
    texts: Sequence[str]
    gold: str


def examples(folder: Path) -> Iterable[Example]:
    """The pages of a folder."""
    for entry in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        path = folder / f"{entry['id']}.html"
        page = read_page(Capture(path.read_bytes()))
        view = look(page.text, repair(page).edits, simplify)
        spans = [(view.at(b.start), view.end_at(b.end)) for b in page.blocks]
        texts = [view.text[a:b] for a, b in spans]
        title = texts[0] if page.blocks and page.blocks[0].tag == "title" else ""
        rows = features(page.blocks, texts, title)
        gold = simplify(entry["body"])
        labels = _with_title(np.array(align(texts, gold)), rows)
        weights = (np.minimum(rows[:, 0], 400) + 4) / max(len(gold), 1) ** 0.7 * 10
        site = re.split(r"[-_|—]", title or entry["id"])[-1].strip()
        yield Example(f"{folder.name}/{entry['id']}", site, rows, labels, weights, texts, gold)


def align(texts: Sequence[str], gold: str) -> list[float]:
    """The share of each text that the gold holds.

    The heaviest chain of texts that occur in the gold in the same order, then,
    for the others, the share of their 6-grams in what the chain leaves.
    """
    whole = _bare(gold)
    lines = {_bare(line) for line in gold.split("\n")}
    bare = [_bare(t) for t in texts]
    places: list[tuple[int, int, int]] = []
    for i, text in enumerate(bare):
        if not text or (len(text) <= 3 and text not in lines):
            continue
        at = whole.find(text)
        for _ in range(6):
            if at < 0:
                break
            places.append((i, at, at + len(text)))
            at = whole.find(text, at + 1)
    chain = _chain(places)
    labels = [0.0] * len(texts)
    left = []
    at = 0
    for i, start, end in chain:
        labels[i] = 1.0
        left.append(whole[at:start])
        at = max(at, end)
    left.append(whole[at:])
    grams = {part[k : k + 6] for part in left for k in range(len(part) - 5)}
    for i, text in enumerate(bare):
        if not labels[i] and len(text) >= 12:
            labels[i] = sum(text[k : k + 6] in grams for k in range(len(text) - 5)) / (len(text) - 5)
    return labels


def _chain(places: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The heaviest chain of places that ascend in both orders; gaps cost a little."""
    best = [0.0] * len(places)
    before = [-1] * len(places)
    for a, (i, start, end) in enumerate(places):
        for b in range(a - 1, max(-1, a - 1500), -1):
            j, _, stop = places[b]
            if j < i and stop <= start:
                value = best[b] - min(1.0, (start - stop) / 20) - min(1.0, (i - j - 1) / 20)
                if value > best[a]:
                    best[a], before[a] = value, b
        best[a] += end - start
    chain = []
    at = max(range(len(places)), key=best.__getitem__, default=-1)
    while at >= 0:
        chain.append(places[at])
        at = before[at]
    return chain[::-1]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def _with_title(labels: Array, rows: Array) -> Array:
    """The labels with the article's own title line kept, which some golds leave out."""
    title, length, head = NAMES.index("title"), NAMES.index("length"), NAMES.index("tag_title")
    body = np.flatnonzero((labels > 0.5) & (rows[:, length] > 20))
    if len(body):
        lines = [i for i in range(body[0]) if rows[i, title] >= 1 and not rows[i, head]]
        if lines and body[0] - lines[-1] < 25:
            labels[lines[-1]] = 1.0
    return labels


TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")


def agreement(got: str, want: str) -> float:
    """F1 of the 4-grams over tokens, a Han character being one token."""
    a, b = ([TOKEN.findall(unicodedata.normalize("NFKC", t).lower()) for t in (got, want)])
    x, y = (Counter(tuple(t[i : i + 4]) for i in range(max(1, len(t) - 3))) if t else Counter() for t in (a, b))
    both = sum((x & y).values())
    return 2 * both / max(sum(x.values()) + sum(y.values()), 1)


def page_score(example: Example, keep: NDArray[np.bool_]) -> float:
    """F1 of a page, with or without its first kept line, whichever fits better."""
    kept = [t for t, k in zip(example.texts, keep, strict=True) if k]
    return max(agreement("\n".join(kept), example.gold), agreement("\n".join(kept[1:]), example.gold))


def validate(pages: Sequence[Example], folds: int = 6) -> list[Array]:
    """The likelihoods of every page's blocks by a model that has not seen its site."""
    out: list[Array] = [np.zeros(0)] * len(pages)
    sites = [p.site for p in pages]
    for train, test in GroupKFold(folds).split(sites, groups=sites):
        model = fit([pages[i] for i in train])
        for i in test:
            out[i] = np.asarray(model.predict(pages[i].rows))
    return out


def fit(pages: Sequence[Example]) -> Any:
    """The trained model."""
    rows, labels, weights = (np.concatenate([getattr(p, k) for p in pages]) for k in ("rows", "labels", "weights"))
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, labels, weight=weights), ROUNDS)


def tree_rows(node: dict[str, Any]) -> list[list[float]]:
    """A tree as rows: ``[feature, threshold, left, right]``, a leaf ``[value]``."""
    rows: list[list[float]] = []

    def add(part: dict[str, Any]) -> int:
        at = len(rows)
        rows.append([])
        if "leaf_value" in part:
            rows[at] = [float(f"{part['leaf_value']:.5g}")]
        else:
            left = add(part["left_child"])
            right = add(part["right_child"])
            rows[at] = [part["split_feature"], float(f"{part['threshold']:.7g}"), left, right]
        return at

    add(node)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = [e for folder in options.folders for e in examples(folder)]
    chances = validate(pages)
    scores: dict[str, list[float]] = {}
    for page, chance in zip(pages, chances, strict=True):
        keep = np.array([why is None for why in choose(chance, page.texts)])
        scores.setdefault(page.name.split("/")[0], []).append(page_score(page, keep))
    print("cross-validated by site, F1:", {k: round(float(np.mean(v)), 4) for k, v in scores.items()})
    if options.write:
        trees = [tree_rows(t["tree_structure"]) for t in fit(pages).dump_model()["tree_info"]]
        body = ",\n".join(json.dumps(t, separators=(",", ":")) for t in trees)
        MODEL.write_text(f'{{"columns": {json.dumps(NAMES)},\n"trees": [\n{body}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
