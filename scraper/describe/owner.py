"""Whose paper it is, and of which place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model import Region
from scraper.describe import bodies, completing, places, titles
from scraper.describe.gazetteer import whole
from scraper.describe.kinds import by_title
from scraper.describe.numbers import document_number
from scraper.describe.paper import SPEAKER_LABELS, Paper, undated
from scraper.describe.tail import SIGNED as _SIGNED
from scraper.describe.tail import UNIT_OF
from scraper.describe.units import Unit
from scraper.width import fold_width

Found = tuple[str, int, int]
_TEAM = re.compile(r"(?:课题|调研|调查|联合调查|考察|学习考察)组$")


def own(paper: Paper) -> None:
    """Put organization and region: the body from signature, title, document head, by-line, meeting or opening."""
    named = list(_named(paper))
    region = _region(paper, named)
    if region:
        paper.put("region", *region)
    told = by_title("".join(u.text for u in paper.title)) == "other" or paper.head.documents or paper.head.labels
    news = paper.kind == "other" and not (paper.signed.body or told)
    if not named or news:
        return
    name, start, end = named[0]
    fuller = next((n for n, _, _ in named if n != name and (n.endswith(name) or bodies.is_part(n, name))), None)
    if fuller is None and (level := completing.generic(name)):
        own_name = (n for n, _, _ in named if not completing.generic(n) and "工会" in n)
        fuller = next(own_name, None) or _firm(paper, level)
    if fuller is None and re.match(r"[省市县区州]总工会", name):
        fuller = completing.completed(name, region[0] if region else None)
    name = fuller or name
    if "工会" not in name and _UNION_ACCOUNT.search("".join(u.text for u in paper.lines)):
        name += "工会"
    paper.put("organization", fold_width(re.sub(r"\s", "", name)), start, end)


_UNION_ACCOUNT = re.compile(r"工会(?:委员会)?(?:财务|年度|\d{4}年度?)?工作(?:报告|总结|汇报|要点|计划)")
"""What a company's union reports: the body is the union, not the company whose congress it is."""


def _firm(paper: Paper, level: str) -> str | None:
    """The union of the company or school that a paper's lines or meeting name, for its ``公司工会``."""
    fact = paper.facts.get("meeting")
    lines = [u.text for u in paper.lines] + ([str(fact.value)] if fact else [])
    return next((f"{firm}工会" for line in lines if (firm := completing.firm_in(line, level))), None)


def _named(paper: Paper) -> Iterator[Found]:
    """The bodies a paper names as its own (view offsets), the surest first."""
    told = [*_by_signature_and_head(paper), *_by_lines(paper)]
    told += _by_meeting(paper, bool(told))
    for unit in paper.lines:
        if lead := re.match(r"[-\s(]*([^在]{2,60})在", unit.text):
            plain = (lead[1], lead.start(1), lead.end(1)) if bodies.is_body(lead[1]) else None
            told += _at(unit, plain or bodies.of_office(lead[0]))
    opened = _at(paper.opening, bodies.of_opening(paper.opening.text, paper.kind == "report")) if paper.kind in (
        "report", "speech", "summary") else []
    if opened and paper.kind == "report" and not paper.signed.body:
        told = opened + told
    else:
        told += opened
    if paper.kind in ("report", "summary"):
        told += _at(paper.opening, bodies.of_duty(paper.opening.text))
    if not told and paper.kind == "speech":
        told = _at(paper.opening, bodies.of_host(paper.opening.text))
    if not told and paper.kind in ("summary", "survey", "report", "article", "plan"):
        told = _at(paper.opening, bodies.of_first_sentence(paper.opening.text))
    yield from told or _of_site(paper)


_UNION_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:工会联合会|总工会|工会)(?![\u4e00-\u9fff]{0,2}(?:法|简介|章程)|(?:信息|资讯)?网)")


_SITE_PART = re.compile(r"^[^\n]{0,120}?[-_|]\s*(?P<o>[\u4e00-\u9fff]{2,20}工会)(?=\s*(?:[-_|]|$))", re.M)
"""The union whose name is a part of the page's title."""


_SHORT_NAME = re.compile(r"[\u4e00-\u9fff]{0,2}(?:协进会|总会|联会|公会|商会|工会)(?=副?(?:主席|理事长|会长))")


