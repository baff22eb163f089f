"""The registrar's papers as workbooks: 审批表, one sheet for each student, and 汇总表, one sheet for each class.

Everything in them is read from decisions, each with the version of the rule book that it was made by; an 审批表 can be
printed before its claim is posted, which is when it is signed. What people sign stays blank.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.windows import windows_at
from niangjia.creditbank.engine.wording import RECOGNITIONS, day
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.creditbank.workbooks.writing.office import (
    COUNT,
    CREDITS,
    TOTAL,
    WRAPPED,
    OutBox,
    OutColumn,
    OutSheet,
    Row,
    Styled,
    workbook_bytes,
)

MOST_SHEETS: Final = 200
SHEET_NAME_LONGEST: Final = 31
SAMPLE: Final = "　示例"
STUDENT_COLUMNS: Final = (
    OutColumn("序号", 6, COUNT),
    OutColumn("课程代码", 12),
    OutColumn("课程名称", 24, WRAPPED),
    OutColumn("课程学分", 10, CREDITS),
    OutColumn("认定学分", 10, CREDITS),
    OutColumn("方式", 10),
    OutColumn("成绩记载", 10),
    OutColumn("所用学习成果", 40, WRAPPED),
    OutColumn("规则行", 8),
    OutColumn("条款", 12),
    OutColumn("文号", 16),
)
CLASS_COLUMNS: Final = (
    OutColumn("序号", 6, COUNT),
    OutColumn("学号", 14),
    OutColumn("姓名", 10),
    OutColumn("课程代码", 12),
    OutColumn("课程名称", 24, WRAPPED),
    OutColumn("认定学分", 10, CREDITS),
    OutColumn("方式", 10),
    OutColumn("成绩记载", 10),
    OutColumn("所用学习成果", 40, WRAPPED),
    OutColumn("文号", 16),
    OutColumn("依据", 12, WRAPPED),
)
NOTHING_POSTED: Final = Term(
    "这里还没有这样的认定，出不了表。先在“申请与入账”里看有没有申请、办到哪一步。",
    "There is no such decision here yet, so there is no paper to make. See under Claims how far they are.",
)
TOO_MANY: Final = Term(
    "一次最多出 {most} 名学员的审批表，这里有 {count} 名。请按班级分次下载。",
    "At most {most} students' papers at once; here are {count}. Choose a class.",
)
_SIGNED: Final = "签字：　　　　　　　　　年　　月　　日　"
_STAMPED: Final = "签字（盖章）：　　　　　　　　　年　　月　　日　"
_SHOWN: Final = "公示　　年　　月　　日至　　年　　月　　日　有无异议：　　　　"
APPROVALS: Final = (
    OutBox("申请人签字", _SIGNED, 2.0),
    OutBox("系（部）意见", _STAMPED, 2.8),
    OutBox("教务处意见", _STAMPED, 3.0),
    OutBox("公示结果", _SHOWN, 2.0),
)
SUMMARY_APPROVALS: Final = APPROVALS[1:]


def approval_forms(
    college_id: UUID,
    *,
    on: date,
    class_name: str = "",
    enrolment_id: UUID | None = None,
    decision_id: UUID | None = None,
    states: Sequence[State] = (State.POSTED,),
) -> bytes:
    """课程免修（学分认定）审批表: a sheet for each student, of decisions in these states or of one decision.

    Refuses ``nothing_posted`` and ``too_many_students``.
    """
    decisions = printed_decisions(
        college_id, class_name=class_name, enrolment_id=enrolment_id, decision_id=decision_id, states=states
    )
    by_student = [
        list(group) for _, group in groupby(decisions, key=lambda decision: decision.enrolment.student_number)
    ]
    if len(by_student) > MOST_SHEETS:
        raise Refusal("too_many_students", TOO_MANY.format(most=MOST_SHEETS, count=len(by_student)))
    return workbook_bytes([_student_sheet(group) for group in by_student], on=on, subject="课程免修（学分认定）审批表")


def class_summaries(college_id: UUID, *, on: date, class_name: str = "") -> bytes:
    """学分认定汇总表: a sheet for each class. Refuses ``nothing_posted``."""
    decisions = sorted(
        printed_decisions(college_id, class_name=class_name),
        key=lambda decision: (decision.enrolment.class_name, decision.enrolment.student_number),
    )
    sheets = [
        _class_sheet(name, list(group))
        for name, group in groupby(decisions, key=lambda decision: decision.enrolment.class_name)
    ]
    return workbook_bytes(sheets, on=on, subject="学分认定汇总表")


def printed_decisions(
    college_id: UUID,
    *,
    class_name: str = "",
    enrolment_id: UUID | None = None,
    decision_id: UUID | None = None,
    states: Sequence[State] = (State.POSTED,),
) -> list[Decision]:
    """Decisions of a college by student number, with all their parts, in a fixed number of queries."""
    found = (
        Decision.objects.filter(record__organisation_id=college_id, record__state__in=states)
        .select_related("record", "rule_book", "enrolment__person", "enrolment__programme", "enrolment__college")
        .prefetch_related("courses__course", "courses__corrections", "lines__outcome")
        .order_by("enrolment__student_number", "record_id")
    )
    if class_name:
        found = found.filter(enrolment__class_name=class_name)
    if enrolment_id is not None:
        found = found.filter(enrolment_id=enrolment_id)
    if decision_id is not None:
        found = found.filter(record_id=decision_id)
    decisions = list(found)
    if not decisions:
        raise Refusal("nothing_posted", NOTHING_POSTED)
    return decisions


def _student_sheet(decisions: Sequence[Decision]) -> OutSheet:
    enrolment = decisions[0].enrolment
    return OutSheet(
        name=_sheet_name(f"{enrolment.student_number} {enrolment.person.name}"),
        columns=STUDENT_COLUMNS,
        rows=list(_student_rows(decisions)),
        title=f"{enrolment.college.name}课程免修（学分认定）审批表",
        remarks=(_who(enrolment), *map(_basis, decisions), *_windows(decisions)),
        boxes=APPROVALS,
    )


def _basis(decision: Decision) -> str:
    """What one decision was made by, and where it stands."""
    book = decision.rule_book
    sample = SAMPLE if book.is_sample else ""
    by_panel = "　经专家评审" if decision.by_panel else ""
    waiting = "　尚未入账" if decision.record.state == State.CLAIMED else ""
    return f"文号：{decision.record.number}　{_by(book)}（校验码 {decision.book_hash[:12]}）{by_panel}{waiting}{sample}"


def _windows(decisions: Sequence[Decision]) -> Iterator[str]:
    """On which days each was claimed and could be, where the book names any."""
    for decision in decisions:
        for window in windows_at(engine_book(decision.rule_book), decision.claimed_on):
            days = f"{day(window.first).zh}至{day(window.last).zh}"
            claimed = f"文号 {decision.record.number}：{day(decision.claimed_on).zh}申请"
            yield f"{claimed}，申请窗口 {days}（门槛 {window.gate.id}，{window.gate.article}）"


def _who(enrolment: Enrolment) -> str:
    told = (enrolment.student_number, enrolment.person.name, enrolment.programme.title, enrolment.class_name)
    return "学号：{}　姓名：{}　专业：{}　班级：{}".format(*told)


def _by(book: RuleBook) -> str:
    return f"依据：《{book.title}》第 {book.version} 版"


def _student_rows(decisions: Sequence[Decision]) -> Iterator[Row]:
    place, total = 0, 0
    for decision in decisions:
        for row in decision.courses.all():
            place, total = place + 1, total + row.credited
            lines = [line for line in decision.lines.all() if line.course_id == row.course_id]
            yield (
                place,
                row.course.code,
                row.course.name,
                from_units(row.course.credits, Unit.COURSE_CREDIT),
                from_units(row.credited, Unit.COURSE_CREDIT),
                RECOGNITIONS[row.recognition].zh,
                row.mark_now,
                _outcomes(decision, row.course_id),
                "、".join(sorted({line.row for line in lines})),
                "、".join(sorted({line.article for line in lines})),
                decision.record.number or "",
            )
    yield _total_row(len(STUDENT_COLUMNS), 4, total)


def _class_sheet(class_name: str, decisions: Sequence[Decision]) -> OutSheet:
    enrolment = decisions[0].enrolment
    books = {decision.rule_book: None for decision in decisions}
    return OutSheet(
        name=_sheet_name(class_name or "未分班"),
        columns=CLASS_COLUMNS,
        rows=list(_class_rows(decisions)),
        title=f"{enrolment.college.name}学分认定汇总表",
        remarks=(
            f"班级：{class_name or '未分班'}",
            *(
                f"{_by(book)}（校验码 {book.content_hash[:12]}）{SAMPLE if book.is_sample else ''}"
                for book in sorted(books, key=lambda book: (book.code, book.version))
            ),
        ),
        frozen_columns=3,
        boxes=SUMMARY_APPROVALS,
    )


def _class_rows(decisions: Sequence[Decision]) -> Iterator[Row]:
    place, total = 0, 0
    for decision in decisions:
        for row in decision.courses.all():
            place, total = place + 1, total + row.credited
            yield (
                place,
                decision.enrolment.student_number,
                decision.enrolment.person.name,
                row.course.code,
                row.course.name,
                from_units(row.credited, Unit.COURSE_CREDIT),
                RECOGNITIONS[row.recognition].zh,
                row.mark_now,
                _outcomes(decision, row.course_id),
                decision.record.number or "",
                f"第 {decision.rule_book.version} 版",
            )
    yield _total_row(len(CLASS_COLUMNS), 5, total)


def _outcomes(decision: Decision, course_id: UUID) -> str:
    used = {line.outcome_id: line.outcome for line in decision.lines.all() if line.course_id == course_id}
    return "；".join(
        outcome.title + (f"（{outcome.certificate_number}）" if outcome.certificate_number else "")
        for _, outcome in sorted(used.items())
    )


def _total_row(width: int, figure_at: int, total: int) -> Row:
    cells: list[Styled] = [Styled(None, TOTAL) for _ in range(width)]
    cells[0] = Styled("合计", TOTAL)
    cells[figure_at] = Styled(from_units(total, Unit.COURSE_CREDIT), CREDITS)
    return cells


def _sheet_name(text: str) -> str:
    """What Excel takes as a sheet's name: none of its own signs, at most 31 of ours."""
    return "".join("_" if sign in r"[]:*?/\'" else sign for sign in text)[:SHEET_NAME_LONGEST]
