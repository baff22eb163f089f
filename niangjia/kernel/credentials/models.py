"""Signing keys; the transparency log, entered in the act's transaction and integrated by the sequencer; statuses.

What the log publishes (``LogWaiting``, then ``LogLeaf``) tells nothing but that something was entered; what it stands
for and the salt that proves it are in ``LogEntry``, which only those see whom it concerns.
"""

from typing import Final

from django.db import models
from django.db.models import F, Func, Q

from niangjia.core.ids import new_id
from niangjia.kernel.credentials.types import LIST_LENGTH, Kind

_HASH_BYTES: Final = 32


def _is_hash(field: str, name: str) -> models.CheckConstraint:
    length = Func(F(field), function="octet_length", output_field=models.IntegerField())
    return models.CheckConstraint(condition=models.lookups.Exact(length, _HASH_BYTES), name=name)


class SigningKey(models.Model):
    """An Ed25519 key of an issuer. Its secret half is encrypted under a key of its own, wrapped by the master key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")  # null: the bank
    public = models.CharField("公钥", max_length=60, unique=True)  # multikey, z6Mk…
    wrapped = models.BinaryField("封装的密钥")
    secret_cipher = models.BinaryField("私钥（加密）")
    valid_from = models.DateTimeField("启用时间")
    retired_at = models.DateTimeField("停用时间", null=True)  # signs no more; what it signed holds
    revoked_since = models.DateTimeField("失效起点", null=True)  # nothing that it signed from then on is believed
    made_by = models.UUIDField("账号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "签名密钥"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="one_key_of_an_issuer_signs",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(retired_at__gte=F("valid_from")), name="key_retired_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(revoked_since=None) | Q(retired_at__isnull=False), name="revoked_key_signs_no_more"
            ),
        ]


class LogEntry(models.Model):
    """What an entry of the log stands for: a record, the hash of its content, and the salt that hides it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    about_id = models.UUIDField("所属记录")
    person_id = models.UUIDField("人员", null=True)  # null: everyone may see it
    content_hash = models.BinaryField("内容的哈希")
    salt = models.BinaryField("盐")
    entered_by = models.UUIDField("账号", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "日志条目"
        indexes = [models.Index(fields=["about_id", "id"], name="log_entry_of_record")]
        constraints = [_is_hash("content_hash", "log_content_hash_32_bytes")]


class LogWaiting(models.Model):
    """An entry that is committed and not yet integrated; what of it will be published."""

    id = models.UUIDField(primary_key=True, editable=False)  # of its LogEntry
    entry = models.BinaryField("条目")


class LogLeaf(models.Model):
    """A leaf of the log, numbered from 0 without gaps."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField("条目", unique=True)  # of its LogEntry
    entry = models.BinaryField("条目")  # as it is published

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seq__gte=0), name="log_leaf_counts_from_nought")]


class LogSubtree(models.Model):
    """The hash over 256**level leaves: a hash of the tiles above the lowest. It never changes."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gt=0), name="log_subtree_stands_above_leaves"),
            _is_hash("hash", "log_subtree_hash_32_bytes"),
        ]


class LogHead(models.Model):
    """The log's signed head when it had so many leaves."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()  # the signed checkpoint, as it is published
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [_is_hash("root", "log_root_32_bytes")]


class StatusList(models.Model):
    """So many places for the statuses of credentials; served as one list for each purpose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_at = models.DateTimeField()


class StatusEntry(models.Model):
    """Where a record's credentials have their status, and since when which status holds. The place tells nothing.

    A record that was revoked and is certified again gets a further place: what was revoked stays so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_id = models.UUIDField("所属记录")
    list = models.ForeignKey(StatusList, models.PROTECT, related_name="entries", db_index=False)
    index = models.IntegerField()
    revoked_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["list", "index"], condition=Q(**{f"{name}_at__isnull": False}), name=f"status_{name}")
            for name in ("revoked", "suspended", "spent")
        ]
        constraints = [
            models.UniqueConstraint(fields=["list", "index"], name="status_place_once"),
            models.UniqueConstraint(fields=["about_id"], condition=Q(replaced_at=None), name="status_of_a_record_once"),
            models.CheckConstraint(
                condition=Q(index__gte=0, index__lt=LIST_LENGTH), name="status_place_within_its_list"
            ),
        ]
