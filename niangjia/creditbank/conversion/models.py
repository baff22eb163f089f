"""Proposals, claims and decisions: what an outcome gave to which course, by which row of which book.

Amounts of lines are integers in the decision's grain; what was posted on the ledger is in 1/100 credit.
"""

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id
from niangjia.creditbank.engine.books import Recognition

RECOGNITIONS = [(kind.value, kind.value) for kind in Recognition]


class ProposalRun(models.Model):
    """One computation of proposals for all learners that a rule book holds for, with its progress."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    rule_book = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, related_name="+")
    learners_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)


class Proposal(models.Model):
    """What the engine proposes for one learner: its figures, and the hash of all that it read."""

    enrolment = models.OneToOneField("programmes.Enrolment", models.CASCADE, primary_key=True, related_name="proposal")
    rule_book = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, related_name="+")
    inputs_hash = models.CharField(max_length=64)
    certain_credits = models.PositiveIntegerField()  # 1/100, by catalogue
    possible_credits = models.PositiveIntegerField()  # 1/100, with what a panel could grant
    greedy_credits = models.PositiveIntegerField()  # 1/100, what the simple way would have found
    courses_count = models.PositiveSmallIntegerField()
    is_optimal = models.BooleanField()
    computed_at = models.DateTimeField()


class Decision(models.Model):
    """A worker's claim and what became of it; its state is its record's, see ``types.State``."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    enrolment = models.ForeignKey("programmes.Enrolment", models.PROTECT, related_name="decisions")
    rule_book = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, related_name="+")
    book_hash = models.CharField(max_length=64)
    programme_hash = models.CharField(max_length=64)
    grain = models.PositiveIntegerField()
    claimed_on = models.DateField()  # the day whose validity rules apply
    is_optimal = models.BooleanField()
    by_panel = models.BooleanField(default=False)  # a panel granted what the catalogue leaves open

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(grain__gt=0), name="grain_positive")]


class DecisionLine(models.Model):
    """One outcome gives an amount to one course, by one row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    course = models.ForeignKey("programmes.Course", models.PROTECT, related_name="+")
    row = models.CharField(max_length=40)
    article = models.CharField(max_length=60, blank=True)
    amount = models.PositiveBigIntegerField()  # grain
    package = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "outcome", "course", "row"], name="decision_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_amount_positive"),
        ]


class DecisionCourse(models.Model):
    """What one course was credited, by which kind of recognition, with which mark."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="courses")
    course = models.ForeignKey("programmes.Course", models.PROTECT, related_name="+")
    recognition = models.CharField(max_length=16, choices=RECOGNITIONS)
    mark = models.CharField(max_length=20, blank=True)
    credited = models.PositiveIntegerField()  # 1/100 course credit

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "course"], name="course_once_a_decision")]

    @property
    def mark_now(self) -> str:
        """The mark as it was corrected last, else as it was decided. A query, unless ``corrections`` is prefetched."""
        latest = max(self.corrections.all(), key=lambda each: (each.at, each.id), default=None)
        return self.mark if latest is None else latest.mark


class MarkCorrection(models.Model):
    """A clerical mistake in a mark put right by a further row; what was decided stays as it was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decided = models.ForeignKey(DecisionCourse, models.PROTECT, related_name="corrections")
    mark = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    label = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason="") & ~Q(mark=""), name="correction_says_why")]


class DecisionSpend(models.Model):
    """What one outcome paid: its book value consumed, and the standard credits taken from its lot."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="spends")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    consumed = models.PositiveBigIntegerField()  # grain
    standard = models.PositiveIntegerField()  # 1/100 standard credit

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "outcome"], name="spend_once_a_decision")]