def _of_office(paper: Paper) -> list[Found]:
    """The body of which a label says only 协进会主席, where the page's title names one body that ends so."""
    for label in paper.head.labels:
        short = _SHORT_NAME.match(label.value.text)
        line = paper.flat[: min(200, paper.parts[0].start)].split("\n", 1)[0] if short and paper.parts else ""
        found = [m for m in re.finditer(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{5,24}", line)
                 if short and m[0].endswith(short[0]) and not re.search(r"的|在|[年月]", m[0])]
        if label.name in SPEAKER_LABELS and len(found) == 1:
            return [(found[0][0], found[0].start(), found[0].end())]
    return []


def _of_site(paper: Paper) -> list[Found]:
    """The union whose page it is, where its head says 本会: the one that the page's frame names first and last."""
    if paper.kind == "speech" and (office := _of_office(paper)):
        return office
    said = [u.text for u in [*paper.head.bylines, *paper.head.notes, *paper.title, paper.opening]]
    if not paper.head.taiwan or paper.kind != "speech" or not any("本会" in text for text in said):
        return []
    start, end = paper.parts[0].start, paper.parts[-1].end
    if (m := _SITE_PART.search(paper.flat, 0, min(200, start))) and bodies.is_body(m["o"]) and (
            m["o"] in paper.flat[m.end() : start]):
        return [(m["o"], m.start("o"), m.end("o"))]
    m = next((m for m in _UNION_NAME.finditer(paper.flat, 0, min(400, start)) if bodies.is_body(m[0])), None)
    alone = m and not paper.flat[: m.start()].strip() and paper.flat[m.end() : m.end() + 1] in ("", "\n")
    return [(m[0], m.start(), m.end())] if m and (alone or paper.flat.find(m[0], end) >= 0) else []


def _at(unit: Unit, found: Found | None) -> list[Found]:
    """A finding in a unit with view offsets."""
    return [(found[0], unit.start + found[1], unit.start + found[2])] if found else []


def _by_signature_and_head(paper: Paper) -> Iterator[Found]:
    if (body := paper.signed.body) and not paper.signed.printed:
        told = "、".join(bodies.jointly(u.text) or re.sub(r"\s", "", u.text) for u in (*paper.signed.over, body))
        yield told, body.start, body.end
    elif line := paper.signed.line:
        line = line.part(len(line.text) - len(_SIGNED.sub("", line.text)), len(line.text))
        both = bodies.body_and_name(line.text)
        yield from _at(line, bodies.of_office(line.text) or (both and (both[0], 0, len(both[0]))))
        yield from _first_word(line, line.text)
    if paper.parts and not paper.signed.body:
        end = paper.parts[-1].end
        last = max(paper.opening.start, paper.parts[-1].start - 120)
        next_line = re.match(r"[^\n]*\s*[^\n]*", paper.flat[end : end + 200])
        for behind in re.finditer(r"\S[^\n]*", paper.flat[last : end + (next_line.end() if next_line else 0)]):
            if "作者" in behind[0] and (of := UNIT_OF.match(behind[0])):
                at = last + behind.start()
                yield of["o"], at + of.start("o"), at + of.end("o")
    for unit in [*paper.title, *([paper.subtitle] if paper.subtitle else [])]:
        unit = _undashed(unit)
        found = bodies.of_title(unit.text)
        if found and paper.kind == "speech" and _leader(paper) and bodies.of_meeting(unit.text) is not None:
            continue
        yield from _at(unit, found)
    if len(paper.title) > 1 and bodies.is_body(first := titles.closed(paper.title[0].text)):
        yield first, paper.title[0].start, paper.title[0].end
    if not paper.head.documents and paper.kind in ("notice", "decision", "plan"):
        yield from _red_head(paper)
    for unit in paper.head.documents:
        if m := re.match(r"^(.{3,30}?)(?:文件|发电|\(?通知\)?)(?=\s|$)", unit.text):
            yield m[1], unit.start, unit.start + m.end(1)
        elif bodies.is_body(unit.text):
            yield bodies.jointly(unit.text) or unit.text, unit.start, unit.end
    for unit in paper.head.notes:
        yield from _at(unit, bodies.of_passed(unit.text))
    if body and paper.signed.printed:
        yield re.sub(r"\s", "", body.text), body.start, body.end


_RED = re.compile(r"^[^\S\n]*(?P<o>[^\n]{4,60}?)\s*文\s*件[^\S\n]*$", re.M)


def _red_head(paper: Paper) -> Iterator[Found]:
    """The body of a red head that the frame took, over the title: ``青 溪 县 总 工 会 文 件``."""
    stop = paper.title[0].start if paper.title else 0
    for m in _RED.finditer(paper.flat, max(0, stop - 120), stop):
        if bodies.is_body(name := re.sub(r"\s", "", m["o"])):
            yield name, m.start("o"), m.end("o")


_AFFILIATION = re.compile(r"\s*\(\s?(?P<o>[^(),;\d]{4,30})[,;][^()]{2,40}\)")
"""``(某大学 工会,江城 430000)`` below an author; the frame takes the line from the body."""


def _undashed(unit: Unit) -> Unit:
    return unit.part(len(unit.text) - len(unit.text.lstrip("- ")), len(unit.text))


def _by_lines(paper: Paper) -> Iterator[Found]:
    labels = paper.head.labels
    for unit in [*paper.head.bylines, *(label.value for label in labels if label.name.endswith(("单位", "提案人")))]:
        text = undated(unit.text).strip(" ()")
        if joint := bodies.jointly(text):
            yield joint, unit.start, unit.end
        if (m := _AFFILIATION.match(paper.flat, unit.end, unit.end + 90)) and bodies.is_body(m["o"]):
            yield re.sub(r"\s", "", m["o"]), m.start("o"), m.end("o")
        if bodies.is_body(_TEAM.sub("", text)):
            yield re.sub(r"\s", "", text), unit.start, unit.end
        elif bodies.is_body(text.split(",")[0]):
            yield text.split(",")[0], unit.start, unit.end
        else:
            yield from _first_word(unit, text)
            yield from _at(unit, bodies.of_office(unit.text))
    for label in labels:
        if label.name in SPEAKER_LABELS:
            yield from _at(label.value, bodies.of_office(label.value.text))
            yield from _first_word(label.value, label.value.text)


def _first_word(unit: Unit, text: str) -> Iterator[Found]:
    first = text.split(" ")[0]
    if first != text and bodies.is_body(first):
        yield first, unit.start, unit.start + len(first)


def _by_meeting(paper: Paper, known: bool) -> list[Found]:
    """The body whose meeting it is, unless a guest greets it."""
    fact = paper.facts.get("meeting")
    if fact is None or paper.kind not in ("report", "speech", "summary", "article"):
        return []
    if paper.kind == "speech" and not known and _guest(paper):
        return []
    return _at(Unit(fact.start, fact.end, ""), bodies.of_meeting(paper.flat[fact.start : fact.end]))


_GUEST = re.compile(r"(?:代表|受)[^。,]{0,10}?(?:[省市县区州]委|党委|党工委|政府|省总工会|全国总工会|全总|上级)")
_LEADER = re.compile(r"(?:[省市县区州乡镇]委|政府|党工委|[省市县区州]长|人大|政协|局长|党委书记)")


def _guest(paper: Paper) -> bool:
    """Whether a leader speaks, or one who greets for the party committee or a body above."""
    return _leader(paper) or bool(_GUEST.search(paper.opening.text[:300]))


def _leader(paper: Paper) -> bool:
    """Whether the by-line names an office of party or state and none of a union."""
    told = [u.text for u in paper.head.bylines] + [u.text.partition("在")[0] for u in paper.lines if "在" in u.text]
    return any(_LEADER.search(text) and "工会" not in text for text in told)


def _region(paper: Paper, named: list[Found]) -> tuple[Region, int, int] | None:
    """The place that is the paper's own, with view offsets."""
    context = _context(paper)
    for name, start, end in named:
        if leading := context.leading(re.sub(r"^(?:中共|共青团|中国共产党)", "", name)):
            return _visited(paper, context) or (leading[0], start, end)
    for unit in [*paper.lines, *paper.head.bylines]:
        if (found := _in_title(unit, context)) and (paper.kind != "other" or found[1] == unit.start):
            return found
    if paper.kind == "other":
        return _reported(paper, context)
    opened = _spoken_for(paper, context) or _gathered(paper, context)
    return opened or _by_text(paper, named, context) or _by_number(paper, named, context)


@dataclass(frozen=True, slots=True)
class _Context:
    """What else a paper tells of its places: the province whose letter its number begins with, its year."""

    codes: tuple[str, ...]
    year: int | None

    def leading(self, text: str) -> tuple[Region, int] | None:
        return places.leading(text, self.codes, self.year)


def _context(paper: Paper) -> _Context:
    number = paper.head.number
    code = places.PROVINCE_LETTERS.get(document_number(number.text)[:1]) if number else None
    date = paper.facts.get("date")
    return _Context((code + "0000",) if code else (), int(str(date.value)[:4]) if date else None)


def _visited(paper: Paper, context: _Context) -> tuple[Region, int, int] | None:
    """The place whose meeting a guest speaks to, by the title: nearer than that of the guest's own body."""
    if paper.kind != "speech":
        return None
    return next((f for unit in paper.lines if "在" in unit.text and (f := _in_title(unit, context))), None)


_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,3}(?:[省市县区州旗盟镇乡]|街道)")


