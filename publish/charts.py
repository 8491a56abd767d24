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


def timeline(catalog: Catalog, root: str) -> str:
    """Documents a year, stacked by kind; each column leads to its year."""
    years = {v.name: v for v in catalog.listings["years"]}
    if not years:
        return ""
    span = [str(y) for y in range(int(min(years)), int(max(years)) + 1)]
    top = max(len(v.entries) for v in years.values())
    step = min(60, 900 / len(span))
    height, base = 160, 190
    columns = []
    for i, year in enumerate(span):
        value = years.get(year)
        x = i * step
        shown = f'<text class="g-year" x="{x + step / 2:.1f}" y="{base + 18}">{year[2:] if step < 34 else year}</text>'
        if not value:
            columns.append(shown)
            continue
        counts = Counter(e.document.kind for e in value.entries)
        bars, y = [], float(base)
        for kind in names.KINDS:
            if n := counts.get(kind):
                h = height * n / top
                y -= h
                bars.append(f'<rect class="g-k-{kind}" x="{x + step * .12:.1f}" y="{y:.1f}" width="{step * .76:.1f}"'
                            f' height="{h:.1f}"/>')
        told = "，".join(f"{names.KINDS[k]}{counts[k]}" for k in names.KINDS if counts.get(k))
        total = f'<text class="g-count" x="{x + step / 2:.1f}" y="{y - 5:.1f}">{len(value.entries)}</text>'
        columns.append(f'<a href="{address.link(root, value.address)}" aria-label="{year}年，{len(value.entries)}篇">'
                       f'<title>{year}年：{told}</title>'
                       f'<rect class="g-hit" x="{x:.1f}" y="0" width="{step:.1f}" height="{base + 24}"/>'
                       f'{"".join(bars)}{total}{shown}</a>')
    width = step * len(span)
    legend = "".join(f'<li><span class="g-key g-k-{k}"></span>{names.KINDS[k]}</li>' for k in names.KINDS
                     if any(e.document.kind == k for e in catalog.entries))
    return (f'<figure class="g-chart"><div class="g-scroll"><svg viewBox="0 0 {width:.0f} {base + 26}"'
            ' preserveAspectRatio="xMinYMax" role="group" aria-label="每年文稿数，按类型">'
            f'<line class="g-axis" x1="0" y1="{base}" x2="{width:.0f}" y2="{base}"/>{"".join(columns)}</svg></div>'
            f'<ul class="g-legend">{legend}</ul></figure>')


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
    return ('<svg class="g-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect width="{100 * count / top:.1f}" height="8"/></svg>')


def years_of(values: Sequence[Value]) -> str:
    """The span of years of some values' documents, in words."""
    years = sorted({e.year for v in values for e in v.entries if e.year})
    return "" if not years else years[0] if len(years) == 1 else f"{years[0]}—{years[-1]}"
