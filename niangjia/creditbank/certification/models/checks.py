"""The first check of an outcome, and who holds it meanwhile."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id


class Check(models.Model):
    """A first check: who found the outcome in order, at which version of its record. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="checks", db_index=False)
    version = models.PositiveIntegerField("版次")
    original_seen = models.BooleanField("见过原件")
    by = models.UUIDField("账号")
    by_label = models.CharField("称谓", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "初审"
        indexes = [
            models.Index(fields=["by", "at"], name="check_of_certifier"),
            BrinIndex(fields=["at"], name="check_by_day"),
        ]
        constraints = [models.UniqueConstraint(fields=["outcome", "version"], name="check_once_a_version")]


class Taking(models.Model):
    """A certifier took an outcome to work on; nobody else decides on it until she gives it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="takings")
    account = models.UUIDField("账号")
    label = models.CharField("称谓", max_length=60)
    taken_at = models.DateTimeField("时间")
    given_back_at = models.DateTimeField("交回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "领取"
        indexes = [models.Index(fields=["account"], name="taking_open", condition=Q(given_back_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["outcome"], condition=Q(given_back_at=None), name="outcome_taken_once"),
            models.CheckConstraint(
                condition=Q(given_back_at=None) | Q(given_back_at__gte=F("taken_at")), name="taking_ends_after_start"
            ),
        ]
