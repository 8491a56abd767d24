"""Markers of compilation parts: 第一篇：, …篇二, 【篇三】, 范文(四), and their kin."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.shapes import ends_sentence, is_numbered
from scraper.view import Line

_N = r"(?P<n>[一二三四五六七八九十百]{1,4}|\d{1,3}|[０-９]{1,2}|[①-⑳])"
_SIGNS = "★☆●■◆◇▲△▼▽※"
_BRACKET = rf"[\s【\[(（<《「{_SIGNS}]*+"
_CLOSE = r"[】\])）>》」]?"
_PRAISE = "推荐|精选|优选|优秀|精品|热门|最新|经典|范文|文章|参考|通用"
"""Words of a site's own before a marker."""
_MODEL_SIGN = re.compile(r"[文例本板版考选结话稿告言辞报料得会题]\s?[(（\[【]?\s?[一二三四五六七八九十百\d①-⑳]")
_STRONG = (
    ("nth", re.compile(
        rf"^{_BRACKET}(?:{_PRAISE})?第\s?{_N}\s?(?:篇|份)(?!章|文章|论文|报道|内容){_CLOSE}\s?(?:[:：、.．]|\s|$)?\s?(?P<rest>.*)$")),
    ("nth", re.compile(
        rf"^{_BRACKET}(?P<stem>[^。！？；，,：:]{{4,40}}?)\s?第\s?{_N}\s?篇{_CLOSE}(?P<rest>[:：].*|)$")),
    ("pian", re.compile(
        rf"^{_BRACKET}(?P<stem>[^。！？；]{{0,48}}?)[\s:：\-—_]*+篇\s?{_N}\s?{_CLOSE}\s?(?P<rest>[:：\s].*|)$"
    )),
    ("pian", re.compile(rf"^[\s{_SIGNS}]*[【\[(（<《「]\s?篇\s?{_N}\s?[】\])）>》」](?P<rest>[^。！？；]{{2,60}})$")),
    ("model", re.compile(
        rf"^{_BRACKET}(?P<stem>[^。！？；]{{0,40}}?(?:范文|范例|样例|示例|样文|例文|样本|样板|模板|模版|范本|参考|精选|总结|讲话稿?|报告|发言稿?|致辞|汇报|材料|心得|体会|稿))"
        rf"\s?[(（\[【]?\s?{_N}\s?[)）\]】]?\s?{_CLOSE}\s?(?P<rest>[:：].*|)$")),
    ("model", re.compile(
        rf"^{_BRACKET}(?P<stem>标题|范文|范例|例文|模板)\s?{_N}\s?[:：]?\s?(?P<rest>[^\d\s、.．:：][^。！？；]{{3,50}})$"
    )),
)
_MODEL = re.compile(r"(?:范文|范例|样例|示例|样文|例文|样本|样板|模板|模版|范本)$")
"""A word for a model text: it counts the parts of one series whatever each of them is called."""
_PLAIN = re.compile(rf"^(?P<stem>[^。！？；，]{{2,48}}?)\s?[(（\[【]?\s?{_N}\s?[)）\]】]?\s?[:：]?$")
_BARE = re.compile(rf"^[(（【\[]\s?{_N}\s?[)）】\]]\s?(?P<rest>.{{0,40}})$")
_INSIDE = re.compile(
    rf"(?<=[。！？!?”）)\s])\s{{0,3}}(?P<marker>(?:【\s?)?(?:{_PRAISE})?第\s?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\s?篇\s?(?:】|[:：]))"
)
_GLUED = re.compile(
    r"^[^。！？；，,：:\s]{4,45}?(?:第\s?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s?篇(?![章文论幅])"
    r"|篇\s?(?P<p>[一二三四五六七八九十]{1,3}|\d{1,2})(?!\d))[:：]?"
)
_HEADING = re.compile(
    r"^[\s【\[(（《]*+(?:(?:推荐|精选)?第\s?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s?篇|篇\s?(?P<p>[一二三四五六七八九十]{1,3}|\d{1,2}))"
    r"\s?(?:[】\])）》]\s?[:：]?|[:：])"
)
"""A marker at the head of a text that stands on the same line."""
_COUNTED = re.compile(r"^\S{4,40}?[（(]?(?:\d{1,2}|[两几一二三四五六七八九十]{1,3})篇[)）]?(?=\S{4})")
_INSIDE_PIAN = re.compile(
    r"(?<=[。！？!?”）)\s])\s{0,3}(?P<marker>【\s?篇\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?】|"
    r"[^\s。！？；，、：:]{2,40}篇\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?=\s|[:：]))"
)
_COUNT = re.compile(r"[一二三四五六七八九十百\d①-⑳]")
"""What every marker bears: the cheap question first."""
_PLAIN_ENDS = frozenset("一二三四五六七八九十百①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳)）]】:：")
"""With what a line ends that is a weak marker, digits and blanks left aside."""
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


