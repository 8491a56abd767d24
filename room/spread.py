"""Where the words of a document came from and where they went: runs of letters that works share.

Two passes over the archive, one text in memory at a time. The first writes
the letters of every text and its fingerprints (window 13: a common run of 20
letters is always seen) to files without a name; fingerprints go into buckets
by value. The second reads a bucket at a time and keeps those prints alone
that two works or more share. A document is then asked for: its shared prints
lead to the places of others, and the runs are measured on the letters
themselves. A print that more than ``CAP`` works hold is a formula: it leads to
the first of them alone, which keeps the work nearly linear.
"""

from __future__ import annotations

import mmap
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from archive import body
from archive.model import Document
from archive.prints import GRAM, letters, located

SHORTEST = 20
"""Letters of a run."""
WINDOW = SHORTEST - GRAM + 1
CAP = 24
"""Works beyond which what they share is a formula."""
_FIRST = 3
"""Works that are named for a formula."""
_BUCKETS = 32
_ANCHOR = 24
_STEP = 64
_OTHERS = re.compile("[\U00010000-\U0010ffff]")
"""Letters of other planes are left out: a letter is one code of 16 bits."""
_HELD = 16
"""Documents asked for until what was read of the files leaves the memory of this process."""
_ROW = np.dtype([("print", "<u8"), ("document", "<i4"), ("place", "<i4")])
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shared:
    """A run that a document shares with another; places are letters of the document from ``start`` on."""

    other: str
    start: int
    letters: int
    works: int
    """How many works hold the rarest part of it."""
    theirs: int
    """Where it begins in the letters of the other."""

    @property
    def weight(self) -> int:
        """Its length, the less the more works have it."""
        return self.letters * 2 // self.works


@dataclass(frozen=True, slots=True)
class Formula:
    """A run that more than :data:`CAP` works have, with the first of them that have it too."""

    start: int
    letters: int
    works: int
    first: tuple[Shared, ...]


