"""Records of every kind: what they share, how they moved, what is attached to them."""

from typing import Final

from django.db import models
from django.db.models import F, Func, Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.kernel.records.scanning import Scan
from niangjia.kernel.records.types import Column

_HASH: Final = r"^[0-9a-f]{64}$"
_SCANS: Final = [(scan.value, scan.value) for scan in Scan]
_VALUES: Final = [F(column.value) for column in Column]


class Record(models.Model):
    """One record of any kind; the kind's own table shares its key. ``state`` is that of its last move, always.

    Visible to the organisation and those above it, to the subject, and to whoever opened it; with ``follows_subject``
    also to those who may see the subject.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=40)
    scheme = models.CharField("项目", max_length=80, blank=True, default="")
    edition = models.CharField("版本", max_length=64, blank=True, default="")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey("people.Party", models.PROTECT, null=True, related_name="+", db_index=False)
    follows_subject = models.BooleanField("随主体可见", default=False)
    number = models.CharField("编号", max_length=60, null=True)
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=40)
    state_at = models.DateTimeField("状态时间")
    due_at = models.DateTimeField("期限", null=True)
    version = models.PositiveIntegerField("版次", default=1)
    opened_at = models.DateTimeField("建立时间")
    opened_by = models.UUIDField("建立账号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "记录"
        indexes = [
            models.Index(fields=["organisation", "kind", "state", "id"], name="record_of_organisation"),
            models.Index(fields=["subject", "kind", "id"], name="record_of_subject"),
            models.Index(fields=["kind", "id"], name="record_of_kind"),
            models.Index(fields=["due_at"], name="record_due", condition=Q(due_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="record_number_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(state="") & ~Q(kind=""), name="record_named"),
            models.CheckConstraint(
                condition=Q(follows_subject=False) | Q(subject__isnull=False), name="record_follows_a_subject"
            ),
        ]


class Move(models.Model):
    """One step of a record. Rows are only ever added; ``version`` counts them from 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="moves", db_index=False)
    version = models.PositiveIntegerField("版次")
    verb = models.CharField("动作", max_length=40)
    from_state = models.CharField("原状态", max_length=40, null=True)
    to_state = models.CharField("新状态", max_length=40)
    at = models.DateTimeField("时间")
    actor_id = models.UUIDField("账号", null=True)
    actor_label = models.CharField("称谓", max_length=60)
    roles = models.TextField("角色", blank=True)
    reason = models.TextField("理由", blank=True)
    note = models.TextField("备注", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "流转"
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="move_once_a_version"),
            models.CheckConstraint(condition=Q(version=1) ^ Q(from_state__isnull=False), name="move_starts_somewhere"),
            models.CheckConstraint(condition=~Q(verb="") & ~Q(to_state=""), name="move_named"),
        ]


class Deadline(models.Model):
    """Until when something is owed about a record, and how the day was computed. Overdue is never stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="deadlines")
    obligation = models.CharField("事项", max_length=60)
    due_at = models.DateTimeField("期限")
    derivation = models.TextField("推算", blank=True)
    met_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        indexes = [models.Index(fields=["due_at"], name="deadline_open", condition=Q(met_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "obligation"], condition=Q(met_at=None), name="deadline_open_once"
            )
        ]


class Attachment(models.Model):
    """A file of a record; its content lies in the blob store under its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size_bytes = models.PositiveBigIntegerField("字节数")
    content_hash = models.CharField("SHA-256", max_length=64)
    purpose = models.CharField("用途", max_length=20, blank=True, default="")
    scan = models.CharField("病毒检查", max_length=12, choices=_SCANS, default=Scan.NOT_SCANNED)
    added_at = models.DateTimeField("时间")
    added_by = models.UUIDField("账号", null=True)
    added_label = models.CharField("称谓", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.CheckConstraint(condition=Q(content_hash__regex=_HASH), name="attachment_hash_shape"),
            models.CheckConstraint(condition=~Q(name=""), name="attachment_named"),
        ]


class KeptFile(models.Model):
    """A file that was handed in for a draft and waits for its record. Its content lies in the blob store."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft_id = models.UUIDField("草稿")
    about = models.ForeignKey("people.Party", models.PROTECT, related_name="+")
    purpose = models.CharField("用途", max_length=20, blank=True, default="")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size_bytes = models.PositiveBigIntegerField("字节数")
    content_hash = models.CharField("SHA-256", max_length=64)
    scan = models.CharField("病毒检查", max_length=12, choices=_SCANS)
    kept_at = models.DateTimeField("时间")
    kept_by = models.UUIDField("账号", null=True)
    kept_label = models.CharField("称谓", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "待附文件"
        indexes = [
            models.Index(fields=["content_hash"], name="kept_file_by_content"),
            models.Index(fields=["kept_at"], name="kept_file_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft_id", "content_hash"], name="kept_file_once"),
            models.CheckConstraint(condition=Q(content_hash__regex=_HASH), name="kept_file_hash_shape"),
        ]


class Comment(models.Model):
    """What someone said about a record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="comments")
    text = models.TextField("内容")
    at = models.DateTimeField("时间")
    actor_id = models.UUIDField("账号", null=True)
    actor_label = models.CharField("称谓", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "备注"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]


class Link(models.Model):
    """One record refers to another: it answers it, follows from it, replaces it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_record = models.ForeignKey(Record, models.PROTECT, related_name="links")
    to_record = models.ForeignKey(Record, models.PROTECT, related_name="linked_by")
    relation = models.CharField("关系", max_length=40)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "关联"
        constraints = [
            models.UniqueConstraint(fields=["from_record", "to_record", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(from_record=F("to_record")), name="link_to_another"),
        ]


class RecordedFact(models.Model):
    """A fact about a subject that schemes filter or decide on: one typed value, from day to day, with its source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey("people.Party", models.PROTECT, related_name="+")
    fact = models.CharField("事实", max_length=80)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    boolean_value = models.BooleanField("是非", null=True)
    integer_value = models.BigIntegerField("整数", null=True)
    decimal_value = models.DecimalField("数值", max_digits=18, decimal_places=4, null=True)
    text_value = models.CharField("文字", max_length=200, null=True)
    date_value = models.DateField("日期", null=True)
    key_value = models.UUIDField("对象", null=True)
    source = models.CharField("来源", max_length=200)
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="facts")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.UUIDField("登记账号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记的事实"
        constraints = [
            one_at_a_time("fact_one_value_at_a_time", "subject", "fact"),
            in_order("fact_ends_after_start"),
            models.CheckConstraint(
                condition=models.lookups.Exact(
                    Func(
                        *_VALUES,
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="fact_has_one_value",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="fact_has_source"),
        ]


class Series(models.Model):
    """The last number given in a series and year. A number is given under the row's lock, so none is skipped."""

    pk = models.CompositePrimaryKey("name", "year")
    name = models.CharField("系列", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最后一号")

    class Meta:
        verbose_name = verbose_name_plural = "编号系列"
