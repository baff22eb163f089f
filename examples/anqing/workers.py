"""320 made-up workers and what they have learned, made and won: always the same people."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from majors import MAJORS, Major

from niangjia.core.identity import identity_check_character

Row = dict[str, object]
SEED: Final = 20250901
PER_MAJOR: Final = 40
UNUSED_DISTRICT: Final = "340899"  # of no district: never allotted
OWN_TRADE: Final = 0.6  # of certificates are of the occupation that the worker has
IN_TEAM: Final = 0.3  # of prizes are won by a team
MARKED: Final = 0.5  # of trainings end with a mark
ABSENT: Final = frozenset({57, 211})  # workers whose enrolment rests
LAST_DAY: Final = date(2026, 2, 28)
SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕春梅红玲辉鹏飞宇晨欣"
    "怡佳雪琳博浩然子轩梦瑶嘉诚俊凯立新永康德胜宏远振兴国栋学东晓峰"
)
ENTERPRISES: Final = (
    "望溪示例机床有限公司", "皖江示例精密制造有限公司", "宜城示例汽车零部件有限公司", "菱湖示例新能源科技有限公司",
    "石塘示例石化有限公司", "高新示例化工新材料有限公司", "天柱示例机器人有限公司", "振风示例电气有限公司",
    "迎江示例模具有限公司", "大观示例塑业有限公司", "长江示例港口物流有限公司", "潜阳示例供应链有限公司",
    "龙眠示例轴承有限公司", "雷池示例船舶配件有限公司", "司空示例电子有限公司", "花亭示例纺织机械有限公司",
)  # fmt: skip
RELATED: Final[dict[str, tuple[str, ...]]] = {
    "SK2025": ("6-18-01-01", "6-18-01-02", "6-18-01-07", "6-20-03-01", "6-18-01-04"),
    "JD2025": ("6-31-01-02", "6-31-01-03", "6-20-01-01", "6-31-01-10", "6-20-03-01"),
    "QC2025": ("6-22-02-01", "4-12-01-01", "4-12-01-03"),
    "HG2025": ("6-11-01-03", "6-11-01-02", "6-31-03-01", "6-11-02-15"),
    "JQ2025": ("6-31-07-01", "6-31-07-03", "6-31-01-10"),
    "DQ2025": ("6-31-01-03", "6-28-01-06", "6-24-02-02", "6-28-01-14"),
    "MJ2025": ("6-18-04-01", "6-18-04-06", "6-18-01-08", "6-18-01-02"),
    "WL2025": ("4-02-06-01", "4-02-06-03", "4-02-06-05", "6-30-05-01"),
}
NAMES: Final = {
    "6-18-01-01": "车工", "6-18-01-02": "铣工", "6-18-01-04": "磨工", "6-18-01-07": "多工序数控机床操作调整工",
    "6-18-01-08": "电切削工", "6-18-02-04": "焊工", "6-18-04-01": "模具工", "6-18-04-06": "工具钳工",
    "6-20-01-01": "装配钳工", "6-20-03-01": "机床装调维修工", "6-31-01-02": "机修钳工", "6-31-01-03": "电工",
    "6-31-01-10": "机电设备维修工", "6-22-02-01": "汽车装调工", "4-12-01-01": "汽车维修工",
    "4-12-01-03": "电池及电池系统维修保养师", "6-11-01-02": "化工单元操作工", "6-11-01-03": "化工总控工",
    "6-11-02-15": "有机合成工", "6-31-03-01": "化学检验员", "6-31-07-01": "工业机器人系统运维员",
    "6-31-07-03": "工业机器人系统操作员", "6-28-01-06": "电气值班员", "6-28-01-14": "变配电运行值班员",
    "6-24-02-02": "高低压电器及成套设备装配工", "4-02-06-01": "仓储管理员", "4-02-06-03": "物流服务师",
    "4-02-06-05": "供应链管理师", "6-30-05-01": "起重装卸机械操作工", "6-31-03-05": "质检员",
}  # fmt: skip
UNRELATED: Final = ("6-18-02-04", "6-31-03-05", "6-31-01-03", "4-02-06-01")
LEVELS: Final = (
    ("五级/初级工", 24),
    ("四级/中级工", 38),
    ("三级/高级工", 27),
    ("二级/技师", 8),
    ("一级/高级技师", 2),
    ("特级技师", 1),
)
TIERS: Final = (("企业级", 42), ("县级", 22), ("市级", 20), ("省级", 12), ("国家级", 4))
PRIZES: Final = (("一等奖", 18), ("二等奖", 27), ("三等奖", 35), ("优秀奖", 20))
TRAININGS: Final = (
    ("安全生产", "安全生产知识培训"), ("计算机应用", "办公自动化培训"), ("职业素养", "工匠精神与职业素养培训"),
    ("班组长", "班组长能力提升培训"), ("电工安全", "电工安全作业培训"), ("职场英语", "职场英语培训"),
    ("数控编程", "数控编程岗位培训"), ("化工安全", "化工企业安全操作培训"), ("仓储管理", "仓储管理实务培训"),
    ("工会知识", "工会会员素质培训"),
)  # fmt: skip
EARLIER: Final = (
    ("高等数学", 4),
    ("大学语文", 2),
    ("实用英语", 4),
    ("信息技术", 3),
    ("机械制图", 3),
    ("机械基础", 3),
    ("管理学基础", 3),
    ("无机化学", 3),
    ("有机化学", 3),
    ("工程材料与热处理", 2),
    ("液压与气动技术", 2),
    ("C 语言程序设计", 3),
    ("统计基础", 2),
    ("基础会计", 3),
)
KINDS: Final = (
    ("certificate", 30),
    ("training", 31),
    ("competition", 16),
    ("course", 9),
    ("mentoring", 7),
    ("result", 7),
)
COUNTS: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20)
COUNT_WEIGHTS: Final = (7, 15, 18, 18, 14, 10, 7, 3, 3, 2, 1, 1, 1)


@dataclass
class Worker:
    """One worker: a row of the sheet 学员 and rows of the sheet 成果."""

    row: Row
    major: Major
    outcomes: list[Row] = field(default_factory=list)


def workers() -> list[Worker]:
    """Forty workers of each major."""
    chance = random.Random(SEED)
    return [_worker(chance, major, position) for major in MAJORS for position in range(1, PER_MAJOR + 1)]


def _worker(chance: random.Random, major: Major, position: int) -> Worker:
    born_on = date(1972, 1, 1) + timedelta(days=chance.randrange(33 * 365))
    sequence = MAJORS.index(major) * PER_MAJOR + position
    occupation = chance.choice(RELATED[major.code])
    row: Row = {
        "number": f"2025{MAJORS.index(major) + 1:02}{position:03}",
        "name": chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2)))),
        "identity": _identity(born_on, sequence),
        "programme": major.title,
        "employer": f"{chance.choice(ENTERPRISES)}（示例）",
        "occupation": NAMES[occupation],
        "class_name": f"{major.title[:2]}25{1 + (position > PER_MAJOR // 2)}班",
        "enrolled_on": date(2025, 9, 1),
        "attendance": "休学" if sequence in ABSENT else "在籍",
    }
    worker = Worker(row, major)
    count = chance.choices(COUNTS, COUNT_WEIGHTS)[0]
    while len(worker.outcomes) < count:
        made = MAKERS[_drawn(chance, KINDS)](chance, worker, occupation)
        if made is not None:
            worker.outcomes.append({"number": row["number"], "name": row["name"], **made})
    worker.outcomes.sort(key=lambda outcome: str(outcome["awarded_on"]))
    return worker


def _identity(born_on: date, sequence: int) -> str:
    digits = f"{UNUSED_DISTRICT}{born_on:%Y%m%d}{sequence:03}"
    return digits + identity_check_character(digits)


def _certificate(chance: random.Random, worker: Worker, occupation: str) -> Row | None:
    code = occupation if chance.random() < OWN_TRADE else chance.choice((*RELATED[worker.major.code], *UNRELATED))
    level = _drawn(chance, LEVELS)
    if any(each.get("occupation") == NAMES[code] and each.get("level") == level for each in worker.outcomes):
        return None
    awarded_on = _day(chance, 2017)
    return {
        "kind": "技能等级证书",
        "title": f"{NAMES[code]}职业技能等级证书",
        "certificate_number": f"S{awarded_on:%y}{chance.randrange(10**9):09}{chance.randrange(1000):03}",
        "issuer": chance.choice(("安庆市示例职业技能鉴定中心", str(worker.row["employer"]), "皖江示例技师学院")),
        "awarded_on": awarded_on,
        "occupation": NAMES[code],
        "level": level,
        "certificate_class": chance.choices(("考核取得", "只凭资历取得", "自动附发"), (94, 4, 2))[0],
    }


def _competition(chance: random.Random, worker: Worker, occupation: str) -> Row | None:
    tier, is_team, awarded_on = _drawn(chance, TIERS), chance.random() < IN_TEAM, _day(chance, 2020)
    hosts = {
        "企业级": worker.row["employer"],
        "县级": "望江县示例总工会",
        "市级": "安庆市示例总工会",
        "省级": "安徽省示例总工会",
        "国家级": "全国示例技能竞赛组委会",
    }
    prize = _drawn(chance, PRIZES)
    return {
        "kind": "竞赛获奖",
        "title": f"{NAMES[occupation]}技能竞赛{'团体' if is_team else ''}{prize}",
        "certificate_number": f"J{awarded_on:%Y%m}{chance.randrange(10**6):06}",
        "issuer": hosts[tier],
        "awarded_on": awarded_on,
        "occupation": NAMES[occupation],
        "tier": tier,
        "prize": prize,
        "rank": chance.randint(1, 5) if is_team else None,
        "is_team": "团体" if is_team else "个人",
        "event": f"{awarded_on.year}年{str(hosts[tier]).replace('（示例）', '')}{NAMES[occupation]}技能竞赛",
    }


def _training(chance: random.Random, worker: Worker, _occupation: str) -> Row | None:
    subject, title = chance.choice(TRAININGS)
    awarded_on = _day(chance, 2020)
    if any(each.get("subject") == subject and each["awarded_on"] == awarded_on for each in worker.outcomes):
        return None
    return {
        "kind": "培训学时",
        "title": title,
        "issuer": chance.choice(("安庆市示例总工会职工学校", str(worker.row["employer"]))),
        "awarded_on": awarded_on,
        "hours": Decimal(chance.choice((6, 8, 12, 16, 18, 24, 24, 32, 36, 36, 40, 48, 54, 72, 90))),
        "subject": subject,
        "score": Decimal(chance.randint(62, 98)) if chance.random() < MARKED else None,
    }


def _mentoring(chance: random.Random, worker: Worker, occupation: str) -> Row | None:
    if sum(each["kind"] == "师带徒" for each in worker.outcomes) > 1:
        return None
    return {
        "kind": "师带徒",
        "title": f"{NAMES[occupation]}师带徒",
        "issuer": worker.row["employer"],
        "awarded_on": _day(chance, 2020),
        "occupation": NAMES[occupation],
        "months": chance.choice((4, 6, 8, 12, 12, 12, 18, 24, 24, 36)),
    }


def _result(chance: random.Random, worker: Worker, occupation: str) -> Row | None:
    tier, awarded_on = _drawn(chance, TIERS), _day(chance, 2020)
    thing = chance.choice(("工装夹具改进", "节能改造", "检测装置", "上下料机构", "操作法", "防错装置"))
    return {
        "kind": "五小成果",
        "title": f"{NAMES[occupation]}岗位{thing}",
        "certificate_number": f"W{awarded_on:%Y}{chance.randrange(10**6):06}",
        "issuer": "安庆市示例总工会" if tier not in {"企业级", "县级"} else worker.row["employer"],
        "awarded_on": awarded_on,
        "occupation": NAMES[occupation],
        "tier": tier,
        "share": Decimal(chance.choice((20, 30, 40, 50, 60, 100))) / 100,
    }


def _course(chance: random.Random, worker: Worker, _occupation: str) -> Row | None:
    name, credits_ = chance.choice(EARLIER)
    if any(each.get("subject") == name for each in worker.outcomes):
        return None
    return {
        "kind": "已修课程",
        "title": name,
        "issuer": "皖江示例开放大学",
        "awarded_on": _day(chance, 2016),
        "score": Decimal(chance.randint(52, 95)),
        "credits": Decimal(credits_ + chance.choice((-1, 0, 0, 0, 1))),
        "subject": name,
    }


MAKERS: Final = {
    "certificate": _certificate,
    "competition": _competition,
    "training": _training,
    "mentoring": _mentoring,
    "result": _result,
    "course": _course,
}


def _drawn(chance: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    words, weights = zip(*weighted, strict=True)
    return chance.choices(words, weights)[0]


def _day(chance: random.Random, first_year: int) -> date:
    first = date(first_year, 1, 1)
    return first + timedelta(days=chance.randrange((LAST_DAY - first).days))
