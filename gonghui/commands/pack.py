"""``gonghui pack``: passages of the archive as a reading pack or slides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import click

from archive.errors import BadBasket, NotWritable, UnknownId, Unreadable
from archive.model import Document
from archive.store import Store
from gonghui import options
from gonghui.console import note, out_json, plural
from gonghui.messages import say, tell
from publish.cite import known
from publish.pack import REASONS, Told
from publish.pack import tell as told_of
from publish.page import Site
from room import basket
from room.basket import Basket, Item
from room.pack import LeftOut, pack

FORMS = (".docx", ".pptx", ".html", ".md")


@click.command("pack", help=say(
    "Make a reading pack or slides of passages: of a basket saved on the site (FILE.json or its link), of the best "
    "passage of each hit of a query, or of documents (ID) and their sections and paragraphs (ID#p-...). The name of "
    "the output tells the form: .docx and .md a pack, .pptx slides, .html both in one file.",
    "把摘选的文字做成阅读材料或幻灯片：来自网站保存的备课篮（FILE.json 或其链接）、检索式（每篇取最相关的一段）、"
    "或文稿编号（ID）及其中的节、段（ID#p-...）。格式由输出文件名决定：.docx 和 .md 为阅读材料，.pptx 为幻灯片，"
    ".html 两者兼有。"))
@click.argument("sources", nargs=-1, required=True, metavar="BASKET.json|QUERY|ID...")
@click.option("-o", "--output", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help=say("The file to write: .docx, .pptx, .html or .md.", "输出文件：.docx、.pptx、.html 或 .md。"))
@click.option("--limit", type=click.IntRange(1, 200), default=10, metavar="N",
              help=say("Hits of a query to take (10).", "检索式取前几篇（默认 10）。"))
@click.option("--title", metavar="NAME", help=say("What it is called.", "材料的名称。"))
@click.option("--site-url", metavar="URL", envvar="GONGHUI_SITE_URL", default="",
              help=say("Where the site is published ($GONGHUI_SITE_URL), for the addresses in citations.",
                       "网站的网址（$GONGHUI_SITE_URL），用于引文中的地址。"))
@options.json_option
@options.archive_option
def command(
    sources: tuple[str, ...], output: Path, limit: int, title: str | None, site_url: str, as_json: bool
) -> int:
    """The command; its exit code."""
    form = output.suffix.lower()
    if form not in FORMS:
        raise click.BadParameter(
            say(f"the name must end in {', '.join(FORMS)}", f"文件名须以 {'、'.join(FORMS)} 结尾"), param_hint="-o")
    store = options.existing_store()
    find = _finder(store)
    baskets, refused = [], []
    for word in sources:
        try:
            baskets.append(_basket(store, word, limit, find))
        except (Unreadable, BadBasket) as error:
            refused.append(tell(error))
    names = [one.name for one in baskets if one.name]
    whole = Basket(title or (names[0] if names else ""), tuple(item for one in baskets for item in one.items))
    chosen = pack(whole, find)
    address = site_url if not site_url or site_url.endswith("/") else site_url + "/"
    site = replace(Site(), url=address, today=date.today().isoformat())
    told = told_of(site, chosen)
    refused += [_named(one) for one in chosen.left_out]
    if told.passages:
        _write(output, _made(told, form))
    _report(told, output, refused, as_json)
    if told.passages and not known(site):
        note(say("citations have no addresses; --site-url gives them", "引文中没有网址；用 --site-url 给出网站的网址"))
    return 1 if refused or not told.passages else 0


def _finder(store: Store) -> Callable[[str], Document | None]:
    """A document by its id, or by one that was merged into it."""
    @cache
    def merged() -> dict[str, str]:
        return {alias: document.id for document in store.documents() for alias in document.aliases}

    @cache
    def find(id: str) -> Document | None:
        try:
            return store.document(id)
        except UnknownId:
            return store.document(merged()[id]) if id in merged() else None

    return find


def _basket(store: Store, word: str, limit: int, find: Callable[[str], Document | None]) -> Basket:
    """What one word of the command line stands for. Raises Unreadable, BadBasket, QueryError."""
    if found := basket.from_link(word):
        return found
    path = Path(word)
    if word.endswith(".json") or path.is_file():
        try:
            return basket.read(path.read_bytes(), word)
        except OSError as error:
            raise Unreadable(where=word, reason=error.strerror or error) from error
    named = basket.named(word)
    if named and (named.anchor or "/" in word or find(named.id)):
        return Basket("", (named,))
    return _asked(store, word, limit)


def _asked(store: Store, query: str, limit: int) -> Basket:
    """The best passage of each hit."""
    from search import open_index  # Whoosh is slow to load

    found = open_index(store.root).search(query, limit=limit, passages=1)
    if not found["hits"]:
        note(say(f"{query}: nothing found", f"{query}：没有找到"))
    return Basket(query, tuple(Item(hit["id"], hit["snippets"][0]["anchor"] if hit["snippets"] else "")
                               for hit in found["hits"]))


def _named(one: LeftOut) -> str:
    where = one.item.id + (f"#{one.item.anchor}" if one.item.anchor else "") + (
        f" {one.item.title}" if one.item.title else "")
    why, why_zh = REASONS[one.reason]
    return say(f"{where}: left out: {why}", f"{where}：未收入：{why_zh}")


def _made(told: Told, form: str) -> bytes:
    """The bytes of the file; the writers are slow to load."""
    if form == ".docx":
        from publish.pack_word import docx

        return docx(told)
    if form == ".pptx":
        from publish.pack_slides import pptx

        return pptx(told)
    if form == ".md":
        from publish.pack_markdown import markdown

        return markdown(told).encode()
    from gonghui.theme import docs
    from publish.pack_page import page

    style, script = ((docs() / "assets/room" / name).read_text(encoding="utf-8") for name in ("pack.css", "slides.js"))
    return page(told, style, script).encode()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise NotWritable(where=path, reason=error.strerror or error) from error


def _report(told: Told, output: Path, refused: Sequence[str], as_json: bool) -> None:
    for line in refused:
        note(line)
    if as_json:
        out_json({"output": str(output) if told.passages else None, "passages": len(told.passages),
                  "sources": [source.id for source in told.sources],
                  "left_out": [{"id": m.id, "anchor": m.anchor, "reason": m.reason} for m in told.missing]})
    elif told.passages:
        note(say(f"{output}: {plural(len(told.passages), 'passage')} of {plural(len(told.sources), 'document')}",
                 f"{output}：{told.made}"))
    if not told.passages:
        note(say("nothing to put together; no file was written", "没有可收入的文字，未写文件"))
