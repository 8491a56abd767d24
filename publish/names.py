"""Chinese names of kinds, facts and scripts as readers see them."""

from __future__ import annotations

from datetime import datetime

KINDS = {
    "report": "报告",
    "speech": "讲话",
    "summary": "总结",
    "survey": "调研",
    "notice": "通知",
    "decision": "决定",
    "plan": "计划",
    "article": "文章",
    "other": "其他",
}

FACTS = {
    "title": "题名",
    "subtitle": "副题",
    "date": "日期",
    "speaker": "讲话人",
    "organization": "单位",
    "region": "地区",
    "meeting": "会议",
    "document_number": "文号",
    "kind": "类型",
    "script": "网页字形",
}

SCRIPTS = {"hans": "简体", "hant": "繁体", "mixed": "繁简混用"}

LISTINGS = {
    "years": "年份",
    "regions": "地区",
    "organizations": "单位",
    "speakers": "讲话人",
    "kinds": "类型",
    "meetings": "会议",
}


def time(iso: str | None) -> str:
    """A time of capture as Chinese; what is no ISO time stays as it is.

    >>> time("2026-01-02T03:04:05Z"), time("2020-01-01"), time("2026-01-02T03:04:05+08:00"), time(None)
    ('2026年1月2日 03:04（UTC）', '2020年1月1日', '2026年1月2日 03:04（UTC+08:00）', '')
    """
    if not iso or len(iso) <= 10 or iso[10] not in "T ":
        return date(iso) if iso and iso.replace("-", "").isdigit() else iso or ""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    zone = f"（{moment.tzname()}）" if moment.tzinfo else ""
    return f"{date(iso[:10])} {iso[11:16]}{zone}"


def date(edtf: str | None) -> str:
    """An EDTF date as Chinese.

    >>> date("2013-03-07"), date("2013-03"), date("2013"), date(None)
    ('2013年3月7日', '2013年3月', '2013年', '')
    """
    if not edtf:
        return ""
    year, *rest = edtf.split("-")
    return f"{year}年" + "".join(f"{int(n)}{unit}" for n, unit in zip(rest, "月日", strict=False))
