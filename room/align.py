"""Which sentences of two texts belong together: sections first, then sentences in order, then those that moved.

Sentences are compared by their pairs of neighbouring characters, weighed by
how rare a pair is in both texts. All numbers are integers (likeness in
thousandths), so that ``docs/assets/room/compare-align.js`` gives the same answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from room.sentences import Cut

LIKE = 380
"""Likeness from which two sentences in order are one sentence changed."""
MOVED = 560
"""Likeness from which a sentence is recognised out of order."""
PART = 600
"""Share of a sentence that lies in another from which it is a part of it."""
_SHORTEST = 8
"""Letters from which a sentence out of order is recognised."""
_MOST = 16
"""Candidates of one sentence."""
_NEAR = 4
"""A part of a split sentence stands nearer than this to the rest of it: something may have come in between."""
_COMMON = 64
"""Sentences from which pairs that stand in an eighth of them are left out."""

Pair = tuple[int, int]


@dataclass(slots=True)
class Link:
    """Sentences that are one another: ``a`` of the earlier text, ``b`` of the later one, each in order."""

    a: list[int]
    b: list[int]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Sections that belong together."""

    a: int
    b: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """Links by the first sentence of the later text; matched sections by that of the later text."""

    links: tuple[Link, ...]
    sections: tuple[Matched, ...]


