"""What the bank sets for all bodies: how many checks, how long for more evidence, and the catalogue of reasons."""

from typing import Final

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.core.terms import Term
from niangjia.creditbank.engine.choices import OutcomeKind

KINDS: Final = [(kind.value, kind.value) for kind in OutcomeKind]


class CheckRule(models.Model):
    """From a value on, an outcome of a kind (blank: of any) takes so many checks; the narrowest rule holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=20, blank=True, choices=KINDS)
    value_from = models.PositiveIntegerField("标准分值起")  # 1/100 standard credit
    checks_count = models.PositiveSmallIntegerField("审核次数")
    evidence_days = models.PositiveSmallIntegerField("补充材料工作日")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核设置"
        constraints = [
            one_at_a_time("check_rule_one_at_a_time", "kind", "value_from"),
            in_order("check_rule_ends_after_start"),
            models.CheckConstraint(condition=Q(checks_count__in=[1, 2]), name="one_check_or_two"),
            models.CheckConstraint(
                condition=Q(evidence_days__gte=1, evidence_days__lte=60), name="evidence_within_sixty_days"
            ),
        ]


class ReasonUse(models.TextChoices):
    """What a reason is given for."""

    REFUSE = "refuse", "不予认证"
    RETURN = "return", "补充材料"
    REVOKE = "revoke", "撤销认证"


class Reason(models.Model):
    """One reason of the catalogue, for outcomes of a kind (blank: of any), in both languages."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("代码", max_length=40, unique=True)
    use = models.CharField("用于", max_length=8, choices=ReasonUse.choices)
    kind = models.CharField("种类", max_length=20, blank=True, choices=KINDS)
    words_zh = models.CharField("内容", max_length=200)
    words_en = models.CharField("英文内容", max_length=300)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "理由"
        constraints = [
            in_order("reason_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(words_zh="") & ~Q(words_en="") & Q(code__regex=r"^[a-z][a-z0-9-]*$"),
                name="reason_in_both_languages",
            ),
        ]

    @property
    def words(self) -> Term:
        """The reason in both languages."""
        return Term(self.words_zh, self.words_en)
