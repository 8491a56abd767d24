"""A page whose parts are told apart better than before: the old ids stay, what is new gets new ones."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import body as markdown
from archive.model import Document
from archive.store import Store
from scraper.model import Piece
from tests.doors.conftest import Call

PARTS = (
    ("青禾纺织厂", "纺纱车间夏季高温难耐，厂里要尽快装上喷雾降温设备，夜班女工的接送车也要落实到人。"),
    ("白石水泥厂", "粉尘治理是职工最关心的大事，收尘布袋要按期更换，接尘岗位每年体检一次，档案一人一份。"),
    ("黑水林场", "护林员常年住在山上，吃水要靠骡子驮，工会要帮着把引水管线修通，再配上几部对讲机。"),
    ("黄柏茶场", "采茶季用工集中，季节工的工钱要当日结清，食宿要有保障，受了伤要按规定及时送医。"),
    ("红崖煤矿", "井下瓦斯监测一刻不能放松，群监员要敢说敢管，发现隐患有权带领班组人员先行撤离。"),
    ("蓝田湾盐场", "晒盐工风吹日晒，双眼容易得病，工会要联系县医院送医上门，遮阳镜和胶靴按季发放。"),
)


def part(number: int) -> str:
    place, told = PARTS[number]
    return f"""篇{'一二三四五六'[number]}：在{place}工会成立大会上的讲话
同志们：
　　{told}这是{place}工会成立以后要办的头一件实事，要定人定责定时间，年底向全体职工交账。
　　一、{place}要把组织建起来
　　{told[::-1]}
　　谢谢大家！
"""


def addresses(document: Document) -> list[str]:
    return markdown.anchors(markdown.parse(document.body), document.anchors)


def test_a_page_that_gives_more_parts_than_before_keeps_its_ids(gonghui: Call, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "six.txt"
    page.write_text("工会成立大会讲话六篇\n\n" + "\n".join(map(part, range(6))), encoding="utf-8")
    cleaning = importlib.import_module("scraper.clean")
    split: Callable[..., tuple[Piece, ...]] = cleaning.split

    def coarse(*given: Any) -> tuple[Piece, ...]:
        fine = split(*given)
        assert len(fine) == 6
        pairs = zip(fine[::2], fine[1::2], strict=True)
        return tuple(replace(one, spans=one.spans + two.spans) for one, two in pairs)

    with monkeypatch.context() as patched:
        patched.setattr(cleaning, "split", coarse)
        old = gonghui("scrape", "--json", page).rows[0]["ids"]
    assert len(old) == 3
    store = Store(tmp_path / "archive")
    before = {id: addresses(store.document(id)) for id in old}
    assert gonghui("reclean").code == 0
    documents = {d.id: d for d in store.documents()}
    assert len(documents) == 6
    assert set(old) < set(documents)
    for id, (place, _) in zip(old, PARTS[::2], strict=True):
        assert documents[id].title == f"在{place}工会成立大会上的讲话"
        assert addresses(documents[id]) == before[id][: len(addresses(documents[id]))]
    assert gonghui("check").code == 0
    assert "6 unchanged" in gonghui("reclean").err
