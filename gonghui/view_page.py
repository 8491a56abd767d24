"""The view of ``gonghui explain --html``: what became of every character of a copy, as one page without scripts."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from gonghui.console import plural, safe
from gonghui.messages import language, say
from scraper.rules import reason

_STYLE = """
:root{color-scheme:light dark;--cut:#a3001b;--cutbg:#fdeaed;--new:#075e26;--newbg:#e2f5e7;--doubt:#f6dffb;--dim:#5c5c5c;
--line:#d5d5d5;--page:#fff;--ink:#1a1a1a}
@media(prefers-color-scheme:dark){:root{--cut:#ff9aa8;--cutbg:#3a1a20;--new:#8fe0a6;--newbg:#153321;--doubt:#4d2b57;
--dim:#a8a8a8;--line:#444;--page:#16171a;--ink:#e8e8e8}}
body{font:17px/1.8 "Noto Serif CJK SC","Songti SC",SimSun,serif;background:var(--page);color:var(--ink);margin:0 auto;
max-width:60em;padding:1em 1.5em 6em}
h1,h2,nav,table,dl,.k,.n{font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
h1{font-size:1.15em;margin:0 0 .3em;overflow-wrap:anywhere}section{border-top:3px solid var(--line);padding-top:1em;
margin-top:2.5em}
.n{color:var(--dim);font-size:.8em;margin:.2em 0}.refused{color:var(--cut);font-weight:600}
table{border-collapse:collapse;font-size:.78em;line-height:1.5;margin:.8em 0;width:100%}
td,th{border-bottom:1px solid var(--line);padding:.15em .6em;text-align:left;vertical-align:top}
td.c{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td a,.k a,nav a{color:inherit}
details>summary{cursor:pointer;font:.85em system-ui,"Noto Sans CJK SC",sans-serif;color:var(--dim)}
.t{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--line);padding-left:1em;margin-top:1em}
del{color:var(--cut);background:var(--cutbg);text-decoration-thickness:1px}
ins{color:var(--new);background:var(--newbg);text-decoration:none;font-weight:600}
mark{background:var(--doubt);color:inherit;border-bottom:2px dotted}
.k{font-size:.62em;color:var(--dim);margin:0 .5em 0 .3em;user-select:none;white-space:nowrap}
:target{outline:2px solid currentColor;outline-offset:2px}
hr{border:0;border-top:1px dashed var(--line)}
.bar{position:sticky;top:0;background:var(--page);border-bottom:1px solid var(--line);padding:.4em 0;
font:.8em system-ui,"Noto Sans CJK SC",sans-serif;z-index:1}.bar label{margin-right:1.2em;white-space:nowrap}
body:has(#nocut:checked) .t del,body:has(#nocut:checked) .t .d{display:none}
body:has(#nolabel:checked) .t .k{display:none}
"""


def page_html(values: Sequence[dict[str, Any]]) -> str:
    """The page; every cut and mend bears its rule and leads to the reason, every rule to its first place."""
    title = say("What became of each character", "逐字去向")
    tongue = "zh-Hans" if language() == "zh" else "en"
    boxes = (("nocut", say("hide what is dropped", "隐去删去的文字")),
             ("nolabel", say("hide the names of rules", "隐去规则名")))
    marks = (("del", say("dropped", "删去")), ("ins", say("mended", "修补")), ("mark", say("in doubt", "存疑")))
    parts = [
        f'<!DOCTYPE html><html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><div class="bar">',
        *(f'<label><input type="checkbox" id="{id}"> {text}</label>' for id, text in boxes),
        *(f"<{tag}>{text}</{tag}> " for tag, text in marks),
        "</div>",
    ]
    if len(values) > 1:
        parts.append("<nav><ol>" + "".join(f'<li><a href="#s{n}">{_shown(v["source"])}</a></li>'
                                           for n, v in enumerate(values)) + "</ol></nav>")
    for number, value in enumerate(values):
        parts += _source(value, number)
    return "".join([*parts, "</body></html>\n"])


def _source(value: dict[str, Any], number: int) -> Iterator[str]:
    counts = Counter({"keep": 0, "drop": 0, "replace": 0})
    for s in value["segments"]:
        counts[s["action"]] += len(value["text"][s["start"] : s["end"]].strip())
    yield f'<section id="s{number}"><h1>{_shown(value["source"])}</h1>'
    if value.get("refused"):
        yield f'<p class="n refused">{_shown(value["refused"])}</p>'
    kept, dropped, mended, doubts = counts["keep"], counts["drop"], counts["replace"], len(value["doubts"])
    told = say(f"{kept:,} characters kept, {dropped:,} dropped, {mended:,} mended; {plural(doubts, 'doubt')}",
               f"保留 {kept:,} 字，删去 {dropped:,} 字，修补 {mended:,} 字；存疑 {doubts} 处")
    yield f'<p class="n">{value["encoding"]} · SHA-256 {value["sha256"][:16]}… · {told}</p>'
    for document in value["documents"]:
        rows = "".join(f"<tr><th>{_shown(k)}</th><td>{_shown(v)}</td></tr>" for k, v in _fields(document))
        yield f"<table>{rows}</table>"
    yield _rules(value, number)
    yield f'<div class="t">{"".join(_text(value, number))}</div></section>'


def _fields(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("id", "title", "subtitle", "kind", "date", "speaker", "organization", "meeting", "document_number"):
        if document.get(key):
            yield key, str(document[key])
    if document.get("region"):
        yield "region", " ".join(map(str, document["region"].values()))


def _rules(value: dict[str, Any], number: int) -> str:
    """The rules that did something on the page, with the number of places and characters."""
    places: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for s in value["segments"]:
        piece = value["text"][s["start"] : s["end"]].strip()
        if s.get("rule") and (piece or s["action"] == "replace"):
            places[s["rule"]] += 1
            letters[s["rule"]] += len(piece)
    for d in value["doubts"]:
        places[d["rule"]] += 1
    rows = "".join(
        f'<tr id="r{number}-{_shown(rule)}"><td class="c">{count}</td><td class="c">{letters[rule]:,}</td>'
        f'<td><a href="#p{number}-{_shown(rule)}">{_shown(rule)}</a></td>'
        f"<td>{_shown(reason(rule, language()))}</td></tr>"
        for rule, count in places.most_common())
    heads = "".join(f"<th>{h}</th>" for h in (say("places", "处"), say("characters", "字"), say("rule", "规则"),
                                              say("why", "理由")))
    summary = say(f"{len(places)} rules", f"{len(places)} 条规则")
    return f"<details open><summary>{summary}</summary><table><tr>{heads}</tr>{rows}</table></details>" if rows else ""


def _text(value: dict[str, Any], number: int) -> Iterator[str]:
    seen: set[str] = set()

    def label(rule: str, inside: bool = True) -> tuple[str, str]:
        """The name of a rule behind its place (inside a line only the first time), and the id of its first place."""
        first = rule not in seen
        seen.add(rule)
        name = f'<a class="k" href="#r{number}-{_shown(rule)}">{_shown(rule)}</a>' if first or not inside else ""
        return name, f' id="p{number}-{_shown(rule)}"' if first else ""

    starts = {c["offset"]: c for c in value.get("captures", ())[1:]}
    for s in value["segments"]:
        piece, rule = value["text"][s["start"] : s["end"]], s.get("rule") or ""
        for offset in [o for o in starts if s["start"] <= o < s["end"]]:
            yield f'<hr><p class="n">{_shown(starts[offset].get("url", ""))}</p>'
        why = _shown(f"{rule}: {reason(rule, language())}") if rule else ""
        if s["action"] == "replace":
            name, place = label(rule)
            new = _shown(s["text"])
            yield f'<span title="{why}"{place}><del>{_shown(piece)}</del><ins>{new}</ins></span>{name}'
        elif s["action"] == "drop" and piece.strip():
            name, place = label(rule, inside="\n" not in value["text"][s["end"] - 1 : s["end"] + 1])
            body = piece.strip("\n")
            after = piece[len(piece.rstrip("\n")) :]
            yield f'<del title="{why}"{place}>{_shown(body)}</del><span class="d">{name}{after}</span>'
        else:
            yield from _kept(piece, s["start"], value["doubts"], label)


def _kept(piece: str, start: int, doubts: Sequence[dict[str, Any]], label: Any) -> Iterator[str]:
    """Kept text with its doubts marked."""
    at = 0
    for d in doubts:
        a, b = max(d["start"] - start, at), min(d["end"] - start, len(piece))
        if a >= b:
            continue
        name, place = label(d["rule"])
        why = _shown(f'{d["rule"]}: {d["note"]}')
        yield f'{_shown(piece[at:a])}<mark title="{why}"{place}>{_shown(piece[a:b])}</mark>{name}'
        at = b
    yield _shown(piece[at:])


def _shown(text: str) -> str:
    return html.escape(safe(text))
