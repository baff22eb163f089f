"""Read cohorts, terms, groups, marks, shifts and graduations. Row-level security decides which rows there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from niangjia.core.periods import holds_on
from niangjia.creditbank.pathway.models import (
    Candidate,
    Cohort,
    CourseGroup,
    Graduation,
    GraduationList,
    Mark,
    Participation,
    ProgressConsent,
    Semester,
    ShiftPattern,
)
from niangjia.creditbank.pathway.planning.shifts import Rotation, Shift
from niangjia.creditbank.pathway.types import CandidateState, GraduationState
from niangjia.creditbank.programmes.models import Enrolment

FEWEST_SHOWN: Final = 5  # a smaller count of people is told to those outside the college as "fewer than" it
_COUNTS: Final = "SELECT state, people FROM pathway_cohort_counts(%s)"
_SHARED: Final = "SELECT person, name, state, needed, recognised, studied FROM pathway_shared_progress(%s)"


@dataclass(frozen=True, slots=True)
class SharedProgress:
    """How far someone is who lets the organisation that sends her see it. Credits in 1/100."""

    person_id: UUID
    name: str
    state: CandidateState
    needed: int
    recognised: int
    studied: int

    @property
    def got(self) -> int:
        """Credits that count already."""
        return self.recognised + self.studied


def cohorts_of(college_id: UUID) -> QuerySet[Cohort]:
    """A college's cohorts, newest first, with how many people stand on each list."""
    listed = Count("candidates", filter=~Q(candidates__record__state=CandidateState.WITHDRAWN))
    enrolled = Count("candidates", filter=Q(candidates__record__state=CandidateState.ENROLLED))
    found = Cohort.objects.filter(college_id=college_id).select_related("commissioner", "programme")
    return found.annotate(listed_count=listed, enrolled_count=enrolled).order_by("-opens_on", "title")


def cohorts_sent_by(organisation_ids: Collection[UUID]) -> QuerySet[Cohort]:
    """The cohorts that organisations send, newest first."""
    found = Cohort.objects.filter(commissioner_id__in=organisation_ids).select_related("college", "programme")
    return found.select_related("commissioner").order_by("-opens_on", "title")


def cohort_counts(cohort_id: UUID) -> dict[str, int]:
    """How many people of a cohort stand where, to whoever sends it; to others nothing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [cohort_id])
        return dict(cursor.fetchall())


def shared_progress(cohort_id: UUID) -> tuple[SharedProgress, ...]:
    """Those of a cohort who let its sender see how far they are, to the sender alone. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [cohort_id])
        rows = cursor.fetchall()
    return tuple(SharedProgress(key, name, CandidateState(state), *amounts) for key, name, state, *amounts in rows)


def candidates_of(cohort_id: UUID) -> QuerySet[Candidate]:
    """A cohort's people by record key, with what their rows show."""
    found = Candidate.objects.filter(cohort_id=cohort_id).select_related("record", "person", "enrolment")
    return found.order_by("record_id")


def candidacies_of(person_id: UUID) -> QuerySet[Candidate]:
    """A person's own places in cohorts, newest first, with whether she shares her progress."""
    consent = ProgressConsent.objects.filter(candidate=OuterRef("record_id"), ended_at=None)
    found = Candidate.objects.filter(person_id=person_id).exclude(record__state=CandidateState.WITHDRAWN)
    found = found.select_related("record", "cohort__commissioner", "cohort__programme")
    return found.annotate(shares=Exists(consent)).order_by("-record_id")


def semesters_of(college_id: UUID) -> QuerySet[Semester]:
    """A college's terms, newest first, with how many groups each offers."""
    return Semester.objects.filter(college_id=college_id).annotate(groups_count=Count("groups")).order_by("-starts_on")


def groups_of(semester_id: UUID) -> QuerySet[CourseGroup]:
    """The groups of a term by course and name, with how many learners sit in each and how many marks wait."""
    seated = Count("participations", filter=Q(participations__left_at=None), distinct=True)
    found = CourseGroup.objects.filter(semester_id=semester_id).select_related("course__programme", "semester")
    return (
        found.prefetch_related("sittings")
        .annotate(seated_count=seated)
        .order_by("course__programme__code", "course__position", "name", "id")
    )


