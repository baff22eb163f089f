"""Samples of what bodies decided: drawn by a seed whose hash was published before, checked again by a third person."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time

SHA256: Final = r"^[0-9a-f]{64}$"


class SamplingRound(models.Model):
    """Acts from ``valid_from`` until the day ``valid_to`` (not included): so many of each step at each body.

    ``commitment`` is the SHA-256 of the seed's 32 bytes, published before the period. The seed, and the hash and the
    length of the list of acts that it was drawn from, are published with the draw.
    """

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    bank = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("编号", max_length=40, unique=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    checks_count = models.PositiveSmallIntegerField("每家机构初审抽几项")
    verdicts_count = models.PositiveSmallIntegerField("每家机构复核抽几项")
    commitment = models.CharField("种子的校验码", max_length=64)
    announced_on = models.DateField("公布日")
    seed = models.CharField("种子", max_length=64, blank=True, default="")
    drawn_on = models.DateField("抽取日", null=True)
    acts_count = models.PositiveIntegerField("名单长度", null=True)
    acts_hash = models.CharField("名单的校验码", max_length=64, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "抽查"
        constraints = [
            one_at_a_time("sampling_one_at_a_time", "bank"),
            in_order("sampling_ends_after_start"),
            models.CheckConstraint(condition=Q(valid_from__gt=F("announced_on")), name="sampling_announced_before"),
            models.CheckConstraint(
                condition=Q(checks_count__lte=500, verdicts_count__gte=1, verdicts_count__lte=500),
                name="sampling_has_a_size",
            ),
            models.CheckConstraint(condition=Q(commitment__regex=SHA256), name="sampling_commitment_shape"),
            models.CheckConstraint(
                condition=Q(seed="", drawn_on=None, acts_count=None, acts_hash="")
                | Q(seed__regex=SHA256, drawn_on__gte=F("valid_to"), acts_count__gte=0, acts_hash__regex=SHA256),
                name="sampling_drawn_after_its_end",
            ),
        ]


class SamplingSeed(models.Model):
    """The seed of a round, seen by the bank's operator alone until it is drawn. Rows are only ever added."""

    round = models.OneToOneField(SamplingRound, models.PROTECT, primary_key=True, related_name="+")
    seed = models.CharField("种子", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "抽查种子"
        constraints = [models.CheckConstraint(condition=Q(seed__regex=SHA256), name="sampling_seed_shape")]


class Step(models.TextChoices):
    """What a sampled act was."""

    CHECK = "check", "初审"
    VERDICT = "verdict", "复核"


class SampleItem(models.Model):
    """One act that was drawn. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(SamplingRound, models.PROTECT, related_name="items")
    step = models.CharField("环节", max_length=8, choices=Step.choices)
    act_id = models.UUIDField("初审或结论")
    outcome = models.ForeignKey("outcomes.Outcome", models.PROTECT, related_name="+")
    body = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField("抽中次序")

    class Meta:
        verbose_name = verbose_name_plural = "抽中的"
        constraints = [models.UniqueConstraint(fields=["round", "step", "act_id"], name="sample_item_once")]


class SampleFinding(models.Model):
    """What a third person found when she checked again. Rows are only ever added."""

    item = models.OneToOneField(SampleItem, models.PROTECT, primary_key=True, related_name="finding")
    agreed = models.BooleanField("同意原来的结论")
    reason = models.TextField("理由", blank=True)
    by = models.UUIDField("账号")
    by_label = models.CharField("称谓", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "抽查结论"
        constraints = [models.CheckConstraint(condition=Q(agreed=True) | ~Q(reason=""), name="disagreement_says_why")]
