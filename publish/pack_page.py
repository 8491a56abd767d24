"""A pack as a page in one file: to read, to print, and to show as slides; it loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape

from publish import names
from publish.pack import REASONS, Quoted, Slide, Told, shapes, slides

_HOST = re.compile(r"https?://\S+$")
_SIZES = {4.8: "k-few", 4: "k-some", 3.4: "", 2.8: "k-many"}
"""Sizes of type in hundredths of the width, as in ``assets/room/pack.css``; a slide is 88 wide and leaves 34 high."""


def page(told: Told, style: str, script: str) -> str:
    """The file; ``style`` and ``script`` are those of the site's own page (``assets/room``)."""
    policy = f"default-src 'none'; style-src {_sum(style)}; script-src {_sum(script)}"
    return (f'<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{_e(told.name)}</title>'
            f'<style>{style}</style></head><body class="k-alone">'
            '<nav class="k-bar" aria-label="查看方式"><button type="button" data-k-slides>幻灯片</button>'
            '<button type="button" data-k-print>打印</button></nav>'
            f'<main class="k-pack">{_pack(told)}</main>'
            f'<div class="k-slides" hidden aria-label="幻灯片" role="region">{"".join(map(_slide, slides(told)))}</div>'
            f"<script>{script}</script></body></html>\n")


def _sum(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _e(text: str) -> str:
    return escape(text, quote=False)


def _pack(told: Told) -> str:
    contents = "".join(
        f'<li><span class="k-n">{q.number}</span><a href="#k-{q.number}">{_e(q.heading)}</a>'
        f"{f'（{q.place}）' if q.place else ''}<small>{_e(q.by)}</small></li>" for q in told.passages)
    sources = "".join(
        f'<li><span class="k-n">[{s.number}]</span>{_cited(s.cite)}（第 {_numbers(s.passages)} 项）</li>'
        for s in told.sources)
    missing = "".join(
        f"<li>{m.id}{'#' + m.anchor if m.anchor else ''}　{_e(m.title)}：{REASONS[m.reason][1]}</li>"
        for m in told.missing)
    if missing:
        missing = f'<h2>未能收入</h2><ul class="k-missing">{missing}</ul>'
    day = f"<p>{names.date(told.day)}</p>" if told.day else ""
    return (f'<header class="k-cover"><p>学习阅读材料</p><h1>{_e(told.name)}</h1><p>{told.made}</p>'
            f'<p>{_e(told.site)}</p>{day}</header>'
            f'<section class="k-list"><h2>目录</h2><ol class="k-contents">{contents}</ol></section>'
            f'{"".join(map(_passage, told.passages))}'
            f'<section class="k-index"><h2>资料来源</h2><ol class="k-sources">{sources}</ol>{missing}</section>')


def _numbers(numbers: Iterable[int]) -> str:
    return "、".join(f'<a href="#k-{n}">{n}</a>' for n in numbers)


def _passage(q: Quoted) -> str:
    above = "　›　".join((q.by + (f"，{q.place}" if q.place else ""),
                        *(q.path[:-1] if q.part == "paragraph" else q.path)))
    top = min((block.level for block in q.blocks if block.level), default=2)
    words = []
    for block, shape in zip(q.blocks, shapes(q), strict=True):
        if block.kind == "table":
            words.append(_table(block.text))
        elif block.level:
            tag = f"h{min(block.level - top + 3, 6)}"
            words.append(f"<{tag}>{_e(block.text)}</{tag}>")
        else:
            kind = f' class="k-{shape}"' if shape else ""
            words.append(f"<p{kind}>{_e(block.text)}</p>")
    note = f'<div class="k-note"><b>备注</b>{_e(q.note)}</div>' if q.note else ""
    return (f'<section class="k-passage" id="k-{q.number}"><h2>选文{q.number}　{_e(q.heading)}</h2>'
            f'<p class="k-above">{_e(above)}</p><div class="k-words">{"".join(words)}</div>{note}'
            f'<p class="k-cite">{_cited(q.cite)}</p></section>')


def _table(text: str) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{_e(cell)}</td>" for cell in row.split("\t")) + "</tr>"
                   for row in text.split("\n"))
    return f"<table><tbody>{rows}</tbody></table>"


def _cited(text: str) -> str:
    address = _HOST.search(text)
    if not address:
        return _e(text)
    return f'{_e(text[: address.start()])}<a href="{escape(address[0])}">{_e(address[0])}</a>'


def _slide(slide: Slide) -> str:
    if not slide.number:
        return f'<section class="k-slide k-first"><h2>{_e(slide.head)}</h2><p>{_e(slide.foot)}</p></section>'
    kind = _SIZES[slide.size(tuple(_SIZES), 88, 34)] + (" k-outline" if slide.outline else "")
    lines = "".join(f"<p>{_e(line)}</p>" for line in slide.lines)
    note = f'<div class="k-note"><b>备注</b>{_e(slide.note)}</div>' if slide.note else ""
    return (f'<section class="{" ".join(f"k-slide {kind}".split())}" data-passage="{slide.number}" hidden>'
            f'<h2>{_e(slide.title)}</h2><div class="k-lines">{lines}</div>{note}'
            f'<p class="k-from">来源：{_e(slide.foot)}</p></section>')
