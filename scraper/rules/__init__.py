"""Rules as data: rows of TOML tables that say what is frame, why, and how to prove it.

A row::

    [[rule]]
    id = "sharing.uploader"
    action = "head"
    why = "an uploader field of a document-sharing site"
    why_zh = "文库网站的上传者信息"
    pattern = '^上传(?:人|者)[:：]'
    hits = ["上传人：小***"]
    misses = ["上传人员名单已经报送"]

``pattern`` is searched in the text of one unit (a line, or a paragraph of a
text on one line). ``action`` says what a hit means:

======  ==================================================================
line    the unit is frame wherever it stands (units up to 160 characters)
lead    a paragraph of the site about the text (units up to 600 characters)
head    frame before the first paragraph of the text, and between parts
after   frame behind the last paragraph of the text
tail    the frame behind the text begins with this unit
list    as ``tail``, and numbered lines that follow belong to it
inline  the matched stretch is frame, also inside a paragraph
======  ==================================================================

Users' own rows (``archive/rules/*.toml``) go through the same gate: a row that
has no hits and misses of its own, or fails them, is refused by name.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from archive.errors import BrokenRecord
from scraper.rules.literals import anchored, literals
from scraper.rules.patience import slow_line
from scraper.rules.sites import SiteRule, site_rule
from scraper.rules.words import Words

Action = Literal["line", "lead", "head", "after", "tail", "list", "inline"]
ACTIONS: tuple[str, ...] = get_args(Action)
REACH = {"line": 160, "tail": 160, "lead": 600, "list": 600, "head": 600, "after": 600}
"""Characters of the longest unit that rows of an action look at; others look at all."""
_KEYS = {"id", "why", "why_zh", "pattern", "action", "hits", "misses"}
_SITE_KEYS = {"host", "keep", "drop"}
_TABLES = ("rule", "site")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    ``needs`` are words of which a hit holds at least one (none: unknown);
    ``anchored``: a hit begins where the text does.
    """

    id: str
    action: Action
    pattern: re.Pattern[str]
    why: str
    why_zh: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    needs: frozenset[str]
    anchored: bool = False

    def found_in(self, text: str) -> bool:
        """Whether the pattern hits ``text``; the cheap questions first."""
        if self.needs and not any(map(text.__contains__, self.needs)):
            return False
        return (self.pattern.match(text) if self.anchored else self.pattern.search(text)) is not None

    @property
    def family(self) -> str:
        """The site family: the id up to its first dot."""
        return self.id.partition(".")[0]


def _gated(rule: Rule) -> bool:
    """Whether a row can be asked together with others: no word tells it, and joined to others it means the same."""
    return rule.anchored and not rule.needs and not rule.pattern.groups and rule.pattern.flags == re.UNICODE


class Row(NamedTuple):
    """What is asked of the units of one page: ``needs`` are the rule's words that the page holds.

    ``gate``, for a row of no words: one pattern for all its like, that hits wherever one of them does.
    """

    id: str
    needs: tuple[str, ...]
    find: Callable[[str], re.Match[str] | None]
    pattern: re.Pattern[str]
    gate: Callable[[str], re.Match[str] | None] | None = None


def first(rows: Iterable[Row], text: str) -> str | None:
    """The id of the first of ``rows`` that hits ``text``; the cheap questions first."""
    shut: bool | None = None
    for name, needs, find, _, gate in rows:
        if needs:
            for word in needs:
                if word in text:
                    break
            else:
                continue
        elif gate is not None:
            if shut is None:
                shut = gate(text) is None
            if shut:
                continue
        if find(text) is not None:
            return name
    return None


