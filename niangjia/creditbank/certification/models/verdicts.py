"""A body's verdict on an outcome. Append-only: a revocation is a further row, and so is what follows an appeal."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id


class Verdict(models.TextChoices):
    """What a certifier says of an outcome."""

    CERTIFIED = "certified", "已认证"
    REFUSED = "refused", "不予认证"
    REVOKED = "revoked", "已撤销"


class Certification(models.Model):
    """One act of a certifier: who said what of which outcome, when, why, and what the bank opened for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="certifications")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    reason_row = models.ForeignKey("Reason", models.PROTECT, null=True, related_name="+", db_index=False)
    original_seen = models.BooleanField(default=False, db_default=False)
    standard_table = models.ForeignKey("rulebooks.RuleBook", models.PROTECT, null=True, related_name="+")
    standard_row = models.CharField(max_length=20, blank=True)
    standard_value = models.PositiveIntegerField(null=True)  # 1/100 standard credit
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["by", "at"], name="certification_of_certifier"),
            BrinIndex(fields=["at"], name="certification_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="certified") | Q(standard_value__isnull=False), name="certified_has_a_value"
            ),
            models.CheckConstraint(condition=Q(verdict="certified") | ~Q(reason=""), name="refusal_has_a_reason"),
        ]
