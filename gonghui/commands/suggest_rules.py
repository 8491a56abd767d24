"""``gonghui suggest-rules``: what a site repeats, as rule rows for a person to take."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from archive import lock
from archive.errors import BrokenRecord, NotWritable
from archive.model import Document
from archive.store import Store
from gonghui import options
from gonghui.console import meter, note, out_json, out_raw, plural, safe, waiting
from gonghui.messages import say
from scraper.clean import page_text
from scraper.rules import load
from scraper.suggest import Proposal, Source, suggest, toml


@click.command("suggest-rules", help=say(
    "Propose rule rows for what a site repeats in documents: promotion, editor lines, notices. Nothing is applied: "
    "read the rows, keep what is right, and put the file into archive/rules/.",
    "把网站在多篇文稿中重复出现的推广语、编辑行、声明等写成建议规则。不会自动采用："
    "请逐条阅读，留下正确的，再放入 archive/rules/。"))
@click.option("--site", metavar="HOST", help=say("Only this site (host, or name where no address is known).",
                                                 "只看这一网站（主机名；无网址时用站名）。"))
@click.option("-o", "output", metavar="FILE.toml", type=click.Path(path_type=Path, dir_okay=False),
              help=say("Write the rows to a new file.", "写入新文件。"))
@options.json_option
@options.archive_option
def command(site: str | None, output: Path | None, as_json: bool) -> int:
    """The command; its exit code."""
    store = options.existing_store()
    if output and output.exists():
        raise click.UsageError(say(f"{output} exists; name a new file", f"{output} 已存在；请另起文件名"))
    with lock.shared(store.root, waiting), meter(say("reading", "阅读")) as bar:
        def sources() -> Iterator[Source]:
            for source in _sources(store):
                bar.step(source.copy.sha256[:12])
                yield source

        found = suggest(sources, site)
    text = toml(found, _told)
    if found:
        _prove(text)
    if as_json:
        for p in found:
            out_json({**p.row, "site": p.site, "pages": p.pages, "works": p.works, "saved": p.saved})
    elif output and found:
        try:
            output.parent.mkdir(exist_ok=True)
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise NotWritable(where=output, reason=error.strerror or error) from error
        for p in found:
            note(f"{p.row['id']}: {_told(p)}")
    elif found:
        out_raw("\n".join(map(safe, text.split("\n"))))
    letters = sum(p.saved for p in found)
    if found:
        note(say(f"{plural(len(found), 'row')} proposed, {letters:,} characters of documents; nothing is applied",
                 f"建议规则 {len(found)} 条，涉及文稿中 {letters:,} 字；未作任何更改"))
    else:
        note(say("nothing that returns is left in the documents", "文稿中没有重复残留的站点文字"))
    return 0


def _told(proposal: Proposal) -> str:
    sample = safe(proposal.samples[0].strip())
    return say(f"{proposal.pages} pages, {proposal.works} documents, {proposal.saved} characters; as: {sample}",
               f"{proposal.pages} 个网页，{proposal.works} 篇文稿，{proposal.saved} 字；例：{sample}")


def _prove(text: str) -> None:
    """The rows go through the gate of all rows before anybody sees them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "proposed.toml")
        path.write_text(text, encoding="utf-8")
        load(path)


def _sources(store: Store) -> Iterator[Source]:
    """The captures of the archive that can be read, with the documents they became."""
    copies: dict[str, list[Document]] = {}
    for path in store.paths():
        with suppress(BrokenRecord):
            document = replace(store.document(path.stem), body="")
            for copy in document.copies:
                copies.setdefault(copy.sha256, []).append(document)
    for sha256, documents in sorted(copies.items()):
        with suppress(BrokenRecord):
            ledger = store.ledger(sha256)
            copy = next(c for c in documents[0].copies if c.sha256 == sha256)
            yield Source(copy, page_text(*store.pages(ledger)), ledger, tuple(documents))
