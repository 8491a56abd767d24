"""A by-line whose name is masked is a by-line: never the title."""

from __future__ import annotations

import pytest

from scraper import clean

TEXT = """云汀市总工会2012年工作报告
云汀市总工会主席 {name}
（2012年1月12日）
各位委员、同志们：
现在，我受市总工会常委会委托，向全会报告工作，请予审议。一年来，全市各级工会办了不少实事。
一、过去一年的工作
新建工会三百家，发展会员九千人，签订集体合同五百份，走访困难职工两千户。
"""


@pytest.mark.parametrize("name", ["赵某某", "张某", "王*", "李××", "某某某", "×××"])
def test_masked_by_line(name: str) -> None:
    document = clean(TEXT.format(name=name).encode())["documents"][0]
    assert document["title"] == "云汀市总工会2012年工作报告"
    assert "speaker" not in document
    assert name not in document["body"]
