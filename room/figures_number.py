"""Numbers with a unit, as they stand in a sentence: how much, of what unit, how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from room.figures_share import shares
from room.figures_value import Bound, Number, rounded
from room.figures_words import no_figures, one_of, words

_BEFORE = 14
"""Characters before a number that tell whether it is a figure."""
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_DIGIT, _TEN = re.compile("[0-9]"), re.compile("[十百千万]")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_UNITS = words("units")
_HOW = "(?P<more>余|多|几)?"
_NUMERAL = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
_SCALE = "十万|百万|千万|万|亿|千|百"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<number>{_NUMERAL}) ?{_HOW}(?P<scale>{_SCALE})?(?P<more2>余|多)? ?"
    rf"(?P<unit>{one_of(_UNITS)})(?P<after>左右|以上|以下|以内|上下)?")
_WRITTEN = re.compile(
    rf"(?P<number>[一二两三四五六七八九十百千万零〇]{{1,12}}){_HOW}(?P<unit>{one_of(words('units_in_characters'))})"
    r"(?P<after>左右|以上|以下|以内)?")
_PERCENT = re.compile(
    r"百分之(?P<number>[一二两三四五六七八九十百零〇]{1,5}(?:点[一二三四五六七八九零]{1,3})?)"
    r"(?P<after>左右|以上|以下|以内)?")
_TO = "(?:[至到]|[—–~～\\-]{1,2})"
_RANGE = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<low>{_NUMERAL}) ?(?P<low_scale>{_SCALE})?(?P<low_unit>{one_of(_UNITS)})? ?{_TO} ?"
    rf"(?P<number>{_NUMERAL}) ?(?P<scale>{_SCALE})? ?(?P<unit>{one_of(_UNITS)})(?P<after>左右|以上|以下|以内|上下)?")
_WRITTEN_RANGE = re.compile(
    r"(?<![一二两三四五六七八九十百千万零〇])(?P<low>[一二两三四五六七八九十百]{1,5})[至到]"
    rf"(?P<number>[一二两三四五六七八九十百]{{1,5}})(?P<scale>[千万])?(?P<unit>{one_of(words('units_in_characters'))})"
    r"(?P<after>左右|以上)?")
_CLASS = re.compile("(?:之间|以内)?的?(?:规模)?[^，。；]{0,6}(?:企业|单位|班组|小组|车间)|之间的|的(?:占|有|达)")
"""Behind a range of people: who is spoken of (25至50人的企业), not what was counted."""
_SPOKEN_OF = re.compile("的(?:占|有|达|[^，]{0,4}占)")
_OF_SIZE = re.compile("的?[^，。；]{0,6}(?:企业|单位|事故)")
_RANK = re.compile(
    rf"{one_of(words('ranks'))}[^，。；0-9第]{{0,10}}"
    r"第(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>位|名)?")
_UNCLEAR_END = re.compile(r"[×xX＊*□_]|[—\-–~～至到] ?[0-9]")
_PART = re.compile(rf" ?{one_of(words('parts_of_speech'))}")
_MOST, _ABOUT = ("不超过", "不足", "控制在"), ("约", "近", "将近", "接近", "大约", "约为", "约有")
_LEAST = ("超过", "突破", "不少于", "不低于", "至少", "超出", "多达")
_QUOTED = re.compile("[“「『\"]([^“”「」『』\"]{1,14})[”」』\"]")


def numbers(text: str) -> list[Number]:
    """The numbers of a text that count something, in order; ordinals, dates, masked ones and names are none.

    >>> [(n.value, n.unit, n.bound) for n in numbers("新建工会1,200家，第3次大会，帮扶3.2万余人次，覆盖率达95%以上")]
    [(1200, '家', ''), (32000, '人次', 'least'), (95, '%', 'least')]
    """
    if not (found := [*_all(text), *shares(text)]):
        return found
    names = [m.span() for m in _QUOTED.finditer(text)]
    found = [n for n in found if not any(a <= n.start and n.end <= b for a, b in names)]
    found.sort(key=lambda n: (n.start, -n.end))
    out: list[Number] = []
    for n in found:
        if not out or n.start >= out[-1].end:
            out.append(n)
    return out


def _all(text: str) -> Iterator[Number]:
    for m in _RANK.finditer(text) if "第" in text else ():
        yield Number(m.start("number") - 1, m.end(), _whole(m["number"]), m["unit"] or "位", "", True)
    for m in _RANGE.finditer(text) if _DIGIT.search(text) else ():
        if number := _range(text, m):
            yield number
    for m in _WRITTEN_RANGE.finditer(text) if "至" in text or "到" in text else ():
        if number := _written_range(text, m):
            yield number
    for m in _PERCENT.finditer(text) if "百分之" in text else ():
        whole, _, part = m["number"].partition("点")
        if (percent := _characters(whole)) is not None:
            fraction = sum(_DIGITS[c] / 10**i for i, c in enumerate(part, 1))
            yield Number(m.start(), m.end(), rounded(percent + fraction), "%", _bound(text, m, ""))
    for m in _NUMBER.finditer(text) if _DIGIT.search(text) else ():
        if _counts(text, m):
            value = float(re.sub("[,，]", "", m["number"])) * _SCALES[m["scale"] or ""]
            bound = _bound(text, m, m["more"] or m["more2"])
            yield Number(m.start(), m.end(), rounded(value), unit_of(m["unit"]), bound)
    for m in _WRITTEN.finditer(text) if _TEN.search(text) else ():
        value_ = _characters(m["number"])
        if value_ is None or value_ < 10 or not _counts(text, m) or "百分之" in text[max(0, m.start() - 3) : m.start()]:
            continue
        unit, scale = (m["unit"][1:], 10**4) if m["unit"].startswith("万") else (m["unit"], 1)
        yield Number(m.start(), m.end(), rounded(value_ * scale), unit_of(unit), _bound(text, m, m["more"]))


def _range(text: str, m: re.Match[str]) -> Number | None:
    """A range in digits. A low end without a unit has the scale of the high one where it is the smaller number."""
    if m["low_unit"] and unit_of(m["low_unit"]) != unit_of(m["unit"]):
        return None
    if not _counts(text, m) or not _free(text, m):
        return None
    low, high = (float(re.sub("[,，]", "", m[name])) for name in ("low", "number"))
    scale = _SCALES[m["scale"] or ""]
    own = _SCALES[m["low_scale"] or ""] if m["low_scale"] or m["low_unit"] or low >= high else scale
    low, high = rounded(low * own), rounded(high * scale)
    return Number(m.start(), m.end(), low, unit_of(m["unit"]), _bound(text, m, None), to=high) if low < high else None


def _written_range(text: str, m: re.Match[str]) -> Number | None:
    low, high = _characters(m["low"]), _characters(m["number"])
    if low is None or high is None or low >= high or not _counts(text, m) or not _free(text, m):
        return None
    unit, scale = (m["unit"][1:], 10**4) if m["unit"].startswith("万") else (m["unit"], 1)
    scale *= _SCALES[m["scale"] or ""]
    return Number(m.start(), m.end(), low * scale, unit_of(unit), _bound(text, m, None), to=high * scale)


def _free(text: str, m: re.Match[str]) -> bool:
    """Whether a range is one: not the two ends of a change (由3%到5%), not a class of those spoken of."""
    if text[max(0, m.start() - 1) : m.start()] in ("由", "从"):
        return False
    return not _CLASS.match(text, m.end()) if m["unit"] in ("人", "名", "元") else True


def _counts(text: str, m: re.Match[str]) -> bool:
    """Whether what stands around a number lets it count something."""
    before = text[max(0, m.start() - _BEFORE) : m.start()]
    if any(row.pattern.search(before) for row in no_figures()):
        return False
    if _UNCLEAR_END.match(text, m.end()) or _UNCLEAR_END.match(text, m.end("number")):
        return False
    unit = m["unit"]
    if unit in ("个", "项", "条", "点") and _PART.match(text, m.end("unit")):
        return False
    if unit == "部" and text.startswith(("门", "委", "队", "长"), m.end("unit")):
        return False
    if unit in ("个", "名", "位", "家", "次", "份") and m.end() < len(text) and text[m.end("unit")] in "月次额置级庭":
        return False
    if unit == "人" and m.end("unit") == m.end() and text.startswith(("民", "大", "才", "均"), m.end("unit")):
        return False
    if m["after"] not in ("以上", "以下"):
        return True
    behind = text[m.end() : m.end() + 12]  # of whom is spoken: 25人以上的企业, 3,500元以上的占22%
    return not ((unit in ("人", "名", "元") and _SPOKEN_OF.match(behind))
                or (unit in ("人", "名") and _OF_SIZE.match(behind)))


def _bound(text: str, m: re.Match[str], more: str | None) -> Bound:
    before, after = text[max(0, m.start() - 4) : m.start()], m["after"]
    if after in ("以下", "以内") or before.endswith(_MOST):
        return "most"
    if after == "以上" or more or before.endswith(_LEAST):
        return "least"
    return "about" if after in ("左右", "上下") or before.endswith(_ABOUT) else ""


def unit_of(unit: str) -> str:
    """A unit in the form in which it is told."""
    return {"％": "%", "百分点": "个百分点", "千分点": "个千分点", "平米": "平方米"}.get(unit, unit)


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else _characters(text) or 0


def _characters(text: str) -> int | None:
    """A number written in characters; nothing where it is not one.

    >>> _characters("三百二十"), _characters("两万"), _characters("十二"), _characters("一二"), _characters("万")
    (320, 20000, 12, None, None)
    """
    total = part = 0
    digit: int | None = None
    last = 10**9
    for c in text:
        if c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
        elif c == "万":
            if not (part + (digit or 0)) or total:
                return None
            total, part, digit, last = (part + (digit or 0)) * 10**4, 0, None, 10**9
        else:
            place = _PLACES[c]
            if place >= last or (digit is None and (c != "十" or part or total)):
                return None
            part, digit, last = part + (digit if digit is not None else 1) * place, None, place
    return total + part + (digit or 0)
