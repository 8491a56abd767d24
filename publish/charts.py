"""Charts as SVG, drawn in the build: documents a year by kind, regions as tiles, small bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from publish import address, names
from publish.catalog import Catalog, Value

_TILES = {  # short name, column, row: the provinces roughly where they lie
    "65": ("新", 0, 2), "54": ("藏", 0, 4), "63": ("青", 1, 3), "62": ("甘", 2, 2), "64": ("宁", 3, 3),
    "15": ("蒙", 4, 1), "61": ("陕", 3, 4), "14": ("晋", 4, 3), "13": ("冀", 5, 3), "11": ("京", 5, 2),
    "12": ("津", 6, 2), "21": ("辽", 6, 1), "22": ("吉", 7, 1), "23": ("黑", 7, 0), "37": ("鲁", 6, 3),
    "41": ("豫", 4, 4), "32": ("苏", 6, 4), "34": ("皖", 5, 4), "42": ("鄂", 4, 5), "50": ("渝", 3, 5),
    "51": ("川", 2, 4), "52": ("贵", 3, 6), "53": ("云", 2, 6), "43": ("湘", 4, 6), "36": ("赣", 5, 5),
    "33": ("浙", 6, 5), "31": ("沪", 7, 4), "35": ("闽", 6, 6), "45": ("桂", 3, 7), "44": ("粤", 4, 7),
    "81": ("港", 5, 8), "82": ("澳", 4, 8), "46": ("琼", 3, 8), "71": ("台", 7, 6),
}
_CELL = 46
_HEIGHT, _UNIT = 170, 22
"""Pixels of the longest column of a timeline, and the most that one document takes."""
_FEW, _SOME = 8, 18
"""Years up to which every year is named on a phone, and on a desk; beyond it each fifth one."""
_WIDTHS = {"few": 38, "some": 24, "many": 14}
"""Pixels of a column's width, as in the style sheet."""
_FIFTH = ' class="g-fifth"'
_BAR_OF = 10
"""A table's bars tell counts against this many documents at least: a single one is no full bar."""


def timeline(catalog: Catalog, root: str) -> str:
    """Documents a year, stacked by kind; each column leads to its year.

    The columns are elements of the page, only their bars are drawn: text keeps its size at every width.
    """
    years = {v.name: v for v in catalog.listings["years"]}
    if not years:
        return '<p class="g-hint">文稿都没有写明日期。</p>'
    span = [str(y) for y in range(int(min(years)), int(max(years)) + 1)]
    unit = min(_UNIT, _HEIGHT / max(len(v.entries) for v in years.values()))
    many = "few" if len(span) <= _FEW else "some" if len(span) <= _SOME else "many"
    columns = "".join(
        f'<li{"" if int(year) % 5 else _FIFTH}>{_column(years.get(year), year, unit, _WIDTHS[many], root)}</li>'
        for year in span)
    drawn = {e.document.kind for v in years.values() for e in v.entries}
    legend = "".join(f'<li><span class="g-key g-k-{k}"></span><a href="{address.link(root, f"kinds/{k}/")}">'
                     f"{names.KINDS[k]}</a></li>" for k in names.KINDS if k in drawn)
    return (f'<figure class="g-chart g-timeline g-{many}">'
            f'<ol class="g-columns" aria-label="每年文稿数，按类型">{columns}</ol>'
            f'<ul class="g-legend" aria-label="图例">{legend}</ul></figure>')


def _column(value: Value | None, year: str, unit: float, width: int, root: str) -> str:
    """A year's count, bar and name. Each kind's stretch of the bar leads to the documents of year and kind."""
    if not value:
        return f'<span class="g-year">{year}</span>'
    counts = Counter(e.document.kind for e in value.entries)
    height = unit * len(value.entries)
    bars, y = [], height
    for kind in names.KINDS:
        if h := unit * counts.get(kind, 0):
            y -= h
            told = f"{year}年{names.KINDS[kind]}，{counts[kind]}篇"
            to = address.link(root, f"{value.address}{kind}/" if len(counts) > 1 else value.address)
            bars.append(f'<a href="{to}" aria-label="{told}"><title>{told}</title><rect class="g-k-{kind}" '
                        f'y="{max(y, 0):.1f}" width="{width}" height="{h:.1f}"/></a>')
    link = f'<a href="{address.link(root, value.address)}" aria-label="{year}年，{len(value.entries)}篇">'
    return (f'{link}<span class="g-count">{len(value.entries)}</span></a>'
            f'<svg viewBox="0 0 {width} {height:.1f}">{"".join(bars)}</svg>'
            f'{link[:-1]} tabindex="-1"><span class="g-year">{year}</span></a>')


def tiles(catalog: Catalog, root: str) -> str:
    """A tile for each province, the deeper the more documents."""
    by_code = {v.key[:2]: v for v in catalog.listings["regions"] if v.key.isdigit() and v.key.endswith("0000")}
    top = max((len(v.entries) for v in by_code.values()), default=0)
    if not top:
        return ""
    out = []
    for code, (name, column, row) in _TILES.items():
        x, y = column * _CELL, row * _CELL
        value = by_code.get(code)
        depth = 0 if not value else 1 + min(3, int(4 * len(value.entries) / (top + 1)))
        box = (f'<rect class="g-tile g-q{depth}" x="{x + 2}" y="{y + 2}" width="{_CELL - 4}" height="{_CELL - 4}"'
               ' rx="4"/>')
        label = f'<text class="g-t{depth}" x="{x + _CELL / 2:.0f}" y="{y + (21 if value else 28)}">{name}</text>'
        if value:
            label += f'<text class="g-n g-t{depth}" x="{x + _CELL / 2:.0f}" y="{y + 37}">{len(value.entries)}</text>'
            out.append(f'<a href="{address.link(root, value.address)}" aria-label="{escape(value.name)}，'
                       f'{len(value.entries)}篇">'
                       f"<title>{escape(value.name)}：{len(value.entries)}篇</title>{box}{label}</a>")
        else:
            out.append(f'<g aria-hidden="true">{box}{label}</g>')
    size = 8 * _CELL
    return (f'<figure class="g-chart g-map"><svg viewBox="0 0 {size} {9 * _CELL}" role="group"'
            f' aria-label="各省区市文稿数">{"".join(out)}</svg>'
            "<figcaption>方格示意图，不表示疆界；颜色越深，文稿越多。</figcaption></figure>")


def bar(count: int, top: int) -> str:
    """A small bar beside a count."""
    top = max(top, _BAR_OF)
    return ('<svg class="g-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect width="{100 * count / top:.1f}" height="8"/></svg>')


def years_of(values: Sequence[Value]) -> str:
    """The span of years of some values' documents, in words."""
    years = sorted({e.year for v in values for e in v.entries if e.year})
    return "" if not years else years[0] if len(years) == 1 else f"{years[0]}—{years[-1]}"
