"""Look-alikes of ideographs: Kangxi radicals, radicals of the supplement, compatibility ideographs.

Browsers that print to PDF and converters that read it back write ⼯ for 工.
Only these blocks are folded: NFKC on everything would turn （）， to ASCII and
① to 1.
"""

from __future__ import annotations

import re
import unicodedata

from scraper.model import Edit, Repairs

RULE = "repair.form"
_OTHER = dict(zip(
    "⺁⺄⺆⺌⺍⺎⺐⺒⺓⺕⺗⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺮⺯⺶⺷⺸⺼⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋"
    "⻌⻍⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乙冂小小兀尣巳幺彐心母民水水火爪爪丬牛犬王网示竹糸羊羊羊肉虎衣西西见角角讠贝足车"
    "辶辶邑钅長長长门阜雨青韦页风飞食食饣饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟", strict=True))
_VERTICAL = dict(zip("︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "（）｛｝〔〕【】《》〈〉「」『』", strict=True))
SIGN = _FORMS = re.compile("[\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d" + "".join([*_OTHER, *_VERTICAL]) + "]+")


def find(text: str) -> Repairs:
    """Each of them replaced by the character it looks like.

    >>> find("⼯会⻓").edits[0].text, find("⼯会⻓").edits[1].text
    ('工', '长')
    """
    return Repairs(tuple(Edit(m.start(), m.end(), "".join(map(_plain, m[0])), RULE) for m in _FORMS.finditer(text)))


def _plain(char: str) -> str:
    return _OTHER.get(char) or _VERTICAL.get(char) or unicodedata.normalize("NFKC", char)
