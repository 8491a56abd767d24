"""Personal names and offices in by-lines: ``职务 姓 名``, ``姓  名``, ``姓名同志``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("names.txt")
_H = r"[\u4e00-\u9fff]"


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Single surnames, compound surnames, words that look like names."""
    parts = [frozenset(p.split()) for p in re.split(r"^#.*$", _WORDS.read_text(encoding="utf-8"), flags=re.M)[1:]]
    return parts[0], parts[1], parts[2]


_PAPERS = frozenset((
    "章程", "纪要", "简介", "简历", "简报", "简讯", "宣言", "史料", "经历", "解答", "解释", "谈话", "须知", "全文",
    "索引", "申报", "章节", "文献", "文艺", "贺信", "贺词", "贺电", "贺辞", "祝词", "祝辞", "单位", "时间", "公告",
    "公报", "党课", "通报", "通告", "通知", "通讯", "公示", "公函", "公约", "计划", "方案", "规划", "纪实", "经验",
    "申请", "文件", "文稿", "安排", "成果", "明细", "宣讲", "宣读", "管理", "和谐", "时评", "党建",
))
"""Words that begin as names do and stand letter-spaced over texts."""
OFFICE = (
    r"(?:主席|书记|部长|主任|市长|县长|区长|省长|州长|盟长|旗长|镇长|乡长|局长|厅长|处长|科长|院长|校长|"
    r"园长|董事长|监事长|总经理|经理|"
    r"委员长|常委|会长|理事长|秘书长|主任委员|巡视员|调研员|组长|站长|厂长|矿长|所长|馆长|段长|队长|总裁|"
    r"行长|社长|台长|总监|"
    r"总工程师|工程师|总会计师|政委|司令员|代表|委员|干事|班长|劳模|劳动模范|教授|专员|总干事|总编辑|台长|"
    r"关长|检察长|主委|常务理事|理事|监事|召集人|总召)"
)
_OFFICE_END = re.compile(rf"{OFFICE}(?:\([^()]*\))?[、,: ]*$")


def person(text: str, sure: bool = False) -> str | None:
    """The name a folded text is, blanks closed up; ``None`` if it is no name of a person.

    ``sure``: it stands where names stand, so that 建中 and 大年 are names too.

    >>> person("穆  逸"), person("司马  川"), person("欧阳恪"), person("高举"), person("XXX"), person("买买提·阿不都")
    ('穆逸', '司马川', '欧阳恪', None, None, '买买提·阿不都')
    >>> person("田野"), person("田 野", sure=True), person("章 程", sure=True)
    (None, '田野', None)
    """
    text = re.sub(r"(?:同志|先生|女士)$", "", text.strip()).strip()
    if re.fullmatch(rf"{_H}{{2,7}}[·•・]{_H}{{2,8}}", text):
        return re.sub(r"[•・]", "·", text)
    if re.fullmatch(rf"{_H}(?:\s{{0,6}}{_H}){{1,3}}", text) is None:
        return None
    name = re.sub(r"\s", "", text)
    single, double, no_names = _lists()
    spaced = len(name) == 2 and name != text
    if name in _PAPERS or (name in no_names and not (sure and spaced)):
        return None
    if name[:2] in double:
        return name if 3 <= len(name) <= 4 else None
    ends = [w for w in _NO_ENDS if not (sure and len(name) == 3 and w in "年中时日月上会")]
    if name[0] in single and len(name) <= 3 and not any(name.endswith(w) for w in ends):
        return name
    return None


def several(text: str) -> tuple[str, int, int] | None:
    """Two to four names beside each other: the names as told, start, end.

    >>> several("辛文  马克勤"), several("辛文、马克勤"), several("辛 文"), several("凝心聚力 高举")
    (('辛文 马克勤', 0, 7), ('辛文、马克勤', 0, 6), None, None)
    >>> several("祁海川 方 琳")
    ('祁海川 方琳', 0, 7)
    """
    text = text.strip()
    names = re.split(r"\s*[、,;]\s*|\s+", _SPACED_NAME.sub(r"\1\2", text))
    if not 2 <= len(names) <= 4 or not all(len(n) > 1 and person(n) for n in names):
        return None
    return ("、" if re.search(r"[、,;]", text) else " ").join(names), 0, len(text)


_SPACED_NAME = re.compile(rf"(?<!\S)({_H})\s({_H})(?!\S)")
"""A name of two characters with a blank between them, beside others: ``祁海川 方 琳``."""
_WORKER = re.compile(r"(?:工|员|师|手|模范|标兵|状元|教师|医生|护士长?|代表|工匠|主席|得者|者)$")


