"""The level at which a document stands: nation, province, city, county, or none of them."""

from __future__ import annotations

import re

from archive.model import Document

LEVELS = ("全国", "省", "市", "县", "基层与其他")
_NATION = re.compile(r"中华全国总工会|^全国总工会|^全总")
_TOWNS = ("11", "12", "31", "50")
"""Codes of the municipalities that stand as provinces."""

_ENDINGS = ((1, ("省", "自治区")), (2, ("市", "州", "盟", "地区")), (3, ("县", "旗", "区")))


def level(document: Document) -> int:
    """The place in :data:`LEVELS`; told by the organization's name or the region's code or name, never guessed.

    >>> from archive.model import Region
    >>> def of(name, place=None, code=None):
    ...     return LEVELS[level(Document("a", "report", "", organization=name,
    ...                                  region=Region(place, code) if place else None))]
    >>> of("中华全国总工会"), of("浙江省总工会", "浙江省", "330000"), of("青岚市总工会", "浙江省青岚市", "330900")
    ('全国', '省', '市')
    >>> of("柳渡县总工会", "柳渡县"), of("青岚市总工会"), of("鹤坪学校工会", "青岚市"), of(None)
    ('县', '市', '基层与其他', '基层与其他')
    """
    name = document.organization or ""
    if _NATION.search(name):
        return 0
    region = document.region
    own = re.search(r"总工会|工会联合会", name)
    if name and not own:
        return 4
    if region and region.code:
        code = region.code
        return 1 if code.endswith("0000") else 3 if not code.endswith("00") else 1 if code[:2] in _TOWNS else 2
    place = (name[: own.start()] if own else "") or (region.name if region else "")
    return next((number for number, endings in _ENDINGS if place.endswith(endings)), 4)
