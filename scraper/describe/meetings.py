"""Meetings as named, with 届 and 次 as numbers."""

from __future__ import annotations

import re

from scraper.describe.dates import number

_N = r"[一二三四五六七八九十百〇\d]{1,4}"
_WHAT = (
    r"(?:讲话|发言|致辞|致词|贺词|祝词|祝酒词|报告|工作报告|总结|主持词|主持讲话|开幕词|闭幕词|述职|汇报|"
    r"演讲|表态|动员|说明|答词|答谢词|总结讲话|动员讲话|"
    r"即席讲话|书面讲话|书面发言|交流材料|发言材料|经验介绍|交流|传达|辅导|授课|解读|点评|通报|提纲|要点|"
    r"材料|摘要|节选|录音|稿)"
)
_CLOSE = re.compile(
    rf"(?<!写)在(?P<m>(?:职代会|教代会|工代会|[^。;:]{{3,70}}?)(?:(?<=[职教工]代会)|会议?|班|仪式|论坛|活动|典礼|晚会|活动日|总结会|现场|培训|座谈|式|日|节|"
    rf"年会|课堂|党课|动员)"
    r"(?:\([^()]{1,12}\))?(?:第[一二三四五六七八九十]+次全体会议)?)"
    rf"(?P<end>(?:结束|召开|分组讨论|闭幕|开幕)?(?:上|时|之际|期间|中)(?:$|[,)]|(?:的|所作的|"
    rf"作的)?[^在。]{{0,14}}?{_WHAT})|的[^在。会]{{0,6}}?{_WHAT}$)"
)
_PASSED = re.compile(r"日(?:在)?(?P<m>[^,。()]{4,40}?会议?)(?:审议|讨论|表决)?(?:一致)?通过")
_SESSION = re.compile(
    rf"(?:第)?(?P<jie>{_N})届(?:[^第届。,]{{0,12}}?第?(?P<ci>{_N})次)?|"
    rf"第(?P<only>{_N})次[^,。]{{0,8}}(?:代表大会|全委|全体|会议)"
)
_OPENED = re.compile(
    r"(?:(?:今天|今日|这次|此次|昨天)[^。]{0,30}?|^[^。]{0,20}?)(?:召开|举行|举办|参加|迎来)(?:的|了)?"
    r"(?P<m>(?:全|[\u4e00-\u9fff]{2,14}?(?:省|市|县|区|州|公司|集团|系统|总工会|工会|局|校|院|"
    r"厂))[\u4e00-\u9fff“”\d()·—-]{0,30}?"
    r"(?:工作会议|工作会|代表大会|大会|座谈会|表彰会|推进会|现场会|交流会|动员会|全委会议?|全体会议|"
    r"电视电话会议|研讨会|报告会|总结会|培训班|联席会议)(?:\([^()]{1,8}\))?)"
)
_FIRST = re.compile(
    r"^(?:同志们[:,!]|各位[^:。]{1,20}[:,!])?\s*(?:今天,?|"
    r"今日,?)?(?P<m>[\u4e00-\u9fff]{2,20}第?[一二三四五六七八九十\d]+(?:届|"
    r"次)[\u4e00-\u9fff()·]{0,24}?(?:大会|会议|全会|全委会)),?"
    r"(?:今天|现在|正式|隆重|胜利|圆满|经过|是|在|于|就要|即将)"
)


_TITLED = re.compile(
    r"^(?P<m>[^。,:《》]{3,50}?(?:会议|大会|全会|全委会|座谈会|推进会|表彰会|动员会|总结会|培训班|研讨会|"
    r"报告会|联谊会|茶话会|年会|运动会|仪式|典礼|论坛|晚会|联欢会|庆典|酒会|宴会|团拜会|颁奖会|恳谈会|发布会|誓师会)(?:\([^()]{1,8}\))?)"
    r"(?:开幕式?|闭幕式?)?上?的?\s*(?:工会主席|主席|理事长|书记|校长|总经理|领导)?(?:开幕|闭幕)?(?:(?:工会)?工作报告|行政工作报告|讲话稿?|发言(?:稿|材料)?|致辞|致词|贺词|祝词|开幕[词辞]|"
    r"闭幕[词辞]|主持[词辞稿]|主持讲话|总结讲话|动员讲话|欢迎[词辞]|答谢[词辞]|报告)$"
)


