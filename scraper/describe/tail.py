"""The signature block: who signs a paper and when, and the 印发 line of a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.describe import people
from scraper.describe.bodies import body_and_name, is_body
from scraper.describe.dates import Dated, dates
from scraper.describe.roles import TEAM
from scraper.describe.units import Unit


@dataclass(frozen=True, slots=True)
class Signature:
    """What the signature tells: each with the unit (or its part) that says so."""

    body: Unit | None = None
    over: tuple[Unit, ...] = ()
    """Bodies on the lines above it that sign too."""
    person: tuple[str, Unit] | None = None
    date: tuple[Dated, int] | None = None
    line: Unit | None = None
    """The whole line of a personal signature, office and all."""
    printed: bool = False
    """Whether it is only the line that tells who had the paper printed."""


def signature(units: Sequence[Unit], body: int) -> Signature:
    """The first block of name and date behind the body's beginning, as what follows it are attachments; else the
    last lines.
    """
    for i in range(body + 1, len(units)):
        unit = units[i]
        if len(unit.text) > 60 or unit.text.endswith(("。", ";", ",")):
            continue
        found = _only_date(unit)
        if found is None:
            continue
        above = _name(unit, found) or (signer(units[i - 1]) if i - 1 > body else None)
        last = i >= len(units) - 2 or _COLOPHON.search(units[i + 1].text)
        if above is None and not (last and found.form == "han" and len(found.value) >= 7
                                  and not re.search(r"(?:时间|日期|期限)\s?:?$", units[i - 1].text)):
            continue
        if found.form in ("slash", "dash") and above is None:
            continue
        more = signer(units[i - 2]) if above and i - 2 > body else None
        org = next((a for a in (above, more) if isinstance(a, Unit)), None)
        person = next((a for a in (above, more) if isinstance(a, tuple)), None)
        near = (unit, units[i - 1], units[i - 2])
        line = next((u for u in near if person and u.start <= person[1].start < u.end), None)
        line = _label_over(units, i, line) or line
        stacked = isinstance(more, Unit) and isinstance(above, Unit) and is_body(more.text) and is_body(above.text)
        over = (more,) if stacked and isinstance(more, Unit) else ()
        return Signature(org, over, person, (found, unit.start), line, "印发" in unit.text)
    for unit in units[max(body + 1, len(units) - 3) :]:
        if m := re.search(r"印发", unit.text):
            day = [d for d in dates(unit.text) if d.end <= m.end()]
            if day:
                return Signature(date=(day[-1], unit.start))
    for unit in reversed(units[max(body + 1, len(units) - 4) :]):
        if m := UNIT_OF.match(unit.text):
            return Signature(unit.part(*m.span("o")))
    for unit in reversed(units[max(body + 1, len(units) - 3) :]):
        who = signer(unit)
        if isinstance(who, Unit):
            return Signature(who)
        if who:
            return Signature(person=who, line=unit)
    return Signature()


def _label_over(units: Sequence[Unit], i: int, line: Unit | None) -> Unit | None:
    """The line that names the office of who signs alone on the line below it: ``述职人:…主席`` over ``柏 文 澜``."""
    at = next((k for k in (i, i - 1, i - 2) if line is units[k]), 0)
    if not at or people.person(units[at].text) is None:
        return None
    over = units[at - 1]
    return over if len(over.text) <= 60 and SIGNED.match(over.text) and _OFFICE_LAST.search(over.text) else None


_OFFICE_LAST = re.compile(rf"{people.OFFICE}\s*$")
SIGNED = re.compile(r"^(?:报告人|述职人|汇报人|总结人|签名|述职者|发言人|讲话人|作者|倡议人|撰稿人?|执笔人?)\s?[:]\s*")
"""What stands before the name of who signs."""
UNIT_OF = re.compile(
    r"^[(\[【]?(?:作者单位|作者系|作者为|作者是|单位)\s?[:]?\s?(?P<o>.{4,30}?(?:工会|公司|学校|学院|大学|局|院|厂|矿|中心|会|部))"
    r"(?:党组|副|常务|主席|书记|主任|干部|科员|部长|[)\]】。;,]|$)"
)


_COURTESY = re.compile(r"\s*(?:敬[贺上启祝]|谨[贺上启祝]|拜上|鞠躬)$")
_COLOPHON = re.compile(r"^(?:主题词|抄\s?[送报]|主\s?送|[报送发]\s?:|附\s?件?\s?:|[(]?共印|联系人)|印发|校对|份[)]?$")
"""What stands below the signature of a paper that was sent out."""


def _only_date(unit: Unit) -> Dated | None:
    """The date of a unit that holds nothing else but a signer."""
    found = list(dates(unit.text))
    if len(found) != 1:
        return None
    d = found[0]
    rest = unit.text[: d.start] + unit.text[d.end :]
    rest = re.sub(r"[()\[\]\s:]|(?:报告|述职)?(?:时间|日期)", "", rest)
    named = is_body(rest.removesuffix("印发")) or people.person(unit.text[: d.start].strip(" :"))
    return d if not rest or rest == "印发" or named else None


def _name(unit: Unit, found: Dated) -> Unit | tuple[str, Unit] | None:
    rest = unit.part(0, found.start)
    return signer(rest) if rest.text else None


def signer(unit: Unit) -> Unit | tuple[str, Unit] | None:
    """The body or person that a signature line names."""
    unit = unit.part(0, len(_COURTESY.sub("", unit.text)))
    text = unit.text.strip()
    if len(text) > 40:
        return None
    if m := SIGNED.match(text):
        part = unit.part(m.end(), len(unit.text))
        if name := people.person(part.text, sure=True):
            return name, part
        text = part.text
        unit = part
    if is_body(text):
        return unit
    if (team := TEAM.search(unit.text)) and is_body(unit.text[: team.start()]):
        return unit
    if name := people.person(text):
        return name, unit
    if found := people.office_and_name(text):
        return found[0], unit.part(found[1], found[2])
    if both := body_and_name(unit.text):
        return both[1], unit.part(both[2], both[3])
    return None
