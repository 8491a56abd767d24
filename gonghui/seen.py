"""A ledger as a view: on the terminal, as a page, and as the answer to ``--why``."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from gonghui.console import out, out_json, safe, writing_out
from gonghui.messages import language, say
from scraper.rules import reason

_LONGEST = 4000
"""Characters of two lines together up to which they are compared character by character."""


def pieces(value: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """The segments with the page text they stand for."""
    for segment in value["segments"]:
        yield segment, value["text"][segment["start"] : segment["end"]]


@writing_out()
def colour(value: dict[str, Any]) -> None:
    """Print the page: kept plain, dropped struck out in red with its rule, mended green."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(safe(f"{value['source']}  {value['encoding']}  {value['sha256'][:12]}"), "bold"))
    for document in value["documents"]:
        console.print(Text(safe("  " + "  ".join(_fields(document))), "cyan"))
    text = Text()
    used: dict[str, int] = {}
    for segment, piece in pieces(value):
        rule = segment.get("rule") or ""
        if segment["action"] == "keep":
            text.append(safe(piece))
        elif segment["action"] == "replace":
            text.append(safe(piece), "yellow strike").append(safe(segment["text"]), "bold green")
            text.append(f"⟨{rule}⟩", "dim green")
        elif piece.strip():
            text.append(safe(piece), "red strike").append(f"⟨{rule}⟩", "dim red")
        else:
            text.append(safe(piece))
        if rule and piece.strip():
            used[rule] = used.get(rule, 0) + 1
    console.print(text)
    for rule, count in used.items():
        console.print(Text(f"{count:5} × {rule}: {reason_of(rule)}", "dim"))
    for doubt in value["doubts"]:
        passage = value["text"][doubt["start"] : doubt["end"]]
        console.print(Text(safe(f"  ? {doubt['start']}-{doubt['end']} {passage} — {doubt['rule']}: {doubt['note']}"),
                           "magenta"))


def reason_of(rule: str) -> str:
    """Why a rule does what it does, in the user's language."""
    return reason(rule, language())


def _fields(document: dict[str, Any]) -> Iterator[str]:
    for key in ("title", "kind", "date", "speaker", "organization", "meeting", "document_number"):
        if document.get(key):
            yield f"{key}: {document[key]}"
    if document.get("region"):
        yield f"region: {document['region']['name']}"


def passages(value: dict[str, Any], text: str, as_json: bool) -> bool:
    """Tell what became of every place where the page holds ``text`` (white space apart); whether there was one."""
    pattern = r"\s*".join(re.escape(c) for c in re.sub(r"\s+", "", text))
    found = False
    for m in re.finditer(pattern, value["text"]):
        found = True
        for segment, _ in pieces(value):
            if segment["end"] <= m.start() or segment["start"] >= m.end():
                continue
            rule = segment.get("rule") or ""
            answer = {"source": value["source"], "start": max(segment["start"], m.start()),
                      "end": min(segment["end"], m.end()), "action": segment["action"], "rule": rule or None,
                      "why": reason_of(rule) if rule else None, "id": segment.get("id")}
            if as_json:
                out_json({k: v for k, v in answer.items() if v is not None})
                continue
            done = {"keep": say("kept", "保留"), "drop": say("dropped", "删去"),
                    "replace": say("mended", "修补")}[segment["action"]]
            piece = value["text"][answer["start"] : answer["end"]]
            tail = f"  {rule}: {answer['why']}" if rule else (f"  -> {answer['id']}" if answer["id"] else "")
            out(f"{value['source']}:{answer['start']}-{answer['end']}  {done}  {piece}{tail}")
    return found


@writing_out()
def difference(before: str, after: str) -> None:
    """Print what changed between two records, in colour; within a line that changed, the characters that did."""
    console = Console(highlight=False, soft_wrap=True)
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", n=1, lineterm=""))
    for text in _coloured(lines):
        console.print(text)


def _coloured(lines: list[str]) -> Iterator[Text]:
    """The lines of a difference; as many added as removed lines are compared one by one."""
    at = 0
    while at < len(lines):
        removed = _run(lines, at, "-") if not lines[at].startswith("---") else 0
        added = _run(lines, at + removed, "+") if removed else 0
        if removed and removed == added:
            pairs = [_marked(a, b) for a, b in zip(lines[at : at + removed], lines[at + removed :], strict=False)]
            yield from (old for old, _ in pairs)
            yield from (new for _, new in pairs)
            at += removed + added
        else:
            yield Text(safe(lines[at]), {"+": "green", "-": "red", "@": "cyan"}.get(lines[at][:1], ""))
            at += 1


def _run(lines: list[str], at: int, sign: str) -> int:
    return sum(1 for _ in itertools.takewhile(lambda line: line.startswith(sign), lines[at:]))


def _marked(old: str, new: str) -> tuple[Text, Text]:
    """Two versions of a line with what differs set off."""
    a, b = safe(old), safe(new)
    left, right = Text(a, "red"), Text(b, "green")
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal" and len(a) + len(b) < _LONGEST:
            left.stylize("bold reverse", max(i, 1), j)
            right.stylize("bold reverse", max(k, 1), m)
    return left, right