@dataclass(frozen=True)
class RuleSet:
    """Rows by action, made ready for one page after another."""

    rules: tuple[Rule, ...]
    sites: tuple[SiteRule, ...] = ()
    """Site rows of the user's; none ship with the project."""

    def for_page(self, units: Iterable[str]) -> dict[str, list[Row]]:
        """The rows by action that may hit one of ``units``, with those of their words that stand there."""
        texts = list(units)
        out: dict[str, list[Row]] = {action: [] for action in ACTIONS}
        words, groups = self._ready
        held, size = set[str](), -1
        for reach, rows in groups:
            seen = [t for t in texts if len(t) <= reach]
            if len(seen) != size:
                held, size = words.held("\n".join(seen)), len(seen)
            for action, needs, row in rows:
                if not needs:
                    out[action].append(row)
                elif not needs.isdisjoint(held):
                    out[action].append(Row(row.id, tuple(needs & held), row.find, row.pattern))
        return out

    @cached_property
    def _ready(self) -> tuple[Words, list[tuple[int, list[tuple[str, frozenset[str], Row]]]]]:
        """The words of all rows, and the rows by the length of the units they look at."""
        groups: dict[int, list[tuple[str, frozenset[str], Row]]] = defaultdict(list)
        gated: dict[str, list[str]] = defaultdict(list)
        for rule in filter(_gated, self.rules):
            gated[rule.action].append(f"(?:{rule.pattern.pattern})")
        gates = {action: re.compile("|".join(patterns)).match for action, patterns in gated.items()}
        for rule in self.rules:
            find = rule.pattern.match if rule.anchored else rule.pattern.search
            gate = gates[rule.action] if _gated(rule) else None
            groups[REACH.get(rule.action, sys.maxsize)].append(
                (rule.action, rule.needs, Row(rule.id, (), find, rule.pattern, gate)))
        return Words(word for rule in self.rules for word in rule.needs), list(groups.items())


def load(path: Path, *, tried: bool = True) -> tuple[Rule, ...]:
    """The rows of one file. Raises :class:`archive.errors.BrokenRecord` that names the row and its fault.

    ``tried``: patterns are tried for patience, too (some 6 ms a row); the
    tests do that for the bundled rows.
    """
    rules = tuple(_rule(row, path) for row in _table(path).get("rule", []))
    seen: set[str] = set()
    for rule in rules:
        if tried and (slow := slow_line(rule.pattern, rule.hits, REACH.get(rule.action, sys.maxsize))):
            raise SlowRule(where=str(path), row=rule.id, line=slow.line, length=slow.length,
                           seconds=f"{slow.seconds:.3f}")
        if rule.id in seen:
            raise BrokenRule(where=str(path), row=rule.id, what="the id stands twice")
        seen.add(rule.id)
    return rules


def load_sites(path: Path) -> tuple[SiteRule, ...]:
    """The site rows of one file. Raises :class:`BrokenRule` that names the row and its fault."""

    def refuse(row: Mapping[str, Any]) -> Callable[[str], BrokenRule]:
        return lambda what: BrokenRule(where=str(path), row=str(row.get("id", "(without id)")), what=what)

    return tuple(site_rule(row, refuse(row)) for row in _table(path).get("site", []))


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BrokenRule(where=str(path), row="-", what=str(fault)) from None
    for name, rows in table.items():
        if name not in _TABLES:
            raise BrokenRule(where=str(path), row="-", what=f"table {name}: a row begins with [[rule]] or [[site]]")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BrokenRule(where=str(path), row="-", what=f"a row begins with [[{name}]], in two brackets")
        for row in rows:
            if what := _misshapen(row):
                raise BrokenRule(where=str(path), row=str(row.get("id", "(without id)")), what=what)
    return table


def _misshapen(row: Mapping[str, Any]) -> str | None:
    """What in a row is not of its kind: ``hits`` and ``misses`` are lists of texts, all else is text."""
    for key, value in row.items():
        if key in ("hits", "misses"):
            if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
                return f"{key} must be a list of texts"
        elif key in _KEYS | _SITE_KEYS and (not isinstance(value, str) or not value.strip()):
            return f"{key} must be a text"
    return None


class BrokenRule(BrokenRecord):
    """Facts: ``where`` (file), ``row`` (id), ``what``."""

    en = "{where}, rule {row}: {what}; correct the row or take it out"
    zh = "{where}，规则 {row}：{what}；请改正或删去该规则"


