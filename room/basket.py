"""Baskets: passages that a person has put together, by address, in order, each with a note.

A basket is a JSON file that the site saves and loads
(``assets/room/basket.js`` writes the same)::

    {"format": "gonghui-basket", "version": 1, "name": "...",
     "items": [{"id": "7k2m9qxa", "anchor": "p-1f3a9c20", "title": "...", "words": "...", "note": "..."}]}

``anchor`` is absent for a whole document; on a heading it stands for the
section, on a paragraph for the paragraph alone. ``title`` and ``words`` (the
opening words) only tell a person what an item was when the archive has it no
more. The text itself is never in a basket: what is withdrawn is gone from it.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from archive.errors import BadBasket

FORMAT, VERSION = "gonghui-basket", 1
MOST_ITEMS, MOST_BYTES, LONGEST_NOTE = 1000, 4_000_000, 20_000
_ID, _ANCHOR = re.compile(r"[0-9a-z]{1,32}"), re.compile(r"p-[0-9a-z-]{1,40}")
_NAMED = re.compile(rf"(?:\S*/d/)?({_ID.pattern})(?:/(?:index\.html)?)?(?:#({_ANCHOR.pattern}))?")
_IN_LINK = re.compile(r"[#&]b=([01])([\w-]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """One address of a basket; ``anchor`` is empty for a whole document."""

    id: str
    anchor: str = ""
    title: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """Items in order, under a name (which may be empty)."""

    name: str
    items: tuple[Item, ...]


def named(word: str) -> Item | None:
    """The item that an id or an address names; ``None`` for other words.

    >>> named("7k2m9qxa#p-1f3a9c20"), named("https://a.example/d/7k2m9qxa/"), named("厂务公开")
    (Item(id='7k2m9qxa', anchor='p-1f3a9c20', title='', words='', note=''), \
Item(id='7k2m9qxa', anchor='', title='', words='', note=''), None)
    """
    found = _NAMED.fullmatch(word)
    return Item(found[1], found[2] or "") if found else None


def read(data: bytes, where: str) -> Basket:
    """A basket from the bytes of its file. Raises :class:`archive.errors.BadBasket`, which names ``where``."""
    if len(data) > MOST_BYTES:
        raise _bad(where, f"it is larger than {MOST_BYTES:,} bytes", f"超过 {MOST_BYTES:,} 字节")
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _bad(where, f"it is no JSON ({error})", f"不是 JSON（{error}）") from error
    return _basket(value, where)


def write(basket: Basket) -> str:
    """The text of a basket's file.

    >>> read(write(Basket("备课", (Item("7k2m9qxa"),))).encode(), "x") == Basket("备课", (Item("7k2m9qxa"),))
    True
    """
    items = [{"id": item.id} | {key: told for key in ("anchor", "title", "words", "note")
                                if (told := getattr(item, key))} for item in basket.items]
    value = {"format": FORMAT, "version": VERSION, "name": basket.name, "items": items}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def from_link(link: str) -> Basket | None:
    """The basket that an address carries behind ``#b=``; ``None`` where there is none.

    ``1`` and deflated JSON, or ``0`` and plain JSON, in URL-safe base 64: ``[name, [[id, anchor, note, title], ...]]``.

    >>> told = base64.urlsafe_b64encode('["备课",[["7k2m9qxa","p-1f3a9c20"]]]'.encode()).decode().rstrip("=")
    >>> from_link(f"https://a.example/basket/#b=0{told}")
    Basket(name='备课', items=(Item(id='7k2m9qxa', anchor='p-1f3a9c20', title='', words='', note=''),))
    """
    found = _IN_LINK.search(link)
    if not found:
        return None
    where = link[:60] + "…"
    try:
        raw = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
        if found[1] == "1":
            raw = zlib.decompressobj(-15).decompress(raw, MOST_BYTES)
        name, rows = json.loads(raw)
        items = [dict(zip(("id", "anchor", "note", "title"), row, strict=False)) for row in rows]
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise _bad(where, "the link is broken off or changed", "链接不完整或被改动") from error
    return _basket({"format": FORMAT, "version": VERSION, "name": name, "items": items}, where)


def _basket(value: Any, where: str) -> Basket:
    if not isinstance(value, dict) or value.get("format") != FORMAT or not isinstance(value.get("items"), list):
        raise _bad(where, "it is no basket saved by the site", "不是本站保存的备课篮文件")
    if not isinstance(value.get("version"), int) or value["version"] > VERSION:
        raise _bad(where, "it was saved by a newer version", "由更新版本的程序保存")
    if len(value["items"]) > MOST_ITEMS:
        raise _bad(where, f"it holds more than {MOST_ITEMS} items", f"超过 {MOST_ITEMS} 项")
    name = value.get("name", "")
    return Basket(_fit(name) if isinstance(name, str) else "",
                  tuple(_item(one, number, where) for number, one in enumerate(value["items"], 1)))


def _item(value: Any, number: int, where: str) -> Item:
    if not _is_item(value):
        raise _bad(where, f"item {number} names no document", f"第 {number} 项没有文稿编号")
    told = {key: value.get(key) or "" for key in ("anchor", "title", "words", "note")}
    if any(not isinstance(text, str) or len(text) > LONGEST_NOTE for text in told.values()) or (
            told["anchor"] and not _ANCHOR.fullmatch(told["anchor"])):
        raise _bad(where, f"item {number} cannot be read", f"第 {number} 项无法读取")
    return Item(value["id"], told["anchor"], _fit(told["title"]), _fit(told["words"]), _lines(told["note"]))


def _is_item(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict) and isinstance(value.get("id"), str) and _ID.fullmatch(value["id"]) is not None


def _lines(text: str) -> str:
    """A note keeps its line ends."""
    return "\n".join(_fit(line) for line in text.splitlines()).strip()


def _fit(text: str) -> str:
    """Text without what no file of ours can hold: control characters, halves of characters."""
    return "".join(c for c in " ".join(text.split("\n")) if c.isprintable() or c in "　 ").strip()


def _bad(where: str, what: str, what_zh: str) -> BadBasket:
    return BadBasket(where=where, what=what, what_zh=what_zh)
