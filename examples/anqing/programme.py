"""Rows of programme.xlsx: the sheets 专业, 课程 and 类别下限."""

from collections.abc import Iterator
from decimal import Decimal

from majors import GENERAL, INTAKE, MAJORS, RESIDENCY, TOTAL, Major, Subject

Row = dict[str, object]


def major_rows() -> list[Row]:
    """One row for each major."""
    return [
        {
            "code": major.code,
            "title": major.title,
            "intake": INTAKE,
            "version": 1,
            "total_credits": TOTAL,
            "residency": RESIDENCY,
            "occupations": "、".join(major.occupations),
            "is_sample": "是",
        }
        for major in MAJORS
    ]


def course_rows() -> list[Row]:
    """Every course. What several majors share stands once, with all their codes."""
    rows: dict[str, Row] = {}
    for major in MAJORS:
        for row in _courses_of(major):
            shared = rows.setdefault(str(row["code"]), row)
            if shared is not row:
                shared["majors"] = f"{shared['majors']}、{major.code}"
    every = "、".join(major.code for major in MAJORS)
    for row in rows.values():
        if row["majors"] == every:
            row["majors"] = "全部"
    return list(rows.values())


def floor_rows() -> list[Row]:
    """Least credits of two categories."""
    return [
        {"majors": "全部", "category": "公共基础课", "minimum": 24, "is_sample": "是"},
        {"majors": "全部", "category": "专业核心课", "minimum": 18, "is_sample": "是"},
    ]


def _courses_of(major: Major) -> Iterator[Row]:
    prefix = major.code[:2]
    yield from (_course(major, subject, "公共基础课", contributors=2) for subject in GENERAL)
    yield from (_course(major, subject, "专业基础课", contributors=2) for subject in major.basic)
    yield from (_course(major, subject, "专业核心课", contributors=3) for subject in major.core)
    yield _course(major, Subject("TZ01", "企业班组管理", "2", 4), "专业拓展课", contributors=2)
    pool = _course(major, Subject(f"{prefix}99", f"{major.title}专业拓展选修", "4", 5), "专业拓展课", contributors=None)
    yield {**pool, "kind": "选修池", "cover": "部分", "least_part": Decimal("0.5")}
    yield _course(major, Subject("SJ01", "企业认知实习", "1", 1), "实践环节", contributors=1)
    skills = Subject(f"{prefix}20", major.training, "3", 4, "四级/中级工")
    yield _course(major, skills, "实践环节", contributors=2)
    yield _course(major, Subject("SJ02", "岗位实习", "4", 5, never=True), "实践环节", contributors=1)
    yield _course(major, Subject("SJ03", "毕业设计", "2", 6, never=True), "实践环节", contributors=1)


def _course(major: Major, subject: Subject, category: str, *, contributors: int | None) -> Row:
    return {
        "majors": major.code,
        "code": subject.code,
        "name": subject.name,
        "credits": Decimal(subject.credits),
        "category": category,
        "hours": int(Decimal(subject.credits) * 16),
        "level": subject.level,
        "term": subject.term,
        "contributors": contributors,
        "never": "是" if subject.never else None,
        "is_sample": "是",
    }