class SlowRule(BrokenRule):
    """Facts: ``where``, ``row``, ``line`` (how it begins), ``length`` of that line, ``seconds`` it took."""

    en = ("{where}, rule {row}: the pattern takes {seconds} s to tell that a line of {length} characters is none of its"
          " hits ({line} ...); let no two repeated parts match the same letters, or bound them")
    zh = ("{where}，规则 {row}：判断一行 {length} 字的文字（{line}……）不符就用了 {seconds} 秒；"
          "请不要让两处重复匹配同样的文字，或给重复次数加上限")


def _rule(row: Mapping[str, Any], path: Path) -> Rule:
    name = str(row.get("id", "(without id)"))

    def refuse(what: str) -> BrokenRule:
        return BrokenRule(where=str(path), row=name, what=what)

    if missing := sorted(_KEYS - {"why_zh"} - row.keys()):
        raise refuse(f"{', '.join(missing)} missing")
    if strange := sorted(row.keys() - _KEYS):
        raise refuse(f"unknown key {', '.join(strange)}")
    if row["action"] not in ACTIONS:
        raise refuse(f"action must be one of {', '.join(ACTIONS)}")
    if not row["hits"] or not row["misses"]:
        raise refuse("hits and misses must each hold an example")
    try:
        pattern = re.compile(row["pattern"])
    except re.error as fault:
        raise refuse(f"pattern: {fault}") from None
    for text in row["hits"]:
        if not pattern.search(text):
            raise refuse(f"does not hit its own example {text!r}")
    for text in row["misses"]:
        if pattern.search(text):
            raise refuse(f"hits {text!r}, which it says it misses")
    needs = literals(row["pattern"]) if pattern.flags == re.UNICODE else frozenset()
    if any(needs and not any(word in text for word in needs) for text in row["hits"]):
        needs = frozenset()
    return Rule(name, row["action"], pattern, row["why"], row.get("why_zh", row["why"]),
                tuple(row["hits"]), tuple(row["misses"]), needs, anchored(row["pattern"]))


@cache
def bundled() -> RuleSet:
    """The rows that ship with the project."""
    return RuleSet(tuple(r for path in sorted((_HERE / "frame").glob("*.toml")) for r in load(path, tried=False)))


_ACTIVE: ContextVar[RuleSet | None] = ContextVar("rules", default=None)


def active() -> RuleSet:
    """The rows in force: the bundled ones, and a user's within :func:`extended`."""
    return _ACTIVE.get() or bundled()


@contextmanager
def extended(paths: Iterable[Path]) -> Iterator[RuleSet]:
    """Within the block, the rows of the given files stand in force beside the bundled ones.

    Raises :class:`BrokenRule` before anything changes; an id of a bundled row replaces that row.
    """
    files = sorted(paths)
    own = [r for path in files for r in load(path)]
    names = {r.id for r in own}
    sites = tuple(r for path in files for r in load_sites(path))
    with in_force(RuleSet((*(r for r in bundled().rules if r.id not in names), *own), sites)) as rules:
        yield rules


@contextmanager
def in_force(rules: RuleSet) -> Iterator[RuleSet]:
    """Within the block, these rows and no others."""
    token = _ACTIVE.set(rules)
    try:
        yield rules
    finally:
        _ACTIVE.reset(token)


@cache
def _reasons() -> dict[str, tuple[str, str]]:
    rows = tomllib.loads((_HERE / "reasons.toml").read_text(encoding="utf-8"))
    return {name: (row["en"], row["zh"]) for name, row in rows.items()}


def reason(rule_id: str, language: str = "en") -> str:
    """Why a rule cuts or mends, in ``"en"`` or ``"zh"``; an unknown rule is told by its id."""
    rows: tuple[Rule | SiteRule, ...] = (*active().rules, *active().sites)
    for rule in rows:
        if rule.id == rule_id:
            return rule.why_zh if language == "zh" else rule.why
    stem = rule_id
    while stem:
        if stem in _reasons():
            return _reasons()[stem][language == "zh"]
        stem = stem.rpartition(".")[0]
    return rule_id
