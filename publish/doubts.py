"""What a doubt says to the reader, in Chinese; ledgers note it in English, for those who work on rules."""

from __future__ import annotations

_NOTES = {
    "bytes that make no character": "此处的字节不成字",
    "a character of a private font": "网页用了自造字体的字，无从得知是哪个字",
    "bytes were lost": "字节已丢失",
    "bytes read in the wrong encoding, and some were lost": "编码误读，且字节有丢失",
    "bytes were lost, more than one reading is possible": "字节有丢失，可有几种读法",
    "bytes were lost and more than one reading is possible": "字节有丢失，可有几种读法",
    "more than one reading is possible": "可有几种读法",
    "a character was swallowed by the conversion": "转换时吞掉了一个字",
    "the line seems half a blank off and could not be read": "这一行像是错开了半个空格，未能读出",
    "a torn place on a page with too many of them to read all": "本页错位的地方太多，此处未读",
    "the article begins on an earlier page": "前面的页",
    "the article goes on on a page that is not at hand": "后面的页",
}
_READ = "read as "


def told(reason: str, rule: str, note: str) -> str:
    """Why a place is doubted. ``reason`` is that of the rule in Chinese, or its id where it has none.

    >>> told("乱码，按语言模型补出", "repair.mojibake-lossy", "more than one reading is possible")
    '乱码，按语言模型补出：可有几种读法'
    >>> told("该页未收到", "page.goes-on", "the article goes on on a page that is not at hand: http://a.example/2.html")
    '该页未收到：后面的页 http://a.example/2.html'
    >>> told("number.mixed", "number.mixed", "序号与上文不一致")
    '序号与上文不一致'
    """
    head, colon, rest = note.partition(": ")
    if note.startswith(_READ):
        note = f"读作“{note.removeprefix(_READ)}”"
    known = _NOTES.get(note) or (f"{_NOTES[head]} {rest}" if colon and head in _NOTES else "")
    more = known or ("" if note.isascii() else note)
    return "：".join(part for part in ("" if reason == rule and more else reason, more) if part)
