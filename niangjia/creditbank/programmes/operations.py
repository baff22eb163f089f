"""Publish programmes and enrol learners. Every write is set-based and runs in the caller's unit of work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.engine import books
from niangjia.creditbank.engine.canonical import programme_hash
from niangjia.creditbank.programmes.models import (
    CategoryFloor,
    Course,
    Enrolment,
    PassedCourse,
    Programme,
    ProgrammeOccupation,
)
from niangjia.creditbank.programmes.queries import course_ids
from niangjia.kernel.access.queries import require

PUBLISHED_OTHERWISE = Term(
    "{title}第 {version} 版已经发布，内容与这份不同。已发布的版本不能改：请把版本号加一再导入。",
    "Version {version} of {title} is published and differs from this one. A published version never changes: "
    "import it under the next version number.",
)
NO_PROGRAMME = Term(
    "第 {row} 位学员 {number}：找不到专业 {code}。请先导入培养方案，或改正专业代码。",
    "Learner {number} (row {row}): there is no programme {code}. Import the programme first, or correct its code.",
)

NUMBER_TAKEN = Term(
    "学号 {number} 已登记在另一个人名下。请核对学号和证件号码。",
    "Student number {number} is another person's. Check the number and the identity number.",
)
OTHER_PROGRAMME = Term(
    "学员 {number}：已登记在专业 {standing}，这里写的是 {code}。请核对专业。",
    "Learner {number} is enrolled in {standing}, and {code} stands here. Check the programme.",
)
OTHER_NUMBER = Term(
    "学员 {number}：此人已用学号 {standing} 登记在专业 {code}。同一专业只登记一次，请核对学号。",
    "Learner {number} is enrolled in {code} under {standing} already. Check the number.",
)
NO_COURSE = Term(
    "学员 {number} 登记的培养方案第 {version} 版里没有课程 {course}，不能登记为已通过。请改正课程。",
    "Version {version} of learner {number}'s programme has no course {course}, so it cannot be noted as passed.",
)


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A person to enrol: ``programme_code`` names the newest version that the college published.

    A learner on leave is enrolled as well; whether she may convert is for the rule book's gates to say.
    """

    person_id: UUID
    programme_code: str
    student_number: str
    class_name: str
    enrolled_on: date
    is_attending: bool = True


def credits_in_units(value: Decimal) -> int:
    """Credits as integers in 1/100."""
    return to_units(value, Unit.COURSE_CREDIT)


def publish_programmes(
    programmes: Sequence[books.Programme], *, college_id: UUID, actor: Actor, at: datetime
) -> list[UUID]:
    """Publish each programme in its version and give their ids. The same content again changes nothing.

    Refuses ``act_not_allowed``, ``programme_published_otherwise`` when a published version would change, and
    ``text_too_long``.
    """
    require(actor, "programme.change", on=college_id, at=day_of(at))
    return [_publish_programme(programme, college_id=college_id, actor=actor, at=at) for programme in programmes]


def _publish_programme(programme: books.Programme, *, college_id: UUID, actor: Actor, at: datetime) -> UUID:
    content_hash = programme_hash(programme)
    standing = Programme.objects.filter(college_id=college_id, code=programme.code, version=programme.version).first()
    if standing is not None:
        if standing.content_hash != content_hash:
            raise Refusal(
                "programme_published_otherwise",
                PUBLISHED_OTHERWISE.format(title=programme.title, version=programme.version),
            )
        return standing.id
    row = Programme(
        college_id=college_id,
        code=programme.code,
        version=programme.version,
        title=programme.title,
        intake=programme.intake,
        total_credits=credits_in_units(programme.total_credits),
        residency=credits_in_units(programme.residency),
        aim=programme.aim,
        is_sample=programme.is_sample,
        content_hash=content_hash,
        published_at=at,
        published_by=actor.account_id,
    )
    _write(row, programme)
    log(actor=actor, act="programme.publish", about=row.id, at=at, detail={"hash": content_hash})
    return row.id


def _write(row: Programme, programme: books.Programme) -> None:
    courses = [_course(row, course, place) for place, course in enumerate(programme.courses)]
    floors = [
        CategoryFloor(programme=row, category=floor.category, minimum=credits_in_units(floor.minimum))
        for floor in programme.floors
    ]
    occupations = [ProgrammeOccupation(programme=row, code=code) for code in programme.occupations]
    refuse_too_long([row, *courses, *floors, *occupations])
    row.save(force_insert=True)
    Course.objects.bulk_create(courses)
    CategoryFloor.objects.bulk_create(floors)
    ProgrammeOccupation.objects.bulk_create(occupations)


def _course(row: Programme, course: books.Course, place: int) -> Course:
    return Course(
        programme=row,
        code=course.code,
        name=course.name,
        credits=credits_in_units(course.credits),
        category=course.category,
        kind=course.kind,
        hours=course.hours,
        level=course.level,
        term=course.term,
        cover=course.cover,
        least_part=None if course.least_part is None else credits_in_units(course.least_part),
        contributors=course.contributors,
        never=course.never,
        position=place,
    )


