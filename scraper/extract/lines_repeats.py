"""What gives itself away by standing twice: teasers, texts printed twice, tails of the site's name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from scraper.model import Cut
from scraper.shapes import ends_sentence, is_salutation, is_text
from scraper.view import Line

_LABEL = re.compile(r"^\s*[【\[(（]?[\u4e00-\u9fff]{2,6}[】\])）]?\s?[:：]\s?")
_NOT_WORD = re.compile(r"[\W_]+")
_TAIL = re.compile(
    r"(?<=[。！？；：:;”…）)\u4e00-\u9fff])[ \u3000\u00a0]+([^\s。！？；：]{3,24}(?:[ \u3000][\w.\-/:,，]{3,40})?)$"
)
_BLANKS = " \u3000\u00a0"
_SITE = re.compile(r"网(?:站|$|\s|[,，:：])|文库|范文|文秘|论坛|下载|公众号|www|\.com|\.cn|\.net|频道|宝典|资料库|吧$")
_SLICE = re.compile(r"^(\d{1,3})、\s{0,2}")
_STREWN = re.compile(r"[!-~][ -~]{7,400}[!-~]")
_KEY = 26
_REMEMBERED = 1000
"""Longer lines are stripped to their words anew each time they are asked for."""


def _bare(text: str) -> str:
    return _short(text) if len(text) <= _REMEMBERED else _NOT_WORD.sub("", text)


@lru_cache(1024)
def _short(text: str) -> str:
    """Remembered: each of the judges here asks for the words of the same lines."""
    return _NOT_WORD.sub("", text)


def teasers(lines: Sequence[Line], frame: Mapping[int, str], stop: int) -> dict[int, str]:
    """Units before the text (before ``stop``) that hold its beginning, or sentences of it, once more."""
    head = [i for i, line in enumerate(lines[: min(stop, 25)])
            if i not in frame and len(line.text) >= 30 and not is_salutation(line.text)]
    if not head or len(lines) < 2:
        return {}
    plain = [_bare(line.text) for line in lines]
    whole = "\n".join(plain)
    starts, at = [], 0
    for text in plain:
        starts.append(at)
        at += len(text) + 1
    out = {}
    for i in head:
        line = lines[i]
        if len(plain[i]) < 30:
            continue
        found = [(whole.find(k, starts[i] + len(plain[i])), k) for k in _keys(line.text)]
        again, key = max(found)
        if again < 0:
            continue
        following = next((plain[k] for k in range(i + 1, len(lines)) if k not in frame and len(plain[k]) >= 30), "")
        broken = line.text.endswith(("...", "…", "\ufffd", "□")) or not ends_sentence(line.text)
        alone = not following or whole.count(following[:_KEY]) < 2 or whole.find(following[:_KEY]) > again
        if broken or alone or following.startswith(key):
            out[i] = "lines.teaser"
            if i and _TEASES.match(lines[i - 1].text):
                out[i - 1] = "lines.teaser"
    return out


_TEASES = re.compile(
    r"^[【\[]?\s?(?:核心提示|内容(?:提要|摘要|导读|简介)|导\s?[读语]|[提摘]\s{0,2}要)\s?[】\]]?\s?[:：]?$")
"""The label over a teaser."""


def _keys(text: str) -> list[str]:
    """The words a teaser may begin with: its own, those behind a label, those behind a title."""
    bare = [text, _LABEL.sub("", text), text.partition(" ")[2]]
    return [k for k in dict.fromkeys(map(_key, bare)) if len(k) >= 12] or [_bare(text)]


def _key(text: str) -> str:
    near = _bare(text[: 4 * _KEY])  # the line may be as long as the page
    return (near if len(near) >= _KEY else _bare(text))[:_KEY]


def doubled(lines: Sequence[Line], frame: Mapping[int, str]) -> dict[int, str]:
    """The second print of a text that stands twice on the page."""
    kept = [i for i in range(len(lines)) if i not in frame]
    long_units = [i for i in kept if len(lines[i].text) >= 20]
    if len(long_units) < 4:
        return {}
    seen: dict[str, int] = {}
    twin: dict[int, int] = {}
    for i in kept:
        key = _bare(lines[i].text)
        if len(key) >= 8:
            if key in seen:
                twin[i] = seen[key]
            else:
                seen[key] = i
    if not twin:
        return {}
    first = min(twin)
    rest = [i for i in kept if i >= first]
    solid = [i for i in rest if len(lines[i].text) >= 20]
    share = sum(i in twin for i in solid) / max(len(solid), 1)
    before = sum(len(lines[i].text) for i in kept if i < first)
    behind = sum(len(lines[i].text) for i in rest)
    if len(solid) >= 2 and share >= 0.8 and behind * 2 >= before:
        return dict.fromkeys(rest, "lines.twice")
    return {}


def paragraphs_again(lines: Sequence[Line], frame: Mapping[int, str]) -> dict[int, str]:
    """A long paragraph that stands on the page once more, word for word: a caption, a teaser, a second print."""
    long_units = [i for i, line in enumerate(lines) if i not in frame and len(line.text) >= 60]
    seen: set[str] = set()
    out = {}
    for i in long_units if len(long_units) > 1 else ():
        key = _bare(lines[i].text)
        if key in seen:
            out[i] = "lines.twice"
        seen.add(key)
    return out


def slices(lines: Sequence[Line], frame: Mapping[int, str]) -> list[Cut]:
    """Page numbers ``1、`` ``2、`` at the heads of preview slices: they follow unfinished sentences."""
    marks = [(i, m) for i, line in enumerate(lines) if i not in frame and (m := _SLICE.match(line.text))]
    run: list[tuple[int, re.Match[str]]] = []
    for i, m in marks:
        if int(m[1]) == len(run) + 1:
            run.append((i, m))
    torn = 0
    for i, _ in run[1:]:
        before = next((lines[k].text for k in range(i - 1, -1, -1) if k not in frame), "")
        torn += bool(before) and not ends_sentence(before) and len(before) > 90
    if len(run) < 2 or torn * 2 < len(run) - 1 or not torn:
        return []
    return [Cut(lines[i].start, lines[i].start + m.end(), "lines.slice") for i, m in run]


def scrambled(lines: Sequence[Line], frame: Mapping[int, str]) -> list[Cut]:
    """Runs of strewn Latin letters and signs that a forum mixes into its text against copying."""
    out = []
    for i, line in enumerate(lines):
        if i in frame:
            continue
        for m in _STREWN.finditer(line.text):
            if _strewn(m[0], 5, 4):
                out.append(Cut(line.start + m.start(), line.start + m.end(), "lines.scramble"))
    if len(out) < 3:
        return out
    return [Cut(line.start + m.start(), line.start + m.end(), "lines.scramble")
            for i, line in enumerate(lines) if i not in frame
            for m in _STREWN.finditer(line.text) if _strewn(m[0], 2, 3)]


def _strewn(text: str, signs: int, singles: int) -> bool:
    """Whether a run of ASCII is strewn signs rather than words."""
    return (len(re.findall(r"[^A-Za-z0-9\s]", text)) >= signs and "://" not in text
            and len(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", text)) >= singles)


def repeated_tails(lines: Sequence[Line], frame: Mapping[int, str]) -> list[Cut]:
    """A short tail behind a blank that ends several units, and the lines that consist of it.

    Three times are enough, two if it reads as a site's name.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    alone: Counter[str] = Counter()
    for i, line in enumerate(lines):
        if i in frame:
            continue
        if any(map(line.text.__contains__, _BLANKS)) and (m := _TAIL.search(line.text)):
            found[m[1]].append((line.start + m.start(1), line.end))
        if 4 <= len(line.text) <= 40 and not is_text(line.text):
            alone[line.text] += 1
    good = {t for t, places in found.items()
            if len(places) >= 2 and (len(places) + alone[t] >= 3 or _SITE.search(t))}
    last = {line.text: i for i, line in enumerate(lines)}
    good |= {t for t, n in alone.items() if n >= 3 and _SITE.search(t) and last[t] * 2 > len(lines)}
    out = [Cut(a, b, "lines.repeated-tail") for t in good for a, b in found.get(t, ())]
    out += [Cut(line.start, line.end, "lines.repeated-line")
            for i, line in enumerate(lines) if i not in frame and line.text in good]
    return out
