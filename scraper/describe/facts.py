"""The fields of a document from its head, its signature and its opening."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import Region
from scraper.describe import bodies, meetings, people, places, titles
from scraper.describe.dates import Dated, dates
from scraper.describe.head import Head
from scraper.describe.kinds import kind_of
from scraper.describe.tail import Signature
from scraper.describe.units import Unit
from scraper.model import Fact, Page, Piece
from scraper.view import View
from scraper.width import fold_width

Found = tuple[str, int, int]
_SPEAKER_LABELS = {"报告人", "讲话人", "发言人", "主讲人", "演讲人", "致辞人", "述职人", "汇报人", "宣读人", "姓名"}


class _Facts:
    """Collects facts; the first word on a field stands."""

    def __init__(self, view: View) -> None:
        self.facts: dict[str, Fact] = {}
        self._view = view

    def put(self, field: str, value: object, start: int, end: int) -> None:
        if value and field not in self.facts:
            self.facts[field] = Fact(value, start, end)

    def told(self, unit: Unit, start: int = 0, end: int | None = None) -> str:
        """The words of the view, width folded."""
        stop = unit.end if end is None else unit.start + end
        return fold_width(re.sub(r"\s+", " ", self._view.text[unit.start + start : stop]).strip())


def gather(view: View, flat: str, parts: Sequence[Unit], head: Head, signed: Signature, piece: Piece, page: Page
           ) -> tuple[dict[str, Fact], list[Unit]]:
    """The facts by field, and the stretches that make up the title."""
    out = _Facts(view)
    title, subtitle, marker = _titles(out, flat, parts, head, piece, page)
    opening = _opening(parts, head)
    whole = "".join(u.text for u in title)
    kind = kind_of(whole, subtitle.text if subtitle else _occasion(head), marker, opening.text,
                   head.salutation is not None, head.addressed, head.number is not None)
    first = title[0] if title else (subtitle or opening)
    out.put("kind", kind, first.start, first.end)
    if head.number:
        out.put("document_number", _number(head.number.text), head.number.start, head.number.end)
    _date(out, title, head, signed, kind)
    if kind != "other":
        _speaker(out, title, subtitle, head, signed, kind)
    _meeting(out, title, subtitle, head, opening, kind)
    _place_and_body(out, flat, parts, head, signed, title, subtitle, opening, kind, marker)
    return out.facts, title


def _titles(out: _Facts, flat: str, parts: Sequence[Unit], head: Head, piece: Piece, page: Page
            ) -> tuple[list[Unit], Unit | None, str]:
    marker = Unit(*piece.marker, flat[slice(*piece.marker)].strip()) if piece.marker else None
    title, subtitle = [titles.core(u) for u in head.titles], head.subtitle
    if len(title) == 1 and (pair := titles.parted(title[0])):
        title, subtitle = [pair[0]], pair[1] or subtitle
    if not title and marker:
        own = titles.core(marker)
        title = [own if len(own.text) > 3 and own.text != marker.text and ":" not in own.text else marker]
    if not title and not (head.spent and piece.marker):
        found = titles.from_frame(flat, page, parts[0].start if parts else 0)
        title = [found] if found else []
    if title:
        value = fold_width(titles.joined([out.told(u) for u in title]))
        out.put("title", value, title[0].start, max(title[-1].end, title[0].end))
    if subtitle:
        text = re.sub(r"^[-—–―─\s(（]+|[)）]$", "", out.told(subtitle))
        out.put("subtitle", text, subtitle.start, subtitle.end)
    return title, subtitle, marker.text if marker else _series(flat, parts)


_MARKER = re.compile(r"^.{2,40}?篇\s?[一二三四五六七八九十\d]{1,3}\s*$", re.M)


def _series(flat: str, parts: Sequence[Unit]) -> str:
    """The last marker of the compilation before a part that has none: it tells what kind of texts these are."""
    last = [m[0] for m in _MARKER.finditer(flat, 0, parts[0].start)] if parts else []
    return last[-1] if last else ""


def _opening(parts: Sequence[Unit], head: Head) -> Unit:
    """The first 500 characters of the body."""
    body = parts[head.body :]
    if not body:
        return Unit(0, 0, "")
    return Unit(body[0].start, body[-1].end, "")if False else _run(body)


def _run(body: Sequence[Unit]) -> Unit:
    text, end = "", body[0].start
    for unit in body:
        if len(text) > 500:
            break
        text += " " * (unit.start - body[0].start - len(text)) + unit.text
        end = unit.end
    return Unit(body[0].start, end, text)


def _occasion(head: Head) -> str:
    return next((n.text for n in head.notes if re.search(r"讲话|报告|致辞|发言", n.text)), "")


def _number(text: str) -> str:
    text = re.sub(r"\s", "", text)
    text = re.sub(r"^.*(?:等级|级特急|特急|加急|平急|密级|文件|编号|文号|字号)", "", text)
    return re.sub(r"[\[(【]([^\])】]+)[\])】]第?", r"〔\1〕", text)


def _date(out: _Facts, title: Sequence[Unit], head: Head, signed: Signature, kind: str) -> None:
    told = list(head.dates)
    for label in head.labels:
        if re.search(r"时间|日期", label.name):
            for d in dates(label.value.text):
                if d.form == "han" or any(other.name.endswith("地点") for other in head.labels):
                    told.append((d, label.value.start))
        else:
            told += [(d, label.value.start) for d in dates(label.value.text) if d.form == "han"]
    for unit in head.titles:
        for d in dates(unit.text):
            end = unit.text[d.end :]
            if end in (")", "]", "") and d.start and (end or len(d.value) == 10) and d.form in ("han", "dot"):
                told.append((d, unit.start))
    if told and not (kind in ("notice", "decision", "plan") and signed.date and signed.body):
        d, at = max(told, key=lambda t: len(t[0].value)) if len({t[0].value[:4] for t in told}) == 1 else told[0]
        out.put("date", d.value, at + d.start, at + d.end)
    if signed.date:
        d, at = signed.date
        out.put("date", d.value, at + d.start, at + d.end)


def _speaker(out: _Facts, title: Sequence[Unit], subtitle: Unit | None, head: Head, signed: Signature, kind: str) -> None:
    for label in head.labels:
        if label.name in _SPEAKER_LABELS:
            _byline(out, label.value)
    for unit in head.bylines:
        _byline(out, unit)
    for unit in [*([subtitle] if subtitle else []), *title]:
        text = unit.text.lstrip("-( ")
        shift = len(unit.text) - len(text)
        for d in dates(text):
            if d.start == 0:
                shift += d.end
                text = text[d.end :]
                break
        if found := people.before_in(text):
            out.put("speaker", found[0], unit.start + shift + found[1], unit.start + shift + found[2])
    if signed.person and kind not in ("notice", "decision", "plan"):
        name, unit = signed.person
        out.put("speaker", name, unit.start, unit.end)


def _undated(text: str) -> str:
    for d in reversed(list(dates(text))):
        text = text[: d.start] + " " * (d.end - d.start) + text[d.end :]
    return re.sub(r"[(\[]\s*[)\]]", lambda m: " " * len(m[0]), text)


def _byline(out: _Facts, unit: Unit) -> None:
    text = _undated(unit.text)
    lead = re.match(r"^[(\[【\s|/]*(?:(?:文|作者|撰稿)\s?[/:]\s?)?", text)
    start = lead.end() if lead else 0
    rest = text[start:].rstrip(" )]】|/")
    if name := people.person(rest):
        out.put("speaker", name, unit.start + start, unit.start + start + len(rest))
    elif found := people.office_and_name(rest):
        out.put("speaker", found[0], unit.start + start + found[1], unit.start + start + found[2])
    elif m := re.match(r"^(\S{4,36})\s+(.+)$", rest):
        if name := people.person(m[2]):
            out.put("speaker", name, unit.start + start + m.start(2), unit.start + start + m.end(2))


def _meeting(out: _Facts, title: Sequence[Unit], subtitle: Unit | None, head: Head, opening: Unit, kind: str) -> None:
    if kind not in ("speech", "report", "article", "summary"):
        return
    for unit in [*([subtitle] if subtitle else []), *title, *head.notes]:
        if span := meetings.given_at(unit.text):
            out.put("meeting", out.told(unit, *span), unit.start + span[0], unit.start + span[1])
    if len(title) > 1 and (span := meetings.given_at(whole := "".join(u.text for u in title))):
        out.put("meeting", fold_width(whole[slice(*span)]), title[0].start, title[-1].end)
    for label in head.labels:
        if re.search(r"会议?$", label.name):
            out.put("meeting", out.told(label.value), label.value.start, label.value.end)
    if kind in ("speech", "report") and (span := meetings.opened(opening.text)):
        out.put("meeting", fold_width(opening.text[slice(*span)]), opening.start + span[0], opening.start + span[1])
    if "meeting" in out.facts:
        fact = out.facts["meeting"]
        out.put("session", meetings.session(str(fact.value)), fact.start, fact.end)


def _place_and_body(out: _Facts, flat: str, parts: Sequence[Unit], head: Head, signed: Signature, title: Sequence[Unit],
                    subtitle: Unit | None, opening: Unit, kind: str, marker: str) -> None:
    named: list[tuple[str, int, int]] = []

    def add(found: Found | None, unit: Unit, shift: int = 0) -> None:
        if found:
            named.append((found[0], unit.start + shift + found[1], unit.start + shift + found[2]))

    if signed.body:
        add((re.sub(r"\s", "", signed.body.text), 0, len(signed.body.text)), signed.body)
    for unit in title:
        add(bodies.of_title(unit.text), unit)
    for unit in head.documents:
        if m := re.match(r"^(.{3,30}?)(?:文件|发电|\(?通知\)?)(?=\s|$)", unit.text):
            add((m[1], *m.span(1)), unit)
    for unit in head.notes:
        add(bodies.of_passed(unit.text), unit)
    for unit in [*head.bylines, *(label.value for label in head.labels if label.name in ("单位", "作者单位", "汇报单位", "报告单位"))]:
        text = re.sub(r"(?:课题|调研|调查|联合调查)组$", "", _undated(unit.text).strip(" ()"))
        if bodies.is_body(text):
            add((re.sub(r"\s", "", text), 0, len(unit.text)), unit)
        else:
            first = text.split(" ")[0]
            if bodies.is_body(first) and first != text:
                add((first, 0, len(first)), unit)
            add(bodies.of_office(unit.text), unit)
    for label in head.labels:
        if label.name in _SPEAKER_LABELS:
            add(bodies.of_office(label.value.text), label.value)
            first = label.value.text.split(" ")[0]
            add((first, 0, len(first)) if bodies.is_body(first) else None, label.value)
    if "meeting" in out.facts and (kind == "report" or (kind == "speech" and not _guest(head, opening, named))):
        fact = out.facts["meeting"]
        unit = Unit(fact.start, fact.end, flat[fact.start : fact.end])
        if kind == "report" or "工会" not in "".join(n for n, _, _ in named):
            add(bodies.of_meeting(unit.text), unit)
    for unit in [*([subtitle] if subtitle else []), *title]:
        lead = re.match(r"[^在]{2,60}在", unit.text)
        if lead:
            add(bodies.of_office(lead[0]), unit)
    if kind in ("report", "speech", "summary"):
        found = bodies.of_opening(opening.text)
        if found:
            named.insert(0 if kind == "report" and not signed.body else len(named),
                         (found[0], opening.start + found[1], opening.start + found[2]))
    if not named and kind in ("summary", "survey", "report", "article", "plan"):
        add(bodies.of_first_sentence(opening.text), opening)
    news = kind == "other" and not signed.body
    region = _region(out, flat, parts, head, named, title, subtitle, opening, kind)
    if named and not news:
        name, start, end = named[0]
        fuller = next((n for n, _, _ in named if n.endswith(name) and n != name), None)
        if fuller is None and re.match(r"[省市县区州]总工会", name):
            fuller = bodies.completed(name, region)
        out.put("organization", fold_width(re.sub(r"\s", "", fuller or name)), start, end)


def _region(out: _Facts, flat: str, parts: Sequence[Unit], head: Head, named: Sequence[Found], title: Sequence[Unit],
            subtitle: Unit | None, opening: Unit, kind: str) -> Region | None:
    context = _context(head)
    best: tuple[Region, int, int] | None = None
    for name, start, end in named:
        if found := places.leading(name, context):
            best = found[0], start, end
            break
    if best is None:
        for unit in [*([subtitle] if subtitle else []), *title, *head.bylines]:
            found = _in_title(unit, context)
            if found:
                best = found
                break
    if best is None and kind != "other":
        best = _spoken_for(opening, context)
    if best is None and kind != "other":
        text = flat[parts[0].start : parts[-1].end] if parts else ""
        level = "" if any(re.search(r"[xX×*]", n) for n, _, _ in named) else _level(named, text)
        masked = any(re.search(r"[xX×*]", n) for n, _, _ in named)
        if spoken := places.own_place(text, level, 3 if masked or level else 7):
            best = spoken[0], parts[0].start + spoken[1], parts[0].start + spoken[2]
    if best is None and context and head.number and re.match("省总", named[0][0] if named else ""):
        best = places.whole(context[0]), head.number.start, head.number.start + 1
    if best is None:
        return None
    out.put("region", best[0], best[1], best[2])
    return best[0]


_GUEST = re.compile(r"(?:代表|受)[^。,]{0,10}?(?:[省市县区州]委|党委|党工委|政府|省总工会|全国总工会|全总|上级)")
_LEADER = re.compile(r"(?:[省市县区州乡镇]委|政府|党工委|[省市县区州]长|人大|政协|局长|党委书记)")


def _guest(head: Head, opening: Unit, named: Sequence[Found]) -> bool:
    """Whether the speaker greets a meeting of another body: a leader, or one who speaks for the party committee."""
    if named:
        return False
    return bool(any(_LEADER.search(u.text) for u in head.bylines) or _GUEST.search(opening.text[:300]))


_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,3}[省市县区州旗盟]")


def _context(head: Head) -> tuple[str, ...]:
    if head.number and (code := places.PROVINCE_LETTERS.get(_number(head.number.text)[:1])):
        return (code + "0000",)
    return ()


def _in_title(unit: Unit, context: Sequence[str]) -> tuple[Region, int, int] | None:
    """The place at the head of a title or behind its 在: ``青溪县…``, ``在青溪县…会议上``."""
    for m in re.finditer(r"^[-(\s]*|在|对|--", unit.text):
        if found := places.leading(unit.text[m.end() :], context):
            region, length = found
            if region.code is None and not _PLAIN.fullmatch(region.name):
                continue
            return region, unit.start + m.end(), unit.start + m.end() + length
    return None


_SPOKEN = re.compile(r"(?:代表|中共)(?:中共)?(?P<p>[\u4e00-\u9fff]{2,7}?[省市县区州旗盟])(?:委|总工会|人民政府|政府)")


def _spoken_for(opening: Unit, context: Sequence[str]) -> tuple[Region, int, int] | None:
    """The place an opening speaks for: ``我代表青溪县委``."""
    for m in _SPOKEN.finditer(opening.text):
        found = places.leading(m["p"] + "总工会", context)
        if found and (found[0].code or _PLAIN.fullmatch(found[0].name)):
            return found[0], opening.start + m.start("p"), opening.start + m.end("p")
    return None


def _level(named: Sequence[Found], text: str) -> str:
    counts = {lv: len(re.findall(rf"(?:我|全){lv}(?!国)", text)) for lv in "省市县区"}
    top = max(counts, key=lambda k: counts[k])
    return top if counts[top] >= 2 else ""


__all__ = ["Dated", "gather"]
