"""Document numbers: ``青工发〔2011〕12号``."""

from __future__ import annotations

import re


def document_number(text: str) -> str:
    """The number of a folded document head in its full form.

    >>> document_number("等级特急 青工发[2011]第12号")
    '青工发〔2011〕12号'
    """
    text = re.sub(r"\s", "", text)
    text = re.sub(r"^.*(?:等级|级特急|特急|加急|平急|密级|文件|编号|文号|字号)", "", text)
    return re.sub(r"[\[(【]([^\])】]+)[\])】]第?", r"〔\1〕", text)
