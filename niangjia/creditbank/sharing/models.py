"""What workers let others see, who asked and looked, and what was printed.

Asks are no records of the kernel: a record shows its state to its organisation, and who asks must not learn of a
refusal.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.creditbank.sharing.types import PaperKind

HASH_BYTES = 32
KINDS = [(kind.value, kind.value) for kind in PaperKind]


def _shows_something(name: str) -> models.CheckConstraint:
    shown = Q(with_outcomes=True) | Q(with_courses=True) | Q(with_decisions=True)
    return models.CheckConstraint(condition=shown, name=name)


class Scoped(models.Model):
    """Which parts of what is on record may be seen."""

    with_outcomes = models.BooleanField()
    with_courses = models.BooleanField()
    with_decisions = models.BooleanField()
    with_marks = models.BooleanField()

    class Meta:
        abstract = True


class ShareLink(Scoped):
    """A link that a worker made: whoever holds it sees what it shows, until it ends. Of its token a hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=HASH_BYTES, unique=True)
    label = models.CharField(max_length=60)  # for whom, in her own words
    purpose = models.CharField(max_length=100)
    full_name = models.BooleanField()
    outcome_ids = ArrayField(models.UUIDField(), default=list)  # these outcomes only; empty: all
    passcode_hash = models.CharField(max_length=128, blank=True)
    most_openings = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="share_link_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="share_link_expires_later"),
            models.CheckConstraint(condition=Q(most_openings__gte=1), name="share_link_opens_once"),
            models.CheckConstraint(condition=~Q(label="") & ~Q(purpose=""), name="share_link_says_for_what"),
            models.CheckConstraint(
                condition=models.lookups.Exact(
                    Func(F("token_hash"), function="octet_length", output_field=models.IntegerField()), HASH_BYTES
                ),
                name="share_link_keeps_a_hash",
            ),
            _shows_something("share_link_shows_something"),
        ]


class Ask(Scoped):
    """An organisation asks a worker to let it see something: waits from ``valid_from`` until the day ``valid_to``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    masked_name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=100)
    see_until = models.DateField()  # the last day asked for
    valid_from = models.DateField()
    valid_to = models.DateField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "id"], name="ask_of_organisation"),
            models.Index(fields=["person", "id"], name="ask_of_person"),
        ]
        constraints = [
            one_at_a_time("ask_one_at_a_time", "organisation", "person"),
            in_order("ask_ends_after_start"),
            models.CheckConstraint(condition=~Q(purpose=""), name="ask_says_for_what"),
            models.CheckConstraint(condition=Q(see_until__gte=F("valid_from")), name="ask_looks_ahead"),
            _shows_something("ask_asks_for_something"),
        ]


class Answer(Scoped):
    """The worker's answer: a grant, whole or less than asked, or a refusal, which the asker does not see."""

    ask = models.OneToOneField(Ask, models.PROTECT, primary_key=True, related_name="answer")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    is_grant = models.BooleanField()
    until = models.DateField(null=True)  # the last day on which it may be looked at
    answered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_grant=False) | Q(with_outcomes=True) | Q(with_courses=True) | Q(with_decisions=True),
                name="grant_shows_something",
            ),
            models.CheckConstraint(condition=Q(is_grant=False) | Q(until__isnull=False), name="grant_has_an_end"),
        ]


class Opening(models.Model):
    """Somebody looked at what a worker shared: by a link, or as the organisation that she granted an ask."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    link = models.ForeignKey(ShareLink, models.PROTECT, null=True, related_name="openings")
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="openings")
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at", "id"], name="opening_of_person")]
        constraints = [models.CheckConstraint(condition=Q(link=None) ^ Q(ask=None), name="opening_by_link_or_ask")]


class Paper(models.Model):
    """What was printed for a worker, word for word, so that anyone with its code may learn whether it still holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    college = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")  # null: by herself
    kind = models.CharField(max_length=12, choices=KINDS)
    language = models.CharField(max_length=2)
    code = models.CharField(max_length=16, unique=True)
    content_cipher = models.BinaryField()  # under the person's key: who is forgotten takes her papers along
    content_hash = models.CharField(max_length=64)
    issuer = models.CharField(max_length=200)
    masked_name = models.CharField(max_length=100)
    outcome_ids = ArrayField(models.UUIDField(), default=list)
    decision_ids = ArrayField(models.UUIDField(), default=list)
    courses_count = models.PositiveSmallIntegerField()
    credits = models.PositiveIntegerField()  # 1/100 course credit
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "id"], name="paper_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{16}$"), name="paper_code_shape"),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="paper_in_a_language"),
        ]
