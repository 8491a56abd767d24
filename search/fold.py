"""Folding: what queries and texts have in common, whatever their script, width, case or spacing.

The rule stands in ``docs/search-language.md``; :func:`table` gives it as data
for the published page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

RUN = "0-9a-zß-öø-ɏͰ-ϿЀ-ӿ"
"""Letters and digits of alphabets, as the inside of a character class: they match as whole runs."""

IGNORED = "“”‘’「」『』\"'《》〈〉"
_ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
_BLANK = "\0"
_JOINING = re.compile(f"(?<=[{RUN}])\0+(?=[{RUN}])")
_RUN = re.compile(f"[{RUN}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_run(character: str) -> bool:
    """Whether a folded character belongs to a run."""
    return bool(_RUN.match(character))


def narrow(character: str) -> str:
    """The character in the width of ASCII or of Chinese, whichever is usual for it.

    >>> narrow("Ａ"), narrow("，"), narrow("｡"), narrow("①")
    ('A', ',', '。', '①')
    """
    kind, _, rest = unicodedata.decomposition(character).partition(" ")
    if kind in ("<wide>", "<narrow>") and " " not in rest:
        return chr(int(rest, 16))
    return character


@cache
def table() -> dict[str, str]:
    """Folded character by character; ``""`` for an ignored one; what is not in it stands for itself."""
    simple = _simplified()
    out = {}
    for code in range(0x30000):
        character = chr(code)
        folded = narrow(character)
        while (first := simple.get(folded, folded)) != folded:
            folded = first
        folded = folded.lower() if len(folded.lower()) == 1 else folded
        if folded in IGNORED or folded in _ZERO_WIDTH or folded.isspace() or unicodedata.category(folded) == "Cc":
            folded = ""
        if folded != character:
            out[character] = folded
    out.update({chr(code): "" for code in range(0xE0100, 0xE01F0)})
    return out


def _simplified() -> dict[str, str]:
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {old: new.split(" ")[0] for old, new in pairs} | {"著": "着"}


@cache
def _translation() -> dict[int, str]:
    return {ord(old): new or _BLANK for old, new in table().items()}


def fold(text: str) -> str:
    """What is compared.

    >>> fold("「三個代表」 重要思想"), fold("ＧＤＰ 增长  8.5％"), fold("“211”“985”工程")
    ('三个代表重要思想', 'gdp增长8.5%', '211 985工程')
    """
    return _JOINING.sub(" ", text.translate(_translation())).replace(_BLANK, "")


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the offset in ``text`` of the one it stands for.

    The blank between two runs stands for the first ignored character there.

    >>> fold_with_map("“甲” 乙")
    ('甲乙', [1, 4])
    """
    marked = text.translate(_translation())
    marked = _JOINING.sub(lambda m: " " + _BLANK * (len(m[0]) - 1), marked)
    kept = [i for i, character in enumerate(marked) if character != _BLANK]
    return "".join(marked[i] for i in kept), kept


@cache
def _stand_ins() -> dict[str, str]:
    """For a folded form outside the first plane, the first character within it that folds to it."""
    out: dict[str, str] = {}
    for old, new in table().items():
        if new > "\uffff" >= old:
            out.setdefault(new, old)
    return out


class Codes:
    """Characters as 16-bit codes: themselves in the first plane, others by their place in a list.

    The codes of the surrogates, which no text has, stand for the others, in
    the order in which they were met; the list is kept with the index.
    """

    FIRST, LAST = 0xD800, 0xDFFE

    def __init__(self, others: str = "") -> None:
        self.others = others
        self._code = {character: self.FIRST + i for i, character in enumerate(others)}

    def encode(self, text: str) -> NDArray[np.uint16]:
        """The codes of a reading text; new characters of other planes are added to the list."""
        data = text.encode("utf-16-le", "replace")
        if len(data) == 2 * len(text):
            return np.frombuffer(data, "<u2")
        return np.array([self._other(c) if c > "\uffff" else ord(c) for c in text], np.uint16)

    def _other(self, character: str) -> int:
        code = self._code.get(character)
        if code is None:
            code = min(self.FIRST + len(self.others), self.LAST + 1)
            if code <= self.LAST:
                self.others += character
            self._code[character] = code
        return code

    def decode(self, codes: NDArray[np.uint16]) -> str:
        """The reading text of codes."""
        text = codes.astype("<u2").tobytes().decode("utf-16-le", "surrogatepass")
        if _SURROGATE.search(text):
            text = _SURROGATE.sub(lambda m: (self.others + "□" * 2048)[ord(m[0]) - self.FIRST], text)
        return text

    def folding(self) -> NDArray[np.uint16]:
        """The folded code of each code; 0 for ignored characters."""
        out = np.arange(0x10000, dtype=np.uint16)
        for old, new in table().items():
            if old <= "\uffff":
                out[ord(old)] = self._folded(new) if new else 0
        for old in self.others:
            new = table().get(old, old)
            out[self._code[old]] = self._folded(new) if new else 0
        return out

    def _folded(self, character: str) -> int:
        character = _stand_ins().get(character, character)
        return ord(character) if character <= "\uffff" else self._code.get(character, self.LAST + 1)

    def of_folded(self, folded: str) -> list[int]:
        """The codes to look for; a character that no text has gets a code that no text has."""
        return [self._folded(c) if not "\ud800" <= c <= "\udfff" else self.LAST + 1 for c in folded]