class Spread:
    """The shared runs of an archive. Its files go when it goes."""

    def __init__(self, ids: Iterable[str], read: Callable[[str], Document]) -> None:
        """``read`` gives a document with its body, once for each id; the first of ``ids`` are the earliest."""
        self.ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._bounds: list[Ints] = []
        self._found: dict[int, Ints] = {}
        with ExitStack() as stack:
            texts, anchors, *buckets = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(_BUCKETS + 2))
            for id in ids:
                self._numbers[id] = len(self.ids)
                self.ids.append(id)
                self._enter(read(id), texts, anchors, buckets)
            self._text = _mapped(texts, np.dtype("<u2"))
            self._anchor = _mapped(anchors, np.dtype(f"S{_ANCHOR}"))
            self._share(buckets)
        self._ends = np.cumsum([b[-1] for b in self._bounds], dtype=np.int64)
        self._blocks = np.cumsum([len(b) for b in self._bounds], dtype=np.int64)

    def _enter(
        self, document: Document, texts: IO[bytes], anchors: IO[bytes], buckets: Sequence[IO[bytes]]
    ) -> None:
        blocks = body.parse(document.body)
        pieces = ["" if b.kind == "title" else _OTHERS.sub("", letters(b.text)) for b in blocks]
        bare = "".join(pieces)
        texts.write(bare.encode("utf-16-le", "replace"))
        told = body.anchors(blocks, document.anchors) or [""]
        anchors.write(np.array([anchor.encode() for anchor in told], f"S{_ANCHOR}").tobytes())
        self._bounds.append(np.cumsum([len(piece) for piece in pieces] or [0], dtype=np.int32))
        prints, places = located(bare, WINDOW)
        rows = np.empty(len(prints), _ROW)
        rows["print"], rows["place"], rows["document"] = prints, places, self._numbers[document.id]
        which = prints >> np.uint64(64 - _BUCKETS.bit_length() + 1)
        order = np.argsort(which, kind="stable")
        ends = np.searchsorted(which[order], np.arange(_BUCKETS), "right")
        rows, start = rows[order], 0
        for bucket, end in zip(buckets, ends.tolist(), strict=True):
            bucket.write(rows[start:end].tobytes())
            start = end

    def _share(self, buckets: Sequence[IO[bytes]]) -> None:
        """Keep the prints that two works share, by document and by print."""
        kept: list[list[Any]] = [[], [], []]
        common: list[list[Any]] = [[], [], []]
        firsts: list[list[Any]] = [[], [], []]
        groups = formulas = 0
        for bucket in buckets:
            bucket.seek(0)
            rows = np.frombuffer(bucket.read(), _ROW)
            group, document, place, works = _shared(rows)
            few = works <= CAP
            prints, own = np.unique(group[few], return_inverse=True)
            for into, values in zip(kept, (own + groups, document[few], place[few]), strict=True):
                into.append(values)
            groups += len(prints)
            document, place, works = document[~few], place[~few], works[~few]
            prints, begin, own = np.unique(group[~few], return_index=True, return_inverse=True)
            for into, values in zip(common, (own + formulas, document, place), strict=True):
                into.append(values)
            among = begin[:, None] + np.arange(_FIRST)
            for into, values in zip(firsts, (works[begin], document[among], place[among]), strict=True):
                into.append(values)
            formulas += len(prints)
        group, document, place = map(_joined, kept)
        order = np.argsort(group, kind="stable")
        self._group, self._document, self._place = group[order], document[order], place[order]
        self._starts = np.searchsorted(self._group, np.arange(groups + 1))
        self._own = np.lexsort((self._place, self._document)).astype(np.int32)
        self._first = np.searchsorted(self._document[self._own], np.arange(len(self.ids) + 1))
        group, document, place = map(_joined, common)
        order = np.lexsort((place, document))
        self._common = place[order], group[order]
        self._common_first = np.searchsorted(document[order], np.arange(len(self.ids) + 1))
        self._formulas = tuple(map(_joined, firsts))

    def shared(self, id: str) -> list[Shared]:
        """The runs of a document, by place, then by the other's id; of overlapping ones with one other the longest."""
        mine = self._numbers[id]
        if mine not in self._found:
            if len(self._found) % _HELD == _HELD - 1:
                self._let_go()
            self._found[mine] = np.array([(self._numbers[s.other], s.start, s.letters, s.works, s.theirs)
                                          for s in self._runs(mine)], np.int32).reshape(-1, 5)
        return [Shared(self.ids[other], *rest) for other, *rest in self._found[mine].tolist()]

    def _let_go(self) -> None:
        """Give back the pages of the files; what is needed again is read again, mostly from the system's cache."""
        for values in (self._text, self._anchor):
            below = values.base
            file = below.base if isinstance(below, np.memmap) else None
            if isinstance(file, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
                file.madvise(mmap.MADV_DONTNEED)

    def _runs(self, mine: int) -> list[Shared]:
        seeds = self._own[self._first[mine] : self._first[mine + 1]]
        if not len(seeds):
            return []
        groups = self._group[seeds]
        counts = self._starts[groups + 1] - self._starts[groups]
        members = np.repeat(self._starts[groups] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        places = np.repeat(self._place[seeds], counts)
        works = np.repeat(counts, counts)
        others, theirs = self._document[members], self._place[members]
        keep = others != mine
        rows = np.stack([others, places - theirs, places, works], axis=1)[keep]
        rows = rows[self._long(mine, rows)]
        rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
        found: list[Shared] = []
        own = self._letters(mine)
        other, last = -1, (0, 0)
        text = own
        for number, shift, place, many in rows.tolist():
            if number != other:
                other, last, text = number, (0, -1), self._letters(number)
            if shift == last[0] and place < last[1]:
                if many < found[-1].works:
                    found[-1] = _rarer(found[-1], many)
                continue
            start, end = _run(own, text, place, place - shift)
            last = (shift, end)
            if end - start >= SHORTEST:
                found.append(Shared(self.ids[number], start, end - start, many, start - shift))
            else:
                last = (shift, place)
        return sorted(_longest(found), key=lambda s: (s.start, s.other))

    def _long(self, mine: int, rows: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which places lie in a common run of :data:`SHORTEST` letters; most prints in common are chance."""
        around = np.arange(GRAM - SHORTEST, SHORTEST)
        starts = np.append(0, self._ends)
        own = rows[:, 2, None] + around
        theirs = own - rows[:, 1, None]
        others = rows[:, 0]
        inside = (own >= 0) & (own < starts[mine + 1] - starts[mine]) & (theirs >= 0)
        inside &= theirs < (starts[others + 1] - starts[others])[:, None]
        top = len(self._text) - 1
        same = inside & (self._text[np.clip(own + starts[mine], 0, top)]
                         == self._text[np.clip(theirs + starts[others, None], 0, top)])
        middle = SHORTEST - GRAM
        ahead = np.logical_and.accumulate(same[:, middle:], axis=1).sum(axis=1)
        back = np.logical_and.accumulate(same[:, :middle][:, ::-1], axis=1).sum(axis=1)
        return np.asarray(ahead + back >= SHORTEST)

    def formulas(self, id: str) -> list[Formula]:
        """The runs of a document that more than :data:`CAP` works have, two prints long at least."""
        number = self._numbers[id]
        span = slice(int(self._common_first[number]), int(self._common_first[number + 1]))
        places, groups = self._common[0][span].tolist(), self._common[1][span].tolist()
        out: list[Formula] = []
        last = -1
        for place, following, group in zip(places, places[1:], groups, strict=False):
            if place >= last and following - place <= WINDOW and (found := self._formula(number, place, group)):
                out.append(found)
                last = found.start + found.letters
        return out

    def _formula(self, number: int, place: int, group: int) -> Formula | None:
        """The longest run through a place that the first works with a print have."""
        works, documents, places = (values[group] for values in self._formulas)
        own = self._letters(number)
        first = []
        for other, there in zip(documents.tolist(), places.tolist(), strict=True):
            start, end = _run(own, self._letters(other), place, there) if other != number else (0, 0)
            if end - start >= SHORTEST:
                first.append(Shared(self.ids[other], start, end - start, int(works), there - place + start))
            elif other != number:
                break
        if not first:
            return None
        start = min(s.start for s in first)
        return Formula(start, max(s.start + s.letters for s in first) - start, int(works), tuple(first))

    def blocks(self, id: str, start: int, length: int) -> list[tuple[int, int]]:
        """The blocks of the body that a stretch lies in, with the letters of it in each."""
        bounds = self._bounds[self._numbers[id]].tolist()
        out = []
        block = bisect_right(bounds, start)
        while block < len(bounds) and (begin := bounds[block - 1] if block else 0) < start + length:
            inside = min(bounds[block], start + length) - max(begin, start)
            if inside > 0:
                out.append((block, inside))
            block += 1
        return out

    def anchor(self, id: str, place: int) -> str:
        """The address of the paragraph in which a letter of a document stands."""
        number = self._numbers[id]
        bounds = self._bounds[number]
        block = min(int(np.searchsorted(bounds, place, "right")), len(bounds) - 1)
        return bytes(self._anchor[int(self._blocks[number]) - len(bounds) + block]).decode()

    def words(self, id: str, start: int, length: int) -> str:
        """Letters of a document."""
        return str(self._letters(self._numbers[id])[start : start + length].tobytes().decode("utf-16-le", "replace"))

    def _letters(self, number: int) -> npt.NDArray[np.uint16]:
        return self._text[int(self._ends[number - 1]) if number else 0 : int(self._ends[number])]


def _mapped(file: IO[bytes], dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """A file as an array that is read where it is asked."""
    file.flush()
    return np.memmap(file, dtype, "r").view(np.ndarray) if file.tell() else np.zeros(0, dtype)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, np.int32)


def _shared(rows: npt.NDArray[Any]) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows of prints that two documents hold: number of the print, document, place, and how many hold it.

    A print that stands twice in a document counts where it stands first.
    """
    order = np.lexsort((rows["place"], rows["document"], rows["print"]))
    prints, document, place = (rows[name][order] for name in ("print", "document", "place"))
    first = np.ones(len(prints), bool)
    first[1:] = (prints[1:] != prints[:-1]) | (document[1:] != document[:-1])
    prints, document, place = prints[first], document[first], place[first]
    new = np.ones(len(prints), bool)
    new[1:] = prints[1:] != prints[:-1]
    group = np.cumsum(new) - 1
    works = np.bincount(group)[group] if len(group) else group
    keep = works > 1
    return tuple(values[keep].astype(np.int32) for values in (group, document, place, works))  # type: ignore[return-value]


def _run(a: npt.NDArray[np.uint16], b: npt.NDArray[np.uint16], at: int, there: int) -> tuple[int, int]:
    """The longest run of ``a`` through ``at`` that stands in ``b`` through ``there``; empty if the letters differ."""
    end = at
    while True:
        n = min(_STEP, len(a) - end, len(b) - there - end + at)
        same = a[end : end + n] == b[there + end - at : there + end - at + n]
        ahead = n if same.all() else int(same.argmin())
        end += ahead
        if ahead < _STEP:
            break
    start = at
    while end > at:
        n = min(_STEP, start, there - at + start)
        same = a[start - n : start] == b[there - at + start - n : there - at + start]
        back = n if same.all() else int(same[::-1].argmin())
        start -= back
        if back < _STEP:
            break
    return start, end


def _rarer(run: Shared, works: int) -> Shared:
    return Shared(run.other, run.start, run.letters, works, run.theirs)


def _longest(runs: Iterable[Shared]) -> list[Shared]:
    """Of the runs with one other that overlap in the document, the longest: a text may repeat itself."""
    out: list[Shared] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for run in sorted(runs, key=lambda r: (-r.letters, r.start, r.theirs)):
        spans = taken.setdefault(run.other, [])
        if all(run.start + run.letters <= start or end <= run.start for start, end in spans):
            spans.append((run.start, run.start + run.letters))
            out.append(run)
    return out
