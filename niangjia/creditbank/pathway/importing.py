"""A college's workbooks of the pathway into the database, all rows or none; each fault with its place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.identity import Result, identity_number
from niangjia.core.refusals import Fault, Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.pathway.cohorts import list_candidates
from niangjia.creditbank.pathway.forms import MARKS, OFFERS, PREREQUISITES, ROSTER
from niangjia.creditbank.pathway.models import Cohort, CourseGroup, Participation, Semester
from niangjia.creditbank.pathway.offering import offer_groups, set_prerequisites
from niangjia.creditbank.pathway.studying import enter_marks
from niangjia.creditbank.pathway.types import Attempt, Mode, NewGroup, NewMark
from niangjia.creditbank.programmes.models import Course
from niangjia.creditbank.programmes.queries import newest_programmes
from niangjia.creditbank.workbooks.reading.forms import Form
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.reading.workbook import Tables, read_tables
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, PaperType

NOTHING: Final = Term(
    "《{name}》里一行也没有。请在表头下面逐行填写，再导入。",
    "There is no row in {name}. Fill in rows below the header.",
)
_IDENTITY: Final = Term("身份证号码不对：{reason}", "no identity number: {reason}")
_OTHER_NAME: Final = Term("此证件号码登记的姓名与这里写的不同", "the name on record under this number differs")
_NO_COURSE: Final = Term("最新的培养方案里没有这门课程", "the newest programmes have no such course")
_NOT_HERE: Final = Term("这个班里没有这个学号", "nobody of this number sits in the group")
_NAME: Final = Term("与登记的姓名“{name}”不一致", "another name is on record: {name}")


def import_roster(file: SourceFile, *, cohort_id: UUID, actor: Actor, at: datetime) -> tuple[int, tuple[Fault, ...]]:
    """Register the people of a roster with the college and put them on a cohort's list. Gives how many are new.

    Refuses ``nothing_in_file`` and what ``list_candidates`` refuses.
    """
    cohort = Cohort.objects.get(id=cohort_id)
    tables = read_tables([file], (ROSTER,))
    for table, position, row in _rows(tables, ROSTER):
        checked = identity_number(row["identity"], day_of(at))
        if checked.result is not Result.VALID:
            table.refuse(position, "identity", "identity_invalid", _IDENTITY.format(reason=checked.result.term))
    rows = _taken(file, tables, ROSTER)
    if tables.faults:
        return 0, tables.faults_in_order()
    people = [
        NewPerson(row["name"], NewPaper(PaperType.IDENTITY_NUMBER, row["identity"]), phone=row.get("phone"))
        for _, _, row in rows
    ]
    try:
        with transaction.atomic():
            found = register_persons(
                people, organisation_id=cohort.college_id, role=AffiliationRole.CLIENT, actor=actor, at=at
            )
    except Refusal as refused:
        if refused.code != "paper_known_under_other_name" or refused.place is None:
            raise
        table, position, _ = rows[(refused.place.row or 1) - 1]
        return 0, (table.fault(position, "name", "name_differs", _OTHER_NAME),)
    return list_candidates(cohort_id, [each.person_id for each in found], actor=actor, at=at), ()


def import_offers(file: SourceFile, *, semester_id: UUID, actor: Actor, at: datetime) -> tuple[int, tuple[Fault, ...]]:
    """Offer the groups of a workbook in a term, and set prerequisites where a sheet has them. Gives how many groups.

    Refuses ``nothing_in_file`` and what ``offer_groups`` and ``set_prerequisites`` refuse.
    """
    semester = Semester.objects.get(id=semester_id)
    courses = _courses(semester.college_id)
    tables = read_tables([file], (OFFERS, PREREQUISITES))
    for form, names in ((OFFERS, ("course",)), (PREREQUISITES, ("course", "before"))):
        for table, position, row in _rows(tables, form):
            _refuse_unknown(table, position, row, names, courses)
    rows = _taken(file, tables, OFFERS)
    if tables.faults:
        return 0, tables.faults_in_order()
    offer_groups(semester_id, [_group(row, courses) for _, _, row in rows], actor=actor, at=at)
    for programme_id, pairs in _prerequisites(tables, courses).items():
        set_prerequisites(programme_id, pairs, actor=actor, at=at)
    return len(rows), ()


def _courses(college_id: UUID) -> dict[tuple[str, str], Course]:
    """The courses of the newest programmes, by codes of programme and course."""
    found = Course.objects.filter(programme__in=newest_programmes(college_id)).select_related("programme")
    return {(row.programme.code, row.code): row for row in found}


def _refuse_unknown(
    table: Table,
    position: int,
    row: Mapping[str, Any],
    names: Sequence[str],
    courses: Mapping[tuple[str, str], Course],
) -> None:
    for name in names:
        codes = row[name] if isinstance(row[name], tuple) else (row[name],)
        if any((row["programme"], code) not in courses for code in codes):
            table.refuse(position, name, "course_unknown", _NO_COURSE)


def _group(row: Mapping[str, Any], courses: Mapping[tuple[str, str], Course]) -> NewGroup:
    return NewGroup(
        course_id=courses[row["programme"], row["course"]].id,
        name=row["group"],
        capacity=row["capacity"],
        teacher=row.get("teacher") or "",
        mode=row.get("mode") or Mode.CLASSROOM,
        place=row.get("place") or "",
        price=to_units(row.get("price") or Decimal(0), Unit.CNY),
        hours=row["hours"],
        sittings=row.get("sittings") or (),
    )


def _prerequisites(tables: Tables, courses: Mapping[tuple[str, str], Course]) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """Pairs of each programme that the sheet names: it says all of that programme's."""
    found: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for _, _, row in _rows(tables, PREREQUISITES):
        course = courses[row["programme"], row["course"]]
        before = [courses[row["programme"], code].id for code in row["before"]]
        found.setdefault(course.programme_id, []).extend((course.id, each) for each in before)
    return found


