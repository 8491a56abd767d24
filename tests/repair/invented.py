"""Invented union prose: places, people and numbers are made up, the wording is that of the genre."""

from __future__ import annotations

from random import Random

PLACES = [
    "云溪市",
    "青陵县",
    "南棠区",
    "临泽州",
    "白鹭镇",
    "石门坎乡",
    "东篱街道",
    "望江开发区",
    "松岭林场",
    "泉湾工业园",
]
BODIES = [
    "总工会",
    "机关工会",
    "企业工会",
    "教育工会",
    "联合工会",
    "产业工会",
    "乡镇工会",
    "街道工会",
    "工会女职工委员会",
    "职工代表大会",
]
PEOPLE = [
    "全市广大职工",
    "各级工会干部",
    "一线工人",
    "农民工",
    "劳动模范",
    "先进工作者",
    "困难职工",
    "女职工",
    "新就业群体",
    "全体会员",
]
VERBS = [
    "组织",
    "开展",
    "推进",
    "加强",
    "落实",
    "完善",
    "建立",
    "健全",
    "深化",
    "维护",
    "保障",
    "促进",
    "提升",
    "围绕",
    "坚持",
    "服务",
    "引导",
    "动员",
    "表彰",
    "规范",
    "监督",
    "检查",
    "总结",
    "部署",
    "宣传",
    "贯彻",
    "学习",
    "参与",
    "支持",
    "推广",
    "创新",
    "统筹",
    "协调",
    "关心",
    "慰问",
    "培训",
    "帮扶",
    "调解",
    "协商",
    "签订",
    "审议",
]
THINGS = [
    "劳动竞赛",
    "技能培训",
    "技术创新",
    "集体协商",
    "民主管理",
    "厂务公开",
    "法律援助",
    "劳动保护",
    "安全生产",
    "职工权益",
    "劳动关系",
    "困难帮扶",
    "送温暖活动",
    "金秋助学",
    "职工书屋",
    "劳模精神",
    "工匠精神",
    "组织建设",
    "队伍建设",
    "作风建设",
    "制度建设",
    "阵地建设",
    "经费管理",
    "财务审计",
    "信息化建设",
    "网络平台",
    "服务体系",
    "工作机制",
    "考核办法",
    "实施方案",
    "年度计划",
    "发展规划",
    "经济效益",
    "产业结构",
    "转型升级",
    "营商环境",
    "社会稳定",
    "基层基础",
    "会员评家",
    "劳动合同",
    "工资条例",
    "医疗互助",
    "心理健康",
    "文体活动",
    "读书活动",
    "疗休养",
    "入会工作",
    "建会工作",
    "维权热线",
    "信访接待",
    "数据统计",
    "调查研究",
]
ENDS = [
    "取得了明显成效",
    "迈上了新的台阶",
    "得到了职工群众的好评",
    "受到上级工会的充分肯定",
    "为全县经济发展作出了积极贡献",
    "营造了良好的社会氛围",
    "进一步增强了凝聚力和战斗力",
    "实现了全覆盖",
    "打下了坚实基础",
    "还存在不少困难和问题",
    "与职工的期盼相比还有差距",
    "要继续抓紧抓好",
    "必须认真加以解决",
    "做到了件件有着落、事事有回音",
    "走在了全省前列",
]
OPENERS = [
    "一年来，",
    "今年以来，",
    "近年来，",
    "同时，",
    "在市委的正确领导下，",
    "按照上级工会的要求，",
    "会议指出，",
    "会议强调，",
    "我们要清醒地看到，",
    "下一步，",
    "一是",
    "二是",
    "三是",
    "首先，",
    "其次，",
    "最后，",
    "特别是",
    "为此，",
    "实践证明，",
    "总的来看，",
]
QUOTED = [
    "职工之家",
    "娘家人",
    "面对面、心贴心、实打实",
    "六有",
    "工人先锋号",
    "安康杯",
    "金点子",
    "五小",
    "双争",
    "一线工作法",
    "互联网+工会",
    "两个普遍",
    "最美职工",
]
PAPERS = [
    "关于加强基层工会建设的意见",
    "集体合同条例",
    "工会法",
    "劳动模范管理办法",
    "职工代表大会条例",
    "关于进一步规范经费使用的通知",
]


def paragraph(random: Random, sentences: int = 5) -> str:
    """A paragraph in simplified script with full-width marks."""
    return "".join(_sentence(random) for _ in range(sentences))


def _sentence(random: Random) -> str:
    pick = random.choice
    form = random.randrange(9)
    opener = pick(OPENERS) if random.random() < 0.6 else ""
    if form == 0:
        text = f"{pick(PLACES)}{pick(BODIES)}{pick(VERBS)}{pick(THINGS)}，{pick(VERBS)}{pick(THINGS)}，{pick(ENDS)}"
    elif form == 1:
        text = f"{pick(PEOPLE)}积极{pick(VERBS)}“{pick(QUOTED)}”活动，{pick(THINGS)}{pick(ENDS)}"
    elif form == 2:
        grown = f"{random.randrange(40)}.{random.randrange(9)}%"
        text = f"共{pick(VERBS)}{pick(THINGS)}{random.randrange(2, 980)}次，增长{grown}"
    elif form == 3:
        text = f"{pick(VERBS)}{pick(THINGS)}、{pick(THINGS)}、{pick(THINGS)}，让{pick(PEOPLE)}感受到工会组织的温暖"
    elif form == 4:
        text = f"要以“{pick(QUOTED)}”为载体，{pick(VERBS)}和{pick(VERBS)}{pick(THINGS)}，使{pick(THINGS)}{pick(ENDS)}"
    elif form == 5:
        text = f"认真{pick(VERBS)}《{pick(PAPERS)}》，把{pick(THINGS)}作为{pick(BODIES)}的重要任务"
    elif form == 6:
        text = (
            f"{pick(PLACES)}有{random.randrange(3, 90)}家企业{pick(VERBS)}{pick(THINGS)}；{pick(THINGS)}{pick(ENDS)}"
        )
    elif form == 7:
        text = f"工会干部要深入车间班组，了解{pick(PEOPLE)}所想，{pick(VERBS)}{pick(THINGS)}；要敢于担当、勇于创新"
    else:
        text = f"对{pick(PLACES)}等{random.randrange(2, 30)}个先进单位和{random.randrange(10, 99)}名先进个人予以表彰"
    return opener + text + pick("。。。。。。！")
