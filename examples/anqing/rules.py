"""Rows of rulebook.xlsx. Every figure in it is made up: a sample of what a college could decide."""

from collections.abc import Iterator

from majors import MAJORS

Row = dict[str, object]
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


def valuation_rows() -> list[Row]:
    """The table 折算, first match: certificates, prizes, results, hours, months, courses."""
    return [
        *_numbered("Z", [*_certificates(), *_prizes(), *_results()]),
        {
            "id": "Z90",
            "article": "第九条",
            "if_kind": "培训学时",
            "if_subject": "安全生产",
            "measure": "学时",
            "per": 16,
        },
        {"id": "Z91", "article": "第九条", "if_kind": "培训学时", "measure": "学时", "per": 18},
        {"id": "Z92", "article": "第十条", "if_kind": "师带徒", "if_least_months": 36, "credits": 4},
        {"id": "Z93", "article": "第十条", "if_kind": "师带徒", "if_least_months": 24, "credits": 3},
        {"id": "Z94", "article": "第十条", "if_kind": "师带徒", "if_least_months": 12, "credits": 2},
        {"id": "Z95", "article": "第十条", "if_kind": "师带徒", "if_least_months": 6, "credits": 1},
        {
            "id": "Z96",
            "article": "第十一条",
            "if_kind": "已修课程",
            "if_least_score": 60,
            "measure": "原学分",
            "per": 1,
        },
    ]


def recognition_rows() -> list[Row]:
    """The table 认定: what each kind frees, major by major and then in common."""
    return _numbered("R", [*_by_major(), *_in_common(), *_earlier_courses(), *_beside()])


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


def _numbered(letter: str, rows: list[Row]) -> list[Row]:
    return [{"id": f"{letter}{position:02}", **row} for position, row in enumerate(rows, start=1)]


def _certificates() -> Iterator[Row]:
    worth = {
        "首席技师": 14,
        "特级技师": 12,
        "一级/高级技师": 11,
        "二级/技师": 9,
        "三级/高级工": 7,
        "四级/中级工": 4,
        "五级/初级工": 2,
    }
    for level, credits_ in worth.items():
        yield {"article": "第六条", "if_kind": "技能等级证书", "if_level": level, "credits": credits_}


def _prizes() -> Iterator[Row]:
    alone = {"国家级": (6, 5, 4), "省级": (4, 3, 2), "市级": (3, 2, 1.5), "县级": (2, 1, 0.5), "企业级": (1, 0.5, 0.5)}
    for tier, worth in alone.items():
        for prize, credits_ in zip(("一等奖", "二等奖", "三等奖"), worth, strict=True):
            yield {
                "article": "第七条一",
                "if_kind": "竞赛获奖",
                "if_tier": tier,
                "if_prize": prize,
                "if_is_team": "个人",
                "credits": credits_,
            }
    for tier in ("国家级", "省级"):
        yield {
            "article": "第七条一",
            "if_kind": "竞赛获奖",
            "if_tier": tier,
            "if_prize": "优秀奖",
            "if_is_team": "个人",
            "credits": 1,
        }
    together = {"国家级": (3, 2, 1), "省级": (2, 1.5, 1), "市级": (1, 0.5, 0.5)}
    for tier, worth in together.items():
        for rank, credits_ in enumerate(worth, start=1):
            yield {
                "article": "第七条二",
                "if_kind": "竞赛获奖",
                "if_tier": tier,
                "if_is_team": "团体",
                "if_most_rank": rank,
                "credits": credits_,
            }


def _results() -> Iterator[Row]:
    for tier, credits_ in {"国家级": 5, "省级": 4, "市级": 3, "县级": 2, "企业级": 1}.items():
        yield {"article": "第八条", "if_kind": "五小成果", "if_tier": tier, "credits": credits_, "times_share": "是"}


def _by_major() -> Iterator[Row]:
    """In the field: 三级 and more free core courses, 四级 basic ones, practice and electives."""
    for major in MAJORS:
        field: Row = {"article": "第十二条", "if_kind": "技能等级证书", "if_occupation": "、".join(major.occupations)}
        large = "、".join(subject.name for subject in major.core[:2])
        other = "、".join(subject.name for subject in major.core[2:4])
        yield {**field, "if_least_level": "三级/高级工", "courses": large, "mark": "85"}
        yield {**field, "if_least_level": "四级/中级工", "courses": f"{other}、{major.training}", "mark": "80"}
        yield {
            "article": "第十三条",
            "if_kind": "竞赛获奖",
            "if_occupation": "、".join(major.occupations),
            "if_least_tier": "市级",
            "courses": f"{major.training}、{major.core[2].name}",
            "mark": "85",
        }