_STRONGEST = 90
"""Characters of a line that is a marker with its title as a whole."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker (view offsets): ``rest`` is where the title on the same line begins, ``end`` if there is none."""

    start: int
    end: int
    rest: int
    number: int
    family: str
    unit: int
    """Index of the unit it stands in."""


def number(text: str) -> int:
    """The value of a Chinese or Arabic numeral.

    >>> [number(x) for x in ("三", "十二", "二十", "7", "③")]
    [3, 12, 20, 7, 3]
    """
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def find_markers(units: Sequence[Line]) -> list[Marker]:
    """The markers among ``units``, in order. A lone candidate of a weak shape is none."""
    found: dict[str, list[Marker]] = defaultdict(list)
    for i, unit in enumerate(units):
        if _COUNT.search(unit.text) and (marker := _strong(unit, i) or _weak(unit, i)):
            found[marker.family].append(marker)
        elif len(unit.text) > 30 and "篇" in unit.text:
            for inner in _inside(unit, i):
                found[inner.family].append(inner)
    good = [m for family, ms in found.items() if _accepted(family, ms, units) for m in ms]
    loose = [m for family, ms in found.items() for m in ms if _FAMILY.match(family)]
    return _labels(_continued(sorted(_one_system(good), key=lambda m: m.start), loose), units)


_FAMILY = re.compile(rf"nth$|pian$|model:{_MODEL.pattern}")


def _continued(markers: list[Marker], loose: Sequence[Marker]) -> list[Marker]:
    """The markers with those of another shape that bear the number missing between or behind them."""
    if not markers or not _FAMILY.match(markers[0].family):
        return markers
    taken = {m.start for m in markers}
    for m in sorted(loose, key=lambda m: m.start):
        at = bisect_left(markers, m.start, key=lambda x: x.start)
        missing = at > 0 and markers[at - 1].number + 1 == m.number
        if m.start not in taken and missing and (at == len(markers) or markers[at].number > m.number):
            markers.insert(at, m)
    return markers


def _labels(markers: list[Marker], units: Sequence[Line]) -> list[Marker]:
    """The same words behind each number without a colon (【篇一】讲话稿, 【篇二】讲话稿) are the marker's, no title."""
    rests = {_rest(m, units) for m in markers}
    if len(markers) < 2 or len(rests) > 1 or any(_colon(m, units) for m in markers):
        return markers
    return [replace(m, rest=m.end) for m in markers]


def _rest(marker: Marker, units: Sequence[Line]) -> str:
    unit = units[marker.unit]
    return unit.text[marker.rest - unit.start : marker.end - unit.start]


def _colon(marker: Marker, units: Sequence[Line]) -> bool:
    unit = units[marker.unit]
    return unit.text[: marker.rest - unit.start].rstrip()[-1:] in (":", "：")


def _marker(unit: Line, i: int, m: re.Match[str], family: str) -> Marker:
    rest = m.start("rest") if "rest" in m.re.groupindex and m["rest"].strip(" \u3000:：") else m.end()
    while rest < m.end() and m.string[rest] in " \u3000:：、":
        rest += 1
    return Marker(unit.start, unit.end, unit.start + rest, number(_ascii(m["n"])), family, i)


def _ascii(text: str) -> str:
    return text.translate({0xFF10 + d: 0x30 + d for d in range(10)})


