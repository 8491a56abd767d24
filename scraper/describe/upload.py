"""The upload time that the frame of a page tells: a fact of the copy, never the date of the document."""

from __future__ import annotations

import re

_DAY = r"(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?日?"
_TIME = r"\s{0,3}(?P<h>\d{1,2}):(?P<n>\d{2})(?::(?P<s>\d{2}))?"
_LABELED = re.compile(
    rf"(?:发布|发表|上传|更新|添加|录入|提交)?(?:时间|日期|于)\s?:\s{{0,3}}{_DAY}(?:{_TIME})?(?!\s?(?:上午|下午|在|召开))"
)
_STAMP = re.compile(_DAY + _TIME)


def published(flat: str, before: int) -> str | None:
    """The upload time as ISO 8601, from a folded view text up to ``before``: a labelled one, else a time stamp.

    >>> published("时间:2017-08-02 09:40:13 下载", 99), published("编辑:小宋 2014-10-05 06:18", 99)
    ('2017-08-02T09:40:13', '2014-10-05T06:18')
    >>> published("上传时间:2025-04-01", 99), published("(2013年3月7日)", 99)
    ('2025-04-01', None)
    """
    top, near = min(before, 4000), max(0, before - 4000)
    for m in (*_LABELED.finditer(flat, 0, top), *_STAMP.finditer(flat, 0, top), *_LABELED.finditer(flat, near, before)):
        month, day = int(m["m"]), int(m["d"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            continue
        clock = f"T{int(m['h']):02}:{m['n']}" + (f":{m['s']}" if m["s"] else "") if m["h"] else ""
        return f"{m['y']}-{month:02}-{day:02}{clock}"
    return None
