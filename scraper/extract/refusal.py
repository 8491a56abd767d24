"""Pages that hold no document, and why: an error, a login wall, a paywall stub, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

Reason = tuple[str, str]
"""In English and Chinese."""

ERROR: Reason = ("an error page, not a document", "错误页面，没有正文")
LOGIN: Reason = ("a login or verification page, not a document", "登录或验证页面，没有正文")
PAYWALL: Reason = ("a paywall stub: only the opening of the document is here", "付费页面，只有开头，没有全文")
LIST: Reason = ("a list of links, not a document", "链接列表，没有正文")
EMPTY: Reason = ("nothing but frame and advertising was found", "除页面框架和广告外没有正文")

_ERROR = re.compile(
    r"(?:^|\D)(?:404|403|50[0234])(?:\D|$).{0,20}"
    r"(?:错误|Error|Not Found|Forbidden|Bad Gateway|Unavailable|找不到|不存在)|"
    r"Not Found|Forbidden|Bad Gateway|Service Unavailable|Internal Server Error|"
    r"(?:页面|网页|文件|文章|文档|内容|资源|信息|帖子|网址|地址)[^。]{0,8}"
    r"(?:不存在|未找到|找不到|没找到|无法访问|无法显示|已(?:经)?(?:被)?删除|已失效|已下线)|"
    r"找不到[^。]{0,6}(?:页面|网页|文件|服务器)|服务器(?:内部)?错误|系统(?:繁忙|出错|错误)|访问(?:被拒绝|出错|过于频繁)|"
    r"站点[^。]{0,6}(?:关闭|停止|暂停)|参数错误|数据库连接"
)
_LOGIN = re.compile(
    r"请先?(?:登录|登陆)|(?:登录|登陆)后[^。]{0,8}(?:查看|阅读|浏览|继续|访问|下载|可见)|(?:需要|必须|尚未|还没有?|您未)(?:登录|登陆)|"
    r"(?:账号|帐号|用户名)[^。]{0,12}密码|(?:短信|扫码|微信)(?:登录|登陆)|安全验证|人机验证|滑动验证|拖动滑块|请(?:输入|完成)[^。]{0,6}验证"
)
_PAYWALL = re.compile(
    r"剩余\s*\d+\s*[%％]|还有\s*\d+\s*[%％]|(?:付费|会员|订阅|购买|充值|解锁|登录|注册)[^。]{0,8}(?:后|才能|即可|可|方可|以)?[^。]{0,4}"
    r"(?:阅读|查看|浏览|获取|看)[^。]{0,4}(?:全文|完整|全部|剩余|原文|更多内容)|(?:本文|全文|该文|内容)[^。]{0,4}(?:为|属于?|仅限)[^。]{0,4}(?:付费|会员|VIP)|"
    r"(?:会员|VIP)\s?(?:专享|专属)|(?:仅|只)(?:能)?(?:显示|浏览|预览)前?\s?\d+\s?字|未完[,，]\s?全文共\s?\d+\s?字"
)
_BARRED = re.compile(
    r"(?:没有|无)权限?(?:浏览|访问|查看|阅读|下载)|^(?:用户|会员|账号)?登[录陆](?:[\s_-].{0,20})?$|请先?登[录陆]|(?:登录|登陆)后[^。]{0,6}(?:查看|阅读|浏览)"
)
"""A heading that bars the way: what stands below it, however long, is no document."""
_SHELL = re.compile(
    r"浏览器(?:版本)?(?:过低|太旧|不支持)|使用了框架|(?:开启|启用|打开|支持)\s?(?:JavaScript|Javascript|javascript|JS)\b"
    r"|(?:正在|自动)跳转"
)
_FETCH = re.compile(r"迅雷|网际快车|[Ww]in[Rr][Aa][Rr]|解压(?:密码|本站|软件)"
                    r"|下载(?:地址|链接|速度|次数|说明)|报告错误|站内提供的所有")
"""Hints of a page from which a file is fetched."""
_MORE = re.compile(r"(?:详细|详情|阅读全文|查看全文|阅读更多|查看详情|全文)\s*[\]】>»）)]*\s*$")
_CUT = re.compile(r"(?:…|\.{3}|。。。)\s*(?:[\[【（(<《]?\s?(?:阅读)?(?:详细|详情|全文|更多)\s?[\]】）)>》]?)?\s*$")
"""A paragraph that breaks off: a result of a search, an entry with the opening of its text."""
_ISSUED = re.compile(r"^\D{0,24}\d{4}年\d{1,2}月\d{1,2}日$")
"""The day under a short notice."""
_NAMED = re.compile(r"《[^》]{0,60}》")
_STOP = re.compile(r"[，。；！？,;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LITTLE, _STUB, _FEW, _BELOW, _HEADING, _OPENING = 60, 350, 30, 600, 40, 3
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－]?\d{7,8}|\d{7,8}|1\d{10})(?!\d)")
_SENTENCE = re.compile(r"[。！？]\s*$")
_ROWS = 6
"""Lines from which a list of telephone numbers without a sentence is a directory."""
_LISTED, _MORES, _PLAIN = 8, 3, 300
_LONG, _LEAST = 200, 15
"""Characters from which a text is no message of a site's, and from which it may be prose."""
_ENTRY = re.compile(r"^[·•●◆]\s?\S.{3,60}$|^\S.{3,60}\s(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?:\s\S{1,4})?$")
"""A line of a list of texts, in a copy whose links are lost."""


