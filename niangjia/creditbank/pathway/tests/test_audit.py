"""The degree audit: every credit counts once, for each requirement that it belongs to."""

from niangjia.creditbank.pathway.planning.audit import (
    AuditCourse,
    AuditProgramme,
    Requirement,
    Standing,
    audit_of,
)

PROGRAMME = AuditProgramme(
    courses=(
        AuditCourse("NC", "数控编程", 400, "专业课"),
        AuditCourse("CG", "车工工艺", 300, "专业课"),
        AuditCourse("YY", "职场英语", 400, "公共课"),
        AuditCourse("XX", "选修", 400, "拓展课", is_compulsory=False),
    ),
    total=1300,
    residency=600,
    floors=(("公共课", 400),),
)


def audit(recognised=(), passed=(), in_progress=()):
    return audit_of(
        PROGRAMME, recognised=dict(recognised), passed=frozenset(passed), in_progress=frozenset(in_progress)
    )


def test_nothing_is_met_at_first():
    found = audit()
    assert not found.is_complete
    assert [(line.requirement, line.key, line.missing) for line in found.unmet] == [
        (Requirement.TOTAL, "", 1300),
        (Requirement.RESIDENCY, "", 600),
        (Requirement.CATEGORY, "公共课", 400),
        (Requirement.COURSE, "NC", 400),
        (Requirement.COURSE, "CG", 300),
        (Requirement.COURSE, "YY", 400),
    ]


def test_what_is_recognised_counts_for_the_total_but_not_as_studied_here():
    found = audit(recognised={"NC": 400, "CG": 300})
    assert found.line(Requirement.TOTAL).got == 700
    assert found.line(Requirement.RESIDENCY).got == 0
    assert found.line(Requirement.COURSE, "NC").is_met


def test_a_course_recognised_in_part_and_then_studied_counts_once():
    found = audit(recognised={"XX": 150}, passed={"XX"})
    (line,) = [each for each in found.courses if each.course.code == "XX"]
    assert (line.recognised, line.studied, line.left) == (150, 250, 0)
    assert found.line(Requirement.TOTAL).got == 400


def test_more_than_a_course_is_worth_is_never_counted():
    assert audit(recognised={"NC": 900}).line(Requirement.TOTAL).got == 400


def test_what_is_in_progress_counts_only_when_it_is_passed():
    found = audit(in_progress={"YY"})
    assert found.line(Requirement.CATEGORY, "公共课").in_progress == 400
    assert found.line(Requirement.CATEGORY, "公共课").missing == 400
    assert [each.standing for each in found.courses if each.course.code == "YY"] == [Standing.IN_PROGRESS]


def test_an_elective_is_asked_for_by_the_total_alone():
    found = audit(recognised={"CG": 300}, passed={"NC", "YY"})
    assert [(line.requirement, line.missing) for line in found.unmet] == [(Requirement.TOTAL, 200)]
    assert audit(recognised={"CG": 300, "XX": 200}, passed={"NC", "YY"}).is_complete
