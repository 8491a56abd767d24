"""Residues of removed links: each linked word became a line of its own with 。 behind it and behind what stood before.

    ...要推动《。           The proof of such a page is a bracket that opens
    劳动合同。              right before 。 at a line's end and closes behind
    法》的贯彻              the next line, or another mark right before 。.
                            Then other lone words join too.
"""

from __future__ import annotations

import re
from collections import Counter

from scraper.model import Edit, Repairs

RULE = "repair.link"
_BLANK = r"[ \t\u3000\xa0]*(?:\r?\n[ \t\u3000\xa0]*)+"
_TORN = re.compile(rf"(?<=[《“「『（(【])(。{_BLANK})([^\n\r。，,、；;：:！!？?]{{1,20}})(。?{_BLANK})"
                   r"(?=[^\n\r]{0,20}[》”」』）)】])")
_CLAUSE = re.compile(rf"(?<=[，,、；;：:])(。{_BLANK})([^\n\r。，,、；;：:！!？?]{{1,20}})(。{_BLANK})")
_LONE = re.compile(rf"(?<=[\u4e00-\u9fff”》])(。?{_BLANK})([\u4e00-\u9fff]{{2,8}})(。{_BLANK})"
                   r"(?=([\u4e00-\u9fff]{4}))")
SIGN = re.compile("。")
_OPEN = "《“「『（(【"
_GOES_ON = "，,、；;：:"
_WHOLE = re.compile(r"[谢謝特此完毕畢束敬礼禮附即]|^(?:同志|各位|第|一|二|三|四|五|六|七|八|九|十)")
_NEXT = re.compile(r"同志|各位|第[一二三四五六七八九十]|[一二三四五六七八九十]")


def find(text: str) -> Repairs:
    """The breaks around the words taken out.

    >>> [e.start for e in find("落实《。\\n劳动合同。\\n法》的规定").edits]
    [3, 9]
    """
    if not any(f"{c}。" in text for c in _OPEN + _GOES_ON):
        return Repairs()
    torn = [*(m for m in _TORN.finditer(text) if "。" in m[3]), *_CLAUSE.finditer(text)]
    if not torn:
        return Repairs()
    words = Counter(m[2] for m in torn)
    breaks: dict[tuple[int, int], float] = {span: 0.95 for m in torn for span in (m.span(1), m.span(3))}
    for m in _LONE.finditer(text):
        if m[2] in words or not (_WHOLE.search(m[2]) or _NEXT.match(m[4])):
            for span in (m.span(1), m.span(3)):
                breaks.setdefault(span, 0.8)
    return Repairs(tuple(Edit(a, b, "", RULE, sure) for (a, b), sure in sorted(breaks.items())))
