"""Places by GB/T 2260: found in text, completed where that is certain, kept as told where it is not.

``year`` is that of the paper: a name of the table means what it meant then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, count
from operator import add
from pathlib import Path

from archive.model import Region
from scraper.describe.gazetteer import Gazetteer, gazetteer, stem, whole

_LETTERS = """京11 津12 冀13 晋14 蒙15 辽21 吉22 黑23 沪31 苏32 浙33 皖34 闽35 赣36 鲁37 豫41 鄂42 湘43 粤44 桂45 琼46
渝50 川51 黔52 滇53 藏54 陕61 甘62 青63 宁64 新65"""
PROVINCE_LETTERS = {pair[0]: pair[1:] for pair in _LETTERS.split()}
"""The letter a province's document numbers begin with, and its code."""
_COMMON = frozenset(Path(__file__).with_name("common_places.txt").read_text(encoding="utf-8").split())
"""Short names that are common words too: only with their suffix do they tell a place."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: its stretch, the codes it may mean, the words."""

    start: int
    end: int
    codes: tuple[str, ...]
    told: str
    full: bool
    """With its suffix (市, 县 ...), not a short form."""


def mentions(text: str, start: int = 0, end: int | None = None, counties: bool = False) -> Iterator[Mention]:
    """The places of the table named in a text, chains (浙江省衢州市柯城区) as one.

    Counties by their short names of two characters are words too often: only with ``counties``.
    """
    table = gazetteer()
    stop = len(text) if end is None else end
    at = start
    last: Mention | None = None
    pairs = map(add, text[start : stop - 1], text[start + 1 : stop])
    for i in compress(count(start), map(table.heads.__contains__, pairs)):
        if i < at or (m := _at(table, text, i, stop, counties)) is None:
            continue
        at = m.end
        if last and last.end == m.start and (below := tuple(c for c in m.codes if _inside(c, last.codes))):
            last = Mention(last.start, m.end, below, last.told + m.told, m.full)
            continue
        if last:
            yield last
        last = m
    if last:
        yield last


def _at(table: Gazetteer, text: str, at: int, stop: int, counties: bool) -> Mention | None:
    for name in table.heads.get(text[at : at + 2], ()):
        if at + len(name) <= stop and text.startswith(name, at):
            full = name in table.codes
            if full and len(name) == 2 and at and re.match(r"[^\W省市州]", text[at - 1]):
                continue
            codes = table.codes.get(name) or table.short[name]
            if not full and text[at + len(name) : at + len(name) + 1] == "州":
                own = tuple(c for c in table.short[name] if table.names[c].endswith("自治州"))
                if own:
                    return Mention(at, at + len(name) + 1, own, name + "州", True)
            if not full and re.match(r"[省市县区旗盟](?!委|政府|政协|人大)", text[at + len(name) : at + len(name) + 3]):
                continue  # 云溪市 is another place than 云溪区
            if not full and (
                    name in _COMMON or (not counties and not any(c.endswith("00") for c in codes) and len(name) < 3)):
                continue
            return Mention(at, at + len(name), codes, name, full)
    return None


def _inside(code: str, above: Iterable[str]) -> bool:
    """Whether a code lies in the province or prefecture of one of ``above``."""
    return any(code != a and a.endswith("00") and code.startswith(a[:2] if a.endswith("0000") else a[:4])
               for a in above)


def resolve(mention: Mention, context: Iterable[str] = (), year: int | None = None) -> Region | None:
    """The region of a mention: certain by itself, by the year or through ``context`` codes; else the words as told,
    without code.
    """
    table = gazetteer()
    last = _last_name(mention.told)
    codes = mention.codes if len(mention.codes) == 1 else _meant(table, mention, last, context, year)
    if len(codes) > 1:
        return Region(mention.told) if mention.full else None
    code = codes[0]
    name = last if last in table.codes else next(
        (s.name for s in sorted(table.spans[code], key=lambda s: -s.last) if stem(s.name) == last), None)
    return Region(table.completed(code, name, year), code)


