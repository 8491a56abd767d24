"""What the pages of a site repeat, as proposed rule rows for a person to take. Nothing here is applied.

A line that stays in documents today is proposed if it returns under at least
three works of one site and in no document of another site, and its place says
that it is the site's: cleaning drops it on other pages of the site, it always
stands at the edge of documents, or it stands anywhere and speaks as sites
speak (addresses, rights, downloads, the editor's name). What documents repeat
themselves - salutations, closings, signatures, dates, numbered headings, the
end matter of papers, the names of their own facts - is never proposed.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.model import Copy, Document, Ledger
from scraper.model import Edit
from scraper.script import simplify
from scraper.shapes import is_addressee, is_byline, is_date, is_document_number, is_numbered, is_org, is_salutation
from scraper.units import units
from scraper.view import look

LEAST = 3
"""Works of a site that must bear a line."""
_EDGE = 6
"""Kept paragraphs at either end of a document that count as its edge."""
_LINE, _LEAD = 160, 600
"""Longest units that the actions ``line`` and ``lead`` look at."""
_SHORT = 4
_NUMBER = re.compile(r"\d+")
_TAIL = re.compile(r"[。！？!?…”）)]\s*([^。！？!?，,；;]{4,40})$")
_SITE_SPEECH = re.compile(
    r"www\.|https?[:：]|\.(?:com|cn|net|org|example)\b|版权|转载|转摘|下载|上传|文库|范文|收藏|本站|本网|网站|"
    r"责任?编辑|来源[:：]|编辑[:：]|作者[:：]|更多|点击|关注|扫码|二维码|微信|公众号|QQ|客服|打印|分享|首页|上一[篇页]|下一[篇页]|"
    r"欢迎(?:访问|浏览|关注|使用)|阅读(?:次数|量|全文)|浏览(?:次数|量)|投稿|网友|会员|免责|侵权|[\u4e00-\u9fff]{2,8}网(?:\W|$)")
_FORMULA = re.compile(
    r"^(?:谢谢|多谢|再见|完毕|此致|敬礼|以上(?:报告|汇报|意见|是)|我的(?:报告|讲话|发言|汇报|述职)|特此|请(?:予)?审议|"
    r"最后[，,]|让我们|同志们|各位|祝)|(?:审议|讨论|批评指正|敬礼|谢谢大家|完毕)[。！!]?$")

_PAPER = re.compile(
    r"抄送|抄报|报送|印发|主题词|附件|联系人|联系电话|签发|公开|草案|讨论稿|审议稿|送审稿|掌声|鼓掌|表决|通过")
_BRACKET = re.compile(r"^[（(\[【].{4,}[)）\]】]$")

Skeleton = str


@dataclass(frozen=True, slots=True)
class Source:
    """One capture as stored: its page text, its ledger, and the documents that came from it."""

    copy: Copy
    page: str
    ledger: Ledger
    documents: tuple[Document, ...]

    @property
    def site(self) -> str:
        """The host of its address, else the site's name; empty where neither is known."""
        return (urlsplit(self.copy.url or "").hostname or self.copy.site or "").removeprefix("www.").lower()


@dataclass(slots=True)
class _Seen:
    """What became of one line on the pages of one site."""

    works: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    dropped: int = 0
    kept: int = 0
    edge: int = 0
    letters: int = 0
    facts: int = 0
    """How often it holds the organization or the speaker of its document."""
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row, and what speaks for it: pages and works that bear the line, characters it would have taken out."""

    row: Mapping[str, object]
    site: str
    pages: int
    works: int
    saved: int
    samples: tuple[str, ...]


def suggest(sources: Callable[[], Iterable[Source]], site: str | None = None) -> list[Proposal]:
    """The proposals for all sites or one, most characters first. ``sources`` gives the archive's captures, twice."""
    seen: dict[str, dict[tuple[str, Skeleton], _Seen]] = {}
    for source in sources():
        if site is None or source.site == site:
            _note(source, seen.setdefault(source.site, {}))
    found = {(place, key): told for place, lines in seen.items() for key, told in lines.items() if _speaks(key, told)}
    elsewhere = _elsewhere(sources(), {key for _, key in found})
    out = [_proposal(place, key, told) for (place, key), told in found.items()
           if not elsewhere.get(key, set()) - {place}]
    return sorted(out, key=lambda p: (-p.saved, p.site, str(p.row["id"])))


def _note(source: Source, lines: dict[tuple[str, Skeleton], _Seen]) -> None:
    for action, text, id, at_edge in _lines(source):
        if len(text.strip()) < _SHORT:
            continue
        told = lines.setdefault((action, _skeleton(text, source)), _Seen())
        told.pages.add(source.ledger.sha256)
        if id is None:
            told.dropped += 1
            continue
        told.works.add(id)
        told.kept += 1
        told.edge += at_edge
        told.letters += len(text)
        told.facts += any(name in text for d in source.documents for name in (d.organization, d.speaker) if name)
        if len(told.samples) < LEAST and text not in told.samples:
            told.samples.append(text)


