"""The title's own words: without numbering of a compilation, file ending, site name, date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.describe.bodies import is_body
from scraper.describe.dates import dates
from scraper.describe.kinds import by_title
from scraper.describe.people import office_and_name, person
from scraper.describe.units import Unit
from scraper.model import Page

_LEAD = re.compile(
    r"^(?:(?:推荐|精选)?第\s?[一二三四五六七八九十百\d]+\s?[篇章部分]*\s?[:、]\s*|"
    r"[【\[(]?(?:第\s?[一二三四五六七八九十百\d]+\s?篇|(?:精选|优秀)?篇\s?[一二三四五六七八九十\d]+|"
    r"范文\s?\(?[一二三四五六七八九十\d]+\)?|[一二三四五六七八九十]\s?[)])[】\])]?\s?[:、 ]\s*|(?:转载?|"
    r"原创|图文|转贴|荐|推荐|置顶|公文|范文|标\s?题|题\s?目|文档标题|本文标题|文章标题|类型|正文)\s?[:]\s*|"
    r"[【\[(](?:转载?|原创|图文|荐|推荐|置顶|公文|范文|讲话|工作总结)[】\])]\s*|[▼★☆●◆■·>》]+\s*)+"
)
_CATEGORY = (
    r"(?:[\u4e00-\u9fff]{0,6}(?:讲话稿?|讲话范文|发言稿?|总结|材料|范文|报告|致辞|致词|心得体会|演讲稿|文章|公文|文稿|方案|计划|"
    r"论文|信息|要点|通知|文秘|新闻|动态))"
)
_FILED = re.compile(rf"^(?:[【\[(]{_CATEGORY}[】\])]\s*|{_CATEGORY}\s?[:_]\s*)(?=[^:_]{{8,}})")
FILED = re.compile(rf"[【\[(]\s?{_CATEGORY}\s?[】\])]")
"""What a site files a text under, on a line of its own."""
_NUMBERED = re.compile(r"^\d{1,3}\s?[.、](?!\d)\s*(?=.{6,})")
_END = re.compile(
    r"(?:\.(?:docx?|pdf|txt|rtf|wps|pptx?|html?)[\s_-]*(?:(?:文档|全文|预览|下载|在线|阅读|免费|文库|百度)[\s_-]*)*|\s*[(\[]\s*(?:转载?|"
    r"图|全文|共?\d+[篇字页]|doc|word版?|最新|推荐|精品|完整版|范文)\s*[)\]])+$", re.I)
STAMP = re.compile(r"\s*【\d{1,2}:\d{2}】$|\s*[(\[]?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?[)\]]?\s*$")
_BY_SPEAKER = re.compile(r"^(?P<lead>[\u4e00-\u9fff·]{2,8}?(?:同志)?\s?:\s?)在.{4,50}(?:讲话|报告|致辞|发言|总结|词)")
BY_AUTHOR = re.compile(r"(?<=\S{4})\s*\((?P<a>(?:作者|文|撰稿|图文)\s?[:/][^()]{2,30})\)$")
_NAMED = re.compile(
    r"(?<!\s)(?:\s*+\((?P<a>[^()]{2,24})\)|(?:\s*+--\s*+|\s++)(?P<b>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff]|"
    r"\S{0,18}主席\s{0,3}\S{2,3}))$"
)
_SITE = re.compile(
    r"(?<!\d)\s*+[-_|>]++(?!\d{2,4}[年学])\s*+(?:[^-_|]{0,24}(?:网|文库|百科|博客|论坛|豆丁|道客|文秘|范文|频道|资讯|新闻|社区|"
    r"空间|日报|之家|下载|平台|门户|栏目|中心|工作总结|讲话稿|正文)[^-_|]{0,10}|[\w.]+\.(?:com|cn|net|org))\s*$"
)
_LONGEST = 400
"""Characters of a title; what is longer is a line of text, or a ``<title>`` that was never closed."""


def author_behind(text: str) -> tuple[int, int, int] | None:
    """Who wrote or spoke, by the end of a folded title line: where the title ends, and the stretch of the name.

    A name counts only behind the noun that a title ends in.

    >>> author_behind("在全县工会工作会议上的讲话(穆远)"), author_behind("开幕词 司马 川")
    ((13, 14, 16), None)
    >>> author_behind("学习体会(作者:穆远)"), author_behind("2012年工作总结(范文)"), author_behind("发言材料(县总工会)")
    ((4, 5, 10), None, None)
    """
    if m := BY_AUTHOR.search(text):
        return m.start(), *m.span("a")
    m = _NAMED.search(text)
    if m is None or by_title(text[: m.start()]) is None:
        return None
    at = m.span("a" if m["a"] else "b")
    name = text[slice(*at)]
    if m["b"] and len(name) == 2 and (by_title(text[: m.start()]) not in ("speech", "report") or not person(name)):
        return None
    return (m.start(), *at) if person(name, sure=True) or office_and_name(name) else None


def core(unit: Unit) -> Unit:
    """The stretch of a title line that is the title itself.

    >>> core(Unit(10, 31, "第三篇:在全市工会工作会议上的讲话.doc"))
    Unit(start=14, end=27, text='在全市工会工作会议上的讲话', gap=False)
    >>> core(Unit(0, 23, "2008年3月28日在全市工会会议上的讲话")).text, core(Unit(0, 12, "穆逸:在大会上的讲话")).text
    ('在全市工会会议上的讲话', '在大会上的讲话')
    """
    if len(unit.text) > _LONGEST:
        return unit
    start, end = 0, len(STAMP.sub("", unit.text))
    if m := _LEAD.match(unit.text):
        start = m.end()
    if author := author_behind(unit.text):
        end = min(end, author[0])
    for lead in (_NUMBERED, _FILED):
        if m := lead.match(unit.text[start:end]):
            start += m.end()
    if m := _BY_SPEAKER.match(unit.text[start:end]):
        start += m.end("lead")
    day = next((d for d in dates(unit.text[start:end]) if d.start == 0 and len(d.value) == 10), None)
    if day and re.match(r"\s*在", unit.text[start + day.end : end]):
        start += day.end
    while True:
        text = unit.text[start:end]
        m = _END.search(text) or (_SITE.search(text) if text.count("_") != 2 else None)
        if not m or m.start() < 3:
            break
        end = start + m.start()
    text = unit.text[start:end]
    for d in dates(text):
        if d.end >= len(text) - 1 and text[d.start - 1 : d.start] in ("(", "["):
            end = start + d.start - 1
            break
        if d.end >= len(text) and text[: d.start].endswith(" "):
            end = start + d.start
            break
    if re.fullmatch(r"[《【].*[》】]", unit.text[start:end]) and "《" not in unit.text[start + 1 : end]:
        start, end = start + 1, end - 1
    return unit.part(start, end) if unit.text[start:end].strip() else unit


def closed(text: str) -> str:
    """A letter-spaced title closed up.

    >>> closed("工 作  报 告"), closed("坚定信心 扎实工作")
    ('工作报告', '坚定信心 扎实工作')
    """
    spaced = re.fullmatch(r"(?:[\u4e00-\u9fff“”\d、,()]\s+)+[\u4e00-\u9fff“”\d)]", text)
    return re.sub(r"\s+", "", text) if spaced else text


def halved(unit: Unit) -> Unit:
    """The first half of a title printed twice, letter-spaced or not.

    >>> halved(Unit(0, 15, "工 作 报 告工 作 报 告")).text
    '工 作 报 告'
    """
    places = [i for i, c in enumerate(unit.text) if not c.isspace()]
    half = len(places) // 2
    letters = "".join(unit.text[i] for i in places)
    if half < 4 or len(places) % 2 or letters[:half] != letters[half:]:
        return unit
    return unit.part(0, places[half])


def parted(unit: Unit) -> tuple[Unit, Unit | None] | None:
    """Title and subtitle of one line: ``标题——在…会上的讲话``, or ``标题_副题_书名`` of an e-book."""
    if m := re.match(r"^(?P<t>[^-]{6,60}?)\s*(?P<s>-{1,4}\s*在[^-]{6,50}(?:上|时)的?[^-]{0,14})$", unit.text):
        return unit.part(*m.span("t")), unit.part(*m.span("s"))
    pieces = unit.text.split("_")
    if len(pieces) == 2 and re.fullmatch(_CATEGORY, pieces[0]) and len(pieces[1]) > 7:
        return unit.part(len(pieces[0]) + 1, len(unit.text)), None
    if len(pieces) == 2 and by_title(pieces[0]) and len(pieces[1]) > 3:
        return unit.part(0, len(pieces[0])), None
    if len(pieces) != 3 or any(len(p) < 3 or re.search(r"[xX×*\d]$", p) for p in pieces):
        return None
    first = len(pieces[0])
    return unit.part(0, first), unit.part(first + 1, first + 1 + len(pieces[1]))


_WRAPPED = re.compile(r"关于|在|[\u4e00-\u9fffxX×]{2,12}关于")
BANNER = re.compile(r"(?:网|网站|日报|晚报|时报|早报|博客|论坛|频道|社区|平台|中心|专栏|动态|要闻|资讯|新闻|公告)$")
_NO_TITLE = re.compile(r"^(?:首页|无标题|未命名|untitled|正文|文章|新闻)$|共?\d+篇|合集|大全|精选", re.I)


def joined(texts: Sequence[str]) -> str:
    """Title lines as one: hard-wrapped lines close up, parallel slogans stay one blank apart."""
    out = ""
    for text in texts:
        if not out:
            out = text
        elif (_WRAPPED.match(out) or out[-1] in ",、的和与及暨" or (by_title(text) and len(text) < 8)
              or (text.startswith("关于") and is_body(out))):
            out += text
        else:
            out += " " + text
    return out


_PARTED = re.compile(r"\s*(?:[-_|<>»·]+|:)\s*")
_BEHIND = re.compile(r"\s*(?:[(\[【].{0,12}[)\]】]|\d{4}[-/.年].{0,18})?\s*")


def declared(flat: str, head: tuple[int, int], before: int) -> Unit | None:
    """The line over a text that says what a part of the page's ``<title>`` says (its view stretch is ``head``).

    A site's own name is no title, nor is what the site calls the text's place.

    >>> flat = "青溪网:夜灯下的守望 - 岭上文苑\\n首页\\n夜灯下的守望 【08:05】\\n"
    >>> declared(flat, (0, 19), len(flat)).text
    '夜灯下的守望'
    """
    title = flat[head[0] : head[1]].strip()
    if len(title) > _LONGEST:
        return None
    cuts = [0, *(at for m in _PARTED.finditer(title) for at in m.span()), len(title)]
    wanted = {title[a:b] for a in cuts[::2] for b in cuts[1::2] if b - a >= 5}
    best: Unit | None = None
    for m in _LINE.finditer(flat, max(head[1], before - 2000), before):
        fits = [w for w in wanted if m[0].startswith(w) and _BEHIND.fullmatch(m[0], len(w))]
        words = max(fits, key=len, default="")
        if words and not (is_body(words) or _NO_TITLE.search(words) or BANNER.search(words)) and (
                best is None or len(words) >= len(best.text)):
            best = Unit(m.start(), m.start() + len(words), words)
    return best


def first_line(flat: str, before: int) -> tuple[int, int] | None:
    """The stretch of a saved text's first line, where it names site or column behind a bar as a ``<title>`` does.

    >>> first_line("夜灯下的守望-评论-青溪网\\n首页\\n夜灯下的守望\\n", 24)
    (0, 13)
    >>> first_line("夜灯下的守望\\n首页\\n", 10)
    """
    m = _LINE.search(flat, 0, before)
    return m.span() if m and len(m[0]) <= 90 and re.search(r"[-_|]", m[0]) else None


def from_frame(flat: str, page: Page, before: int) -> Unit | None:
    """The title that the frame tells of a text without one: ``<title>``, 本文标题, as a stretch of the view."""
    title = page.meta.get("title", "").strip()
    wanted = [_SITE.sub("", _END.sub("", title))] if len(title) <= _LONGEST else []
    wanted += [m[1] for m in re.finditer(r"本文标题\s?[:]\s*(.{4,80})", flat)]
    for want in wanted:
        want = re.sub(r"\s+", " ", want).strip()
        if len(want) < 4 or _NO_TITLE.search(want):
            continue
        at = flat.rfind(want, 0, before)
        if at < 0:
            at = flat.find(want)
        if at >= 0 and not is_body(want):
            return core(Unit(at, at + len(want), want))
    return _above(flat, before)


_BETWEEN = re.compile(
    r"\d{1,4}[-/.年:]\d{1,2}|(?:来源|浏览|阅读|点击|作者|时间|日期|字体|字号|发布|编辑|分享|打印|访问)"
)


_ESSAY = re.compile(r"浅[谈析论议]|[试略再]论|试[谈析]|论|刍议|关于|如何")
_ABSTRACT = re.compile(r"[\[【(]?\s?(?:关\s?键\s?词|摘\s?要|内容提要|导\s?读)")


def _above(flat: str, before: int) -> Unit | None:
    """A line that ends in the noun of a title, above a piece with nothing but a portal's line between."""
    lines = list(re.finditer(r"\S[^\n]*", flat[max(0, before - 400) : before]))
    base = max(0, before - 400)
    for m in reversed(lines[-4:]):
        unit = Unit(base + m.start(), base + m.end(), m[0]).part(0, len(m[0]))
        title = core(unit)
        named = by_title(title.text) or _ESSAY.match(title.text)
        if named and 8 <= len(title.text) <= 60 and not re.search(r"[>。;:|]", title.text):
            return title
        if not (_ABSTRACT.match(unit.text) or person(unit.text, sure=True)) and (
                len(unit.text) > 80 or not _BETWEEN.search(unit.text)):
            return None
    return None


def names_below(flat: str, title: Unit, before: int) -> list[Unit]:
    """The lines between a title that went with the frame and its body that are nothing but a name."""
    if not 0 <= before - title.end <= 400:
        return []
    lines = (Unit(m.start(), m.end(), m[0]) for m in _LINE.finditer(flat, title.end, before))
    return [u.part(0, len(u.text)) for u in lines if person(u.text, sure=True)]


_LINE = re.compile(r"\S[^\n]*")
