"""Panels: experts who decide what a row of the rule book leaves to them. Votes and results are only ever added."""

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id


class Expert(models.Model):
    """Someone whom a college may call: an account, what she is known for, and while she is on the roster."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    field = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["college", "account"], condition=Q(ended_at=None), name="expert_once_on_the_roster"
            ),
            models.CheckConstraint(condition=~Q(field=""), name="expert_has_a_field"),
        ]


class Panel(models.Model):
    """What a panel is asked, by which book: that of the day of asking, whatever is published later."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    enrolment = models.ForeignKey("programmes.Enrolment", models.PROTECT, related_name="+")
    rule_book = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, related_name="+")
    book_hash = models.CharField(max_length=64)
    programme_hash = models.CharField(max_length=64)
    grain = models.PositiveIntegerField()
    asked_on = models.DateField()  # the day whose rules apply

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(grain__gt=0), name="panel_grain_positive")]


class PanelLine(models.Model):
    """One outcome would give an amount to one course by one row; ``is_open`` where the row leaves it to the panel.

    ``shown`` is what the members are told of the outcome: they see nothing else of the worker's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="lines")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    course = models.ForeignKey("programmes.Course", models.PROTECT, related_name="+")
    row = models.CharField(max_length=40)
    article = models.CharField(max_length=60, blank=True)
    amount = models.PositiveBigIntegerField()  # grain
    is_open = models.BooleanField()
    shown = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "outcome", "course", "row"], name="panel_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="panel_line_positive"),
        ]


class Member(models.Model):
    """A seat on a panel; excused, it stays in sight and counts no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    excused_at = models.DateTimeField(null=True)
    excuse = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "account"], name="member_once_a_panel"),
            models.CheckConstraint(condition=Q(excused_at=None) | ~Q(excuse=""), name="member_excused_for_a_reason"),
        ]


class Vote(models.Model):
    """A member's yes or no to one line, with her reason. She gives it once, and before the others' can be read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(PanelLine, models.PROTECT, related_name="votes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="votes")
    is_granted = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "member"], name="vote_once_a_line"),
            models.CheckConstraint(condition=~Q(reason=""), name="vote_has_a_reason"),
        ]


class Result(models.Model):
    """What came of it: the minutes, and the claim over what was granted; without one nothing was."""

    panel = models.OneToOneField(Panel, models.PROTECT, primary_key=True, related_name="result")
    decision = models.OneToOneField("conversion.Decision", models.PROTECT, null=True, related_name="+")
    minutes = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(minutes=""), name="panel_keeps_minutes")]