def align(a: Cut, b: Cut) -> Alignment:
    """Align two texts."""
    grams = _Grams(a, b)
    likes = _candidates(a, b, grams)
    pairs = _sections(a, b, likes)
    links = [Link([i], [j]) for i, j in _chain(_weights(a, b, likes, grams, pairs), len(b.sentences))]
    links += [Link([i], [j], True) for i, j in _others(a, b, likes, links, pairs)]
    links.sort(key=lambda link: link.b[0])
    _join(links, a, b, grams)
    return Alignment(tuple(links), _settle(links, a, b, pairs))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a key."""
    return {text[i : i + 2] for i in range(max(len(text) - 1, 1))}


@dataclass(slots=True)
class _Grams:
    """Pairs of characters of every sentence, their weights, and what sentences share."""

    a: list[set[str]]
    b: list[set[str]]
    weight: dict[str, int] = field(default_factory=dict)
    totals_a: list[int] = field(default_factory=list)
    totals_b: list[int] = field(default_factory=list)
    shared: list[dict[int, int]] = field(default_factory=list)
    """For each sentence of ``a`` the weight that it shares with sentences of ``b``."""

    def __init__(self, a: Cut, b: Cut) -> None:
        self.a, self.b = [pairs_of(s.key) for s in a.sentences], [pairs_of(s.key) for s in b.sentences]
        counts = Counter(gram for grams in (*self.a, *self.b) for gram in grams)
        number = len(self.a) + len(self.b)
        common = number // 8 if number >= _COMMON else number
        self.weight = {gram: (number // count).bit_length() if count <= common else 0
                       for gram, count in counts.items()}
        self.totals_a, self.totals_b = list(map(self.total, self.a)), list(map(self.total, self.b))
        where: dict[str, list[int]] = defaultdict(list)
        for j, grams in enumerate(self.b):
            for gram in grams:
                if self.weight[gram]:
                    where[gram].append(j)
        self.shared = []
        for grams in self.a:
            row: dict[int, int] = {}
            for gram in grams:
                for j in where.get(gram, ()):
                    row[j] = row.get(j, 0) + self.weight[gram]
            self.shared.append(row)

    def total(self, grams: set[str]) -> int:
        return sum(self.weight[gram] for gram in grams)


def _candidates(a: Cut, b: Cut, grams: _Grams) -> dict[Pair, int]:
    """The likeness of pairs that may belong together, by pair in order."""
    equal: dict[str, list[int]] = defaultdict(list)
    for j, s in enumerate(b.sentences):
        equal[s.key].append(j)
    out: dict[Pair, int] = {}
    for i, s in enumerate(a.sentences):
        found = {j: 2000 * shared // (grams.totals_a[i] + grams.totals_b[j]) for j, shared in grams.shared[i].items()}
        for j in equal.get(s.key, ()):
            found[j] = 1000
        best = sorted((-like, _apart(i, j, a, b), j) for j, like in found.items() if like >= LIKE)[:_MOST]
        for minus, _, j in sorted(best, key=lambda one: one[2]):
            out[i, j] = -minus
    return out


def _apart(i: int, j: int, a: Cut, b: Cut) -> int:
    """How far two sentences stand from one another, told by how far on in their texts they are."""
    return abs(i * len(b.sentences) - j * len(a.sentences))


def _sections(a: Cut, b: Cut, likes: dict[Pair, int]) -> dict[int, int]:
    """Sections that belong together, by heading and by content: section of ``a`` to section of ``b``."""
    best: dict[int, tuple[int, int, int]] = {}
    for (i, j), like in likes.items():
        best[i] = min(best.get(i, (0, 0, 0)), (-like, _apart(i, j, a, b), j))
    votes: dict[Pair, int] = defaultdict(int)
    for i, (minus, _, j) in best.items():
        votes[a.sentences[i].section, b.sentences[j].section] += -minus * len(a.sentences[i].key)
    sizes_a, sizes_b = _sizes(a), _sizes(b)
    scored = []
    for s, mine in enumerate(a.sections):
        for t, theirs in enumerate(b.sections):
            heading = _alike(mine.key, theirs.key)
            vote = votes.get((s, t), 0)
            share = min(vote // max(min(sizes_a[s], sizes_b[t]), 1), 1000)
            if heading >= 600 or share >= 300:
                scored.append((-heading - share, abs(s * len(b.sections) - t * len(a.sections)), s, t))
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, s, t in sorted(scored):
        if s not in out and t not in taken:
            out[s] = t
            taken.add(t)
    if 0 not in out and 0 not in taken:
        out[0] = 0
    return out


def _sizes(cut: Cut) -> list[int]:
    sizes = [0] * len(cut.sections)
    for s in cut.sentences:
        sizes[s.section] += len(s.key)
    return sizes


def _alike(a: str, b: str) -> int:
    """The likeness of two headings; 0 if one has no letters."""
    if not a or not b:
        return 0
    one, two = pairs_of(a), pairs_of(b)
    return 2000 * len(one & two) // (len(one) + len(two))


def _weights(a: Cut, b: Cut, likes: dict[Pair, int], grams: _Grams, pairs: dict[int, int]) -> dict[Pair, int]:
    """What it is worth to have two sentences together: more in sections that belong together."""
    out = {}
    for (i, j), like in likes.items():
        worth = like * (grams.totals_a[i] + grams.totals_b[j] + 2)
        same = pairs.get(a.sentences[i].section) == b.sentences[j].section
        out[i, j] = worth * 5 // 4 if same else worth
    return out


def _chain(weights: dict[Pair, int], size: int) -> list[Pair]:
    """The heaviest set of pairs in which both texts go forward, by a Fenwick tree of prefix maxima.

    ``size``: the sentences of the later text.
    """
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    steps: list[tuple[Pair, int]] = []
    for i, j in sorted(weights, key=lambda pair: (pair[0], -pair[1])):
        best, at = (0, -1), j
        while at > 0:
            if tree[at][0] > best[0]:
                best = tree[at]
            at -= at & -at
        steps.append(((i, j), best[1]))
        value, at = (best[0] + weights[i, j], len(steps) - 1), j + 1
        while at <= size:
            if value[0] > tree[at][0]:
                tree[at] = value
            at += at & -at
    best, at = (0, -1), size
    while at > 0:
        if tree[at][0] > best[0]:
            best = tree[at]
        at -= at & -at
    out: list[Pair] = []
    step = best[1]
    while step >= 0:
        out.append(steps[step][0])
        step = steps[step][1]
    return out[::-1]


def _others(a: Cut, b: Cut, likes: dict[Pair, int], links: Sequence[Link], pairs: dict[int, int]) -> list[Pair]:
    """Pairs out of order, the likest first."""
    used_a, used_b = {link.a[0] for link in links}, {link.b[0] for link in links}
    rest = []
    for (i, j), like in likes.items():
        if like < MOVED or i in used_a or j in used_b:
            continue
        if min(len(a.sentences[i].key), len(b.sentences[j].key)) >= _SHORTEST:
            same = pairs.get(a.sentences[i].section) == b.sentences[j].section
            rest.append((-like, not same, _apart(i, j, a, b), i, j))
    out = []
    for _, _, _, i, j in sorted(rest):
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            out.append((i, j))
    return out


def _join(links: Sequence[Link], a: Cut, b: Cut, grams: _Grams) -> None:
    """Put parts to what was split or merged: a free neighbour most of which lies in the sentence linked."""
    free_a = set(range(len(a.sentences))) - {i for link in links for i in link.a}
    free_b = set(range(len(b.sentences))) - {j for link in links for j in link.b}
    for link in links:
        grown = a.sentences[link.a[0]].key != b.sentences[link.b[0]].key
        while grown:
            grown = False
            for mine, others, free, of_mine, of_others in (
                (link.b, link.a, free_b, grams.b, grams.a), (link.a, link.b, free_a, grams.a, grams.b)):
                for new in (*range(mine[-1] + 1, mine[-1] + _NEAR), *range(mine[0] - 1, mine[0] - _NEAR, -1)):
                    if new in free and _belongs(new, mine, others, of_mine, of_others, grams):
                        free.discard(new)
                        mine.append(new)
                        mine.sort()
                        grown = True


def _belongs(new: int, mine: Sequence[int], others: Sequence[int], of_mine: Sequence[set[str]],
             of_others: Sequence[set[str]], grams: _Grams) -> bool:
    """Whether most of a sentence lies in ``others``, and the two sides become liker by it."""
    theirs = set[str]().union(*(of_others[i] for i in others))
    ours = set[str]().union(*(of_mine[i] for i in mine))
    total = grams.total(of_mine[new])
    if not total or 1000 * grams.total(of_mine[new] & theirs) < PART * total:
        return False
    more = ours | of_mine[new]
    before = 2000 * grams.total(ours & theirs) // max(grams.total(ours) + grams.total(theirs), 1)
    after = 2000 * grams.total(more & theirs) // max(grams.total(more) + grams.total(theirs), 1)
    return after > before


def _settle(links: Sequence[Link], a: Cut, b: Cut, pairs: dict[int, int]) -> tuple[Matched, ...]:
    """Sections that moved as a whole: what goes forward in both did not move within them."""
    inside: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        section = a.sentences[link.a[0]].section
        if pairs.get(section) == b.sentences[link.b[0]].section:
            inside[section].append(link)
    out = []
    for section, other in pairs.items():
        mine = inside[section]
        moved = 2 * sum(link.moved for link in mine) > len(mine)
        if moved:
            weights = {(link.a[0], link.b[0]): sum(len(b.sentences[j].key) for j in link.b) for link in mine}
            stayed = set(_chain(weights, len(b.sentences)))
            for link in mine:
                link.moved = (link.a[0], link.b[0]) not in stayed
        out.append(Matched(section, other, moved))
    return tuple(sorted(out, key=lambda pair: pair.b))
