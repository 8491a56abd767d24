"""A generated lattice: encodings, true and false declarations, lengths."""

from __future__ import annotations

import pytest

from benchmarks.encodings import HANS, cases
from scraper.decode import decode


def test_lattice() -> None:
    right = [decode(text.encode(name)) == (text, name) for name, text in cases()]
    assert sum(right) / len(right) >= 0.995


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_no_text(name: str) -> None:
    assert decode(HANS.encode(name))[0] == HANS


@pytest.mark.parametrize("told", ["utf-8", "big5", "nonsense"])
def test_declaration_is_trusted_least(told: str) -> None:
    page = f'<meta charset="{told}">{HANS}'
    assert decode(page.encode("gb18030")) == (page, "gb18030")


@pytest.mark.parametrize(("name", "lost"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_cut_character_costs_nothing_else(name: str, lost: int) -> None:
    text, told = decode(HANS.encode(name)[:-lost])
    assert told == name
    assert text == HANS[:-1] + "\ufffd"


def test_two_encodings_in_one_page() -> None:
    frame, body = "<div>首页 新闻中心 会员登录</div>\n", f"<p>{HANS}</p>\n"
    text, _ = decode(frame.encode() + body.encode("gb18030") + frame.encode())
    assert text == frame + body + frame


def test_line_ends_stay() -> None:
    assert decode(f"{HANS}\r\n{HANS}\r\n".encode("gb18030"))[0] == f"{HANS}\r\n{HANS}\r\n"


def test_ascii_and_nothing() -> None:
    assert decode(b"") == ("", "utf-8")
    assert decode(b"plain\r\n") == ("plain\r\n", "utf-8")
