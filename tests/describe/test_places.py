"""Places: completed where certain, as told where not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from archive.model import Region
from scraper.describe import places
from scraper.describe.gazetteer import gazetteer
from scraper.describe.places import leading, mentions, own_place, resolve


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
    assert [s.last for s in table.spans["110103"] if s.name == "崇文区"] == [2009]


@pytest.mark.parametrize(("text", "year", "region"), [
    ("集宁市总工会", None, Region("内蒙古自治区乌兰察布盟集宁市", "152601")),
    ("东胜市总工会", 1995, Region("内蒙古自治区伊克昭盟东胜市", "152701")),
    ("临河市总工会", None, Region("内蒙古自治区巴彦淖尔盟临河市", "152801")),
    ("黄岩市总工会", 1991, Region("浙江省台州地区黄岩市", "332603")),
    ("巢湖市总工会", 2005, Region("安徽省巢湖市", "341400")),
    ("巢湖市总工会", 2015, Region("安徽省合肥市巢湖市", "340181")),
    ("襄阳县总工会", None, Region("湖北省襄樊市襄阳县", "420621")),
    ("宜城市总工会", 2005, Region("湖北省襄樊市宜城市", "420684")),
    ("宜城市总工会", 2015, Region("湖北省襄阳市宜城市", "420684")),
    ("黄岩县总工会", 1955, Region("浙江省黄岩县", "332722")),
    ("襄樊总工会", None, Region("湖北省襄樊市", "420600")),
])
def test_a_name_means_what_it_meant_then(text: str, year: int | None, region: Region) -> None:
    found = leading(text, year=year)
    assert found
    assert found[0] == region


def test_every_name_stands_below_those_of_its_own_years() -> None:
    """The whole table against its own rows: what stands above a name stood in the same year, or nothing does."""
    path = Path(places.__file__).with_name("gazetteer.tsv")
    rows = [([*line.split("\t"), "", ""])[:4] for line in path.read_text(encoding="utf-8").splitlines()]
    stood = {(code, name): (int(first or 0), int(last or 9999)) for code, name, first, last in rows}
    by_code: dict[str, list[str]] = defaultdict(list)
    for code, name in stood:
        by_code[code].append(name)
    for (code, name), (first, last) in stood.items():
        for year in {first or 1979, last, (max(first, 1981) + min(last, 2026)) // 2}:
            told = gazetteer().completed(code, name, year)
            assert told.endswith(name)
            above = [f"{code[:2]}0000", f"{code[:4]}00"]
            rest = told.removesuffix(name)
            for upper in dict.fromkeys(u for u in above if u != code):
                fits = [n for n in by_code[upper] if stood[upper, n][0] <= year <= stood[upper, n][1]]
                taken = next((n for n in fits if rest.startswith(n)), "")
                assert taken or not fits or name in fits, (code, name, year, told)
                rest = rest.removeprefix(taken)
            assert not rest, (code, name, year, told)