def _in_title(unit: Unit, context: _Context) -> tuple[Region, int, int] | None:
    """The place at the head of a title or behind its 在: ``青溪县…``, ``在青溪县…会议上``."""
    for m in re.finditer(r"^[-(\s]*(?:中共)?|在(?:中共)?|对|--", unit.text):
        found = context.leading(unit.text[m.end() :])
        told = found and unit.text[m.end() : m.end() + found[1]]
        if found and (found[0].code or found[0].name != told or _PLAIN.fullmatch(found[0].name)):
            return found[0], unit.start + m.end(), unit.start + m.end() + found[1]
    return None


_HERE = re.compile(r"^(?:[我全]|(?=.(?:总工会|工会|委|政府)))(?P<l>[省市县区州])")


def _reported(paper: Paper, context: _Context) -> tuple[Region, int, int] | None:
    """The place of which a report's title says 我市 or 市总工会 and which its first sentence names."""
    here = _HERE.match(paper.title[0].text) if paper.title else None
    for m in re.finditer(r"[,。)\s]", paper.opening.text[:120]) if here else ():
        found = context.leading(paper.opening.text[m.end() : m.end() + 30])
        if found and found[0].name.endswith(here["l"]) and (found[0].code or _PLAIN.fullmatch(found[0].name)):  # type: ignore[index]
            start = paper.opening.start + m.end()
            return found[0], start, start + found[1]
    return None


