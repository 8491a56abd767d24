"""Organizations: whose paper it is, from title, by-line, office, signature, document head or opening."""

from __future__ import annotations

import re

from scraper.describe import people
from scraper.describe.places import leading, mentions

_C = r"[\u4e00-\u9fff xXA-Za-z×*_〇\d“”·()、-]"
_PART = (
    r"(?:办公室|党组|机关党委|组织部|宣教部|宣传教育部|女职工委员会|女职工部|经费审查委员会|经审会|权益保障部|"
    r"保障工作部|生产保护部|财务部|研究室|机关工会|法律工作部|民管部|民主管理部|经济工作部|劳动保护部|"
    r"(?:机关)?(?:第[一二三四五六七八九十])?(?:党支部|党总支)|(?:[\u4e00-\u9fff]{2,6}(?<!干)(?<!内)(?<!(?<!安)全)部)(?![门分署队]))"
)
_UNION = (
    rf"(?:总工会(?:{_PART}|[\u4e00-\u9fff]{{2,4}}(?:工作部|办事处))?|"
    r"(?:机关|直属机关|基层|教育|产业|联合)?工会(?:联合会|联合委员会|工作委员会|工委|全国委员会|委员会)?)"
)
FIRM = (
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|总公司|分公司|集团公司|公司|集团(?!公司)|管理局|"
    r"供电局|税务局|教育局|卫生局|工务段|机务段|电务段|车务段|铁路局|"
    r"医院|大学|学院|中学|小学|学校|幼儿园|党校|总厂|厂|煤矿|矿业|矿|电厂|银行|支行|分行|局|院|处|中心|"
    r"办事处|街道|社区|管委会|委员会|协会|总会|公会|学会|商会|联合会|理事会|报社)"
)
_OWNER = r"(?:有限责任公司|股份有限公司|有限公司|集团公司|医院|大学|学院|中学|小学)"
_NO_START = re.compile(
    r"^(?:各|全|我|本|该|这|那|一些|部分|基层|上级|下级|所属|有关|参加|召开|学习|关于|在|由|和|与|及|"
    r"加强|做好|当前|新|努力|充分|推进|广大|以|发挥|"
    r"深化|创新|坚持|围绕|如何|谈|论|浅|对|为|从|把|让|致|向|建设|企业工会|非公|乡镇工会|农民|公司(?!工会)|"
    r"工会$|职工|总工会$|深入|进一步|切实|积极|中央总工会)"
)
_COMMON = frozenset(["公司工会", "企业工会", "机关工会", "学校工会", "集团公司", "各级工会", "公司", "单位工会",
                     "街道工会", "街道总工会", "社区工会", "乡工会", "镇工会", "乡镇工会", "村工会"])
_SENTENCE = re.compile(
    r"[,。、]|的|了|在|关于|第[一二三四五六七八九十百\d]+[届次]|\d年|年度|形成|全市|全县|全区|全省|召开|工会工会|基层工会$"
)
_NO_NAME = re.compile(r"^(?:上半年|下半年|\d|二[〇零]|年度|[一二三四]季度|本年度|近|基层|年|[^省市县区州]{0,4}年)")


_NO_BODY = re.compile(
    r"(?:[变布结大全格新开时政战破困僵残定当危乱]局|[好之用深实难苦长短益坏去相共到远近高低]处|大学校|为中心|[门本]部)$"
)
"""Common nouns that end as bodies do."""


_NUMBERED = re.compile(
    r"[一二三四五六七八九十\d]{1,3}[、.,]|\(|第[一二三四五六七八九十]+(?!师|团|医院|人民|附属|中学|小学|建|工程|分公司)"
)


