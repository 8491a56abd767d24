"""Pages that no cleaning is tried on: what was decoded is no text, or no text that a person wrote."""

from __future__ import annotations

from scraper.extract.refusal import Reason

TORN: Reason = ("most of its bytes are no text in any known encoding", "大部分字节不是任何已知编码的文字")
ENDLESS: Reason = ("more lines than any document has; split the file if it holds many documents",
                   "行数超过任何文稿；如文件含多篇文稿请先拆分")
LINES = 60_000
"""The proceedings of a whole congress have some 20,000; cleaning looks at each several times."""
_LOST = "\ufffd"


def unfit(text: str) -> Reason | None:
    """Why a page text is not worth a look, or nothing if it is.

    >>> unfit("工会" * 20 + "\\ufffd" * 30), unfit("\\ufffd" * 9 + "工会")[0][:13], unfit("一\\n" * 60_001)[0][:10]
    (None, 'most of its b', 'more lines')
    """
    if text.count(_LOST) * 2 > len(text) - text.count(" ") - text.count("\n"):
        return TORN
    return ENDLESS if text.count("\n") > LINES else None
