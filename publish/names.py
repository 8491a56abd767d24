"""Chinese names of kinds, facts and scripts as readers see them."""

from __future__ import annotations

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


def date(edtf: str | None) -> str:
    """An EDTF date as Chinese.

    >>> date("2013-03-07"), date("2013-03"), date("2013"), date(None)
    ('2013年3月7日', '2013年3月', '2013年', '')
    """
    if not edtf:
        return ""
    year, *rest = edtf.split("-")
    return f"{year}年" + "".join(f"{int(n)}{unit}" for n, unit in zip(rest, "月日", strict=False))