def _meant(table: Gazetteer, mention: Mention, last: str, context: Iterable[str], year: int | None) -> tuple[str, ...]:
    """Those of a mention's codes that it can mean."""
    codes = mention.codes
    fits = [(c, s) for c in codes for s in table.spans[c] if last in (s.name, stem(s.name))]
    inside = [c for c in codes if _inside(c, context)]
    then = [c for c, s in fits if year is not None and s.covers(year)]
    now = [c for c, s in fits if s.in_force]
    upper = [c for c in now if c.endswith("00")]
    if len(inside) == 1:
        return tuple(inside)
    if len(then) == 1 and (mention.full or then[0].endswith("00") or then == now):
        return tuple(then)
    if len(now) == 1:
        return tuple(now)
    if len(upper) == 1 and not mention.full:
        return tuple(upper)
    if fits and not now and len({c[:2] for c in codes}) == 1:
        return (max(fits, key=lambda f: f[1].last)[0],)
    return codes


def _last_name(told: str) -> str:
    """The last place of a chain."""
    table = gazetteer()
    for i in range(len(told)):
        rest = told[i:]
        heads = table.heads.get(rest[:2], ())
        if (rest in table.codes or rest in table.short) and not any(
                rest.startswith(n) and rest[len(n) :] in table.codes for n in heads if len(n) < len(rest)):
            return rest
    return told


_UNKNOWN = re.compile(
    r"^(?P<place>(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,7}?(?:自治州|地区|市|州|盟))?"
    r"(?:(?:(?!人民|政府|总工|工会|[委党副])[\u4e00-\u9fff]){1,6}?(?:自治县|县|区|市|旗))?"
    r"(?:(?:(?!人民|政府|总工|工会|[委党副])[\u4e00-\u9fff]){2,6}?(?:镇|乡|街道|苏木))?)(?=.)"
)
LEVEL = {"省": 0, "自治区": 0, "市": 1, "州": 1, "盟": 1, "地区": 1, "县": 2, "区": 2, "旗": 2}


def leading(text: str, context: Iterable[str] = (), year: int | None = None) -> tuple[Region, int] | None:
    """The place a text begins with (the name of an organization) and its length; also one the table does not know.

    >>> leading("浙江省衢州市柯城区总工会")
    (Region(name='浙江省衢州市柯城区', code='330802'), 9)
    >>> leading("衢州市水务局机关工会")[0].name
    '浙江省衢州市'
    >>> leading("青溪县总工会"), leading("XX县总工会"), leading("市总工会")
    ((Region(name='青溪县', code=None), 3), None, None)
    """
    first = next(iter(mentions(text[:24])), None)
    if first and first.start == 0 and first.told not in _WORDS:
        end = first.end
        rest = _UNKNOWN.match(text[end:]) if first.full else None
        longer = _OTHER.match(text, end)
        if not first.full and longer and longer[0] not in gazetteer().codes and any(
                not c.endswith("0000") for c in first.codes):
            return Region(text[: longer.end()]), longer.end()  # 中卫湾市 is none of 中卫's
        if not first.full and (m := re.match(r"(?:省|州|地区)(?!委)", text[end:])):
            first = Mention(0, end + m.end(), first.codes, text[: end + m.end()], False)
            end = first.end
        elif rest and rest["place"] and not _GENERIC.match(rest["place"]):
            end += rest.end("place")
            upper = resolve(first, context, year)
            if upper:
                return Region(upper.name + rest["place"]), end
        region = resolve(first, context, year)
        return (region, end) if region else None
    m2 = _UNKNOWN.match(text)
    place = m2["place"] if m2 else ""
    if len(place) < 3 or _NO_PLACE.search(place) or _GENERIC.match(place) or "某" in place:
        return None
    return Region(place), len(place)


_OTHER = re.compile(r"(?!总|工)[\u4e00-\u9fff][市县区]")
_WORDS = frozenset(["矿区", "郊区", "城区", "市区", "林区", "新区", "市中区"])
"""Names of the table that are common nouns: alone they tell no place."""
_NO_PLACE = re.compile(
    r"(?:.{2,}城市|都市|超市|社区|校区|辖区|小区|街区)$|"
    r"(?:^|(?<=[省市州县]))(?:城市|都市|超市|门市|上市|股市|城区|社区|园区|景区|校区|矿区|厂区|地区|山区|"
    r"灾区|辖区|小区|街区|库区|片区|战区|牧区|林区|郊区|市区|院区|全市|全县|全区|全省|我省|我市|我县|我区|"
    r"各省|各市|"
    r"各县|各区|本市|本县|本区|该市|该县|省市|市县|县市|县区|区县|外省|跨省|多省|节省|反省|自治区|直辖市|"
    r"乡镇|村镇|城镇|集镇|城乡|家乡|下乡|水乡|各镇|各乡|全镇|全乡)$|"
    r"[的了和与在对上下年月日]"
)
_GENERIC = re.compile(
    r"^(?:书记|主席|以|从|就|把|让|由|记|致|论|浅|试|全|我|本|各|该|在|某|这|县|市|区|省|开发区|新区|向|为|和|与|关于|同|中共|共青团)"
)


