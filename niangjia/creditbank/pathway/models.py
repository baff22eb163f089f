"""Cohorts, terms with their groups, marks, shifts and graduations. Credits in 1/100, money in fen, minutes of a day."""

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, IntegerRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.creditbank.pathway.planning.audit import Requirement
from niangjia.creditbank.pathway.planning.shifts import DAY_MINUTES, Shift
from niangjia.creditbank.pathway.types import Attempt, Entrance, Kept, Mode

_HASH: Final = r"^[0-9a-f]{64}$"
_LONGEST_ROTATION: Final = 56


def _choices(*members: str) -> list[tuple[str, str]]:
    return [(str(member), str(member)) for member in members]


class Cohort(models.Model):
    """Learners whom an enterprise or union sends to one version of a programme, and who pays each credit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    commissioner = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    places = models.PositiveSmallIntegerField()
    union_fen = models.PositiveIntegerField()
    employer_fen = models.PositiveIntegerField()
    own_fen = models.PositiveIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["college", "title"], name="cohort_title_once"),
            models.CheckConstraint(condition=Q(places__gt=0), name="cohort_has_places"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="cohort_closes_after_it_opens"),
        ]

    @property
    def credit_fen(self) -> int:
        """What one credit costs, whoever pays."""
        return self.union_fen + self.employer_fen + self.own_fen


class Candidate(models.Model):
    """Someone in a cohort on the way to her enrolment; her state is her record's, see ``types.CandidateState``."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="candidates")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    entrance = models.CharField(max_length=12, choices=_choices(*Entrance), blank=True)
    entrance_number = models.CharField(max_length=40, blank=True)
    entrance_on = models.DateField(null=True)
    entrance_seen = models.CharField(max_length=200, blank=True)
    stated_by = models.UUIDField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    enrolment = models.OneToOneField("programmes.Enrolment", models.PROTECT, null=True, related_name="candidate")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="candidate_once_in_a_cohort"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(stated_by=None) | ~Q(checked_by=F("stated_by")),
                name="entrance_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None)
                | (~Q(entrance="") & ~Q(entrance_number="") & ~Q(entrance_seen="") & Q(entrance_on__isnull=False)),
                name="entrance_checked_is_stated",
            ),
            models.CheckConstraint(
                condition=Q(enrolment=None) | Q(checked_at__isnull=False), name="enrolled_after_entrance_checked"
            ),
        ]


class ProgressConsent(models.Model):
    """A worker lets the organisation that sends her see how far she is, until she takes it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(ended_at=None), name="progress_consent_once_at_a_time"
            )
        ]


class Semester(models.Model):
    """A term of a college."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    credit_limit = models.PositiveIntegerField()
    missed_part = models.PositiveSmallIntegerField()
    missed_whole = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["college", "name"], name="term_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"),
            models.CheckConstraint(condition=Q(credit_limit__gt=0), name="term_lets_study"),
            models.CheckConstraint(
                condition=Q(missed_whole__gt=0) & Q(missed_part__lte=F("missed_whole")), name="missed_share_is_a_share"
            ),
            ExclusionConstraint(
                name="one_term_at_a_time",
                expressions=[
                    ("college", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class CourseGroup(models.Model):
    """A group in which a course is taught in a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    semester = models.ForeignKey(Semester, models.PROTECT, related_name="groups")
    course = models.ForeignKey("programmes.Course", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    capacity = models.PositiveSmallIntegerField()
    teacher = models.CharField(max_length=40, blank=True)
    mode = models.CharField(max_length=12, choices=_choices(*Mode))
    place = models.CharField(max_length=80, blank=True)
    price = models.PositiveIntegerField()
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["semester", "course", "name"], name="group_name_once"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="group_has_places"),
        ]


class GroupSitting(models.Model):
    """A weekly time of a group."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(CourseGroup, models.CASCADE, related_name="sittings")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1) & Q(weekday__lte=7), name="sitting_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")) & Q(ends__lte=DAY_MINUTES), name="sitting_ends_after_start"
            ),
            ExclusionConstraint(
                name="group_sits_once_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func("starts", "ends", function="int4range", output_field=IntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Prerequisite(models.Model):
    """A course that must be done before another of the same programme."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey("programmes.Course", models.CASCADE, related_name="+")
    before = models.ForeignKey("programmes.Course", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "before"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(course=F("before")), name="prerequisite_of_another"),
        ]


class Participation(models.Model):
    """A learner in a group, until she leaves it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey("programmes.Enrolment", models.PROTECT, related_name="participations")
    group = models.ForeignKey(CourseGroup, models.PROTECT, related_name="participations")
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "group"], condition=Q(left_at=None), name="in_a_group_once")
        ]


