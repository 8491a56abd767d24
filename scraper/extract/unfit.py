"""Pages that no cleaning is tried on: what was decoded is no text, or no text that a person wrote."""

from __future__ import annotations

import re

from scraper.extract.refusal import Reason

TORN: Reason = ("most of its bytes are no text in any known encoding", "大部分字节不是任何已知编码的文字")
ENDLESS: Reason = ("more lines than any document has; split the file if it holds many documents",
                   "行数超过任何文稿；如文件含多篇文稿请先拆分")
RIDDLED: Reason = ("tens of thousands of its characters are lost", "缺失的文字数以万计")
UNREAD: Reason = ("the text was read in a wrong encoding and saved so; too much of it is lost to read it back",
                  "文字曾以错误编码读取并保存，缺失过多，无法还原")
LINES = 60_000
"""The proceedings of a whole congress have some 20,000; cleaning looks at each several times."""
HOLES = 60_000
"""Lost characters; each is an edit and a doubt of its own."""
_LOST = "\ufffd"
_WRONG = re.compile("[\u00a1-\u00ff][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122?\ufffd]{2,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_MANY, _BYTES = 100, 3


def unfit(text: str) -> Reason | None:
    """Why a page text is not worth a look, or nothing if it is.

    >>> unfit("工会" * 20 + "\\ufffd" * 30), unfit("\\ufffd" * 9 + "工会")[0][:13], unfit("一\\n" * 60_001)[0][:10]
    (None, 'most of its b', 'more lines')
    >>> unfit("工会\\ufffd" * 60_001)[0][:14]
    'tens of thousa'
    """
    if text.count(_LOST) * 2 > len(text) - text.count(" ") - text.count("\n"):
        return TORN
    if text.count(_LOST) > HOLES:
        return RIDDLED
    return ENDLESS if text.count("\n") > LINES else None


def unread(mended: str) -> Reason | None:
    """Why a page text is not kept after what could be mended was: more bytes read wrongly are left than text.

    >>> unread("工会" * 200), unread("æœ¬æ¬¡" * 60 + "工会")[0][:12]
    (None, 'the text was')
    """
    wrong = sum(len(m[0]) for m in _WRONG.finditer(mended))
    return UNREAD if wrong >= _MANY and wrong > _BYTES * len(_HAN.findall(mended)) else None