def is_body(text: str) -> bool:
    """Whether a folded line is nothing but the name of an organization.

    >>> is_body("浙江省衢州市柯城区总工会"), is_body("XX有限公司工会委员会"), is_body("县总工会办公室")
    (True, True, True)
    >>> is_body("加强工会建设"), is_body("携手同心迎向港区新变局"), is_body("柏文秀(女)青溪县粮食局")
    (False, False, False)
    """
    text = re.sub(r"\s", "", text)
    if not 3 <= len(text) <= 36 or re.search(r"[,;:!?。《》]", text) or _starts_wrong(text):
        return False
    if _NUMBERED.match(text):
        return False
    if _NO_BODY.search(text) or re.search(r"[男女]\)", text):
        return False
    if re.search(r"的|工作$|建设$|开展|举办|召开|举行|推进|加强|服务|关爱|助力|组织(?!部)|走进", text):
        return False
    ends = rf"{_UNION}|{FIRM}|{_PART}|政府|委|人大常委会|人大|政协|妇联"
    return bool(re.fullmatch(rf"{_C}{{1,30}}(?:{ends})(?:干部学校|\([^()]+\))?", text))


def body_and_name(text: str) -> tuple[str, str, int, int] | None:
    """A body with one or more persons behind it: body, names, start and end of the names.

    >>> body_and_name("青溪县总工会  柏文澜"), body_and_name("渝溪区总工会 辛文 马克勤")
    (('青溪县总工会', '柏文澜', 8, 11), ('渝溪区总工会', '辛文 马克勤', 7, 13))
    """
    m = re.match(r"^(\S{4,36})\s+(.+)$", text.rstrip())
    if m is None or not is_body(m[1]):
        return None
    names = people.person(m[2]) or (people.several(m[2]) or [None])[0]
    return (m[1], names, m.start(2), m.end(2)) if names else None


def jointly(text: str) -> str | None:
    """The names of two or three bodies that issue a paper together, as one.

    >>> jointly("中共青溪县委 青溪县人民政府"), jointly("青溪县总工会")
    ('中共青溪县委、青溪县人民政府', None)
    """
    names = re.split(r"\s+|、", text.strip())
    if 2 <= len(names) <= 3 and all(len(n) >= 5 and is_body(n) for n in names):
        return "、".join(names)
    return None


def is_part(name: str, whole: str) -> bool:
    """Whether a body is a committee of another that reports for itself.

    >>> is_part("青溪县总工会经费审查委员会", "青溪县总工会"), is_part("青溪县总工会办公室", "青溪县总工会")
    (True, False)
    """
    return name in (whole + "经费审查委员会", whole + "女职工委员会", whole + "经审会")


def _starts_wrong(name: str) -> bool:
    """Whether a name begins with a word that begins no name (新, 全, 和 ...), unless it is that of a place."""
    if not _NO_START.match(name) or name.startswith("全国"):
        return False
    first = next(mentions(name), None)
    return first is None or first.start > 0


_HEADS = (
    r"(?=关于|印发|二〇|20|19|第?[一二三四五六七八九十\d]+[届次]|[一二三四五六七八九十]+届|上半年|下半年|"
    r"年度|工作总结|工作报告|工作要点|[\u4e00-\u9fff]{0,6}(?:年)|"
    r"(?:“[^”]{1,16}”)?(?:工作)?(?:先进|典型)?(?:经验|交流|事迹|发言|典型)(?:交流|介绍)?(?:材料|发言|讲话)|"
    r"[^,。]{0,14}(?:总结|报告|要点|汇报|方案|办法|细则|规定|制度|意见|决定|通知|述职|计划|纪要|公报|简报|倡议书|慰问信)|文件|发电|文$|转发|申报|争创)"
)
_HEADED = tuple(
    re.compile(rf"^(?P<o>{_C}{{0,34}}?(?:{end}))" + _HEADS)
    for end in (_UNION, rf"{FIRM}(?!工会|机关)")
)
_HEADED_BY_PARTY = re.compile(
    r"^(?P<o>中共[\u4e00-\u9fff]{0,14}?(?:委员会|委|中央)|[\u4e00-\u9fff]{2,14}?(?:人民政府|政府|办公厅|办公室))(?=关于)"
)
_SESSION_BODY = re.compile(
    rf"^(?P<o>[\u4e00-\u9fffxX×*〇]{{0,24}}?(?:{_UNION}|{FIRM}))(?:第?[一二三四五六七八九十\dxX×*]+[届次]|"
    rf"[一二三四五六七八九十]+届|召开的?|[^,。]{{0,4}}(?:全委|常委|会员代表|代表大会|职代会|职工代表大会))"
)
_PLACE_UNION = re.compile(
    r"^(?!在|关于|全|我|各|对|从)(?P<p>(?:[xX×*〇]|[^\W\da-zA-Z_在]){0,20}?(?:省|市|县|区|州|盟|旗|开发区|"
    r"自治区))工会(?=第|[一二三四五六七八九十]+届|代表大会)"
)