def seated_counts(group_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many learners sit in each group, whoever asks: she sees no other learner's row. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT group_id, learners FROM pathway_seated(%s)", [list(group_ids)])
        return dict(cursor.fetchall())


def participations_of(group_id: UUID) -> QuerySet[Participation]:
    """The learners of a group by student number, with marks, hours attended and what confirms them."""
    found = Participation.objects.filter(group_id=group_id, left_at=None)
    return (
        found.select_related("enrolment__person")
        .prefetch_related("marks__confirmation")
        .annotate(attended=Sum("attendances__hours"))
        .order_by("enrolment__student_number", "id")
    )


def standing_marks(participation: Participation) -> list[Mark]:
    """A learner's marks in a group that no other row corrects, the first examination first."""
    corrected = {mark.corrects_id for mark in participation.marks.all()}
    rows = [mark for mark in participation.marks.all() if mark.id not in corrected]
    return sorted(rows, key=lambda mark: (mark.attempt != "regular", mark.entered_at))


def marks_waiting(college_id: UUID) -> QuerySet[Mark]:
    """Marks that a second person has still to confirm, oldest first; what a correction overtook waits no more."""
    found = Mark.objects.filter(
        participation__group__semester__college_id=college_id, confirmation=None, corrected_by=None
    )
    return found.select_related(
        "participation__enrolment__person", "participation__group__course", "participation__group__semester", "corrects"
    ).order_by("entered_at", "id")


def studies_of(enrolment_id: UUID) -> QuerySet[Participation]:
    """The groups that a learner sits in or sat in, newest term first."""
    found = Participation.objects.filter(enrolment_id=enrolment_id, left_at=None)
    found = found.select_related("group__course", "group__semester").annotate(attended=Sum("attendances__hours"))
    return found.prefetch_related("marks__confirmation", "group__sittings").order_by(
        "-group__semester__starts_on", "id"
    )


def shifts_of(person_id: UUID, *, on: date) -> Rotation | None:
    """How a person's shifts rotate on a day, as she declared. One query."""
    row = pattern_of(person_id, on=on)
    if row is None:
        return None
    hours = tuple(
        (shift, starts, ends)
        for shift, starts, ends in (
            (Shift.DAY, row.day_from, row.day_to),
            (Shift.MIDDLE, row.middle_from, row.middle_to),
            (Shift.NIGHT, row.night_from, row.night_to),
        )
        if starts is not None and ends is not None
    )
    return Rotation(row.anchor_on, tuple(map(Shift, row.days)), hours, row.margin)


def pattern_of(person_id: UUID, *, on: date) -> ShiftPattern | None:
    """What a person declared of her shifts that holds on a day."""
    return ShiftPattern.objects.filter(holds_on(on), person_id=person_id).first()


def own_share(enrolment: Enrolment | None) -> tuple[int, int]:
    """Which part of tuition a learner pays herself: that of her cohort, else all of it. One query."""
    found = Candidate.objects.filter(enrolment=enrolment).select_related("cohort").first() if enrolment else None
    if found is None or not found.cohort.credit_fen:
        return 1, 1
    return found.cohort.own_fen, found.cohort.credit_fen


def lists_of(college_id: UUID) -> QuerySet[GraduationList]:
    """Graduation lists of a college, newest first, with how many meet everything."""
    found = GraduationList.objects.filter(record__organisation_id=college_id).select_related("record", "programme")
    met = Count("rows", filter=Q(rows__is_met=True))
    return found.annotate(rows_count=Count("rows"), met_count=met).order_by("-record_id")


def graduations_of(college_id: UUID, *states: GraduationState) -> QuerySet[Graduation]:
    """Graduations of a college in some states (all, if none is named), newest first."""
    found = Graduation.objects.filter(record__organisation_id=college_id).select_related(
        "record", "enrolment__person", "enrolment__programme"
    )
    return (found.filter(record__state__in=states) if states else found).order_by("-record_id")


def graduation_of(enrolment_id: UUID) -> Graduation | None:
    """The graduation of an enrolment, if it was conferred."""
    return Graduation.objects.filter(enrolment_id=enrolment_id).select_related("record").first()
