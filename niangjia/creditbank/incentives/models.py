"""Plans with their rules, events and result documents, bonuses, and what was not rewarded and why."""

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.creditbank.incentives.types import EventKind, OnceWith, Reason

_RECORD = "records.Record"


class Plan(models.Model):
    """An organisation's plan for a period; its budget's account on the ledger has the plan's key."""

    record = models.OneToOneField(_RECORD, models.PROTECT, primary_key=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    budget = models.PositiveBigIntegerField()  # 1/100 standard credit
    drafted_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_start"),
            models.CheckConstraint(condition=Q(budget__gt=0), name="plan_has_a_budget"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")), name="plan_approved_by_another"
            ),
        ]


class PlanRule(models.Model):
    """One rule. A plan in force has the rules that were approved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    article = models.CharField(max_length=60, blank=True)
    condition = models.TextField()  # canonical form of core.conditions
    amount = models.PositiveIntegerField()  # 1/100 standard credit

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_rule_place_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_rule_gives_something"),
        ]


class Event(models.Model):
    """A competition or selection. ``root`` is what it counts as one achievement with, else itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")  # who keeps the row
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.term.zh) for kind in EventKind])
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)  # without case, width, blanks and punctuation
    held_by = models.CharField(max_length=120)
    held_on = models.DateField()
    root = models.ForeignKey("self", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, blank=True, choices=[(each.value, each.term.zh) for each in OnceWith])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_key", "held_on"], name="event_once"),
            models.CheckConstraint(
                condition=(Q(root=F("id")) & Q(relation="")) | (~Q(root=F("id")) & ~Q(relation="")),
                name="event_related_with_a_word",
            ),
        ]


class ResultDocument(models.Model):
    """The official result document of an event; its file is attached to its record, under its hash."""

    record = models.OneToOneField(_RECORD, models.PROTECT, primary_key=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="documents")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "issuer", "number"], name="result_document_once"),
            models.CheckConstraint(condition=~Q(issuer="") & ~Q(number=""), name="result_document_is_official"),
        ]


class Bonus(models.Model):
    """What a plan gives a person for an outcome. Its account on the ledger has its record's key."""

    record = models.OneToOneField(_RECORD, models.PROTECT, primary_key=True, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bonuses")
    rule = models.ForeignKey(PlanRule, models.PROTECT, related_name="+")
    document = models.ForeignKey(ResultDocument, models.PROTECT, related_name="bonuses")
    root = models.ForeignKey(Event, models.PROTECT, related_name="+")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()  # 1/100 standard credit
    void_at = models.DateTimeField(null=True)  # released or returned: it stands for nothing any more

    class Meta:
        indexes = [models.Index(fields=["person"], name="bonus_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["outcome"], condition=Q(void_at=None), name="bonus_once_an_outcome"),
            models.UniqueConstraint(fields=["person", "root"], condition=Q(void_at=None), name="rewarded_once"),
        ]


class Unrewarded(models.Model):
    """An outcome of a result list that a plan does not reward, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="unrewarded")
    document = models.ForeignKey(ResultDocument, models.PROTECT, related_name="+")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Reason])
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="unrewarded_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "outcome", "reason"], name="unrewarded_said_once"),
        ]
