"""Short lines that tell of a text, among its paragraphs in the same box and the same shape: by-lines, days, bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scraper.model import Block
from scraper.shapes import is_byline

_LINE, _PARAGRAPH, _REACH = 60, 30, 8
"""Characters of such a line; of a paragraph that shows whose box it is; lines beyond the text where it may stand."""
_SHARE = 0.8
_DAY = (
    r"(?:(?:(?:19|20)[\dxX×*＊]{2}|[〇○零一二三四五六七八九]{4}|(?:中华)?民国[一二三四五六七八九十〇○零百\d]{2,4})\s?年"
    r"\s?[\d一二三四五六七八九十xX×*＊]{1,3}\s?月(?:\s?[\d一二三四五六七八九十xX×*＊]{1,3}\s?日)?)"
)
_TELLS = re.compile(
    rf"^[（(\[【]?\s?{_DAY}(?:[上下]午.{{0,6}})?\s?[)）\]】]?$|^[（(]?(?:19|20)\d\d\.\d{{1,2}}\.\d{{1,2}}[)）]?$"
    r"|^(?:[—–―-]{1,3})\s?\S{4,50}$|^(?:报告|述职|汇报|发言|讲话|倡议|总结|竞聘)人\s?[:：]\s?\S.{0,14}$"
    r"|^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s?[^。|>]{2,36}$"
    r"|^[^，。：:|>\s]{3,30}(?:总工会|工会|工会委员会|工会联合会)$"
    r"|^[^。！？|>]{0,50}(?:各位|同志们|朋友们)[^。！？|>]{0,40}[：:]$"
    r"|^[（(【\[][^】)）\]]{2,20}(?:主席|理事长|书记|部长|会长)\s[^】)）\]]{2,24}[】)）\]]$"
)
_REACHED = re.compile(
    r"^(?:联\s{0,2}系\s{0,2}人|联系(?:电话|方式|地址)|(?:报名|咨询|监督|举报)?(?:电\s{0,6}话|邮箱|地点|时间)|手\s{0,4}机|传\s{0,6}真"
    r"|邮\s{0,6}[箱编]|电子邮[箱件]|地\s{0,6}址|附\s{0,3}件\s?\d{0,2})\s?[:：]\s?\S.{1,58}$")
"""How the body of a notice is reached, and what it encloses: above the last line that stays."""
_OF_SITE = re.compile(r"来源|编辑|责编|发布|作者|浏览|点击|(?<!午)(?<!午\d)\d:\d\d|[图摄]|网$")

_OF_LIST = re.compile(
    _OF_SITE.pattern + r"|标签|分类|首页|分享|收藏|打印|关闭|上一|下一|相关|阅读|评论|下载|\d{4}-\d|^\s*\S{1,3}\s*$")
"""What the items of a site's own lists say."""


def telling(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Dropped lines of that kind in the box that holds most of the text."""
    kept = [i for i, why in enumerate(chosen) if why is None and blocks[i].tag != "title"]
    mass = sum(len(texts[i]) for i in kept)
    boxes: Counter[tuple[int, int]] = Counter()
    for i in kept:
        for place in enumerate(blocks[i].boxes):
            boxes[place] += len(texts[i])
    if not boxes:
        return []
    depth, box = max(place for place, held in boxes.items() if held >= _SHARE * mass)
    rows = [i for i, b in enumerate(blocks) if len(b.boxes) > depth and b.boxes[depth] == box]
    text = [k for k, i in enumerate(rows) if chosen[i] is None and len(texts[i]) >= _PARAGRAPH]
    shapes = Counter(_shape(blocks[rows[k]], depth) for k in text)
    if not text:
        return []
    own = shapes.most_common(1)[0][0]
    near = rows[max(0, text[0] - _REACH) : text[-1] + _REACH]
    amid = range(rows[text[0]], rows[text[-1]])
    above = max(i for i in rows if chosen[i] is None)
    return [i for i in near if chosen[i] in ("", "html.apart") and _shape(blocks[i], depth) == own
            and _plain(blocks[i], texts[i].strip(), i in amid, i < above)] + _listed(blocks, texts, chosen, rows)


def _listed(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None], rows: Sequence[int]
            ) -> list[int]:
    """The dropped items of a list without links right behind the last kept line of the box: duties, enclosures."""
    last = max(k for k, i in enumerate(rows) if chosen[i] is None)
    items = []
    for i in rows[last + 1 :]:
        if "li" not in (blocks[i].tag, *(_tag(label) for label in blocks[i].path[-2:])):
            break
        items.append(i)
    held = all(not (blocks[i].link or blocks[i].hidden or _OF_LIST.search(texts[i])) and len(texts[i]) <= _LINE
               for i in items)
    return [i for i in items if texts[i].strip()] if held and len(items) > 1 else []


def _plain(block: Block, line: str, amid: bool, above: bool) -> bool:
    """Whether a line tells of a text, bears no link, and says nothing of a site.

    Names do so only over and under the text, not ``amid`` it; ways to reach somebody only ``above`` its last line.
    """
    if not line or block.link or block.hidden or len(line) > _LINE or _OF_SITE.search(line):
        return False
    if above and _REACHED.match(line):
        return True
    return _TELLS.match(line) is not None or (not amid and len(line) > 2 and is_byline(line))


def _shape(block: Block, depth: int) -> tuple[str, ...]:
    """The tags below a box that lead to a block."""
    return tuple(map(_tag, block.path[depth + 1 :]))


def _tag(label: str) -> str:
    return re.split(r"[#.]", label, maxsplit=1)[0]