def _in_common() -> Iterator[Row]:
    pools = "、".join(f"{major.title}专业拓展选修" for major in MAJORS)
    certificate: Row = {"article": "第十四条", "if_kind": "技能等级证书", "recognition": "学分认定"}
    yield {**certificate, "if_in_field": "对口", "courses": pools, "spill": "是", "least": "0.5"}
    yield {
        **certificate,
        "if_in_field": "不对口",
        "if_least_level": "四级/中级工",
        "courses": pools,
        "unrelated": "是",
        "least": "0.5",
        "note": "最多 1 本",
    }
    yield {
        "article": "第十四条",
        "if_kind": "技能等级证书",
        "if_occupation": "电工",
        "if_least_level": "三级/高级工",
        "courses": "电工电子技术",
        "mark": "85",
    }
    yield {
        "article": "第十四条",
        "if_kind": "技能等级证书",
        "if_occupation": "装配钳工、机修钳工、工具钳工",
        "if_least_level": "四级/中级工",
        "courses": "公差配合与测量技术",
        "mark": "80",
    }
    yield {
        "article": "第十三条",
        "if_kind": "竞赛获奖",
        "if_least_tier": "县级",
        "courses": pools,
        "recognition": "学分认定",
        "least": "0.5",
    }
    yield {
        "article": "第十三条",
        "if_kind": "竞赛获奖",
        "if_least_tier": "省级",
        "if_prize": "一等奖",
        "categories": "专业核心课",
        "decided_by": "专家评审",
        "mark": "90",
        "note": "与专业无关的竞赛由专家认定",
    }
    yield {
        "article": "第十五条",
        "if_kind": "五小成果",
        "if_least_tier": "市级",
        "courses": "、".join(major.training for major in MAJORS),
        "decided_by": "专家评审",
        "mark": "85",
    }
    yield {"article": "第十五条", "if_kind": "五小成果", "courses": pools, "recognition": "学分认定", "least": "0.5"}
    for subject, course in (
        ("安全生产", "安全生产与职业健康"),
        ("计算机应用", "信息技术"),
        ("职业素养", "职业素养与工匠精神"),
        ("班组长", "企业班组管理"),
        ("化工安全", "化工安全技术"),
        ("仓储管理", "物流学基础"),
        ("数控编程", "CAD/CAM 应用"),
        ("职场英语", "实用英语"),
    ):
        yield {
            "article": "第十六条",
            "if_kind": "培训学时",
            "if_subject": subject,
            "courses": course,
            "recognition": "学分认定",
            "mark": "合格",
        }
    yield {"article": "第十六条", "if_kind": "培训学时", "courses": pools, "recognition": "学分认定", "least": "0.5"}
    yield {
        "article": "第十七条",
        "if_kind": "师带徒",
        "if_least_months": 6,
        "courses": "职业素养与工匠精神、企业认知实习",
        "mark": "合格",
    }


def _earlier_courses() -> Iterator[Row]:
    for name in (
        "大学语文",
        "高等数学",
        "实用英语",
        "信息技术",
        "机械制图",
        "机械基础",
        "电工电子技术",
        "管理学基础",
        "无机化学",
        "有机化学",
        "工程材料与热处理",
        "液压与气动技术",
        "C 语言程序设计",
        "统计基础",
        "基础会计",
    ):
        yield {
            "article": "第十一条",
            "if_kind": "已修课程",
            "if_least_score": 60,
            "if_subject": name,
            "courses": name,
            "not_above_own_value": "是",
            "mark": "按原成绩",
        }


def _beside() -> Iterator[Row]:
    yield {
        "article": "第十九条一",
        "if_kind": "培训学时",
        "if_subject": "安全生产",
        "if_least_score": 85,
        "courses": "安全生产与职业健康",
        "recognition": "免考",
        "mark": "85",
    }
    yield {
        "article": "第十九条二",
        "if_kind": "技能等级证书",
        "if_in_field": "对口",
        "if_level": "四级/中级工",
        "courses": "、".join(major.core[4].name for major in MAJORS),
        "recognition": "免听",
        "note": "免听，仍须参加考试",
    }
    yield {
        "article": "第十九条三",
        "if_kind": "师带徒",
        "if_least_months": 36,
        "courses": "企业班组管理",
        "recognition": "免听",
    }
