"""A pack as it is told, whatever the form: passages with their citations and addresses, and the index of sources.

``assets/room/pack.js`` tells the same in the page; one table of cases holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive import contacts
from archive.body import Block
from publish import address, cite, names
from publish.catalog import Entry, covered, entry
from publish.page import Site
from publish.reading import shape
from room.pack import Pack, Part, Passage
from room.slides import cut

NAMELESS = "备课材料"
LEADING, GAP = 1.55, 0.4
"""Height of a line on slides and what stands between paragraphs, in sizes of the type."""
REASONS: Mapping[str, tuple[str, str]] = {
    "unknown": ("no such document here", "库中没有这篇文稿，或已撤下"),
    "withdrawn": ("withdrawn", "文稿已撤下"),
    "private": ("not published", "文稿不公开"),
    "gone": ("this passage stands in the document no more", "文稿中已没有此处文字"),
}
"""Why something was left out, in English and Chinese."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it is shown; contact data is covered."""

    number: int
    """From 1."""
    id: str
    anchor: str
    part: Part
    heading: str
    """What it is called: the title of a document, the heading of a section, what a paragraph stands under."""
    path: tuple[str, ...]
    """Headings over it, outermost first."""
    place: str
    """``第5段``; empty for documents and sections."""
    blocks: tuple[Block, ...]
    note: str
    by: str
    """Source in short: who, title, date."""
    cite: str
    """Full citation with the place, and the address where the site knows its own."""
    url: str
    """Address with the paragraph; without a host where the site does not know its own."""
    source: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document that passages were taken from."""

    number: int
    id: str
    title: str
    cite: str
    url: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What was left out, and why (a key of :data:`REASONS`)."""

    id: str
    anchor: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A pack ready for paper and slides. ``day`` is the day of citing (ISO)."""

    name: str
    site: str
    day: str
    passages: tuple[Quoted, ...]
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def made(self) -> str:
        """How much it is and when it was made, for the cover."""
        return f"{len(self.passages)} 段文字，选自 {len(self.sources)} 篇文稿"


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; ``continued`` is 2 and more where what stands under a head goes on."""

    number: int
    """Of its passage; 0 for the cover."""
    head: str
    lines: tuple[str, ...]
    foot: str
    note: str = ""
    continued: int = 1
    outline: bool = False
    """Whether the lines are headings of a document."""

    @property
    def title(self) -> str:
        """The head, and that it goes on."""
        return self.head + (f"（续{self.continued - 1}）" if self.continued > 1 else "")

    def size(self, sizes: Sequence[float], width: float, height: float) -> float:
        """The largest of falling type sizes at which the lines fit into a box of the same unit, else the smallest."""
        for size in sizes:
            rows = sum(-(-len(line) // max(int(width / size), 1)) for line in self.lines)
            if rows * size * LEADING + (len(self.lines) - 1) * size * GAP <= height:
                return size
        return sizes[-1]


def tell(site: Site, pack: Pack) -> Told:
    """A pack in the words of the site; ``site.today`` is the day of citing."""
    cover: Callable[[str], str] = contacts.cover if site.mask_contacts else str
    entries: dict[str, Entry] = {}
    taken: dict[str, list[int]] = {}
    passages = []
    for number, passage in enumerate(pack.passages, 1):
        id = passage.document.id
        if id not in entries:
            e = entry(passage.document)
            entries[id] = covered(e) if site.mask_contacts else e
        taken.setdefault(id, []).append(number)
        passages.append(_quoted(site, entries[id], passage, number, list(entries).index(id) + 1, cover))
    sources = tuple(
        Source(number, id, e.label, _cited(site, e, "", url := _url(site, e, "")), url, tuple(taken[id]))
        for number, (id, e) in enumerate(entries.items(), 1))
    missing = tuple(Missing(one.item.id, one.item.anchor, one.item.title, one.reason) for one in pack.left_out)
    return Told(pack.name or NAMELESS, site.name, site.today, tuple(passages), sources, missing)


def _quoted(
    site: Site, e: Entry, passage: Passage, number: int, source: int, cover: Callable[[str], str]
) -> Quoted:
    path = tuple(_titled(cover(text)) for text in passage.path)
    place = f"第{passage.paragraph}段" if passage.paragraph else ""
    heading = _titled(cover(passage.heading)) or (path[-1] if passage.part == "paragraph" and path else e.label)
    told = f"“{heading}”" if passage.part == "section" else place
    url = _url(site, e, passage.anchor)
    blocks = tuple(replace(block, text=cover(block.text)) for block in passage.blocks)
    return Quoted(number, e.id, passage.anchor, passage.part, heading, path, place, blocks, passage.note, _by(e),
                  _cited(site, e, told, url), url, source)


def _titled(heading: str) -> str:
    """A heading that ran into its text, as it stands by itself."""
    return heading.removesuffix("。")


def _url(site: Site, e: Entry, anchor: str) -> str:
    return (cite.public_url(site, e) or "/" + address.document(e.id)) + (f"#{anchor}" if anchor else "")


def _cited(site: Site, e: Entry, place: str, url: str) -> str:
    """The citation; without an address where the site does not know its own, as on the page of the document."""
    bare = cite.gbt(replace(site, url=""), e)
    return f"{bare} {place + '. ' if place else ''}{url if cite.known(site) else ''}".rstrip()


def _by(e: Entry) -> str:
    """``沈砚秋：《……》，2012年5月16日``.

    >>> from archive.model import Document
    >>> _by(entry(Document("7k2m9qxa", "report", "", title="题", speaker="甲", date="2012-05")))
    '甲：《题》，2012年5月'
    """
    who = "、".join(cite.authors(e))
    title = e.label if e.label.startswith("〔") else f"《{e.label}》"
    day = names.date(e.document.date)
    return f"{who}{'：' if who else ''}{title}{'，' if day else ''}{day}"


def shapes(quoted: Quoted) -> list[str]:
    """How each block of a document is set (:func:`publish.reading.shape`); parts of documents are plain."""
    count, out = 0, []
    for number, block in enumerate(quoted.blocks, 1):
        count += block.kind == "paragraph"
        plain = quoted.part != "document" or block.kind != "paragraph"
        out.append("" if plain else shape(block.text, count, len(quoted.blocks) - number))
    return out


def slides(told: Told) -> Iterator[Slide]:
    """The slides of a pack: a cover, then the passages. A document shows its headings, if it has any."""
    yield Slide(0, told.name, (), "，".join(t for t in (told.site, names.date(told.day)) if t))
    for quoted in told.passages:
        foot = quoted.by + (f"，{quoted.place}" if quoted.place else "")
        note = quoted.note
        for head, texts, outline in _groups(quoted):
            for continued, lines in enumerate(cut(texts), 1):
                yield Slide(quoted.number, head, tuple(lines), foot, note, continued, outline)
                note = ""


def _groups(quoted: Quoted) -> Iterator[tuple[str, Sequence[str], bool]]:
    """What stands together on slides: a heading and the texts under it."""
    if quoted.part == "document" and (outline := _outline(quoted.blocks)):
        yield quoted.heading, outline, True
        return
    head, texts, any_ = quoted.heading, list[str](), False
    for block in quoted.blocks:
        if block.level:
            if texts:
                yield head, texts, False
                any_ = True
            head, texts = _titled(block.text), []
        elif block.kind == "table":
            texts += [row.replace("\t", "　") for row in block.text.split("\n")]
        else:
            texts.append(block.text)
    if texts or not any_:
        yield head, texts or [quoted.heading], False


def _outline(blocks: Sequence[Block]) -> list[str]:
    top = min((block.level for block in blocks if block.level), default=0)
    return [_titled(block.text) for block in blocks if block.level and block.level == top]


def lines(note: str) -> list[str]:
    """The lines of a note."""
    return [line for line in note.split("\n") if line.strip()]
