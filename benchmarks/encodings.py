"""Read a generated lattice of encodings, beside chardet and charset-normalizer.

    python -m benchmarks.encodings

The texts are invented; encodings, declarations (right, wrong, contradicting,
missing) and lengths are crossed. A reading is right if the text comes back
whole.
"""

from __future__ import annotations

import itertools
import random
import re
import time
from collections.abc import Callable, Iterator

from scraper.decode import decode

HANS = (
    "同志们：过去的一年，云溪县总工会在县委和上级工会的领导下，围绕中心，服务大局，团结动员广大职工建功立业。"
    "一、加强思想引领，组织职工学习理论，举办讲座三十六场，参加职工八千多人次。二、维护职工权益，签订集体合同二百一十份，"
    "覆盖企业五百家；办理困难职工档案，发放帮扶资金六十万元。三、推进组织建设，新建基层工会四十二个，发展会员三千名。"
    "我们也清醒地看到，工作中还有不少问题：有的企业工会作用发挥不够，干部队伍力量薄弱，活动经费紧张，方法比较单一。"
)
HANT = (
    "各位理事、各位會員：過去一年，本會在全體同仁的支持之下，圍繞勞工權益，推動各項工作，得到社會各界的肯定。"
    "第一，加強勞資協商，簽訂團體協約二十份，調處爭議案件三十五件。第二，辦理勞工教育，開設課程四十班，參加人數超過兩千人。"
    "第三，關懷弱勢家庭，發放慰問金與獎學金，讓會員感受到組織的溫暖。未來我們將繼續爭取合理的工時與薪資，改善工作環境，"
    "並且加強與國際工會組織的聯繫，學習他們的經驗。最後，祝福大家身體健康，萬事如意，謝謝各位！"
)
TEXTS = {"utf-8": HANS + HANT, "gb18030": HANS, "big5": HANT, "utf-16-le": HANS, "utf-16-be": HANT}


DECLARED = ("", "utf-8", "gb2312", "big5", "iso-8859-1")
LENGTHS = (200, 400, 2000)


def cases(each: int = 8, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Encoding and text: sentences in random order, under no, one or two contradicting declarations."""
    rng = random.Random(seed)
    for name, told, size in itertools.product(TEXTS, DECLARED, LENGTHS):
        for _ in range(each):
            sentences = re.findall(r"[^。；！]+[。；！]", TEXTS[name])
            text = "".join(rng.choice(sentences) for _ in range(size // 10))
            head = f'<meta charset="{told}"><meta content="text/html; charset=gbk">' if told else ""
            yield name, head + text[:size]


def readers() -> dict[str, Callable[[bytes], str]]:
    """Our reading and those of the detectors that are installed."""
    found: dict[str, Callable[[bytes], str]] = {"scraper.decode": lambda data: decode(data)[0]}
    try:
        import chardet
    except ImportError:
        pass
    else:
        found["chardet"] = lambda data: data.decode(chardet.detect(data)["encoding"] or "ascii", "replace")
    try:
        import charset_normalizer
    except ImportError:
        pass
    else:
        found["charset-normalizer"] = lambda data: str(charset_normalizer.from_bytes(data).best() or "")
    return found


def main() -> None:
    lattice = [(text, text.encode(name)) for name, text in cases()]
    print(f"{len(lattice)} files")
    for name, read in readers().items():
        start = time.perf_counter()
        right = sum(_safe(read, data) == text for text, data in lattice)
        spent = (time.perf_counter() - start) / len(lattice) * 1000
        print(f"{name:20} right {right / len(lattice):.4f}   {spent:.2f} ms a file")


def _safe(read: Callable[[bytes], str], data: bytes) -> str:
    """A reading; detectors may name an encoding that Python does not know."""
    try:
        return read(data)
    except (LookupError, UnicodeError):
        return ""


if __name__ == "__main__":
    main()