_SPOKEN = re.compile(r"(?:代表|中共)(?:中共)?(?P<p>[\u4e00-\u9fff]{2,7}?(?:[省市县区州旗盟](?=委|总工会|人民政府|政府)|"
                     r"(?:[镇乡]|街道)(?=党委|党工委|人民政府|政府|总工会|工会)))")


def _spoken_for(paper: Paper, context: _Context) -> tuple[Region, int, int] | None:
    """The place an opening speaks for: ``我代表青溪县委``."""
    for m in _SPOKEN.finditer(paper.opening.text):
        found = context.leading(m["p"] + "总工会")
        if found and (found[0].code or _PLAIN.fullmatch(found[0].name)):
            return found[0], paper.opening.start + m.start("p"), paper.opening.start + m.end("p")
    return None


_GATHERED = re.compile(
    r"(?:我们|今天|隆重|在这里|这里)[^。]{0,12}(?:召开|举行|举办)(?:的|了)?(?P<p>[\u4e00-\u9fff]{3,9})")


def _gathered(paper: Paper, context: _Context) -> tuple[Region, int, int] | None:
    """The place of the meeting that an opening says is held: ``今天,我们召开青溪县第三次工会会员代表大会``."""
    if m := _GATHERED.search(paper.opening.text[:160]):
        found = context.leading(m["p"])
        if found and (found[0].code or _PLAIN.fullmatch(found[0].name)):
            return found[0], paper.opening.start + m.start("p"), paper.opening.start + m.start("p") + found[1]
    return None


def _by_text(paper: Paper, named: list[Found], context: _Context) -> tuple[Region, int, int] | None:
    """The place the text speaks of as 我市 or whose future it ends on; one real name among masks."""
    if not paper.parts:
        return None
    at = paper.parts[0].start
    text = paper.flat[at : paper.parts[-1].end]
    masked = any(re.search(r"[xX×*]", name) for name, _, _ in named)
    level = "" if masked else _level(text)
    found = places.own_place(text, level, 3 if masked or level else 7, context.year)
    return (found[0], at + found[1], at + found[2]) if found else None


def _level(text: str) -> str:
    """省, 市, 县 or 区: of which the text says 我 or 全 most often, if it does so twice."""
    counts = {level: len(re.findall(rf"[我全]{level}", text)) for level in "省市县区"}
    top = max(counts, key=lambda level: counts[level])
    return top if counts[top] >= 2 else ""


def _by_number(paper: Paper, named: list[Found], context: _Context) -> tuple[Region, int, int] | None:
    """The province of a document number, for the paper of a province's own union."""
    number = paper.head.number
    if not number or not context.codes or not named or not named[0][0].startswith("省总"):
        return None
    return whole(context.codes[0]), number.start, number.start + 1
