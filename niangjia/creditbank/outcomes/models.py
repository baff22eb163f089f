"""What workers learned, made and won. The state of an outcome is that of its record, moved step by step."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.creditbank.engine.books import CertificateClass, OutcomeKind, Prize
from niangjia.creditbank.outcomes.types import Consent, LookupResult, Source


def choices(
    enum: type[OutcomeKind | Prize | CertificateClass | Source | Consent | LookupResult],
) -> list[tuple[str, str]]:
    """The values of a text enum as Django wants them."""
    return [(member.value, member.value) for member in enum]


class Deposit(models.Model):
    """One act of bringing outcomes in: from where, who, when, and of a file its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    outcomes_count = models.PositiveIntegerField()
    deposited_by = models.UUIDField(null=True)
    deposited_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=choices(Source), default=Source.BODY)
    source_name = models.CharField(max_length=200, blank=True, default="")
    source_id = models.UUIDField(null=True)
    consent = models.CharField(max_length=10, choices=choices(Consent), default=Consent.NONE)

    class Meta:
        indexes = [
            models.Index(fields=["body", "file_hash"], name="deposit_of_file"),
            models.Index(fields=["source_id"], name="deposit_of_source", condition=Q(source_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=Source.CLERK) | ~Q(consent=Consent.NONE), name="deposit_on_behalf_has_consent"
            )
        ]


class Outcome(models.Model):
    """One outcome of one person: what it is, who stands for it, how long it lives."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    body = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=choices(OutcomeKind))
    title = models.CharField(max_length=200)
    certificate_number = models.CharField(max_length=80, null=True)
    certificate_key = models.TextField(null=True)  # the number without case, width and punctuation: one for one paper
    fingerprint = models.CharField(max_length=101)  # of all that is said of it: the same is not deposited again
    issuer = models.CharField(max_length=120, null=True)
    awarded_on = models.DateField()
    expires_on = models.DateField(null=True)
    standard_value = models.PositiveIntegerField(null=True)  # 1/100 standard credit, given at certification
    void_at = models.DateTimeField(null=True)  # refused or revoked: it stands for nothing any more

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="outcome_of_person"),
            models.Index(fields=["body"], name="outcome_of_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate_key"],
                condition=Q(kind=OutcomeKind.SKILL_CERTIFICATE, void_at=None),
                name="certificate_number_once",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "certificate_key"],
                condition=Q(void_at=None),
                name="certificate_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["person", "fingerprint"], condition=Q(void_at=None), name="outcome_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("awarded_on")), name="outcome_expires_after_award"
            ),
        ]


class OutcomeDetail(models.Model):
    """The facts that a rule may ask of an outcome; which of them apply depends on its kind."""

    outcome = models.OneToOneField(Outcome, models.CASCADE, primary_key=True, related_name="detail")
    occupation = models.CharField(max_length=16, null=True)
    level = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    tier = models.PositiveSmallIntegerField(null=True)
    prize = models.CharField(max_length=12, choices=choices(Prize), null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    is_team = models.BooleanField(null=True)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    hours = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    months = models.PositiveSmallIntegerField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    credits = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    subject = models.CharField(max_length=120, null=True)
    event = models.CharField(max_length=200, null=True)
    certificate_class = models.CharField(max_length=16, choices=choices(CertificateClass), null=True)
    made_from = ArrayField(models.CharField(max_length=40), default=list)  # codes of programmes: it may not pour back

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level=None) | Q(level__gte=1, level__lte=8), name="level_of_the_eight"),
            models.CheckConstraint(condition=Q(tier=None) | Q(tier__gte=1, tier__lte=5), name="tier_of_the_five"),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="hours_positive"),
            models.CheckConstraint(condition=Q(credits=None) | Q(credits__gt=0), name="earlier_credits_positive"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="share_within_whole"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="score_within_hundred"
            ),
        ]


class Draft(models.Model):
    """An outcome that somebody is about to deposit for a person: what was typed so far, and what became of it.

    What her union typed in waits here for her own confirmation: the body sees nothing of it before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(OutcomeKind))
    answers = models.JSONField(default=dict)  # as typed, by the name of the fact; checked when it is deposited
    body = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, choices=choices(Source), default=Source.WORKER)
    source_name = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField(null=True)  # when the person was asked to confirm what her union typed in
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField(null=True)
    begun_label = models.CharField(max_length=60)
    saved_at = models.DateTimeField()
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "saved_at"], name="draft_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome=None) | Q(declined_at=None), name="draft_ends_once"),
        ]


class Lookup(models.Model):
    """What an official register answered about an outcome: who looked, where and when; its picture is attached."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="lookups")
    attachment = models.OneToOneField("records.Attachment", models.PROTECT, related_name="+")
    register = models.CharField(max_length=120)
    result = models.CharField(max_length=10, choices=choices(LookupResult))
    looked_on = models.DateField()
    looked_by = models.UUIDField(null=True)
    looked_label = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(register=""), name="lookup_names_register")]


class TrustedIssuer(models.Model):
    """An issuer of credentials whom the bank's operator trusts, from day to day, with the keys that it publishes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bank = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")  # the operator that trusts it
    identifier = models.CharField(max_length=300)  # a DID
    name = models.CharField(max_length=200)
    keys = ArrayField(models.CharField(max_length=100), default=list)  # multikeys of its assertion methods
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_at_a_time("trusted_issuer_once_at_a_time", "identifier"),
            in_order("trusted_issuer_ends_after_start"),
            models.CheckConstraint(condition=~Q(identifier="") & ~Q(name="") & ~Q(reason=""), name="issuer_is_told"),
        ]