_CHINESE_UNION = re.compile(r"^中国工会(?P<p>[\u4e00-\u9fff]{2,8}?[省市县区州盟旗])第?[一二三四五六七八九十]+(?:次|届)")
"""``中国工会青溪市第九次代表大会``: the congress of a place's union."""
_TRADE = re.compile(r"经费|干部|会员|组织|财务|系统|改革|女职工|主席|资产")
"""What makes 高原县工会经费管理办法 one of 工会经费, not one of a body 高原县工会."""
_YEAR = re.compile(r"(?:\d{4}|[xX×*]{2,4}|20[xX×*_]{2})年度?")


def of_title(title: str) -> tuple[str, int, int] | None:
    """The body a folded title begins with: name, start, end.

    >>> of_title("青溪县总工会2012年工作总结"), of_title("青溪县总工会关于开展劳动竞赛的通知")
    (('青溪县总工会', 0, 6), ('青溪县总工会', 0, 6))
    >>> of_title("关于召开全委会议的通知"), of_title("加强工会建设的意见")
    (None, None)
    """
    if _PLACE_UNION.match(title) or _CHINESE_UNION.match(title):
        return of_meeting(title)
    if year := _YEAR.match(title):
        found = of_title(title[year.end() :])
        return (found[0], found[1] + year.end(), found[2] + year.end()) if found else None
    matches = (p.match(title) for p in (*_HEADED, _HEADED_BY_PARTY))
    m = next((m for m in matches if m and not bad(m["o"])), None)
    plain = m and re.search(r"(?:[省市县区州]|机关|基层|企业|学校)工会$", m["o"])
    if m is None or (plain and _TRADE.match(title, m.end("o"))):
        return None
    return m["o"], 0, m.end("o")


def of_meeting(meeting: str) -> tuple[str, int, int] | None:
    """The body whose meeting it is: a congress or a plenary session of a union.

    >>> of_meeting("云岭省工会第九次代表大会"), of_meeting("市总工会十二届三次全委(扩大)会议")
    (('云岭省总工会', 0, 5), ('市总工会', 0, 4))
    >>> of_meeting("全市工会工作会议")
    """
    if re.match(r"中国工会第?[一二三四五六七八九十]+(?:次|大)", meeting):
        return "中华全国总工会", 0, 4
    if m := _CHINESE_UNION.match(meeting):
        return m["p"] + "总工会", m.start("p"), m.end("p")
    if m := _PLACE_UNION.match(meeting):
        if re.match(r"[全我各]", m["p"]):
            return None
        return m["p"] + "总工会", 0, m.end("p") + 2
    m = _SESSION_BODY.match(meeting)
    if not m or (bad(m["o"]) and m["o"] != "总工会"):
        return None
    return m["o"], 0, m.end("o")


def bad(name: str) -> bool:
    """Whether a name tells no body: a common noun, a stretch of a sentence."""
    return len(name) < 3 or _starts_wrong(name) or any(p.search(name) for p in (_NO_NAME, _SENTENCE)) or name in _COMMON


_PASSED = re.compile(r"日(?P<m>[^,。()]{4,40}?会议?)(?:审议|讨论|表决)?(?:一致)?通过")


def of_passed(note: str) -> tuple[str, int, int] | None:
    """The body whose session passed a decision: ``(2010年1月28日市总工会十三届三次全委会议通过)``.

    >>> of_passed("2010年1月28日市总工会十三届三次全委会议通过")
    ('市总工会', 10, 14)
    """
    m = _PASSED.search(note)
    found = of_meeting(m["m"]) if m else None
    return (found[0], found[1] + m.start("m"), found[2] + m.start("m")) if m and found else None


