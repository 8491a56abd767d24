"""The table of GB/T 2260: names in force and abolished ones, with the years they stood.

``gazetteer.tsv`` is made by ``scripts/build_gazetteer.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.model import Region

_TABLE = Path(__file__).with_name("gazetteer.tsv")
_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|"
    "傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|"
    "纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|"
    "塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|"
    "德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族|各族|回"
)
_SUFFIX = re.compile(
    rf"(?:(?:{_PEOPLES})+(?:自治[区州县旗])|壮族自治区|特别行政区|自治[区州县旗]|地区|林区|特区|省|市|县|区|盟|旗|州)$"
)
_NOW = 9999
_SINCE = 1978
"""The table begins with 1980; of the years before it knows names, but not what belonged where."""


@dataclass(frozen=True, slots=True)
class Span:
    """A name of a code and the first and last year it stood; open ends are 0 and 9999."""

    name: str
    first: int
    last: int

    @property
    def in_force(self) -> bool:
        return self.last == _NOW

    def covers(self, year: int) -> bool:
        """Whether the name stood in a year."""
        return self.first <= year <= self.last


@dataclass(frozen=True)
class Gazetteer:
    names: dict[str, str]
    """Name by code; the one in force where there is one, else the last."""
    spans: dict[str, tuple[Span, ...]]
    """All names by code."""
    codes: dict[str, tuple[str, ...]]
    """Codes by full name, those in force first."""
    short: dict[str, tuple[str, ...]]
    """Codes by name without suffix."""
    heads: dict[str, tuple[str, ...]]
    """Names and short names by their first two characters, longest first."""

    def named(self, code: str, name: str | None = None, year: int | None = None) -> Span | None:
        """The name of a code, or its own ``name`` there, nearest to a year; without a year the last."""
        spans = [s for s in self.spans.get(code, ()) if name in (None, s.name)]
        when = _NOW if year is None else year
        return min(spans, key=lambda s: (max(s.first - when, when - s.last, 0), -s.last), default=None)

    def completed(self, code: str, name: str | None = None, year: int | None = None) -> str:
        """The name with those of province and prefecture before it, as they were in the ``year`` of the paper.

        An abolished name takes the last year it stood where no year in it is told;
        a prefecture that the table does not know for that year is left out, as are all
        of years before the table.

        >>> gazetteer().completed("332603"), gazetteer().completed("420684", year=2005)
        ('浙江省台州地区黄岩市', '湖北省襄樊市宜城市')
        """
        own = self.named(code, name, year)
        if own is None:
            return name or ""
        when = min(max(_NOW if year is None else year, own.first), own.last)
        known = year is None or year >= _SINCE or code.endswith("00")
        uppers = (self.named(c, year=when) for c in (code[:2] + "0000", *([code[:4] + "00"] if known else []))
                  if c != code)
        above = [span.name for span in uppers if span and span.covers(when)]
        return "".join(dict.fromkeys([*above, own.name]))


@cache
def gazetteer() -> Gazetteer:
    """The table, read once."""
    spans: dict[str, list[Span]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    past: list[tuple[str, str]] = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        code, name, first, last = [*line.split("\t"), "", ""][:4]
        spans[code].append(Span(name, int(first or 0), int(last or _NOW)))
        if last:
            past.append((code, name))
        else:
            codes[name].append(code)
            if (bare := stem(name)) != name and len(bare) > 1:
                short[bare].append(code)
    for code, name in past:
        if code not in codes[name]:
            codes[name].append(code)
        bare = stem(name)
        if bare != name and len(bare) > 1 and bare not in short:
            short[bare].append(code)
    heads: dict[str, list[str]] = defaultdict(list)
    for name in {*codes, *short}:
        if len(name) > 1:
            heads[name[:2]].append(name)
    names = {code: max(found, key=lambda s: s.last).name for code, found in spans.items()}
    return Gazetteer(names, {k: tuple(v) for k, v in spans.items()}, {k: tuple(v) for k, v in codes.items()},
                     {k: tuple(v) for k, v in short.items()},
                     {k: tuple(sorted(v, key=lambda n: (-len(n), n))) for k, v in heads.items()})


def whole(code: str, year: int | None = None) -> Region:
    """The region of a code of the table, its upper ones as they were in a year.

    >>> whole("330800")
    Region(name='浙江省衢州市', code='330800')
    """
    return Region(gazetteer().completed(code, year=year), code)


def stem(name: str) -> str:
    """A name without its suffix.

    >>> stem("恩施土家族苗族自治州"), stem("绍兴市"), stem("内蒙古自治区"), stem("黟县")
    ('恩施', '绍兴', '内蒙古', '黟')
    """
    bare = _SUFFIX.sub("", name)
    return bare if bare else name
