"""Publish programmes and enrol learners. Every write is set-based and runs in the caller's unit of work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
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

PUBLISHED_OTHERWISE = Term(
    "{title}第 {version} 版已经发布，内容与这份不同。已发布的版本不能改：请把版本号加一再导入。",
    "Version {version} of {title} is published and differs from this one. A published version never changes: "
    "import it under the next version number.",
)
NO_PROGRAMME = Term(
    "第 {row} 位学员 {number}：找不到专业 {code}。请先导入培养方案，或改正专业代码。",
    "Learner {number} (row {row}): there is no programme {code}. Import the programme first, or correct its code.",
)


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A person to enrol: ``programme_code`` names the newest version that the college published."""

    person_id: UUID
    programme_code: str
    student_number: str
    class_name: str
    enrolled_on: date


def credits_in_units(value: Decimal) -> int:
    """Credits as integers in 1/100."""
    return to_units(value, Unit.COURSE_CREDIT)


def publish_programmes(
    programmes: Sequence[books.Programme], *, college_id: UUID, actor: Actor, at: datetime
) -> list[UUID]:
    """Publish each programme in its version and give their ids. The same content again changes nothing.

    Refuses ``programme_published_otherwise`` when a published version would change.
    """
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
    row = Programme.objects.create(
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
    _write_parts(row, programme)
    log(actor=actor, act="programme.publish", about=row.id, at=at, detail={"hash": content_hash})
    return row.id


def _write_parts(row: Programme, programme: books.Programme) -> None:
    Course.objects.bulk_create(_course(row, course, place) for place, course in enumerate(programme.courses))
    CategoryFloor.objects.bulk_create(
        CategoryFloor(programme=row, category=floor.category, minimum=credits_in_units(floor.minimum))
        for floor in programme.floors
    )
    ProgrammeOccupation.objects.bulk_create(
        ProgrammeOccupation(programme=row, code=code) for code in programme.occupations
    )


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

    Gives the enrolments' ids in the order asked. Refuses ``unknown_programme`` with the row.
    """
    newest = {
        programme.code: programme
        for programme in Programme.objects.filter(college_id=college_id).order_by("code", "version")
    }
    standing = dict(
        Enrolment.objects.filter(
            college_id=college_id, student_number__in=[learner.student_number for learner in learners]
        ).values_list("student_number", "id")
    )
    fresh: list[Enrolment] = []
    for place, learner in enumerate(learners, start=1):
        programme = newest.get(learner.programme_code)
        if programme is None:
            raise Refusal(
                "unknown_programme",
                NO_PROGRAMME.format(row=place, number=learner.student_number, code=learner.programme_code),
            )
        if learner.student_number not in standing:
            fresh.append(_enrolment(learner, programme))
            standing[learner.student_number] = fresh[-1].id
    Enrolment.objects.bulk_create(fresh, batch_size=1000)
    log(actor=actor, act="learners.enrol", about=college_id, at=at, detail={"count": str(len(fresh))})
    return [standing[learner.student_number] for learner in learners]


def _enrolment(learner: NewEnrolment, programme: Programme) -> Enrolment:
    return Enrolment(
        person_id=learner.person_id,
        programme=programme,
        college_id=programme.college_id,
        student_number=learner.student_number,
        class_name=learner.class_name,
        enrolled_on=learner.enrolled_on,
    )


def note_passed(passed: Mapping[UUID, Collection[str]], *, on: date) -> None:
    """Note the courses (by code) that learners passed by study. What is noted already is left."""
    wanted = {key: codes for key, codes in passed.items() if codes}
    programmes = dict(Enrolment.objects.filter(id__in=wanted).values_list("id", "programme_id"))
    ids = {
        (programme, code): key
        for key, programme, code in Course.objects.filter(programme_id__in=set(programmes.values())).values_list(
            "id", "programme_id", "code"
        )
    }
    PassedCourse.objects.bulk_create(
        (
            PassedCourse(enrolment_id=key, course_id=ids[programmes[key], code], passed_on=on)
            for key, codes in wanted.items()
            for code in sorted(codes)
        ),
        ignore_conflicts=True,
    )