_GREETS = re.compile(r"表示[^。]{0,8}(?:祝贺|问候|慰问|感谢|敬意|欢迎)")
_SPOKEN = re.compile(
    rf"(?:我?(?:谨)?(?:代表|受))(?P<o>[\u4e00-\u9fffxX×*〇]{{1,24}}?(?:{_UNION}|"
    rf"{FIRM}(?!工会|机关工会)))(?=第?[一二三四五六七八九十\dxX×*]+届|[一二三四五六七八九十]+届|委员会|常委会|全委会|"
    rf"常务委员会|理事会|主席团|党组|,?[向对]|的?委托|领导班子|[^,。]{{0,12}}(?:作|做|报告))"
)
_SPOKEN_SHORT = re.compile(
    r"(?:代表|"
    r"受)(?P<o>(?P<p>[\u4e00-\u9fffxX×*]{0,8}?)(?P<l>[省市县区州])总)(?:工会)?(?:第?[一二三四五六七八九十\d]+届|"
    r"常委会|委员会)"
)


def of_opening(opening: str, report: bool = False) -> tuple[str, int, int] | None:
    """The body an opening reports for: ``我代表…总工会第N届委员会``, ``受…委托``.

    Greetings do not count, but those of a union with a name of its own over its ``report``.

    >>> of_opening("大家好,我代表云岭省总工会第八届委员会报告五年来的工作。")
    ('云岭省总工会', 7, 13)
    >>> of_opening("我代表县委、县政府,向大会的召开表示热烈的祝贺!")
    >>> of_opening("我受市总三届常委会委托,报告今年的工作")[0]
    '市总工会'
    >>> of_opening("我代表青溪镇工会对各位领导莅临检查指导表示热烈欢迎!", report=True)[0]
    '青溪镇工会'
    """
    for m in (_SPOKEN.search(opening), _SPOKEN_SHORT.search(opening)):
        if not m:
            continue
        sentence = re.match(r"[^。!]*", opening[m.start() :])[0]  # type: ignore[index]
        greets = _GREETS.search(sentence)
        if greets and not (report and m["o"].endswith("工会") and _own(m["o"])):
            continue
        if not greets and not re.search(r"报告|述职|汇报|委托|审议|总结|作|做", sentence):
            continue
        name = m["o"] if "工会" in m["o"] or not m["o"].endswith("总") else m["o"] + "工会"
        if re.search(r"党委|政府|[省市县区州]委$", name) or (bad(name) and not re.match(r"[省市县区州]总工会", name)):
            continue
        return name, m.start("o"), m.end("o")
    return None


_HOST = re.compile(
    r"(?:^|[,:!。])(?P<o>[\u4e00-\u9fff]{2,14}?(?:总工会|工会))(?:[、和与][^,。、]{2,14})?"
    r"(?:今天|在此|在这里|联合|共同|隆重|,){0,3}(?:召开|举行|举办)"
)
_FOR_HOST = re.compile(r"我(?:谨|仅|在此|首先|们){0,2}代表(?P<s>[省市县区州]?总?工会)(?![\u4e00-\u9fff]{0,3}委)")


def of_host(opening: str) -> tuple[str, int, int] | None:
    """The union that gives the occasion, where the speaker then speaks for it by its short name.

    >>> of_host("值此佳节之际,石涧县总工会、县妇联在这里联合召开纪念大会。首先,我代表县总工会表示祝贺!")
    ('石涧县总工会', 7, 13)
    >>> of_host("石涧县总工会今天召开大会。我代表市总工会表示祝贺!")
    """
    host, spoken = _HOST.search(opening[:200]), _FOR_HOST.search(opening[:300])
    if not host or not spoken or bad(host["o"]) or not host["o"].endswith(spoken["s"]):
        return None
    return (host["o"], host.start("o"), host.end("o")) if _own(host["o"]) else None


_IN_OFFICE = re.compile(
    r"(?:本人|我|自)[^。]{0,40}?(?:担任|出任|当选为?|任|是)(?:了)?"
    rf"(?P<o>(?:[\u4e00-\u9fffxX×*〇]|(?<=[xX×*〇]) (?=[xX×*〇])){{1,24}}?{_UNION})"
    r"(?=(?:党组书记|常务)?副?主席|主任|委员)"
)


