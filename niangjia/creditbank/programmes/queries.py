"""Read programmes as the engine's values, and learners as lists."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from niangjia.core.units import Unit, from_units
from niangjia.creditbank.engine import books
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind
from niangjia.creditbank.programmes.models import Course, Enrolment, Programme
from niangjia.kernel.people.models import Occupation
from niangjia.kernel.people.queries import held_by


def as_credits(amount: int) -> Decimal:
    """Credits as people write them."""
    return from_units(amount, Unit.COURSE_CREDIT)


def engine_programmes(ids: Iterable[UUID]) -> dict[UUID, books.Programme]:
    """The programmes as the engine's values, in four queries however many they are."""
    rows = Programme.objects.filter(id__in=set(ids)).prefetch_related("courses", "floors", "occupations")
    return {row.id: _engine_programme(row) for row in rows}


def _engine_programme(row: Programme) -> books.Programme:
    return books.Programme(
        code=row.code,
        version=row.version,
        title=row.title,
        intake=row.intake,
        total_credits=as_credits(row.total_credits),
        residency=as_credits(row.residency),
        courses=tuple(_engine_course(course) for course in row.courses.all()),
        floors=tuple(
            books.CategoryFloor(floor.category, as_credits(floor.minimum))
            for floor in sorted(row.floors.all(), key=lambda floor: floor.category)
        ),
        occupations=tuple(sorted(occupation.code for occupation in row.occupations.all())),
        aim=Aim(row.aim),
        is_sample=row.is_sample,
    )


def _engine_course(row: Course) -> books.Course:
    return books.Course(
        code=row.code,
        name=row.name,
        credits=as_credits(row.credits),
        category=row.category,
        kind=SinkKind(row.kind),
        hours=row.hours,
        level=row.level,
        term=row.term,
        cover=Cover(row.cover),
        least_part=None if row.least_part is None else as_credits(row.least_part),
        contributors=row.contributors,
        never=row.never,
    )


def course_ids(programme_ids: Iterable[UUID]) -> dict[UUID, dict[str, UUID]]:
    """For each programme, its courses' ids by code."""
    found: dict[UUID, dict[str, UUID]] = {}
    for programme_id, code, course_id in Course.objects.filter(programme_id__in=set(programme_ids)).values_list(
        "programme_id", "code", "id"
    ):
        found.setdefault(programme_id, {})[code] = course_id
    return found


def programmes_of(college_id: UUID) -> QuerySet[Programme]:
    """Every version that a college published, newest first within a code."""
    return Programme.objects.filter(college_id=college_id).order_by("code", "-version")


def learners_of(college_id: UUID, *, programme_id: UUID | None = None, class_name: str = "") -> QuerySet[Enrolment]:
    """Learners of a college with person and programme, by student number."""
    found = Enrolment.objects.filter(college_id=college_id, ended_on=None).select_related("person", "programme")
    if programme_id is not None:
        found = found.filter(programme_id=programme_id)
    if class_name:
        found = found.filter(class_name=class_name)
    return found.order_by("student_number", "id")


def class_names(college_id: UUID) -> list[str]:
    """The classes of a college's learners, by name."""
    found = learners_of(college_id).order_by("class_name").values_list("class_name", flat=True)
    return list(found.distinct())


def enrolments_of(person_id: UUID) -> QuerySet[Enrolment]:
    """A person's enrolments in force, newest first."""
    return (
        Enrolment.objects.filter(held_by([person_id]), ended_on=None)
        .select_related("programme")
        .order_by("-enrolled_on")
    )


def newest_programmes(college_id: UUID) -> list[UUID]:
    """The newest version of each programme of a college."""
    return list(
        Programme.objects.filter(college_id=college_id)
        .order_by("code", "-version")
        .distinct("code")
        .values_list("id", flat=True)
    )


def code_names(college_id: UUID) -> dict[str, str]:
    """What codes stand for: the courses of a college's programmes, and occupations. Two queries."""
    courses = Course.objects.filter(programme__college_id=college_id).order_by("code", "programme__version")
    return dict(Occupation.objects.values_list("code", "name")) | dict(courses.values_list("code", "name"))
