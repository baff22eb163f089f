"""A college's workbook of learners into the database: persons registered, enrolled, with what they passed already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Fault, Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.changes import ENDED, change_class, end_enrolment, note_attendance
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.operations import Enrolled, NewEnrolment, enrol, note_passed
from niangjia.creditbank.programmes.queries import engine_programmes, newest_programmes
from niangjia.creditbank.workbooks.learner_rows import LearnerRow
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.records import read_learners
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, PaperType

NO_IDENTITY: Final = Term("没有证件号码，不能登记学籍；请补填", "no identity number, so no enrolment: fill it in")
OTHER_NAME: Final = Term("此证件号码登记的姓名与这里写的不同", "the name on record under this number differs")
LEFT: Final = Term(
    "此人没有登记过学籍，已离校的不必登记；请删去本行", "not enrolled before, and left: there is nothing to enrol"
)
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
    new_count: int = 0
    changed_count: int = 0

    @property
    def unchanged_count(self) -> int:
        """How many stood already as the file has them."""
        return len(self.enrolled) - self.new_count - self.changed_count


def import_learners(file: SourceFile, *, college_id: UUID, actor: Actor, at: datetime) -> EnrolReport:
    """Register and enrol every learner of a workbook, and change class and state of those who are enrolled already.

    Everything that contradicts what stands is told at once. Done again it changes nothing. Refuses ``nothing_in_file``.
    """
    programmes = tuple(engine_programmes(newest_programmes(college_id)).values())
    reading = read_learners(file, programmes=programmes, on=day_of(at))
    faults = (*reading.faults, *_without_identity(reading.learners))
    if faults:
        return EnrolReport((), (), faults)
    if not reading.learners:
        raise Refusal("nothing_in_file", NOTHING.format(name=file.name))
    with transaction.atomic():
        report = _enrolled(reading.learners, college_id=college_id, actor=actor, at=at)
        if report.faults:
            transaction.set_rollback(True)  # whom the college came to know is forgotten again
    return report


def _enrolled(rows: Sequence[LearnerRow], *, college_id: UUID, actor: Actor, at: datetime) -> EnrolReport:
    people, renamed = _registered(rows, college_id=college_id, actor=actor, at=at)
    known = [(row, people[row.row, row.sheet]) for row in rows if (row.row, row.sheet) in people]
    new = [_enrolment(row, person_id, day_of(at)) for row, person_id in known]
    standing = Enrolled(college_id, new)
    before = {number: row for number, row in standing.by_number.items() if row.college_id == college_id}
    faults = (*renamed, *_contradictions(known, new, standing))
    if faults:
        return EnrolReport((), (), faults)
    ids = enrol(new, college_id=college_id, actor=actor, at=at)
    passed = {key: row.learner.passed_courses for key, row in zip(ids, rows, strict=True)}
    note_passed(passed, actor=actor, on=day_of(at))
    changed = sum(_changed(before[row.number], row, actor=actor, at=at) for row in rows if row.number in before)
    fresh = sum(1 for row in rows if row.number not in before)
    return EnrolReport(tuple(ids), tuple(rows), (), tuple(person_id for _, person_id in known), fresh, changed)


def _registered(
    rows: Sequence[LearnerRow], *, college_id: UUID, actor: Actor, at: datetime
) -> tuple[dict[tuple[int, str], UUID], list[Fault]]:
    """The persons of the rows; each row under another name than on record is a fault."""
    left, faults = list(rows), []
    while left:
        try:
            with transaction.atomic():
                people = register_persons(
                    [_person(row) for row in left],
                    organisation_id=college_id,
                    role=AffiliationRole.STUDENT,
                    actor=actor,
                    at=at,
                )
        except Refusal as refused:
            if refused.code != "paper_known_under_other_name" or refused.place is None:
                raise
            row = left.pop((refused.place.row or 1) - 1)
            faults.append(Fault("name_differs", row.sheet, row.row, "姓名", row.name, OTHER_NAME))
        else:
            return {(row.row, row.sheet): each.person_id for row, each in zip(left, people, strict=True)}, faults
    return {}, faults


def _contradictions(
    known: Sequence[tuple[LearnerRow, UUID]], new: Sequence[NewEnrolment], standing: Enrolled
) -> Iterator[Fault]:
    """Every row that contradicts an enrolment, or cannot be carried out."""
    for (row, _), learner in zip(known, new, strict=True):
        found, held = standing.contradiction(learner), standing.by_number.get(row.number)
        if found is not None:
            yield Fault(found.code, row.sheet, row.row, found.column, found.stood, found.term)
        elif held is None and row.has_left:
            yield Fault("learner_left", row.sheet, row.row, "学籍状态", "", LEFT)
        elif held is not None and held.ended_on is not None and not row.has_left:
            expected = ENDED.format(number=row.number, on=held.ended_on)
            yield Fault("enrolment_ended", row.sheet, row.row, "学籍状态", "", expected)


def _changed(held: Enrolment, row: LearnerRow, *, actor: Actor, at: datetime) -> bool:
    """Carry out what the row says otherwise than the enrolment; gives whether it does."""
    if held.ended_on is not None:
        return False
    is_moved = row.class_name is not None and row.class_name != held.class_name
    is_turned = not row.has_left and row.learner.is_enrolled != held.is_attending
    if is_moved:
        change_class(held.id, row.class_name or "", actor=actor, at=at)
    if is_turned:
        note_attendance(held.id, is_attending=row.learner.is_enrolled, actor=actor, at=at)
    if row.has_left:
        end_enrolment(held.id, on=day_of(at), reason="upload", actor=actor, at=at)
    return is_moved or is_turned or row.has_left


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
