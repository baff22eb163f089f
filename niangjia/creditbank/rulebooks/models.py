"""Rule books in versions. What is published never changes and is pinned by the hash of its canonical form."""

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id


class Purpose(models.TextChoices):
    """What a book is for: a college recognises by it, or the bank gives its standard values by it."""

    RECOGNITION = "recognition", "认定规则"
    STANDARD = "standard", "标准分值表"


class RuleBook(models.Model):
    """One version of an organisation's rule book, as a draft or published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publisher = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.RECOGNITION)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    is_sample = models.BooleanField(default=False)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    rows_count = models.PositiveIntegerField()
    quorum = models.PositiveSmallIntegerField(default=1)  # so many different people must approve it
    consult_days = models.PositiveSmallIntegerField(default=0)  # so many days in public notice before it is published
    content = models.TextField()  # canonical form: what the hash is taken of
    content_hash = models.CharField(max_length=64)
    drafted_by = models.UUIDField(null=True)
    drafted_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "purpose", "code", "version"], name="rule_book_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="rule_book_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")), name="rule_book_published_by_another"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="rule_book_asks_for_an_approval"),
        ]


class RuleBookProgramme(models.Model):
    """A programme (by code, every version) that a book holds for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_book = models.ForeignKey(RuleBook, models.CASCADE, related_name="programmes")
    programme_code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_book", "programme_code"], name="rule_book_programme_once")]


class Approval(models.Model):
    """Somebody's yes to a draft as it stood: for that content, drafted at that instant, and no other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_book = models.ForeignKey(RuleBook, models.PROTECT, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)  # None: the house itself
    label = models.CharField(max_length=60)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule_book", "content_hash", "drafted_at", "approved_by"],
                name="rule_book_approved_once",
                nulls_distinct=False,
            )
        ]


class DraftNotice(models.Model):
    """A draft as it stood, put into public notice until an instant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_book = models.ForeignKey(RuleBook, models.PROTECT, related_name="notices")
    content_hash = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    ends_at = models.DateTimeField()
    derivation = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_book", "content_hash", "drafted_at"], name="notice_once_a_draft"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="notice_ends_after_it_opens"),
        ]


class Objection(models.Model):
    """What somebody, by name, has against a draft. Only the college reads the name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(DraftNotice, models.PROTECT, related_name="objections")
    name = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="objection_by_name")]


class Answer(models.Model):
    """The answer to an objection; ``is_heeded`` where the draft will be changed for it."""

    objection = models.OneToOneField(Objection, models.PROTECT, primary_key=True, related_name="answer")
    text = models.TextField()
    is_heeded = models.BooleanField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    label = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="answer_says_something")]


class Discussion(models.Model):
    """Minutes of experts who discussed a draft as it stood."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule_book = models.ForeignKey(RuleBook, models.PROTECT, related_name="discussions")
    content_hash = models.CharField(max_length=64)
    held_on = models.DateField()
    people = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    label = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(people="") & ~Q(text=""), name="discussion_has_minutes")]
