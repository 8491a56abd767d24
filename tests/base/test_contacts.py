"""Contact data in texts: what is covered, and what only looks like it."""

from __future__ import annotations

import pytest

from archive import contacts

COVERED = """
邮箱【gonghui@abc.com】逾期不再受理
email是【gh@abc.example】
请发至【li.ming_2@mail.gonghui.example】，并注明单位
邮箱：【ｇｈ＠ａｂｃ．ｅｘａｍｐｌｅ】。
联系人王某【a-b+c@gh.example】2013年3月前
电话【010-8888 9999】
传真：【(010)8888-9999】。
（【0451】-87654321）
【0451-87654321】
【045187654321】元旦期间值班
【0451 87654321】
热线【0451—87654321】
手机【13800001111】
【138 0000 1111】
【138-0000-1111】
【+86 13800001111】
【13800001111】人事部
【13800001111】家住城东
【13800001111】户籍科
【13800001111】万经理
【13800001111】 万鹏
【13800001111】元旦值班
【13800001111】次日回复
【１３８００００１１１１】
联系人：张某【13800001111】年前回复
拨打【13800001111】.2.报名时间
电话：【87654321】
电话：【8765 4321】
电话87654321
账号【6222020200001234567】
卡号：【6222 0202 0000 1234 567】户名
身份证【110101199003070011】
电话.【13800001111】
"""

FIGURES = """
经费收缴达到13800000000元
经费收缴13800000000元
投入18612345678.50元
投入18612345678．50
实现产值13812345678万元
实现产值13812345678万
实现产值13812345678亿元
共筹集资金13800000000余元
惠及职工13800000000人
惠及职工13800000000人次
困难职工18600000000户
企业15000000000家
产煤13900000000吨
收粮13900000000公斤
占13900000000%
占13900000000‰
占地15900000000亩
面积15900000000平方米
印发13900000000份
发放13900000000册
服务15900000000次
建成15900000000个
产值达18612345678
总额为¥18612345678
合计18612345678
增长13912345678901234567元
会员20130308人，1998—2003年
合同编号13800001111
单号：13800001111
总投资 13800000000 元
资产3000000000000000元
账户余额6222020200001234567元
完成订单6222020200001234567件
接听热线12345678次
单价5@3.5元
微博@工会在线.欢迎关注
2012-2013年，100-2000000
1.13812345678
"""


@pytest.mark.parametrize("line", COVERED.split("\n")[1:-1])
def test_contact_data_is_covered_and_nothing_beside_it(line: str) -> None:
    text = line.replace("【", "").replace("】", "")
    covered = contacts.cover(text)
    assert len(covered) == len(text)
    assert "*" in covered
    if "】" in line and "【0451】" not in line:
        start, end = line.index("【"), line.index("】") - 1
        assert (covered[:start], covered[end:]) == (text[:start], text[end:])
        assert not any(c.isalnum() for c in covered[start + 3 : end])


@pytest.mark.parametrize("text", FIGURES.split("\n")[1:-1])
def test_figures_stand(text: str) -> None:
    assert contacts.cover(text) == text


def test_an_address_takes_no_chinese_with_it() -> None:
    assert contacts.cover("邮箱gonghui@abc.com逾期不再受理") == "邮箱gon****@***.***逾期不再受理"
    assert contacts.cover("email是gh@abc.example") == "email是gh@***.*******"
    assert contacts.cover("单位工会的同志请写信gh@abc.example工会收") == "单位工会的同志请写信gh@***.*******工会收"
