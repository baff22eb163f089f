"""Persons, organisations, and what they are to each other on which day.

Periods are half-open: ``valid_to`` is the first day on which the row holds no more; null means still.
"""

from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models import F, Func, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.kernel.people.types import AffiliationRole, OrganisationKind, PaperType, Sex, Tree

_INDEX_BYTES: Final = 32


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of a text enum as Django wants them."""
    return [(member.value, member.value) for member in enum]


def _is_index(name: str) -> models.CheckConstraint:
    length = Func(F("number_index"), function="octet_length", output_field=models.IntegerField())
    return models.CheckConstraint(condition=models.lookups.Exact(length, _INDEX_BYTES), name=name)


class Party(models.Model):
    """The shared key of persons and organisations. It is never rewritten; a merge is an alias."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=12, choices=[("person", "person"), ("organisation", "organisation")])

    class Meta:
        verbose_name = verbose_name_plural = "主体"


class Person(models.Model):
    """A person, as her papers name her."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField("姓名", max_length=100)
    sex = models.CharField("性别", max_length=6, null=True, choices=choices(Sex))
    born_on = models.DateField("出生日期", null=True)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.UUIDField("登记账号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_name")]


class PersonKey(models.Model):
    """The key under which a person's numbers are encrypted, itself wrapped. Destroying it makes them unreadable."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    wrapped = models.BinaryField("封装的密钥", null=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人密钥"
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped=None, destroyed_at__isnull=False) | Q(wrapped__isnull=False, destroyed_at=None),
                name="person_key_held_or_destroyed",
            )
        ]


class Paper(models.Model):
    """A paper of a person: its number encrypted, with a keyed index for look-up.

    No masked form is kept: with district and birth date, four last digits would give the number away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="papers")
    type = models.CharField("证件类型", max_length=20, choices=choices(PaperType))
    number_cipher = models.BinaryField("证件号码（加密）")
    number_index = models.BinaryField("证件号码（索引）")

    class Meta:
        verbose_name = verbose_name_plural = "证件"
        constraints = [
            models.UniqueConstraint(fields=["type", "number_index"], name="paper_number_once"),
            _is_index("paper_index_32_bytes"),
        ]


class Phone(models.Model):
    """A telephone number of a person; families share numbers, so it identifies nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="phones")
    number_cipher = models.BinaryField("电话（加密）")
    number_index = models.BinaryField("电话（索引）")
    added_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "电话"
        indexes = [models.Index(fields=["number_index"], name="phone_by_index")]
        constraints = [
            models.UniqueConstraint(fields=["person", "number_index"], name="phone_once_a_person"),
            _is_index("phone_index_32_bytes"),
        ]


class Organisation(models.Model):
    """A federation, union, enterprise, college, certifying body or department."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("类型", max_length=20, choices=choices(OrganisationKind))
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True)
    division_code = models.CharField("行政区划代码", max_length=12, null=True)
    closed_on = models.DateField("注销日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织"
        indexes = [models.Index(fields=["name"], name="organisation_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], name="organisation_credit_code_once"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=Q(credit_code=None) | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="organisation_credit_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(division_code=None) | Q(division_code__regex=r"^[0-9]{6}([0-9]{3}){0,2}$"),
                name="organisation_division_code_shape",
            ),
        ]


class Edge(models.Model):
    """In one tree, who stands under whom from when to when: one parent at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tree = models.CharField("树", max_length=20, choices=choices(Tree))
    child = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "上下级关系"
        constraints = [
            one_at_a_time("edge_one_parent_at_a_time", "tree", "child"),
            in_order("edge_ends_after_start"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="edge_not_to_itself"),
        ]


class Closure(models.Model):
    """Each pair of ancestor and descendant with the period in which the path held; a node is above itself (depth 0)."""

    id = models.BigAutoField(primary_key=True)
    tree = models.CharField("树", max_length=20, choices=choices(Tree))
    ancestor = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    descendant = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    depth = models.PositiveSmallIntegerField("层数")
    valid_from = models.DateField("起", null=True)
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "上下级全路径"
        indexes = [
            models.Index(fields=["descendant", "tree", "ancestor"], name="closure_upwards"),
            models.Index(fields=["ancestor", "tree", "depth", "descendant"], name="closure_downwards"),
        ]


class Affiliation(models.Model):
    """What a person is to an organisation, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField("身份", max_length=12, choices=choices(AffiliationRole))
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "隶属关系"
        indexes = [models.Index(fields=["organisation", "role", "person"], name="affiliation_of_organisation")]
        constraints = [
            one_at_a_time("affiliation_once_at_a_time", "person", "organisation", "role"),
            in_order("affiliation_ends_after_start"),
        ]


class Occupation(models.Model):
    """An entry of the national classification of occupations: shared, pointed at, pointing at nothing."""

    code = models.CharField("职业代码", max_length=11, primary_key=True)
    name = models.CharField("职业名称", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "职业"


class PersonOccupation(models.Model):
    """Which occupation a person follows, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="occupations")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "从业"
        constraints = [
            one_at_a_time("occupation_once_at_a_time", "person", "occupation"),
            in_order("occupation_ends_after_start"),
        ]


class Alias(models.Model):
    """One party turned out to be another. Undoing a merge ends the row; keys elsewhere were never rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    stands_for = models.ForeignKey(Party, models.PROTECT, related_name="+")
    reason = models.TextField("理由")
    merged_at = models.DateTimeField("合并时间")
    merged_by = models.UUIDField("合并账号", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.UUIDField("撤销账号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "合并"
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(undone_at=None), name="alias_once_at_a_time"),
            models.CheckConstraint(condition=~Q(party=F("stands_for")), name="alias_not_of_itself"),
            models.CheckConstraint(condition=~Q(reason=""), name="alias_has_reason"),
        ]


class Gram(models.Model):
    """A piece of a party's name or number that search looks for. Read only by the search function."""

    pk = models.CompositePrimaryKey("kind", "gram", "party")
    kind = models.CharField("种类", max_length=8)
    gram = models.CharField("片段", max_length=60, db_collation="C")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "检索片段"
