"""Whom a certifier is close to: she decides on nothing of theirs."""

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time


class RelationKind(models.TextChoices):
    """What the person is to the certifier."""

    SPOUSE = "spouse", "配偶"
    KIN = "kin", "近亲属"
    APPRENTICE = "apprentice", "徒弟"
    MASTER = "master", "师傅"
    OTHER = "other", "其他利害关系"


class Relation(models.Model):
    """A certifier declares whom she is close to, from a day on. Only the bank's operator ends it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField("账号", db_index=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField("关系", max_length=10, choices=RelationKind.choices)
    name = models.CharField("姓名", max_length=60)  # as she wrote it: she may not see the person's record
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    declared_at = models.DateTimeField("申报时间")

    class Meta:
        verbose_name = verbose_name_plural = "回避关系"
        constraints = [
            one_at_a_time("relation_one_at_a_time", "account", "person"),
            in_order("relation_ends_after_start"),
            models.CheckConstraint(condition=~Q(name=""), name="relation_has_a_name"),
        ]