def _lines(source: Source) -> Iterator[tuple[str, str, str | None, bool]]:
    """The units of a page as rules see them, and the ends of paragraphs behind their last sentence.

    Of each the action for a row, the text, the document that keeps it, and whether it stands at that one's edge.
    """
    segments = source.ledger.segments
    edits = [Edit(s.start, s.end, s.text or "", s.rule or "") for s in segments
             if s.action == "replace" or (s.action == "drop" and (s.rule or "").startswith("repair."))]
    view = look(source.page, edits, simplify)
    begins = [s.start for s in segments]

    def owner(start: int, end: int) -> str | None:
        """The document that most of a view stretch became part of; ``None`` where most was dropped."""
        first, last = view.page_span(start, end)
        held: dict[str | None, int] = {}
        for s in segments[bisect_right(begins, first) - 1 : bisect_left(begins, last)]:
            id = s.id if s.action != "drop" else None
            held[id] = held.get(id, 0) + min(s.end, last) - max(s.start, first)
        return max(held, key=lambda id: held[id])

    rows = [(unit, owner(unit.start, unit.end)) for unit in units(view)]
    counts, place = Counter(id for _, id in rows), Counter[str | None]()
    for unit, id in rows:
        place[id] += 1
        edge = bool(id) and (place[id] <= _EDGE or place[id] > counts[id] - _EDGE)
        yield ("line" if len(unit.text) <= _LINE else "lead"), unit.text, id, edge
        if id and (m := _TAIL.search(unit.text)):
            yield "inline", m[1], owner(unit.start + m.start(1), unit.start + m.end(1)), edge


def _skeleton(text: str, source: Source) -> Skeleton:
    """A line with what changes from page to page taken out: numbers, and the title of the document."""
    for document in source.documents:
        if document.title and len(document.title) >= _SHORT:
            text = text.replace(document.title, "\ufffc")
    return _NUMBER.sub("\ufffd", " ".join(text.split()))


def _speaks(key: tuple[str, Skeleton], told: _Seen) -> bool:
    """Whether a line of a site is the site's own: it returns, and more than its return says so."""
    action, skeleton = key
    plain = skeleton.replace("\ufffc", "").replace("\ufffd", "")
    if len(told.works) < LEAST or len(plain.strip()) < _SHORT or len(skeleton) > _LEAD or not told.kept:
        return False
    shapes = (is_salutation, is_addressee, is_date, is_org, is_byline, is_numbered, is_document_number)
    samples = [s.strip() for s in told.samples]
    speech = _SITE_SPEECH.search(plain) is not None
    if any(_FORMULA.search(s) or _PAPER.search(s) for s in samples):
        return False
    if not speech and (told.facts or any(shape(s) for s in samples for shape in shapes)):
        return False
    at_edge = told.edge == told.kept
    if action == "inline":
        return (at_edge and (speech or all(map(_BRACKET.match, samples)))) or (speech and len(told.works) > LEAST)
    return speech or at_edge or told.dropped >= told.kept


def _elsewhere(sources: Iterable[Source], keys: set[tuple[str, Skeleton]]) -> dict[tuple[str, Skeleton], set[str]]:
    """The sites on which each of the lines stands in a document."""
    out: dict[tuple[str, Skeleton], set[str]] = {}
    if keys:
        for source in sources:
            for action, text, id, _ in _lines(source):
                key = action, _skeleton(text, source)
                if id and key in keys:
                    out.setdefault(key, set()).add(source.site)
    return out


def _proposal(site: str, key: tuple[str, Skeleton], told: _Seen) -> Proposal:
    action, skeleton = key
    body = "".join({"\ufffc": ".{2,80}", "\ufffd": r"\d{1,12}", " ": r"\s+"}.get(c, re.escape(c)) for c in skeleton)
    pattern = rf"{body}\s*$" if action == "inline" else rf"^\s*{body}\s*$"
    samples = tuple(told.samples)
    sentence = f"会议印发了材料，标题是“{samples[0].strip()}”，请各单位认真学习"
    stem = re.sub(r"[^a-z0-9]+", "-", site).strip("-") or "site"
    pages, works = len(told.pages), len(told.works)
    row = {
        "id": f"{stem}.{hashlib.sha256(f'{action} {skeleton}'.encode()).hexdigest()[:6]}",
        "action": action,
        "why": f"stands on {pages} pages of {site or 'one origin'}, in {works} documents",
        "why_zh": f"见于{site or '同一来源'}的 {pages} 个网页、{works} 篇文稿",
        "pattern": pattern,
        "hits": list(samples),
        "misses": [sentence],
    }
    return Proposal(row, site, pages, works, told.letters, samples)


def toml(proposals: Iterable[Proposal], comment: Callable[[Proposal], str]) -> str:
    """The rows as a file of rules; ``comment`` gives the line over each."""
    parts = []
    for proposal in proposals:
        lines = [f"# {comment(proposal)}", "[[rule]]"]
        for name, value in proposal.row.items():
            shown = f"[{', '.join(map(_string, value))}]" if isinstance(value, list) else _string(value)
            lines.append(f"{name} = {shown}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _string(value: object) -> str:
    """A TOML string: literal where it can be, so that patterns read as they are."""
    text = str(value)
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
