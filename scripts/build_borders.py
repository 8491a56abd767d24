"""Makes ``search/borders.txt``: surroundings in which a word of two characters is mostly a piece of others.

    python scripts/build_borders.py

法人 in 办法人(人) is the end of one word and the beginning of the next. How often that is to be expected follows from
the words and counts of the language model's list (``scripts/build_language_model.py``; ``jieba``, MIT) as if words
came independently: for the characters xab, ``xa`` as a word and then any that begins with b, against any that ends
with x and then the word ``ab``; in the same way for abx. A surrounding is taken where the first is ``CLEAR`` times as
likely, and common enough to matter to who looks for the word; a surrounding that is a word itself is none (加工业).
Only nouns and words that are used as such are looked at: what readers search for.

A line is the word, the characters before it and, after a bar, those after it: 理事管|情 is 管理事 and 理事情.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from build_language_model import folder, words

CLEAR, SHARE, LEAST, COMMON, MOST, KEPT = 10.0, 0.01, 10.0, 150, 3, 1000
"""Times as likely; of the word's own count; expected count; count of a word; surroundings of a word; words kept."""
KINDS = ("n", "nt", "nz", "vn", "an")


def nouns() -> set[str]:
    """The nouns of two characters."""
    lines = (folder("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    told = [tuple(line.split(" ")) for line in lines]
    return {row[0] for row in told if len(row[0]) == 2 and row[2] in KINDS}


def borders(counts: Counter[str], wanted: set[str]) -> list[tuple[float, str, list[str]]]:
    """What is expected in vain (beside the word's own count), the word and its surroundings; the greatest first."""
    total = counts.total()
    start: Counter[str] = Counter()
    end: Counter[str] = Counter()
    ending: dict[str, list[str]] = defaultdict(list)
    beginning: dict[str, list[str]] = defaultdict(list)
    for word, count in counts.items():
        start[word[0]] += count
        end[word[-1]] += count
        if len(word) == 2 and count >= COMMON:
            ending[word[-1]].append(word)
            beginning[word[0]].append(word)
    out = []
    for word, own in counts.items():
        if word not in wanted or own < COMMON:
            continue
        a, b = word[0], word[1]
        found = [(counts[w] * start[b] / total, end[w[0]] * own / total, w[0] + word) for w in ending[a]]
        found += [(end[a] * counts[w] / total, own * start[w[1]] / total, word + w[1]) for w in beginning[b]]
        some = sorted(((cross, inside) for cross, whole, inside in found if inside not in counts
                       and cross > CLEAR * (whole + 1) and cross >= max(LEAST, SHARE * own)), reverse=True)[:MOST]
        if some:
            out.append((sum(cross for cross, _ in some) / math.sqrt(own), word, [inside for _, inside in some]))
    return sorted(out, reverse=True)


def line(word: str, inside: list[str]) -> str:
    """
    >>> line("理事", ["管理事", "理事情"])
    '理事管|情'
    """
    before = "".join(one[0] for one in inside if one.endswith(word))
    after = "".join(one[-1] for one in inside if not one.endswith(word))
    return f"{word}{before}|{after}"


def main() -> None:
    counts: Counter[str] = Counter()
    for word, count in words():
        counts[word] = max(counts[word], count)
    lines = sorted(line(word, inside) for _, word, inside in borders(counts, nouns())[:KEPT])
    path = Path(__file__).resolve().parent.parent / "search" / "borders.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
