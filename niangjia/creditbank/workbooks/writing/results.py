"""The result workbook: 认定结果, 学员课程, 理由, 合计."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from niangjia.creditbank.engine.books import Course, Programme, RoundingPlace, RuleBook
from niangjia.creditbank.engine.canonical import book_hash, programme_hash
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.engine.wording import day
from niangjia.creditbank.workbooks.results import CourseRow, LearnerResult
from niangjia.creditbank.workbooks.runs import Basis
from niangjia.creditbank.workbooks.writing.office import (
    AMOUNT,
    COUNT,
    CREDITS,
    DATE,
    TOTAL,
    TOTAL_COUNT,
    WRAPPED,
    OutColumn,
    OutSheet,
    Row,
    Styled,
    Value,
    workbook_bytes,
)

_WHO: Final = (OutColumn("学号", 13), OutColumn("姓名", 9), OutColumn("专业", 17), OutColumn("班级", 12))
_COURSE: Final = (OutColumn("课程代码", 10), OutColumn("课程名称", 28), OutColumn("课程类别", 12))
_DECISIONS: Final = (
    *_WHO,
    OutColumn("单位", 32),
    *_COURSE,
    OutColumn("认定方式", 10),
    OutColumn("认定学分", 9, AMOUNT),
    OutColumn("成绩记载", 9),
    OutColumn("所凭成果", 36),
    OutColumn("证书编号", 19),
    OutColumn("取得日期", 11, DATE),
    OutColumn("规则", 7),
    OutColumn("依据", 12),
    OutColumn("办理", 11),
)
_COURSES: Final = (
    *_WHO,
    *_COURSE,
    OutColumn("开课学期", 9, COUNT),
    OutColumn("学分", 7, CREDITS),
    OutColumn("结论", 10),
    OutColumn("认定学分", 9, CREDITS),
    OutColumn("尚需修读", 9, CREDITS),
    OutColumn("成绩记载", 9),
    OutColumn("另有", 9),
)
_REASONS: Final = (
    *_WHO,
    OutColumn("对象", 6),
    OutColumn("代码或编号", 20),
    OutColumn("名称", 28),
    OutColumn("结论", 10),
    OutColumn("理由", 70, WRAPPED),
    OutColumn("规则", 18),
)
_TOTALS: Final = (
    *_WHO,
    OutColumn("成果数", 8, COUNT),
    OutColumn("认定学分", 9, CREDITS),
    OutColumn("其中免修", 9, CREDITS),
    OutColumn("其中学分认定", 9, CREDITS),
    OutColumn("专家评审后最多", 10, CREDITS),
    OutColumn("比依次取用多", 10, CREDITS),
    OutColumn("已通过或记入", 10, CREDITS),
    OutColumn("尚需修读", 9, CREDITS),
    OutColumn("类别尚缺", 22),
    OutColumn("已证明最优", 9),
)
_ROUNDED: Final = OutColumn("取整所加", 9, CREDITS)
_FEES: Final = OutColumn("费用（元）", 10, CREDITS)
_ONLY_PROPOSED: Final = "本表为核算建议，以学员申请并经教务处记入为准。"
_PROVEN: Final = {True: "是", False: "否"}


def results_workbook(results: Sequence[LearnerResult], basis: Basis) -> bytes:
    """The workbook of a run; the same run gives the same bytes."""
    programmes = {programme.code: programme for programme in basis.programmes}
    is_sample = basis.book.is_sample or any(programme.is_sample for programme in basis.programmes)
    remarks = _remarks(basis)
    parts = (
        ("认定结果", _DECISIONS, _decision_rows(results, programmes), 2),
        ("学员课程", _COURSES, _course_rows(results, programmes), 2),
        ("理由", _REASONS, _reason_rows(results, programmes), 2),
        ("合计", (*_TOTALS, *_further(basis.book)), _total_rows(results, programmes, _further(basis.book)), 2),
    )
    sheets = [
        OutSheet(name, columns, rows, _title(name, is_sample=is_sample), remarks, frozen_columns=frozen)
        for name, columns, rows, frozen in parts
    ]
    return workbook_bytes(sheets, on=basis.on, subject=_title("学习成果认定与转换结果", is_sample=is_sample))


def _title(name: str, *, is_sample: bool) -> str:
    return f"学习成果转换：{name}{'（示例）' if is_sample else ''}"


def _remarks(basis: Basis) -> tuple[str, ...]:
    book = basis.book
    hashes = "、".join(f"{each.code} {programme_hash(each)[:12]}" for each in basis.programmes)
    return (
        f"依据：《{book.title}》第 {book.version} 版（{book.publisher}），核算日期 {day(basis.on)}。{_ONLY_PROPOSED}",
        f"核对码：规则书 {book_hash(book)[:16]}；培养方案 {hashes}。",
    )


def _who(result: LearnerResult, programmes: dict[str, Programme]) -> list[Value]:
    person = result.enrolment.person
    return [person.number, person.name, programmes[person.programme].title, person.class_name]


def _decision_rows(results: Iterable[LearnerResult], programmes: dict[str, Programme]) -> Iterator[Row]:
    for result in results:
        who = _who(result, programmes)
        courses = _by_code(programmes[result.enrolment.person.programme])
        for each in result.decisions:
            yield [
                *who,
                result.enrolment.person.employer,
                *_course(courses[each.course]),
                each.recognition,
                each.amount,
                each.mark,
                each.outcome.title,
                each.outcome.certificate_number,
                each.outcome.awarded_on,
                each.row,
                each.article,
                each.standing,
            ]


def _course_rows(results: Iterable[LearnerResult], programmes: dict[str, Programme]) -> Iterator[Row]:
    for result in results:
        who = _who(result, programmes)
        courses = _by_code(programmes[result.enrolment.person.programme])
        for each in result.courses:
            course = courses[each.code]
            yield [
                *who,
                *_course(course),
                course.term,
                course.credits,
                each.verdict,
                each.credited or None,
                each.left or None,
                each.mark,
                each.beside,
            ]


def _reason_rows(results: Iterable[LearnerResult], programmes: dict[str, Programme]) -> Iterator[Row]:
    for result in results:
        who = _who(result, programmes)
        courses = _by_code(programmes[result.enrolment.person.programme])
        for each in result.courses:
            yield [*who, *_course_reason(each, courses[each.code])]
        for use in result.outcomes:
            number = use.outcome.certificate_number
            yield [*who, "成果", number, use.outcome.title, use.use, use.reason, None]


def _course_reason(each: CourseRow, course: Course) -> list[Value]:
    return ["课程", each.code, course.name, each.verdict, each.reason, each.rule]


def _further(book: RuleBook) -> dict[OutColumn, str]:
    """Columns that only some books need, with the figure that stands in them."""
    is_added = book.rounding_place is RoundingPlace.TOTAL and book.rounding is not Rounding.FLOOR
    rounded = {_ROUNDED: "by_rounding"} if is_added else {}
    return rounded | ({_FEES: "fees"} if book.fees else {})


def _total_rows(
    results: Sequence[LearnerResult], programmes: dict[str, Programme], further: Mapping[OutColumn, str]
) -> Iterator[Row]:
    for result in results:
        short = "、".join(f"{name} {amount}" for name, amount in result.shortfalls)
        yield [
            *_who(result, programmes),
            len(result.enrolment.outcomes),
            *_figures([result]),
            short,
            _PROVEN[result.optimal],
            *(getattr(result, figure) for figure in further.values()),
        ]
    for code, programme in programmes.items():
        of_it = [result for result in results if result.enrolment.person.programme == code]
        if of_it:
            yield _sum_row("小计", programme.title, of_it, further)
    yield _sum_row("合计", None, results, further)


def _sum_row(label: str, title: str | None, results: Sequence[LearnerResult], further: Mapping[OutColumn, str]) -> Row:
    optimal = sum(result.optimal for result in results)
    cells: list[Value] = [
        label,
        f"{len(results)} 人",
        title,
        None,
        sum(len(result.enrolment.outcomes) for result in results),
        *_figures(results),
        None,
        f"{optimal} 人",
        *(sum((getattr(each, figure) for each in results), Decimal(0)) for figure in further.values()),
    ]
    return [Styled(cell, TOTAL_COUNT if isinstance(cell, int) else TOTAL) for cell in cells]


def _figures(results: Sequence[LearnerResult]) -> list[Value]:
    """Credits recognised, by kind, with a panel, gained over taking outcomes as they come, passed, left to study."""
    columns = [
        [each.recognised, each.exempted, each.credited, each.with_panel, each.gain, each.passed, each.to_study]
        for each in results
    ]
    return [sum(column, Decimal(0)) for column in zip(*columns, strict=True)] or [Decimal(0)] * 7


def _by_code(programme: Programme) -> dict[str, Course]:
    return {course.code: course for course in programme.courses}


def _course(course: Course) -> list[Value]:
    return [course.code, course.name, course.category]
