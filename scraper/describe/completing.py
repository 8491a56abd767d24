"""Names of bodies that tell no name of their own, completed by what else a paper tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.model import Region
from scraper.describe.bodies import FIRM, bad
from scraper.describe.gazetteer import gazetteer

_GENERIC = re.compile(
    r"^(?:我|本)?(?P<l>公司|集团|集团公司|总公司|学校|学院|大学|校|院|医院|厂|总厂|局|矿)"
    r"(?:第[一二三四五六七八九十]+届)?工会(?:委员会|联合会)?$"
)


def generic(name: str) -> str:
    """The common noun of a union that tells no name of its own; empty if there is more.

    >>> generic("公司工会委员会"), generic("集团公司工会"), generic("云汀集团公司工会")
    ('公司', '集团公司', '')
    """
    m = _GENERIC.match(name)
    return m["l"] if m else ""


def firm_in(line: str, level: str) -> str | None:
    """The company or school of its own name whose congress a line tells of.

    >>> firm_in("在江河重工集团有限公司第三届职工代表大会第二次会议上的工会工作报告", "公司")
    '江河重工集团有限公司'
    >>> firm_in("在公司二届三次职工代表大会上的讲话", "公司")
    >>> firm_in("青屏县第三小学第四届教代会第二次会议工作报告", "学校")
    '青屏县第三小学'
    """
    m = re.match(
        rf"^[-\s(]*在?(?P<f>[\u4e00-\u9fffxX×*]{{2,24}}?{FIRM})(?=第?[一二三四五六七八九十\dxX×*]+(?:届|次|年)|"
        r"工会|职工代表|职代会|教职工|教代会|会员)", line)
    ends = ("学", "校", "院", "园") if level in ("学校", "校", "学院", "大学") else level[-1:]
    if m is None or not m["f"].endswith(ends) or bad(m["f"]) or len(m["f"]) < len(level) + 2:
        return None
    return None if re.match(r"(?:集团|总)?公司|学[校院]", m["f"]) else m["f"]


_LEVELED = re.compile(r"^(?P<l>省|市|县|区|州|盟|旗|自治区)总(?:工会)?")


def completed(name: str, region: Region | None, context: Iterable[str] = ()) -> str:
    """``市总工会`` of a paper from 绍兴 as 绍兴市总工会; everything else as told.

    >>> here = Region("浙江省绍兴市", "330600")
    >>> completed("市总工会", here), completed("县总工会", here)
    ('绍兴市总工会', '县总工会')
    """
    name = re.sub(r"\s+", "", name)
    m = _LEVELED.match(name)
    if not m or region is None:
        return name
    spans = gazetteer().spans.get(region.code or "", ())
    own = next((span.name for span in spans if region.name.endswith(span.name)), region.name)
    if not own.endswith(m["l"]):
        return name
    return own + "总工会" + name[m.end() :]
