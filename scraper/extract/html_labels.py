"""Facts of a site about a text, in a list of terms that holds the text itself as one of its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.model import Block

_TERM = re.compile(
    r"^(?:标题|题名|名称|文件名称?|发文(?:字号|机关|单位|日期)|文\s{0,4}号|索引号|入库时间|上传[者人]?(?:时间)?|密级|全文|正文|内容"
    r"|浏览(?:次数|量)?|下载(?:次数|量)?|附件|作者|来源|栏目|分类|(?:发布|成文|更新|上传|录入)?(?:日期|时间)|类别|文种|主题词?|关键词|摘要|有效性|时效)"
    r"\s?[:：]?$"
)
_TITLE = re.compile(r"标题|题名|名称")
_TEXT, _VALUE = 200, 60
"""Characters of the value that is the text, at least; of a fact, at most."""


def labelled(blocks: Sequence[Block], texts: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Kept terms of such a list and their short values, less that of the title."""
    lists: dict[int, list[int]] = {}
    depths = {path: next((k for k, label in enumerate(path) if _is_list(label)), None)
              for path in {b.path for b in blocks}}
    if not any(at is not None for at in depths.values()):
        return []
    for i, block in enumerate(blocks):
        if (at := depths[block.path]) is not None:
            lists.setdefault(block.boxes[at], []).append(i)
    found = []
    for rows in lists.values():
        depth = next(k for k, label in enumerate(blocks[rows[0]].path) if _is_list(label)) + 1
        values: dict[int, list[int]] = {}
        term, title = False, False
        known = 0
        facts: list[int] = []
        for i in rows:
            if len(blocks[i].path) <= depth:
                continue
            values.setdefault(blocks[i].boxes[depth], []).append(i)
        for held in values.values():
            text = "".join(texts[i] for i in held).strip()
            if _tag(blocks[held[0]].path[depth]) == "dt":
                term = _TERM.match(text) is not None
                title = term and _TITLE.search(text) is not None
                known += term
                facts += held if term else []
            elif term and not title and len(text) <= _VALUE:
                facts += held
        if known > 2 and max((sum(len(texts[i]) for i in held) for held in values.values()), default=0) >= _TEXT:
            found += [i for i in facts if chosen[i] is None]
    return found


def _is_list(label: str) -> bool:
    return label == "dl" or label.startswith(("dl#", "dl."))


def _tag(label: str) -> str:
    return re.split(r"[#.]", label, maxsplit=1)[0]