def of_duty(opening: str) -> tuple[str, int, int] | None:
    """The body whose officer gives an account of himself: ``本人担任青溪县总工会主席``.

    >>> of_duty("2011年以来,本人担任青溪县总工会主席,现述职如下。")
    ('青溪县总工会', 12, 18)
    """
    m = _IN_OFFICE.search(opening[:200])
    return (m["o"], m.start("o"), m.end("o")) if m and not bad(m["o"]) else None


_SUBJECT = re.compile(
    rf"(?:^|[,。;:!]|近年来,?|以来,?|年,?|建设,?)(?P<o>[\u4e00-\u9fffxX×*〇]{{1,22}}?(?:{_UNION}|{_OWNER}))"
    r"(?=(?:在[^,。]{2,30}(?:领导|指导|支持|关心|关怀)下|组成|专门|采取|对|就|根据|抽调|派出|先后|开展|以|"
    r"认真|坚持|紧紧|围绕|按照|结合|深入|始终|积极|切实|充分|着力|高度|紧扣|把|不断|通过|成立|,|现有|共有|"
    r"下设|于|自|组织|全面|严格|大力))"
)


def of_first_sentence(opening: str) -> tuple[str, int, int] | None:
    """The one body that a written account's first sentences speak of as their subject."""
    found = [m for m in _SUBJECT.finditer(opening[:220]) if not bad(m["o"]) and _own(m["o"])]
    names = {m["o"] for m in found}
    if len(names) != 1:
        return None
    return found[0]["o"], found[0].start("o"), found[0].end("o")


_OWNED = re.compile(
    r"(?:公司|集团|厂|矿|局|院|校|学|中心|所|站|社|行|机关|街道|镇|乡|村|部|园|段|队|处|馆|店|库|场|港|台)"
    r"(?:机关|基层|直属)?(?:工会\S{0,5})?$"
)


def _own(name: str) -> bool:
    """A name that tells which body: a place, a mask or a name of its own before the common noun."""
    if re.search(r"[其已有建立为的了是在并及与和我们使让把将被所]", name[:-2]) and not leading(name):
        return False
    if re.match(r"[省市县区州]总工会|[县市区省州]?委|上级|市[^\u4e00]|中央", name) or len(name) < 4:
        return False
    if re.search(r"所属|各|等|依靠|办工会|建工会|依法|党建", name):
        return False
    return bool(leading(name) or re.search(r"[xX×*]", name) or (len(name) >= 6 and _OWNED.search(name)))


_OFFICE_OF = re.compile(
    rf"(?:^|[、,\s(:])(?P<o>(?:[\u4e00-\u9fffxX×*〇]{{1,20}}?)(?:{_UNION}|公司|集团|局|院|厂|矿|中心|学校|[业员]总会|公会|同业公会))"
    r"(?:党组|党委|机关)?"
    r"(?=(?:(?!工会)[\u4e00-\u9fff]){0,6}?(?:主席|书记|主任|部长|经理|董事长|局长|院长|厂长|矿长|校长|常委|委员|成员|秘书长|理事长|会长|干事|副))"
)


def of_office(byline: str) -> tuple[str, int, int] | None:
    """The union whose office a folded by-line names, rather its head's than a deputy's.

    Party and state offices alone do not tell the body.

    >>> of_office("市人大副主任、市总工会主席"), of_office("中共青溪县委副书记")
    (('市总工会', 7, 11), None)
    """
    found: list[tuple[bool, tuple[str, int, int]]] = []
    for m in _OFFICE_OF.finditer(byline):
        name = re.sub(r"^(?:报告人|讲话人|述职人|汇报人|发言人)", "", m["o"])
        name = re.sub(r"(?:党组|机关党委|党委)$", "", name)
        if re.search("工会|总会$|公会$", name) and not re.match(r"(?:中华)?全国总工会$", name):
            deputy = byline[m.end("o") : m.end("o") + 3].lstrip("党组").startswith("副")
            found.append((deputy, (name, m.start("o"), m.end("o"))))
    league = re.search(r"共青团[\u4e00-\u9fff]{1,10}?[省市县区州]委(?=副?书记|$)", byline)
    if league and not found:
        return league[0], league.start(), league.end()
    return min(found, key=lambda f: f[0])[1] if found else None
