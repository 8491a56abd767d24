"""A pack as Markdown: what an editor or a chat takes."""

from __future__ import annotations

from archive.body import escape
from publish import names
from publish.pack import REASONS, Quoted, Told, lines


def markdown(told: Told) -> str:
    """The reading pack as Markdown; ``assets/room/pack.js`` writes the same."""
    contents = [f"{q.number}. {escape(q.heading)}{f'（{q.place}）' if q.place else ''}——{escape(q.by)}"
                for q in told.passages]
    parts = [f"# {escape(told.name)}",
             "　".join(t for t in (told.site, names.date(told.day), told.made) if t),
             "## 目录", "\n".join(contents)]
    for quoted in told.passages:
        parts += _passage(quoted)
    parts += ["## 资料来源", "\n".join(
        f"{s.number}. {escape(s.cite)}（第 {'、'.join(map(str, s.passages))} 项）" for s in told.sources)]
    if told.missing:
        parts += ["## 未能收入", "\n".join(
            f"- {m.id}{'#' + m.anchor if m.anchor else ''} {escape(m.title)}：{REASONS[m.reason][1]}"
            for m in told.missing)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _passage(quoted: Quoted) -> list[str]:
    out = [f"## 选文{quoted.number}　{escape(quoted.heading)}"]
    above = quoted.path[:-1] if quoted.part == "paragraph" else quoted.path
    out.append("　›　".join(map(escape, above)))
    top = min((block.level for block in quoted.blocks if block.level), default=0)
    for block in quoted.blocks:
        if block.kind == "table":
            rows = [row.split("\t") for row in block.text.split("\n")]
            table = ["| " + " | ".join(map(escape, row)) + " |" for row in rows]
            out.append("\n".join([table[0], "|" + " --- |" * len(rows[0]), *table[1:]]))
        elif block.level:
            out.append(f"{'#' * min(block.level - top + 3, 6)} {escape(block.text)}")
        else:
            out.append(escape(block.text))
    if note := lines(quoted.note):
        out.append("\n".join(f"> {'备注：' if i == 0 else ''}{escape(line)}  " for i, line in enumerate(note)))
    out.append(f"—— {escape(quoted.cite)}")
    return out
