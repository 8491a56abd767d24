"""The graph of a document's words: works that share them, by time from left to right, by level from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from publish import address, names
from publish.catalog import Entry
from room.levels import LEVELS, level

_MOST = 24
"""Works that are drawn, the ones that share most."""
_WIDTH, _LEFT, _RIGHT, _UNDATED = 640, 100, 40, 120
_LANE, _APART = 40, 15
"""Height of a level, and how far two works of one place stand apart."""


def draw(e: Entry, others: Sequence[Entry], weights: Sequence[int]) -> str:
    """The graph as a figure. ``weights`` tell how much each of ``others`` shares, most first."""
    drawn = list(zip(others, weights, strict=True))[:_MOST]
    entries = [e, *(other for other, _ in drawn)]
    years = [when for one in entries if (when := _when(one)) is not None]
    first, last = (int(min(years)), int(max(years)) + 1) if years else (0, 1)
    undated = any(_when(one) is None for one in entries)
    breadth = _WIDTH - _LEFT - (_UNDATED if undated else _RIGHT)
    lanes = sorted({level(one.document) for one in entries})
    rows: list[list[list[float]]] = [[] for _ in lanes]
    places: dict[str, tuple[float, int, int]] = {}
    for one in entries:
        when = _when(one)
        x = _WIDTH - 30.0 if when is None else _LEFT + (when - first) / (last - first) * breadth
        lane = lanes.index(level(one.document))
        places[one.id] = x, lane, _row(rows[lane], x)
    depth = [len(lane) - 1 for lane in rows]
    tops = [24 + sum(_LANE + _APART * d for d in depth[:number]) for number in range(len(lanes))]
    height = tops[-1] + _LANE + _APART * depth[-1]
    at = {id: (x, float(tops[lane] + _APART * n)) for id, (x, lane, n) in places.items()}
    heavy = max((w for _, w in drawn), default=1) or 1
    lines = "".join(_line(at[e.id], at[other.id], 1 + 3 * weight / heavy) for other, weight in drawn)
    nodes = "".join(_node(e, one, at[one.id]) for one in entries[::-1])
    labels = "".join(f'<text x="4" y="{top + 4}">{LEVELS[lane]}</text>' for top, lane in zip(tops, lanes, strict=True))
    step = max(1, (last - first) // 6)
    labels += "".join(
        f'<text class="r-year" x="{_LEFT + (year - first) / (last - first) * breadth:.0f}" '
        f'y="{height - 4}">{year}</text>' for year in range(first, last + 1, step)) if years else ""
    if undated:
        labels += f'<text class="r-year" x="{_WIDTH - 30}" y="{height - 4}">时间不详</text>'
    more = f"；只画相同文字最多的 {_MOST} 篇" if len(others) > _MOST else ""
    return (f'<figure class="r-graph"><div class="r-graph-box" tabindex="0" role="group" aria-label="源流图">'
            f'<svg viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="与本文有相同文字的文稿，按时间和层级">'
            f"{lines}{labels}{nodes}</svg></div><figcaption>方形为本文；左早右晚，上为全国，下为基层；线越粗，相同文字越多{more}。"
            "</figcaption></figure>")


def _row(rows: list[list[float]], x: float) -> int:
    """The first row of a level in which there is room at a place, which is taken."""
    for number, row in enumerate(rows):
        if all(abs(x - other) >= _APART for other in row):
            row.append(x)
            return number
    rows.append([x])
    return len(rows) - 1


def _when(e: Entry) -> float | None:
    """The date as a year and a part of it."""
    if not e.document.date or not e.document.date[:4].isdigit():
        return None
    year, *rest = (int(part) for part in e.document.date.split("-") if part.isdigit())
    return year + (rest[0] - 1) / 12 + (rest[1] / 372 if len(rest) > 1 else 0) if rest else year + 0.0


def _line(a: tuple[float, float], b: tuple[float, float], width: float) -> str:
    middle = (a[0] + b[0]) / 2
    return (f'<path d="M{a[0]:.0f} {a[1]:.0f}C{middle:.0f} {a[1]:.0f} {middle:.0f} {b[1]:.0f} {b[0]:.0f} {b[1]:.0f}" '
            f'stroke-width="{width:.1f}"/>')


def _node(e: Entry, one: Entry, at: tuple[float, float]) -> str:
    x, y = at
    told = escape(f"{names.date(one.document.date) or '时间不详'}　{one.label}")
    if one is e:
        return f'<rect class="r-own" x="{x - 6:.0f}" y="{y - 6:.0f}" width="12" height="12"><title>本文</title></rect>'
    href = address.link(address.root_of(address.document(e.id)), address.document(one.id))
    return (f'<a href="{href}" aria-label="{told}"><title>{told}</title>'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6"/></a>')
