"""The archive as one row of folded codes, and where its blocks and zones end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.fold import fold, is_run
from search.layout import FIELDS, OPENING, SEPARATOR
from search.shards_bits import Ints
from search.shards_heavy import PAD, Codes

CHUNK = 64
MIDDLE, START, END, SINGLE = range(4)
"""A letter or digit has four codes, by its place in its run: so runs match as a whole like any other piece."""
_IGNORED = 0xFFFF


class Alphabet:
    """The folded characters of an archive, sorted; their codes from 1 on, four in a row for one of a run."""

    def __init__(self, letters: str) -> None:
        """``letters`` are all characters of the reading texts."""
        folded = {letter: fold(letter) for letter in letters if letter != SEPARATOR}
        self.characters = "".join(sorted({*folded.values(), " "} - {""}))
        codes, code = {"": _IGNORED}, 1
        self.runs = np.zeros(0x10000, np.bool_)
        for character in self.characters:
            codes[character] = code
            self.runs[code] = is_run(character)
            code += 4 if is_run(character) else 1
        self.codes = codes
        self.width = code.bit_length()
        """Bits that hold every code."""
        self.blank = codes[" "]
        self.table = np.zeros(0x110000, np.uint16)
        self.table[[ord(letter) for letter in folded]] = [codes[folded[letter]] for letter in folded]

    def of(self, folded: str) -> list[int]:
        """The codes of folded characters that belong to no run; empty if one is not in the archive."""
        codes = [self.codes.get(character, 0) for character in folded]
        return codes if 0 not in codes else []

    def encode(self, texts: Sequence[str]) -> Codes:
        """The folded codes of reading texts, one after the other; 0 for ``SEPARATOR``."""
        return np.concatenate([np.zeros(0, np.uint16),
                               *(self._encode(texts[low : low + CHUNK]) for low in range(0, len(texts), CHUNK))])

    def _encode(self, texts: Sequence[str]) -> Codes:
        codes = self.table[points(texts)]
        kept = codes != _IGNORED
        places = np.flatnonzero(kept)
        run = self.runs[codes[places]]
        joins = np.flatnonzero((np.diff(places) > 1) & run[:-1] & run[1:])
        blanks = places[joins] + 1
        codes[blanks], kept[blanks] = self.blank, True
        codes = codes[kept]
        run = self.runs[codes]
        before, after = np.append(False, run[:-1]), np.append(run[1:], False)
        place = run * np.where(before, np.where(after, MIDDLE, END), np.where(after, START, SINGLE))
        out: Codes = codes + place.astype(np.uint16)
        return out


def points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The code points of texts, one after the other."""
    return np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where blocks end in a row of codes, each with its separator.

    ``first[d]`` is the number of document d's first block; ``starts[d]`` its
    place; both have an entry for the end.
    """

    ends: Ints
    first: Ints
    starts: Ints
    headings: Ints

    @classmethod
    def of(cls, ends: Ints, counts: Sequence[int], headings: Sequence[int]) -> Blocks:
        """``counts`` are the numbers of blocks of the documents, ``headings`` those of their headings."""
        first = np.append(0, np.cumsum(np.array(counts, np.int64)))
        return cls(ends, first, np.append(0, ends)[first], np.array(headings, np.int64))

    def lengths(self) -> Ints:
        """Folded characters of each block."""
        return np.diff(self.ends, prepend=0) - 1

    def fields(self) -> Ints:
        """The ends of the seven fields and of the headings of each document, counted from its beginning."""
        last = np.arange(FIELDS)[None, :] + self.first[:-1, None]
        last = np.column_stack([last, self.first[:-1] + FIELDS - 1 + self.headings])
        out: Ints = self.ends[last] - self.starts[:-1, None]
        return out

    def zones(self) -> Ints:
        """The ends of zone 0, of zones 1 and 2, of zone 3 and of the whole of each document, from its beginning."""
        fields = self.fields()
        opening = fields[:, -1].copy()
        spans = np.diff(self.starts)
        for number, block in enumerate((self.first[:-1] + FIELDS + self.headings).tolist()):
            stop, total = int(self.first[number + 1]), 0
            start = self.starts[number]
            while block < stop and total < OPENING:
                total += int(self.ends[block] - self.ends[block - 1]) - 1
                opening[number] = self.ends[block] - start
                block += 1
        return np.column_stack([fields[:, 2], fields[:, -1], opening, spans])


def whole(alphabet: Alphabet, texts: Iterable[Sequence[str]], counts: Sequence[int], headings: Sequence[int],
          scratch: Path) -> tuple[Codes, Blocks]:
    """The row of all texts, with its padding, and its blocks; ``scratch`` is a file that is gone afterwards."""
    ends, total = [np.zeros(0, np.int64)], 0
    with scratch.open("w+b") as file:
        for some in texts:
            codes = alphabet.encode(some)
            ends.append(np.flatnonzero(codes == 0) + 1 + total)
            total += len(codes)
            file.write(codes.tobytes())
        row = np.zeros(total + PAD, np.uint16)
        file.seek(0)
        file.readinto(row[:total].data)
    scratch.unlink()
    return row, Blocks.of(np.concatenate(ends), counts, headings)


def heads(codes: Codes, blocks: Blocks) -> tuple[Codes, Ints]:
    """The fields and headings alone, with padding, and where each document begins among them."""
    spans = blocks.fields()[:, -1] if len(blocks.headings) else np.zeros(0, np.int64)
    starts: Ints = np.append(0, np.cumsum(spans))
    parts = zip(blocks.starts[:-1].tolist(), spans.tolist(), strict=True)
    return np.concatenate([*(codes[start : start + span] for start, span in parts), np.zeros(PAD, np.uint16)]), starts