def _strong(unit: Line, i: int) -> Marker | None:
    if len(unit.text) > _STRONGEST:
        return None
    signs = {"nth": "第" in unit.text, "pian": "篇" in unit.text, "model": _MODEL_SIGN.search(unit.text)}
    for name, pattern in _STRONG:
        if signs[name] and (m := pattern.match(unit.text)) and not re.match(r"[章]", m.groupdict().get("rest") or ""):
            stem = (m.groupdict().get("stem") or "").strip(" \u3000:：-—_(（【")
            if name == "model" and is_numbered(unit.text):
                continue
            family = f"{name}:{_family(stem)}" if name == "model" else name
            return _marker(unit, i, m, family)
    return None


def _family(stem: str) -> str:
    m = _MODEL.search(stem)
    return m[0] if m else _stem(stem)


def _weak(unit: Line, i: int) -> Marker | None:
    last = unit.text[-1:]
    if len(unit.text) > 60 or ends_sentence(unit.text):
        return None
    if m := _BARE.match(unit.text):
        return _marker(unit, i, m, "bare" if not m["rest"].strip() else "bare-titled")
    if not (last in _PLAIN_ENDS or last.isdecimal() or last.isspace()) or is_numbered(unit.text):
        return None
    if (m := _PLAIN.match(unit.text)) and len(m["stem"]) >= 4:
        return _marker(unit, i, m, f"plain:{_stem(m['stem'])}")
    return None


def _stem(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _inside(unit: Line, i: int) -> list[Marker]:
    out = []
    if len(unit.text) > _STRONGEST and (m := _HEADING.match(unit.text)):
        end = unit.start + m.end()
        out.append(Marker(unit.start, end, end, number(m["n"] or m["p"]), "nth" if m["n"] else "pian", i))
    if m := _GLUED.match(unit.text):
        end = unit.start + m.end()
        again = _COUNTED.match(unit.text, 0, m.end())
        start = unit.start + (again.end() if again else 0)
        out.append(Marker(start, end, end, number(m["n"] or m["p"]), "nth" if m["n"] else "pian", i))
    for family, pattern in (("nth", _INSIDE), ("pian", _INSIDE_PIAN)):
        for m in pattern.finditer(unit.text):
            if n := re.search(r"[一二三四五六七八九十]+|\d+", m["marker"][::-1] if family == "pian" else m["marker"]):
                start, end = unit.start + m.start("marker"), unit.start + m.end("marker")
                out.append(Marker(start, end, end, number(n[0][::-1] if family == "pian" else n[0]), family, i))
    return out


def _accepted(family: str, markers: Sequence[Marker], units: Sequence[Line]) -> bool:
    numbers = [m.number for m in markers]
    kind = family.partition(":")[0]
    if kind in ("nth", "pian"):
        return 1 in numbers or 2 in numbers or len(set(numbers)) > 1
    rising = 1 in numbers and 2 in numbers
    if kind == "model":
        return rising or (numbers == [1] and bool(re.search("范文|范例|例文|模板", family)))
    if not rising or kind == "bare-titled":
        return False
    stretches = [units[a.unit + 1 : b.unit] for a, b in itertools.pairwise(markers)]
    anew = kind == "bare" and all(_begins_anew(s) for s in stretches)
    return all(sum(len(u.text) for u in s) >= (100 if anew else 300) for s in stretches)


def _begins_anew(units: Sequence[Line]) -> bool:
    """Whether headings count from one again behind a title: a part, no section of a text."""
    return any(re.match(r"^(?:一|1)\s?[、.．]", u.text) for u in units[:12]) and not is_numbered(units[0].text)


def _one_system(markers: Sequence[Marker]) -> list[Marker]:
    """Of several systems on one page the outermost holds; weak ones count only alone."""
    kinds = {m.family.partition(":")[0] for m in markers}
    for kind in ("nth", "pian", "model", "plain", "bare"):
        if kind in kinds:
            chosen = [m for m in markers if m.family.startswith(kind)]
            if kind in ("nth", "pian") and {"nth", "pian"} <= kinds:
                chosen = _larger(markers)
            return chosen
    return list(markers)


def _larger(markers: Sequence[Marker]) -> list[Marker]:
    nth = [m for m in markers if m.family == "nth"]
    pian = [m for m in markers if m.family == "pian"]
    return nth if len(nth) >= len(pian) else pian
