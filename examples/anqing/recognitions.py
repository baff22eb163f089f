"""Rows of the sheet 认定: what each kind of outcome frees. All made up."""

from collections.abc import Iterator
from typing import Final

from majors import MAJORS
from values import Row, numbered

POOLS: Final = "、".join(f"{major.title}专业拓展选修" for major in MAJORS)
TRAININGS: Final = {
    "安全生产": "安全生产与职业健康",
    "计算机应用": "信息技术",
    "职业素养": "职业素养与工匠精神",
    "班组长": "企业班组管理",
    "化工安全": "化工安全技术",
    "仓储管理": "物流学基础",
    "数控编程": "CAD/CAM 应用",
    "职场英语": "实用英语",
}


def recognition_rows() -> list[Row]:
    """The table 认定: what each kind frees, major by major and then in common."""
    in_common = (*_certificates(), *_prizes_and_results(), *_training_and_mentoring())
    return numbered("R", [*_by_major(), *in_common, *_earlier_courses(), *_beside()])


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


def _certificates() -> Iterator[Row]:
    """Of any major: what is left over goes into electives; two trades free a basic course."""
    certificate: Row = {"article": "第十四条", "if_kind": "技能等级证书", "recognition": "学分认定"}
    yield {**certificate, "if_in_field": "对口", "courses": POOLS, "spill": "是", "least": "0.5"}
    yield {
        **certificate,
        "if_in_field": "不对口",
        "if_least_level": "四级/中级工",
        "courses": POOLS,
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


def _prizes_and_results() -> Iterator[Row]:
    yield {
        "article": "第十三条",
        "if_kind": "竞赛获奖",
        "if_least_tier": "县级",
        "courses": POOLS,
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
    yield {"article": "第十五条", "if_kind": "五小成果", "courses": POOLS, "recognition": "学分认定", "least": "0.5"}


def _training_and_mentoring() -> Iterator[Row]:
    for subject, course in TRAININGS.items():
        yield {
            "article": "第十六条",
            "if_kind": "培训学时",
            "if_subject": subject,
            "courses": course,
            "recognition": "学分认定",
            "mark": "合格",
        }
    yield {"article": "第十六条", "if_kind": "培训学时", "courses": POOLS, "recognition": "学分认定", "least": "0.5"}
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
