"""What a unit at the head of a piece is: label, date, by-line, document head, subtitle, note, frame or title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.describe import people
from scraper.describe.bodies import body_and_name, is_body
from scraper.describe.dates import Dated, dates, short_year
from scraper.describe.kinds import by_title
from scraper.describe.titles import STAMP, author_behind, closed
from scraper.describe.units import Unit

_SALUTATION = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的|各位|同志们|朋友们|职工|女士们|老师们|先生们|领导|全[市县区省校厂体]|广大|"
    r"工友|同学们|姐妹们|[\u4e00-\u9fff]{1,6}(?:主席|书记|市长|县长|部长|主任|局长|总)[、,]).{0,90}[:!]$"
)
_SALUTATION_RUN = re.compile(
    r"^(?:(?:尊敬的|敬爱的|亲爱的)?各位[^。:!]{1,50}|同志们|朋友们|尊敬的[^。:!]{1,60}|"
    r"各位[^。:!]{1,40})[、,]?(?:同志们|朋友们)?\s?[:!]"
)
ADDRESS = re.compile(r"^.{2,160}:$")
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s?[、.,](?!届)|\([一二三四五六七八九十]{1,3}\)|"
    r"第[一二三四五六七八九十]+(?:部分|章|条)|\d{1,2}\s?[、.](?!\d)|(?:前言|引言|目录)$)"
)
DASH = re.compile(r"^-{1,}\s*(?=\S)")
NUMBER = re.compile(
    r"(?P<n>[\u4e00-\u9fff×]{1,14}(?:字|函|发|办|电|通|令|文)?\s?[〔\[(【]\s?(?P<y>(?:19|20)\d\d|"
    r"[xX×*〇一二三四五六七八九0]{2,4})\s?[〕\])】]\s?第?\s?(?P<k>\d{1,4}|[xX×*]{1,3})\s?号)"
)
_DOCHEAD = re.compile(
    r"(?:文件|发电|\(见报头\)|等级\s?[:：]?\s?(?:特急|加急|平急|特提)|密级|签发人?\s?[:：]|(?:特急|加急|平急|"
    r"急件)$|(?:内部|机密|秘密)(?:★|$)|会议文件(?:之?[一二三四五六七八九十]|\(?\d)|^附件\s?\d*\s?[:：]?$|"
    r"议题材料)"
)
_LABELS = """
时间 日期 地点 会议地点 会议时间 讲话时间 报告时间 发言时间 汇报时间 述职时间 发布日期 成文日期
报告人 讲话人 发言人 主讲人 主讲 讲者 演讲人 致辞人 致词人
发言者 报告者 述职者 致词者 述职人 汇报人 主持人 宣读人 宣讲人 授课人 竞聘人 提案人
作者 姓名 职务 执笔 执笔人 记录整理 录音整理 整理 记录 记录人 单位 汇报单位 报告单位
发言单位 述职单位 作者单位 提案单位 题目 标题 课题组"""
_ANY_LABEL = "|".join(r"\s{0,4}".join(label) for label in _LABELS.split())
_SECOND = re.compile(rf"(?<=\S)\s+(?=(?:{_ANY_LABEL})\s?[:])")
"""Where a second label begins on the same line."""
_LABEL = re.compile(rf"^[(\[【]?(?P<l>{_ANY_LABEL})\s?[:]\s*(?P<v>.*)$")
_FRAME = re.compile(
    r"上一[篇页章][^,。]{0,8}下一[篇页章]|(?:来源|发布|上传|点击|点阅|浏览|阅读|访问|作者|编辑|责任|字体|字号|更新|录入|人气|分享|打印|收藏|评论(?!:\D{5})|下载|张贴|刊登|"
    r"小编|格式|关键词|摘要|导读|栏目|标签)\s?(?:时间|次数|数|量|人次?|日期|者)?\s?[:(]|\d{1,2}:\d{2}|佚名|admin|友善列印|快照时间|缓存文本|_(?:图文|文库|百度文库)|"
    r"(?:>>?|»|→)[^>»→]{1,20}(?:>>?|»|→)|^[^<>]{2,20}[^<>-]\s?>{1,2}\s?[^<>]{2,12}$|^[\[【(]\s?(?:关\s?键\s?词|摘\s?要|内容提要|导\s?读)|总?第\s?\d+\s?期(?:\s|$)|"
    r"^[^|]{1,12}\|[^|]{1,12}\||^[^\w(]{0,6}(?:请?(?:点击|长按|轻触|戳|扫码|扫描)[^。:]{0,14}(?:蓝字|关注|展开|全文|查看|阅读|收听|播放|订阅|二维码|识别)|"
    r"关注我们|关注公众号|展开全文|阅读全文|查看全文)[^,。:]{0,12}$|"
    r"(?:(?:首页|主页|日志|相册|留言[板本]?|音乐盒?|博文目录|图片|关于我|好友|档案|说说|视频|心情|资料)(?:\s+|$)){3,}|"
    r"^(?:[\u4e00-\u9fff]{0,4}(?:动态|公告|讯息|消息|资讯|专栏|专题|园地|之窗|天地|新闻|法规|公文)|理论研究|工运研究|领导讲话|[\u4e00-\u9fff]{2}(?:要闻|论坛|聚焦|速递|头条|纵横)|工会网站?|"
    r"[\u4e00-\u9fff_ ]{2,16}(?:网|网站|网址|频道|博客)|正文|(?:[\u4e00-\u9fff]{2,5}\s+){3,12}[\u4e00-\u9fff]{2,5})$"
)
_REPORTER = re.compile(
    r"^[(\[【]?(?:(?:本[报刊网台]|[\u4e00-\u9fff]{2,8}(?:报|网|新闻|社))\s?)?(?:实习|特约|见习)?(?:记者|通讯员|特派员)\s?[:/]?\s{0,3}"
    r"[\u4e00-\u9fff]{1,4}(?:[\s、/,:]{1,3}[\u4e00-\u9fff]{1,4}){0,8}(?:\s?文/?图?|\s?摄影报道|\s?报道|/\S{2,4}报导)?[)\]】]?$|"
    r"^[\u4e00-\u9fff]{2,5}/\S{1,4}报导$|^[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?\s{0,3}文/图$"
)
"""Who reports, over a piece of news: it tells that it is news, and nobody speaks."""
_ISSUED_ON = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}[报刊]\s{0,4}|(?=.{0,16}第))\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"(?:\s{0,4}星期[一二三四五六日天])?(?:\s{0,4}第?\s?[A-Z]?\d{1,3}\s?版.{0,8})?$"
)
"""The line of a newspaper over its texts: ``青溪日报 2013年3月7日 星期四``."""
_ISSUE = re.compile(
    r"^[(\[【〔]?(?:\s?(?:(?:19|20)[\d×xX]{2}\s?年?|〔(?:19|20)[\d×xX]{2}〕)?\s?[〕)\]】]?)\s?(?:总?第\s?[\d一二三四五六七八九十〇]+\s?期|增刊)\s?"
    r"(?:[(\[【〔]?\s?总?第?\s?[\d一二三四五六七八九十〇]+\s?期?\s?[)\]】〕]?)?$"
)
"""The number of a bulletin: ``第8期(总第96期)``, ``〔2012〕第5期``."""
_EDITED = re.compile(
    r"^(?P<o>[\u4e00-\u9fff]{4,24}?)\s{0,6}(?P<by>编印?|主编|主办|编发)?\s{0,24}"
    r"(?=(?:19|20)\d\d\s?年\s?\d\d?\s?月\s?\d\d?\s?日$)"
)
"""Who puts a bulletin together, and when."""
_ASIDE = re.compile(
    r"^(?:[(\[【][^)\]】]{2,60}[)\]】]$|[\[【]\s?(?:发布|颁布|实施|法规|时\s?效|类\s?别|文\s?号|来\s?源|关\s?键|标\s?签|分\s?类|日\s?期|时\s?间|"
    r"字\s?号|效\s?力|栏\s?目|主\s?题)[^\]】]{0,6}[\]】]\s*\S)"
)
"""A remark of the site over a title: ``(本刊资料室录入)``, ``【法规类别】工会组织``."""
NOTE = re.compile(r"^[(\[【〔](?P<t>.*?)[)\]】〕]\s*$")
SUBTITLE = re.compile(
    r"^(?:[\u4e00-\u9fff ]{2,40}?(?:同志)?)?(?:在|于)[^。]{3,60}(?:会|大会|会议|班|仪式|论坛|活动|典礼|"
    r"晚会|座谈|上|时|式)[^。]{0,20}?(?:讲话|报告|致辞|致词|发言|总结|词|辞|演讲|提纲|稿|要点|汇报|上)\)?$"
)
_BESIDE_DATE = re.compile(
    r"[()\[\]【】〔〕<>\s,、/|:.]|(?<=午)\d{1,2}(?::\d\d|[时点](?:\d\d?分|半)?)|星期[一二三四五六日天]|[上下]午|(?:讲话)?时间|根据(?:录音|记录)整理|未经本人审阅"
)
_HOUR = re.compile(r"(?<=[上下]午)\s?\d{1,2}:\d\d")
"""The hour of a meeting, in brackets below a title; without them a portal's."""
_VAGUE = re.compile(
    r"[(\[【〔]?\s?(?:(?:公元|民国)?[\d〇零一二三四五六七八九十]{2,4}\s?年)?\s?(?:(?:农历|阴历|夏历).{2,10}|[早晚初仲暮孟季]?[春夏秋冬]季?|"
    r"[岁年][初末尾终底]|(?:春节|国庆|元旦|五一)(?:前夕|前|期间)?|[xX×*]{1,2}\s?月\s?[xX×*]{1,2}\s?日)\s?[)\]】〕]?"
)
"""A time of the year without a day."""
_MASKED_NAME = re.compile(
    rf"[xX×*某\s]{{2,8}}|.{{0,30}}{people.OFFICE}\s*(?:[xX×*某_〇]{{2,6}}|[\u4e00-\u9fff]\s?[xX×*某_〇]{{1,3}})(?:同志)?"
)
_MASKED_OF = re.compile(r"(?P<b>\S{4,36})\s+[xX×*某_〇]{2,4}")
TEAM = re.compile(r"(?:课题|调研|调查|联合调查|考察|学习考察)组$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label line: ``报告人:…``; ``value`` is the part behind the colon."""

    name: str
    value: Unit


@dataclass
class Head:
    """What stands before the body. All units are view stretches with folded text."""

    titles: list[Unit] = field(default_factory=list)
    subtitle: Unit | None = None
    bylines: list[Unit] = field(default_factory=list)
    dates: list[tuple[Dated, int]] = field(default_factory=list)
    """Dates with the view offset their stretch counts from."""
    notes: list[Unit] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    number: Unit | None = None
    documents: list[Unit] = field(default_factory=list)
    """Lines of a document head: red head, grade, number."""
    spent: list[tuple[str, Unit]] = field(default_factory=list)
    """Everything that leaves the body, with its rule."""
    salutation: Unit | None = None
    addressed: bool = False
    """Whether the body opens with whom it is for: a salutation or addressees."""
    taiwan: bool = False
    body: int = 0
    """Index of the unit the body begins with."""

    def signed_by(self, unit: Unit) -> None:
        """Take a unit as by-line."""
        self.bylines.append(unit)
        self.spent.append(("describe.byline", unit))


def is_salutation(text: str) -> bool:
    """Whether a folded unit opens a speech.

    >>> is_salutation("各位代表、同志们:"), is_salutation("同志们:今天我们开会"), is_salutation("各市州总工会:")
    (True, True, False)
    """
    if re.match(r"各[^位]", text):
        return False
    return bool((_SALUTATION.match(text) and len(text) < 110) or _SALUTATION_RUN.match(text))


_MINUTES = re.compile(r"^(?:会议)?(?:主\s?持|出\s?席|列\s?席|缺\s?席|参\s?加|参\s?会|与\s?会)\s?(?:人员?|者|同志)?\s?:")


def opens_minutes(units: Sequence[Unit]) -> bool:
    """Whether label lines begin minutes, whose text they are: time and place, then who was present."""
    present = next((i for i, u in enumerate(units[:7]) if re.match(r"[出列]\s?席|参\s?[加会]|与\s?会", u.text)), -1)
    return present >= 0 and all(_LABEL.match(u.text) or _MINUTES.match(u.text) for u in units[: present + 1])


def opens_body(text: str) -> bool:
    """Whether a unit is body text: salutation, addressees, heading or a paragraph."""
    if is_salutation(text) or HEADING.match(text):
        return True
    if ADDRESS.match(text) and not _LABEL.match(text) and not DASH.match(text):
        return True
    return len(text) > 90 or text.endswith(("。", ";", ",")) or (bool(re.search(r"。.", text)) and len(text) > 40)


def role_of(unit: Unit, head: Head, titled: bool) -> str:
    text = unit.text
    if label := label_of(unit):
        if label.name in ("题目", "标题"):
            return "title"
        if m := _SECOND.search(label.value.text):
            head.labels.append(Label(label.name, label.value.part(0, m.start())))
            label = label_of(label.value.part(m.end(), len(label.value.text))) or label
        head.labels.append(label)
        head.spent.append(("describe.label", unit))
        return "label"
    if author := author_behind(text):
        head.bylines.append(unit.part(*author[1:]))
        return "title"
    if not titled and _ASIDE.match(text) and by_title(text.strip("()[]【】 ")) is None and not _aside_tells(text):
        head.spent.append(("describe.frame", unit))
        return "frame"
    if titled and len(text) <= 50 and _REPORTER.match(text):
        head.spent.append(("describe.byline", unit))
        return "byline"
    stamped = STAMP.sub("", _HOUR.sub("", text) if NOTE.match(text) else text)
    short = len(stamped) < (6 if stamped != text else 4) and not titled and by_title(closed(stamped)) is None
    if not stamped or _FRAME.search(stamped) or short:
        head.spent.append(("describe.frame", unit))
        return "frame"
    edited = _EDITED.match(text)
    if edited and not (is_body(edited["o"]) and (edited["by"] or not titled)):
        edited = None
    if edited or _ISSUE.match(text):
        if edited:
            head.documents.append(unit.part(*edited.span("o")))
            _date(head, unit, list(dates(text)))
        head.spent.append(("describe.head", unit))
        return "head"
    if (m := NUMBER.search(text)) and len(text) <= 60 and not re.search(r"关于|《", text):
        head.number = unit.part(*m.span("n"))
        head.documents.append(unit)
        _date(head, unit, [d for d in dates(text) if d.form == "han" and len(d.value) == 10])
        head.spent.append(("describe.head", unit))
        return "number"
    red = titled and text.endswith("文件") and len(text) <= 40 and is_body(text.removesuffix("文件"))
    if red or (_ISSUED_ON.match(text) and len(text) <= 40):
        if red:
            head.documents.append(unit)
        head.spent.append(("describe.head", unit))
        return "head"
    if not titled and len(text) <= 40 and _DOCHEAD.search(text) and by_title(re.sub(r"\(.*?\)", "", text)) in (
            None, "notice"):
        head.documents.append(unit)
        head.spent.append(("describe.head", unit))
        return "head"
    found = list(dates(text))
    if titled and not found and not head.taiwan and (brief := short_year(text)):
        found = [brief]
    rest = text
    for d in reversed(found):
        rest = rest[: d.start] + " " * (d.end - d.start) + rest[d.end :]
    bare = _BESIDE_DATE.sub("", rest)
    if titled and _VAGUE.fullmatch(text):
        _date(head, unit, found)
        head.spent.append(("describe.date", unit))
        return "date"
    if found and not bare.strip("-"):
        _date(head, unit, found)
        head.spent.append(("describe.date", unit))
        return "date"
    if titled and DASH.match(text) and _signed_by(rest.lstrip("- "), titled):
        head.bylines.append(unit.part(len(text) - len(text.lstrip("- ")), len(text)))
        head.spent.append(("describe.byline", unit))
        return "byline"
    if titled and (DASH.match(text) or SUBTITLE.match(text.strip("()"))) and head.subtitle is None:
        head.subtitle = unit
        _date(head, unit, [d for d in found if len(d.value) > 4])
        head.spent.append(("describe.subtitle", unit))
        return "subtitle"
    m = NOTE.match(text)
    if m and not titled and not people.office_and_name(rest[m.start("t") : m.end("t")].strip(" /|,、")):
        m = None
    if m:
        inner = unit.part(*m.span("t"))
        _date(head, unit, found)
        named = rest[m.start("t") : m.end("t")].strip(" /|,、")
        if SUBTITLE.match(inner.text) and head.subtitle is None:
            head.subtitle = inner
        elif people.office_and_name(named) or people.person(named) or is_body(bare) or is_body(named.split(",")[0]):
            head.bylines.append(inner)
        else:
            head.notes.append(inner)
        head.spent.append(("describe.note", unit))
        return "note"
    if is_byline(rest, titled):
        head.bylines.append(unit)
        _date(head, unit, found)
        head.spent.append(("describe.byline", unit))
        return "byline"
    if _MASKED_NAME.fullmatch(text) or ((m := _MASKED_OF.fullmatch(text)) and is_body(m["b"])):
        head.signed_by(unit)
        return "masked"
    return "title"


def label_of(unit: Unit) -> Label | None:
    """The label line that a unit is, if it is one."""
    m = _LABEL.match(unit.text)
    return Label(re.sub(r"\s", "", m["l"]), unit.part(m.start("v"), len(unit.text))) if m else None


def _aside_tells(text: str) -> bool:
    """Whether brackets over a title hold a name or a day."""
    inner = text.strip("()[]【】 /|")
    rest = inner
    for d in reversed(list(dates(inner))):
        rest = rest[: d.start] + rest[d.end :]
    rest = rest.strip(" /|,、")
    return rest != inner or bool(people.office_and_name(rest) or people.person(rest) or is_body(rest))


def _signed_by(text: str, titled: bool) -> bool:
    """Whether what stands behind a dash tells who speaks, not what about: ``——市政协委员 江 山``."""
    about = SUBTITLE.match(text) or by_title(text) or re.match(r"[访记致献给写评读论谈由从以]", text)
    return not about and is_byline(text, titled)


def is_byline(rest: str, titled: bool) -> bool:
    text = re.sub(r"[(\[【]\s*[)\]】]", "", rest).strip(" ()[]【】/|、,-□■◇◆○●★☆◎·")
    if len(text) > 60:
        return False
    if titled and re.fullmatch(r"(?:文|作者|撰稿|图文)\s?[/:]\s?.{2,20}", text):
        return True
    if titled and TEAM.search(text) and (is_body(TEAM.sub("", text)) or not (
            by_title(text) or re.search(r"[,:。]", text))):
        return True
    if people.person(text, titled) and (titled or re.search(r"\s", text)):
        return True
    if not titled:
        return False
    if by_title(text) and not re.search(r"\s", text):
        return False
    return bool(people.office_and_name(text) or people.worker_and_name(text) or people.several(text)
                or is_body(TEAM.sub("", text)) or body_and_name(text))


def _date(head: Head, unit: Unit, found: Sequence[Dated]) -> None:
    bracketed = unit.text[:1] in "([【"
    for d in found:
        if d.form == "roc" and not head.taiwan:
            continue
        near = unit.text[max(0, d.start - 3) : d.start].rstrip()
        if d.form in ("slash", "dash") and not (bracketed or near.endswith(("(", "[", "【", "/"))):
            continue
        head.dates.append((d, unit.start))