def given_at(text: str) -> tuple[int, int] | None:
    """The meeting of a title or subtitle ``…在M上的讲话``: start, end in the folded text.

    >>> t = "--在市总工会十二届三次全委(扩大)会议上的工作报告"
    >>> t[slice(*given_at(t))]
    '市总工会十二届三次全委(扩大)会议'
    >>> t = "2010年4月20日在全市“五一”表彰大会上的讲话"
    >>> t[slice(*given_at(t))]
    '全市“五一”表彰大会'
    """
    m = _CLOSE.search(text)
    if not m:
        m = _TITLED.match(re.sub(r"\s*\([^()]*\)$", "", text))
        if m is None or re.match(r"[-\s]*(?:关于|学习|传达|贯彻|[^在]{2,12}在)", m["m"]):
            return None
        return m.start("m") + len(re.match(r"[-\s]*", m["m"])[0]), m.end("m")  # type: ignore[index]
    start, end = m.span("m")
    inner = text[start:end].rfind("出席")
    if inner >= 0:
        start += inner + 2
    end -= len(re.search(r"(?:开幕|闭幕)?$", text[start:end])[0]) if text[start:end].endswith(("开幕", "闭幕")) else 0  # type: ignore[index]
    return (start, end) if end - start >= 4 or text[start:end] in SHORT else None


SHORT = ("职代会", "教代会", "工代会", "全委会", "团拜会", "表彰会", "座谈会")
_HERE = re.compile(
    r"(?:今天|今日),?(?P<m>[\u4e00-\u9fff“”]{4,30}?(?:研讨会|会议|大会|座谈会|交流会|现场会|推进会|年会|论坛))在[^,。]{1,12}?"
    r"(?:召开|举行|开幕)"
)


def passed_at(note: str) -> tuple[int, int] | None:
    """The meeting that passed a report: ``(2012年12月10日青溪县工会第九次代表大会通过)``."""
    m = _PASSED.search(note)
    return m.span("m") if m else None


_RESOLVED = re.compile(
    r"^(?:关于)?(?P<m>[^,。:;关]{4,44}?(?:代表大会|全体会议|会员大会|职代会|教代会|工代会|全委会|全会|会议)(?:\([^()]{1,8}\)(?:会议)?)?)"
    r"(?=关于|对|决议$|[》”)]?的?决议$)"
)
_RESOLVING = re.compile(
    r"^(?P<m>[^,。:;]{4,44}?(?:代表大会|全体会议|会员大会|职代会|教代会|工代会|全委会|会议)(?:\([^()]{1,8}\)(?:会议)?)?),?"
    r"(?=于|在|审议|听取|讨论|经过|认真|一致|批准|同意|完全|通过|应到)"
)


def resolved_at(title: str, opening: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The meeting that made a resolution, by its title or its first words: the stretch in the one, that in the other.

    >>> t = "石涧县工会第九次代表大会关于财务工作报告的决议"
    >>> t[slice(*resolved_at(t, "")[0])]
    '石涧县工会第九次代表大会'
    >>> resolved_at("关于工作报告的决议", "市总工会十三届三次全委会议听取了报告。")
    (None, (0, 13))
    >>> resolved_at("石涧县工会经费管理办法", "会议认为,县总工会第九届委员会的工作有成效。")
    (None, None)
    """
    if not re.search(r"决议[)》]?$", title):
        return None, None
    named, spoken = _RESOLVED.match(title), _RESOLVING.match(opening)
    told = spoken and not re.match(r"(?:会议|大会|全会|本次|这次|此次)", spoken["m"])
    return named.span("m") if named else None, spoken.span("m") if spoken and told else None


_THIS = re.compile(
    r"^(?:同志们[:,!]|各位[^:。]{1,20}[:,!])?\s*(?:今天,?)?(?:这次|此次|本次)"
    r"(?P<m>[\u4e00-\u9fff“”]{2,30}?(?:工作会议?|座谈会|交流会|推进会|动员会|现场会|研讨会|培训班|表彰会|"
    r"表彰大会|动员大会|全委会议?|全体会议|代表大会)),?(?:是|的主要任务|主要|开得|的召开)"
)


_NAMELESS = re.compile(r"(?:街道|社区|乡镇|镇|乡|村)(?:总?工会)?(?!.*[届次])")
"""A meeting of a street or a village that bears no name: in a text for everybody's use."""


def opened(text: str) -> tuple[int, int] | None:
    """The meeting an opening names: ``今天,我们召开M``; start, end in the folded text."""
    m = _FIRST.match(text[:120]) or _HERE.search(text[:160]) or _THIS.match(text[:120]) or _OPENED.search(text[:160])
    return m.span("m") if m and not re.search(r"[。,;]", m["m"]) and not _NAMELESS.match(m["m"]) else None


def session(meeting: str) -> dict[str, int]:
    """届 and 次 of a meeting's name.

    >>> session("市总工会十二届三次全委(扩大)会议"), session("云岭省工会第九次代表大会")
    ({'届': 12, '次': 3}, {'次': 9})
    """
    m = _SESSION.search(meeting)
    if not m:
        return {}
    parts = {"届": m["jie"], "次": m["ci"] or m["only"]}
    return {k: n for k, v in parts.items() if v and (n := number(v))}