def enrol(learners: Sequence[NewEnrolment], *, college_id: UUID, actor: Actor, at: datetime) -> list[UUID]:
    """Enrol persons, each in the newest version of its programme. Who is enrolled so already is left as she is.

    Gives the enrolments' ids in the order asked. Refuses with the row ``unknown_programme``, ``student_number_taken``,
    ``enrolled_in_another_programme``, ``enrolled_under_another_number``; also ``act_not_allowed``, ``text_too_long``.
    """
    require(actor, "learner.enrol", on=college_id, at=day_of(at))
    newest = {
        programme.code: programme
        for programme in Programme.objects.filter(college_id=college_id).order_by("code", "version")
    }
    known = Enrolled(college_id, learners)
    fresh: list[Enrolment] = []
    for place, learner in enumerate(learners, start=1):
        programme = newest.get(learner.programme_code)
        if programme is None:
            raise Refusal(
                "unknown_programme",
                NO_PROGRAMME.format(row=place, number=learner.student_number, code=learner.programme_code),
            )
        found = known.contradiction(learner)
        if found is not None:
            raise Refusal(found.code, found.term)
        if learner.student_number not in known.by_number:
            fresh.append(_enrolment(learner, programme))
            known.add(fresh[-1])
    refuse_too_long(fresh)
    Enrolment.objects.bulk_create(fresh, batch_size=1000)
    log(actor=actor, act="learners.enrol", about=college_id, at=at, detail={"count": str(len(fresh))})
    return [known.by_number[learner.student_number].id for learner in learners]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A learner contradicts an enrolment that stands; ``column`` is where a workbook has it."""

    code: str
    column: str
    stood: str
    term: Term


class Enrolled:
    """Who is enrolled already, by student number and by person and programme."""

    def __init__(self, college_id: UUID, learners: Sequence[NewEnrolment]) -> None:
        self.by_number: dict[str, Enrolment] = {}
        self.by_person: dict[tuple[UUID, str], Enrolment] = {}
        numbers, persons = ({getattr(each, name) for each in learners} for name in ("student_number", "person_id"))
        found = Enrolment.objects.filter(college_id=college_id).select_related("programme")
        for row in found.filter(Q(student_number__in=numbers) | Q(person_id__in=persons)):
            self.add(row)

    def add(self, row: Enrolment) -> None:
        """Know this one too."""
        self.by_number[row.student_number] = row
        if row.ended_on is None:
            self.by_person[row.person_id, row.programme.code] = row

    def contradiction(self, learner: NewEnrolment) -> Contradiction | None:
        """What contradicts an enrolment that stands, if anything does."""
        number, code = learner.student_number, learner.programme_code
        told = {"number": number, "code": code}
        same_number = self.by_number.get(learner.student_number)
        same_person = self.by_person.get((learner.person_id, learner.programme_code))
        if same_number is not None and same_number.person_id != learner.person_id:
            return Contradiction("student_number_taken", "学号", number, NUMBER_TAKEN.format(**told))
        if same_number is not None and same_number.programme.code != learner.programme_code:
            term = OTHER_PROGRAMME.format(**told, standing=same_number.programme.code)
            return Contradiction("enrolled_in_another_programme", "专业", code, term)
        if same_person is not None and same_person.student_number != learner.student_number:
            term = OTHER_NUMBER.format(**told, standing=same_person.student_number)
            return Contradiction("enrolled_under_another_number", "学号", number, term)
        return None


def _enrolment(learner: NewEnrolment, programme: Programme) -> Enrolment:
    return Enrolment(
        person_id=learner.person_id,
        programme=programme,
        college_id=programme.college_id,
        student_number=learner.student_number,
        class_name=learner.class_name,
        enrolled_on=learner.enrolled_on,
        is_attending=learner.is_attending,
    )


def note_passed(passed: Mapping[UUID, Collection[str]], *, actor: Actor, on: date) -> None:
    """Note the courses (by code) that learners passed by study. What is noted already is left.

    Refuses ``act_not_allowed``, and ``passed_course_unknown`` where the version that a learner is enrolled in has no
    such course.
    """
    enrolments = {
        row.id: row
        for row in Enrolment.objects.filter(id__in=[key for key, codes in passed.items() if codes]).select_related(
            "programme"
        )
    }
    for college_id in {row.college_id for row in enrolments.values()}:
        require(actor, "learner.enrol", on=college_id, at=on)
    courses = course_ids({row.programme_id for row in enrolments.values()})
    PassedCourse.objects.bulk_create(
        (
            PassedCourse(enrolment=row, course_id=_course_id(courses, row, code), passed_on=on)
            for key, row in enrolments.items()
            for code in sorted(passed[key])
        ),
        ignore_conflicts=True,
    )


def note_passed_course(enrolment: Enrolment, course: Course, *, mark: str, actor: Actor, at: datetime) -> None:
    """Note one course that a learner passed by study, with its mark; noted already, it takes the new mark.

    Refuses ``act_not_allowed`` and ``text_too_long``.
    """
    require(actor, "learner.enrol", on=enrolment.college_id, at=day_of(at))
    row = PassedCourse(enrolment=enrolment, course=course, passed_on=day_of(at), mark=mark)
    refuse_too_long([row])
    PassedCourse.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["enrolment", "course"], update_fields=["passed_on", "mark"]
    )
    log(actor=actor, act="course.pass", about=enrolment.id, at=at, detail={"course": course.code})


def take_back_passed(enrolment: Enrolment, course: Course, *, actor: Actor, at: datetime) -> None:
    """A course that was noted as passed is not, after a correction. Refuses ``act_not_allowed``."""
    require(actor, "learner.enrol", on=enrolment.college_id, at=day_of(at))
    PassedCourse.objects.filter(enrolment=enrolment, course=course).delete()
    log(actor=actor, act="course.take_back", about=enrolment.id, at=at, detail={"course": course.code})


def _course_id(courses: Mapping[UUID, Mapping[str, UUID]], row: Enrolment, code: str) -> UUID:
    found = courses.get(row.programme_id, {}).get(code)
    if found is None:
        told = {"number": row.student_number, "version": row.programme.version, "course": code}
        raise Refusal("passed_course_unknown", NO_COURSE.format(**told))
    return found
