"""Rows of rulebook.xlsx. Every figure in it is made up: a sample of what a college could decide."""

from majors import MAJORS
from values import Row

CODE = "WX-RD-2025"

SETTINGS: list[Row] = [
    {"item": "规则书代码", "content": CODE},
    {"item": "版本", "content": 1},
    {"item": "名称", "content": "职工学习成果认定与转换规则（示例）"},
    {"item": "发布单位", "content": "望溪工匠学院（示例）"},
    {"item": "生效日期", "content": "2025-09-01"},
    {"item": "失效日期", "content": None},
    {"item": "示例", "content": "是"},
    {"item": "适用专业", "content": "、".join(major.code for major in MAJORS)},
    {"item": "计学分的认定方式", "content": "免修、学分认定"},
    {"item": "有效期核对日", "content": "申请日"},
    {"item": "最小学分单位", "content": "0.5"},
    {"item": "取整方式", "content": "舍去"},
    {"item": "取整位置", "content": "每门课程"},
    {"item": "成果最长有效月数", "content": 120},
]
KINDS: list[Row] = [
    {"kind": "技能等级证书", "fan_out": 3, "remainder": "保留", "swallow": "使用时互斥"},
    {"kind": "竞赛获奖", "fan_out": 2, "remainder": "作废", "shelf_life_months": 60},
    {"kind": "五小成果", "fan_out": 1, "remainder": "作废", "shelf_life_months": 60},
    {"kind": "培训学时", "fan_out": "不限", "remainder": "保留", "shelf_life_months": 60},
    {"kind": "师带徒", "fan_out": 2, "remainder": "保留", "shelf_life_months": 84},
    {"kind": "已修课程", "fan_out": 1, "remainder": "作废", "shelf_life_months": 96},
]
NEVER: list[Row] = [
    {"id": "B01", "article": "第四条一", "if_kind": "技能等级证书", "if_class": "只凭资历取得"},
    {"id": "B02", "article": "第四条二", "if_kind": "技能等级证书", "if_class": "自动附发"},
    {"id": "B03", "article": "第四条三", "if_kind": "竞赛获奖", "if_tier": "企业级", "if_prize": "优秀奖"},
    {"id": "B04", "article": "第四条四", "if_kind": "竞赛获奖", "if_tier": "县级", "if_prize": "优秀奖"},
]
LIMITS: list[Row] = [
    {
        "id": "L01",
        "article": "第二十条",
        "name": "认定学分不超过总学分的 40%",
        "kind": "占总学分比例",
        "side": "课程",
        "bound": "40%",
    },
    {
        "id": "L02",
        "article": "第二十一条",
        "name": "技能等级证书最多用 3 本",
        "kind": "成果个数",
        "side": "成果",
        "if_kind": "技能等级证书",
        "bound": 3,
    },
    {
        "id": "L03",
        "article": "第二十一条",
        "name": "与专业不对口的证书最多用 1 本",
        "kind": "非对口成果个数",
        "side": "成果",
        "bound": 1,
    },
    {
        "id": "L04",
        "article": "第二十二条",
        "name": "培训学时合计不超过 8 学分",
        "kind": "学分上限",
        "side": "成果",
        "if_kind": "培训学时",
        "bound": 8,
    },
    {
        "id": "L05",
        "article": "第二十三条",
        "name": "竞赛获奖合计不超过 10 学分",
        "kind": "学分上限",
        "side": "成果",
        "if_kind": "竞赛获奖",
        "bound": 10,
    },
    {
        "id": "L06",
        "article": "第二十四条",
        "name": "公共基础课合计不超过 10 学分",
        "kind": "学分上限",
        "side": "课程",
        "if_course_category": "公共基础课",
        "bound": 10,
    },
    {
        "id": "L07",
        "article": "第二十四条",
        "name": "实践环节合计不超过 3 学分",
        "kind": "学分上限",
        "side": "课程",
        "if_course_category": "实践环节",
        "bound": 3,
    },
    {
        "id": "L08",
        "article": "第二十五条",
        "name": "已修课程不超过已认定学分的 50%",
        "kind": "占已认定学分比例",
        "side": "成果",
        "if_kind": "已修课程",
        "bound": "50%",
    },
    {
        "id": "L09",
        "article": "第二十条",
        "name": "认定课程不超过课程门数的 40%",
        "kind": "课程门数",
        "side": "课程",
        "bound": "40%",
    },
]
RELATIONS: list[Row] = [
    {"id": "X01", "article": "第八条一", "kind": "同职业低等级"},
    {"id": "X02", "article": "第八条二", "kind": "同一竞赛"},
    {"id": "X03", "article": "第八条三", "kind": "同一证书编号"},
    {"id": "X04", "article": "第八条四", "kind": "同名课程"},
    {"id": "X05", "article": "第八条五", "kind": "培训含于证书", "within_months": 12},
]
GATES: list[Row] = [
    {"id": "M01", "article": "第三条", "name": "申请人应为在籍学员", "if_is_enrolled": "在籍"},
]
EXAMPLES: list[Row] = [
    {
        "id": "Y01",
        "note": "车工三级可免修数控车削",
        "kind": "技能等级证书",
        "title": "车工",
        "awarded_on": "2025-06-20",
        "occupation": "车工",
        "level": "三级/高级工",
        "programme": "SK2025",
        "course": "SK01",
        "accepted": "认定",
    },
    {
        "id": "Y02",
        "note": "车工四级低于课程要求的等级",
        "kind": "技能等级证书",
        "title": "车工",
        "awarded_on": "2025-06-20",
        "occupation": "车工",
        "level": "四级/中级工",
        "programme": "SK2025",
        "course": "SK01",
        "accepted": "不认定",
    },
    {
        "id": "Y03",
        "note": "安全培训 36 学时认定安全课",
        "kind": "培训学时",
        "title": "安全生产培训",
        "awarded_on": "2025-03-14",
        "hours": 36,
        "subject": "安全生产",
        "programme": "HG2025",
        "course": "GG10",
        "accepted": "认定",
    },
    {
        "id": "Y04",
        "note": "只凭资历取得的证书不认定",
        "kind": "技能等级证书",
        "title": "电工",
        "awarded_on": "2024-05-10",
        "occupation": "电工",
        "level": "三级/高级工",
        "certificate_class": "只凭资历取得",
        "programme": "DQ2025",
        "course": "DQ01",
        "accepted": "不认定",
    },
    {
        "id": "Y05",
        "note": "专升本前学过的高等数学",
        "kind": "已修课程",
        "title": "高等数学",
        "awarded_on": "2021-07-01",
        "score": 78,
        "credits": 4,
        "subject": "高等数学",
        "programme": "JD2025",
        "course": "GG06",
        "accepted": "认定",
    },
    {
        "id": "Y06",
        "note": "岗位实习不得认定",
        "kind": "师带徒",
        "title": "带徒",
        "awarded_on": "2025-01-05",
        "months": 24,
        "programme": "MJ2025",
        "course": "SJ02",
        "accepted": "不认定",
    },
]


