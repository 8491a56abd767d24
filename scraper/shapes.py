"""What a unit looks like: title, by-line, date line, heading, signature, sentence text."""

from __future__ import annotations

import re

from scraper.units import SALUTATION

NUMERALS = "零〇○一二三四五六七八九十百两"
_ADDRESSEE = re.compile(
    r"^(?:各|[全省市县区州]|本|局|厂|公司|机关|直属)[^。；：:]{1,100}"
    r"(?:工会|单位|部门|委员会|公司|集团|校|院|局|办|处|科|乡镇?|镇|街道|党委|党组|支部|政府|协会|企业|县|市|区|州|省)[^。；：:，]{0,10}[:：]$"
)
_GREETING_HEAD = re.compile(r"^(?:(?:尊敬|亲爱|敬爱)的)?各位[^。，；：:！!]{0,26}$")
_NOT_HAN = re.compile("[^\u3400-\u9fff]+")
_NOT_WORD = re.compile(r"\W+")
_STOPS = frozenset("。！？!?；;")
_CLOSERS = "”’」』）)】》\"'"
_LASTS = frozenset(f"。！？!?；;{_CLOSERS}：:….")
"""With what a text ends that ends a sentence."""
_SENTENCE = re.compile(r"[。！？；;!?]|，[^，]{2,}，")
_DATE = re.compile(
    r"^[\s(（\[【]*(?:公元)?(?:(?:19|20)[\dxX×*＊_]{2}|[xX×]{2,4}|[一二三四五六七八九〇○零OＯo0０]{4}"
    r"|(?:中[华華])?民[国國]\s?(?:\d{2,3}|[一二三四五六七八九十百〇○零]{1,5}))\s?[年./-]\s?"
    r"(?:(?:[\dxX×*＊_]{1,2}|[一二三四五六七八九十元]{1,3})\s?[月./-]\s?(?:(?:[\dxX×*＊_]{1,2}|[一二三四五六七八九十廿卅]{1,4})\s?[日号]?)?"
    r"|(?:(?<=\.)\d{1,2}|(?<=年)[初末底春夏秋冬]))"
    r"[\s)）\]】]*(?:上午|下午|晚上?|于?\S{0,8})?$"
)
_SUBTITLE = re.compile(
    r"^\s*(?:—|－|-|–|─){1,4}\s?\S.{2,80}(?:讲话|报告|发言|致辞|讲稿|提纲|总结|汇报|经验|材料|述职|综述|思考|调研|调查|启示|纪实|侧记|会上"
    r"|闭幕词|开幕词|主持词)?"
)
_BYLINE = re.compile(
    r"^(?:[\w、（）()·]{2,24}(?:主席|书记|部长|主任|局长|县长|市长|区长|镇长|省长|经理|董事长|校长|院长|处长|科长|委员|秘书长|会长|理事长|厂长|代表|同志)\s{0,3})?"
    r"[\u4e00-\u9fff]{1,3}(?:\s{1,4}[\u4e00-\u9fff·]{1,3}){0,2}(?:同志)?$"
)
_GREETS, _CALLS, _BRACKETS = frozenset(":：!！\n"), frozenset(":：\n"), frozenset(")）]\n")
"""With what a salutation, an addressee and a day in brackets end."""
_DAY_BEHIND = re.compile(
    r"\s*[(（\[]\s?(?:(?:19|20)\d\d\s?[年./-]|[一二三四五六七八九〇○零0]{4}年)[\d\s月日./一二三四五六七八九十-]{2,12}[)）\]]$"
)
_ORG = re.compile(
    r"(?:总工会|工会|委员会|工委|办公室|办公厅|党委|党组|人民政府|公司|集团|工会联合会|局|厅|处|学校|学院|大学|中学|小学|医院|部|院|中心|支部|厂|矿|段|站|队|协会"
    r"|联合会|银行|支行|分行|社区|街道|乡|镇|县|市|区|省)\s?(?:[(（]\S{1,6}[)）])?$"
)
_ORG_ENDS = frozenset("会委室厅党组府司团局处学校院部心支厂矿段站队行社区道乡镇县市省)）")
"""With what a text ends that :data:`_ORG` finds, a blank left aside."""
_LABEL = re.compile(
    r"^(?:附\s{0,3}件?\s{0,2}\d{0,2}|主\s?送|抄\s{0,2}[送报]|联\s?系\s?(?:人|电\s?话|方式|地址)|电\s{0,6}话|传\s{0,6}真"
    r"|邮\s{0,6}[箱编]|电子邮[箱件]|E-?mail|[地会]\s{0,6}址|地\s{0,6}点|"
    r"报\s?告\s?人|主\s?讲\s?人|讲\s?话\s?人|发\s?言\s?人|主\s?持\s?人?|出\s?席|列\s?席|参加人员|(?:录音|记\s?录)?整\s?理(?:人|者)?|记\s?录(?:人|员)?|会\s?议\s?(?:时间|地点|名称)"
    r"|主题词|签发人?|落款)\s?[:：\d]",
    re.I,
)
_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}\s?[、.．，,]|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节)|"
    r"[(（]\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[)）]|\d{1,2}\s?[、.．)）](?!\d)|[①-⑳])"
)
_DOCNO = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s?[〔\[【（(]\s?(?:\d{4}|[xX×*_]{2,4}"
    r"|20[xX×]{2})\s?[〕\]】）)]\s?第?\s?[\dxX×*_]{1,4}\s?号"
)
_TITLE_END = re.compile(
    r"(?:报告|讲话|总结|发言|致辞|汇报|通知|决定|意见|办法|要点|计划|方案|材料|思考|体会|综述|调研|调查|讲话稿|发言稿|开幕词|闭幕词|主持词|倡议书|通报|函|决议|规划"
    r"|心得|经验|启示|建议|提纲|贺信|贺词|公告|公报|纪要|请示|批复|细则|制度|条例|规定|演讲稿|演讲|稿)(?:[(（][^）)]{1,12}[)）])?$"
)
_TITLE_ENDS = frozenset("告话结言辞报知定见法点划案料考会述研查稿词书函议验示信贺公要复则度例讲得纲)）")
"""With what a text ends that names its kind."""


def is_salutation(text: str) -> bool:
    """A line that greets the hearers: 各位代表、同志们："""
    return text[-1:] in _GREETS and len(text) <= 70 and bool(SALUTATION.match(text))


def is_addressee(text: str) -> bool:
    """A line that names whom a paper goes to: 各乡镇总工会，县直各系统工会："""
    return text[-1:] in _CALLS and len(text) <= 120 and bool(_ADDRESSEE.match(text))


def breaks_greeting(text: str) -> bool:
    """The first line of a salutation that a line end tore: 各位领导、各位."""
    return len(text) <= 34 and bool(_GREETING_HEAD.match(text))


def ends_sentence(text: str) -> bool:
    """Whether a unit ends as a sentence, a clause of a list or an announcement does.

    Asked so often, and of lines of any length, that only the end is looked at.

    >>> ends_sentence("大会闭幕。”"), ends_sentence("如下："), ends_sentence("待续...")
    (True, True, True)
    >>> ends_sentence("大会闭幕"), ends_sentence("如下：）"), ends_sentence("")
    (False, False, False)
    """
    last = text[-1:]
    if last not in _LASTS:
        return False
    if last in _CLOSERS:
        return text.rstrip(_CLOSERS)[-1:] in _STOPS
    return last != "." or text.endswith("...")


def is_text(text: str) -> bool:
    """Text of a document rather than a label: a salutation, a sentence, a long paragraph.

    >>> is_text("各位代表、同志们："), is_text("会议圆满结束。"), is_text("通知公告")
    (True, True, False)
    """
    if is_salutation(text) or is_addressee(text):
        return True
    if ends_sentence(text):
        return (len(text) >= 7 and not text.endswith(("……", "..."))) or len(text) >= 300
    return len(text) >= 70 and bool(_SENTENCE.search(text)) and is_han(text)


def is_han(text: str) -> bool:
    """Whether a stretch is Chinese rather than Latin text."""
    return len(_NOT_HAN.sub("", text[:200])) * 4 > min(len(text), 200)


def is_date(text: str) -> bool:
    """A date that stands alone.

    >>> is_date("(2013年3月7日)"), is_date("二〇一三年三月"), is_date("2013年工作回顾")
    (True, True, False)
    """
    return len(text) <= 30 and bool(_DATE.match(text))


def is_byline(text: str) -> bool:
    """A name, with or without office before it; a day in brackets may stand behind it.

    >>> is_byline("县总工会主席  柏文秀"), is_byline("张明（2014年4月28日）"), is_byline("学习讲话精神")
    (True, True, False)
    """
    if text[-1:] in _BRACKETS:
        text = _DAY_BEHIND.sub("", text)
    text = text.lstrip("□■◇◆○●★☆ \u3000")
    return len(text) <= 34 and bool(_BYLINE.match(text)) and not is_numbered(text)


def is_subtitle(text: str) -> bool:
    """A line that a dash makes the second part of a title."""
    return len(text) <= 90 and bool(_SUBTITLE.match(text)) and not ends_sentence(text)


def is_org(text: str) -> bool:
    """A line that ends as a body's name does."""
    if len(text) > 40 or (text[-1:] not in _ORG_ENDS and not text[-1:].isspace()):
        return False
    return bool(_ORG.search(text)) and not ends_sentence(text) and not is_numbered(text)


def is_label(text: str) -> bool:
    """A label line that belongs to a paper: 附件, 抄送, 联系人, 报告人."""
    return bool(_LABEL.match(text))


def is_numbered(text: str) -> bool:
    """A unit that begins with a number of an outline."""
    return bool(_NUMBERED.match(text))


def is_document_number(text: str) -> bool:
    """A line that bears a document number: 鄂工办发〔2014〕13号."""
    return len(text) <= 60 and "号" in text and bool(_DOCNO.search(text))


def is_title(text: str) -> bool:
    """A line that could be a title: some words, no sentence, no number, no date."""
    if not 4 <= len(text) <= 100 or ends_sentence(text) or is_numbered(text):
        return False
    words = _NOT_WORD.sub("", text)
    return 4 <= len(words) <= 90 and not is_date(text) and not is_label(text) and _mostly_han(words)


def _mostly_han(words: str) -> bool:
    return len(_NOT_HAN.sub("", words)) * 2 > len(words)


def names_paper(text: str) -> bool:
    """A title that ends in the name of a kind of paper: …报告, …讲话."""
    bare = text.rstrip()
    return bare[-1:] in _TITLE_ENDS and bool(_TITLE_END.search(bare)) and is_title(text)
