"""``gonghui import DIR``: another archive, from a BagIt bag, into this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from archive.bag import payload
from archive.check import check
from archive.errors import BadBag, BrokenRecord
from archive.store import Store
from gonghui import options
from gonghui.console import meter, note, out, out_json, waiting
from gonghui.messages import say, tell
from scraper.clean import page_text
from scraper.laws import broken_body, broken_page
from scraper.merge import Merged, merge
from scraper.overrule import faults

_SHOWN = 5
"""Problems of a bag that its refusal names."""


@click.command("import", help=say(
    "Verify a BagIt bag made by `gonghui export` and merge its archive into this one: the same originals once, "
    "ids kept, conflicts named. What is here already is never changed for a bag's sake.",
    "校验由 `gonghui export` 导出的 BagIt 包并并入本档案：相同原件只存一份，编号保留，冲突逐一列出；"
    "本档案已有内容不会被包中内容改动。"))
@click.argument("bag", metavar="DIR", type=click.Path(path_type=Path))
@options.json_option
@options.archive_option
def command(bag: Path, as_json: bool) -> int:
    """The command; its exit code."""
    with meter(say("verifying", "校验")) as bar:
        other = payload(bag)
        _hold_to_the_laws(bag, other, bar.step)
    store = options.store()
    counts: Counter[str] = Counter()
    broken: dict[str, BrokenRecord] = {}
    with store.writing("import", waiting), meter(say("merging", "并入")) as bar:
        store.establish()
        for one in merge(store, other, lambda error: broken.update({str(error.facts["where"]): error})):
            counts[one.status] += 1
            bar.step(one.id)
            _report(one, as_json)
    for error in broken.values():
        note(tell(error))
    note(say(
        f"{counts['taken']} taken over, {counts['merged']} merged, {counts['unchanged']} here already, "
        f"{counts['conflict']} in conflict; `gonghui index` makes them searchable",
        f"接收 {counts['taken']}，合并 {counts['merged']}，已有 {counts['unchanged']}，冲突 {counts['conflict']}；"
        "运行 `gonghui index` 后可检索"))
    return 1 if counts["conflict"] or broken else 0


def _hold_to_the_laws(bag: Path, other: Store, step: Callable[[str], None]) -> None:
    problems = [f"{p.path}: {p.reason}" for p in check(
        other, page_text, broken_page, broken_body, step, rulings=partial(faults, other.root))]
    if problems:
        what = "; ".join(problems[:_SHOWN]) + (f"; +{len(problems) - _SHOWN}" if len(problems) > _SHOWN else "")
        raise BadBag(where=bag, what=what, what_zh=what)


def _report(one: Merged, as_json: bool) -> None:
    if as_json:
        out_json({"id": one.id, "status": one.status, "into": one.into, "reason": one.reason})
    elif one.status != "unchanged":
        status = {"taken": say("taken", "接收"), "merged": say("merged", "合并"),
                  "conflict": say("conflict", "冲突")}[one.status]
        parts = [status, one.id, one.into if one.into != one.id else None, one.reason]
        out("\t".join(p for p in parts if p))