def package_rows() -> list[Row]:
    """The table 组合: rows of one number are exchanged together."""
    safety = {"id": "P01", "article": "第十八条一"}
    leader = {"id": "P02", "article": "第十八条二"}
    maker = {"id": "P03", "article": "第十八条三"}
    return [
        {
            **safety,
            "if_kind": "技能等级证书",
            "if_occupation": "电工",
            "if_level": "四级/中级工",
            "take_credits": 3,
            "gives": "电工电子技术",
            "mark": "合格",
        },
        {**safety, "if_kind": "培训学时", "if_subject": "电工安全", "if_least_hours": 36, "take_credits": 1},
        {
            **leader,
            "if_kind": "师带徒",
            "if_least_months": 12,
            "take_credits": 1,
            "gives": "企业班组管理",
            "mark": "合格",
        },
        {**leader, "if_kind": "培训学时", "if_subject": "班组长", "if_least_hours": 18, "take_credits": 1},
        {
            **maker,
            "if_kind": "五小成果",
            "if_least_tier": "市级",
            "gives": "企业班组管理、职业素养与工匠精神",
            "decided_by": "专家评审",
            "recognition": "学分认定",
            "mark": "合格",
        },
        {**maker, "if_kind": "竞赛获奖", "if_least_tier": "市级"},
    ]