def entries(texts: Sequence[str]) -> int:
    """How many lines of a text copy are entries of a list of texts.

    >>> entries(["·在职工代表会议上的讲话 06-11", "在全委会上的讲话 2012-06-11", "同志们："])
    2
    """
    return sum(_ENTRY.match(t) is not None for t in texts)


def _is_message(text: str) -> bool:
    return len(text) < _LONG and any(p.search(text) for p in (_ERROR, _LOGIN, _SHELL, _FETCH))


def _is_prose(kept: Sequence[str], links: int) -> bool:
    """The cheap question that nearly every page answers: long paragraphs enough, and no list of openings or links."""
    prose = 0
    for t in sorted(kept, key=len, reverse=True):
        if len(t) < _LEAST:
            return False
        if _STOP.search(t) and not _is_message(t):
            prose += len(t)
        if prose >= _BELOW:
            break
    else:
        return False
    broken = [t for t in kept if "…" in t or "..." in t or "。。。" in t]
    if sum(_CUT.search(t) is not None for t in broken) > 1 or not any(map(_SENTENCE.search, kept)):
        return False
    ahead = [t for t in kept if "详" in t or "全文" in t or "更多" in t]
    return links < _MORES or sum(_MORE.search(t) is not None for t in ahead) < _MORES


def refusal_of(
    kept: Sequence[str], dropped: Sequence[str], links: int, title: str = "", plain: int = 0,
) -> Reason | None:
    """Why a page is no document, or nothing if it is one.

    ``kept`` and ``dropped`` are the texts of its blocks or lines, ``links``
    the number of blocks that are mostly link, ``plain`` the characters that
    stay and stand in no link: a table of contents without links is a text.
    """
    signs = (ERROR, _ERROR), (LOGIN, _LOGIN)
    if _is_prose(kept, links):
        return None
    own = [t for t in kept if not _is_message(t)]
    prose = sum(len(t) for t in own if len(t) >= _LEAST and _STOP.search(t))
    lead = next((t for t in kept if t), "")
    for reason, pattern in ((ERROR, _ERROR), (LOGIN, _BARRED)):
        if prose < _BELOW and len(lead) <= _HEADING and pattern.search(_NAMED.sub("", lead)):
            return reason
    if prose < _STUB and any(_PAYWALL.search(t) for t in (*kept, *dropped) if len(t) < 200):
        return PAYWALL
    opening = [t for t in kept if t][:_OPENING]
    if prose < _STUB and any(len(t) < _LITTLE and _BARRED.search(_NAMED.sub("", t)) for t in opening):
        return LOGIN
    long = [t for t in own if len(t) >= _FEW]
    cut = sum(_CUT.search(t) is not None for t in long)
    if cut > 0.7 * len(long) and (len(long) >= _MORES or (len(long) > 1 and all(_MORE.search(t) for t in long))):
        return LIST
    if sum(_MORE.search(t) is not None for t in kept if len(t) < 400) >= _MORES and links >= _MORES:
        return LIST
    phones = sum(_PHONE.search(t) is not None for t in kept)
    if 3 * phones >= len(kept) >= _ROWS and not any(map(_SENTENCE.search, kept)):
        return LIST
    if prose >= _LITTLE:
        return None
    for reason, pattern in signs:
        if any(pattern.search(t) for t in (title, *kept, *dropped) if len(t) < 300):
            return reason
    if any(_ISSUED.search(t) for t in own) and sum(len(t) for t in own) >= _LITTLE:
        return None
    if links >= _LISTED and plain < _PLAIN:
        return LIST
    return EMPTY if sum(len(_HAN.findall(t)) for t in own) < _FEW else None
