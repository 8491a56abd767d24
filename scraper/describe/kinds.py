"""What a text is: by the last noun of its title, its document number, salutation and opening words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ROWS = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class KindRow:
    """A noun of titles and the kind it names."""

    id: str
    kind: str
    why: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@cache
def rows() -> tuple[KindRow, ...]:
    """The rows of ``kinds.toml``."""
    table = tomllib.loads(_ROWS.read_text(encoding="utf-8"))["kind"]
    return tuple(KindRow(r["id"], r["kind"], r["why"], re.compile(r["pattern"]), tuple(r["hits"]), tuple(r["misses"]))
                 for r in table)


_TRAIL = re.compile(
    r"(?:\s|\([^()]{1,14}\)|[)(\]】》”。!.…·_:-]|\d++字|第?[一二三四五六七八九十百\d]++篇?|"
    r"篇[一二三四五六七八九十\d]++|范[文本例]|模板|精选|大全|汇[总编]|合集|摘要|节选|提纲|初稿|草案|试行|"
    r"讨论稿|征求意见稿|送审稿|修改稿|全文|最新|例文|样本|格式|通用|材料|内容|标题)++$"
)
_LONGEST = 400
"""Characters of a line that may be a title; over a longer one the search for its tail takes too long."""


def by_title(title: str) -> str | None:
    """The kind a folded title names by its last noun; ``None`` when it ends in none.

    >>> by_title("在全市工会工作会议上的讲话"), by_title("学习讲话精神的体会"), by_title("关于印发《工作要点》的通知")
    ('speech', 'article', 'notice')
    >>> by_title("凝心聚力促发展"), by_title("工会会议讲话内容篇二")
    (None, 'speech')
    """
    found = noun_of(title)
    return found[0] if found else None


def noun_of(title: str) -> tuple[str, int, int] | None:
    """The kind a folded title names and where its last noun stands: kind, start, end.

    >>> noun_of("在全市工会工作会议上的讲话")
    ('speech', 11, 13)
    """
    if len(title) > _LONGEST:
        return None
    core = _TRAIL.sub("", title) or title
    best: tuple[int, int, str, int, int] | None = None
    for row in rows():
        for text in {title, core}:
            for m in row.pattern.finditer(text):
                left = len(text) - m.end()
                if left > 1 or re.match(r"精神|活动|通过|执行", text[m.end() :]):
                    continue
                key = (-left, m.end() - m.start(), row.kind, m.start(), m.end())
                if best is None or key > best:
                    best = key
    return best[2:] if best else None


_OPENINGS = (
    ("other", r"^.{0,12}(?:本报|本网|本刊|记者|通讯员|讯[)\s:]|\d{1,2}月\d{1,2}日"
              r"(?:上午|下午|,|,?[^,。]{0,30}(?:召开|举行|举办|开展|来到|赴|走访)))|"
              r"^.{0,40}(?:\d日电|\d日讯|日报讯|晚报讯|新华社|中新网|人民网讯|据[\u4e00-\u9fff]{2,8}报道|记者[\s:]?[\u4e00-\u9fff]{2,4}[\s,)报])"),
    ("report", r"(?:我|现在)[^。]{0,40}?向(?:大会|全委会|全会|会议|代表大会|各位|委员会|职代会|全体)[^。]{0,20}?"
               r"(?:报告|汇报|述职)|请[^。]{0,12}?审议|"
               r"我[^。]{0,20}?(?:代表|受)[^。]{0,40}?作[^。]{0,8}?(?:报告|汇报)|现在?,?(?:将|"
               r"就)?[^。]{0,40}?述职(?:报告)?如下"),
    ("summary", r"总结如下|小结如下|现将[^。]{0,40}(?:汇报|报告)如下"),
    ("decision", r"(?:经研究|决定)[^。]{0,60}(?:授予|表彰|命名)"),
    ("notice", r"(?:通知|通报|函告|公告)如下|特此(?:通知|通报|函告|公告)"),
    ("survey", r"(?:调研|调查|考察)(?:情况|报告)?[^。]{0,16}如下"),
)
_COMPILED = tuple((k, re.compile(p)) for k, p in _OPENINGS)


_REPORTED = re.compile(r"(?:记者|通讯员|供稿|摄影报道|文/图|图文)")


def reported(lines: Sequence[str]) -> bool:
    """Whether short lines over or behind a text name a reporter: it is news.

    >>> reported(["来源:青溪日报 记者:柏文澜"]), reported(["(石涧县总工会供稿)"]), reported(["县总工会"])
    (True, True, False)
    """
    return any(len(line) <= 60 and _REPORTED.search(line) for line in lines)


def formula_of(opening: str, kind: str) -> tuple[int, int] | None:
    """Where the formula stands that makes an opening one of ``kind``."""
    found = (p.search(opening) for k, p in _COMPILED if k == kind)
    return next((m.span() for m in found if m), None)


def by_opening(opening: str) -> str | None:
    """The kind the first 400 characters tell by their formulas."""
    for kind, pattern in _COMPILED:
        if pattern.search(opening):
            return kind
    return None


_NEWS = re.compile(r"召开|举行|举办|开幕|闭幕|启动|落幕|揭牌|成立|走访|慰问|调研|视察|深入|荣获|喜获|赴|开展|走进|送")
_LATELY = re.compile(r"近日|日前|昨日|昨天|\d月\d{1,2}日|\d{1,2}日[上下]午|讯|记者|连日来|今天上午")


_TOLD_NOW = re.compile(
    r"(?:近日|日前|昨[日天]|今[日天](?:[上下]午|起)?|连日来|近期|当天|\d{1,2}月\d{1,2}日|(?<!\d)\d{1,2}日(?!制)(?:[上下]午|晚)?)|"
    r"据.{0,20}(?:报[道导]|消息|介绍|获悉|统计|了解)|获悉|【.{0,12}综合报[道导]】|[〔(].{2,4}社.{0,12}[〕)]"
)
_OWN_VOICE = re.compile(
    r"笔者|我们|咱们|我(?![国省市县区校厂局院])|你|难道|何以|岂|[?]|且看|谈谈|浅[谈议析]|应该|应当|不妨|不能不|"
    r"值得(?:深思|思考|警惕)"
)
_QUOTED = re.compile(r"“[^”]{0,120}”|「[^」]{0,120}」")


_JUDGES = re.compile(
    r"只有.{1,30}才|必须|必将|应[该当]?(?!邀|聘|对|用|急|届|变|到)|不[能可应该]|岂|(?:令|让|引|发)人(?!才|民|们|员|大|社)|值得|"
    r"启[迪发示]|深思|反思|说明[,了]|折射|凸显|可见|在于|其实|诚然|固然|不禁|难道|与其|关键|归根|呼唤|无疑|毕竟|何况|"
    r"倘若|否则|不妨|未必|不是.{1,20}而是|不仅.{1,40}更|既要.{1,30}[也又]要|(?<![需主重只将还想概纪首必摘不])要(?!求|点|闻|件|素|约|么|是)"
)
_REPORTS = re.compile(r"要求|强调|指出|表示|介绍|[说称][,:]|认为[,:]|提出|号召|希望|据悉|据了解|会上|会议|"
                      r"[\u4e00-\u9fff]{2,4}说")
_WIRE = re.compile(r"^.{0,50}?(?:\d日(?:专?电|讯|消息)|[报网社]讯|记者(?!采访|们)|通讯员|讯[(\s])")
"""How agencies and papers begin what they report."""
_TOPIC = re.compile(r"(?:评论|时评|短评|快评|锐评|述评|社论|杂谈|漫议|随笔|杂文|观点|声音|评论员)")


def comments(title: str, opening: str) -> bool:
    """Whether somebody judges in his own voice: an event of late may have given him the occasion.

    At least two sentences weigh, demand or ask, none of them the words of
    somebody who is reported.

    >>> news = "日前,石涧县总工会为环卫工送去凉茶。据了解,这样的活动已办了五年。"
    >>> view = "日前,某地把高温津贴换成绿豆。津贴为何难落实?要让它落到职工手里,既要有制度,也要有监督。钱应当按时发。"
    >>> comments("送清凉", news), comments("莫让高温津贴缩水", view)
    (False, True)
    """
    if _WIRE.search(opening):
        return False
    said = [s for s in re.split(r"[。!]", _QUOTED.sub("", opening)) if not _REPORTS.search(s)]
    weighed = sum(1 for s in said if _JUDGES.search(s) or "?" in s)
    return weighed >= (1 if _TOPIC.search(title) else 2)


def tells_news(opening: str) -> bool:
    """Whether a text without a telling title opens as news: what happened of late, and nobody says I, we or you.

    >>> tells_news("近日,石涧县总工会组织劳模走进校园,为学生讲述奋斗故事。")
    True
    >>> tells_news("近日,笔者走访了几家企业,发现有的书屋铁将军把门。"), tells_news("读书使人进步,昨日之我不再。")
    (False, False)
    """
    return _TOLD_NOW.search(opening[:60]) is not None and not _OWN_VOICE.search(_QUOTED.sub("", opening))


def kind_of(title: str, subtitle: str, marker: str, opening: str, salutation: bool, addressed: bool,
            numbered: bool, news: bool = False) -> str:
    """The kind of a text; ``other`` when nothing tells.

    ``title``, ``subtitle``, ``marker``, ``opening`` are folded; ``salutation``: it opens as a speech;
    ``addressed``: as a speech or a letter; ``numbered``: it bears a document number; ``news``: a reporter is named.
    """
    named = by_title(subtitle) if subtitle else None
    own = by_title(title) if title and title not in marker else None
    asked = by_title(marker) if marker else None
    told = by_opening(opening)
    kind = own if own else named
    if own == "article" and named:
        kind = named
    if own == "speech" and named == "report":
        kind = named
    if kind == "article" and asked == "survey":
        return "survey"
    if kind is None:
        kind = asked
    weighs = not news and not _NEWS.search(title) and comments(title, opening)
    told_of = (own in ("article", "survey", "summary") and not _NEWS.search(title) and not news) or weighs
    if told == "other" and kind not in ("notice", "decision", "plan") and not (salutation or told_of):
        return "other"
    written = re.search(r"汇报(?!材料|提纲|稿)", title) and not (salutation or addressed)
    if kind == "report" and written and told in (None, "summary"):
        return "summary"
    by_site = asked is not None and asked == kind and not own and not named
    if kind == "speech" and by_site and (told == "report" or (told not in (None, "other") and not addressed)):
        return str(told)
    if kind:
        return kind
    if news and not addressed and told in (None, "other"):
        return "other"
    if not addressed and _NEWS.search(title) and _LATELY.search(opening[:80]):
        return "other"
    if told and told != "other":
        return "report" if told == "summary" and salutation else told
    if numbered:
        return "notice"
    if salutation:
        return "speech"
    if not addressed and not weighs and tells_news(opening):
        return "other"
    return "article" if title else "other"
