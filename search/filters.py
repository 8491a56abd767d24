"""Filters beside the query, and why nothing was found."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, Protocol

from archive.errors import QueryError
from search.fold import fold, is_run, narrow
from search.grammar import parse
from search.lexicon import one_apart
from search.messages import MESSAGES
from search.tree import FIELDS, Both, Near, Node, Not, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.evaluate import Form
    from search.index import Index


_NAME = re.compile(r"([^\W\d_]{1,12}):")
_CLOSING = re.compile(r"\s*[)）]")


class Widening(Protocol):
    def forms(self, text: Text) -> Sequence[Form]: ...


def condition(name: str, value: str) -> Node:
    """The value of a filter, read as the field of a query. Raises :class:`archive.errors.QueryError`."""
    if name in ("year", "kind"):
        return parse(f'{name}:"{value}"')
    return parse(f'{name}:"{fold(value) or value}"')


def fault(name: str, value: str) -> tuple[str, str] | None:
    """Why the value of a filter cannot be read, in English and Chinese; it is no query, so none is proposed."""
    try:
        condition(name, value)
    except QueryError as error:
        proposal = str(error.facts.get("proposal") or "")
        en, zh = str(error.facts["what"]), str(error.facts["what_zh"])
        return en.removesuffix(f"; try: {proposal}"), zh.removesuffix(f"；可以试试：{proposal}")
    return None


def why(index: Index, query: str, tree: Node, widened: Widening, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each condition of a query that found nothing, how many documents fulfil it alone.

    ``{"at": [start, end], "total": n}`` for a part of the query, an exclusion with its minus,
    ``{"filter": name, "value": value, "total": n}`` for a filter, and
    ``{"without": "filters", "total": n}`` for the query without its filters.
    """
    out: list[dict[str, Any]] = []
    if chosen:
        with contextlib.suppress(QueryError):  # a NEAR that is too common on its own
            out.append({"without": "filters", "total": int(index.evaluator.run(tree, widened.forms).match.sum())})
        out += [{"filter": name, "value": value, "total": int(index.selected(name, value).sum())}
                for name, value in chosen.items()]
    parts = tree.parts if isinstance(tree, Both | Near) else (tree,)
    for part in parts:
        span = _shown(query, part)
        if span:
            with contextlib.suppress(QueryError):
                out.append({"at": list(span), "total": int(index.evaluator.run(part, widened.forms).match.sum())})
    return out


def hints(tree: Node) -> list[dict[str, Any]]:
    """Words that look like a field with a name that is none: ``{"code", "at", "message", "message_zh"}``."""
    out = []
    for text in _texts(tree):
        if name := _no_field(text):
            en, zh = MESSAGES["unknown-field"]
            start = text.at[0]
            out.append({"code": "unknown-field", "at": [start, start + len(name)], "message": en.format(name=name),
                        "message_zh": zh.format(name=name)})
    return out


def _no_field(text: Text) -> str | None:
    """The name that stands before a colon, where a word has one and it is none of a field."""
    match = None if text.field or text.exact else _NAME.match("".join(map(narrow, text.text)))
    return text.text[: match.end(1)] if match and match[1].isalpha() and fold(text.text[match.end() :]) else None


def _shown(query: str, node: Node) -> tuple[int, int] | None:
    """Where a part of a query stands, an exclusion from its minus to its last bracket."""
    span = place(node)
    if span is None or not isinstance(node, Not):
        return span
    start, end = span
    minus = max(query.rfind("-", 0, start), query.rfind("－", 0, start))
    if minus < 0:
        return span
    while minus and query[minus - 1] in "-－":
        minus -= 1
    for sign in query[minus:start]:
        if sign in "(（" and (closing := _CLOSING.match(query, end)):
            end = closing.end()
    return minus, end


def meant(index: Index, query: str, tree: Node, widened: Widening) -> list[dict[str, Any]]:
    """Did you mean: ``{"query", "total"}`` of the query with a word that finds nothing put right, or a little wider.

    If none of these finds anything either, of the words put right alone.
    """
    proposals: list[str] = []
    alone: list[str] = []
    for text in _texts(tree):
        if index.evaluator.run(text, widened.forms).match.any():
            continue
        for one in index.lexicon.like(text.folded):
            start, end = text.at
            typed = query[start:end]
            proposals.append(query[:start] + typed.replace(text.text, one.term.text) + query[end:])
            alone.append(one.term.text)
    found = _counted(index, [*proposals, *_wider(query, tree)], query, widened)
    return found or _counted(index, alone, query, widened)


def _counted(index: Index, proposals: Sequence[str], query: str, widened: Widening) -> list[dict[str, Any]]:
    """Those of some queries that find something, three at most; the same one once."""
    out: list[tuple[int, str]] = []
    for better in dict.fromkeys(proposals):
        with contextlib.suppress(QueryError):
            total = int(index.evaluator.run(parse(better), widened.forms).match.sum())
            if total and better != query:
                out.append((-total, better))
    return [{"query": better, "total": -total} for total, better in sorted(out)[:3]]


def _wider(query: str, node: Node) -> Iterator[str]:
    """The query without one of its fields (or names that are none), or exclusions; with one run as a prefix."""
    match node:
        case Not():
            if (span := place(node)) and (rest := (query[: span[0]].rstrip("-－") + query[span[1] :]).strip()):
                yield rest
        case Text(at=(start, end)):
            if node.field:
                _, _, value = query[start:end].replace("：", ":", 1).partition(":")
                yield query[:start] + value.strip() + query[end:]
            elif name := _no_field(node):
                value = query[start + len(name) + 1 : end]
                near = next((f"{field}:" for field in FIELDS if one_apart(field, name.lower())), "")
                yield from (query[:start] + lead + value + query[end:] for lead in dict.fromkeys((near, "")))
            elif not node.exact and not node.prefix and is_run(node.folded[-1]):
                yield query[:end] + "*" + query[end:]
        case Both() | Near():
            for part in node.parts:
                yield from _wider(query, part)


def _texts(node: Node) -> list[Text]:
    if isinstance(node, Text):
        return [node]
    if isinstance(node, Both | Near):
        return [text for part in node.parts for text in _texts(part)]
    return []


def place(node: Node) -> tuple[int, int] | None:
    """Where a node stands in the query."""
    if isinstance(node, Not):
        return place(node.part)
    if isinstance(node, Both | Near):
        places = [span for part in node.parts if (span := place(part))]
        return (min(start for start, _ in places), max(end for _, end in places)) if places else None
    return getattr(node, "at", None)
