"""The degree audit of learners, read from the records: a fixed number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from niangjia.creditbank.conversion.models import DecisionCourse
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.problem import SinkKind
from niangjia.creditbank.pathway.models import Mark, Participation
from niangjia.creditbank.pathway.planning.audit import Audit, AuditCourse, AuditProgramme, audit_of
from niangjia.creditbank.programmes.models import Course, Enrolment, PassedCourse, Programme


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one learner's audit stands on. Credits in 1/100 by course code."""

    recognised: Mapping[str, int]
    passed: frozenset[str]
    in_progress: frozenset[str]


def audit_programmes(ids: Iterable[UUID]) -> dict[UUID, AuditProgramme]:
    """Programmes as the audit's values. Three queries."""
    rows = Programme.objects.filter(id__in=set(ids)).prefetch_related("courses", "floors")
    return {row.id: audit_programme(row) for row in rows}


def audit_programme(row: Programme) -> AuditProgramme:
    """A programme as the audit's value: courses are compulsory, pools are taken as far as the sums ask for it."""
    return AuditProgramme(
        courses=tuple(_course(course) for course in row.courses.all()),
        total=row.total_credits,
        residency=row.residency,
        floors=tuple(sorted((floor.category, floor.minimum) for floor in row.floors.all())),
    )


def _course(row: Course) -> AuditCourse:
    return AuditCourse(
        code=row.code,
        name=row.name,
        credits=row.credits,
        category=row.category,
        hours=row.hours or 0,
        is_compulsory=row.kind != SinkKind.POOL,
        term=row.term,
    )


def audits_of(enrolments: Sequence[Enrolment], *, on: date) -> dict[UUID, Audit]:
    """The audit of each enrolment on a day, in seven queries however many they are."""
    programmes = audit_programmes(row.programme_id for row in enrolments)
    grounds = grounds_of([row.id for row in enrolments], on=on)
    return {row.id: audit_on(programmes[row.programme_id], grounds[row.id]) for row in enrolments}


def audit_on(programme: AuditProgramme, grounds: Grounds) -> Audit:
    """The audit of a programme on what someone has; what the programme does not have counts nowhere."""
    return audit_of(programme, recognised=grounds.recognised, passed=grounds.passed, in_progress=grounds.in_progress)


def grounds_of(enrolment_ids: Sequence[UUID], *, on: date) -> dict[UUID, Grounds]:
    """What is recognised by posted decisions, passed by study, and studied in a term that has not failed yet."""
    recognised: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    posted = DecisionCourse.objects.filter(
        decision__enrolment_id__in=enrolment_ids, decision__record__state=State.POSTED
    )
    for key, code, credited in posted.values_list("decision__enrolment_id", "course__code", "credited"):
        recognised[key][code] += credited
    passed: dict[UUID, set[str]] = defaultdict(set)
    for key, code in PassedCourse.objects.filter(enrolment_id__in=enrolment_ids).values_list(
        "enrolment_id", "course__code"
    ):
        passed[key].add(code)
    studying = _studying(enrolment_ids, on)
    return {
        key: Grounds(dict(recognised[key]), frozenset(passed[key]), frozenset(studying[key])) for key in enrolment_ids
    }


def _studying(enrolment_ids: Sequence[UUID], on: date) -> dict[UUID, set[str]]:
    """Courses that a learner sits in: until their term is over and a mark is in, or she has left."""
    found: dict[UUID, set[str]] = defaultdict(set)
    seated = Participation.objects.filter(enrolment_id__in=enrolment_ids, left_at=None)
    over = seated.filter(group__semester__ends_on__lt=on)
    marked = set(Mark.objects.filter(participation__in=over).values_list("participation_id", flat=True))
    for participation, key, code in seated.values_list("id", "enrolment_id", "group__course__code"):
        if participation not in marked:
            found[key].add(code)
    return found
