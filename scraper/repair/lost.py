"""What cannot be regained: replacement characters, the print they leave when saved again, private-use characters.

At a cut end they fall away with the rest of the cut; inside the text the
place is shown as □ with a doubt. Private-use characters are icons of web
fonts, except between ideographs, where one stands for a character that the
code page had no room for.
"""

from __future__ import annotations

import re

from scraper.model import Edit, PageDoubt, Repairs
from scraper.repair.doubtful import LOST

RULE = "repair.lost"
CUT_RULE = "repair.cut"
ICON_RULE = "repair.control"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_HOLE = re.compile(r"\ufffd+|(?:锟斤拷)+(?:锟斤|锟)?")
SIGN = re.compile(f"[\ufffd锟{_PRIVATE}]")
_END = re.compile(r"[\s.…]*\Z")
_ICON = re.compile(f"[{_PRIVATE}]+")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


def find(text: str) -> Repairs:
    """Holes marked, cut ends and icons taken out."""
    edits: list[Edit] = []
    doubts: list[PageDoubt] = []
    for m in _HOLE.finditer(text) if "\ufffd" in text or "锟斤拷" in text else ():
        if m[0][0] == "\ufffd" and _END.match(text, m.end()):
            edits.append(Edit(m.start(), m.end(), "", CUT_RULE))
            continue
        edits.append(Edit(m.start(), m.end(), LOST, RULE))
        doubts.append(PageDoubt(m.start(), m.end(), RULE, "bytes that make no character"))
    for m in _ICON.finditer(text):
        spaces = m[0].strip("\ue5e5") == ""
        inside = _IDEOGRAPH.match(text, m.end()) and m.start() and _IDEOGRAPH.match(text, m.start() - 1)
        if inside and not spaces and len(m[0]) == 1:
            edits.append(Edit(m.start(), m.end(), LOST, RULE, 0.9))
            doubts.append(PageDoubt(m.start(), m.end(), RULE, "a character of a private font"))
        else:
            edits.append(Edit(m.start(), m.end(), " " if spaces else "", ICON_RULE))
    return Repairs(tuple(sorted(edits, key=lambda e: e.start)), tuple(sorted(doubts, key=lambda d: d.start)))
