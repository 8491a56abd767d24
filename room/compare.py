"""Two documents side by side: section by section, sentence by sentence, and what is new in the words.

The published page does the same in ``docs/assets/room/compare.js``; one table
of cases holds both to the same answers (``tests/room``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from room.align import Link, Matched, align
from room.sentences import Cut, cut
from room.wordings import Wording, new_wordings
from room.words import Part, difference

State = Literal["kept", "changed", "new", "dropped"]
STATES: tuple[State, ...] = ("kept", "changed", "new", "dropped")


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences that face one another; ``parts`` of a changed one are its words in order."""

    state: State
    moved: bool
    a: tuple[int, ...]
    b: tuple[int, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Facing:
    """Sections that face one another; ``None`` on the side that has none. ``moved``: it stands elsewhere now."""

    a: int | None
    b: int | None
    moved: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared; numbers of sentences and sections are those of ``a`` and ``b``."""

    a: Cut
    b: Cut
    sections: tuple[Facing, ...]
    wordings: tuple[Wording, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Sentences of each state, those moved beside, and the share of the later text that was kept (percent).

        Kept, changed and new are sentences of the later text, dropped ones of the earlier.
        """
        out = dict.fromkeys((*STATES, "moved"), 0)
        kept = 0
        for facing in self.sections:
            for row in facing.rows:
                out[row.state] += len(row.a) if row.state == "dropped" else len(row.b)
                out["moved"] += len(row.b) if row.moved else 0
                kept += sum(len(self.b.sentences[j].key) for j in row.b) if row.state == "kept" else 0
        out["share"] = 100 * kept // max(sum(len(s.key) for s in self.b.sentences), 1)
        return out


def compare(a: Iterable[tuple[int, str]], b: Iterable[tuple[int, str]]) -> Comparison:
    """Compare the blocks (level, text) of an earlier and a later text; see :func:`room.sentences.cut`."""
    one, two = list(a), list(b)
    old, new = cut(one), cut(two)
    alignment = align(old, new)
    rows: dict[int, list[Row]] = defaultdict(list)
    used: set[int] = set()
    for link in alignment.links:
        rows[new.sentences[link.b[0]].section].append(_row(link, old, new))
        used.update(link.b)
    for j, s in enumerate(new.sentences):
        if j not in used:
            rows[s.section].append(Row("new", False, (), (j,)))
    for section in rows.values():
        section.sort(key=lambda row: row.b[0])
    sections = _facing(old, new, alignment.sections, rows, {i for link in alignment.links for i in link.a})
    return Comparison(old, new, tuple(sections), tuple(new_wordings(_texts(one), _texts(two))))


def _texts(blocks: Sequence[tuple[int, str]]) -> list[str]:
    return [text for level, text in blocks if level != 1]


def _row(link: Link, a: Cut, b: Cut) -> Row:
    old, new = [a.sentences[i] for i in link.a], [b.sentences[j] for j in link.b]
    if "".join(s.key for s in old) == "".join(s.key for s in new):
        return Row("kept", link.moved, tuple(link.a), tuple(link.b))
    parts = difference("".join(s.text for s in old), "".join(s.text for s in new))
    return Row("changed", link.moved, tuple(link.a), tuple(link.b), tuple(parts))


def _facing(a: Cut, b: Cut, matched: Sequence[Matched], rows: dict[int, list[Row]], used: set[int]) -> list[Facing]:
    """The sections in the order of the later text; what was dropped stands where it would have stood."""
    of_a = {m.a: m.b for m in matched}
    of_b = {m.b: m for m in matched}
    gone: dict[int, list[int]] = defaultdict(list)
    for i, s in enumerate(a.sentences):
        if i not in used:
            gone[s.section].append(i)
    behind: dict[int, list[Facing]] = defaultdict(list)
    last = -1
    for number in range(len(a.sections)):
        if number in of_a:
            last = of_a[number]
            _insert(rows[last], gone[number], a, number)
        elif number or gone[number]:
            behind[last].append(Facing(number, None, False, tuple(_dropped(gone[number]))))
    out = behind[-1]
    for number in range(len(b.sections)):
        pair = of_b.get(number)
        if number or rows[number] or (pair and (b.sentences or a.sentences)):
            out.append(Facing(pair.a if pair else None, number, bool(pair and pair.moved), tuple(rows[number])))
        out += behind[number]
    return [facing for facing in out if facing.rows or heading(a, facing.a) or heading(b, facing.b)]


def heading(text: Cut, section: int | None) -> str | None:
    """How a section of a text is headed; ``None`` for no section."""
    return None if section is None else text.sections[section].heading


def _dropped(numbers: Iterable[int]) -> list[Row]:
    return [Row("dropped", False, (i,), ()) for i in numbers]


def _insert(rows: list[Row], gone: Sequence[int], a: Cut, section: int) -> None:
    """Put dropped sentences behind the row of the sentence that stood before them."""
    for i in gone:
        at = 0
        for number, row in enumerate(rows, 1):
            if row.a and not row.moved and row.a[0] < i and a.sentences[row.a[0]].section == section:
                at = number
        rows.insert(at, _dropped([i])[0])


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Plain values: what ``--json`` prints and the page's script gives."""
    a, b = comparison.a, comparison.b
    return {
        "counts": comparison.counts,
        "sections": [{
            "a": heading(a, f.a), "b": heading(b, f.b),
            "moved": f.moved,
            "rows": [{"state": r.state, "moved": r.moved,
                      "a": [[a.sentences[i].block, a.sentences[i].text] for i in r.a],
                      "b": [[b.sentences[j].block, b.sentences[j].text] for j in r.b],
                      "from": a.sections[a.sentences[r.a[0]].section].heading if r.moved else None,
                      "parts": [list(part) for part in r.parts]} for r in f.rows],
        } for f in comparison.sections],
        "wordings": [{"text": w.text, "count": w.count, "quoted": w.quoted} for w in comparison.wordings],
    }
