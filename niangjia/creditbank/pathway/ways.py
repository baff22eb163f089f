"""The shortest way to graduation of a learner: her audit, coming terms, her shifts, and what could be recognised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.core.workdays.queries import calendar
from niangjia.creditbank.pathway.models import CourseGroup, Prerequisite, Semester
from niangjia.creditbank.pathway.planning.audit import Audit, Requirement
from niangjia.creditbank.pathway.planning.problem import Freeing, Obstacle, Offer, OpenCourse, WayProblem
from niangjia.creditbank.pathway.planning.shifts import (
    Missed,
    Rotation,
    Sitting,
    missed_sittings,
    weekday_counts,
)
from niangjia.creditbank.pathway.queries import own_share, seated_counts, shifts_of
from niangjia.creditbank.programmes.models import Enrolment

CLAIM: Final = "claim"


@dataclass(frozen=True, slots=True)
class Recognisable:
    """What could be recognised besides what is: credits (1/100) by course, and whether it can be claimed today.

    ``text`` says what she would have to get first; it is ready for the term after the next then.
    """

    text: Term
    credits: Mapping[str, int]
    is_held: bool


@dataclass(frozen=True, slots=True)
class GroupOffer:
    """A group on offer with how it fits her shifts."""

    row: CourseGroup
    missed: Missed
    obstacle: Obstacle | None
    price: int


@dataclass(frozen=True, slots=True)
class Offering:
    """Coming terms in order, and their groups for her, by the offer's id."""

    semesters: tuple[Semester, ...]
    groups: Mapping[str, GroupOffer]


def offering_for(
    programme_id: UUID, *, college_id: UUID, person_id: UUID, enrolment: Enrolment | None, on: date
) -> Offering:
    """The groups of terms that begin today or later, for one person: what clashes with her shifts, what is full.

    Six queries. Terms that have begun are not chosen any more; what she takes in them is in progress.
    """
    semesters = tuple(Semester.objects.filter(college_id=college_id, starts_on__gte=on).order_by("starts_on"))
    found = CourseGroup.objects.filter(semester__in=semesters, course__programme_id=programme_id)
    rows = list(found.select_related("course", "semester").prefetch_related("sittings").order_by("name", "id"))
    seated, share = seated_counts([row.id for row in rows]), own_share(enrolment)
    rotation = shifts_of(person_id, on=semesters[0].starts_on if semesters else on)
    groups = {str(row.id): _for_her(row, rotation, seated.get(row.id, 0), share) for row in rows}
    return Offering(semesters, groups)


def _for_her(row: CourseGroup, rotation: Rotation | None, seated: int, share: tuple[int, int]) -> GroupOffer:
    semester = row.semester
    missed = missed_sittings(rotation, sittings_of(row), semester.starts_on, semester.ends_on)
    obstacle = None
    if not missed.is_within(semester.missed_part, semester.missed_whole):
        obstacle = Obstacle.SHIFT
    elif seated >= row.capacity:
        obstacle = Obstacle.FULL
    part, whole = share
    return GroupOffer(row, missed, obstacle, -(-row.price * part // whole))


def sittings_of(row: CourseGroup) -> tuple[Sitting, ...]:
    """A group's weekly times."""
    return tuple(Sitting(each.weekday, each.starts, each.ends) for each in row.sittings.all())


def way_problem(
    audit: Audit, offering: Offering, recognisable: Iterable[Recognisable], prerequisites: Sequence[tuple[str, str]]
) -> WayProblem:
    """All of it as a problem. A course in progress is taken as passed: the way says so beside it."""
    open_courses = tuple(
        OpenCourse(
            each.course.code,
            each.course.category,
            gives=each.left,
            load=each.course.credits,
            is_compulsory=each.course.is_compulsory,
        )
        for each in audit.courses
        if each.left > 0
    )
    still = {line.key: max(0, line.missing - line.in_progress) for line in audit.lines}
    categories = [line.key for line in audit.lines if line.requirement is Requirement.CATEGORY]
    total, residency = audit.line(Requirement.TOTAL), audit.line(Requirement.RESIDENCY)
    numbers = {semester.id: number for number, semester in enumerate(offering.semesters)}
    gives = {course.code: course.gives for course in open_courses}
    return WayProblem(
        courses=open_courses,
        offers=tuple(
            _offer(key, each, numbers[each.row.semester_id])
            for key, each in offering.groups.items()
            if each.row.course.code in gives
        ),
        loads=tuple(semester.credit_limit for semester in offering.semesters),
        total=max(0, total.missing - total.in_progress),
        residency=max(0, residency.missing - residency.in_progress),
        floors=tuple((name, still[name]) for name in categories),
        freeings=tuple(freeings_of(recognisable, gives)),
        prerequisites=tuple(prerequisites),
        weeks=tuple(_weeks(semester) for semester in offering.semesters),
    )


def _offer(key: str, group: GroupOffer, term: int) -> Offer:
    return Offer(
        id=key,
        course=group.row.course.code,
        term=term,
        hours=group.row.hours,
        price=group.price,
        sittings=sittings_of(group.row),
        obstacle=group.obstacle,
    )


def freeings_of(recognisable: Iterable[Recognisable], gives: Mapping[str, int]) -> Iterable[Freeing]:
    """What could be recognised of the open courses; what a paper still to be got brings waits one term."""
    for number, each in enumerate(recognisable):
        given = {code: min(amount, gives[code]) for code, amount in each.credits.items() if code in gives and amount}
        if given:
            whole = frozenset(code for code, amount in given.items() if amount >= gives[code])
            yield Freeing(f"{CLAIM}-{number}", tuple(sorted(given.items())), whole, ready=0 if each.is_held else 1)


def _weeks(semester: Semester) -> tuple[int, ...]:
    """How often each weekday comes in a term, public holidays left out as far as they are known."""
    known = calendar()
    holidays = [day for day in known.statutory if semester.starts_on <= day <= semester.ends_on]
    return weekday_counts(semester.starts_on, semester.ends_on, without=holidays)


def prerequisites_of(programme_id: UUID) -> tuple[tuple[str, str], ...]:
    """Pairs of course codes: the first needs the second before it. One query."""
    found = Prerequisite.objects.filter(course__programme_id=programme_id)
    return tuple(found.order_by("course__code", "before__code").values_list("course__code", "before__code"))
