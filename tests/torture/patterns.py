"""The patterns of the program and lines made against them (see ``test_patterns``)."""

from __future__ import annotations

import ast
import importlib
import json
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("archive", "scraper", "search", "room", "publish", "gonghui")
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT)
MANY = 8
"""A repetition of fewer cannot grow."""
TRIED = "会1 a,，：(）.-一年x"
"""Characters for a class that is told by what it leaves out."""
REACH = 600
"""Characters of the longest line that rows of the rule tables are asked about."""
ENDS = ("\0", "。", "\n")
Tree = Sequence[tuple[Any, Any]]
Key = tuple[str | bytes, int]


def watched() -> dict[Key, str]:
    """Patterns with their flags, and where each was first met."""
    seen: dict[Key, str] = {}
    real = re._compile  # type: ignore[attr-defined]

    def watch(pattern: Any, flags: int) -> Any:
        name = sys._getframe(2).f_globals.get("__name__", "")
        if isinstance(pattern, str | bytes) and name.partition(".")[0] in PACKAGES:
            seen.setdefault((pattern, int(flags)), name)
        return real(pattern, flags)

    re._compile = watch  # type: ignore[attr-defined]
    for path in (p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py")) if p.stem != "__main__"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        importlib.import_module(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args \
                    and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" \
                    and isinstance(node.args[0], ast.Constant):
                seen.setdefault((node.args[0].value, 0), name)
    from scraper.clean import clean_capture
    from scraper.model import Capture

    for path in sorted((ROOT / "samples").glob("*.*"))[::4]:
        clean_capture(Capture(path.read_bytes(), path.name))
    re._compile = real  # type: ignore[attr-defined]
    return seen


def characters(op: Any, of: Any) -> list[str]:
    """Some characters that one item of a pattern takes."""
    if op is c.LITERAL:
        return [chr(of)]
    if op is c.RANGE:
        return [chr(of[0]), chr(of[1])]
    if op is c.CATEGORY:
        return {c.CATEGORY_DIGIT: ["1"], c.CATEGORY_SPACE: [" "], c.CATEGORY_WORD: ["会", "1"]}.get(of, ["会", " "])
    if op is c.IN and of[0][0] is not c.NEGATE:
        return list(dict.fromkeys(char for item in of for char in characters(*item)))[:12]
    if op in (c.IN, c.NOT_LITERAL):
        taken = re.compile("".join(map(_class, of[1:])) or "(?!)") if op is c.IN else re.compile(re.escape(chr(of)))
        return [char for char in TRIED if not taken.fullmatch(char)][:4] or ["\1"]
    return ["会"] if op is c.ANY else [""]


def _class(item: tuple[Any, Any]) -> str:
    op, of = item
    if op is c.RANGE:
        return f"|[{re.escape(chr(of[0]))}-{re.escape(chr(of[1]))}]"
    if op is c.CATEGORY:
        return {c.CATEGORY_DIGIT: r"|\d", c.CATEGORY_SPACE: r"|\s", c.CATEGORY_WORD: r"|\w"}.get(of, "")
    return "|" + re.escape(chr(of))


def samples(tree: Tree, most: int) -> list[str]:
    """Some texts that a part of a pattern takes."""
    texts = [""]
    for op, of in tree:
        if op is c.BRANCH:
            more = [text for branch in of[1] for text in samples(branch, 2)]
        elif op is c.SUBPATTERN:
            more = samples(of[3], most)
        elif op is c.ATOMIC_GROUP:
            more = samples(of, most)
        elif op in (*REPEATS, c.POSSESSIVE_REPEAT):
            more = [text * max(of[0], 1) for text in samples(of[2], 3)] + [""] * (of[0] == 0)
        else:
            more = characters(op, of)
        count = min(max(len(texts), len(more)), 40)
        texts = list(dict.fromkeys(texts[i % len(texts)] + more[i % len(more)] for i in range(count)))
    return texts[:max(most, 40)]


def repetitions(tree: Tree, lead: str = "") -> Iterator[tuple[str, Tree]]:
    """What may repeat in a pattern, with a text that leads there."""
    for op, of in tree:
        parts: list[Tree] = []
        if op in REPEATS:
            if of[1] >= MANY:
                yield lead, of[2]
            parts = [of[2]]
        elif op is c.SUBPATTERN:
            parts = [of[3]]
        elif op is c.BRANCH:
            parts = of[1]
        elif op in (c.ASSERT, c.ASSERT_NOT):
            parts = [of[1]]
        elif op is c.ATOMIC_GROUP:
            parts = [of]
        for part in parts:
            yield from repetitions(part, lead)
        if op not in (c.ASSERT, c.ASSERT_NOT, c.AT):
            lead += next(iter(samples([(op, of)], 1)), "") if op not in REPEATS or of[0] else ""


def lines(pattern: str | bytes, flags: int, length: int) -> set[str]:
    """Lines made against a pattern."""
    tree = parser.parse(pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern, flags)
    out = set()
    for lead, part in list(repetitions(tree))[:40]:
        pieces = [text for text in samples(part, 6) if text]
        for piece in pieces + [a + b for a in pieces[:3] for b in pieces[:3] if a != b]:
            run = (piece * (length // len(piece) + 1))[:length]
            out |= {lead + run + end for end in ENDS} | {run + ENDS[0]}
    return out


class TooLong(BaseException):
    """The time is over; no handler of exceptions may take it."""


def main(length: int, seconds: float) -> None:
    """Try all patterns; print what was found as JSON."""

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    begin, tried, exploded, slowest = time.process_time(), 0, [], (0.0, "")
    seen = watched()
    for (pattern, flags), where in seen.items():
        compiled: re.Pattern[Any] = re.compile(pattern, flags)
        for line in lines(pattern, flags, min(length, REACH) if where == "scraper.rules" else length):
            tried += 1
            text = line.encode() if isinstance(pattern, bytes) else line
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                for _ in compiled.finditer(text):
                    pass
            except TooLong:
                exploded.append(f"{where}: {pattern!r} on {line[:12]!r}...")
                break
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            slowest = max(slowest, (round(time.process_time() - start, 2), f"{where}: {str(pattern)[:60]}"))
    print(json.dumps({"patterns": len(seen), "lines": tried, "seconds": time.process_time() - begin,
                      "slowest": slowest, "exploded": exploded}))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