def own_place(text: str, level: str = "", least: int = 3, year: int | None = None) -> tuple[Region, int, int] | None:
    """The place a text speaks for: named with 委, 政府, 工会, or as what is to be built; none where several compete.

    ``least`` is the weight below which it is one place among others; ``level`` is 市, 县, 区 or 省
    where the text says 我市, 全县 ...; offsets are those of the deciding mention.
    """
    if closing := _closing(text, year):
        return closing
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    where: dict[str, tuple[Mention, Region]] = {}
    for m in mentions(text):
        region = resolve(m, (), year)
        if region is None:
            continue
        weight = _weight(text, m)
        counts[region.name] += 1
        if weight:
            weights[region.name] += weight
            if region.name not in where or weight > 2:
                where.setdefault(region.name, (m, region))
    ranked = sorted(((n, w + counts[n] // 2) for n, w in weights.items() if w >= 3), key=lambda r: -r[1])[:3]
    if level:
        fitting = [(n, w) for n, w in ranked if _fits(where[n][1], level)]
        ranked = fitting
    if not ranked or ranked[0][1] < least:
        return _county(text, level, year) if level in ("县", "区", "市") else None
    name, top = ranked[0]
    rivals = [w for n, w in ranked[1:] if not (name.startswith(n) or n.startswith(name))]
    if rivals and rivals[0] * 2 > top:
        return None
    for n, w in ranked[1:]:
        if n.startswith(name) and w * 2 >= top:
            name = n
    m, region = where[name]
    return region, m.start, m.end


def _county(text: str, level: str, year: int | None) -> tuple[Region, int, int] | None:
    """The county that a text calls by its short name, twice as what is to be built or developed."""
    weights: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for m in mentions(text, counties=True):
        if not m.full and len(m.codes) == 1 and (weight := _weight(text, m)) and _fits(whole(m.codes[0]), level):
            weights[m.codes[0]] += weight
            first.setdefault(m.codes[0], m)
    ranked = weights.most_common(2)
    if not ranked or ranked[0][1] < 6 or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    m = first[ranked[0][0]]
    return whole(ranked[0][0], year), m.start, m.end


def _closing(text: str, year: int | None) -> tuple[Region, int, int] | None:
    """The place whose future the last words are about: ``为青溪经济社会发展作出新的贡献``."""
    last = mentions(text, max(0, len(text) - 350))
    found = [(m, r) for m in last if _weight(text, m) >= 4 and (r := resolve(m, (), year))]
    if len({r.name for _, r in found}) != 1:
        return None
    m, region = found[0]
    return region, m.start, m.end


def _fits(region: Region, level: str) -> bool:
    code = region.code or ""
    if level == "省":
        return code.endswith("0000")
    if level == "市":
        return region.name.endswith(("市", "州", "盟"))
    return not code.endswith("00") and region.name.endswith((level, "自治县") if level == "县" else level)


_AFTER = re.compile(
    r"(?:[省市县区州盟旗]|自治[区州县旗])?(?:委|政府|人民|工会|总工会|经济|社会|科学发展|发展|改革|跨越|"
    r"振兴|崛起|老工业基地|工人|职工|的?明天|各级|建设|"
    r"转型|又好又快|特色|广大|实现|全面|加快|新篇章|全市|全县|篇章|的?现代化|的?美好|的?伟大|的?宏伟|劳动者|工运)"
)
_BEFORE = re.compile(
    r"(?:为|推动|推进|促进|建设|振兴|实现|加快|谱写|打造|构建|再造一个|美丽|幸福|和谐|富裕|富强|现代|魅力|"
    r"平安|活力|新|我市|我县|我区|我省|全面建成|奋力)"
    r"[“‘]?(?:一个)?[新大]?$"
)


def _weight(text: str, m: Mention) -> int:
    after, before = _AFTER.match(text, m.end, m.end + 12), _BEFORE.search(text[max(0, m.start - 8) : m.start])
    if re.match(r"(?:[省市县区州盟]?)(?:精神|会议|讲话|经验|考察|视察|大学|银行)", text[m.end : m.end + 5]):
        return 0
    return 2 * bool(after) + 2 * bool(before) + (1 if (after or before) and m.full else 0)
