"""Which body may certify what, and from when to when. Dated rows only end; every act stands in the record's moves."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.creditbank.accreditation.types import Finding
from niangjia.creditbank.engine.choices import OutcomeKind

KINDS: Final = [(kind.value, kind.value) for kind in OutcomeKind]


class Accreditation(models.Model):
    """The bank lets a body certify, from ``valid_from`` until the day ``valid_to`` (not included)."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    bank = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("授权编号", max_length=40, unique=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")

    class Meta:
        verbose_name = verbose_name_plural = "机构授权"
        indexes = [models.Index(fields=["valid_to"], name="accreditation_expiring")]
        constraints = [
            one_at_a_time("accreditation_one_at_a_time", "body"),
            in_order("accreditation_ends_after_start"),
        ]


class Scope(models.Model):
    """One kind of outcome that a body may certify; an occupation's code covers all under it, blanks cover all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="scopes")
    kind = models.CharField(
        "种类", max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in OutcomeKind]
    )
    occupation = models.CharField("职业", max_length=16, blank=True)
    level_from = models.DecimalField("等级起", max_digits=3, decimal_places=1, null=True)
    level_to = models.DecimalField("等级止", max_digits=3, decimal_places=1, null=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "授权范围"
        constraints = [
            in_order("scope_ends_after_start"),
            models.CheckConstraint(
                condition=Q(level_from=None, level_to=None)
                | Q(level_from__gte=1, level_to__lte=8, level_from__lte=F("level_to")),
                name="scope_levels_in_order",
            ),
            models.CheckConstraint(
                condition=Q(occupation="") | Q(occupation__regex=r"^[1-8](-[0-9]{2}){0,3}$"),
                name="scope_occupation_shape",
            ),
        ]


class Suspension(models.Model):
    """Days on which a body may certify nothing; lifted from the day ``valid_to`` on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="suspensions")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    reason = models.TextField("理由")

    class Meta:
        verbose_name = verbose_name_plural = "暂停"
        constraints = [
            one_at_a_time("suspension_one_at_a_time", "accreditation"),
            in_order("suspension_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
        ]


class Expert(models.Model):
    """Someone whom the bank may ask to evaluate a body, with the fields that she knows (codes of occupations)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bank = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=60)
    employer = models.CharField("单位", max_length=200)
    occupations = ArrayField(models.CharField(max_length=16), verbose_name="专业领域")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "专家"
        constraints = [
            in_order("evaluator_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(employer="") & Q(occupations__len__gt=0), name="evaluator_has_a_field"
            ),
        ]


class Evaluation(models.Model):
    """What experts found at a body, on a day. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="evaluations")
    held_on = models.DateField("日期")
    finding = models.CharField("结论", max_length=12, choices=[(each.value, each.value) for each in Finding])
    note = models.TextField("说明")
    experts = models.ManyToManyField(Expert, related_name="+")
    by = models.UUIDField("账号", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "评估"
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="evaluation_says_something")]