def import_marks(file: SourceFile, *, group_id: UUID, actor: Actor, at: datetime) -> tuple[int, tuple[Fault, ...]]:
    """Enter the marks of a group's workbook; each waits for a second person. Gives how many.

    Refuses ``nothing_in_file`` and what ``enter_marks`` refuses.
    """
    group = CourseGroup.objects.get(id=group_id)
    seated = Participation.objects.filter(group=group, left_at=None).select_related("enrolment__person")
    by_number = {row.enrolment.student_number: row for row in seated}
    tables = read_tables([file], (MARKS,))
    for table, position, row in _rows(tables, MARKS):
        participation = by_number.get(row["number"])
        if participation is None:
            table.refuse(position, "number", "not_in_group", _NOT_HERE)
        elif row.get("name") not in {None, participation.enrolment.person.name}:
            name = participation.enrolment.person.name
            table.refuse(position, "name", "name_differs", _NAME.format(name=name))
    rows = _taken(file, tables, MARKS)
    if tables.faults:
        return 0, tables.faults_in_order()
    marks = [
        NewMark(by_number[row["number"]].id, row["mark"], row["is_passed"], row.get("attempt") or Attempt.REGULAR)
        for _, _, row in rows
    ]
    return len(enter_marks(marks, actor=actor, at=at)), ()


def _rows(tables: Tables, form: Form) -> Iterator[tuple[Table, int, dict[str, Any]]]:
    for table in tables.of(form):
        for position, row in list(table.rows()):
            yield table, position, row


def _taken(file: SourceFile, tables: Tables, form: Form) -> list[tuple[Table, int, dict[str, Any]]]:
    """Every row without faults. Refuses ``nothing_in_file`` where there is neither a row nor a fault."""
    rows = list(_rows(tables, form))
    if not rows and not tables.faults:
        raise Refusal("nothing_in_file", NOTHING.format(name=file.name))
    return rows
