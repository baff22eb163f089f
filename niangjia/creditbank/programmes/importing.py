"""A college's workbook of learners into the database: persons registered, enrolled, with what they passed already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Fault, Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol, note_passed
from niangjia.creditbank.programmes.queries import engine_programmes, newest_programmes
from niangjia.creditbank.workbooks.learner_rows import LearnerRow
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.records import read_learners
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, PaperType

NO_IDENTITY: Final = Term("没有证件号码，不能登记学籍；请补填", "no identity number, so no enrolment: fill it in")
NOTHING: Final = Term(
    "《{name}》里一名学员也没有。请在表头下面逐行填写，再导入。",
    "There is no learner in {name}. Fill in rows below the header, then import it.",
)


@dataclass(frozen=True, slots=True)
class EnrolReport:
    """What an import of learners came to. With faults nothing was written."""

    enrolled: tuple[UUID, ...]
    learners: tuple[LearnerRow, ...]
    faults: tuple[Fault, ...]
    person_ids: tuple[UUID, ...] = ()


def import_learners(file: SourceFile, *, college_id: UUID, actor: Actor, at: datetime) -> EnrolReport:
    """Register and enrol every learner of a workbook. Done again it changes nothing."""
    programmes = tuple(engine_programmes(newest_programmes(college_id)).values())
    reading = read_learners(file, programmes=programmes, on=day_of(at))
    faults = (*reading.faults, *_without_identity(reading.learners))
    if faults:
        return EnrolReport((), (), faults)
    if not reading.learners:
        raise Refusal("nothing_in_file", NOTHING.format(name=file.name))
    people = register_persons(
        [_person(row) for row in reading.learners],
        organisation_id=college_id,
        role=AffiliationRole.STUDENT,
        actor=actor,
        at=at,
    )
    new = [_enrolment(row, each.person_id, day_of(at)) for row, each in zip(reading.learners, people, strict=True)]
    ids = enrol(new, college_id=college_id, actor=actor, at=at)
    passed = {key: row.learner.passed_courses for key, row in zip(ids, reading.learners, strict=True)}
    note_passed(passed, actor=actor, on=day_of(at))
    return EnrolReport(tuple(ids), reading.learners, (), tuple(each.person_id for each in people))


def _without_identity(rows: Sequence[LearnerRow]) -> list[Fault]:
    return [
        Fault("identity_missing", row.sheet, row.row, "证件号码", "", NO_IDENTITY)
        for row in rows
        if row.identity is None
    ]


def _person(row: LearnerRow) -> NewPerson:
    return NewPerson(name=row.name, paper=NewPaper(PaperType.IDENTITY_NUMBER, row.identity or ""), phone=row.phone)


def _enrolment(row: LearnerRow, person_id: UUID, on: date) -> NewEnrolment:
    return NewEnrolment(
        person_id=person_id,
        programme_code=row.programme,
        student_number=row.number,
        class_name=row.class_name or "",
        enrolled_on=row.learner.enrolled_on or on,
        is_attending=row.learner.is_enrolled,
    )
