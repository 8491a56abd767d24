"""The values of the archive: documents, their copies, ledgers.

All are frozen. Offsets are code points of the page text (the decoded text of
a capture, see ``scraper``), half open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

KINDS = ("report", "speech", "summary", "survey", "notice", "decision", "plan", "article", "other")
Script = Literal["hans", "hant", "mixed"]
Action = Literal["keep", "drop", "replace"]


@dataclass(frozen=True, slots=True)
class Region:
    """A place: ``name`` as told, completed by GB/T 2260; ``code`` only where the table has it."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One web copy of a document: which capture, which part of it, and where it came from."""

    sha256: str
    part: int = 1
    of: int = 1
    url: str | None = None
    site: str | None = None
    published: str | None = None
    """The upload time as the page tells it; never the date of the document."""
    captured: str | None = None
    captures: tuple[Mapping[str, object], ...] = ()
    """The pages of an article over several pages, with the offset of each in the joined page text."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Counts that agree with the ledger: replacements, doubts, masked places."""

    repaired: int = 0
    doubtful: int = 0
    masked: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """Words that a person gave back: ``old`` between ``before`` and ``after`` became ``new``."""

    before: str
    old: str
    new: str
    after: str
    why: str
    source: str = ""
    block: int = 0
    """The block of the body that it stands in, counted from 0, the title included."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What another copy of the work has where the best one masks or lost; never put into the text."""

    block: int
    """The block of the body, counted from 0, the title included."""
    start: int
    end: int
    """The masked place in the block's reading text (code points, half open)."""
    text: str
    """What the other copy has there."""
    sha256: str
    """The capture of the other copy."""


@dataclass(frozen=True, slots=True)
class Document:
    """A record: front matter and body. ``body`` is Markdown from ``# title`` on, without trailing blank lines.

    Fields that the page does not tell are ``None``.
    """

    id: str
    kind: str
    body: str
    title: str | None = None
    subtitle: str | None = None
    date: str | None = None
    """EDTF: ``2013``, ``2013-03`` or ``2013-03-07``."""
    speaker: str | None = None
    organization: str | None = None
    region: Region | None = None
    meeting: str | None = None
    session: Mapping[str, int] = field(default_factory=dict)
    """届 and 次 of the meeting as numbers, where the text has them."""
    document_number: str | None = None
    script: Script = "hans"
    evidence: Mapping[str, str] = field(default_factory=dict)
    copies: tuple[Copy, ...] = ()
    damage: Damage = Damage()
    aliases: tuple[str, ...] = ()
    """Ids that were merged into this one; their addresses redirect."""
    anchors: Mapping[str, str] = field(default_factory=dict)
    """Paragraph ids kept from before a new cleaning: id by content -> id to use."""
    overridden: Mapping[str, str] = field(default_factory=dict)
    """Fields that ``overrides/<id>.toml`` has set, each with its reason."""
    corrections: tuple[Correction, ...] = ()
    """What ``corrections/<id>.toml`` has changed in the body."""
    variants: tuple[Variant, ...] = ()
    """What other copies have in masked and lost places."""
    publish: bool = True
    withdrawn: Mapping[str, str] | None = None
    """``{"why", "when"}`` of a withdrawn document: a tombstone is published, nothing else."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the page text and what was done to it. ``text`` stands only on a replacement."""

    start: int
    end: int
    action: Action
    rule: str | None = None
    text: str | None = None
    confidence: float | None = None
    id: str | None = None
    """The document it became part of."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What looks wrong and cannot be mended safely."""

    start: int
    end: int
    rule: str
    note: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """How a page became its documents. The segments tile ``0..length`` of the page text."""

    sha256: str
    encoding: str
    length: int
    segments: tuple[Segment, ...]
    doubts: tuple[Doubt, ...] = ()
    captures: tuple[Mapping[str, object], ...] = ()
    """The pages of an article over several, as its copy has them: ``sha256``, ``url``, ``captured``, ``offset``."""

    @property
    def originals(self) -> tuple[str, ...]:
        """The captures whose texts, in order, are the page text."""
        return tuple(str(c["sha256"]) for c in self.captures) or (self.sha256,)
