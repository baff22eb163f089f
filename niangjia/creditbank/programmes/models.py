"""Programmes in versions, their courses, and who is enrolled in them. Credits are integers in 1/100."""

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind


def choices(enum: type[Aim | Cover | SinkKind]) -> list[tuple[str, str]]:
    """The values of a text enum as Django wants them."""
    return [(member.value, member.value) for member in enum]


class Programme(models.Model):
    """One major of one intake, in one version. A version that is published never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    intake = models.PositiveSmallIntegerField()
    total_credits = models.PositiveIntegerField()
    residency = models.PositiveIntegerField()
    aim = models.CharField(max_length=16, choices=choices(Aim), default=Aim.CREDITS)
    is_sample = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["college", "code", "version"], name="programme_version_once"),
            models.CheckConstraint(
                condition=Q(residency__lte=F("total_credits")), name="programme_residency_within_total"
            ),
        ]


class Course(models.Model):
    """A course of a programme, or a pool of electives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="courses")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    credits = models.PositiveIntegerField()
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=choices(SinkKind), default=SinkKind.COURSE)
    hours = models.PositiveIntegerField(null=True)
    level = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    term = models.PositiveSmallIntegerField(null=True)
    cover = models.CharField(max_length=8, choices=choices(Cover), default=Cover.FULL)
    least_part = models.PositiveIntegerField(null=True)
    contributors = models.PositiveSmallIntegerField(null=True)
    never = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="course_code_once"),
            models.CheckConstraint(condition=Q(credits__gt=0), name="course_credits_positive"),
        ]


class CategoryFloor(models.Model):
    """Least credits of one category for graduation: reported, never forced."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="floors")
    category = models.CharField(max_length=40)
    minimum = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "category"], name="category_floor_once")]


class ProgrammeOccupation(models.Model):
    """An occupation of the national classification that belongs to the programme's field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="occupations")
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="programme_occupation_once")]


class Enrolment(models.Model):
    """A person is a learner of one programme under a student number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    student_number = models.CharField(max_length=40)
    class_name = models.CharField(max_length=60, blank=True)
    enrolled_on = models.DateField()
    ended_on = models.DateField(null=True)
    is_attending = models.BooleanField(default=True)  # false while the learner has leave of absence

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["college", "student_number"], name="student_number_once"),
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(ended_on=None), name="enrolled_once_in_a_programme"
            ),
        ]


class PassedCourse(models.Model):
    """A course that the learner passed by study."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="passed")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    passed_on = models.DateField()
    mark = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "course"], name="passed_once")]