def worker_and_name(text: str) -> tuple[str, int, int] | None:
    """The name behind what a person does: ``全国劳动模范 天河机械厂钳工 鲁大成``: name, start, end.

    >>> worker_and_name("天河机械厂钳工 鲁大成"), worker_and_name("团结职工 向前")
    (('鲁大成', 8, 11), None)
    """
    m = re.match(r"^(?P<lead>.{3,50}\S)\s+(?P<name>\S{2,4}|\S\s\S)$", text)
    if m and _WORKER.search(m["lead"]) and (name := person(m["name"])):
        return name, m.start("name"), m.end("name")
    return None


_DUTY = re.compile(
    rf"^(?P<lead>[^在:。]{{0,40}}?)\s*(?P<n>{_H}{{2,4}})(?:同志)?\s?(?:\d{{4}}年度?|[二〇一三四五六七八九]{{4}}年度?)?(?:个人)?的?"
    r"(?:述职|竞聘|就职|竞选)"
)


def on_duty(title: str) -> tuple[str, int, int] | None:
    """Who accounts for an office by the title: name, start, end.

    >>> on_duty("乡工会主席柴国栋述职报告"), on_duty("工会主席述职报告")
    (('柴国栋', 5, 8), None)
    """
    m = _DUTY.match(title)
    for start in range(m.start("n"), m.end("n") - 1) if m else ():
        lead = title[:start].rstrip()
        if (not lead or re.search(rf"{OFFICE}$", lead)) and (name := person(title[start : m.end("n")])):  # type: ignore[union-attr]
            return name, start, start + len(name)
    return None


_ENDS = """市 县 区 省 会 局 委 部 年 月 日 上 下 中 的 时 了 们 公司 工作 主席 书记 讲话 报告 总结 意见 通知
建设 职工 工会 同志 某 某某 摘要 节选 提纲 版 篇 稿 例 范文"""
_NO_ENDS = tuple(_ENDS.split())


def _spaced(text: str) -> str | None:
    """A letter-spaced name behind an office, whatever its surname: ``拓 明 远``."""
    text = re.sub(r"同志$", "", text.strip()).strip()
    name = re.sub(r"\s", "", text)
    if re.fullmatch(rf"{_H}(?:\s{{1,4}}{_H}){{1,2}}", text) is None or name in _lists()[2] or name in _PAPERS:
        return None
    return None if any(name.endswith(w) for w in _NO_ENDS if len(w) > 1) or name[-1] in "词辞稿信函令会" else name


def office_and_name(text: str) -> tuple[str, int, int] | None:
    """The name behind (or before) an office in a folded by-line: name, start, end.

    >>> office_and_name("市人大副主任、市总工会主席  穆  逸")
    ('穆逸', 15, 19)
    >>> office_and_name("县总工会副主席 苏 远")
    ('苏远', 8, 11)
    >>> office_and_name("刘明远 县总工会主席")
    ('刘明远', 0, 3)
    >>> office_and_name("县总工会主席  拓 明 远"), office_and_name("县总工会主席 讲 话")
    (('拓明远', 8, 13), None)
    """
    for m in re.finditer(rf"{OFFICE}(?:\([^()]*\))?[、: ]{{0,6}}", text):
        if (name := person(text[m.end() :], text[m.end() - 1] == " ")) and not re.match(rf"{OFFICE}", text[m.end() :]):
            return name, m.end(), len(text.rstrip())
        if name := _spaced(text[m.end() :]) if text[m.end() - 1] == " " else None:
            return name, m.end(), len(text.rstrip())
    m2 = re.match(rf"({_H}(?:\s?{_H}){{1,3}})(?:\s+|[,(])\s*[^\s].*?{OFFICE}\)?$", text)
    if m2 and (name := person(m2[1])):
        return name, 0, m2.end(1)
    return None


def before_in(text: str) -> tuple[str, int, int] | None:
    """The speaker of a ``NAME在…上的讲话`` line: name, start, end.

    >>> before_in("市人大副主任、市总工会主席穆逸在市总工会十二届三次全委会议上的工作报告")
    ('穆逸', 13, 15)
    >>> before_in("祁海川同志在省工会第九次代表大会上的报告"), before_in("省委书记在大会上的讲话")
    (('祁海川', 0, 3), None)
    """
    m = re.match(r"(?P<lead>[^在:。]{2,60}?)\s*+(?:(?P<t>同志|先生|女士)\s*+)?(?:在|:(?=在))", text)
    if not m:
        return None
    lead = m["lead"]
    if name := person(lead):
        return name, 0, len(lead)
    if (m2 := re.search(rf"(?:副|常务副|党组)?{OFFICE}$", lead)) and (name := person(lead[: m2.start()])):
        return name, 0, m2.start()
    for office in reversed(list(re.finditer(OFFICE, lead))):
        if name := person(lead[office.end() :]):
            start = office.end() + len(lead[office.end() :]) - len(lead[office.end() :].lstrip())
            return name, start, len(lead)
    return None
