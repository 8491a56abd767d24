"""Places: completed where certain, as told where not."""

from __future__ import annotations

import pytest

from archive.model import Region
from scraper.describe.places import gazetteer, leading, mentions, own_place, resolve


@pytest.mark.parametrize(("text", "region"), [
    ("衢州市总工会", Region("浙江省衢州市", "330800")),
    ("江苏徐州市总工会", Region("江苏省徐州市", "320300")),
    ("内蒙古自治区总工会", Region("内蒙古自治区", "150000")),
    ("重庆市万州区总工会", Region("重庆市万州区", "500101")),
    ("神农架林区总工会", Region("湖北省神农架林区", "429021")),
    ("襄樊市总工会", Region("湖北省襄樊市", "420600")),
    ("朝阳区总工会", Region("朝阳区")),
    ("北京市朝阳区总工会", Region("北京市朝阳区", "110105")),
    ("鼓楼区总工会", Region("鼓楼区")),
    ("云溪市总工会", Region("云溪市")),
])
def test_leading(text: str, region: Region) -> None:
    found = leading(text)
    assert found
    assert found[0] == region


NO_PLACES = "XX市总工会 市总工会 全县工会 某县总工会 加强城市工会 各县总工会 社区工会"


@pytest.mark.parametrize("text", NO_PLACES.split())
def test_no_place(text: str) -> None:
    assert leading(text) is None


def test_ambiguous_name_is_certain_in_its_province() -> None:
    (mention,) = mentions("鼓楼区")
    assert resolve(mention) == Region("鼓楼区")
    assert resolve(mention, ("320100",)) == Region("江苏省南京市鼓楼区", "320106")


def test_one_place_among_others_is_nobodys_own() -> None:
    assert own_place("我们考察了苏州市总工会、无锡市总工会和宁波市总工会。") is None
    found = own_place("近年来，衢州市委、市政府重视工会工作。全市职工为衢州经济社会发展作出了贡献。")
    assert found
    assert found[0].code == "330800"


def test_table_holds_names_in_force_and_abolished() -> None:
    table = gazetteer()
    assert len(table.names) > 3500
    assert table.completed("330802") == "浙江省衢州市柯城区"
    assert ("110103", "崇文区") in table.ended