class Attendance(models.Model):
    """Hours (1/100) that a learner attended on a day, from a paper sheet or signed in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="attendances")
    on = models.DateField()
    hours = models.PositiveIntegerField()
    kept = models.CharField(max_length=12, choices=_choices(*Kept))
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "on"], name="attendance_once_a_day"),
            models.CheckConstraint(condition=Q(hours__gt=0) & Q(hours__lte=2400), name="attendance_fits_a_day"),
        ]


class Mark(models.Model):
    """A mark as one person entered it; it counts when another has confirmed it. A correction is a further row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="marks")
    attempt = models.CharField(max_length=12, choices=_choices(*Attempt))
    mark = models.CharField(max_length=20)
    is_passed = models.BooleanField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "attempt"], condition=Q(corrects=None), name="mark_once_an_attempt"
            ),
            models.CheckConstraint(condition=~Q(mark=""), name="mark_says_something"),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="correction_has_reason"),
        ]


class MarkConfirmation(models.Model):
    """A second person's word that a mark is right."""

    mark = models.OneToOneField(Mark, models.PROTECT, primary_key=True, related_name="confirmation")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class ShiftPattern(models.Model):
    """How a worker's shifts rotate, from day to day, as she declared it. Minutes of a day; null: no such shift."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    anchor_on = models.DateField()
    days = ArrayField(models.CharField(max_length=8, choices=_choices(*Shift)), size=_LONGEST_ROTATION)
    day_from = models.PositiveSmallIntegerField(null=True)
    day_to = models.PositiveSmallIntegerField(null=True)
    middle_from = models.PositiveSmallIntegerField(null=True)
    middle_to = models.PositiveSmallIntegerField(null=True)
    night_from = models.PositiveSmallIntegerField(null=True)
    night_to = models.PositiveSmallIntegerField(null=True)
    margin = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_at_a_time("shifts_one_pattern_at_a_time", "person"),
            in_order("shifts_end_after_start"),
            models.CheckConstraint(
                condition=Q(days__len__gte=1) & Q(days__len__lte=_LONGEST_ROTATION), name="shifts_have_days"
            ),
        ]


class GraduationList(models.Model):
    """Who of a programme (or of one cohort) meets what, as drawn on a day; two people sign it."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="+")
    drawn_on = models.DateField()
    content_hash = models.CharField(max_length=64)
    signed_by = models.UUIDField(null=True)
    issued_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_by=None) | Q(signed_by__isnull=False) & ~Q(signed_by=F("issued_by")),
                name="graduation_list_signed_by_two",
            ),
            models.CheckConstraint(condition=Q(content_hash__regex=_HASH), name="graduation_list_hash_shape"),
        ]


class GraduationRow(models.Model):
    """One learner of a list: whether she meets all requirements, with the hash of what was found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(GraduationList, models.PROTECT, related_name="rows")
    enrolment = models.ForeignKey("programmes.Enrolment", models.PROTECT, related_name="+")
    is_met = models.BooleanField()
    recognised = models.PositiveIntegerField()
    studied = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "enrolment"], name="graduation_row_once"),
            models.CheckConstraint(condition=Q(content_hash__regex=_HASH), name="graduation_row_hash_shape"),
        ]


class GraduationRequirement(models.Model):
    """One requirement of one row, as it stood."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.ForeignKey(GraduationRow, models.PROTECT, related_name="requirements")
    requirement = models.CharField(max_length=12, choices=_choices(*Requirement))
    key = models.CharField(max_length=40, blank=True)
    needed = models.PositiveIntegerField()
    recognised = models.PositiveIntegerField()
    studied = models.PositiveIntegerField()
    is_met = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "requirement", "key"], name="graduation_requirement_once")
        ]


class Graduation(models.Model):
    """A degree conferred; its state is its record's, see ``types.GraduationState``."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    row = models.OneToOneField(GraduationRow, models.PROTECT, related_name="graduation")
    enrolment = models.OneToOneField("programmes.Enrolment", models.PROTECT, related_name="graduation")
    certificate_number = models.CharField(max_length=40)
    graduated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate_number"], name="graduation_certificate_once"),
            models.CheckConstraint(condition=~Q(certificate_number=""), name="graduation_has_certificate"),
        ]
